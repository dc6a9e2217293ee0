package term_test

import (
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/antchfx/xmlquery"
	"github.com/antchfx/xpath"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/intake"
	"citiesgrow/internal/notice/eforms"
	"citiesgrow/internal/testdata"
)

// The official field list says where each business term stands in a notice. This test reads the
// terms by it, without our reader, and looks for each on the page that a visitor sees.

// termField is a field of the official list.
type termField struct {
	ID   string `json:"id"`
	BT   string `json:"btId"`
	Path string `json:"xpathAbsolute"`
}

var namespaces = map[string]string{
	"cac":   "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
	"cbc":   "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
	"ext":   "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2",
	"efext": "http://data.europa.eu/p27/eforms-ubl-extensions/1",
	"efac":  "http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1",
	"efbc":  "http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1",
}

// fieldsOf are the fields of the terms in question, with their paths made ready.
func fieldsOf(t *testing.T, ids map[string]bool) map[string]*xpath.Expr {
	t.Helper()
	raw, err := os.ReadFile(testdata.Dir(t, "eforms-fields", "fields.json"))
	if err != nil {
		t.Fatal(err)
	}
	var list struct{ Fields []termField }
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatal(err)
	}
	found := map[string]*xpath.Expr{}
	for _, f := range list.Fields {
		if !ids[f.ID] {
			continue
		}
		expr, err := xpath.CompileWithNS(f.Path, namespaces)
		if err != nil {
			t.Fatalf("%s: %v", f.ID, err)
		}
		found[f.ID] = expr
	}
	for id := range ids {
		if found[id] == nil {
			t.Errorf("the field list has no %s", id)
		}
	}
	return found
}

// told is a term that a notice has: its value, and for a text all its translations.
type told struct {
	values []string
	unit   string
	node   *xmlquery.Node
}

// toldIn lists what a notice says in a field. Translations of one text are one term; what the
// buyer withholds ("unpublished") is none.
func toldIn(doc *xmlquery.Node, expr *xpath.Expr) []told {
	var all []told
	holders := map[*xmlquery.Node]int{}
	for _, n := range xmlquery.QuerySelectorAll(doc, expr) {
		value := strings.Join(strings.Fields(n.InnerText()), " ")
		if value == "" || value == "unpublished" {
			continue
		}
		if language := n.SelectAttr("languageID"); language != "" {
			if i, again := holders[n.Parent]; again {
				all[i].values = append(all[i].values, value)
				continue
			}
			holders[n.Parent] = len(all)
		}
		all = append(all, told{values: []string{value}, unit: n.SelectAttr("unitCode"), node: n})
	}
	return all
}

// page is what stands on a page, as words in one line.
type readPage struct {
	text  string
	words func(key string, args ...any) string
	house *reading
}

var (
	tags   = regexp.MustCompile(`<[^>]*>`)
	unseen = regexp.MustCompile(`(?s)<(?:script|style|head)[ >].*?</(?:script|style|head)>`)
)

func plainPage(raw string) string {
	return folded(html.UnescapeString(tags.ReplaceAllString(unseen.ReplaceAllString(raw, " "), " ")))
}

// folded is a text without differences that a reader does not see: blanks, and the space before a comma that a tag leaves.
func folded(s string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("\u00a0", " ", "\u202f", " ", " ,", ",", " .", ".").Replace(html.UnescapeString(s))), " ")
}

func (p readPage) has(s string) bool {
	s = folded(s)
	return s != "" && strings.Contains(p.text, s)
}

// text holds when one translation of the term is on the page, whole.
func text(p readPage, v told) bool { return slices.ContainsFunc(v.values, p.has) }

// code holds when the plain words of the code stand behind its label, or "No" where it says no.
func code(key string) func(readPage, told) bool {
	return func(p readPage, v told) bool {
		label := p.words("term." + key)
		if strings.HasPrefix(label, "⟦") {
			label = "" // the words of the code stand alone
		}
		if slices.Contains([]string{"none", "no", "not-allowed", "not-requ"}, v.values[0]) {
			return p.has(label+" No") || p.has(p.words("term."+key+"_paper"))
		}
		told := p.words("term." + key + "_" + v.values[0])
		return (label == "" || p.has(label)) && p.has(told)
	}
}

// answer holds when a yes or a no stands behind the label.
func yesOrNo(key string) func(readPage, told) bool {
	return func(p readPage, v told) bool {
		label := p.words("term." + key)
		yes := p.words("term." + key + "_yes")
		if slices.Contains([]string{"false", "no-eu-funds", "no"}, v.values[0]) {
			return p.has(label + " No")
		}
		return p.has(label+" Yes") || p.has(label+" "+yes)
	}
}

