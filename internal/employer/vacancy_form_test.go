package employer_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/employer"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
)

// Each wrong input is refused with the name of its field and the reason, and nothing is stored.
func TestWhatIsWrongInTheFormOfAVacancy(t *testing.T) {
	h := open(t)
	one := h.org("one", organisation.Business, "riga")
	for _, c := range []struct {
		says, field, key string
		spoil            func(*employer.OfferForm)
	}{
		{"no title", "title", "problem.required", func(f *employer.OfferForm) { f.Title = "" }},
		{"no way to apply", "apply", "problem.required", func(f *employer.OfferForm) { f.Apply = "" }},
		{"no wage", "wage_from", "offer.wage_missing", func(f *employer.OfferForm) { f.WageFrom = "" }},
		{"a wage of nothing", "wage_from", "offer.wage_missing", func(f *employer.OfferForm) { f.WageFrom = "0" }},
		{"an apprenticeship without a wage", "wage_from", "offer.wage_missing", func(f *employer.OfferForm) { f.Kind, f.WageFrom = employer.Apprenticeship, "" }},
		{"unpaid work", "wage_from", "offer.wage_missing", func(f *employer.OfferForm) { f.WageFrom, f.Unpaid = "", "yes" }},
		{"a wage that is none", "wage_from", "problem.amount", func(f *employer.OfferForm) { f.WageFrom = "plenty" }},
		{"less at the top", "wage_to", "offer.wage_order", func(f *employer.OfferForm) { f.WageTo = "1099.99" }},
		{"a placement that does not say whether it is paid", "unpaid", "offer.unpaid_missing",
			func(f *employer.OfferForm) { f.Kind, f.WageFrom = employer.Placement, "" }},
		{"C1 without a reason", "level_why", "offer.level_why_missing", func(f *employer.OfferForm) { f.Levels[0].Level = "C1" }},
		{"C2 without a reason", "level_why", "offer.level_why_missing", func(f *employer.OfferForm) { f.Levels[0].Level = "C2" }},
		{"a language without a level", "levels[0].level", "offer.level_missing", func(f *employer.OfferForm) { f.Levels[0].Level = "" }},
		{"no last day", "closes", "problem.required", func(f *employer.OfferForm) { f.Closes = "" }},
		{"yesterday", "closes", "offer.closes_past", func(f *employer.OfferForm) { f.Closes = record.Day(day(-1)) }},
		{"a day that is none", "closes", "problem.date", func(f *employer.OfferForm) { f.Closes = "soon" }},
		{"a beginning that is none", "starts", "problem.date", func(f *employer.OfferForm) { f.Starts = "soon" }},
		{"an occupation of another site", "esco", "offer.esco_wrong", func(f *employer.OfferForm) { f.ESCO = "https://esco.example/occupation/1" }},
		{"a code that is none", "cpv", "tender.cpv_wrong", func(f *employer.OfferForm) { f.CPV = []string{"cleaning"} }},
	} {
		f := job("Cleaner")
		c.spoil(&f)
		_, err := h.Offer(one, f)
		if p := problem.Of(err); p == nil || p.Fields[c.field].Key != c.key {
			t.Errorf("%s: %v, want %s=%s", c.says, err, c.field, c.key)
		}
	}
	if all, err := h.MyOffers(one); err != nil || len(all) != 0 {
		t.Errorf("%d are stored, %v", len(all), err)
	}
}

