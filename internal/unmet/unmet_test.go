package unmet_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/service"
	"citiesgrow/internal/service/servicetest"
	"citiesgrow/internal/unmet"
)

// house is the test town, which counts searches that found nothing.
type house struct {
	*servicetest.Town
	*unmet.Service
	tally *unmet.Tally
	t     *testing.T
}

func open(t *testing.T) *house {
	t.Helper()
	h := &house{Town: servicetest.New(t), t: t}
	h.tally = unmet.NewTally(h.Kit)
	h.Unmet = h.tally.Note
	h.Service = unmet.New(h.Kit, h.tally, h.Services, h.Matches)
	h.Open(h.Module())
	return h
}

func (h *house) site() func(token, method, path, body string) (int, string) {
	h.t.Helper()
	return h.Ask(h.Module())
}

// What is looked for and not there is counted, per city and without the person.
func TestWhatIsMissingIsCounted(t *testing.T) {
	h := open(t)
	amina := h.Owner("amina", "riga")
	h.Firm(amina, nil)
	h.Tender(30)
	for range 2 {
		_, err := h.Services.List(amina, service.Query{Words: "Beekeeping insurance for 0612345678 me@mail.example", Page: 1, Size: 10})
		h.Must(err)
	}
	_, err := h.Services.List(t.Context(), service.Query{Words: "beekeeping", Cities: []string{"ghent"}, Page: 1, Size: 10})
	h.Must(err)
	look := func(when string) {
		m, err := h.Get(h.StaffOf("riga"), "riga")
		h.Must(err)
		if len(m.Searches) != 1 || m.Searches[0].Words != "beekeeping insurance for" || m.Searches[0].Count != 2 {
			t.Errorf("%s: searches %+v", when, m.Searches)
		}
		if len(m.Shortages) != 1 || m.Shortages[0].Kind != "insurance" || m.Shortages[0].Firms != 1 || m.Shortages[0].Services != 0 || m.Firms != 1 {
			t.Errorf("%s: shortages %+v of %d", when, m.Shortages, m.Firms)
		}
	}
	look("before it is written down")
	h.Must(h.tally.Flush(actor.AsSystem(t.Context())))
	look("after")
	h.Listed(h.Provider("one", "riga"), servicetest.Cover("Cover", 3))
	m, err := h.Get(h.Provider("one", "riga"), "riga")
	h.Must(err)
	if m.Shortages[0].Services != 1 {
		t.Errorf("now %+v", m.Shortages)
	}
	if _, err := h.Get(h.StaffOf("ghent"), "riga"); !problem.Is(err, problem.Forbidden) {
		t.Errorf("another city's staff: %v", err)
	}
}

// What no service offers is counted for the cities that were asked about, else for the person's own, on the
// first page alone, and without what could identify who searched.
func TestWhatIsCountedAsMissing(t *testing.T) {
	h := open(t)
	amina, anybody := h.Owner("amina", "riga"), t.Context()
	for _, q := range []service.Query{
		{Words: "Beekeeping"}, {Words: "beekeeping "}, {Words: "beekeeping", Page: 2}, {Words: "7 0612345678 me@mail.example http://x.example"},
		{Words: "one two three four five six seven"},
		{Words: strings.Repeat("a", 81)}, {Words: "falconry", Cities: []string{"ghent", "riga", "atlantis"}}, {Topics: []string{"tax"}},
		{Topics: []string{"magic"}}, {},
		{Words: "one two three four five six"},
	} {
		q.Page, q.Size = max(1, q.Page), 10
		_, err := h.Services.List(amina, q)
		h.Must(err)
	}
	_, err := h.Services.List(anybody, service.Query{Words: "nobody's city", Page: 1, Size: 10})
	h.Must(err)
	for _, when := range []string{"before", "after"} {
		for city, want := range map[string]string{"riga": "beekeeping 2, falconry 1, one two three four five six 1, tax 1", "ghent": "falconry 1", "lisbon": ""} {
			m, err := h.Get(h.StaffOf(city), city)
			h.Must(err)
			var got []string
			for _, u := range m.Searches {
				got = append(got, fmt.Sprint(u.Words, u.Topic, " ", u.Count))
			}
			if slices.Sort(got); strings.Join(got, ", ") != want {
				t.Errorf("%s, %s lacks %v", when, city, got)
			}
		}
		h.Must(h.tally.Flush(actor.AsSystem(t.Context())))
	}
}