// number holds when the number stands in the row of its label.
func number(keys ...string) func(readPage, told) bool {
	return func(p readPage, v told) bool {
		n := strings.TrimSuffix(strings.TrimRight(v.values[0], "0"), ".")
		if !strings.Contains(v.values[0], ".") {
			n = v.values[0]
		}
		for _, key := range keys {
			row := regexp.MustCompile(regexp.QuoteMeta(p.words("term."+key)) + `.{0,60}?\b` + regexp.QuoteMeta(n) + `\b`)
			if n == "0" && p.has(p.words("term."+key)+" No") || row.MatchString(p.text) {
				return true
			}
		}
		return false
	}
}

// day holds when the dayOn, as the notice writes it, is on the page in words.
func dayOn(p readPage, v told) bool {
	d, err := time.Parse("2006-01-02", v.values[0][:min(10, len(v.values[0]))])
	return err == nil && p.has(d.Format("2 January 2006"))
}

func rule(key string) func(readPage, told) bool {
	return func(p readPage, v told) bool {
		n := 0
		_, err := fmt.Sscan(v.values[0], &n)
		return err == nil && p.has(p.words("term."+key, "Count", n))
	}
}

func length(p readPage, v told) bool {
	n := 0.0
	_, err := fmt.Sscan(v.values[0], &n)
	return err == nil && p.has(p.words("term.length_"+strings.ToLower(strings.TrimPrefix(v.unit, "CALENDAR_")), "Count", int(n)))
}

func work(p readPage, v told) bool {
	name := p.house.Taxonomy.Work(v.values[0], "en")
	return p.has(v.values[0]) || p.has(name)
}

// region holds when the place is named, and the bare code is not shown.
func region(p readPage, v told) bool {
	taxa := p.house.Taxonomy
	names := []string{taxa.RegionName(v.values[0], "en")}
	for n := v.node.Parent.FirstChild; n != nil; n = n.NextSibling {
		if n.Data == "CityName" {
			names = append(names, n.InnerText())
		}
	}
	if city, known := taxa.CityByNUTS(v.values[0]); known {
		names = append(names, city.Names["en"])
	}
	return slices.ContainsFunc(names, p.has)
}

func language(p readPage, v told) bool {
	codes := map[string]string{"ENG": "en", "FRA": "fr", "DEU": "de", "NLD": "nl", "SWE": "sv", "FIN": "fi", "POL": "pl", "EST": "et",
		"ITA": "it", "SPA": "es", "DAN": "da",
		"POR": "pt", "RON": "ro", "BUL": "bg", "CES": "cs", "ELL": "el", "HUN": "hu", "LAV": "lv", "LIT": "lt", "SLK": "sk", "SLV": "sl",
		"HRV": "hr", "GLE": "ga", "MLT": "mt", "CAT": "ca"}
	return p.has(p.house.Words.For("en").LanguageName(codes[v.values[0]]))
}

func ground(p readPage, v told) bool { return p.has(p.words("term.exclusion")) }

func allLots(p readPage, v told) bool {
	return p.has(p.words("term.lots_all")) && !p.has(p.words("term.lots_one"))
}

