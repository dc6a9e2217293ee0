package tender_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/tender"
)

// inLots publishes a contract in two parts and lets its deadline pass.
func inLots(t *testing.T) (*tender.Service, context.Context, *tender.Tender) {
	h := moduletest.New(t)
	clock := now
	h.Kit.Now = func() time.Time { return clock }
	s := tender.New(h.Kit)
	h.Start(s.Module())
	ctx := actor.AsSystem(t.Context())
	mine := buyer(ctx, "account-b")
	f := full()
	f.NoLotsWhy, f.Value = "", "84 000"
	f.Lots = []tender.LotForm{{Title: "North", Value: "40 000"}, {Title: "South", Value: "44 000"}}
	draft, err := s.Draft(mine, f)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Publish(mine, draft.ID); err != nil {
		t.Fatal(err)
	}
	clock = day(60)
	found, err := s.Get(mine, draft.ID)
	if err != nil {
		t.Fatal(err)
	}
	return s, mine, found
}

func money(cents int64) *record.Money { return &record.Money{Minor: cents, Currency: "EUR"} }

func TestEachLotHasItsOutcome(t *testing.T) {
	s, mine, found := inLots(t)
	o := tender.Outcome{Bids: 5, Small: 3, Reason: "Best price.", Lots: []tender.LotOutcome{
		{Lot: "LOT-0001", Kind: tender.Awarded, Winners: []tender.Winner{{Name: "Four Brooms", Size: "micro"}, {Name: "Clean Ltd"}}, Value: money(39_000_00)},
		{Lot: "LOT-0002", Kind: tender.Unsuccessful}}}
	got, err := s.End(mine, found.ID, o)
	if err != nil {
		t.Fatal(err)
	}
	if got.Awards[0].Reason != "Best price." || got.Awards[1].Reason != "" {
		t.Errorf("why a firm won is given as why nobody won: %+v", got.Awards)
	}
	if len(got.Awards) != 2 || len(got.Awards[0].Suppliers) != 2 || got.Awards[0].Suppliers[0].Size != "micro" || got.Awards[0].Value.Minor != 39_000_00 || got.Awards[1].Status != "unsuccessful" {
		t.Errorf("awards %+v", got.Awards)
	}
	if got.Tender.Lots[0].Status != "complete" || got.Tender.Lots[1].Status != "unsuccessful" || got.Stage != tender.Awarded {
		t.Errorf("%s, lots %+v", got.Stage, got.Tender.Lots)
	}
	if len(got.Outcome.Lots) != 2 || got.Outcome.Winner != "Four Brooms" || got.Outcome.Reason != "Best price." {
		t.Errorf("outcome %+v", got.Outcome)
	}
	for _, broken := range []struct {
		field string
		o     tender.Outcome
	}{
		{"lots[1].kind", tender.Outcome{Kind: tender.Awarded, Bids: 1, Reason: "x", Lots: o.Lots[:1]}},
		{"lots[0].kind", tender.Outcome{Bids: 1, Reason: "x"}},
		{"lots", tender.Outcome{Bids: 1, Reason: "x", Lots: append(slices.Clone(o.Lots), tender.LotOutcome{Lot: "LOT-0001", Kind: tender.Unsuccessful})}},
		{"lots", tender.Outcome{Bids: 1, Reason: "x", Lots: append(slices.Clone(o.Lots), tender.LotOutcome{Lot: "LOT-0009", Kind: tender.Unsuccessful})}},
		{"lots[1].winner", tender.Outcome{Bids: 1, Reason: "x", Lots: []tender.LotOutcome{o.Lots[0], {Lot: "LOT-0002", Kind: tender.Awarded}}}},
	} {
		s, mine, found := inLots(t)
		if _, err := s.End(mine, found.ID, broken.o); problem.Of(err) == nil || problem.Of(err).Fields[broken.field].Key == "" {
			t.Errorf("want a complaint at %s, got %v", broken.field, err)
		}
	}
}

func TestAnOutcomeIsCorrectedByAFurtherNotice(t *testing.T) {
	s, mine, found := inLots(t)
	wrong := tender.Outcome{Bids: 2, Reason: "Cheapest.", Lots: []tender.LotOutcome{
		{Lot: "LOT-0001", Kind: tender.Awarded, Winners: []tender.Winner{{Name: "Wrong Ltd", Size: "large"}}, Value: money(1_00)}, {Lot: "LOT-0002", Kind: tender.Withdrawn}}}
	if _, err := s.End(mine, found.ID, wrong); err != nil {
		t.Fatal(err)
	}
	right := tender.Outcome{Bids: 2, Reason: "Cheapest.", Lots: []tender.LotOutcome{
		{Lot: "LOT-0001", Kind: tender.Awarded, Winners: []tender.Winner{{Name: "Four Brooms", Size: "micro"}}, Value: money(2_00)},
		{Lot: "LOT-0002", Kind: tender.Awarded, Winners: []tender.Winner{{Name: "Four Brooms", Size: "micro"}}, Value: money(3_00)}}}
	if _, err := s.End(mine, found.ID, right); problem.Of(err) == nil || problem.Of(err).Fields["correction"].Key == "" {
		t.Fatalf("a correction without its reason: %v", err)
	}
	right.Correction = "The name was wrong."
	got, err := s.End(mine, found.ID, right)
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprint(got.Awards, got.Parties)
	if strings.Contains(text, "Wrong Ltd") || len(got.Awards) != 2 || got.Tender.Lots[1].Status != "complete" || got.Outcome.Correction != "The name was wrong." {
		t.Errorf("%s, lots %+v, outcome %+v", text, got.Tender.Lots, got.Outcome)
	}
	past, err := s.Notices(mine, found.ID)
	kept := slices.ContainsFunc(past, func(n *tender.Notice) bool {
		return len(n.Release.Awards) > 0 && n.Release.Awards[0].Suppliers[0].Name == "Wrong Ltd"
	})
	if err != nil || len(past) != 3 || !kept {
		t.Errorf("the first outcome is no longer in the history: %d, %v", len(past), err)
	}
	// What was awarded by mistake can also be taken back.
	got, err = s.End(mine, found.ID, tender.Outcome{Kind: tender.Withdrawn, Reason: "No money.", Correction: "The council said no."})
	if err != nil || got.Stage != tender.Withdrawn || len(got.Awards) != 0 {
		t.Errorf("%v, %s, awards %v", err, got.Stage, got.Awards)
	}
}

func TestAWinnerOfSeveralLotsIsOneParty(t *testing.T) {
	s, mine, found := inLots(t)
	one := []tender.Winner{{Name: "Four Brooms", Size: "micro"}}
	got, err := s.End(mine, found.ID, tender.Outcome{Bids: 2, Reason: "Both.", Lots: []tender.LotOutcome{
		{Lot: "LOT-0001", Kind: tender.Awarded, Winners: one, Value: money(2_00)}, {Lot: "LOT-0002", Kind: tender.Awarded, Winners: one, Value: money(3_00)}}})
	if err != nil {
		t.Fatal(err)
	}
	var firms []ocds.Party
	for _, p := range got.Parties {
		if p.Name == "Four Brooms" {
			firms = append(firms, p)
		}
	}
	if len(firms) != 1 || got.Outcome.Value.Minor != 5_00 {
		t.Errorf("%d parties, value %v", len(firms), got.Outcome.Value)
	}
}
