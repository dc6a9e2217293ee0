package encode_test

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/notice/eforms"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/ocds/decode"
	"citiesgrow/internal/notice/ted"
	"citiesgrow/internal/testdata"
)

// counts is what came of the files of a folder.
type counts struct{ Files, Releases, Rejected, Tenders, Titles, CPV, Places, Values, Deadlines, Awards, Lots, Requirements int }

// files lists the JSON files below a folder of the data.
func files(t testing.TB, parts ...string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(testdata.Dir(t, parts...), func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".json") && !strings.Contains(path, "schema-1.1.5") {
			all = append(all, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func readFile(t testing.TB, path string, c *counts) []*ocds.Release {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []*ocds.Release
	c.Files++
	for r, err := range decode.Read(f) {
		if err != nil {
			c.Rejected++
			t.Logf("%s: %v", filepath.Base(path), err)
			continue
		}
		all = append(all, r)
		c.Releases++
		c.Awards += len(r.Awards)
		if r.Tender == nil {
			continue
		}
		c.Tenders++
		c.Lots += len(r.Tender.Lots)
		c.Requirements += len(r.Tender.Requirements)
		for _, l := range r.Tender.Lots {
			c.Requirements += len(l.Requirements)
		}
		for n, has := range map[*int]bool{&c.Titles: !r.Tender.Title.Empty(), &c.CPV: len(r.Tender.CPV) > 0, &c.Places: len(r.Tender.Places) > 0,
			&c.Values: r.Tender.Value != nil, &c.Deadlines: !r.Tender.Deadline.IsZero()} {
			if has {
				*n++
			}
		}
	}
	return all
}

// Every release that a publisher wrote is read, with what it says.
func TestEveryFileOfTheDataIsRead(t *testing.T) {
	want := map[string]counts{}
	for folder, c := range map[string]counts{
		"uk-en-release-package.json": {Files: 1, Releases: 124}, "uk-sc-release-package.json": {Files: 1, Releases: 52},
		"uk-wl-release-package.json": {Files: 1, Releases: 60},
		"real-2018/moldova":          {Files: 63}, "real-2018/ukraine": {Files: 19}, "real-2018/canada": {Files: 44}, "real-2018/uk-contracts-finder": {Files: 22},
		"real-2018/armenia": {Files: 1, Releases: 100}, "official-examples": {}, "official-fictional-1.1": {},
	} {
		want[folder] = c
	}
	for _, folder := range slices.Sorted(maps.Keys(want)) {
		var c counts
		ids := map[string]string{}
		for _, path := range files(t, "ocds", folder) {
			for _, r := range readFile(t, path, &c) {
				sound(t, path, r)
				text, err := json.Marshal(r)
				if err != nil {
					t.Fatal(err)
				}
				key := r.Source.NoticeID + " " + r.Date.String()
				if folder == "uk-sc-release-package.json" && ids[key] != "" && ids[key] != string(text) {
					t.Errorf("two different releases have the id %s", key)
				}
				ids[key] = string(text)
			}
		}
		t.Logf("%-32s %+v", folder, c)
		if n := want[folder]; n.Files > 0 && (c.Files != n.Files || n.Releases > 0 && c.Releases != n.Releases || c.Rejected > 0) {
			t.Errorf("%s: %d files, %d releases, %d rejected; want %+v", folder, c.Files, c.Releases, c.Rejected, n)
		}
		if strings.HasPrefix(folder, "uk-") && (c.Titles != c.Releases || c.CPV != c.Releases || c.Places < c.Releases*9/10) {
			t.Errorf("%s: titles, codes or places are missing: %+v", folder, c)
		}
	}
}

// sound checks what must hold for every release, however dirty its source.
func sound(t testing.TB, path string, r *ocds.Release) {
	t.Helper()
	name := filepath.Base(path) + " " + r.ID
	if r.OCID == "" || r.ID == "" || len(r.Tags) == 0 || r.Source.System != "ocds" || r.Source.Version != "1" {
		t.Errorf("%s: incomplete identity: %q %q %v %+v", name, r.OCID, r.ID, r.Tags, r.Source)
	}
	text, _ := json.Marshal(r.Parties)
	for _, private := range []string{"REDACTED", "0000000000"} {
		if strings.Contains(string(text), private) {
			t.Errorf("%s: keeps %q of a person", name, private)
		}
	}
	for _, p := range r.Parties {
		if p.Email != "" && !slices.Contains(p.Roles, "buyer") {
			t.Errorf("%s: publishes the mail of %s, a %v", name, p.Name, p.Roles)
		}
	}
	for _, at := range []time.Time{r.Date} {
		if at.Location() != time.UTC {
			t.Errorf("%s: a date in %v", name, at.Location())
		}
	}
	if r.Buyer.ID != "" && !slices.ContainsFunc(r.Parties, func(p ocds.Party) bool { return p.ID == r.Buyer.ID }) {
		t.Errorf("%s: the buyer %s is no party", name, r.Buyer.ID)
	}
}

// notices reads every notice of the other formats.
func notices(t testing.TB) map[string]*ocds.Release {
	all := map[string]*ocds.Release{}
	for folder, read := range map[string]func(string) (*ocds.Release, error){
		"eforms-real": readXML, "eforms-sdk-examples": readXML, "eforms-converted-from-ted": readXML, "ted/xml": readXML,
	} {
		for _, path := range testdata.Files(t, folder, "*.xml") {
			if r, err := read(path); err == nil {
				all[filepath.Join(folder, filepath.Base(path))] = r
			}
		}
	}
	return all
}

func readXML(path string) (*ocds.Release, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if strings.Contains(path, "/ted/") {
		return ted.Read(f)
	}
	return eforms.Read(f)
}
