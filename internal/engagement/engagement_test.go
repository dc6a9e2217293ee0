package engagement_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/engagement"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/problem"
)

// The person sees only what concerns them.
func TestThePersonSeesWhatConcernsThem(t *testing.T) {
	h := open(t)
	staff, agency := h.Staff("riga"), h.org("agency", organisation.Agency, "riga")
	e, err := h.Create(staff, engagement.Form{Side: engagement.PersonSide, Name: "Amina", What: "Bring the papers", Due: day(5)}, "riga")
	h.Must(err)
	_, err = h.AddEntry(staff, e.ID, "note", "Nervous in the interview", false)
	h.Must(err)
	_, err = h.AddEntry(agency, e.ID, "meeting", "We spoke about the bakery", true)
	h.Must(err)
	code, err := h.Invite(staff, e.ID)
	h.Must(err)
	amina, omar := h.As("amina", actor.Entrepreneur, "riga"), h.As("omar", actor.Entrepreneur, "riga")
	if _, err := h.Link(omar, "aaaaa bbbbb"); !problem.Is(err, problem.Invalid) {
		t.Errorf("a wrong code: %v", err)
	}
	_, err = h.Link(amina, code)
	h.Must(err)
	if _, err := h.Link(omar, code); !problem.Is(err, problem.Invalid) {
		t.Errorf("a code works twice: %v", err)
	}
	mine, err := h.ListOwn(amina)
	h.Must(err)
	if len(mine) != 1 || mine[0].Next.What != "Bring the papers" || len(mine[0].Entries) != 1 || mine[0].Entries[0].Text != "We spoke about the bakery" {
		t.Errorf("%+v", mine)
	}
	if others, err := h.ListOwn(omar); err != nil || len(others) != 0 {
		t.Errorf("%+v, %v", others, err)
	}
	if err := h.Unlink(omar, e.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("somebody else unlinks: %v", err)
	}
	h.Must(h.Unlink(amina, e.ID))
	if _, err := h.Get(h.Staff("ghent"), e.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("another city's staff read it: %v", err)
	}
	if _, err := h.Get(h.org("one", organisation.Business, "riga"), e.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("an employer reads the records: %v", err)
	}
}

func TestAContactComesToNothingForAReason(t *testing.T) {
	h := open(t)
	staff := h.Staff("riga")
	e, err := h.Create(staff, engagement.Form{Name: "Bakery", What: "Call", Due: day(-3)}, "")
	h.Must(err)
	if !e.Overdue(moduletest.Now) {
		t.Error("a step of three days ago is not overdue")
	}
	if _, err := h.Create(staff, engagement.Form{Name: "Bakery", What: "Call"}, ""); !problem.Is(err, problem.Invalid) {
		t.Errorf("a step without a day: %v", err)
	}
	if _, err := h.Change(staff, e.ID, engagement.Form{Stage: "lost"}); !problem.Is(err, problem.Invalid) {
		t.Errorf("lost without a reason: %v", err)
	}
	old := e.Revision
	e, err = h.Change(staff, e.ID, engagement.Form{Revision: old, Stage: "lost", Lost: "no_need"})
	h.Must(err)
	_, err = h.Change(staff, e.ID, engagement.Form{Revision: old, Stage: "met"})
	h.Conflict(err, "organisation.changed_meanwhile")
	if now, is := problem.Of(err).Current.(*engagement.Engagement); !is || now.Lost != "no_need" {
		t.Errorf("what is stored now: %+v", problem.Of(err).Current)
	}
	later, err := h.Create(staff, engagement.Form{Name: "Mill", What: "Visit", Due: day(9)}, "")
	h.Must(err)
	all, err := h.List(staff, "", "")
	h.Must(err)
	if len(all) != 2 || all[len(all)-1].ID != e.ID && all[0].ID != later.ID {
		t.Errorf("%d, first %s", len(all), all[0].Name)
	}
}

// A record is read back with its next step; its keeper is who wrote it last.
func TestARecordIsReadBack(t *testing.T) {
	h := open(t)
	agency := h.org("agency", organisation.Agency, "riga")
	f := engagement.Form{Name: "Bakery", Person: "Mr Kalns", Email: "kalns@bakery.example", Phone: "+371 22", What: "Call", Due: day(3),
		Result: "Wants to hire"}
	e, err := h.Create(agency, f, "ghent")
	h.Must(err)
	e, err = h.Get(h.Staff("riga"), e.ID)
	h.Must(err)
	if e.City != "riga" || e.Side != engagement.EmployerSide || e.Stage != "new" || e.Keeper != "agency" || e.Contact.Person != "Mr Kalns" ||
		e.Result != "Wants to hire" {
		t.Errorf("%+v", e)
	}
	if due := e.Next.Due.Format(time.RFC3339); due != string(day(3))+"T21:59:00Z" || e.Next.What != "Call" || e.Next.Who != "agency" {
		t.Errorf("%+v", e.Next)
	}
	f.Stage = "met"
	e, err = h.Change(h.Staff("riga"), e.ID, f)
	h.Must(err)
	if e.Keeper != "agency" || e.Next.Who != "staff-riga" || e.Stage != "met" {
		t.Errorf("%+v", e)
	}
}

