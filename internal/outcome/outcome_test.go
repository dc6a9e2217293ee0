package outcome_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/draft"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
)

// inLots publishes a contract in two parts and lets its deadline pass.
func inLots(t *testing.T) (*tendertest.Market, context.Context, *tender.Tender) {
	s := tendertest.New(t)
	mine := buyer(s.System, "account-b")
	f := full()
	f.NoLotsWhy, f.Value = "", "84 000"
	f.Lots = []draft.LotForm{{Title: "North", Value: "40 000"}, {Title: "South", Value: "44 000"}}
	of := s.Published(mine, f)
	s.Clock = day(60)
	return s, mine, of
}

func money(cents int64) *record.Money { return &record.Money{Minor: cents, Currency: "EUR"} }

func TestEachLotHasItsOutcome(t *testing.T) {
	s, mine, found := inLots(t)
	o := notice.Outcome{Bids: 5, Small: of(3), Lots: []notice.LotOutcome{
		{Lot: "LOT-0001", Kind: notice.Awarded, Winners: []notice.Winner{{Name: "Four Brooms", Size: "micro"}, {Name: "Clean Ltd"}},
			Value: money(39_000_00), Reason: "Best price."},
		{Lot: "LOT-0002", Kind: notice.Unsuccessful, Reason: "All too dear."}}}
	got, err := s.Outcomes.Publish(mine, found.ID, o)
	if err != nil {
		t.Fatal(err)
	}
	if got.Awards[0].Reason != "Best price." || got.Awards[1].Reason != "All too dear." {
		t.Errorf("why a firm won is given as why nobody won: %+v", got.Awards)
	}
	if len(got.Awards) != 2 || len(got.Awards[0].Suppliers) != 2 || got.Awards[0].Suppliers[0].Size != "micro" ||
		got.Awards[0].Value.Minor != 39_000_00 || got.Awards[1].Status != "unsuccessful" {
		t.Errorf("awards %+v", got.Awards)
	}
	if got.Tender.Lots[0].Status != "complete" || got.Tender.Lots[1].Status != "unsuccessful" || got.Stage != notice.Awarded {
		t.Errorf("%s, lots %+v", got.Stage, got.Tender.Lots)
	}
	if len(got.Outcome.Lots) != 2 || got.Outcome.Winner != "Four Brooms" || got.Outcome.Reason != "" ||
		got.Outcome.Lots[0].Reason != "Best price." || got.Outcome.Lots[1].Reason != "All too dear." {
		t.Errorf("outcome %+v", got.Outcome)
	}
	for _, broken := range []struct {
		field string
		o     notice.Outcome
	}{
		{"lots[1].kind", notice.Outcome{Kind: notice.Awarded, Bids: 1, Reason: "x", Lots: o.Lots[:1]}},
		{"lots[0].kind", notice.Outcome{Bids: 1, Reason: "x"}},
		{"lots", notice.Outcome{Bids: 1, Reason: "x", Lots: append(slices.Clone(o.Lots), notice.LotOutcome{Lot: "LOT-0001", Kind: notice.Unsuccessful})}},
		{"lots", notice.Outcome{Bids: 1, Reason: "x", Lots: append(slices.Clone(o.Lots), notice.LotOutcome{Lot: "LOT-0009", Kind: notice.Unsuccessful})}},
		{"lots[0].reason", notice.Outcome{Bids: 1, Lots: []notice.LotOutcome{{Lot: "LOT-0001", Kind: notice.Withdrawn}, o.Lots[1]}}},
		{"lots[1].reason", notice.Outcome{Bids: 1, Lots: []notice.LotOutcome{o.Lots[0], {Lot: "LOT-0002", Kind: notice.Unsuccessful}}}},
		// it is the first that was said
		{"lots[0].reason", notice.Outcome{Bids: 1, Lots: []notice.LotOutcome{{Lot: "LOT-0002", Kind: notice.Unsuccessful}, o.Lots[0]}}},
		{"reason", notice.Outcome{Kind: notice.Withdrawn}},
		{"lots[1].winner", notice.Outcome{Bids: 1, Reason: "x", Lots: []notice.LotOutcome{o.Lots[0], {Lot: "LOT-0002", Kind: notice.Awarded}}}},
	} {
		s, mine, found := inLots(t)
		if _, err := s.Outcomes.Publish(mine, found.ID, broken.o); problem.Of(err) == nil || problem.Of(err).Fields[broken.field].Key == "" {
			t.Errorf("want a complaint at %s, got %v", broken.field, err)
		}
	}
}

// reasonsOf are the reasons of an outcome: of the whole, then of each lot in the order of the lots.
func reasonsOf(t *tender.Tender) []string {
	all := []string{t.Outcome.Reason}
	for _, l := range t.Tender.Lots {
		for _, one := range t.Outcome.Lots {
			if one.Lot == l.ID {
				all = append(all, one.Reason)
			}
		}
	}
	return all
}

