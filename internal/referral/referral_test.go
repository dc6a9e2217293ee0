package referral_test

import (
	"context"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/client"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/referral"
	"citiesgrow/internal/service/servicetest"
)

// A referral goes its way: asked, taken on, done; each side sees it and is written to.
func TestAReferralGoesItsWay(t *testing.T) {
	h := open(t)
	one, amina := h.Provider("one", "riga"), h.Owner("amina", "riga")
	l := h.Listed(one, servicetest.Cover("Cover", 3))
	r, err := h.Create(amina, referral.Request{Service: l.ID, Why: "For a contract.", Need: "insurance"})
	h.Must(err)
	if r.State != referral.Open || r.Client.Account != "amina" {
		t.Fatalf("%+v", r)
	}
	for about, to := range map[string]string{"/new": "one", "/late": "one", "/waiting": "amina"} {
		if got := h.LettersAbout(r.ID + about); len(got) != 1 || got[0].Account != to {
			t.Errorf("letters %s: %+v", about, got)
		}
	}
	if n := len(h.LettersAbout("")); n != 4 { // one more asks for the confirmation of the service
		t.Errorf("%d letters", n)
	}
	// A Sunday: five working days later is Friday.
	if due := h.LettersAbout(r.ID + "/late")[0].Due; due.Weekday() != time.Friday || due.Sub(moduletest.Now) > 6*24*time.Hour {
		t.Errorf("the reminder goes on %s", due)
	}
	for _, m := range []referral.Transition{{To: referral.Accepted}, {To: referral.Done, Code: "supplied"}} {
		if r, err = h.AddStep(one, r.ID, m); err != nil {
			t.Fatalf("%s: %v", m.To, err)
		}
		if len(h.LettersAbout(r.ID+"/late"))+len(h.LettersAbout(r.ID+"/waiting")) != 0 {
			t.Errorf("after %s somebody is still reminded", m.To)
		}
		if got := h.LettersAbout(r.ID + "/" + string(m.To)); len(got) != 1 || got[0].Account != "amina" {
			t.Errorf("after %s: %+v", m.To, got)
		}
	}
	if _, err := h.AddStep(amina, r.ID, referral.Transition{To: referral.Withdrawn}); !problem.Is(err, problem.Conflict) {
		t.Errorf("a closed referral moves on: %v", err)
	}
	if len(r.Steps) != 3 || r.Steps[2].By.Account != "one" {
		t.Errorf("steps %+v", r.Steps)
	}
}

// Any of the three closes it: who asked, who sent them, who gives the service.
func TestWhoMayDoWhat(t *testing.T) {
	h := open(t)
	one, amina := h.Provider("one", "riga"), h.Owner("amina", "riga")
	l := h.Listed(one, servicetest.Cover("Cover", 3))
	other := h.Provider("other", "riga")
	refer := func() *referral.Referral {
		r, err := h.Create(amina, referral.Request{Service: l.ID})
		h.Must(err)
		return r
	}
	for _, c := range []struct {
		who  string
		move referral.Transition
		want problem.Kind
	}{
		{"client", referral.Transition{To: referral.Withdrawn}, ""}, {"client", referral.Transition{To: referral.Done, Code: "supplied"}, ""},
		{"client", referral.Transition{To: referral.Accepted}, problem.Invalid},
		{"provider", referral.Transition{To: referral.Accepted}, ""}, {"provider", referral.Transition{To: referral.Declined, Code: "full"}, ""},
		{"provider", referral.Transition{To: referral.Declined}, problem.Invalid},
		{"provider", referral.Transition{To: referral.Declined, Code: "other"}, problem.Invalid},
		{"provider", referral.Transition{To: referral.Done}, problem.Invalid},
		{"provider", referral.Transition{To: referral.Done, Code: "no_show"}, ""},
		{"provider", referral.Transition{To: referral.Withdrawn}, problem.Invalid}, {"provider", referral.Transition{To: "sold"}, problem.Invalid},
		{"provider", referral.Transition{To: referral.Rerouted}, problem.Invalid},
		{"stranger", referral.Transition{To: referral.Accepted}, problem.NotFound}, {"staff", referral.Transition{To: referral.Accepted}, ""},
		{"foreign staff", referral.Transition{To: referral.Accepted}, problem.NotFound},
	} {
		as := map[string]context.Context{"client": amina, "provider": one, "stranger": other, "staff": h.StaffOf("riga"), "foreign staff": h.StaffOf("ghent")}[c.who]
		r := refer()
		_, err := h.AddStep(as, r.ID, c.move)
		if c.want == "" && err != nil || c.want != "" && !problem.Is(err, c.want) {
			t.Errorf("%s, %s: %v", c.who, c.move.To, err)
		}
	}
}

