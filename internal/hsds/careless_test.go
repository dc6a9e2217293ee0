package hsds_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"citiesgrow/internal/hsds"
)

const id = "ac148810-d857-441c-9679-408f346de14b"

// read splits what a walk gives.
func read(seq iter.Seq2[*hsds.Service, error]) (services []*hsds.Service, refused []*hsds.Refusal) {
	for s, err := range seq {
		var r *hsds.Refusal
		if errors.As(err, &r) {
			refused = append(refused, r)
		} else {
			services = append(services, s)
		}
	}
	return services, refused
}

// One bad field costs itself, and is named.
func TestABadFieldLeavesTheServiceIn(t *testing.T) {
	for fields, want := range map[string]string{
		`"email":"N/A"`:                                          "email",
		`"email":"a@b.example, c@d.example"`:                     "email",
		`"url":"see our page"`:                                   "url",
		`"url":"javascript:alert(1)"`:                            "url",
		`"status":"sleeping"`:                                    "status",
		`"assured_date":"next week"`:                             "assured_date",
		`"cost_options":[{"amount":1e9999}]`:                     "cost_options[0].amount",
		`"cost_options":[{"amount":{"value":5}}]`:                "cost_options[0].amount",
		`"phones":7`:                                             "phones[0]",
		`"phones":[{"number":"1"},[1,2]]`:                        "phones[1]",
		`"organization":[1,2]`:                                   "organization",
		`"organization":{"name":"A","website":"none"}`:           "organization.website",
		`"description":{"en":"Help"}`:                            "description",
		`"schedules":[{"interval":"often"}]`:                     "schedules[0].interval",
		`"service_at_locations":[{"location":{"latitude":"x"}}]`: "service_at_locations[0].location.latitude",
		`"capacities":[{"available":"many"}]`:                    "capacities[0].available",
		`"description":"Caf\ufffd"`:                              "description",
	} {
		services, refused := read(hsds.Read(strings.NewReader(`{"id":"` + id + `","name":"A",` + fields + `}`)))
		if len(refused) != 0 || len(services) != 1 || len(hsds.Check(services[0])) != 0 {
			t.Errorf("%s: refused %v", fields, refused)
			continue
		}
		if r := services[0].Remarks; len(r) != 1 || r[0].Field != want || programming.MatchString(r[0].Reason) {
			t.Errorf("%s: remarks %v, want one on %s", fields, r, want)
		}
	}
}

// What can be understood needs no remark.
func TestCarelessFieldsAreUnderstood(t *testing.T) {
	services, refused := read(hsds.Read(strings.NewReader(`{"ID":"{AC148810-D857-441C-9679-408F346DE14B}","Name":"A","status":"Temporarily_Closed",
	"url":"www.a.example","email":"mailto:a@b.example",
	"assured_date":"2026-03-01T00:00:00Z","cost_options":{"amount":"1.234,50"},"languages":"Latvian",
	"schedules":[{"byday":["MO","TU"]}],"phones":[null,{"number":"N/A"}],
	"service_at_locations":[{"location":{"latitude":"56,95","longitude":""}}],
	"organization":{"name":"O","website":"o.example/x"},"required_documents":["Passport"]}`)))
	if len(refused) != 0 || len(services) != 1 {
		t.Fatal(refused)
	}
	s := services[0]
	if len(s.Remarks) != 0 {
		t.Errorf("remarks %v", s.Remarks)
	}
	if s.ID != id || s.Status != "temporarily closed" || s.URL != "http://www.a.example" || s.Email != "a@b.example" || s.AssuredDate != "2026-03-01" ||
		*s.Costs[0].Amount != 1234.5 ||
		s.Languages[0].Name != "Latvian" || s.Schedules[0].ByDay != "MO,TU" || s.Phones[0].Number != "" || s.AtLocations[0].Location.Latitude != 56.95 ||
		s.Organization.Website != "http://o.example/x" || s.Documents[0].Document != "Passport" {
		t.Errorf("%+v", s)
	}
	for _, day := range []string{"0001-01-01", "1970-01-01T00:00:00Z", "9999-12-31"} {
		if one, _ := read(hsds.Read(strings.NewReader(`{"id":"` + id + `","name":"A","assured_date":"` + day + `"}`))); one[0].AssuredDate != "" ||
			len(one[0].Remarks) != 0 {
			t.Errorf("%s: %+v", day, one[0])
		}
	}
}

