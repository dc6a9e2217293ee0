package encode_test

import (
	"bytes"
	"fmt"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/ocds/decode"
	"citiesgrow/internal/notice/ocds/encode"
	"citiesgrow/internal/testdata"
)

var meta = encode.PackageMeta{URI: "https://citiesgrow.example/ocds/releases", Published: time.Date(2025, 6, 1, 12, 0, 0, 0, time.UTC), Publisher: "CitiesGrow",
	PublisherURI: "https://citiesgrow.example", License: "https://creativecommons.org/licenses/by/4.0/"}

// schema compiles one of the published schemas with the others next to it.
func schema(t testing.TB, name string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft4)
	c.AssertFormat()
	dir := testdata.Dir(t, "ocds", "schema-1.1.5")
	for _, file := range []string{"release-schema.json", "release-package-schema.json", "record-package-schema.json", "versioned-release-validation-schema.json"} {
		text, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.AddResource("https://standard.open-contracting.org/schema/1__1__5/"+file, doc); err != nil {
			t.Fatal(err)
		}
	}
	s, err := c.Compile("https://standard.open-contracting.org/schema/1__1__5/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func valid(t testing.TB, s *jsonschema.Schema, name string, text []byte) {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if err := s.Validate(doc); err != nil {
		t.Errorf("%s: not valid OCDS 1.1: %v", name, err)
	}
}

func one(r *ocds.Release) iter.Seq2[*ocds.Release, error] {
	return func(yield func(*ocds.Release, error) bool) { yield(r, nil) }
}

func all(t testing.TB, text []byte, name string) []*ocds.Release {
	t.Helper()
	var out []*ocds.Release
	for r, err := range (decode.Reader{Trusted: true}).Read(bytes.NewReader(text)) {
		if err != nil {
			t.Fatal(name, err)
		}
		out = append(out, r)
	}
	return out
}

// everything is every release of the data, of every format.
func everything(t testing.TB) map[string]*ocds.Release {
	releases := notices(t)
	var c counts
	for _, path := range files(t, "ocds") {
		for i, r := range readFile(t, path, &c) {
			releases[fmt.Sprint(path, "#", i)] = r
		}
	}
	return releases
}

// What is exported is valid, and importing it gives the same release.
func TestWhatIsWrittenIsValidAndReadsTheSame(t *testing.T) {
	s := schema(t, "release-package-schema.json")
	releases := everything(t)
	different := 0
	for _, name := range slices.Sorted(maps.Keys(releases)) {
		r := releases[name]
		var b bytes.Buffer
		if err := encode.Write(&b, meta, one(r)); err != nil {
			t.Fatal(name, err)
		}
		valid(t, s, name, b.Bytes())
		back := all(t, b.Bytes(), name)
		if len(back) != 1 {
			t.Fatalf("%s: %d releases came back", name, len(back))
		}
		if diff := cmp.Diff(expected(r), back[0], cmpopts.EquateEmpty(), notWritten); diff != "" {
			if different++; different <= 10 {
				t.Errorf("%s: %s", name, diff)
			}
		}
	}
	t.Logf("%d releases, %d came back different", len(releases), different)
}

// The same without the data: notices of ours that other importers read as well.
func TestOurSamplesReadTheSame(t *testing.T) {
	var paths []string
	for _, pattern := range []string{"../../eforms/testdata/*.xml", "../../ted/testdata/*.xml"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %v, %v", pattern, found, err)
		}
		paths = append(paths, found...)
	}
	for _, path := range paths {
		r, err := readXML(path)
		if err != nil {
			t.Fatal(path, err)
		}
		var b bytes.Buffer
		if err := encode.Write(&b, meta, one(r)); err != nil {
			t.Fatal(path, err)
		}
		back := all(t, b.Bytes(), path)
		if len(back) != 1 {
			t.Fatalf("%s: %d releases came back", path, len(back))
		}
		if diff := cmp.Diff(expected(r), back[0], cmpopts.EquateEmpty(), notWritten); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
	}
}

// notWritten are the parts of a release that are about the file it was read from.
var notWritten = cmpopts.IgnoreFields(ocds.Release{}, "Raw", "Digest", "Remarks", "Replaces")

