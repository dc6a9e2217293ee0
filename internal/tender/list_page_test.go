package tender_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
)

// market is a list of four contracts that differ in city, trade, value, language and deadline.
func market(t *testing.T) *tendertest.Market {
	t.Helper()
	l := tendertest.New(t)
	for i, c := range []struct {
		id, nuts, cpv, language string
		value                   int64
		deadline, published     int
	}{
		{"a", "FI1B1", "90919300", "fi", 9_999, 5, -4}, {"b", "FI1B1", "45442110", "sv", 10_000, 20, -3}, {"c", "BE234", "90911200", "nl", 60_000, 40, -2},
		{"d", "LV006", "79530000", "lv", 0, 10, -1},
	} {
		l.Received(release("ocds-"+c.id, fmt.Sprint("n", i), "01", day(c.published), "tender", func(r *ocds.Release) {
			r.Buyer = ocds.Reference{Name: "Buyer " + c.id}
			r.Tender.Title, r.Tender.Languages, r.Tender.CPV, r.Tender.Deadline = i18n.Text{"en": "Contract " + c.id}, []string{c.language}, []string{c.cpv},
				day(c.deadline)
			r.Tender.Places, r.Tender.Value, r.Tender.Description = []ocds.Place{{NUTS: c.nuts, Country: c.nuts[:2]}}, nil, nil
			if c.value > 0 {
				r.Tender.Value = euros(c.value)
			}
		}))
	}
	l.CatchUp()
	return l
}

// titles are the letters of the contracts of an answer, in their order.
func titles(t *testing.T, body string) (string, int) {
	t.Helper()
	var list struct {
		Items []struct{ Title string }
		Total int
	}
	if err := json.Unmarshal([]byte(body), &list); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	all := ""
	for _, i := range list.Items {
		all += strings.TrimPrefix(i.Title, "Contract ")
	}
	return all, list.Total
}

// Each filter of the list lets through what it says, at its limits, and two of them what both say.
func TestTheListIsNarrowedByEachFilter(t *testing.T) {
	l := market(t)
	site := l.Pages()
	for query, want := range map[string]string{
		"":                                    "abcd",
		"city=helsinki":                       "ab",
		"city=Helsinki&city=riga":             "abd",
		"cpv=90":                              "ac",
		"cpv=90910000":                        "ac",
		"cpv=90919300":                        "a",
		"language=nl":                         "c",
		"language=NL":                         "c",
		"band=0-10k":                          "a",
		"band=10-50k":                         "b",
		"min_value=10000":                     "bc",
		"min_value=10001":                     "c",
		"max_value=10000":                     "ab",
		"max_value=9998":                      "",
		"theme=c":                             "d",
		"theme=A":                             "abcd",
		"deadline=week":                       "a",
		"deadline=month":                      "bd",
		"deadline=later":                      "c",
		"deadline_from=2026-12-12":            "bc",
		"deadline_from=2026-12-13":            "c",
		"deadline_from=2026-12-12T09:00:00Z":  "bc",
		"deadline_from=2026-12-12T09:00:01Z":  "c",
		"city=helsinki&cpv=90":                "a",
		"status=open&status=closed&city=riga": "d",
		"status=awarded":                      "",
		"q=painting":                          "b",
	} {
		got := site.Get(nobody, "/api/v1/tenders?"+query)
		all, total := titles(t, got.Body)
		letters := strings.Split(all, "")
		if slices.Sort(letters); got.Status != http.StatusOK || strings.Join(letters, "") != want || total != len(want) {
			t.Errorf("%s: %s of %d, want %s", query, strings.Join(letters, ""), total, want)
		}
	}
}

