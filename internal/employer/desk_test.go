package employer_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"citiesgrow/internal/actor"
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

func failure[T any](_ T, err error) error { return err }

func (h *house) event(capacity int, hosts string) *employer.Event {
	h.t.Helper()
	as := h.staff("riga")
	e, err := h.PlanEvent(as, employer.EventForm{Title: "Meet the buyer", Where: "City hall", Day: day(10), From: "14:00", To: "19:00", Capacity: capacity, Hosts: hosts})
	h.must(err)
	e, err = h.PublishEvent(as, e.ID)
	h.must(err)
	return e
}

// Two hundred people want twenty places: twenty get one, the others wait in order.
func TestPlacesAreGivenOnce(t *testing.T) {
	h := open(t)
	e := h.event(20, "")
	h.crowd(200, func(n int) error {
		_, err := h.Register(h.as(fmt.Sprint("person-", n), actor.Entrepreneur, "riga"), e.ID, "", "")
		return err
	})
	_, a, err := h.Attendance(h.staff("riga"), e.ID)
	h.must(err)
	seen := map[string]bool{}
	for i, r := range a.Registrations {
		if seen[r.Account] || r.Waiting != (i >= 20) {
			t.Errorf("%d. is %s, waiting %t", i+1, r.Account, r.Waiting)
		}
		seen[r.Account] = true
	}
	if a.Coming() != 20 || len(a.Registrations) != 200 {
		t.Fatalf("%d come, %d registered", a.Coming(), len(a.Registrations))
	}
	// Who gives a place back lets the first of the list in, who hears of it.
	first := a.Registrations[20].Account
	h.must(h.Leave(h.as(a.Registrations[3].Account, actor.Entrepreneur, "riga"), e.ID))
	_, a, err = h.Attendance(h.staff("riga"), e.ID)
	h.must(err)
	if i := slices.IndexFunc(a.Registrations, func(r employer.Registration) bool { return r.Account == first }); a.Registrations[i].Waiting || a.Coming() != 20 || len(h.letters(e.ID+"/registered/"+first+"/")) != 1 {
		t.Errorf("the first who waited: %+v", a.Registrations[i])
	}
}

// Two hundred people who have a place want the twenty meetings of one host: each is given
// once, and nobody has two with the same host.
func TestMeetingsAreGivenOnce(t *testing.T) {
	h := open(t)
	e := h.event(200, "The city's buyer")
	slots := e.Slots()
	if len(slots) != 20 {
		t.Fatalf("%d slots of 15 minutes in five hours", len(slots))
	}
	h.crowd(200, func(n int) error {
		_, err := h.Register(h.as(fmt.Sprint("person-", n), actor.Entrepreneur, "riga"), e.ID, "", "")
		return err
	})
	var mu sync.Mutex
	got := 0
	h.crowd(200, func(n int) error {
		_, err := h.Meet(h.as(fmt.Sprint("person-", n), actor.Entrepreneur, "riga"), e.ID, "The city's buyer", slots[n%20])
		if problem.Is(err, problem.Conflict) {
			return nil
		}
		mu.Lock()
		defer mu.Unlock()
		got++
		return err
	})
	_, a, err := h.Attendance(h.staff("riga"), e.ID)
	h.must(err)
	taken := map[time.Time]bool{}
	for _, m := range a.Meetings {
		if taken[m.Start] {
			t.Errorf("%s is given twice", m.Start)
		}
		taken[m.Start] = true
	}
	if got != 20 || len(a.Meetings) != 20 {
		t.Errorf("%d were told they have one, %d do", got, len(a.Meetings))
	}
}

func (h *house) crowd(n int, do func(n int) error) {
	h.t.Helper()
	var wg sync.WaitGroup
	var mu sync.Mutex
	var failed error
	for i := range n {
		wg.Go(func() {
			if err := do(i); err != nil {
				mu.Lock()
				failed = errors.Join(failed, err)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if failed != nil {
		h.t.Fatal(failed)
	}
}

// What changes is told to who registered; a cancelled event reminds nobody.
func TestPeopleHearWhatChanges(t *testing.T) {
	h := open(t)
	e := h.event(5, "A buyer")
	amina := h.as("amina", actor.Entrepreneur, "riga")
	if _, err := h.Meet(amina, e.ID, "A buyer", e.Start); !problem.Is(err, problem.Conflict) {
		t.Errorf("a meeting without a place: %v", err)
	}
	for range 2 {
		_, err := h.Register(amina, e.ID, "+371 22", "")
		h.must(err)
	}
	_, err := h.Meet(amina, e.ID, "A buyer", e.Start)
	h.must(err)
	if _, err := h.Meet(amina, e.ID, "A buyer", e.Start.Add(15*time.Minute)); !problem.Is(err, problem.Conflict) {
		t.Errorf("a second meeting with the same host: %v", err)
	}
	if len(h.letters("/registered/")) != 1 || len(h.letters("/ahead/")) != 1 {
		t.Errorf("%d, %d letters", len(h.letters("/registered/")), len(h.letters("/ahead/")))
	}
	staff := h.staff("riga")
	_, err = h.ChangeEvent(staff, e.ID, employer.EventForm{Title: "Meet the buyer", Where: "Library", Day: day(12), From: "10:00", To: "12:00", Capacity: 5, Hosts: "A buyer"})
	h.must(err)
	if got := h.letters("letter_changed"); len(got) != 1 || got[0].Words["Where"] != "Library" || got[0].Moments["When"].At.Equal(e.Start) {
		t.Errorf("%+v", got)
	}
	_, a, err := h.Attendance(staff, e.ID)
	h.must(err)
	if len(a.Meetings) != 0 || a.Coming() != 1 {
		t.Errorf("meetings at a time that is not there any more: %+v", a.Meetings)
	}
	due := moduletest.Now.AddDate(0, 0, 20)
	h.must(h.Follow(staff, e.ID, "amina", employer.FollowUp{Next: "Send the form", Due: due}))
	if err := h.Follow(staff, e.ID, "nobody", employer.FollowUp{}); !problem.Is(err, problem.Invalid) {
		t.Errorf("somebody who is not registered: %v", err)
	}
	if open, err := h.Contacts(staff); err != nil || len(open) != 1 || open[0].Next != "Send the form" || open[0].Contact != "+371 22" {
		t.Errorf("%+v, %v", open, err)
	}
	if _, err := h.CancelEvent(staff, e.ID, ""); !problem.Is(err, problem.Invalid) {
		t.Errorf("called off without a reason: %v", err)
	}
	_, err = h.CancelEvent(staff, e.ID, "The hall is closed")
	h.must(err)
	if len(h.letters("/ahead/")) != 0 || len(h.letters("letter_cancelled")) != 1 {
		t.Errorf("%+v", h.letters("/ahead/"))
	}
	if _, err := h.Register(amina, e.ID, "", ""); !problem.Is(err, problem.Conflict) {
		t.Errorf("registered for what is called off: %v", err)
	}
	if _, _, err := h.Attendance(h.staff("ghent"), e.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("another city reads who comes: %v", err)
	}
}
