package ted_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"citiesgrow/internal/notice/ted"
	"citiesgrow/internal/notice/xmltree"
	"citiesgrow/internal/testdata"
)

// What a notice says in words about these is kept, wherever its form has it.
func TestTermsInWordsAreKept(t *testing.T) {
	names := []string{"RENEWAL_DESCR", "OPTIONS_DESCR", "PERFORMANCE_CONDITIONS", "REVIEW_PROCEDURE", "MAIN_FINANCING_CONDITION",
		"DEPOSIT_GUARANTEE_REQUIRED", "LEGAL_FORM",
		"INFO_ADD", "MAIN_SITE", "EU_PROGR_RELATED", "CRITERIA_CANDIDATE", "ESTIMATED_TIMING", "ACCELERATED_PROC",
		"DEPOSITS_GUARANTEES_REQUIRED", "MAIN_FINANCING_CONDITIONS"}
	said, kept := map[string]int{}, map[string]int{}
	for _, file := range testdata.Files(t, "ted/xml", "*.xml") {
		form, terms := termsOf(t, file)
		for _, name := range names {
			for n := range form.Deep(name) {
				words := strings.Join(strings.Fields(strings.ReplaceAll(n.Text(), "\n", " ")), "")
				if words == "" {
					continue
				}
				said[name]++
				if strings.Contains(terms, words) {
					kept[name]++
				} else if kept[name]+3 > said[name] {
					t.Logf("%s: %s is lost: %.80s", file, name, words)
				}
			}
		}
	}
	all, found := 0, 0
	for _, name := range names {
		t.Logf("%s: %d of %d", name, kept[name], said[name])
		all, found = all+said[name], found+kept[name]
	}
	if all < 1000 || float64(found) < .97*float64(all) {
		t.Errorf("%d of %d are kept", found, all)
	}
}

// termsOf is the original form of a notice and all words of its terms, without blanks.
func termsOf(t *testing.T, file string) (*xmltree.Node, string) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	root, err := xmltree.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Seek(0, 0); err != nil {
		t.Fatal(err)
	}
	r, err := ted.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	var form *xmltree.Node
	for n := range root.Find("FORM_SECTION").Elements() {
		if form == nil || n.Attr("CATEGORY") == "ORIGINAL" && form.Attr("CATEGORY") != "ORIGINAL" {
			form = n
		}
	}
	var b strings.Builder
	all := []any{r.Tender.Terms}
	for _, l := range r.Tender.Lots {
		all = append(all, l.Terms)
	}
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(all); err != nil {
		t.Fatal(err)
	}
	return form, strings.Join(strings.Fields(strings.NewReplacer(`\n`, " ", `\"`, `"`, `\\`, `\`, `\t`, " ").Replace(b.String())), "")
}