// The orders of the list: what ends first, what is new, what is worth most; page by page each contract once.
func TestTheListIsOrderedAndPaged(t *testing.T) {
	l := market(t)
	site := l.Pages()
	for query, want := range map[string]string{"sort=deadline": "adbc", "sort=newest": "dcba", "sort=value": "cbad", "sort=deadline&size=3": "adb",
		"sort=deadline&size=3&page=2": "c", "sort=deadline&size=3&page=3": ""} {
		got := site.Get(nobody, "/api/v1/tenders?"+query)
		if all, total := titles(t, got.Body); all != want || total != 4 {
			t.Errorf("%s: %s of %d, want %s", query, all, total, want)
		}
	}
	l.Clock = day(12) // a and d are over: they come last, though they end first
	if all, _ := titles(t, site.Get(nobody, "/api/v1/tenders?sort=deadline").Body); all[:2] != "bc" {
		t.Errorf("what is over comes first: %s", all)
	}
	if got := site.Get(nobody, "/tenders?page=9"); got.Status != http.StatusOK || !strings.Contains(got.Body, "/tenders#list") {
		t.Errorf("a page behind the last: %d", got.Status)
	}
	for _, query := range []string{"size=101", "page=-1", "sort=price", "status=draft", "theme=e", "min_value=-1", "deadline=soon", "deadline_from=tomorrow",
		"able=fits"} {
		if got := site.Get(nobody, "/api/v1/tenders?"+query); got.Status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", query, got.Status)
		}
	}
}

// The counts beside the list say what each choice would bring, and what was chosen can be dropped, also where nothing
// is left of it.
func TestTheListSaysWhatEachChoiceWouldBring(t *testing.T) {
	l := market(t)
	site := l.Pages()
	got := site.Get(nobody, "/api/v1/tenders?city=helsinki&band=5m-")
	var list struct {
		Total  int
		Facets map[string][]struct {
			Value  string
			Count  int
			Chosen bool
		}
		Ways []struct{ Path string }
	}
	if err := json.Unmarshal([]byte(got.Body), &list); err != nil {
		t.Fatal(err)
	}
	counts := map[string]string{}
	for name, options := range list.Facets {
		for _, o := range options {
			counts[name+" "+o.Value] = fmt.Sprint(o.Count, o.Chosen)
		}
	}
	for choice, want := range map[string]string{"band 5m-": "0 true", "band 0-10k": "1 false", "band 10-50k": "1 false", "city helsinki": "0 true"} {
		if counts[choice] != want {
			t.Errorf("%s: %q, want %q of %v", choice, counts[choice], want, counts)
		}
	}
	if list.Total != 0 || len(list.Ways) == 0 {
		t.Errorf("an empty list of %d leads nowhere: %+v", list.Total, list.Ways)
	}
	for _, way := range list.Ways {
		path, _, _ := strings.Cut(way.Path, "#")
		if all, total := titles(t, site.Get(nobody, "/api/v1"+path).Body); total == 0 {
			t.Errorf("%s leads to nothing: %q", way.Path, all)
		}
	}
	page := site.Get(nobody, "/tenders?city=helsinki&min_value=10000")
	for _, has := range []string{"Contract b", `href="/tenders?min_value=10000#list"`, `href="/tenders?city=helsinki#list"`} {
		if !strings.Contains(page.Body, has) {
			t.Errorf("the page lacks %s", has)
		}
	}
}

// The days left move with the clock: a contract that was in the month yesterday is in the week today.
func TestTheDaysLeftMoveWithTheClock(t *testing.T) {
	l := tendertest.New(t)
	l.Received(release("o", "n", "01", day(-1), "tender", func(r *ocds.Release) { r.Tender.Deadline = day(40) }))
	l.CatchUp()
	end := day(40)
	for _, c := range []struct {
		left time.Duration
		want string
	}{
		{31 * 24 * time.Hour, "later"}, {30*24*time.Hour + time.Second, "later"}, {30 * 24 * time.Hour, "month"}, {7*24*time.Hour + time.Second, "month"},
		{7 * 24 * time.Hour, "week"}, {time.Second, "week"},
		{0, ""}, {-time.Second, ""},
	} {
		l.Clock = end.Add(-c.left)
		var in []string
		for _, span := range tender.Dues() {
			found, err := l.Tenders.List(l.System, tender.Search{Due: span})
			if err != nil {
				t.Fatal(err)
			}
			if found.Total > 0 {
				in = append(in, span)
			}
		}
		if strings.Join(in, " ") != c.want {
			t.Errorf("%s before its end it is in %q, want %q", c.left, in, c.want)
		}
	}
}