// Keys come in any order, and an organization is never a service.
func TestTheOrderOfKeysMeansNothing(t *testing.T) {
	const service = `{"id":"` + id + `","name":"Advice","status":"active"}`
	for name, text := range map[string]string{
		"services first":   `{"id":"o","services":[` + service + `],"name":"House","description":"d"}`,
		"services last":    `{"name":"House","id":"o","services":[` + service + `]}`,
		"in an array":      `[{"services":[` + service + `],"name":"House"}]`,
		"in a page":        `{"contents":[{"services":[` + service + `],"name":"House"}],"total_items":1}`,
		"page with a name": `{"organizations":[{"services":[` + service + `],"name":"House"}]}`,
		"with a status":    `{"services":[` + service + `],"status":"active","name":"House"}`,
		"side by side": `{"services":[` + strings.Replace(service, "{", `{"organization_id":"o",`, 1) +
			`],"organizations":[{"id":"o","name":"House","description":"d"}]}`,
		"with organization 0": `{"services":[` + strings.Replace(service, "{", `{"organization":null,`, 1) + `],"name":"House"}`,
	} {
		services, refused := read(hsds.Read(strings.NewReader(text)))
		if len(services) != 1 || len(refused) != 0 || services[0].Name != "Advice" || services[0].Organization == nil ||
			services[0].Organization.Name != "House" {
			t.Errorf("%s: %+v %v", name, services, refused)
		}
	}
	services, refused := read(hsds.Read(strings.NewReader(`[{"id":"` + id + `","name":"House","description":"d","website":"https://a.example"},` +
		service + `]`)))
	if len(services) != 1 || len(refused) != 1 || !strings.Contains(refused[0].Reason, "organization") || refused[0].Index != 1 {
		t.Errorf("an organization without services: %+v %v", services, refused)
	}
	services, refused = read(hsds.Read(strings.NewReader(`{"organizations":[{"id":"` + id + `","name":"House"}]}`)))
	if len(services) != 0 || len(refused) != 1 || !strings.Contains(refused[0].Reason, "organization") {
		t.Errorf("a page of organizations: %+v %v", services, refused)
	}
	services, _ = read(hsds.Read(strings.NewReader(`{"services":[` + service + `,` + service + `]}`)))
	if len(services) != 2 {
		t.Errorf("a page under another key: %d", len(services))
	}
}

// The last page of a directory is empty, and that is no mistake; an empty file is one.
func TestAnEmptyPageIsNoMistake(t *testing.T) {
	for _, text := range []string{`{"total_items":0,"empty":true,"contents":null}`, `{"contents":[]}`, `[]`, `{"contents":[],"total_pages":0}`,
		`{"total_items":0}`, `{"services":[]}`, "\ufeff[]"} {
		if services, refused := read(hsds.Read(strings.NewReader(text))); len(services)+len(refused) != 0 {
			t.Errorf("%s: %v %v", text, services, refused)
		}
	}
	for _, text := range []string{"", " \n", "\ufeff"} {
		if _, refused := read(hsds.Read(strings.NewReader(text))); len(refused) != 1 || !strings.Contains(refused[0].Reason, "empty") {
			t.Errorf("%q: %v", text, refused)
		}
	}
}

// Other encodings are read with their letters, or refused.
func TestJSONInOtherEncodings(t *testing.T) {
	const text = `[{"id":"` + id + `","name":"Bezmaksas padomi uzņēmējiem Rīgā un Jūrmalā","description":"Palīdzam uzrakstīt piedāvājumu iepirkumam"}]`
	for name, raw := range map[string]func() (string, error){
		"marked": func() (string, error) { return "\ufeff" + text, nil },
		"UTF-16": func() (string, error) {
			return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
		},
		"Baltic": func() (string, error) { return charmap.Windows1257.NewEncoder().String(text) },
	} {
		in, err := raw()
		if err != nil {
			t.Fatal(err)
		}
		services, refused := read(hsds.Read(strings.NewReader(in)))
		if len(refused) != 0 || len(services) != 1 || services[0].Name != "Bezmaksas padomi uzņēmējiem Rīgā un Jūrmalā" {
			t.Errorf("%s: %+v %v", name, services, refused)
		}
	}
	if services, refused := read(hsds.Read(strings.NewReader("[{\"name\":\"\xe2\xfe\xf0\"}]"))); len(services) != 0 || len(refused) != 1 ||
		!strings.Contains(refused[0].Reason, "UTF-8") {
		t.Errorf("letters of no language: %v %v", services, refused)
	}
}

