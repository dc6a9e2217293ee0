package employer_test

import (
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/employer"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
)

// The person sees only what concerns them.
func TestThePersonSeesWhatConcernsThem(t *testing.T) {
	h := open(t)
	staff, agency := h.staff("riga"), h.org("agency", employer.Agency, "riga")
	e, err := h.Engage(staff, employer.EngagementForm{Side: employer.PersonSide, Name: "Amina", What: "Bring the papers", Due: day(5)}, "riga")
	h.must(err)
	_, err = h.Note(staff, e.ID, "note", "Nervous in the interview", false)
	h.must(err)
	_, err = h.Note(agency, e.ID, "meeting", "We spoke about the bakery", true)
	h.must(err)
	code, err := h.Invite(staff, e.ID)
	h.must(err)
	amina, omar := h.as("amina", actor.Entrepreneur, "riga"), h.as("omar", actor.Entrepreneur, "riga")
	if _, err := h.Link(omar, "aaaaa bbbbb"); !problem.Is(err, problem.Invalid) {
		t.Errorf("a wrong code: %v", err)
	}
	_, err = h.Link(amina, code)
	h.must(err)
	if _, err := h.Link(omar, code); !problem.Is(err, problem.Invalid) {
		t.Errorf("a code works twice: %v", err)
	}
	mine, err := h.Concerning(amina)
	h.must(err)
	if len(mine) != 1 || mine[0].Next.What != "Bring the papers" || len(mine[0].Entries) != 1 || mine[0].Entries[0].Text != "We spoke about the bakery" {
		t.Errorf("%+v", mine)
	}
	if others, err := h.Concerning(omar); err != nil || len(others) != 0 {
		t.Errorf("%+v, %v", others, err)
	}
	if err := h.Unlink(omar, e.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("somebody else unlinks: %v", err)
	}
	h.must(h.Unlink(amina, e.ID))
	if _, err := h.Engagement(h.staff("ghent"), e.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("another city's staff read it: %v", err)
	}
	if _, err := h.Engagement(h.org("one", employer.Business, "riga"), e.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("an employer reads the records: %v", err)
	}
}

func TestAContactComesToNothingForAReason(t *testing.T) {
	h := open(t)
	staff := h.staff("riga")
	e, err := h.Engage(staff, employer.EngagementForm{Name: "Bakery", What: "Call", Due: day(-3)}, "")
	h.must(err)
	if !e.Overdue(moduletest.Now) {
		t.Error("a step of three days ago is not overdue")
	}
	if _, err := h.Engage(staff, employer.EngagementForm{Name: "Bakery", What: "Call"}, ""); !problem.Is(err, problem.Invalid) {
		t.Errorf("a step without a day: %v", err)
	}
	if _, err := h.ChangeEngagement(staff, e.ID, employer.EngagementForm{Stage: "lost"}); !problem.Is(err, problem.Invalid) {
		t.Errorf("lost without a reason: %v", err)
	}
	old := e.Revision
	e, err = h.ChangeEngagement(staff, e.ID, employer.EngagementForm{Revision: old, Stage: "lost", Lost: "no_need"})
	h.must(err)
	if _, err := h.ChangeEngagement(staff, e.ID, employer.EngagementForm{Revision: old, Stage: "met"}); !problem.Is(err, problem.Conflict) {
		t.Errorf("a stale form: %v", err)
	}
	later, err := h.Engage(staff, employer.EngagementForm{Name: "Mill", What: "Visit", Due: day(9)}, "")
	h.must(err)
	all, err := h.Engagements(staff, "", "")
	h.must(err)
	if len(all) != 2 || all[len(all)-1].ID != e.ID && all[0].ID != later.ID {
		t.Errorf("%d, first %s", len(all), all[0].Name)
	}
}
