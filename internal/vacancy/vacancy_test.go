package vacancy_test

import (
	"context"
	"testing"

	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/vacancy"
)

// An offer is read by the employment agency before anybody sees it, and is found then.
func TestAnOfferIsReviewedThenFound(t *testing.T) {
	h := open(t)
	one, agency := h.org("one", organisation.Business, "riga"), h.org("agency", organisation.Agency, "riga")
	foreign, other := h.org("foreign", organisation.Agency, "ghent"), h.org("other", organisation.Business, "riga")
	of, err := h.Create(one, job("Cleaner for offices"))
	h.Must(err)
	if _, err := h.Get(agency, of.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("the agency sees a draft: %v", err)
	}
	_, err = h.Submit(one, of.ID, nil)
	h.Must(err)
	for name, who := range map[string]context.Context{"the author": one, "a foreign agency": foreign, "another employer": other,
		"foreign staff": h.Staff("ghent")} {
		if _, err := h.Review(who, of.ID, vacancy.Judgement{Publish: true}); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s reviews: %v", name, err)
		}
	}
	if queue, err := h.ListWaiting(agency); err != nil || len(queue) != 1 {
		t.Errorf("%d wait, %v", len(queue), err)
	}
	if _, err := h.Review(agency, of.ID, vacancy.Judgement{}); !problem.Is(err, problem.Invalid) {
		t.Errorf("refused without a reason: %v", err)
	}
	of, err = h.Review(agency, of.ID, vacancy.Judgement{Publish: true})
	h.Must(err)
	h.CatchUp()
	for _, typed := range []string{"cleaner", "office cleaning", "тазалау", "Reinigung"} {
		found, err := h.List(t.Context(), vacancy.Question{Words: typed, Page: 1, Size: 5, Reader: []string{"en"}})
		h.Must(err)
		if typed != "тазалау" && (found.Total != 1 || found.Vacancies[0].ID != of.ID) {
			t.Errorf("%q finds %d", typed, found.Total)
		}
	}
	if found, err := h.List(t.Context(), vacancy.Question{Levels: []string{"A1", "A2"}, Languages: []string{"lv"}, Page: 1, Size: 5}); err != nil ||
		found.Total != 1 {
		t.Errorf("by level %d, %v", found.Total, err)
	}
	// A change is seen only after it was read again.
	changed := job("Cleaner for schools")
	of, err = h.Change(one, of.ID, changed)
	h.Must(err)
	if seen, err := h.Get(t.Context(), of.ID); err != nil || seen.Title != "Cleaner for offices" {
		t.Errorf("seen is %v, %v", seen, err)
	}
	_, err = h.Submit(one, of.ID, nil)
	h.Must(err)
	of, err = h.Review(h.Staff("riga"), of.ID, vacancy.Judgement{Publish: true})
	h.Must(err)
	if of.Title != "Cleaner for schools" || len(of.Reviews) != 2 {
		t.Errorf("%+v", of)
	}
	published := of
	// One of two places is filled: the other is still to be had.
	of, err = h.Close(one, of.ID, 1, "")
	h.Must(err)
	h.CatchUp()
	if found, err := h.List(t.Context(), vacancy.Question{Page: 1, Size: 5}); err != nil || found.Total != 1 || of.Count != 1 ||
		of.State(moduletest.Now) != vacancy.Published {
		t.Errorf("1 of %d filled, %s, and %d found, %v", of.Places, of.State(moduletest.Now), found.Total, err)
	}
	of, err = h.Close(one, of.ID, 1, "")
	h.Must(err)
	if of.Count != 2 || of.Stage != vacancy.Filled {
		t.Errorf("%d of %d filled, %s", of.Count, of.Places, of.Stage)
	}
	if _, err = h.Close(one, of.ID, 1, ""); !problem.Is(err, problem.Conflict) {
		t.Errorf("filled once more: %v", err)
	}
	h.CatchUp()
	if found, err := h.List(t.Context(), vacancy.Question{Page: 1, Size: 5}); err != nil || found.Total != 0 {
		t.Errorf("filled, and %d found, %v", found.Total, err)
	}
	if len(h.Letters("/review/")) != 1 && len(h.Letters("/review/")) != 2 {
		t.Errorf("letters %v", h.Letters("/review/"))
	}
	if state := published.State(moduletest.Now.AddDate(1, 0, 0)); state != vacancy.Closed {
		t.Errorf("a year later it is %s", state)
	}
}

