package service_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/service"
)

// directory lists six services that differ in what can be narrowed.
func (h *house) directory() {
	h.t.Helper()
	one := h.provider("one", "riga")
	for _, c := range []struct {
		name   string
		change func(*service.Form)
	}{
		{"plain", func(*service.Form) {}}, {"online", func(f *service.Form) { f.Online = "yes" }},
		{"both", func(f *service.Form) { f.Online, f.Places = "yes", []service.PlaceForm{{Address: "Iela 1"}} }},
		{"paid", func(f *service.Form) { f.Costs = []service.CostForm{{Option: "Fee", Amount: "5"}} }},
		{"for starters", func(f *service.Form) { f.Stages, f.Languages = []string{"starting"}, []string{"uk", "en"} }},
		{"closed", func(f *service.Form) { f.Status = service.Closed }}, {"gone", func(f *service.Form) { f.Status = service.Inactive }},
	} {
		f := cover(c.name, 1)
		c.change(&f)
		_, err := h.Create(one, f)
		h.Must(err)
	}
	f := cover("of Ghent", 1)
	f.Topics, f.Cities = []string{"tax"}, []string{"riga"}
	f.Supplies = []service.SupplyForm{{Kind: "accounts"}}
	h.listed(h.provider("far", "ghent"), f)
}

// Each filter leaves what it says, a service that is no longer given is in none, and the numbers beside the
// filters say how many there are.
func TestTheDirectoryIsNarrowed(t *testing.T) {
	h := open(t)
	h.directory()
	for name, c := range map[string]struct {
		q    service.Query
		want string
	}{
		"all":           {service.Query{}, "both closed for starters of Ghent online paid plain"},
		"Riga":          {service.Query{Cities: []string{"riga"}}, "both closed for starters of Ghent online paid plain"},
		"Ghent":         {service.Query{Cities: []string{"ghent"}}, "of Ghent"},
		"Lisbon":        {service.Query{Cities: []string{"lisbon"}}, ""},
		"two cities":    {service.Query{Cities: []string{"lisbon", "ghent"}}, "of Ghent"},
		"paid":          {service.Query{Costs: []string{"paid"}}, "paid"},
		"online":        {service.Query{Modes: []string{"online"}}, "both online"},
		"at a place":    {service.Query{Modes: []string{"place"}}, "both closed for starters of Ghent paid plain"},
		"Ukrainian":     {service.Query{Languages: []string{"uk"}}, "for starters"},
		"stage":         {service.Query{Stages: []string{"starting"}}, "for starters"},
		"topic":         {service.Query{Topics: []string{"tax"}}, "of Ghent"},
		"need":          {service.Query{Supplies: []string{"accounts"}}, "of Ghent"},
		"both of them":  {service.Query{Costs: []string{"paid"}, Modes: []string{"online"}}, ""},
		"a word":        {service.Query{Words: "starters"}, "for starters"},
		"a second page": {service.Query{Page: 9}, ""},
	} {
		c.q.Page, c.q.Size = max(1, c.q.Page), 20
		found, err := h.List(t.Context(), c.q)
		h.Must(err)
		var names []string
		for _, l := range found.Listings {
			names = append(names, l.Name)
		}
		if slices.Sort(names); strings.Join(names, " ") != c.want || c.q.Page == 1 && found.Total != len(names) {
			t.Errorf("%s finds %v of %d", name, names, found.Total)
		}
	}
	ask := h.site()
	_, body := ask("", "GET", "/api/v1/services?size=2", "")
	for _, want := range []string{`"total":7`, `"size":2`, `"value":"online"`, `"charge":"free"`} {
		if !strings.Contains(body, want) {
			t.Errorf("the list lacks %s: %.600s", want, body)
		}
	}
	for path, want := range map[string]int{"cost=stolen": 422, "mode=air": 422, "size=101": 422, "page=-1": 422, "cost=free": 200} {
		if status, _ := ask("", "GET", "/api/v1/services?"+path, ""); status != want {
			t.Errorf("%s: %d", path, status)
		}
	}
	if status, page := ask("", "GET", "/services?q=beekeeping", ""); status != 200 || !strings.Contains(page, "/services?city=&amp;topic=") &&
		!strings.Contains(page, "topic=insurance") {
		t.Errorf("an empty list leads nowhere: %d", status)
	}
}

// What nobody offers is counted for the cities that were asked about, else for the person's own, on the
// first page alone, and without what could tell who asked.
func TestWhatIsCountedAsMissing(t *testing.T) {
	h := open(t)
	amina, anybody := h.owner("amina", "riga"), t.Context()
	for _, q := range []service.Query{
		{Words: "Beekeeping"}, {Words: "beekeeping "}, {Words: "beekeeping", Page: 2}, {Words: "7 0612345678 me@mail.example http://x.example"},
		{Words: "one two three four five six seven"},
		{Words: strings.Repeat("a", 81)}, {Words: "falconry", Cities: []string{"ghent", "riga", "atlantis"}}, {Topics: []string{"tax"}},
		{Topics: []string{"magic"}}, {},
		{Words: "one two three four five six"},
	} {
		q.Page, q.Size = max(1, q.Page), 10
		_, err := h.List(amina, q)
		h.Must(err)
	}
	_, err := h.List(anybody, service.Query{Words: "nobody's city", Page: 1, Size: 10})
	h.Must(err)
	for _, when := range []string{"before", "after"} {
		for city, want := range map[string]string{"riga": "beekeeping 2, falconry 1, one two three four five six 1, tax 1", "ghent": "falconry 1", "lisbon": ""} {
			m, err := h.Missing(h.staff(city), city)
			h.Must(err)
			var got []string
			for _, u := range m.Searches {
				got = append(got, fmt.Sprint(u.Words, u.Topic, " ", u.Count))
			}
			if slices.Sort(got); strings.Join(got, ", ") != want {
				t.Errorf("%s, %s lacks %v", when, city, got)
			}
		}
		h.Must(h.Flush(actor.AsSystem(t.Context())))
	}
}

// The last twelve months are told, added up, the most frequent first; and only to who looks after the city.
func TestMissingOfTheLastTwelveMonths(t *testing.T) {
	h := open(t)
	amina, system := h.owner("amina", "riga"), actor.AsSystem(t.Context())
	look := func(words string, times int) {
		for range times {
			_, err := h.List(amina, service.Query{Words: words, Page: 1, Size: 10})
			h.Must(err)
		}
		h.Must(h.Flush(system))
	}
	today := h.now
	h.now = today.AddDate(-1, -1, 0)
	look("too old", 9)
	h.now = today.AddDate(-1, 0, 0)
	look("falconry", 1)
	h.now = today.AddDate(0, -2, 0)
	look("falconry", 1)
	look("beekeeping", 1)
	h.now = today
	look("beekeeping", 2)
	m, err := h.Missing(h.staff("riga"), "riga")
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
		if _, err := h.Missing(h.as(c.as), "riga"); c.want == "" && err != nil || c.want != "" && !problem.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	ask := h.site()
	h.staff("riga")
	if status, body := ask("staff-riga", "GET", "/api/v1/services/unmet", ""); status != 200 || !strings.Contains(body, `"words":"beekeeping"`) ||
		strings.Contains(body, "too old") {
		t.Errorf("%d %s", status, body)
	}
	if status, _ := ask("staff-riga", "GET", "/api/v1/services/unmet?city=ghent", ""); status != 403 {
		t.Errorf("another city: %d", status)
	}
}