// What may stay open: the evening of today, unpaid learning, B2 without a reason, one wage.
func TestWhatTheFormOfAVacancyTakes(t *testing.T) {
	h := open(t)
	one := h.org("one", organisation.Business, "riga")
	for says, change := range map[string]func(*employer.OfferForm){
		"the evening of today":           func(f *employer.OfferForm) { f.Closes = record.Day(day(0)) },
		"B2 without a reason":            func(f *employer.OfferForm) { f.Levels[0].Level = "B2" },
		"C1 with a reason":               func(f *employer.OfferForm) { f.Levels[0].Level, f.LevelWhy = "C1", "To interpret in court" },
		"a course that leads to C1":      func(f *employer.OfferForm) { f.Kind, f.Levels[0].Level = employer.Training, "C1" },
		"no language at all":             func(f *employer.OfferForm) { f.Levels = []employer.LevelForm{{}} },
		"an unpaid placement":            func(f *employer.OfferForm) { f.Kind, f.WageFrom, f.Unpaid = employer.Placement, "", "yes" },
		"mentoring without a wage":       func(f *employer.OfferForm) { f.Kind, f.WageFrom = employer.Mentoring, "" },
		"the same wage twice":            func(f *employer.OfferForm) { f.WageTo = "1100" },
		"a wage at the top alone":        func(f *employer.OfferForm) { f.WageFrom, f.WageTo = "", "1300" },
		"an occupation of ESCO's groups": func(f *employer.OfferForm) { f.ESCO = "http://data.europa.eu/esco/isco/C9112" },
	} {
		f := job("Cleaner")
		change(&f)
		if _, err := h.Offer(one, f); err != nil {
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
	of, err := h.Offer(one, f)
	h.must(err)
	of, err = h.MyOffer(one, of.ID)
	h.must(err)
	if *of.WageFrom != (record.Money{Minor: 110_000, Currency: "EUR"}) || *of.WageTo != (record.Money{Minor: 125_050, Currency: "EUR"}) || of.WagePer != "month" {
		t.Errorf("%+v to %+v a %s", of.WageFrom, of.WageTo, of.WagePer)
	}
	if of.Places != 1 || of.Language != "en" || !of.Mentor || of.Contract != "temporary" || of.Where != f.Where || of.Stage != employer.Draft ||
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
	of, err = h.Offer(pounds, job("Cleaner"))
	h.must(err)
	if of.WageFrom.Currency != "GBP" {
		t.Errorf("%+v", of.WageFrom)
	}
}

// A vacancy is its organisation's: for another employer it is not there.
func TestWhoChangesAVacancy(t *testing.T) {
	h := open(t)
	one := h.org("one", organisation.Business, "riga")
	of, err := h.Offer(one, job("Cleaner"))
	h.must(err)
	for says, c := range map[string]struct {
		as   context.Context
		want problem.Kind
	}{
		"a visitor":             {t.Context(), problem.Unauthorized},
		"an entrepreneur":       {h.as("amina", actor.Entrepreneur, "riga"), problem.Forbidden},
		"the city's staff":      {h.staff("riga"), problem.Forbidden},
		"another employer":      {h.org("other", organisation.Business, "riga"), problem.NotFound},
		"an agency of the city": {h.org("agency", organisation.Agency, "riga"), problem.NotFound},
	} {
		for does, err := range map[string]error{
			"opens":   failure(h.MyOffer(c.as, of.ID)),
			"changes": failure(h.EditOffer(c.as, of.ID, job("Mine"))),
			"sends":   failure(h.Submit(c.as, of.ID, nil)),
			"closes":  failure(h.Close(c.as, of.ID, 1, "")),
		} {
			h.is(err, c.want, says+" "+does+" it")
		}
	}
	_, err = h.EditOffer(one, of.ID, job("Cleaner, first"))
	h.must(err)
	stale := job("Cleaner, second")
	stale.Revision = of.Revision
	_, err = h.EditOffer(one, of.ID, stale)
	h.conflict(err, "organisation.changed_meanwhile")
	now, err := h.MyOffer(one, of.ID)
	if err != nil || now.Title != "Cleaner, first" {
		t.Fatalf("%+v, %v", now, err)
	}
	stale.Revision = now.Revision
	if now, err = h.EditOffer(one, of.ID, stale); err != nil || now.Title != "Cleaner, second" {
		t.Errorf("with the form as it is now: %+v, %v", now, err)
	}
}

// Before it is published, a vacancy is seen by its organisation, and once sent by who reviews it.
func TestWhoSeesAVacancyBeforeItIsPublished(t *testing.T) {
	h := open(t)
	one, agency := h.org("one", organisation.Business, "riga"), h.org("agency", organisation.Agency, "riga")
	of, err := h.Offer(one, job("Cleaner"))
	h.must(err)
	see := func(want map[string]bool) {
		t.Helper()
		for says, as := range map[string]context.Context{"a visitor": t.Context(), "one": one, "agency": agency, "staff": h.staff("riga"), "far": h.staff("ghent"),
			"other": h.org("other", organisation.Business, "riga")} {
			if _, err := h.GetOffer(as, of.ID); (err == nil) != want[says] || err != nil && !problem.Is(err, problem.NotFound) {
				t.Errorf("%s: %v, want to see it: %t", says, err, want[says])
			}
		}
	}
	see(map[string]bool{"one": true})
	_, err = h.Submit(one, of.ID, nil)
	h.must(err)
	see(map[string]bool{"one": true, "agency": true, "staff": true})
	_, err = h.Judge(agency, of.ID, employer.Judgement{Reason: "Say the hours."})
	h.must(err)
	see(map[string]bool{"one": true, "agency": true, "staff": true})
	_, err = h.Submit(one, of.ID, nil)
	h.must(err)
	_, err = h.Judge(agency, of.ID, employer.Judgement{Publish: true})
	h.must(err)
	see(map[string]bool{"a visitor": true, "one": true, "agency": true, "staff": true, "far": true, "other": true})
}

// What is sent is still open: one whose last day is over gets another first.
func TestWhatIsSentIsStillOpen(t *testing.T) {
	h := open(t)
	one := h.org("one", organisation.Business, "riga")
	of, err := h.Offer(one, job("Cleaner"))
	h.must(err)
	h.now = of.Closes
	_, err = h.Submit(one, of.ID, nil)
	h.wrong(err, "closes", "offer.closes_past")
	h.now = of.Closes.Add(-time.Second)
	if _, err = h.Submit(one, of.ID, nil); err != nil {
		t.Errorf("in its last second: %v", err)
	}
}

// Two who decide at once do not both: one decision stands, and its author gets one letter.
func TestTwoReviewersAtOnce(t *testing.T) {
	h := open(t)
	of := h.sent(h.org("one", organisation.Business, "riga"), job("Cleaner"))
	reviewers := []context.Context{h.staff("riga"), h.org("agency", organisation.Agency, "riga"), h.org("second", organisation.Agency, "riga"),
		h.as("admin", actor.Admin, "")}
	var decided atomic.Int32
	h.crowd(len(reviewers), func(n int) error {
		_, err := h.Judge(reviewers[n], of.ID, employer.Judgement{Publish: n%2 == 0, Reason: "Say the hours."})
		if problem.Is(err, problem.Conflict) {
			return nil
		}
		decided.Add(1)
		return err
	})
	stored, err := h.GetOffer(reviewers[0], of.ID)
	h.must(err)
	if decided.Load() != 1 || len(stored.Reviews) != 1 || len(h.letters(of.ID+"/review/")) != 1 {
		t.Errorf("%d decided, %d are stored, %d letters", decided.Load(), len(stored.Reviews), len(h.letters(of.ID+"/review/")))
	}
	if stored.Reviews[0].What == "published" != (stored.State(h.now) == employer.Published) {
		t.Errorf("%s, and it is %s", stored.Reviews[0].What, stored.State(h.now))
	}
}