// Tables of old programs: tabs, CR alone, capitals in names, semicolons in quotes, one id often.
func TestTablesOfOldPrograms(t *testing.T) {
	const second = "bc148810-d857-441c-9679-408f346de14b"
	for name, files := range map[string]fstest.MapFS{
		"tabs":          {"services.csv": {Data: []byte("id\tname\tdescription\n" + id + "\tAdvice, free\tWe help; always\n")}},
		"tsv":           {"services.tsv": {Data: []byte("id\tname\tdescription\n" + id + "\tAdvice, free\tWe help; always\n")}},
		"old Macintosh": {"services.csv": {Data: []byte("id,name,description\r" + id + ",\"Advice, free\",We help; always\r")}},
		"Windows":       {"services.csv": {Data: []byte("\ufeffid,name,description\r\n" + id + ",\"Advice, free\",We help; always\r\n\r\n")}},
		"capitals":      {"Services.CSV": {Data: []byte("ID,Name,Description\n" + id + ",\"Advice, free\",We help; always\n")}},
		"singular":      {"Service.csv": {Data: []byte("id;name;description\n" + id + ";Advice, free;\"We help; always\"\n")}},
		"quoted":        {"services.csv": {Data: []byte("\"id\";\"name\";\"description\"\n\"" + id + "\";\"Advice, free\";\"We help; always\"\n")}},
		"bars":          {"services.csv": {Data: []byte("id|name|description\n" + id + "|Advice, free|We help; always\n")}},
	} {
		services, refused := read(hsds.ReadTables(files))
		if len(refused) != 0 || len(services) != 1 || services[0].Name != "Advice, free" || services[0].Description != "We help; always" ||
			services[0].Line != 2 || len(services[0].Remarks) != 0 {
			t.Errorf("%s: %+v %v", name, services, refused)
		}
	}
	services, refused := read(hsds.ReadTables(fstest.MapFS{
		"services.csv": {Data: []byte("id,name\n" + id + ",First\n" + second + ",Other\n" + id + ",Second\n" + strings.ToUpper(id) +
			",Third,too much\n,No id\n")},
		"phones.csv": {Data: []byte("\x00\x01\x02")},
	}))
	if len(services) != 3 || services[0].Name != "Third" || len(services[0].Remarks) != 3 || services[0].Line != 5 || services[1].Name != "Other" ||
		len(hsds.Check(services[2])) == 0 {
		t.Errorf("one id in three rows: %+v", services)
	}
	if len(refused) != 1 || refused[0].File != "phones.csv" {
		t.Errorf("a table that is none: %v", refused)
	}
}

// programming are words of the language that the program is written in.
var programming = regexp.MustCompile(`json:|strconv|unmarshal|Go |struct|invalid character|EOF|zip:|gzip:|flate|csv:|` +
	`record on line|parse error|looking for|hsds\.|open /|%!`)

// Reasons are for people.
func TestReasonsAreInPlainWords(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, raw string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(raw), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	var empty bytes.Buffer
	if err := zip.NewWriter(&empty).Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "none"), 0o700); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		write("cut.json", `[{"id":"1","name":"A"},{"id":`):                 "ends in the middle; what stands behind object 1 was not read",
		write("comma.json", `[{"id":"1","name":"A"},,]`):                   "not well-formed JSON; what stands behind object 1 was not read",
		write("words.json", "hello"):                                       "not well-formed JSON",
		write("number.json", "7"):                                          "plain value",
		write("list.json", `{"contents":3}`):                               "no list",
		write("deep.json", strings.Repeat(`[{"a":`, 200_000)):              "not well-formed JSON",
		write("blank.json", ""):                                            "empty",
		write("bad.zip", "PK no"):                                          "the archive is damaged, or is none",
		write("empty.zip", empty.String()):                                 "the archive is empty",
		write("bad.json.gz", "\x1f\x8b no gzip"):                           "the archive is damaged, or is none",
		write("short.json.gz", "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"): "ends in the middle",
		write("binary.json", "\x00\x01\x02\x03\xff"):                       "no text",
		write("prices.csv", "a,b\n1,2\n"):                                  "services.csv",
		filepath.Join(dir, "none"):                                         "the folder is empty",
		filepath.Join(dir, "missing.json"):                                 "no such file",
	} {
		_, refused := read(hsds.Open(path, nil))
		if len(refused) != 1 || !strings.Contains(refused[0].Error(), want) || programming.MatchString(strings.ReplaceAll(refused[0].Reason, dir, "")) {
			t.Errorf("%s: %v, want %q", filepath.Base(path), refused, want)
		}
	}
	alone := write("services.csv", "id,name\n"+id+",Advice\n")
	if services, refused := read(hsds.Open(alone, nil)); len(services) != 1 || len(refused) != 0 || services[0].File != "services.csv" {
		t.Errorf("a table that is named itself: %v %v", services, refused)
	}
}