// One reason stands for every lot that has none of its own; what is read back from the notices is
// what each lot was published with.
func TestOneReasonStandsForTheLotsWithoutTheirOwn(t *testing.T) {
	won := notice.LotOutcome{Lot: "LOT-0001", Kind: notice.Awarded, Winners: []notice.Winner{{Name: "Four Brooms"}}, Value: money(2_00)}
	none := notice.LotOutcome{Lot: "LOT-0002", Kind: notice.Unsuccessful}
	taken := func(lot string) notice.LotOutcome { return notice.LotOutcome{Lot: lot, Kind: notice.Withdrawn} }
	because := func(l notice.LotOutcome, reason string) notice.LotOutcome { l.Reason = reason; return l }
	for _, c := range []struct {
		says, reason string
		lots         []notice.LotOutcome
		want         []string
		stage        notice.Stage
	}{
		{"one for both", "Ours.", []notice.LotOutcome{won, none}, []string{"Ours.", "Ours.", "Ours."}, notice.Awarded},
		{"one has its own", "Ours.", []notice.LotOutcome{won, because(none, "Too dear.")}, []string{"", "Ours.", "Too dear."}, notice.Awarded},
		{"both have their own", "Unread.", []notice.LotOutcome{because(won, "Cheap."), because(none, "Too dear.")}, []string{"", "Cheap.", "Too dear."},
			notice.Awarded},
		{"each the same", "", []notice.LotOutcome{because(won, "Ours."), because(none, "Ours.")}, []string{"Ours.", "Ours.", "Ours."}, notice.Awarded},
		{"one was taken back", "", []notice.LotOutcome{because(won, "Cheap."), because(taken("LOT-0002"), "No money.")},
			[]string{"", "Cheap.", "No money."}, notice.Awarded},
		{"one was taken back, one without a winner", "", []notice.LotOutcome{because(taken("LOT-0001"), "No money."), because(none, "Too dear.")},
			[]string{"", "No money.", "Too dear."}, notice.Unsuccessful},
		{"both were taken back", "", []notice.LotOutcome{because(taken("LOT-0001"), "No money."), because(taken("LOT-0002"), "Merged.")},
			[]string{"", "No money.", "Merged."}, notice.Withdrawn},
		{"both for one reason", "No money.", []notice.LotOutcome{taken("LOT-0001"), taken("LOT-0002")}, []string{"No money.", "No money.", "No money."},
			notice.Withdrawn},
	} {
		t.Run(c.says, func(t *testing.T) {
			s, mine, found := inLots(t)
			given := slices.Clone(c.lots)
			got, err := s.Outcomes.Publish(mine, found.ID, notice.Outcome{Bids: 2, Reason: c.reason, Lots: c.lots})
			if err != nil {
				t.Fatal(err)
			}
			if got.Stage != c.stage || got.Outcome.Kind != c.stage || !slices.Equal(reasonsOf(got), c.want) {
				t.Errorf("%s, reasons %q, want %q", got.Stage, reasonsOf(got), c.want)
			}
			if given[0].Reason != c.lots[0].Reason || given[1].Reason != c.lots[1].Reason {
				t.Errorf("what was given is changed: %+v", c.lots)
			}
			for _, a := range got.Awards {
				if i := slices.IndexFunc(got.Tender.Lots, func(l ocds.Lot) bool { return l.ID == a.Lots[0] }); a.Reason != c.want[1+i] {
					t.Errorf("the award of %s says %q", a.Lots[0], a.Reason)
				}
			}
			// Where it was taken back, the notice says why in a change that names the lot (BT-762).
			past, err := s.Tenders.Notices(mine, found.ID)
			if err != nil {
				t.Fatal(err)
			}
			last := past[slices.IndexFunc(past, func(n *notice.Notice) bool { return n.Release.Tags[0] != "tender" })].Release
			for i, l := range last.Tender.Lots {
				cancelled := c.lots[i].Kind == notice.Withdrawn
				at := slices.IndexFunc(last.Changes, func(a ocds.Amendment) bool { return strings.Contains(a.Section, l.ID) })
				if cancelled != (l.Status == "cancelled") || cancelled != (at >= 0) || cancelled &&
					(last.Changes[at].Reason != "cancel" || last.Changes[at].Why[last.Language] != c.want[1+i]) {
					t.Errorf("%s is %q, changes %+v", l.ID, l.Status, last.Changes)
				}
			}
		})
	}
}

