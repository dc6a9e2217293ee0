package eforms_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/eforms"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/xmltree"
	"citiesgrow/internal/testdata"
)

// expectation is one line of _expected.json: what another reader found in the notice.
type expectation struct {
	File    string            `json:"file"`
	Lang    string            `json:"lang"`
	Langs   []string          `json:"langs"`
	Type    string            `json:"notice_type"`
	Subtype string            `json:"subtype"`
	Schema  string            `json:"cust"`
	Country string            `json:"country"`
	CPV     []string          `json:"cpv"`
	NUTS    []string          `json:"nuts"`
	Lots    int               `json:"lots"`
	Titles  map[string]string `json:"titles"`
	SME     []string          `json:"sme_suitable"`
	Winners int               `json:"n_winners"`
}

func TestRealNoticesAreReadAsExpected(t *testing.T) {
	raw, err := os.ReadFile(testdata.Dir(t, "eforms-real", "_expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all []expectation
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		path := testdata.Dir(t, filepath.FromSlash(e.File))
		r := read(t, path)
		if r == nil {
			continue
		}
		for _, c := range compare(e, r, addresses(t, path)) {
			if c.got != c.want {
				t.Errorf("%-50s %-12s got %s\n%64s want %s", e.File, c.field, c.got, "", c.want)
			}
		}
	}
	t.Logf("%d notices compared", len(all))
}

// addresses lists the NUTS codes of organisations: the expectation puts them
// among the places of performance.
func addresses(t testing.TB, path string) []string {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	root, err := xmltree.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	var nuts []string
	for n := range root.Deep("PostalAddress") {
		nuts = codes.Add(nuts, n.At("CountrySubentityCode"))
	}
	return nuts
}

type comparison struct{ field, got, want string }

func compare(e expectation, r *ocds.Release, nuts []string) []comparison {
	var lots, winners int
	var sme []string
	lots = len(r.Tender.Lots)
	for _, p := range r.Tender.Places {
		nuts = codes.Add(nuts, p.NUTS)
	}
	for _, l := range r.Tender.Lots {
		if l.SMESuitable != nil {
			sme = append(sme, fmt.Sprint(*l.SMESuitable))
		}
	}
	var country string
	for _, p := range r.Parties {
		if p.ID == r.Buyer.ID {
			country = p.Country
		}
		if slices.Contains(p.Roles, "supplier") {
			winners++
		}
	}
	titles := map[string]string{}
	for l, s := range e.Titles {
		titles[codes.Language(l)] = s
	}
	return []comparison{
		{"language", r.Language, codes.Language(e.Lang)},
		{"languages", set(r.Tender.Title.Languages()), set(codes.Languages(e.Langs...))},
		{"type", r.Source.NoticeType, e.Type},
		{"subtype", r.Source.Subtype, e.Subtype},
		{"schema", r.Source.Schema, e.Schema},
		{"country", country, codes.Country(e.Country)},
		{"cpv", set(r.Tender.CPV), set(e.CPV)},
		{"nuts", set(nuts), set(e.NUTS)},
		{"lots", fmt.Sprint(lots), fmt.Sprint(e.Lots)},
		{"titles", texts(r.Tender.Title), texts(titles)},
		{"sme", set(sme), set(e.SME)},
		{"winners", fmt.Sprint(winners), fmt.Sprint(e.Winners)},
	}
}

func set(all []string) string {
	all = slices.Clone(all)
	slices.Sort(all)
	return strings.Join(slices.Compact(all), " ")
}

func texts(t map[string]string) string {
	var lines []string
	for _, l := range slices.Sorted(maps.Keys(t)) {
		lines = append(lines, l+": "+strings.Join(strings.Fields(t[l]), " "))
	}
	return strings.Join(lines, " | ")
}

// read reads a file and reports a failure; it returns nil then.
func read(t testing.TB, path string) *ocds.Release {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := eforms.Read(f)
	if err != nil {
		t.Errorf("%s: %v", filepath.Base(path), err)
		return nil
	}
	return r
}
