package referral_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/client"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/referral"
	"citiesgrow/internal/service"
	"citiesgrow/internal/service/servicetest"
	"citiesgrow/internal/store/storetest"
)

// referred asks for a service.
func (h *house) referred(as context.Context, q referral.Request) *referral.Referral {
	h.t.Helper()
	r, err := h.Create(as, q)
	h.Must(err)
	return r
}

var olha = &client.Client{Name: "Olha", Contact: "+371 2", Language: "uk"}

// Who may not ask, who did not agree, and what cannot be asked for: nothing is stored and no letter is
// queued.
func TestWhatIsNotPassedOn(t *testing.T) {
	h := open(t)
	one, amina := h.Provider("one", "riga"), h.Owner("amina", "riga")
	l := h.Listed(one, servicetest.Cover("Cover", 3))
	closed, gone := servicetest.Cover("Closed", 3), servicetest.Cover("Gone", 3)
	closed.Status, gone.Status = service.Closed, service.Inactive
	closedID, goneID := h.Listed(one, closed).ID, h.Listed(one, gone).ID
	for name, c := range map[string]struct {
		ctx    context.Context
		q      referral.Request
		kind   problem.Kind
		fields []string
	}{
		"nobody": {t.Context(), referral.Request{Service: l.ID}, problem.Unauthorized, nil},
		"a buyer": {h.Actor(actor.Actor{ID: "b", Role: actor.Buyer}), referral.Request{Service: l.ID, Walk: olha, Agreed: true},
			problem.Forbidden, nil},
		"an administrator": {h.Actor(actor.Actor{ID: "a", Role: actor.Admin}), referral.Request{Service: l.ID, Walk: olha, Agreed: true},
			problem.Forbidden, nil},
		"a need that is none":      {amina, referral.Request{Service: l.ID, Need: "luck"}, problem.Invalid, []string{"need"}},
		"no service":               {amina, referral.Request{}, problem.Invalid, []string{"service"}},
		"a service that is not":    {amina, referral.Request{Service: "service-none"}, problem.Invalid, []string{"service"}},
		"a service closed for now": {amina, referral.Request{Service: closedID}, problem.Invalid, []string{"service"}},
		"a service that is gone":   {amina, referral.Request{Service: goneID}, problem.Invalid, []string{"service"}},
		"its own provider's":       {one, referral.Request{Service: goneID, Walk: olha, Agreed: true}, problem.Invalid, []string{"service"}},
		"for nobody":               {h.StaffOf("riga"), referral.Request{Service: l.ID}, problem.Invalid, []string{"agreed", "client_contact", "client_name"}},
		"without a yes":            {h.StaffOf("riga"), referral.Request{Service: l.ID, Walk: olha}, problem.Invalid, []string{"agreed"}},
	} {
		if _, err := h.Create(c.ctx, c.q); !problem.Is(err, c.kind) || !slices.Equal(moduletest.Fields(err), c.fields) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if all, err := h.List(h.StaffOf("riga")); err != nil || len(all) != 0 {
		t.Errorf("%d are stored, %v", len(all), err)
	}
	if n := len(h.LettersAbout("/new")) + len(h.LettersAbout("/late")) + len(h.LettersAbout("/waiting")); n != 0 {
		t.Errorf("%d letters", n)
	}
	// A client with an account has no other name; a walk-in client is stored with the consent.
	own := h.referred(amina, referral.Request{Service: l.ID, Walk: olha, Agreed: true, Tender: "tender-1", Until: h.Clock})
	if own.Client.Name != "amina" || own.Client.Account != "amina" || own.Client.Consent != nil || own.Tender != "tender-1" || !own.Until.Equal(h.Clock) {
		t.Errorf("%+v", own)
	}
	walk := h.referred(h.StaffOf("riga"), referral.Request{Service: l.ID, Walk: &client.Client{Name: "Olha", Contact: "+371 2", Account: "amina"}, Agreed: true})
	if c := walk.Client; c.Account != "" || c.Consent.Text == "" || !c.Consent.At.Equal(h.Clock) || c.Consent.With != "Staff of riga" {
		t.Errorf("%+v %+v", c, c.Consent)
	}
	if got := h.LettersAbout(walk.ID + "/waiting"); len(got) != 1 || got[0].Account != "staff-riga" {
		t.Errorf("who sent her is not told: %+v", got)
	}
}

// A referral is seen by the person, who sent them, who gives the service, and the staff of the service's
// city: each of them with what they may do, and by no other user.
func TestWhoSeesAReferral(t *testing.T) {
	h := open(t)
	one, two, amina := h.Provider("one", "riga"), h.Provider("two", "ghent"), h.Owner("amina", "riga")
	l := h.Listed(one, servicetest.Cover("Cover", 3))
	own := h.referred(amina, referral.Request{Service: l.ID})
	sent := h.referred(two, referral.Request{Service: l.ID, Walk: olha, Agreed: true})
	admin, adminGhent := h.Actor(actor.Actor{ID: "admin", Role: actor.Admin}), h.Actor(actor.Actor{ID: "admin-ghent", Role: actor.Admin, City: "ghent"})
	answers := []referral.State{referral.Accepted, referral.Declined, referral.Rerouted, referral.Done}
	back := []referral.State{referral.Withdrawn, referral.Done}
	for name, c := range map[string]struct {
		ctx       context.Context
		own, sent []referral.State
	}{
		"the person": {amina, back, nil}, "the provider": {one, answers, answers}, "who sent her": {two, nil, back},
		"the city's staff": {h.StaffOf("riga"), answers, answers},
		"an administrator": {admin, answers, answers}, "another city's": {adminGhent, nil, nil}, "another city's staff": {h.StaffOf("ghent"), nil, nil},
		"another person": {h.Owner("omar", "riga"), nil, nil}, "another provider": {h.Provider("three", "riga"), nil, nil},
	} {
		for r, want := range map[*referral.Referral][]referral.State{own: c.own, sent: c.sent} {
			if got := referral.Next(actor.From(c.ctx), r); !slices.Equal(got, want) {
				t.Errorf("%s may do %v, want %v", name, got, want)
			}
			_, err := h.Get(c.ctx, r.ID)
			if want == nil && !problem.Is(err, problem.NotFound) || want != nil && err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		all, err := h.List(c.ctx)
		h.Must(err)
		for r, want := range map[*referral.Referral][]referral.State{own: c.own, sent: c.sent} {
			if listed := slices.ContainsFunc(all, func(x *referral.Referral) bool { return x.ID == r.ID }); listed != (want != nil) {
				t.Errorf("%s has it in the list: %t", name, listed)
			}
		}
	}
	for name, c := range map[string]struct {
		ctx  context.Context
		want problem.Kind
	}{"a buyer": {h.Actor(actor.Actor{ID: "b", Role: actor.Buyer}), problem.Forbidden},
		"a caseworker": {h.Actor(actor.Actor{ID: "c", Role: actor.Caseworker, City: "riga"}), problem.Forbidden}, "nobody": {t.Context(), problem.Unauthorized}} {
		if _, err := h.Get(c.ctx, own.ID); !problem.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := h.List(c.ctx); !problem.Is(err, c.want) {
			t.Errorf("%s lists: %v", name, err)
		}
	}
}

// What waits for an answer comes first, the longest waiting on top; then the others, the newest first.
func TestTheOrderOfReferrals(t *testing.T) {
	h := open(t)
	one := h.Provider("one", "riga")
	l := h.Listed(one, servicetest.Cover("Cover", 3))
	var ids []string
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		h.Clock = h.Clock.Add(time.Hour)
		ids = append(ids, h.referred(h.Owner(name, "riga"), referral.Request{Service: l.ID}).ID)
	}
	for _, n := range []int{3, 1} {
		h.Clock = h.Clock.Add(time.Hour)
		_, err := h.AddStep(one, ids[n], referral.Transition{To: referral.Declined, Code: "full"})
		h.Must(err)
	}
	h.Clock = h.Clock.Add(time.Hour)
	_, err := h.AddStep(one, ids[0], referral.Transition{To: referral.Accepted})
	h.Must(err)
	all, err := h.List(one)
	h.Must(err)
	var got []string
	for _, r := range all {
		got = append(got, r.ID)
	}
	if want := []string{ids[2], ids[4], ids[0], ids[1], ids[3]}; !slices.Equal(got, want) {
		t.Errorf("%v\nwant %v", got, want)
	}
}

// A step is written down with who did it, when, why and in what words; what is over stays so.
func TestAStepIsKeptWithItsReason(t *testing.T) {
	h := open(t)
	one, amina := h.Provider("one", "riga"), h.Owner("amina", "riga")
	l := h.Listed(one, servicetest.Cover("Cover", 3))
	for _, c := range []struct {
		move  referral.Transition
		field string
	}{
		{referral.Transition{To: referral.Declined, Code: "full", Note: "In spring again."}, ""},
		{referral.Transition{To: referral.Declined, Code: "other", Note: "We moved."}, ""},
		{referral.Transition{To: referral.Done, Code: "partly"}, ""}, {referral.Transition{To: referral.Declined, Code: "supplied"}, "code"},
		{referral.Transition{To: referral.Done, Code: "full"}, "code"},
		{referral.Transition{To: referral.Declined, Code: "other"}, "note"}, {referral.Transition{To: referral.Open}, "state"},
		{referral.Transition{To: referral.Rerouted}, "next"},
	} {
		r := h.referred(amina, referral.Request{Service: l.ID})
		h.Clock = h.Clock.Add(time.Hour)
		got, err := h.AddStep(one, r.ID, c.move)
		if c.field != "" {
			kept, again := h.Get(one, r.ID)
			if h.Must(again); !slices.Equal(moduletest.Fields(err), []string{c.field}) || kept.State != referral.Open || len(kept.Steps) != 1 {
				t.Errorf("%+v: %v, %s", c.move, err, kept.State)
			}
			continue
		}
		h.Must(err)
		if last := got.Steps[1]; got.State != c.move.To || last.State != c.move.To || last.Code != c.move.Code || last.Note != c.move.Note ||
			!last.At.Equal(h.Clock) || last.By.Name != "Firms' House one" ||
			!got.Since().Equal(h.Clock) {
			t.Errorf("%+v", last)
		}
		for _, who := range []context.Context{one, amina} {
			if _, err := h.AddStep(who, r.ID, referral.Transition{To: referral.Done, Code: "supplied"}); moduletest.Key(err) != "referral.over" {
				t.Errorf("%s moves on: %v", got.State, err)
			}
			if moves := referral.Next(actor.From(who), got); moves != nil {
				t.Errorf("%s could still be %v", got.State, moves)
			}
		}
	}
}

// When the client withdraws it, the letter goes to the provider; when another takes a step, it goes to the client,
// and for a walk-in client to who sent them.
func TestWhoIsToldOfAStep(t *testing.T) {
	h := open(t)
	one, two, amina := h.Provider("one", "riga"), h.Provider("two", "riga"), h.Owner("amina", "riga")
	l := h.Listed(one, servicetest.Cover("Cover", 3))
	for _, c := range []struct {
		asks, moves context.Context
		q           referral.Request
		move        referral.Transition
		told        string
	}{
		{amina, amina, referral.Request{}, referral.Transition{To: referral.Withdrawn}, "one"},
		{amina, one, referral.Request{}, referral.Transition{To: referral.Accepted}, "amina"},
		{amina, h.StaffOf("riga"), referral.Request{}, referral.Transition{To: referral.Declined, Code: "area"}, "amina"},
		{two, two, referral.Request{Walk: olha, Agreed: true}, referral.Transition{To: referral.Withdrawn}, "one"},
		{two, one, referral.Request{Walk: olha, Agreed: true}, referral.Transition{To: referral.Done, Code: "no_show"}, "two"},
	} {
		c.q.Service = l.ID
		r := h.referred(c.asks, c.q)
		_, err := h.AddStep(c.moves, r.ID, c.move)
		h.Must(err)
		got := h.LettersAbout(r.ID + "/" + string(c.move.To))
		if len(got) != 1 || got[0].Account != c.told || got[0].Key != "referral.letter_"+string(c.move.To) || got[0].Path != "/referrals/"+r.ID {
			t.Errorf("%s by %s: %+v", c.move.To, actor.From(c.moves).ID, got)
		}
		if n := len(h.LettersAbout(r.ID+"/late")) + len(h.LettersAbout(r.ID+"/waiting")); n != 0 {
			t.Errorf("%d reminders are left", n)
		}
	}
}

// A referral is passed on to a service that is given now, and to another one; an attempt that was cut off is
// repeated without opening it twice.
func TestAReferralIsPassedOnOnce(t *testing.T) {
	db := &storetest.Contested{}
	h := open(t, func(h *moduletest.House) { db.DB, h.DB = h.DB, db })
	one, amina := h.Provider("one", "riga"), h.Owner("amina", "riga")
	first, second := h.Listed(one, servicetest.Cover("First", 3)), h.Listed(h.Provider("two", "ghent"), servicetest.Cover("Second", 3))
	closed := servicetest.Cover("Closed", 3)
	closed.Status = service.Closed
	closedID := h.Listed(one, closed).ID
	r := h.referred(amina, referral.Request{Service: first.ID, Why: "Cover.", Need: "insurance"})
	for name, next := range map[string]string{"itself": first.ID, "a closed one": closedID, "none": "service-none"} {
		if _, err := h.AddStep(one, r.ID, referral.Transition{To: referral.Rerouted, Next: next}); !slices.Equal(moduletest.Fields(err), []string{"next"}) {
			t.Errorf("to %s: %v", name, err)
		}
	}
	db.Contest("referrals", 1)
	if _, err := h.AddStep(one, r.ID, referral.Transition{To: referral.Rerouted, Next: second.ID}); !problem.Is(err, problem.Conflict) {
		t.Fatalf("somebody was quicker: %v", err)
	}
	if kept, err := h.Get(one, r.ID); err != nil || kept.State != referral.Open {
		t.Errorf("%+v %v", kept, err)
	}
	moved, err := h.AddStep(one, r.ID, referral.Transition{To: referral.Rerouted, Next: second.ID})
	h.Must(err)
	all, err := h.List(amina)
	h.Must(err)
	if len(all) != 2 || all[0].ID != moved.After || all[0].City != "ghent" || all[0].Need != "insurance" || all[0].By.Account != "amina" ||
		!strings.HasPrefix(all[0].ID, r.ID) {
		t.Errorf("%d, %+v", len(all), all[0])
	}
	if got := h.LettersAbout(moved.After + "/new"); len(got) != 1 || got[0].Account != "two" {
		t.Errorf("the next provider is not told: %+v", got)
	}
	if _, err := h.Get(one, moved.After); !problem.Is(err, problem.NotFound) {
		t.Errorf("who passed it on still sees it: %v", err)
	}
}

// A referral is overdue after five working days without an answer, not on the fifth.
func TestAReferralIsOverdueAfterFiveWorkingDays(t *testing.T) {
	monday := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	r := &referral.Referral{State: referral.Open, Steps: []referral.Step{{At: monday}}}
	for _, c := range []struct {
		now  time.Time
		want bool
	}{{monday.AddDate(0, 0, 7), false}, {monday.AddDate(0, 0, 7).Add(time.Second), true}, {monday.AddDate(0, 0, 6), false}, {monday, false}} {
		if r.Overdue(c.now) != c.want {
			t.Errorf("on %s: %t", c.now, !c.want)
		}
	}
	for _, state := range referral.States()[1:] {
		if r.State = state; r.Overdue(monday.AddDate(1, 0, 0)) {
			t.Errorf("%s is overdue", state)
		}
		if state.Over() != (state != referral.Accepted) {
			t.Errorf("%s is over: %t", state, state.Over())
		}
	}
	if got := (&referral.Referral{}).Since(); !got.IsZero() {
		t.Errorf("since %s", got)
	}
}