// Each wrong input is refused with the name of its field, and nothing is stored.
func TestWhatARecordMustTell(t *testing.T) {
	h := open(t)
	staff := h.Staff("riga")
	for _, c := range []struct {
		says, field, key string
		spoil            func(*engagement.Form)
	}{
		{"no name", "name", "problem.required", func(f *engagement.Form) { f.Name = "" }},
		{"a stage of the other side", "stage", "problem.oneof", func(f *engagement.Form) { f.Stage = "counselled" }},
		{"a stage that is none", "stage", "problem.oneof", func(f *engagement.Form) { f.Stage = "friends" }},
		{"lost without a reason", "lost", "engagement.lost_missing", func(f *engagement.Form) { f.Stage = "lost" }},
		{"lost for a reason that is none", "lost", "engagement.lost_missing", func(f *engagement.Form) { f.Stage, f.Lost = "lost", "weather" }},
		{"a next step without a day", "due", "engagement.due_missing", func(f *engagement.Form) { f.Due = "" }},
		{"a day that is none", "due", "problem.date", func(f *engagement.Form) { f.Due = "soon" }},
	} {
		f := engagement.Form{Name: "Bakery", What: "Call", Due: day(3)}
		c.spoil(&f)
		_, err := h.Create(staff, f, "")
		if p := problem.Of(err); p == nil || p.Fields[c.field].Key != c.key {
			t.Errorf("%s: %v, want %s=%s", c.says, err, c.field, c.key)
		}
	}
	_, err := h.Create(h.Staff(""), engagement.Form{Name: "Bakery"}, "atlantis")
	h.Wrong(err, "city", "problem.city_unknown")
	if all, err := h.List(h.Staff(""), "", ""); err != nil || len(all) != 0 {
		t.Errorf("%d are stored, %v", len(all), err)
	}
	if _, err := h.Create(h.Staff(""), engagement.Form{Name: "Bakery"}, "ghent"); err != nil {
		t.Errorf("staff of all cities choose the city: %v", err)
	}
}

// The records are the city's and its agency's. No other person reads, writes or invites.
func TestWhoReadsTheRecords(t *testing.T) {
	h := open(t)
	e, err := h.Create(h.Staff("riga"), engagement.Form{Name: "Bakery"}, "")
	h.Must(err)
	asleep := actor.From(h.Staff("riga"))
	asleep.Active = false
	for _, who := range []struct {
		says       string
		as         context.Context
		list, read problem.Kind
	}{
		{"a visitor", t.Context(), problem.Unauthorized, problem.Unauthorized},
		{"an entrepreneur", h.As("amina", actor.Entrepreneur, "riga"), problem.Forbidden, problem.Forbidden},
		{"a caseworker", h.As("case", actor.Caseworker, "riga"), problem.Forbidden, problem.Forbidden},
		{"disabled staff", actor.With(t.Context(), asleep), problem.Forbidden, problem.Forbidden},
		{"an employer", h.org("one", organisation.Business, "riga"), problem.Conflict, problem.NotFound},
		{"a school", h.org("school", organisation.School, "riga"), problem.Conflict, problem.NotFound},
		{"an agency of another city", h.org("far", organisation.Agency, "ghent"), "", problem.NotFound},
		{"staff of another city", h.Staff("ghent"), "", problem.NotFound},
		{"the city's agency", h.org("agency", organisation.Agency, "riga"), "", ""},
		{"the city's staff", h.Staff("riga"), "", ""},
		{"staff of all cities", h.Staff(""), "", ""},
	} {
		all, err := h.List(who.as, "", "")
		if p := problem.Of(err); (p == nil) != (who.list == "") || p != nil && p.Kind != who.list {
			t.Errorf("%s: the list: %v, want %q", who.says, err, who.list)
		}
		if (len(all) == 1) != (who.list == "" && who.read == "") {
			t.Errorf("%s sees %d records", who.says, len(all))
		}
		for does, err := range map[string]error{
			"reads":   moduletest.Failure(h.Get(who.as, e.ID)),
			"changes": moduletest.Failure(h.Change(who.as, e.ID, engagement.Form{Name: "Bakery"})),
			"notes":   moduletest.Failure(h.AddEntry(who.as, e.ID, "call", "We spoke", false)),
			"invites": moduletest.Failure(h.Invite(who.as, e.ID)),
		} {
			if p := problem.Of(err); (p == nil) != (who.read == "") || p != nil && p.Kind != who.read {
				t.Errorf("%s %s: %v, want %q", who.says, does, err, who.read)
			}
		}
	}
}