// expectations say for each field how it must stand on the page.
var expectations = map[string]func(readPage, told) bool{
	"BT-06-Lot": code("strategic"), "BT-774-Lot": code("green"), "BT-775-Lot": code("social"), "BT-776-Lot": code("innovation"),
	"BT-13(d)-Lot": dayOn, "BT-13(d)-Part": dayOn, "BT-131(d)-Lot": dayOn, "BT-1311(d)-Lot": dayOn, "BT-630(d)-Lot": dayOn, "BT-132(d)-Lot": dayOn,
	"BT-127-notice": dayOn,
	"BT-536-Lot":    dayOn, "BT-536-Part": dayOn, "BT-537-Lot": dayOn, "BT-537-Part": dayOn, "BT-538-Lot": code("duration"), "BT-538-Part": code("duration"),
	"BT-31-Procedure": rule("lots_most"), "BT-33-Procedure": rule("lots_win"), "BT-763-Procedure": allLots,
	"BT-36-Lot": length, "BT-36-Part": length, "BT-98-Lot": length,
	"BT-50-Lot": number("candidates"), "BT-51-Lot": number("candidates"), "BT-661-Lot": yesOrNo("candidates_limited"),
	"BT-113-Lot": number("framework_most"),
	"BT-52-Lot":  yesOrNo("reduced"), "BT-58-Lot": number("renewal"), "BT-57-Lot": text, "BT-54-Lot": text, "BT-300-Lot": text,
	"BT-300-Procedure": text, "BT-300-Part": text,
	"BT-60-Lot": yesOrNo("eu_funds"), "BT-63-Lot": code("variants"), "BT-769-Lot": code("several"), "BT-17-Lot": code("submission"),
	"BT-744-Lot": yesOrNo("signature"),
	"BT-745-Lot": text, "BT-764-Lot": code("catalogue"), "BT-67(a)-Procedure": ground, "BT-67(b)-Procedure": text,
	"BT-70-Lot": text, "BT-71-Lot": code("reserved"), "BT-71-Part": code("reserved"), "BT-736-Lot": code("reserved_work"),
	"BT-736-Part": code("reserved_work"),
	"BT-75-Lot":   text, "BT-751-Lot": yesOrNo("guarantee"), "BT-76-Lot": text, "BT-761-Lot": yesOrNo("legal_form"), "BT-77-Lot": text,
	"BT-79-Lot":       code("staff"),
	"BT-88-Procedure": text, "BT-105-Procedure": code("procedure"), "BT-106-Procedure": yesOrNo("accelerated"), "BT-1351-Procedure": text,
	"BT-92-Lot": yesOrNo("ordering"), "BT-93-Lot": yesOrNo("paying"), "BT-94-Lot": yesOrNo("recurs"), "BT-743-Lot": code("invoicing"), "BT-99-Lot": text,
	"BT-133-Lot": text, "BT-134-Lot": text, "BT-140-notice": code("change"), "BT-762-notice": text,
	"BT-539-Lot": code("criterion"), "BT-540-Lot": text, "BT-734-Lot": text, "BT-541-Lot-WeightNumber": weight, "BT-5421-Lot": weightUnit,
	"BT-543-Lot": text, "BT-733-Lot": text,
	"BT-765-Lot": code("framework"), "BT-765-Part": code("framework"), "BT-766-Lot": code("dps"), "BT-766-Part": code("dps"),
	"BT-767-Lot": yesOrNo("auction"),
	"BT-109-Lot": text, "BT-578-Lot": yesOrNo("clearance"), "BT-732-Lot": text, "BT-801-Lot": yesOrNo("secret"), "BT-802-Lot": text,
	"BT-708-Lot": language, "BT-737-Lot": language, "BT-727-Lot": code("anywhere"), "BT-727-Procedure": code("anywhere"),
	"BT-727-Part": code("anywhere"),
	"BT-728-Lot":  text, "BT-728-Procedure": text, "BT-728-Part": text, "BT-771-Lot": code("late"), "BT-772-Lot": text, "BT-754-Lot": code("access"),
	"BT-651-Lot": code("subcontract_say"), "BT-262-Lot": work, "BT-262-Part": work, "BT-5071-Lot": region, "BT-5071-Procedure": region,
	"BT-5071-Part": region,
}

// decimals that say nothing.
var decimals = regexp.MustCompile(`\.0+$`)

func weight(p readPage, v told) bool {
	return regexp.MustCompile(`\b` + regexp.QuoteMeta(decimals.ReplaceAllString(v.values[0], "")) + `(?: %| points)`).MatchString(p.text)
}

func weightUnit(p readPage, v told) bool {
	if strings.HasPrefix(v.values[0], "per") {
		return p.has(" %")
	}
	return p.has(" points")
}

