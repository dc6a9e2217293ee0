package main

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/account"
	"citiesgrow/internal/actor"
	"citiesgrow/internal/intake"
)

// results is the JSON of the page of results.
type results struct {
	Items []struct {
		ID, Title string
		Cities    []string
	}
	Total  int
	Groups []struct {
		Label  string
		Cities []string
		Count  int
	}
	Facets map[string][]struct {
		Value  string
		Count  int
		Chosen bool
	}
	UnderstoodCities []string
}

func (l results) titles() string {
	var all []string
	for _, i := range l.Items {
		all = append(all, i.Title)
	}
	return strings.Join(all, ", ")
}

// sixPosted posts five tenders for cleaning in three cities and one for catering. One asks for a turnover that a small supplier
// does not have, and one also for staff.
func sixPosted(t *testing.T, h *house) {
	t.Helper()
	for _, c := range []struct{ city, title, trade, turnover, staff string }{
		{"ghent", "Rooms", "office cleaning", "", ""},
		{"ghent", "Halls", "office cleaning", "90 000", ""},
		{"ghent", "Towers", "office cleaning", "90 000", "12"},
		{"rotterdam", "Decks", "office cleaning", "", ""},
		{"riga", "Banks", "office cleaning", "", ""},
		{"ghent", "Lunches", "catering", "", ""},
	} {
		buyer := h.staffMade(account.Registration{Email: c.title + "@example.org", Password: "a city buys its work", Name: "Bo", Role: actor.Buyer,
			City: c.city, Organisation: "City of " + c.city})
		// the supplier has not entered this value, so it does not count as missing
		form := url.Values{"title": {c.title}, "description": {"Each day of the week."}, "language": {"en"}, "trade": {c.trade}, "city": {c.city},
			"value": {"45 000"}, "sme": {"yes"}, "requirements.insurance": {"5 000"},

			"deadline": {"2026-12-20T12:00"}, "languages": {"en"}, "no_lots_why": {"One."}, "submit_url": {"https://buys.example/" + c.title}}
		if c.turnover != "" {
			form.Set("requirements.turnover", c.turnover)
		}
		if c.staff != "" {
			form.Set("requirements.staff", c.staff)
		}
		id, _, _ := strings.Cut(strings.TrimPrefix(buyer.post("/tenders", form), "/tenders/"), "/")
		buyer.post("/tenders/"+id+"/publication", nil)
	}
	h.catchUp()
}

// aCleaner is a supplier in Ghent that also works in Rotterdam.
func aCleaner(h *house) *person {
	firm := h.staffMade(account.Registration{Email: "firm@example.org", Password: "we clean in ghent", Name: "Amal", Role: actor.Entrepreneur, City: "ghent"})
	firm.post("/supplier", url.Values{"section": {"work"}, "name": {"Bright"}, "words": {"office cleaning"}, "city": {"ghent"},
		"cities": {"ghent", "rotterdam"}, "languages": {"en"}})
	firm.post("/supplier", url.Values{"section": {"size"}, "turnover[0].year": {"2025"}, "turnover[0].amount": {"60 000"}, "staff": {"4"}, "largest": {"80000"}})
	h.catchUp()
	return firm
}

