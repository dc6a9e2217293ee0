package employer_test

import (
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/employer"
	"citiesgrow/internal/problem"
)

// The city vouches for an organisation; before, it offers nothing and nobody sees it.
func TestACityVerifiesOrganisations(t *testing.T) {
	h := open(t)
	one := h.as("one", actor.Employer, "riga")
	if _, err := h.Offer(one, job("Cleaner")); !problem.Is(err, problem.Conflict) {
		t.Errorf("without a page: %v", err)
	}
	o, err := h.Save(one, employer.OrganisationForm{Name: "House", Kind: employer.Business})
	h.must(err)
	if _, err := h.Offer(one, job("Cleaner")); !problem.Is(err, problem.Conflict) {
		t.Errorf("before it is verified: %v", err)
	}
	if _, err := h.Organisation(t.Context(), o.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("anybody sees it: %v", err)
	}
	if _, err := h.Verify(h.staff("ghent"), o.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("another city verifies: %v", err)
	}
	if waiting, err := h.WaitingOrganisations(h.staff("riga")); err != nil || len(waiting) != 1 {
		t.Errorf("%d wait, %v", len(waiting), err)
	}
	_, err = h.Verify(h.staff("riga"), o.ID)
	h.must(err)
	if all, err := h.Organisations(t.Context(), "riga", ""); err != nil || len(all) != 1 {
		t.Errorf("%d are seen, %v", len(all), err)
	}
	o, err = h.Save(one, employer.OrganisationForm{About: "More about us"})
	h.must(err)
	if o.Verified.IsZero() {
		t.Error("telling more takes the verification away")
	}
	if o, err = h.Save(one, employer.OrganisationForm{Name: "Another name"}); err != nil || !o.Verified.IsZero() {
		t.Errorf("another name stays verified, %v", err)
	}
}
