package vacancy_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/vacancy"
)

// Each wrong input is refused with the name of its field and the reason, and nothing is stored.
func TestWhatIsWrongInTheFormOfAVacancy(t *testing.T) {
	h := open(t)
	one := h.org("one", organisation.Business, "riga")
	for _, c := range []struct {
		says, field, key string
		spoil            func(*vacancy.Form)
	}{
		{"no title", "title", "problem.required", func(f *vacancy.Form) { f.Title = "" }},
		{"no way to apply", "apply", "problem.required", func(f *vacancy.Form) { f.ApplyAt = "" }},
		{"no wage", "wage_from", "vacancy.wage_missing", func(f *vacancy.Form) { f.WageFrom = "" }},
		{"a wage of nothing", "wage_from", "vacancy.wage_missing", func(f *vacancy.Form) { f.WageFrom = "0" }},
		{"an apprenticeship without a wage", "wage_from", "vacancy.wage_missing", func(f *vacancy.Form) { f.Kind, f.WageFrom = vacancy.Apprenticeship, "" }},
		{"unpaid work", "wage_from", "vacancy.wage_missing", func(f *vacancy.Form) { f.WageFrom, f.Unpaid = "", "yes" }},
		{"a wage that is none", "wage_from", "problem.amount", func(f *vacancy.Form) { f.WageFrom = "plenty" }},
		{"less at the top", "wage_to", "vacancy.wage_order", func(f *vacancy.Form) { f.WageTo = "1099.99" }},
		{"a placement that does not say whether it is paid", "unpaid", "vacancy.unpaid_missing",
			func(f *vacancy.Form) { f.Kind, f.WageFrom = vacancy.Placement, "" }},
		{"C1 without a reason", "level_why", "vacancy.level_why_missing", func(f *vacancy.Form) { f.Levels[0].Level = "C1" }},
		{"C2 without a reason", "level_why", "vacancy.level_why_missing", func(f *vacancy.Form) { f.Levels[0].Level = "C2" }},
		{"a language without a level", "levels[0].level", "vacancy.level_missing", func(f *vacancy.Form) { f.Levels[0].Level = "" }},
		{"no last day", "closes", "problem.required", func(f *vacancy.Form) { f.Closes = "" }},
		{"yesterday", "closes", "vacancy.closes_past", func(f *vacancy.Form) { f.Closes = record.Day(day(-1)) }},
		{"a day that is none", "closes", "problem.date", func(f *vacancy.Form) { f.Closes = "soon" }},
		{"a beginning that is none", "starts", "problem.date", func(f *vacancy.Form) { f.Starts = "soon" }},
		{"an occupation of another site", "esco", "vacancy.esco_wrong", func(f *vacancy.Form) { f.ESCO = "https://esco.example/occupation/1" }},
		{"a code that is none", "cpv", "tender.cpv_wrong", func(f *vacancy.Form) { f.CPV = []string{"cleaning"} }},
	} {
		f := job("Cleaner")
		c.spoil(&f)
		_, err := h.Create(one, f)
		if p := problem.Of(err); p == nil || p.Fields[c.field].Key != c.key {
			t.Errorf("%s: %v, want %s=%s", c.says, err, c.field, c.key)
		}
	}
	if all, err := h.ListOwn(one); err != nil || len(all) != 0 {
		t.Errorf("%d are stored, %v", len(all), err)
	}
}

// What may stay open: the evening of today, unpaid learning, B2 without a reason, one wage.
func TestWhatTheFormOfAVacancyTakes(t *testing.T) {
	h := open(t)
	one := h.org("one", organisation.Business, "riga")
	for says, change := range map[string]func(*vacancy.Form){
		"the evening of today":           func(f *vacancy.Form) { f.Closes = record.Day(day(0)) },
		"B2 without a reason":            func(f *vacancy.Form) { f.Levels[0].Level = "B2" },
		"C1 with a reason":               func(f *vacancy.Form) { f.Levels[0].Level, f.LevelWhy = "C1", "To interpret in court" },
		"a course that leads to C1":      func(f *vacancy.Form) { f.Kind, f.Levels[0].Level = vacancy.Training, "C1" },
		"no language at all":             func(f *vacancy.Form) { f.Levels = []vacancy.LevelForm{{}} },
		"an unpaid placement":            func(f *vacancy.Form) { f.Kind, f.WageFrom, f.Unpaid = vacancy.Placement, "", "yes" },
		"mentoring without a wage":       func(f *vacancy.Form) { f.Kind, f.WageFrom = vacancy.Mentoring, "" },
		"the same wage twice":            func(f *vacancy.Form) { f.WageTo = "1100" },
		"a wage at the top alone":        func(f *vacancy.Form) { f.WageFrom, f.WageTo = "", "1300" },
		"an occupation of ESCO's groups": func(f *vacancy.Form) { f.ESCO = "http://data.europa.eu/esco/isco/C9112" },
	} {
		f := job("Cleaner")
		change(&f)
		if _, err := h.Create(one, f); err != nil {
			t.Errorf("%s: %v", says, problem.Of(err))
		}
	}
}