// The last twelve months are shown, added up, the most frequent first; and only to who looks after the city.
func TestMissingOfTheLastTwelveMonths(t *testing.T) {
	h := open(t)
	amina, system := h.Owner("amina", "riga"), actor.AsSystem(t.Context())
	look := func(words string, times int) {
		for range times {
			_, err := h.Services.List(amina, service.Query{Words: words, Page: 1, Size: 10})
			h.Must(err)
		}
		h.Must(h.tally.Flush(system))
	}
	today := h.Clock
	h.Clock = today.AddDate(-1, -1, 0)
	look("too old", 9)
	h.Clock = today.AddDate(-1, 0, 0)
	look("falconry", 1)
	h.Clock = today.AddDate(0, -2, 0)
	look("falconry", 1)
	look("beekeeping", 1)
	h.Clock = today
	look("beekeeping", 2)
	m, err := h.Get(h.StaffOf("riga"), "riga")
	h.Must(err)
	if len(m.Searches) != 2 || m.Searches[0].Words != "beekeeping" || m.Searches[0].Count != 3 || m.Searches[1].Words != "falconry" || m.Searches[1].Count != 2 {
		for _, u := range m.Searches {
			t.Errorf("%q %d", u.Words, u.Count)
		}
	}
	for name, c := range map[string]struct {
		as   actor.Actor
		want problem.Kind
	}{
		"a provider": {actor.Actor{ID: "p", Role: actor.Provider, City: "riga"}, ""}, "an administrator of all": {actor.Actor{ID: "a", Role: actor.Admin}, ""},
		"another city's provider": {actor.Actor{ID: "p", Role: actor.Provider, City: "ghent"}, problem.Forbidden},
		"an entrepreneur":         {actor.Actor{ID: "e", Role: actor.Entrepreneur, City: "riga"}, problem.Forbidden}, "nobody": {actor.Actor{}, problem.Unauthorized},
	} {
		if _, err := h.Get(h.Actor(c.as), "riga"); c.want == "" && err != nil || c.want != "" && !problem.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	ask := h.site()
	h.StaffOf("riga")
	if status, body := ask("staff-riga", "GET", "/api/v1/services/unmet", ""); status != 200 || !strings.Contains(body, `"words":"beekeeping"`) ||
		strings.Contains(body, "too old") {
		t.Errorf("%d %s", status, body)
	}
	if status, _ := ask("staff-riga", "GET", "/api/v1/services/unmet?city=ghent", ""); status != 403 {
		t.Errorf("another city: %d", status)
	}
}

// Searches that found nothing are summed by whole months: the first one counts, the one after the last does not.
func TestSearchesInVainAreSummed(t *testing.T) {
	h := open(t)
	system := actor.AsSystem(t.Context())
	amina := h.Owner("amina", "riga")
	for month, times := range map[time.Month]int{time.September: 1, time.October: 2, time.December: 4, time.November: 8} {
		h.Clock = time.Date(2026, month, 30, 23, 0, 0, 0, time.UTC)
		for range times {
			_, err := h.Services.List(amina, service.Query{Words: "beekeeping", Page: 1, Size: 10})
			h.Must(err)
		}
		_, err := h.Services.List(amina, service.Query{Words: "falconry", Cities: []string{"ghent"}, Page: 1, Size: 10})
		h.Must(err)
		h.Must(h.tally.Flush(system))
	}
	figures := h.Module().Journeys[0].Figures
	at := slices.IndexFunc(figures, func(f module.Figure) bool { return f.Name == "unmet" })
	if at < 0 || figures[at].People {
		t.Fatalf("%+v", figures)
	}
	month := func(m time.Month) time.Time { return time.Date(2026, m, 1, 0, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		city     string
		from, to time.Month
		want     int64
	}{{"riga", 10, 12, 10}, {"riga", 9, 10, 1}, {"riga", 12, 13, 4}, {"ghent", 10, 13, 3}, {"lisbon", 1, 13, 0}} {
		if got, err := figures[at].Sum(system, c.city, month(c.from), month(c.to)); err != nil || got != c.want {
			t.Errorf("%s from %s to %s: %d, want %d (%v)", c.city, c.from, c.to, got, c.want, err)
		}
	}
}