// Passed on, a referral is open at the other service with all that was said; the person is
// never between two.
func TestAReferralIsPassedOn(t *testing.T) {
	h := open(t)
	one, two, amina := h.Provider("one", "riga"), h.Provider("two", "riga"), h.Owner("amina", "riga")
	first, second := h.Listed(one, servicetest.Cover("Full", 3)), h.Listed(two, servicetest.Cover("Other", 3))
	r, err := h.Create(amina, referral.Request{Service: first.ID, Why: "Cover, please."})
	h.Must(err)
	if _, err := h.AddStep(one, r.ID, referral.Transition{To: referral.Rerouted, Next: first.ID}); !problem.Is(err, problem.Invalid) {
		t.Errorf("passed on to itself: %v", err)
	}
	r, err = h.AddStep(one, r.ID, referral.Transition{To: referral.Rerouted, Next: second.ID})
	h.Must(err)
	onward, err := h.Get(two, r.After)
	h.Must(err)
	if onward.State != referral.Open || onward.Client.Account != "amina" || onward.Why != "Cover, please." || onward.Before != r.ID ||
		onward.Service != second.ID {
		t.Errorf("%+v", onward)
	}
	mine, err := h.List(amina)
	h.Must(err)
	if len(mine) != 2 || mine[0].ID != onward.ID {
		t.Errorf("she sees %d, first %s", len(mine), mine[0].State)
	}
}

// A walk-in client is entered with consent, or not at all.
func TestSomebodyWhoCameIn(t *testing.T) {
	h := open(t)
	one, two := h.Provider("one", "riga"), h.Provider("two", "riga")
	l := h.Listed(one, servicetest.Cover("Cover", 3))
	walk := &client.Client{Name: "Omar", Contact: "+371 200", Language: "ar"}
	for name, q := range map[string]referral.Request{"without consent": {Walk: walk}, "without a name": {Walk: &client.Client{Contact: "1"}, Agreed: true},
		"nobody": {Agreed: true}} {
		q.Service = l.ID
		if _, err := h.Create(two, q); !problem.Is(err, problem.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	r, err := h.Create(two, referral.Request{Service: l.ID, Walk: walk, Agreed: true})
	h.Must(err)
	if r.Client.Consent == nil || r.Client.Consent.With == "" || r.Client.Consent.At.IsZero() || r.By.Account != "two" {
		t.Errorf("%+v", r.Client)
	}
	if _, err := h.AddStep(two, r.ID, referral.Transition{To: referral.Withdrawn}); err != nil {
		t.Errorf("who sent them cannot take it back: %v", err)
	}
}

// An adviser who acts for another person is named in every step.
func TestWhatAnAdviserDoesIsMarked(t *testing.T) {
	h := open(t)
	l := h.Listed(h.Provider("one", "riga"), servicetest.Cover("Cover", 3))
	assisted := h.Actor(actor.Actor{ID: "amina", Name: "Amina", Role: actor.Entrepreneur, City: "riga", By: "adviser", ByName: "Maria (Firms' House)",
		Areas: actor.AreaSupport})
	r, err := h.Create(assisted, referral.Request{Service: l.ID})
	h.Must(err)
	if r.Client.Account != "amina" || r.By.Account != "adviser" || r.By.For != "Amina" || r.Assisted != "adviser" || r.Steps[0].By.Name != "Maria (Firms' House)" {
		t.Errorf("%+v", r)
	}
	if _, err := h.Get(h.Provider("adviser", "riga"), r.ID); err != nil {
		t.Errorf("the adviser cannot follow it: %v", err)
	}
}

func TestWorkingDays(t *testing.T) {
	friday := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	if got := referral.WorkingDays(friday, 5); !got.Equal(friday.AddDate(0, 0, 7)) {
		t.Errorf("five working days after a Friday is %s", got)
	}
	if got := referral.WorkingDays(friday.AddDate(0, 0, 1), 1); got.Weekday() != time.Monday {
		t.Errorf("the working day after a Saturday is %s", got.Weekday())
	}
}
