package draft_test

import (
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/draft"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/tender/tendertest"
)

func TestWhatADraftNeedsBeforeItIsPublished(t *testing.T) {
	s := tendertest.New(t)
	ctx := s.System
	mine := buyer(ctx, "account-b")
	for _, c := range []struct {
		says, field string
		change      func(*draft.Form)
	}{
		{"a title", "title", func(f *draft.Form) { f.Title = "" }},
		{"a deadline", "deadline", func(f *draft.Form) { f.Deadline = "" }},
		{"a deadline in the future", "deadline", func(f *draft.Form) { f.Deadline = "2026-11-01T12:00" }},
		{"a trade", "trade", func(f *draft.Form) { f.Trade = "" }},
		{"lots or a reason", "no_lots_why", func(f *draft.Form) { f.NoLotsWhy = "" }},
		{"a language for offers", "languages", func(f *draft.Form) { f.Languages = nil }},
	} {
		t.Run(c.says, func(t *testing.T) {
			f := full()
			c.change(&f)
			begun, err := s.Drafts.Create(mine, f)
			if err != nil {
				t.Fatal(err)
			}
			_, err = s.Drafts.Publish(mine, begun.ID, 0)
			if p := problem.Of(err); p == nil || p.Fields[c.field].Key == "" {
				t.Errorf("published without it: %v", err)
			}
		})
	}
}

func TestAFormTellsWhatItCannotRead(t *testing.T) {
	s := tendertest.New(t)
	ctx := s.System
	f := full()
	f.Value, f.Deadline, f.Trade, f.CPV, f.City = "a lot", "soon", "", []string{"12"}, "atlantis"
	_, err := s.Drafts.Create(buyer(ctx, "account-b"), f)
	p := problem.Of(err)
	if p == nil {
		t.Fatalf("accepted: %v", err)
	}
	for _, field := range []string{"value", "deadline", "cpv", "city"} {
		if p.Fields[field].Key == "" {
			t.Errorf("nothing is said about %s: %v", field, p.Fields)
		}
	}
}

func TestOnlyTheirCityAndOnlyWhenVerified(t *testing.T) {
	s := tendertest.New(t)
	ctx := s.System
	f := full()
	f.City = "riga"
	if _, err := s.Drafts.Create(buyer(ctx, "b"), f); !problem.Is(err, problem.Invalid) {
		t.Errorf("a buyer of Ghent posts in Riga: %v", err)
	}
	waiting := actor.With(ctx, actor.Actor{ID: "b", Role: actor.Buyer, City: "ghent"})
	if _, err := s.Drafts.Create(waiting, full()); !problem.Is(err, problem.Forbidden) {
		t.Errorf("a buyer not yet verified posts: %v", err)
	}
	if _, err := s.Processes.Receive(buyer(ctx, "b"), release("o", "n", "1", now, "tender", nil)); !problem.Is(err, problem.Forbidden) {
		t.Errorf("a buyer imports: %v", err)
	}
}