// expected is the release but for what an export leaves out on purpose, mail addresses
// that may be a person's, and for what a reader can tell from the rest: the country
// of a NUTS code, the date of the package.
func expected(r *ocds.Release) *ocds.Release {
	out := *r
	out.Parties = slices.Clone(r.Parties)
	for i := range out.Parties {
		p := &out.Parties[i]
		p.Email = ocds.Generic(p.Email)
		p.Country = told(p.Country, p.NUTS)
		if p.NUTS == "00" {
			p.NUTS = ""
		}
	}
	if out.Date = out.Date.Truncate(time.Millisecond); out.Date.IsZero() {
		out.Date = meta.Published
	}
	if r.Tender == nil {
		return &out
	}
	t := *r.Tender
	out.Tender = &t
	t.Places = places(t.Places)
	t.Lots = slices.Clone(t.Lots)
	for i := range t.Lots {
		t.Lots[i].Places = places(t.Lots[i].Places)
		if t.Lots[i].ID == "" {
			t.Lots[i].ID = fmt.Sprint(i + 1)
		}
	}
	return &out
}

func places(all []ocds.Place) []ocds.Place {
	all = slices.Clone(all)
	for i := range all {
		all[i].Country = told(all[i].Country, all[i].NUTS)
	}
	return all
}

func told(country, nuts string) string {
	if country == "" && len(nuts) > 1 {
		return codes.Country(nuts[:2])
	}
	return country
}

func TestARecordIsValidAndYieldsItsReleases(t *testing.T) {
	s := schema(t, "record-package-schema.json")
	var releases []*ocds.Release
	for r, err := range decode.Read(strings.NewReader(process)) {
		if err != nil {
			t.Fatal(err)
		}
		releases = append(releases, r)
	}
	var b bytes.Buffer
	if err := encode.WriteRecord(&b, meta, releases, releases[1]); err != nil {
		t.Fatal(err)
	}
	valid(t, s, "record", b.Bytes())
	if diff := cmp.Diff(releases, all(t, b.Bytes(), "record"), notWritten); diff != "" {
		t.Errorf("came back different: %s", diff)
	}
	if !strings.Contains(b.String(), `"tag":["compiled"]`) {
		t.Error("the compiled release does not say that it is one")
	}
}

func TestAnEmptyPackageIsNotWritten(t *testing.T) {
	var b bytes.Buffer
	err := encode.Write(&b, meta, func(func(*ocds.Release, error) bool) {})
	if err != encode.ErrNothing || b.Len() > 0 {
		t.Errorf("wrote %q with error %v", b.String(), err)
	}
}

const process = `{"ocid":"ocds-x-1","id":"1","date":"2025-01-01T00:00:00Z","tag":["tender"],"initiationType":"tender","language":"en",` +
	`"tender":{"id":"t","title":"Cleaning","title_fi":"Siivous"}}
{"ocid":"ocds-x-1","id":"2","date":"2025-02-01T00:00:00Z","tag":["award"],"initiationType":"tender","language":"en","tender":{"id":"t","title":"Cleaning"},
"awards":[{"id":"a","status":"active","suppliers":[{"id":"s","name":"Firm"}],"value":{"amount":12.5,"currency":"EUR"}}]}`

// Why something was taken back comes back as that, and not as what was changed; whose notice it is comes back too, or
// any other source could change the contract.
func TestWhyComesBackAsWhy(t *testing.T) {
	r := &ocds.Release{OCID: "ocds-zz0001-1", ID: "1", Date: time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC), Tags: []string{"awardUpdate"}, Language: "en",
		Tender: &ocds.Tender{Title: i18n.Text{"en": "Cleaning"}},
		Changes: []ocds.Amendment{{Section: "LOT-0001", Reason: "cancel", Why: i18n.Text{"en": "No money."}},
			{Section: "outcome", Description: i18n.Text{"en": "Wrong name."}}},
		Source: ocds.Source{System: "here", NoticeID: "ocds-zz0001-1", Version: "01", Schema: "1.1", Feed: "find-a-tender"}}
	var b bytes.Buffer
	if err := encode.Write(&b, meta, one(r)); err != nil {
		t.Fatal(err)
	}
	back := all(t, b.Bytes(), "why")
	if len(back) != 1 || !cmp.Equal(back[0].Changes, r.Changes, cmpopts.EquateEmpty()) || back[0].Source != r.Source {
		t.Errorf("%+v", back[0])
	}
}