// What happened is added, not changed: two who write at once both keep their entry.
func TestEntriesOfARecord(t *testing.T) {
	h := open(t)
	staff := h.Staff("riga")
	e, err := h.Create(staff, engagement.Form{Name: "Bakery"}, "")
	h.Must(err)
	_, err = h.AddEntry(staff, e.ID, "party", "", false)
	h.Wrong(err, "kind", "problem.oneof")
	h.Wrong(err, "text", "problem.required")
	h.Crowd(10, func(n int) error {
		_, err := h.AddEntry(staff, e.ID, engagement.EntryKinds()[n%5], fmt.Sprint("Entry ", n), n%2 == 0)
		return err
	})
	e, err = h.Get(staff, e.ID)
	h.Must(err)
	seen := map[string]bool{}
	for _, entry := range e.Entries {
		seen[entry.Text] = true
		if entry.By != "staff-riga" || !entry.At.Equal(h.now) {
			t.Errorf("%+v", entry)
		}
	}
	if len(e.Entries) != 10 || len(seen) != 10 {
		t.Errorf("%d entries of 10", len(e.Entries))
	}
}

// A step is overdue once its day is over in the city; what came to nothing is not.
func TestWhatIsOverdue(t *testing.T) {
	h := open(t)
	staff := h.Staff("riga")
	e, err := h.Create(staff, engagement.Form{Name: "Bakery", What: "Call", Due: day(0)}, "")
	h.Must(err)
	for _, c := range []struct {
		at   time.Time
		want bool
	}{{h.now, false}, {e.Next.Due, false}, {e.Next.Due.Add(time.Second), true}} {
		if got := e.Overdue(c.at); got != c.want {
			t.Errorf("at %s: overdue %t", c.at, got)
		}
	}
	e, err = h.Change(staff, e.ID, engagement.Form{Stage: "lost", Lost: "moved", LostNote: "To Tallinn", What: "Call", Due: day(0)})
	h.Must(err)
	if e.Overdue(h.now.AddDate(1, 0, 0)) || e.LostNote != "To Tallinn" {
		t.Errorf("%+v", e)
	}
	e, err = h.Change(staff, e.ID, engagement.Form{Stage: "contacted", Lost: "moved", LostNote: "To Tallinn"})
	h.Must(err)
	if e.Lost != "" || e.LostNote != "" {
		t.Errorf("begun again, and still lost because %s", e.Lost)
	}
}

// The board of a city: what is due next stands first, what has no day last; by side and stage.
func TestTheBoardOfRecords(t *testing.T) {
	h := open(t)
	staff := h.Staff("riga")
	for _, f := range []engagement.Form{
		{Name: "no day"}, {Name: "later", What: "Call", Due: day(9)}, {Name: "overdue", What: "Call", Due: day(-2)},
		{Name: "a person", Side: engagement.PersonSide, Stage: "prepared", What: "Meet", Due: day(4)},
	} {
		_, err := h.Create(staff, f, "")
		h.Must(err)
	}
	_, err := h.Create(h.Staff("ghent"), engagement.Form{Name: "elsewhere", What: "Call", Due: day(1)}, "")
	h.Must(err)
	for _, c := range []struct {
		as          context.Context
		side, stage string
		want        []string
	}{
		{staff, "", "", []string{"overdue", "a person", "later", "no day"}},
		{staff, engagement.EmployerSide, "", []string{"overdue", "later", "no day"}},
		{staff, engagement.PersonSide, "", []string{"a person"}},
		{staff, "", "prepared", []string{"a person"}},
		{staff, engagement.EmployerSide, "prepared", nil},
		{h.Staff(""), "", "", []string{"overdue", "elsewhere", "a person", "later", "no day"}},
	} {
		all, err := h.List(c.as, c.side, c.stage)
		h.Must(err)
		var got []string
		for _, e := range all {
			got = append(got, e.Name)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q %q: %q, want %q", c.side, c.stage, got, c.want)
		}
	}
}
