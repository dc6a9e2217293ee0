package ted_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/ted"
	"citiesgrow/internal/testdata"
)

// expectation is one line of ted_notices.dev.jsonl: what another reader found.
type expectation struct {
	ID          string   `json:"id"`
	Lang        string   `json:"lang"`
	Country     string   `json:"country"`
	CPV         []string `json:"cpv"`
	NUTS        []string `json:"nuts"`
	Title       string   `json:"title"`
	Description string   `json:"descr"`
	Lots        int      `json:"lots"`
	Buyer       string   `json:"buyer"`
	Deadline    string   `json:"deadline"`
	Forms       []string `json:"forms"`
	Schema      string   `json:"schema"`
	Winners     []struct {
		Key  string `json:"key"`
		Town string `json:"town"`
		SME  bool   `json:"sme"`
	} `json:"winners"`
}

// proven lists, by notice and field, expectations that the notice itself refutes.
var proven = map[string]string{
	"140749-2018 places":  "the form says HU (II.2.3); the expectation has the journal's codes, which divide it",
	"168570-2021 places":  "the form says DED21 (II.2.3); the expectation has the journal's code",
	"126148-2019 count":   "the same two firms, spelled in another way in section VII",
	"168570-2021 count":   "the same firm, spelled with + in section VII",
	"207747-2021 count":   "the same two firms, spelled in another way in section VII",
	"005302-2011 buyer":   "the expectation does not read R2.0.7; the form names Southend Borough Council",
	"005302-2011 winners": "the expectation does not read R2.0.7; section V names three",
	"005302-2011 count":   "the expectation does not read R2.0.7; section V names three",
}

func TestRealNoticesAreReadAsExpected(t *testing.T) {
	f, err := os.Open(testdata.Dir(t, "ted", "ted_notices.dev.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	compared := 0
	for lines.Scan() {
		var e expectation
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(testdata.Dir(t, "ted", "xml"), e.ID+".xml")
		if _, err := os.Stat(path); err != nil {
			continue // only some of the parsed notices are there in the original
		}
		compared++
		r := read(t, path)
		if r == nil {
			continue
		}
		for _, c := range compare(e, r) {
			if c.got == c.want {
				continue
			}
			if why, ok := proven[e.ID+" "+c.field]; ok {
				t.Logf("%s %s: %s", e.ID, c.field, why)
				continue
			}
			t.Errorf("%s %-4s %-9s got %s\n%40s want %s", e.ID, r.Source.NoticeType, c.field, c.got, "", c.want)
		}
	}
	t.Logf("%d notices compared", compared)
}

type comparison struct{ field, got, want string }

func compare(e expectation, r *ocds.Release) []comparison {
	var country string
	var winners, expected, keys, missing []string
	for _, p := range r.Parties {
		if p.ID == r.Buyer.ID {
			country = p.Country
		}
		if slices.Contains(p.Roles, "supplier") {
			winners = append(winners, p.Town)
		}
	}
	for _, w := range e.Winners {
		expected = append(expected, w.Town)
		keys = codes.Add(keys, w.Key)
	}
	for _, p := range r.Tender.Places {
		if !slices.Contains(e.NUTS, p.NUTS) {
			missing = append(missing, p.NUTS)
		}
	}
	lang := codes.Language(e.Lang)
	deadline := ""
	if !r.Tender.Deadline.IsZero() {
		deadline = r.Tender.Deadline.Format("2006-01-02")
		if next := r.Tender.Deadline.Add(3 * time.Hour).Format("2006-01-02"); next == e.Deadline {
			deadline = next // midnight in the buyer's country is still the day before in UTC
		}
	}
	lots := len(r.Tender.Lots)
	if e.Lots == 0 && (lots == 1 || r.Source.Schema < "R2.0.9") {
		lots = 0 // the expectation does not read the older schemas; a tender without lots has one here
	}
	if e.Deadline == "" && (r.Source.Schema < "R2.0.9" || r.Source.FormType == "change") {
		deadline = "" // nor their deadlines, nor those that a corrigendum sets
	}
	// The expectation adds every lot's description to the whole's, which here stays with the lot.
	descr, whole := plain(r.Tender.Description[lang]), plain(e.Description)
	if strings.HasPrefix(whole, descr) && descr != "" {
		whole = descr
	}
	return []comparison{
		{"language", r.Language, lang},
		{"country", country, codes.Country(e.Country)},
		{"cpv", set(r.Tender.CPV), set(e.CPV)},
		{"places", set(missing), ""},
		{"title", plain(r.Tender.Title[lang]), plain(e.Title)},
		{"descr", descr, whole},
		{"lots", fmt.Sprint(lots), fmt.Sprint(e.Lots)},
		{"buyer", r.Buyer.Name, strings.Join(strings.Fields(e.Buyer), " ")},
		{"deadline", deadline, e.Deadline},
		{"schema", r.Source.Schema, e.Schema},
		{"winners", set(winners), set(expected)},
		{"count", fmt.Sprint(len(winners)), fmt.Sprint(len(keys))},
	}
}

// plain is the text without blanks, which the expectation has also put around
// raised letters ("2. o" for "2.o").
func plain(s string) string { return strings.Join(strings.Fields(s), "") }

func set(all []string) string {
	all = slices.Clone(all)
	slices.Sort(all)
	return strings.Join(slices.Compact(all), " ")
}

// read reads a file and reports a failure; it returns nil then.
func read(t testing.TB, path string) *ocds.Release {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := ted.Read(f)
	if err != nil {
		t.Errorf("%s: %v", filepath.Base(path), err)
		return nil
	}
	return r
}
