package tender_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/notice/criterion"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/ocds/decode"
	"citiesgrow/internal/notice/ocds/encode"
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
	h.Start(s.Module(nil))
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
	o := tender.Outcome{Bids: 5, Small: of(3), Lots: []tender.LotOutcome{
		{Lot: "LOT-0001", Kind: tender.Awarded, Winners: []tender.Winner{{Name: "Four Brooms", Size: "micro"}, {Name: "Clean Ltd"}},
			Value: money(39_000_00), Reason: "Best price."},
		{Lot: "LOT-0002", Kind: tender.Unsuccessful, Reason: "All too dear."}}}
	got, err := s.End(mine, found.ID, o)
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
	if got.Tender.Lots[0].Status != "complete" || got.Tender.Lots[1].Status != "unsuccessful" || got.Stage != tender.Awarded {
		t.Errorf("%s, lots %+v", got.Stage, got.Tender.Lots)
	}
	if len(got.Outcome.Lots) != 2 || got.Outcome.Winner != "Four Brooms" || got.Outcome.Reason != "" ||
		got.Outcome.Lots[0].Reason != "Best price." || got.Outcome.Lots[1].Reason != "All too dear." {
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
		{"lots[0].reason", tender.Outcome{Bids: 1, Lots: []tender.LotOutcome{{Lot: "LOT-0001", Kind: tender.Withdrawn}, o.Lots[1]}}},
		{"lots[1].reason", tender.Outcome{Bids: 1, Lots: []tender.LotOutcome{o.Lots[0], {Lot: "LOT-0002", Kind: tender.Unsuccessful}}}},
		// it is the first that was said
		{"lots[0].reason", tender.Outcome{Bids: 1, Lots: []tender.LotOutcome{{Lot: "LOT-0002", Kind: tender.Unsuccessful}, o.Lots[0]}}},
		{"reason", tender.Outcome{Kind: tender.Withdrawn}},
		{"lots[1].winner", tender.Outcome{Bids: 1, Reason: "x", Lots: []tender.LotOutcome{o.Lots[0], {Lot: "LOT-0002", Kind: tender.Awarded}}}},
	} {
		s, mine, found := inLots(t)
		if _, err := s.End(mine, found.ID, broken.o); problem.Of(err) == nil || problem.Of(err).Fields[broken.field].Key == "" {
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
	won := tender.LotOutcome{Lot: "LOT-0001", Kind: tender.Awarded, Winners: []tender.Winner{{Name: "Four Brooms"}}, Value: money(2_00)}
	none := tender.LotOutcome{Lot: "LOT-0002", Kind: tender.Unsuccessful}
	taken := func(lot string) tender.LotOutcome { return tender.LotOutcome{Lot: lot, Kind: tender.Withdrawn} }
	because := func(l tender.LotOutcome, reason string) tender.LotOutcome { l.Reason = reason; return l }
	for _, c := range []struct {
		says, reason string
		lots         []tender.LotOutcome
		want         []string
		stage        tender.Stage
	}{
		{"one for both", "Ours.", []tender.LotOutcome{won, none}, []string{"Ours.", "Ours.", "Ours."}, tender.Awarded},
		{"one has its own", "Ours.", []tender.LotOutcome{won, because(none, "Too dear.")}, []string{"", "Ours.", "Too dear."}, tender.Awarded},
		{"both have their own", "Unread.", []tender.LotOutcome{because(won, "Cheap."), because(none, "Too dear.")}, []string{"", "Cheap.", "Too dear."},
			tender.Awarded},
		{"each the same", "", []tender.LotOutcome{because(won, "Ours."), because(none, "Ours.")}, []string{"Ours.", "Ours.", "Ours."}, tender.Awarded},
		{"one was taken back", "", []tender.LotOutcome{because(won, "Cheap."), because(taken("LOT-0002"), "No money.")},
			[]string{"", "Cheap.", "No money."}, tender.Awarded},
		{"one was taken back, one without a winner", "", []tender.LotOutcome{because(taken("LOT-0001"), "No money."), because(none, "Too dear.")},
			[]string{"", "No money.", "Too dear."}, tender.Unsuccessful},
		{"both were taken back", "", []tender.LotOutcome{because(taken("LOT-0001"), "No money."), because(taken("LOT-0002"), "Merged.")},
			[]string{"", "No money.", "Merged."}, tender.Withdrawn},
		{"both for one reason", "No money.", []tender.LotOutcome{taken("LOT-0001"), taken("LOT-0002")}, []string{"No money.", "No money.", "No money."},
			tender.Withdrawn},
	} {
		t.Run(c.says, func(t *testing.T) {
			s, mine, found := inLots(t)
			given := slices.Clone(c.lots)
			got, err := s.End(mine, found.ID, tender.Outcome{Bids: 2, Reason: c.reason, Lots: c.lots})
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
			past, err := s.Notices(mine, found.ID)
			if err != nil {
				t.Fatal(err)
			}
			last := past[slices.IndexFunc(past, func(n *tender.Notice) bool { return n.Release.Tags[0] != "tender" })].Release
			for i, l := range last.Tender.Lots {
				cancelled := c.lots[i].Kind == tender.Withdrawn
				at := slices.IndexFunc(last.Changes, func(a ocds.Amendment) bool { return strings.Contains(a.Section, l.ID) })
				if cancelled != (l.Status == "cancelled") || cancelled != (at >= 0) || cancelled &&
					(last.Changes[at].Reason != "cancel" || last.Changes[at].Why[last.Language] != c.want[1+i]) {
					t.Errorf("%s is %q, changes %+v", l.ID, l.Status, last.Changes)
				}
			}
		})
	}
}

// A notice that an earlier version wrote has one reason, at the awards of the outcome's own kind
// alone: it is read as it was said, and no other lot is given that reason.
func TestOlderOutcomesAreRead(t *testing.T) {
	h := moduletest.New(t)
	notice := func(tag string, change func(*ocds.Release)) *tender.Notice {
		r := ocds.Release{OCID: "ocds-old", ID: "ocds-old-" + tag, Tags: []string{tag}, Date: now, Language: "en",
			Source: ocds.Source{System: tender.Here, NoticeID: "ocds-old", Version: "02"},
			Tender: &ocds.Tender{Lots: []ocds.Lot{{ID: "LOT-0001"}, {ID: "LOT-0002"}, {ID: "LOT-0003"}}}}
		change(&r)
		return &tender.Notice{Meta: record.Meta{ID: "notice-" + tag}, Release: r}
	}
	var decided, withdrawn tender.Tender
	decided.Fold([]*tender.Notice{notice("award", func(r *ocds.Release) {
		r.Awards = []ocds.Award{{ID: "award-1", Status: "active", Lots: []string{"LOT-0001"}, Suppliers: []ocds.Reference{{Name: "Four Brooms"}},
			Reason: "Best price."},
			{ID: "award-2", Status: "unsuccessful", Lots: []string{"LOT-0002"}}}
		r.Tender.Lots[2].Status = "cancelled"
	})}, h.Taxonomy)
	if got := reasonsOf(&decided); !slices.Equal(got, []string{"Best price.", "Best price.", "", ""}) {
		t.Errorf("reasons %q", got)
	}
	withdrawn.Fold([]*tender.Notice{notice("tenderCancellation", func(r *ocds.Release) {
		r.Tender.Status, r.Changes = "cancelled", []ocds.Amendment{{Reason: "No money."}}
	})}, h.Taxonomy)
	if o := withdrawn.Outcome; o.Kind != tender.Withdrawn || o.Reason != "No money." || len(o.Lots) != 0 || withdrawn.Reason != "No money." {
		t.Errorf("%+v, %q", o, withdrawn.Reason)
	}
}

func TestAnOutcomeIsCorrectedByAFurtherNotice(t *testing.T) {
	s, mine, found := inLots(t)
	wrong := tender.Outcome{Bids: 2, Reason: "Cheapest.", Lots: []tender.LotOutcome{
		{Lot: "LOT-0001", Kind: tender.Awarded, Winners: []tender.Winner{{Name: "Wrong Ltd", Size: "large"}}, Value: money(1_00)},
		{Lot: "LOT-0002", Kind: tender.Withdrawn}}}
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
		return len(n.Release.Awards) > 0 && len(n.Release.Awards[0].Suppliers) > 0 && n.Release.Awards[0].Suppliers[0].Name == "Wrong Ltd"
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

// An outcome is the same after its notices were written out and read back, corrections included: restored here, and merged
// by the rules of the standard by somebody who knows nothing of this service.
func TestAnOutcomeSurvivesItsNotices(t *testing.T) {
	won := func(lot, name string, cents int64) tender.LotOutcome {
		return tender.LotOutcome{Lot: lot, Kind: tender.Awarded, Winners: []tender.Winner{{Name: name, Size: "micro"}}, Value: money(cents), Reason: "Best of " + lot}
	}
	other := func(lot string, kind tender.Stage, reason string) tender.LotOutcome {
		return tender.LotOutcome{Lot: lot, Kind: kind, Reason: reason}
	}
	lots := func(all ...tender.LotOutcome) tender.Outcome { return tender.Outcome{Bids: 3, Small: of(1), Lots: all} }
	whole := func(kind tender.Stage, winners ...string) tender.Outcome {
		o := tender.Outcome{Kind: kind, Bids: 3, Small: of(1), Reason: "For all."}
		for _, name := range winners {
			o.Winners = append(o.Winners, tender.Winner{Name: name, Size: "small"})
		}
		if len(winners) > 0 {
			o.Value = money(80_000_00)
		}
		return o
	}
	const one, two = "LOT-0001", "LOT-0002"
	for says, outcomes := range map[string][]tender.Outcome{
		"each lot":                  {lots(won(one, "Four Brooms", 3_00), other(two, tender.Unsuccessful, "Too dear."))},
		"one taken back":            {lots(won(one, "Four Brooms", 3_00), other(two, tender.Withdrawn, "No money."))},
		"withdrawn, then awarded":   {whole(tender.Withdrawn), lots(won(one, "Late Oy", 3_00), won(two, "Late Oy", 4_00))},
		"awarded, then withdrawn":   {lots(won(one, "Late Oy", 3_00), won(two, "Late Oy", 4_00)), whole(tender.Withdrawn)},
		"whole to two, then to one": {whole(tender.Awarded, "First", "Second"), whole(tender.Awarded, "First")},
		"taken back, then awarded": {lots(won(one, "A", 3_00), other(two, tender.Withdrawn, "No money.")),
			lots(won(one, "A", 3_00), won(two, "B", 4_00))},
		"awarded, then nobody":            {lots(won(one, "A", 3_00), other(two, tender.Withdrawn, "No money.")), whole(tender.Unsuccessful)},
		"two lots, then the whole, twice": {lots(won(one, "A", 1_00), won(two, "B", 1_00)), whole(tender.Awarded, "C"), whole(tender.Awarded, "D")},
		"nobody, then taken back": {lots(won(one, "A", 3_00), other(two, tender.Unsuccessful, "None.")),
			lots(won(one, "A", 3_00), other(two, tender.Withdrawn, "Z."))},
		"one lot less awarded, then both again": {lots(won(one, "A", 1_00), won(two, "A", 1_00)),
			lots(won(one, "B", 1_00), other(two, tender.Unsuccessful, "None.")), lots(won(one, "C", 1_00), won(two, "D", 1_00))},
	} {
		t.Run(says, func(t *testing.T) {
			s, mine, found := inLots(t)
			for i, o := range outcomes {
				if i > 0 {
					o.Correction = "It was wrong."
				}
				if _, err := s.End(mine, found.ID, o); err != nil {
					t.Fatal(err)
				}
			}
			was, err := s.Get(mine, found.ID)
			if err != nil {
				t.Fatal(err)
			}
			past, err := s.Notices(mine, found.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, trusted := range []bool{true, false} {
				got := readBack(t, past, trusted)
				if got.Stage != was.Stage || trusted && got.Reason != was.Reason || fmt.Sprint(statesOf(got)) != fmt.Sprint(statesOf(was)) ||
					fmt.Sprint(winnersOf(got)) != fmt.Sprint(winnersOf(was)) {
					t.Errorf("trusted %v: %s %v %v, was %s %v %v", trusted, got.Stage, statesOf(got), winnersOf(got), was.Stage, statesOf(was), winnersOf(was))
				}
				if trusted && (got.Outcome == nil || fmt.Sprint(reasonsOf(got), got.Outcome.Kind, got.Outcome.Correction,
					got.Outcome.Bids) != fmt.Sprint(reasonsOf(was), was.Outcome.Kind, was.Outcome.Correction, was.Outcome.Bids)) {
					t.Errorf("the outcome is %+v, was %+v", got.Outcome, was.Outcome)
				}
			}
		})
	}
}

// readBack is a contract as another house has it that reads the notices of this one.
func readBack(t *testing.T, past []*tender.Notice, trusted bool) *tender.Tender {
	t.Helper()
	_, s, ctx := house(t)
	past = slices.SortedFunc(slices.Values(past), func(a, b *tender.Notice) int { return strings.Compare(a.Release.ID, b.Release.ID) })
	var text bytes.Buffer
	releases := func(yield func(*ocds.Release, error) bool) {
		for i, n := range past {
			r := n.Release
			r.Date = r.Date.Add(time.Duration(i) * time.Hour) // here the clock stands still between them
			if !yield(&r, nil) {
				return
			}
		}
	}
	if err := encode.Write(&text, encode.PackageMeta{URI: "https://one.example/r", Published: now, Publisher: "One"}, releases); err != nil {
		t.Fatal(err)
	}
	var all []*ocds.Release
	for r, err := range (decode.Reader{Criteria: criterion.Read, Trusted: trusted}).Read(&text) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return receive(t, s, ctx, all...)
}

func statesOf(t *tender.Tender) []string {
	var all []string
	for _, l := range t.Tender.Lots {
		all = append(all, l.Status)
	}
	return all
}

// winnersOf are who won what for how much.
func winnersOf(t *tender.Tender) []string {
	var all []string
	for _, a := range t.Awards {
		if a.Status != "active" {
			continue
		}
		for _, s := range a.Suppliers {
			all = append(all, fmt.Sprint(a.Lots, s.Name, s.Size, a.Value))
		}
	}
	slices.Sort(all)
	return all
}

func of(n int) *int { return &n }

// What is not told is not published as nought, and what is said of the whole and of its parts at once is asked for again.
func TestAnOutcomeSaysWhatWasTold(t *testing.T) {
	s, mine, found := inLots(t)
	got, err := s.End(mine, found.ID, tender.Outcome{Kind: tender.Unsuccessful, Reason: "None came."})
	if err != nil || got.Outcome.Small != nil || len(got.Bids) != 0 || got.Tender.Status != "unsuccessful" {
		t.Errorf("%+v %+v, %v", got.Outcome, got.Bids, err)
	}
	both := []tender.LotOutcome{{Lot: "LOT-0001", Kind: tender.Unsuccessful, Reason: "x"}, {Lot: "LOT-0002", Kind: tender.Withdrawn, Reason: "y"}}
	for field, o := range map[string]tender.Outcome{
		"kind":   {Kind: tender.Awarded, Bids: 1, Lots: both},
		"winner": {Winner: "Ghost Ltd", Bids: 1, Lots: both},
		"small":  {Bids: 1, Small: of(2), Lots: both},
	} {
		s, mine, found := inLots(t)
		if _, err := s.End(mine, found.ID, o); problem.Of(err) == nil || problem.Of(err).Fields[field].Key == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
}

// Nobody wins before the last day for offers, also by way of a correction.
func TestNobodyWinsBeforeTheLastDay(t *testing.T) {
	_, s, ctx := house(t)
	mine := buyer(ctx, "account-b")
	draft, err := s.Draft(mine, full())
	if err == nil {
		_, err = s.Publish(mine, draft.ID)
	}
	if err == nil {
		_, err = s.End(mine, draft.ID, tender.Outcome{Kind: tender.Withdrawn, Reason: "By mistake."})
	}
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.End(mine, draft.ID, tender.Outcome{Kind: tender.Awarded, Bids: 1, Winners: []tender.Winner{{Name: "Fast Ltd"}}, Reason: "x", Correction: "y"})
	if problem.Of(err) == nil || problem.Of(err).Fields["kind"].Key != "tender.outcome_too_early" {
		t.Errorf("%v", err)
	}
}
