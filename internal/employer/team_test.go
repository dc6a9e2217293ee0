package employer_test

import (
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/employer"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
)

// A firm asks, schools offer, the firm agrees with one, both say what came of it.
func TestStudentsHelpAFirm(t *testing.T) {
	h := open(t)
	school, second, far := h.org("school", employer.School, "riga"), h.org("second", employer.School, "riga"), h.org("far", employer.School, "ghent")
	business := h.org("business", employer.Business, "riga")
	amina := h.as("amina", actor.Entrepreneur, "riga")
	w, err := h.AskTeam(amina, employer.TeamForm{Title: "A price list for cleaning", Text: "We need prices.", Trade: "cleaning", Languages: []string{"lv"}, Weeks: 6, Contact: "+371 22"})
	h.must(err)
	board, err := h.Teams(school)
	h.must(err)
	if len(board) != 1 || board[0].Trade == "" || board[0].Language != "lv" {
		t.Errorf("%+v", board)
	}
	for _, who := range []struct {
		name string
		err  error
	}{{"a school elsewhere", failure(h.Team(far, w.ID))}, {"a business", failure(h.Team(business, w.ID))}, {"another firm", failure(h.Team(h.as("omar", actor.Entrepreneur, "riga"), w.ID))}} {
		if !problem.Is(who.err, problem.NotFound) {
			t.Errorf("%s sees it: %v", who.name, who.err)
		}
	}
	offer := employer.TeamOffer{Team: "Class 3b", Students: 4}
	_, err = h.OfferTeam(school, w.ID, offer)
	h.must(err)
	_, err = h.OfferTeam(second, w.ID, offer)
	h.must(err)
	if _, err := h.OfferTeam(business, w.ID, offer); !problem.Is(err, problem.Conflict) {
		t.Errorf("a business offers students: %v", err)
	}
	o, err := h.Mine(school)
	h.must(err)
	if _, err := h.AgreeTeam(amina, w.ID, "organisation-none"); !problem.Is(err, problem.Invalid) {
		t.Errorf("agreed with nobody: %v", err)
	}
	w, err = h.AgreeTeam(amina, w.ID, o.ID)
	h.must(err)
	if w.State(moduletest.Now) != "agreed" || len(h.letters("/agreed/")) != 2 {
		t.Errorf("%s, %d letters", w.State(moduletest.Now), len(h.letters("/agreed/")))
	}
	if _, err := h.EndTeam(second, w.ID, "Done", ""); !problem.Is(err, problem.NotFound) {
		t.Errorf("the other school ends it: %v", err)
	}
	w, err = h.EndTeam(amina, w.ID, "A price list on one page", "yes")
	h.must(err)
	if w.State(moduletest.Now) != "done" || w.Helpful != "yes" {
		t.Errorf("%+v", w)
	}
}
