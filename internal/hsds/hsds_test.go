package hsds_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"citiesgrow/internal/hsds"
	"citiesgrow/internal/testdata"
)

func all(t *testing.T, seq iter.Seq2[*hsds.Service, error]) []*hsds.Service {
	t.Helper()
	var list []*hsds.Service
	for s, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, s)
	}
	return list
}

// Every official example that holds services is read, in JSON and as tables.
func TestOfficialExamplesAreRead(t *testing.T) {
	for name, want := range map[string]int{"service_full.json": 1, "service_list.json": 1, "csv": 1} {
		found := all(t, hsds.Open(testdata.Dir(t, "hsds", "examples", name), nil))
		if len(found) != want {
			t.Errorf("%s: %d services", name, len(found))
			continue
		}
		s := found[0]
		if s.Name != "Community Counselling" || s.Status != "active" || s.Organization == nil && s.OrganizationID == "" || len(hsds.Check(s)) != 0 {
			t.Errorf("%s: %+v %v", name, s, hsds.Check(s))
		}
	}
	full := all(t, hsds.Open(testdata.Dir(t, "hsds", "examples", "service_full.json"), nil))[0]
	if len(full.Schedules) == 0 || full.Schedules[0].ByDay != "TH,FR" || len(full.Costs) == 0 || len(full.Languages) == 0 || len(full.Documents) == 0 ||
		len(full.AtLocations) == 0 ||
		full.AtLocations[0].Location == nil || len(full.AtLocations[0].Location.Addresses) == 0 || len(full.AtLocations[0].Location.Accessibility) == 0 ||
		len(full.Attributes) == 0 {
		t.Errorf("%+v", full)
	}
	table := all(t, hsds.Open(testdata.Dir(t, "hsds", "examples", "csv"), nil))[0]
	if table.Organization == nil || len(table.Costs) == 0 || len(table.AtLocations) != 1 || table.AtLocations[0].Location == nil ||
		len(table.Languages)+len(table.Schedules) == 0 {
		t.Errorf("%+v", table)
	}
}