func TestAnOutcomeIsCorrectedByAFurtherNotice(t *testing.T) {
	s, mine, found := inLots(t)
	wrong := notice.Outcome{Bids: 2, Reason: "Cheapest.", Lots: []notice.LotOutcome{
		{Lot: "LOT-0001", Kind: notice.Awarded, Winners: []notice.Winner{{Name: "Wrong Ltd", Size: "large"}}, Value: money(1_00)},
		{Lot: "LOT-0002", Kind: notice.Withdrawn}}}
	if _, err := s.Outcomes.Publish(mine, found.ID, wrong); err != nil {
		t.Fatal(err)
	}
	right := notice.Outcome{Bids: 2, Reason: "Cheapest.", Lots: []notice.LotOutcome{
		{Lot: "LOT-0001", Kind: notice.Awarded, Winners: []notice.Winner{{Name: "Four Brooms", Size: "micro"}}, Value: money(2_00)},
		{Lot: "LOT-0002", Kind: notice.Awarded, Winners: []notice.Winner{{Name: "Four Brooms", Size: "micro"}}, Value: money(3_00)}}}
	if _, err := s.Outcomes.Publish(mine, found.ID, right); problem.Of(err) == nil || problem.Of(err).Fields["correction"].Key == "" {
		t.Fatalf("a correction without its reason: %v", err)
	}
	right.Correction = "The name was wrong."
	got, err := s.Outcomes.Publish(mine, found.ID, right)
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprint(got.Awards, got.Parties)
	if strings.Contains(text, "Wrong Ltd") || len(got.Awards) != 2 || got.Tender.Lots[1].Status != "complete" || got.Outcome.Correction != "The name was wrong." {
		t.Errorf("%s, lots %+v, outcome %+v", text, got.Tender.Lots, got.Outcome)
	}
	past, err := s.Tenders.Notices(mine, found.ID)
	kept := slices.ContainsFunc(past, func(n *notice.Notice) bool {
		return len(n.Release.Awards) > 0 && len(n.Release.Awards[0].Suppliers) > 0 && n.Release.Awards[0].Suppliers[0].Name == "Wrong Ltd"
	})
	if err != nil || len(past) != 3 || !kept {
		t.Errorf("the first outcome is no longer in the history: %d, %v", len(past), err)
	}
	// What was awarded by mistake can also be taken back.
	got, err = s.Outcomes.Publish(mine, found.ID, notice.Outcome{Kind: notice.Withdrawn, Reason: "No money.", Correction: "The council said no."})
	if err != nil || got.Stage != notice.Withdrawn || len(got.Awards) != 0 {
		t.Errorf("%v, %s, awards %v", err, got.Stage, got.Awards)
	}
}

func TestAWinnerOfSeveralLotsIsOneParty(t *testing.T) {
	s, mine, found := inLots(t)
	one := []notice.Winner{{Name: "Four Brooms", Size: "micro"}}
	got, err := s.Outcomes.Publish(mine, found.ID, notice.Outcome{Bids: 2, Reason: "Both.", Lots: []notice.LotOutcome{
		{Lot: "LOT-0001", Kind: notice.Awarded, Winners: one, Value: money(2_00)}, {Lot: "LOT-0002", Kind: notice.Awarded, Winners: one, Value: money(3_00)}}})
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

func of(n int) *int { return &n }

// What is not told is not published as nought, and what is said of the whole and of its parts at once is asked for again.
func TestAnOutcomeSaysWhatWasTold(t *testing.T) {
	s, mine, found := inLots(t)
	got, err := s.Outcomes.Publish(mine, found.ID, notice.Outcome{Kind: notice.Unsuccessful, Reason: "None came."})
	if err != nil || got.Outcome.Small != nil || len(got.Bids) != 0 || got.Tender.Status != "unsuccessful" {
		t.Errorf("%+v %+v, %v", got.Outcome, got.Bids, err)
	}
	both := []notice.LotOutcome{{Lot: "LOT-0001", Kind: notice.Unsuccessful, Reason: "x"}, {Lot: "LOT-0002", Kind: notice.Withdrawn, Reason: "y"}}
	for field, o := range map[string]notice.Outcome{
		"kind":   {Kind: notice.Awarded, Bids: 1, Lots: both},
		"winner": {Winner: "Ghost Ltd", Bids: 1, Lots: both},
		"small":  {Bids: 1, Small: of(2), Lots: both},
	} {
		s, mine, found := inLots(t)
		if _, err := s.Outcomes.Publish(mine, found.ID, o); problem.Of(err) == nil || problem.Of(err).Fields[field].Key == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
}

// Nobody wins before the last day for offers, also by way of a correction.
func TestNobodyWinsBeforeTheLastDay(t *testing.T) {
	s := tendertest.New(t)
	ctx := s.System
	mine := buyer(ctx, "account-b")
	begun, err := s.Drafts.Create(mine, full())
	if err == nil {
		_, err = s.Drafts.Publish(mine, begun.ID, 0)
	}
	if err == nil {
		_, err = s.Outcomes.Publish(mine, begun.ID, notice.Outcome{Kind: notice.Withdrawn, Reason: "By mistake."})
	}
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Outcomes.Publish(mine, begun.ID, notice.Outcome{Kind: notice.Awarded, Bids: 1, Winners: []notice.Winner{{Name: "Fast Ltd"}}, Reason: "x",
		Correction: "y"})
	if problem.Of(err) == nil || problem.Of(err).Fields["kind"].Key != "tender.outcome_too_early" {
		t.Errorf("%v", err)
	}
}
