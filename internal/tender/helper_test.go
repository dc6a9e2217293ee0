package tender_test

import (
	"context"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/tender"
)

// later is the tender module in a real store, with a clock that the test moves.
type later struct {
	*moduletest.House
	*tender.Service
	ctx   context.Context // of the system
	clock time.Time
}

func newLater(t *testing.T) *later {
	t.Helper()
	l := &later{House: moduletest.New(t), ctx: actor.AsSystem(t.Context()), clock: now}
	l.House.Kit.Now = func() time.Time { return l.clock }
	l.Service = tender.New(l.House.Kit)
	l.Start(l.Module(nil))
	return l
}

// The people of these tests. A buyer is of Ghent unless it is said.
func person(id string, role actor.Role, city string) actor.Actor {
	return actor.Actor{ID: "account-" + id, Name: id, Role: role, City: city, Organisation: "Stad Gent", Active: true, Language: "en"}
}

func as(ctx context.Context, who actor.Actor) context.Context { return actor.With(ctx, who) }

var (
	nobody = actor.Actor{}
	gent   = person("b", actor.Buyer, "ghent")
	firm   = person("f", actor.Entrepreneur, "ghent")
)

// strangers are all who are not the buyer of a tender of Ghent.
func strangers() map[string]actor.Actor {
	all := map[string]actor.Actor{"nobody": nobody, "another buyer of the city": person("other", actor.Buyer, "ghent"),
		"a buyer of another city": person("far", actor.Buyer, "riga"),
		"staff of the programme":  person("programme", actor.Staff, ""), "a buyer who is not verified": {ID: "account-new", Role: actor.Buyer, City: "ghent"}}
	for _, role := range actor.Roles() {
		if role != actor.Buyer {
			all[string(role)+" of the city"] = person(string(role), role, "ghent")
			all[string(role)+" of another city"] = person(string(role), role, "riga")
		}
	}
	return all
}

// drafted begins a draft.
func drafted(t *testing.T, s *tender.Service, ctx context.Context, f tender.Form) *tender.Tender {
	t.Helper()
	got, err := s.Draft(ctx, f)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// published begins a draft and publishes it.
func published(t *testing.T, s *tender.Service, ctx context.Context, f tender.Form) *tender.Tender {
	t.Helper()
	got, err := s.Publish(ctx, drafted(t, s, ctx, f).ID)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// with is the full form with a change.
func with(change func(*tender.Form)) tender.Form {
	f := full()
	change(&f)
	return f
}

// said is what a person is told of an error.
func said(err error) string {
	p := problem.Of(err)
	if p == nil {
		return "nothing that a person is told"
	}
	return string(p.Kind) + " " + p.Message.Key
}

func euros(n int64) *record.Money { m := record.Units(n, "EUR"); return &m }
