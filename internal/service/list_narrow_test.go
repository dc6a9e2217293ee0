package service_test

import (
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/service"
)

// directory lists six services that differ in what can be narrowed.
func (h *house) directory() {
	h.t.Helper()
	one := h.Provider("one", "riga")
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
	h.Listed(h.Provider("far", "ghent"), f)
}

// Each filter leaves what it says, a service that is no longer given is in none, and the numbers of the
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