// What is written is valid, and read again the same.
func TestWhatIsWrittenIsValid(t *testing.T) {
	one, page, whole := testdata.HSDS(t, "service.json"), testdata.HSDS(t, "service_list.json"), testdata.HSDS(t, "service_package.json")
	full := all(t, hsds.Open(testdata.Dir(t, "hsds", "examples", "service_full.json"), nil))
	for name, c := range map[string]struct {
		value any
		check func(any) error
	}{"service": {full[0], one}, "items of a page": {full[0], page}} {
		if err := c.check(plain(t, c.value)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	var b bytes.Buffer
	twice := func(yield func(*hsds.Service, error) bool) {
		for range 2 {
			if !yield(full[0], nil) {
				return
			}
		}
	}
	if err := hsds.WriteAll(&b, twice); err != nil {
		t.Fatal(err)
	}
	var written any
	if err := json.Unmarshal(b.Bytes(), &written); err != nil {
		t.Fatal(err)
	}
	if err := whole(written); err != nil {
		t.Error(err)
	}
	again := all(t, hsds.Read(&b))
	if len(again) != 2 || string(marshal(t, again[1])) != string(marshal(t, full[0])) {
		t.Errorf("%d services, the second is\n%s\nwant\n%s", len(again), marshal(t, again[1]), marshal(t, full[0]))
	}
}

// The check itself can fail: a program's mistakes are seen by it.
func TestTheSchemaRefusesMistakes(t *testing.T) {
	check := testdata.HSDS(t, "service.json")
	for name, text := range map[string]string{"no uuid": `{"id":"1","name":"A","status":"active"}`,
		"no name":             `{"id":"ac148810-d857-441c-9679-408f346de14b","status":"active"}`,
		"a status of our own": `{"id":"ac148810-d857-441c-9679-408f346de14b","name":"A","status":"open"}`,
		"no address":          `{"id":"ac148810-d857-441c-9679-408f346de14b","name":"A","status":"active","email":"x"}`} {
		var v any
		if err := json.Unmarshal([]byte(text), &v); err != nil {
			t.Fatal(err)
		}
		if check(v) == nil {
			t.Errorf("%s passes", name)
		}
	}
}

func marshal(t *testing.T, v any) []byte {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func plain(t *testing.T, v any) any {
	t.Helper()
	var out any
	if err := json.Unmarshal(marshal(t, v), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEveryShapeIsRead(t *testing.T) {
	const s = `{"id":"ac148810-d857-441c-9679-408f346de14b","name":"A","status":"active"}`
	for name, c := range map[string]struct {
		text string
		want int
	}{
		"one": {s, 1}, "array": {"[" + s + "," + s + "]", 2}, "page": {`{"total_items":2,"contents":[` + s + `,` + s + `]}`, 2},
		"lines":        {s + "\n" + s + "\n" + s, 3},
		"organization": {`{"id":"x","name":"Org","description":"d","services":[` + s + `]}`, 1}, "empty array": {`[]`, 0},
		"careless": {`{"id":1,"name":true,"status":null,"phones":null,"schedules":[{"interval":"2"}]}`, 1},
	} {
		n := 0
		for _, err := range hsds.Read(strings.NewReader(c.text)) {
			if err == nil {
				n++
			} else if name != "empty array" {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n != c.want {
			t.Errorf("%s: %d services", name, n)
		}
	}
	org := all(t, hsds.Read(strings.NewReader(`[{"id":"x","name":"Org","description":"d","services":[`+s+`]}]`)))
	if len(org) != 1 || org[0].Organization == nil || org[0].Organization.Name != "Org" {
		t.Errorf("%+v", org)
	}
	mixed := 0
	bad := 0
	for _, err := range hsds.Read(strings.NewReader(`[` + s + `,{"name":{"a":1}},` + s + `]`)) {
		if err != nil {
			bad++
		} else {
			mixed++
		}
	}
	if mixed != 2 || bad != 1 {
		t.Errorf("beside a bad one %d are read, %d told", mixed, bad)
	}
}

func TestNonsenseIsRefused(t *testing.T) {
	for name, text := range map[string]string{"nothing": "", "words": "hello", "cut off": `[{"id":"1","name":"A"`,
		"deep": strings.Repeat(`{"a":`, 200_000), "deep array": strings.Repeat("[", 200_000), "a number": "7", "contents is no list": `{"contents":3}`,
		"wrong kind": `{"name":{"a":1}}`} {
		told := false
		for _, err := range hsds.Read(strings.NewReader(text)) {
			told = told || err != nil
		}
		if !told {
			t.Errorf("%s is taken", name)
		}
	}
}

func TestTablesOfOthers(t *testing.T) {
	files := fstest.MapFS{
		"services.csv":             {Data: []byte("\ufeffid;organization_id;name;status\n1;9;Kurs;active\n2;9;\"Rat; und Tat\";active\n")},
		"organizations.csv":        {Data: []byte("id;name;description\n9;Haus;Hilft\n")},
		"service_at_locations.csv": {Data: []byte("id;service_id;location_id\n5;1;7\n")},
		"locations.csv":            {Data: []byte("id;location_type;name\n7;physical;Saal\n")},
		"addresses.csv":            {Data: []byte("id;location_id;address_1;city;country\n8;7;Weg 1;Dresden;DE\n")},
	}
	found := all(t, hsds.ReadTables(files))
	if len(found) != 2 || found[1].Name != "Rat; und Tat" || found[0].Organization.Name != "Haus" ||
		found[0].AtLocations[0].Location.Addresses[0].City != "Dresden" {
		t.Errorf("%+v", found)
	}
}

func TestPackedFiles(t *testing.T) {
	dir := t.TempDir()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(`{"id":"1","name":"A","status":"active"}`))
	z.Close()
	name := filepath.Join(dir, "a.json.gz")
	if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if found := all(t, hsds.Open(name, nil)); len(found) != 1 {
		t.Errorf("%d", len(found))
	}
	nested := filepath.Join(dir, "more", "tables")
	if err := os.MkdirAll(nested, 0o700); err != nil {
		t.Fatal(err)
	}
	for file, text := range map[string]string{"../b.json": `[{"id":"2","name":"B","status":"active"},7]`, "services.csv": "id,name,status\n3,C,active\n"} {
		if err := os.WriteFile(filepath.Join(nested, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	said := map[string]string{}
	for s, err := range hsds.Open(filepath.Join(dir, "more"), nil) {
		if err != nil {
			said["wrong"] = err.Error()
			continue
		}
		said[s.File] = string(s.Name)
	}
	if said["b.json"] != "B" || said["tables/services.csv"] != "C" || !strings.HasPrefix(said["wrong"], "b.json object 2: ") {
		t.Errorf("of folders in a folder: %v", said)
	}
	for _, path := range []string{filepath.Join(dir, "missing.json"), dir + "/nothing"} {
		for _, err := range hsds.Open(path, nil) {
			if err == nil {
				t.Errorf("%s is read", path)
			}
		}
	}
}

func TestIDsAreStable(t *testing.T) {
	if a, b := hsds.ID("service", "x"), hsds.ID("service", "x"); a != b || len(a) != 36 || a == hsds.ID("servicex") || a[14] != '5' {
		t.Errorf("%s %s", a, b)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{"id":"1","name":"A","contents":[{}]}`)
	f.Add(`[{"services":[{}],"name":"x"}]`)
	f.Add(`{"services":[{"organization_id":"o"}],"organizations":[{"id":"o","name":"x"}]}`)
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		n := 0
		for s, err := range hsds.Read(strings.NewReader(text)) {
			if n++; (s == nil) == (err == nil) {
				t.Fatalf("%v, %v", s, err)
			}
			if n > len(text)+1 { // an empty file is one refusal
				t.Fatal("more services than letters")
			}
		}
	})
}