// What is stored: money in cents of the city's currency, days until their last minute there, at
// least one place, the language of the page.
func TestAVacancyIsReadBack(t *testing.T) {
	h := open(t)
	one := h.org("one", organisation.Business, "riga")
	f := job("Cleaner")
	f.WageTo, f.WagePer, f.Places, f.Language, f.Starts = "1.250,50", "", 0, "", "2027-01-10"
	f.Mentor, f.Contract, f.Where = "yes", "temporary", "Brīvības iela 1"
	of, err := h.Create(one, f)
	h.Must(err)
	of, err = h.Own(one, of.ID)
	h.Must(err)
	if *of.WageFrom != (record.Money{Minor: 110_000, Currency: "EUR"}) || *of.WageTo != (record.Money{Minor: 125_050, Currency: "EUR"}) || of.WagePer != "month" {
		t.Errorf("%+v to %+v a %s", of.WageFrom, of.WageTo, of.WagePer)
	}
	if of.Places != 1 || of.Language != "en" || !of.Mentor || of.Contract != "temporary" || of.Where != f.Where || of.Stage != vacancy.Draft ||
		of.City != "riga" || of.Name != "House of one" {
		t.Errorf("%+v", of)
	}
	if closes, starts := of.Closes.Format(time.RFC3339), of.Starts.Format(time.RFC3339); closes != "2026-12-30T21:59:00Z" || starts != "2027-01-10T21:59:00Z" {
		t.Errorf("closes %s, starts %s", closes, starts)
	}
	if len(of.CPV) == 0 || of.CPV[0][:3] != "909" {
		t.Errorf("office cleaning is %q", of.CPV)
	}
	pounds := h.org("pounds", organisation.Business, "birmingham")
	of, err = h.Create(pounds, job("Cleaner"))
	h.Must(err)
	if of.WageFrom.Currency != "GBP" {
		t.Errorf("%+v", of.WageFrom)
	}
}

// A vacancy is its organisation's: for another employer it is not there.
func TestWhoChangesAVacancy(t *testing.T) {
	h := open(t)
	one := h.org("one", organisation.Business, "riga")
	of, err := h.Create(one, job("Cleaner"))
	h.Must(err)
	for says, c := range map[string]struct {
		as   context.Context
		want problem.Kind
	}{
		"a visitor":             {t.Context(), problem.Unauthorized},
		"an entrepreneur":       {h.As("amina", actor.Entrepreneur, "riga"), problem.Forbidden},
		"the city's staff":      {h.Staff("riga"), problem.Forbidden},
		"another employer":      {h.org("other", organisation.Business, "riga"), problem.NotFound},
		"an agency of the city": {h.org("agency", organisation.Agency, "riga"), problem.NotFound},
	} {
		for does, err := range map[string]error{
			"opens":   moduletest.Failure(h.Own(c.as, of.ID)),
			"changes": moduletest.Failure(h.Change(c.as, of.ID, job("Mine"))),
			"sends":   moduletest.Failure(h.Submit(c.as, of.ID, nil)),
			"closes":  moduletest.Failure(h.Close(c.as, of.ID, 1, "")),
		} {
			h.Is(err, c.want, says+" "+does+" it")
		}
	}
	_, err = h.Change(one, of.ID, job("Cleaner, first"))
	h.Must(err)
	stale := job("Cleaner, second")
	stale.Revision = of.Revision
	_, err = h.Change(one, of.ID, stale)
	h.Conflict(err, "organisation.changed_meanwhile")
	if now, is := problem.Of(err).Current.(*vacancy.Vacancy); !is || now.Title != "Cleaner, first" {
		t.Errorf("what is stored now: %+v", problem.Of(err).Current)
	}
	now, err := h.Own(one, of.ID)
	if err != nil || now.Title != "Cleaner, first" {
		t.Fatalf("%+v, %v", now, err)
	}
	stale.Revision = now.Revision
	if now, err = h.Change(one, of.ID, stale); err != nil || now.Title != "Cleaner, second" {
		t.Errorf("with the form as it is now: %+v, %v", now, err)
	}
}

