package employer_test

import (
	"testing"

	"citiesgrow/internal/employer"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
)

func TestAPledgeIsKeptInSteps(t *testing.T) {
	h := open(t)
	one, other := h.org("one", employer.Business, "riga"), h.org("other", employer.Business, "riga")
	for field, f := range map[string]employer.PledgeForm{"what": {What: "money", Count: 1, Until: "2027-01-01"}, "count": {What: "hires", Until: "2027-01-01"}, "until": {What: "hires", Count: 1, Until: "2020-01-01"}} {
		_, err := h.Pledge(one, f)
		if p := problem.Of(err); p == nil || p.Fields[field].Key == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
	p, err := h.Pledge(one, employer.PledgeForm{What: "hires", Count: 3, Until: "2027-01-01"})
	h.must(err)
	if _, err := h.GetPledge(t.Context(), p.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("everybody sees one that is not public: %v", err)
	}
	if _, err := h.Advance(other, p.ID, 1, ""); !problem.Is(err, problem.NotFound) {
		t.Errorf("somebody else keeps it: %v", err)
	}
	if all, err := h.Pledges(h.staff("riga"), "riga", ""); err != nil || len(all) != 1 {
		t.Errorf("the city sees %d, %v", len(all), err)
	}
	if all, err := h.Pledges(h.staff("ghent"), "riga", ""); err != nil || len(all) != 0 {
		t.Errorf("another city sees %d, %v", len(all), err)
	}
	for range 3 {
		p, err = h.Advance(one, p.ID, 1, "One more")
		h.must(err)
	}
	if p.Done() != 3 || p.State(moduletest.Now) != "kept" || p.State(moduletest.Now.AddDate(2, 0, 0)) != "kept" {
		t.Errorf("%d done, %s", p.Done(), p.State(moduletest.Now))
	}
	missed, err := h.Pledge(one, employer.PledgeForm{What: "mentors", Count: 3, Until: "2027-01-01", Public: "yes"})
	h.must(err)
	if missed.State(moduletest.Now) != "running" || missed.State(moduletest.Now.AddDate(2, 0, 0)) != "missed" {
		t.Error(missed.State(moduletest.Now))
	}
	if all, err := h.Pledges(t.Context(), "", ""); err != nil || len(all) != 1 || all[0].ID != missed.ID {
		t.Errorf("everybody sees %d, %v", len(all), err)
	}
	_, err = h.Unpledge(one, missed.ID, "We moved")
	h.must(err)
	if all, err := h.Pledges(t.Context(), "", ""); err != nil || len(all) != 0 {
		t.Errorf("taken back, and %d are seen, %v", len(all), err)
	}
}
