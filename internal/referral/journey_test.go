package referral_test

import (
	"slices"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/referral"
	"citiesgrow/internal/service/servicetest"
)

// journey is what is counted of referrals.
func (h *house) journey() module.Journey {
	h.t.Helper()
	all := h.Module().Journeys
	if len(all) != 1 || all[0].Collection != "referrals" {
		h.t.Fatalf("%+v", all)
	}
	return all[0]
}

// steps are the figures that a referral counts in, with their days.
func (h *house) steps(id string) (all []string) {
	h.t.Helper()
	found, err := h.journey().Read(actor.AsSystem(h.t.Context()), id)
	h.Must(err)
	for _, s := range found {
		if s.City != "riga" || s.Of != id || s.Count != 1 {
			h.t.Errorf("%+v", s)
		}
		all = append(all, s.Figure+" "+s.Day.UTC().Format(time.DateOnly))
	}
	return all
}

// A person who asked is counted once, where they are in the end, and as helped on the day on which it was
// done; a referral that was passed on counts where it goes on.
func TestWhatAReferralCountsAs(t *testing.T) {
	h := open(t)
	one, amina := h.Provider("one", "riga"), h.Owner("amina", "riga")
	l, other := h.Listed(one, servicetest.Cover("Cover", 3)), h.Listed(one, servicetest.Cover("Other", 3))
	for _, c := range []struct {
		moves []referral.Transition
		want  []string
	}{
		{nil, []string{"asked 2026-11-22"}}, {[]referral.Transition{{To: referral.Accepted}}, []string{"asked 2026-11-22"}},
		{[]referral.Transition{{To: referral.Declined, Code: "full"}}, []string{"asked 2026-11-22"}},
		{[]referral.Transition{{To: referral.Accepted}, {To: referral.Done, Code: "supplied"}}, []string{"asked 2026-11-22", "helped 2026-12-02"}},
	} {
		h.Clock = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
		r := h.referred(amina, referral.Request{Service: l.ID})
		h.Clock = h.Clock.AddDate(0, 0, 10)
		for _, m := range c.moves {
			_, err := h.AddStep(one, r.ID, m)
			h.Must(err)
		}
		if got := h.steps(r.ID); !slices.Equal(got, c.want) {
			t.Errorf("after %v it counts as %v", c.moves, got)
		}
	}
	r := h.referred(amina, referral.Request{Service: l.ID})
	moved, err := h.AddStep(one, r.ID, referral.Transition{To: referral.Rerouted, Next: other.ID})
	h.Must(err)
	if got := h.steps(r.ID); len(got) != 0 {
		t.Errorf("what was passed on counts as %v", got)
	}
	if got := h.steps(moved.After); len(got) != 1 {
		t.Errorf("what goes on counts as %v", got)
	}
	if got := h.steps("referral-none"); len(got) != 0 {
		t.Errorf("what is not there counts as %v", got)
	}
}

// Who took part are the accounts that asked in the time, in whatever state it is; who came in has none.
func TestWhoTookPart(t *testing.T) {
	h := open(t)
	one := h.Provider("one", "riga")
	l := h.Listed(one, servicetest.Cover("Cover", 3))
	for _, name := range []string{"amina", "omar"} {
		r := h.referred(h.Owner(name, "riga"), referral.Request{Service: l.ID})
		if name == "omar" {
			_, err := h.AddStep(one, r.ID, referral.Transition{To: referral.Declined, Code: "full"})
			h.Must(err)
		}
	}
	h.referred(h.StaffOf("riga"), referral.Request{Service: l.ID, Walk: olha, Agreed: true})
	took := h.Module().Took[0]
	day := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		from, to time.Time
		want     []string
	}{{day, day.AddDate(0, 0, 1), []string{"amina", "omar"}}, {day.AddDate(0, 0, 1), day.AddDate(0, 0, 2), nil}, {day.AddDate(0, 0, -1), day, nil}} {
		got, err := took.Accounts(t.Context(), c.from, c.to)
		h.Must(err)
		if slices.Sort(got); !slices.Equal(got, c.want) {
			t.Errorf("from %s: %v", c.from, got)
		}
	}
}