// Before it is published, a vacancy is seen by its organisation, and once sent by who reviews it.
func TestWhoSeesAVacancyBeforeItIsPublished(t *testing.T) {
	h := open(t)
	one, agency := h.org("one", organisation.Business, "riga"), h.org("agency", organisation.Agency, "riga")
	of, err := h.Create(one, job("Cleaner"))
	h.Must(err)
	see := func(want map[string]bool) {
		t.Helper()
		for says, as := range map[string]context.Context{"a visitor": t.Context(), "one": one, "agency": agency, "staff": h.Staff("riga"), "far": h.Staff("ghent"),
			"other": h.org("other", organisation.Business, "riga")} {
			if _, err := h.Get(as, of.ID); (err == nil) != want[says] || err != nil && !problem.Is(err, problem.NotFound) {
				t.Errorf("%s: %v, want to see it: %t", says, err, want[says])
			}
		}
	}
	see(map[string]bool{"one": true})
	_, err = h.Submit(one, of.ID, nil)
	h.Must(err)
	see(map[string]bool{"one": true, "agency": true, "staff": true})
	_, err = h.Review(agency, of.ID, vacancy.Judgement{Reason: "Say the hours."})
	h.Must(err)
	see(map[string]bool{"one": true, "agency": true, "staff": true})
	_, err = h.Submit(one, of.ID, nil)
	h.Must(err)
	_, err = h.Review(agency, of.ID, vacancy.Judgement{Publish: true})
	h.Must(err)
	see(map[string]bool{"a visitor": true, "one": true, "agency": true, "staff": true, "far": true, "other": true})
}

// What is sent is still open: one whose last day is over gets another first.
func TestWhatIsSentIsStillOpen(t *testing.T) {
	h := open(t)
	one := h.org("one", organisation.Business, "riga")
	of, err := h.Create(one, job("Cleaner"))
	h.Must(err)
	h.now = of.Closes
	_, err = h.Submit(one, of.ID, nil)
	h.Wrong(err, "closes", "vacancy.closes_past")
	h.now = of.Closes.Add(-time.Second)
	if _, err = h.Submit(one, of.ID, nil); err != nil {
		t.Errorf("in its last second: %v", err)
	}
}

// Two who decide at once do not both: one decision stands, and its author gets one letter.
func TestTwoReviewersAtOnce(t *testing.T) {
	h := open(t)
	of := h.sent(h.org("one", organisation.Business, "riga"), job("Cleaner"))
	reviewers := []context.Context{h.Staff("riga"), h.org("agency", organisation.Agency, "riga"), h.org("second", organisation.Agency, "riga"),
		h.As("admin", actor.Admin, "")}
	var decided atomic.Int32
	h.Crowd(len(reviewers), func(n int) error {
		_, err := h.Review(reviewers[n], of.ID, vacancy.Judgement{Publish: n%2 == 0, Reason: "Say the hours."})
		if problem.Is(err, problem.Conflict) {
			return nil
		}
		decided.Add(1)
		return err
	})
	stored, err := h.Get(reviewers[0], of.ID)
	h.Must(err)
	if decided.Load() != 1 || len(stored.Reviews) != 1 || len(h.Letters(of.ID+"/review/")) != 1 {
		t.Errorf("%d decided, %d are stored, %d letters", decided.Load(), len(stored.Reviews), len(h.Letters(of.ID+"/review/")))
	}
	if stored.Reviews[0].What == "published" != (stored.State(h.now) == vacancy.Published) {
		t.Errorf("%s, and it is %s", stored.Reviews[0].What, stored.State(h.now))
	}
}

// Whose organisation is not verified any more, because it has another name or kind, sends nothing to
// be published: as with a new vacancy, the city first vouches for what it is called now.
func TestALapsedVerificationKeepsAVacancyBack(t *testing.T) {
	for says, f := range map[string]organisation.Form{"another name": {Name: "City of Riga"}, "another kind": {Kind: organisation.School}} {
		t.Run(says, func(t *testing.T) {
			h := open(t)
			one := h.org("one", organisation.Business, "riga")
			draft, err := h.Create(one, job("Cleaner"))
			h.Must(err)
			shown := h.published(one, job("Cook"))
			_, err = h.Change(one, shown.ID, job("Cook at night"))
			h.Must(err)
			o, err := h.organisations.Change(one, f)
			h.Must(err)
			for _, id := range []string{draft.ID, shown.ID} {
				_, err = h.Submit(one, id, nil)
				h.Conflict(err, "organisation.not_verified")
				_, err = h.Review(h.Staff("riga"), id, vacancy.Judgement{Publish: true})
				h.Conflict(err, "vacancy.not_waiting")
			}
			if queue, err := h.ListWaiting(h.Staff("riga")); err != nil || len(queue) != 0 {
				t.Errorf("%d wait, %v", len(queue), err)
			}
			_, err = h.Create(one, job("Waiter"))
			h.Conflict(err, "organisation.not_verified")
			_, err = h.organisations.Verify(h.Staff("riga"), o.ID)
			h.Must(err)
			if _, err := h.Submit(one, draft.ID, nil); err != nil {
				t.Errorf("verified again: %v", err)
			}
		})
	}
}