// A supplier sees the own city first, then the cities where it also works, then other places, each with its count. A visitor sees
// the searched city first; without one the list has no groups.
func TestTheOwnCityComesFirst(t *testing.T) {
	h := newHouse(t, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	sixPosted(t, h)
	firm, visitor := aCleaner(h), h.person("en")
	page := firm.sees("/tenders?q=cleaning", "In Ghent: 3</h2>", "In Rotterdam, where you also work: 1</h2>", "In other places, or place not told: 1</h2>")
	order := regexp.MustCompile(`In Ghent: 3|Rooms|In Rotterdam|Decks|In other places|Banks`).FindAllString(page, -1)
	if at := strings.Join(order, " "); !strings.Contains(at, "In Ghent: 3 Rooms") ||
		strings.Index(at, "In Rotterdam Decks") > strings.Index(at, "In other places Banks") {
		t.Errorf("the order is %s", at)
	}
	var l results
	firm.get("/api/v1/tenders?q=cleaning", &l)
	if fmt.Sprint(l.Groups) != "[{In Ghent [ghent] 3} {In Rotterdam, where you also work [rotterdam] 1} {In other places, or place not told [] 1}]" ||
		len(l.Items) != 5 || l.Items[3].Title != "Decks" || l.Items[4].Title != "Banks" {
		t.Errorf("%+v %s", l.Groups, l.titles())
	}
	// An item of the first page is not on the second.
	var second results
	firm.get("/api/v1/tenders?q=cleaning&size=3&page=2", &second)
	if second.titles() != "Decks, Banks" {
		t.Errorf("the second page: %s", second.titles())
	}
	// With another sort order there are no groups.
	if page := firm.sees("/tenders?q=cleaning&sort=newest", `aria-current="true">Newest`); strings.Contains(page, "In Ghent: 3") {
		t.Error("the newest are parted by place")
	}
	page = visitor.sees("/tenders?q=cleaning+riga", "The place is Riga.", "In Riga: 1</h2>")
	if strings.Contains(page, "where you also work") {
		t.Error("a visitor is told where she works")
	}
	visitor.sees("/tenders?q=cleaning+riga", `href="/tenders?city=tampere&amp;q=cleaning#list"`)
	if page := visitor.sees("/tenders?q=cleaning", "Not this work?"); strings.Contains(page, `<h2 class="place">`) || strings.Contains(page, "The place is") {
		t.Error("who names no place gets a list by place")
	}
	// For a searched city the page does not say "where you also work".
	page = firm.sees("/tenders?q=cleaning+Riga", "In Riga: 1</h2>")
	if strings.Contains(page, "where you also work") {
		t.Error("she is said to work in Riga")
	}
	// A link to another kind of work keeps the city of the query.
	visitor.sees("/tenders?q=cleaning+riga", "q=Catering&#43;Riga#list")
	// Tenders of an excluded city are not shown.
	if page := visitor.sees("/tenders?q=cleaning+not+in+Ghent", "Banks", "Decks"); strings.Contains(page, "Rooms") || strings.Contains(page, "The place is") {
		t.Error("an excluded city is shown")
	}
	// If nothing contains the name of a suburb, the page links to its city.
	visitor.sees("/tenders?q=Gentbrugge", "Nothing found", `href="/tenders?city=ghent#list">Ghent <span class="count">4</span>`)
	// A list that is filtered by city has no groups.
	if page := firm.sees("/tenders?q=cleaning&city=ghent&city=riga"); strings.Contains(page, `<h2 class="place">`) {
		t.Error("chosen cities are parted")
	}
}

// A supplier filters the list by what it can do. The count of each option is the length of the list behind it, and agrees with
// the gaps that the cards name.
func TestAFirmSeesWhatItCanDo(t *testing.T) {
	h := newHouse(t, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	sixPosted(t, h)
	firm, visitor := aCleaner(h), h.person("en")
	lacking := map[string]int{} // as the supplier's matches name it
	var mine struct {
		Items []struct {
			Tender  struct{ Title string }
			Reasons []struct{ State string }
		}
	}
	firm.get("/api/v1/supplier/matches", &mine)
	for _, m := range mine.Items {
		lacking[m.Tender.Title] = 0
		for _, r := range m.Reasons {
			if r.State == "lacking" {
				lacking[m.Tender.Title]++
			}
		}
	}
	if len(lacking) != 4 || lacking["Rooms"] != 0 || lacking["Halls"] != 1 || lacking["Towers"] != 2 {
		t.Fatalf("its matches lack %v", lacking)
	}
	for value, want := range map[string]string{"": "Banks Decks Halls Lunches Rooms Towers", "fits": "Decks Halls Rooms Towers",
		"one": "Decks Halls Rooms", "none": "Decks Rooms"} {
		var l results
		firm.get("/api/v1/tenders?sort=value&able="+value, &l)
		for _, title := range strings.Fields(want) {
			if !strings.Contains(l.titles(), title) {
				t.Errorf("%q does not list %s but %s", value, title, l.titles())
			}
		}
		if n := len(strings.Fields(want)); l.Total != n {
			t.Errorf("%q lists %d, want %d: %s", value, l.Total, n, l.titles())
		}
		for _, o := range l.Facets["able"] {
			if o.Chosen != (o.Value == value) || o.Value == value && o.Count != l.Total {
				t.Errorf("%q: %+v beside a list of %d", value, o, l.Total)
			}
		}
	}
	firm.sees("/tenders?able=one", "My matches where at most one thing is lacking", `<span class="count">3</span>`, `href="/tenders#list"`)

	// The filter needs a supplier's profile. Without one the API rejects it, and a page from a shared link ignores it.
	if answer, text := visitor.do("GET", "/api/v1/tenders?able=one", nil, ""); answer.StatusCode != http.StatusUnprocessableEntity ||
		!strings.Contains(text, `"able"`) {
		t.Errorf("%d %s", answer.StatusCode, text)
	}
	if page := visitor.sees("/tenders?able=one", "Banks"); strings.Contains(page, "What you can do") {
		t.Error("a visitor is asked what she can do")
	}
	// Without a profile the filter is not shown and not applied.
	fresh := h.staffMade(account.Registration{Email: "fresh@example.org", Password: "we have told nothing", Name: "Fay", Role: actor.Entrepreneur, City: "ghent"})
	if page := fresh.sees("/tenders?able=fits", "Banks"); strings.Contains(page, "My matches where") {
		t.Error("a firm without a profile is told what fits it")
	}
	var open results
	fresh.get("/api/v1/tenders?city=GHENT", &open)
	if open.Total != 4 {
		t.Errorf("%d in GHENT", open.Total)
	}
	if page := fresh.sees("/tenders/"+open.Items[0].ID, "First tell us what your firm does", `href="/supplier/work"`); strings.Contains(page, `name="declared"`) {
		t.Error("a firm without a profile is led into a wall")
	}
	// A supplier without matching tenders sees none, instead of all.
	other := h.staffMade(account.Registration{Email: "other@example.org", Password: "we mend old boats", Name: "Omar", Role: actor.Entrepreneur, City: "nantes"})
	other.post("/supplier", url.Values{"section": {"work"}, "name": {"Boats"}, "words": {"boat repair"}, "city": {"nantes"}, "languages": {"en"}})
	h.catchUp()
	other.sees("/tenders?able=fits", "Nothing found for what you chose", `href="/tenders#list">Also what does not fit <span class="count">6</span>`)
	if page := other.sees("/tenders?able=fits"); strings.Contains(page, "Keep this search") {
		t.Error("a search that asks for nothing can be kept")
	}
}

// Chosen filters stay when another one is added; they are listed and can be removed. A list can be saved as a search only if that
// search gives the same results, and the same search is saved once.
func TestAListForgetsNothingThatWasChosen(t *testing.T) {
	h := newHouse(t, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	sixPosted(t, h)
	firm := aCleaner(h)
	page := firm.sees("/tenders?q=cleaning&status=planned&status=open&min_value=100&deadline_from=2026-12-01", `name="min_value" value="100"`,
		`name="deadline_from" value="2026-12-01"`,
		"From €100", "Last day 2026-12-01 or later", `href="/tenders?deadline_from=2026-12-01&amp;min_value=100&amp;q=cleaning&amp;status=open#list">Planned`)
	for _, status := range []string{"planned", "open"} {
		if !regexp.MustCompile(`name="status" value="` + status + `" checked`).MatchString(page) {
			t.Errorf("%s is not chosen in the form", status)
		}
	}
	if strings.Contains(page, "Keep this search") {
		t.Error("a search can be kept that would find something else")
	}
	for range 2 {
		firm.post("/searches", url.Values{"q": {"cleaning"}, "city": {"ghent"}})
	}
	var kept struct{ Total int }
	firm.get("/api/v1/searches", &kept)
	if kept.Total != 1 {
		t.Errorf("the same search is kept %d times", kept.Total)
	}
	firm.sees("/tenders?q=cleaning&page=99", "This page is empty", `href="/tenders?q=cleaning#list"`)
	if page := firm.sees("/tenders?band=foo", "foo"); strings.Contains(page, "⟦") {
		t.Error("a sentence is missing")
	}
	firm.post("/searches", url.Values{"q": {"Cleaning"}, "city": {"ghent"}})
	firm.get("/api/v1/searches", &kept)
	if kept.Total != 1 {
		t.Errorf("the same search in capitals is kept as well: %d", kept.Total)
	}
	if page := firm.sees("/tenders?city=nowhere", "nowhere"); strings.Contains(page, "> <span aria-hidden") {
		t.Error("a choice has no name")
	}
}

// A card shows the town of a tender, or says that no place is given. No page says that a buyer without an account was informed. A
// supplier can only follow a planned tender.
func TestACardSaysWhereAndWhoReads(t *testing.T) {
	h := newHouse(t, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	h.imported(`{"ocid":"ocds-zz0009-1","id":"1","date":"2026-11-20T08:00:00Z","tag":["tender"],"buyer":{"id":"b","name":"Lyon Propre"},` +
		`"tender":{"title":"Wash the halls","status":"active","items":[{"id":"1","classification":{"scheme":"CPV","id":"90919200"},` +
		`"deliveryAddress":{"locality":"Lyon","countryName":"France"}}],"tenderPeriod":{"endDate":"2026-12-20T12:00:00Z"}}}
{"ocid":"ocds-zz0009-4","id":"4","date":"2026-11-20T08:00:00Z","tag":["tender"],"buyer":{"id":"e","name":"West Ltd"},"tender":{"title":"Wash the ` +
		`stairs","status":"active","items":[{"id":"1","classification":{"scheme":"CPV","id":"90919200"},"deliveryAddress":{"locality":"Espoo",` +
		`"region":"FI1B1","countryName":"Finland"}}],"tenderPeriod":{"endDate":"2026-12-20T12:00:00Z"}}}
{"ocid":"ocds-zz0009-2","id":"2","date":"2026-11-20T08:00:00Z","tag":["tender"],"buyer":{"id":"c","name":"Somewhere Ltd"},"tender":{"title":"Wash ` +
		`the rooms","status":"active","items":[{"id":"1","classification":{"scheme":"CPV","id":"90919200"}}],"tenderPeriod":{"endDate":"2026-12-20T12:00:00Z"}}}
{"ocid":"ocds-zz0009-3","id":"3","date":"2026-11-20T08:00:00Z","tag":["planning"],"buyer":{"id":"d","name":"Later Ltd"},"tender":{"title":"Wash ` +
		`the towers","status":"planned","items":[{"id":"1","classification":{"scheme":"CPV","id":"90919200"}}]}}`)
	firm := aCleaner(h)
	page := firm.sees("/tenders?q=wash", "Lyon, France", "Place not told", "Espoo, Finland", "In Lyon, France, where you do not work")
	if strings.Contains(page, "Outside the sixteen cities") || strings.Contains(page, "No longer open") {
		t.Error("a place that is not told is said, or what is announced is said to be over")
	}
	var l results
	firm.get("/api/v1/tenders?q=wash+halls", &l)
	answer, _ := firm.tries("/tenders/"+l.Items[0].ID+"/interests", url.Values{"declared": {"yes"}})
	page = firm.sees(strings.TrimPrefix(answer.Header.Get("Location"), h.base), "Noted for you.", "The buyer does not read this")
	if strings.Contains(page, "The buyer knows that you want to bid") || strings.Contains(page, "buyer now sees") {
		t.Error("a buyer who is not here is said to know")
	}
	if page := firm.sees("/supplier/followed", "The buyer does not read this"); strings.Contains(page, "The buyer knows") {
		t.Error("a buyer who is not here is said to know, among what is followed")
	}
	firm.get("/api/v1/tenders?q=wash+towers", &l)
	if page := firm.sees("/tenders/"+l.Items[0].ID, "Follow this contract to see"); strings.Contains(page, "send your offer as the contract says") {
		t.Error("an offer is asked for what is only announced")
	}
	if answer, text := firm.tries("/tenders/"+l.Items[0].ID+"/interests", url.Values{"declared": {"yes"}}); answer.StatusCode != http.StatusConflict ||
		!strings.Contains(text, "only announced") || strings.Contains(text, "Somebody changed this first") {
		t.Errorf("%d %s", answer.StatusCode, text)
	}
	firm.post("/tenders/"+l.Items[0].ID+"/interests", url.Values{})
	var followed struct{ Items []struct{ Declared bool } }
	firm.get("/api/v1/supplier/followed", &followed)
	if n := len(followed.Items); n != 2 {
		t.Errorf("%d are followed", n)
	}
	for i, f := range followed.Items {
		if f.Declared != (i == 1) {
			t.Errorf("number %d of what is followed: declared %v", i, f.Declared)
		}
	}
}

// imported imports OCDS releases, one in each line.
func (h *house) imported(lines string) {
	h.t.Helper()
	file := filepath.Join(h.t.TempDir(), "releases.jsonl")
	if err := os.WriteFile(file, []byte(lines), 0o600); err != nil {
		h.t.Fatal(err)
	}
	if job, err := h.app.intake.Import(actor.AsSystem(h.t.Context()), intake.Request{Paths: []string{file}}); err != nil || job.Summary.Rejected > 0 {
		h.t.Fatalf("%+v %v", job, err)
	}
	h.catchUp()
}