// Words that shut people out are shown to the author and decided by a person; the program
// refuses nothing by itself and publishes nothing undecided.
func TestAPersonDecidesWhatIsFlagged(t *testing.T) {
	h := open(t)
	one := h.org("one", organisation.Business, "riga")
	f := job("Young dynamic team looks for a waitress")
	f.Description = "Native speaker only. You serve guests."
	of, err := h.Create(one, f)
	h.Must(err)
	grounds := map[string]bool{}
	for _, flag := range of.Flags {
		grounds[flag.Ground] = true
	}
	if !grounds["age"] || !grounds["sex"] || !grounds["language"] {
		t.Fatalf("flags %+v", of.Flags)
	}
	_, err = h.Submit(one, of.ID, []string{"We do not know.", "", "She reads the news."})
	h.Must(err)
	staff := h.Staff("riga")
	if _, err := h.Review(staff, of.ID, vacancy.Judgement{Publish: true}); !problem.Is(err, problem.Invalid) {
		t.Errorf("published undecided: %v", err)
	}
	decide := func(n int, what string) []string {
		all := make([]string, n)
		for i := range all {
			all[i] = what
		}
		return all
	}
	if _, err := h.Review(staff, of.ID, vacancy.Judgement{Publish: true, Flags: decide(len(of.Flags), "change")}); !problem.Is(err, problem.Invalid) {
		t.Errorf("published though words must change: %v", err)
	}
	if _, err := h.Review(staff, of.ID, vacancy.Judgement{Publish: true, Flags: decide(len(of.Flags), "keep")}); !problem.Is(err, problem.Invalid) {
		t.Errorf("kept without a reason: %v", err)
	}
	of, err = h.Review(staff, of.ID, vacancy.Judgement{Reason: "Please change the words.", Flags: decide(len(of.Flags), "change")})
	h.Must(err)
	if of.State(moduletest.Now) != vacancy.Refused || of.Flags[0].By == "" {
		t.Errorf("%+v", of)
	}
	of, err = h.Change(one, of.ID, job("Waiter or waitress"))
	h.Must(err)
	if len(of.Flags) != 0 || of.State(moduletest.Now) != vacancy.Draft {
		t.Errorf("changed, and flags %+v", of.Flags)
	}
}

// Pay is told, a high language level is explained, and an ESCO address is one.
func TestWhatAnOfferMustTell(t *testing.T) {
	h := open(t)
	one := h.org("one", organisation.Business, "riga")
	for field, change := range map[string]func(*vacancy.Form){
		"wage_from": func(f *vacancy.Form) { f.WageFrom = "" }, "wage_to": func(f *vacancy.Form) { f.WageTo = "900" },
		"esco":      func(f *vacancy.Form) { f.ESCO = "javascript:alert(1)" },
		"level_why": func(f *vacancy.Form) { f.Levels[0].Level = "C1" }, "levels[0].level": func(f *vacancy.Form) { f.Levels[0].Level = "" },
		"closes": func(f *vacancy.Form) { f.Closes = "2026-11-01" },
		"title":  func(f *vacancy.Form) { f.Title = "" }, "apply": func(f *vacancy.Form) { f.ApplyAt = "" }, "unpaid": func(f *vacancy.Form) {
			f.Kind,
				f.WageFrom = vacancy.Placement, ""
		},
	} {
		f := job("Cleaner")
		change(&f)
		_, err := h.Create(one, f)
		if p := problem.Of(err); p == nil || p.Fields[field].Key == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
	f := job("Cleaner")
	f.ESCO = "http://data.europa.eu/esco/occupation/0b2d7b5a-1f6b-4f5e-9d6e-2f4a4d1f3c11"
	of, err := h.Create(one, f)
	h.Must(err)
	riga, _ := h.Taxonomy.City("riga")
	back := vacancy.FormOf(of, riga.Zone)
	var again vacancy.Content
	r := h.Form()
	r.In(riga)
	err = back.Apply(&again, r, "en", moduletest.Now)
	if err != nil || again.Title != of.Title || again.ESCO != f.ESCO || again.WageFrom.Minor != of.WageFrom.Minor || !again.Closes.Equal(of.Closes) ||
		len(again.Levels) != 1 {
		t.Errorf("%+v, %v", again, err)
	}
}

// A school sees the placements in its trades and languages, of its own city.
func TestPlacementsFitASchool(t *testing.T) {
	h := open(t)
	one, school := h.org("one", organisation.Business, "riga"), h.org("school", organisation.School, "riga")
	far := h.org("far", organisation.Business, "ghent")
	place := job("Practice in cleaning")
	place.Kind, place.WageFrom, place.Unpaid = vacancy.Placement, "", "yes"
	mine := h.published(one, place)
	h.published(far, place)
	cook := place
	cook.Title, cook.Occupation = "Practice in a kitchen", "catering"
	h.published(one, cook)
	h.published(one, job("Cleaner"))
	_, fits, err := h.ListFitting(school)
	h.Must(err)
	if len(fits) != 1 || fits[0].ID != mine.ID || fits[0].Fit.Trade == "" || fits[0].Fit.Language == "" {
		t.Errorf("%+v", fits)
	}
}