func TestTheTermsOfANoticeStandOnItsPage(t *testing.T) {
	h := newReading(t)
	ctx := actor.AsSystem(t.Context())
	lists := []string{testdata.Dir(t, "nuts", "nuts-2021-sdk1.8.5.gc"), testdata.Dir(t, "cpv")}
	if _, err := h.codes.ImportCodes(ctx, intake.Request{Paths: lists}); err != nil {
		t.Fatal(err)
	}
	h.CatchUp()
	ids := map[string]bool{}
	for id := range expectations {
		ids[id] = true
	}
	paths := fieldsOf(t, ids)
	counts := map[string][2]int{}
	var missing []string
	for _, folder := range []string{"eforms-real", "eforms-sdk-examples"} {
		for _, file := range testdata.Files(t, folder, "*.xml") {
			name := filepath.Base(file)
			doc, path := shown(t, h, file)
			if doc == nil {
				continue
			}
			raw := h.sees("en", path)
			if strings.Contains(raw, "⟦") {
				t.Errorf("%s: the page has a sentence without words", name)
			}
			p := readPage{text: plainPage(raw), words: h.Words.For("en").T, house: h}
			for _, language := range []string{"ar", "uk"} {
				if folder == "eforms-sdk-examples" && strings.Contains(h.sees(language, path), "⟦") {
					t.Errorf("%s: the page has a sentence without words in %s", name, language)
				}
			}
			for _, id := range slices.Sorted(maps.Keys(paths)) {
				bt, _, _ := strings.Cut(strings.NewReplacer("(a)", "", "(b)", "", "(d)", "").Replace(id), "-Lot")
				bt = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(bt, "-Procedure"), "-Part"), "-notice")
				for _, v := range toldIn(doc, paths[id]) {
					c := counts[bt]
					c[0]++
					if expectations[id](p, v) {
						c[1]++
					} else {
						missing = append(missing, fmt.Sprintf("%s %s %.80q", name, id, v.values[0]))
					}
					counts[bt] = c
				}
			}
			countContacts(doc, p, counts, &missing, name)
		}
	}
	termTable(t, counts, missing)
}

// countContacts looks for the office and the mail address of each buyer.
func countContacts(doc *xmlquery.Node, p readPage, counts map[string][2]int, missing *[]string, name string) {
	named := "/*[local-name()='PartyIdentification']/*[local-name()='ID']"
	for _, id := range xmlquery.Find(doc, "//*[local-name()='ContractingParty']/*[local-name()='Party']"+named) {
		own := "//*[local-name()='Company' or local-name()='TouchPoint'][." + named + "[text()='" + id.InnerText() + "']]/*[local-name()='Contact']"
		for _, contact := range xmlquery.Find(doc, own) {
			for bt, field := range map[string]string{"BT-502": "Name", "BT-506": "ElectronicMail"} {
				for _, n := range xmlquery.Find(contact, "*[local-name()='"+field+"']") {
					v := strings.TrimSpace(n.InnerText())
					if v == "" || v == "unpublished" || v == "REDACTED" { // the data hide persons so
						continue
					}
					c := counts[bt]
					c[0]++
					if p.has(v) {
						c[1]++
					} else {
						*missing = append(*missing, name+" "+bt+" "+v)
					}
					counts[bt] = c
				}
			}
		}
	}
}

// shown takes a notice in as a contract of its own and returns where its page is.
func shown(t *testing.T, h *reading, file string) (*xmlquery.Node, string) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	release, err := eforms.Read(f)
	name := filepath.Base(file)
	if err != nil && strings.HasPrefix(name, "INVALID_") {
		return nil, "" // the empty example says nothing
	}
	if err != nil {
		t.Fatal(file, err)
	}
	release.OCID, release.ID, release.Related = "ocds-terms-"+name, name, nil
	release.Source.NoticeID, release.Source.Procedure, release.Source.Publication = name, release.OCID, ""
	got, err := h.Processes.Receive(actor.AsSystem(t.Context()), release)
	if err != nil {
		t.Logf("%s is not taken: %v", name, err)
		return nil, ""
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := xmlquery.Parse(strings.NewReader(string(raw)))
	if err != nil {
		t.Fatal(file, err)
	}
	return doc, "/tenders/" + got.TenderID
}

// termTable prints the table and fails where too little of what notices say is shown.
func termTable(t *testing.T, counts map[string][2]int, missing []string) {
	t.Helper()
	total := [2]int{}
	var table strings.Builder
	for _, bt := range slices.Sorted(maps.Keys(counts)) {
		c := counts[bt]
		total[0], total[1] = total[0]+c[0], total[1]+c[1]
		fmt.Fprintf(&table, "| %s | %d | %d | %.2f |\n", bt, c[0], c[1], float64(c[1])/float64(c[0]))
	}
	share := float64(total[1]) / float64(total[0])
	fmt.Fprintf(&table, "| all | %d | %d | %.3f |", total[0], total[1], share)
	t.Logf("terms that notices say, and that are on their page\n| term | told | shown | share |\n|---|---|---|---|\n%s", table.String())
	if os.Getenv("CITIESGROW_MISSING") != "" {
		for _, m := range missing {
			t.Log(m)
		}
	}
	if share < .95 {
		t.Errorf("%.3f of the terms are on the page, want .95", share)
	}
}
