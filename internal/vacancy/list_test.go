package vacancy_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/store"
	"citiesgrow/internal/vacancy"
)

// found are the titles that a question finds, in the order of the alphabet.
func (h *house) found(q vacancy.Question) []string {
	h.t.Helper()
	q.Page, q.Size = 1, 20
	found, err := h.List(h.t.Context(), q)
	h.Must(err)
	var all []string
	for _, of := range found.Vacancies {
		all = append(all, of.Title)
	}
	slices.Sort(all)
	return all
}

// several publishes five vacancies that differ in city, kind, language, level and trade.
func (h *house) several() {
	h.t.Helper()
	one, far := h.org("one", organisation.Business, "riga"), h.org("far", organisation.Business, "ghent")
	for _, c := range []struct {
		as                              context.Context
		title, kind, trade, lang, level string
	}{
		{one, "Cleaner", vacancy.Job, "office cleaning", "lv", "A2"},
		{one, "Cook", vacancy.Job, "catering", "en", "B1"},
		{one, "Helper", vacancy.Job, "office cleaning", "", ""},
		{one, "Apprentice", vacancy.Apprenticeship, "catering", "lv", "B1"},
		{far, "Poetser", vacancy.Job, "office cleaning", "nl", "A2"},
	} {
		f := job(c.title)
		f.Kind, f.Occupation, f.Levels = c.kind, c.trade, []vacancy.LevelForm{{Language: c.lang, Level: c.level}}
		h.published(c.as, f)
	}
}

// The list is narrowed by city, kind, language, level and trade; several of one sort are any of
// them, several sorts are all of them.
func TestVacanciesAreNarrowed(t *testing.T) {
	h := open(t)
	h.several()
	for _, c := range []struct {
		q    vacancy.Question
		want []string
	}{
		{vacancy.Question{}, []string{"Apprentice", "Cleaner", "Cook", "Helper", "Poetser"}},
		{vacancy.Question{Cities: []string{"ghent"}}, []string{"Poetser"}},
		{vacancy.Question{Cities: []string{"ghent", "riga"}, Kinds: []string{vacancy.Apprenticeship}}, []string{"Apprentice"}},
		{vacancy.Question{Languages: []string{"lv"}}, []string{"Apprentice", "Cleaner"}},
		{vacancy.Question{Languages: []string{"lv", "nl"}, Levels: []string{"A2"}}, []string{"Cleaner", "Poetser"}},
		{vacancy.Question{Levels: []string{"none"}}, []string{"Helper"}},
		{vacancy.Question{Levels: []string{"none", "B1"}}, []string{"Apprentice", "Cook", "Helper"}},
		{vacancy.Question{CPV: []string{"909"}, Cities: []string{"riga"}}, []string{"Cleaner", "Helper"}},
		{vacancy.Question{Cities: []string{"dresden"}}, nil},
		{vacancy.Question{Words: "House of far"}, []string{"Poetser"}},
	} {
		if got := h.found(c.q); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %q, want %q", c.q, got, c.want)
		}
	}
}

// The page of the list counts what each choice would leave, and turns.
func TestThePagesOfTheList(t *testing.T) {
	h := open(t)
	s := h.site()
	h.several()
	var p vacancy.ListPage
	s.Read(s.Get(t.Context(), "/api/v1/vacancies?size=2"), &p)
	if p.Total != 5 || len(p.Items) != 2 || p.Page != 1 || p.Size != 2 {
		t.Errorf("%d of %d on page %d of size %d", len(p.Items), p.Total, p.Page, p.Size)
	}
	seen := map[string]bool{}
	for page := range 3 {
		s.Read(s.Get(t.Context(), fmt.Sprintf("/api/v1/vacancies?size=2&page=%d", page+1)), &p)
		for _, of := range p.Items {
			seen[of.ID] = true
		}
	}
	if len(seen) != 5 || len(p.Items) != 1 {
		t.Errorf("%d of five on three pages, %d on the last", len(seen), len(p.Items))
	}
	for name, want := range map[string]map[string]int{"city": {"riga": 4, "ghent": 1}, "kind": {"vacancy": 4, "apprenticeship": 1},
		"level": {"A2": 2, "B1": 2, "none": 1}, "language": {"lv": 2, "en": 1, "nl": 1}} {
		for _, option := range p.Facets[name] {
			if option.Count != want[option.Value] {
				t.Errorf("%s %s: %d, want %d", name, option.Value, option.Count, want[option.Value])
			}
			delete(want, option.Value)
		}
		if len(want) > 0 {
			t.Errorf("%s lacks %v", name, want)
		}
	}
	s.Shows(t.Context(), "/vacancies?city=ghent", []string{"Poetser"}, []string{"Apprentice"})
	s.Shows(t.Context(), "/vacancies?city=dresden", []string{`href="/vacancies"`}, []string{"Poetser", "Cleaner"})
	if r := s.Get(t.Context(), "/api/v1/vacancies?kind=slavery"); r.Status != 200 || !strings.Contains(r.Body, `"total":0`) {
		t.Errorf("a kind that is none: status %d", r.Status)
	}
}

