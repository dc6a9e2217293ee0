package account

import (
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
)

func TestBuyersWaitForAColleague(t *testing.T) {
	h := open(t)
	if err := h.Register(t.Context(), registration("buyer@riga.example", actor.Buyer)); err != nil {
		t.Fatal(err)
	}
	if err := h.Register(t.Context(), registration("firm@riga.example", actor.Entrepreneur)); err != nil {
		t.Fatal(err)
	}
	token := h.in(t, "buyer@riga.example")
	buyer := h.who(t, token)
	if buyer.Active || buyer.Role != actor.Buyer {
		t.Fatalf("a new buyer is %+v", buyer)
	}
	wantKind(t, "a waiting buyer acts", buyer.Must(actor.Buyer), problem.Forbidden)
	if firm := h.who(t, h.in(t, "firm@riga.example")); !firm.Active {
		t.Error("an entrepreneur has to wait")
	}

	ghent := h.add(t, "staff@ghent.example", actor.Staff, "ghent")
	riga := h.add(t, "staff@riga.example", actor.Staff, "riga")
	firm := h.add(t, "other@riga.example", actor.Entrepreneur, "riga")
	_, missing := h.Verify(as(t, ghent), "account-2222222222")
	wantKind(t, "an account that is not there", missing, problem.NotFound)
	_, foreign := h.Verify(as(t, ghent), buyer.ID)
	wantKind(t, "staff of another city", foreign, problem.NotFound)
	if m, f := problem.Of(missing), problem.Of(foreign); m.Message.Key != f.Message.Key || len(m.Message.Args) != len(f.Message.Args) {
		t.Errorf("another city's account (%v) does not look like none (%v)", f.Message, m.Message)
	}
	_, err := h.Verify(as(t, firm), buyer.ID)
	wantKind(t, "an entrepreneur verifies", err, problem.Forbidden)
	_, err = h.Verify(actor.With(t.Context(), buyer), buyer.ID)
	wantKind(t, "the buyer verifies themselves", err, problem.Forbidden)
	_, err = h.Verify(t.Context(), buyer.ID)
	wantKind(t, "nobody verifies", err, problem.Unauthorized)
	if h.who(t, token).Active {
		t.Fatal("one of those was enough")
	}

	if a, err := h.Verify(as(t, riga), buyer.ID); err != nil || a.Waiting || a.VerifiedBy != riga.ID {
		t.Errorf("staff of the city verify: %+v (%v)", a, err)
	}
	if !h.who(t, token).Active {
		t.Error("the buyer's open session has not heard of it")
	}
}

func TestWhoSeesWhoIsWaiting(t *testing.T) {
	h := open(t)
	for email, city := range map[string]string{"buyer@riga.example": "riga", "buyer@ghent.example": "ghent"} {
		r := registration(email, actor.Buyer)
		r.City = city
		if err := h.Register(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	for says, c := range map[string]struct {
		who  actor.Actor
		want int
	}{
		"staff of Riga":       {actor.Actor{ID: "a", Role: actor.Staff, City: "riga", Active: true}, 1},
		"staff of Athens":     {actor.Actor{ID: "a", Role: actor.Staff, City: "athens", Active: true}, 0},
		"programme staff":     {actor.Actor{ID: "a", Role: actor.Staff, Active: true}, 2},
		"an administrator":    {actor.Actor{ID: "a", Role: actor.Admin, Active: true}, 2},
		"a buyer":             {actor.Actor{ID: "a", Role: actor.Buyer, City: "riga", Active: true}, -1},
		"an entrepreneur":     {actor.Actor{ID: "a", Role: actor.Entrepreneur, City: "riga", Active: true}, -1},
		"a caseworker":        {actor.Actor{ID: "a", Role: actor.Caseworker, City: "riga", Active: true}, -1},
		"staff not yet ready": {actor.Actor{ID: "a", Role: actor.Staff, City: "riga"}, -1},
	} {
		waiting, err := h.ListWaiting(actor.With(t.Context(), c.who))
		if c.want < 0 {
			wantKind(t, says, err, problem.Forbidden)
			continue
		}
		if err != nil || len(waiting) != c.want {
			t.Errorf("%s: %d wait (%v), want %d", says, len(waiting), err, c.want)
		}
		for _, a := range waiting {
			if c.who.City != "" && a.City != c.who.City {
				t.Errorf("%s see an account of %s", says, a.City)
			}
		}
	}
}

func TestMe(t *testing.T) {
	h := open(t)
	_, err := h.Own(t.Context())
	wantKind(t, "nobody", err, problem.Unauthorized)
	a := h.add(t, "amina@firm.example", actor.Entrepreneur, "riga")
	if me, err := h.Own(as(t, a)); err != nil || me.Email != a.Email {
		t.Errorf("I am %+v (%v)", me, err)
	}
}