// What is over is not found any more, though nothing was written.
func TestWhatIsOverIsNotFound(t *testing.T) {
	h := open(t)
	one := h.org("one", organisation.Business, "riga")
	of := h.published(one, job("Soon over"))
	late := job("Later")
	late.Closes = "2027-02-01"
	h.published(one, late)
	for at, want := range map[time.Time][]string{of.Closes.Add(-time.Minute): {"Later", "Soon over"}, of.Closes.Add(time.Minute): {"Later"}} {
		h.now = at
		if got := h.found(vacancy.Question{}); !slices.Equal(got, want) {
			t.Errorf("at %s: %q, want %q", at, got, want)
		}
	}
}

// After a restart the index goes on where it stopped; what is found is what is kept.
func TestTheIndexGoesOnAfterARestart(t *testing.T) {
	h := open(t)
	one := h.org("one", organisation.Business, "riga")
	h.published(one, job("Before"))
	of, err := h.Create(one, job("Meanwhile"))
	h.Must(err)
	_, err = h.Submit(one, of.ID, nil)
	h.Must(err)
	_, err = h.Review(h.Staff("riga"), of.ID, vacancy.Judgement{Publish: true})
	h.Must(err)
	if differs, err := h.Module().Check(t.Context()); err != nil || len(differs) != 1 {
		t.Errorf("%q, %v", differs, err)
	}
	again := vacancy.New(h.Kit, h.organisations)
	h.Must(store.NewFeed(h.DB, h.Log, again.Module().Followers...).CatchUp(actor.AsSystem(t.Context())))
	if got := h.found(vacancy.Question{}); !slices.Equal(got, []string{"Before", "Meanwhile"}) {
		t.Errorf("%q", got)
	}
	if differs, err := again.Module().Check(t.Context()); err != nil || len(differs) != 0 {
		t.Errorf("%q, %v", differs, err)
	}
}

// A placement fits a school by its trade; by language alone where the school names no trade.
func TestWhatFitsASchool(t *testing.T) {
	h := open(t)
	one := h.org("one", organisation.Business, "riga")
	place := func(title, trade, language string) {
		f := job(title)
		f.Kind, f.WageFrom, f.Unpaid, f.Occupation, f.Levels = vacancy.Placement, "", "yes", trade, []vacancy.LevelForm{{Language: language, Level: "A2"}}
		h.published(one, f)
	}
	place("trade alone", "office cleaning", "so")
	place("both", "office cleaning", "lv")
	place("language alone", "catering", "lv")
	fits := func(as context.Context) []string {
		_, all, err := h.ListFitting(as)
		h.Must(err)
		var titles []string
		for _, f := range all {
			titles = append(titles, f.Title)
		}
		return titles
	}
	school := h.As("school", actor.Employer, "riga")
	save := func(words string) {
		o, err := h.organisations.Change(school, organisation.Form{Kind: organisation.School, Name: "School", Words: words, Languages: []string{"lv"}})
		h.Must(err)
		_, err = h.organisations.Verify(h.Staff("riga"), o.ID)
		h.Must(err)
	}
	save("cleaning")
	if got := fits(school); len(got) < 2 || got[0] != "both" || slices.Contains(got, "language alone") {
		t.Errorf("a school of cleaning: %q", got)
	}
	save("")
	if got := fits(school); !slices.Contains(got, "language alone") || !slices.Contains(got, "both") || slices.Contains(got, "trade alone") {
		t.Errorf("a school of no trade: %q", got)
	}
	if got := fits(one); got != nil {
		t.Errorf("an employer: %q", got)
	}
}
