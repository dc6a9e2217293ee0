package outcome_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/criterion"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/ocds/decode"
	"citiesgrow/internal/notice/ocds/encode"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
)

// An outcome is the same after its notices were written out and read back, corrections included: restored here, and merged
// by the rules of the standard by somebody who knows nothing of this service.
func TestAnOutcomeSurvivesItsNotices(t *testing.T) {
	won := func(lot, name string, cents int64) notice.LotOutcome {
		return notice.LotOutcome{Lot: lot, Kind: notice.Awarded, Winners: []notice.Winner{{Name: name, Size: "micro"}}, Value: money(cents), Reason: "Best of " + lot}
	}
	other := func(lot string, kind notice.Stage, reason string) notice.LotOutcome {
		return notice.LotOutcome{Lot: lot, Kind: kind, Reason: reason}
	}
	lots := func(all ...notice.LotOutcome) notice.Outcome { return notice.Outcome{Bids: 3, Small: of(1), Lots: all} }
	whole := func(kind notice.Stage, winners ...string) notice.Outcome {
		o := notice.Outcome{Kind: kind, Bids: 3, Small: of(1), Reason: "For all."}
		for _, name := range winners {
			o.Winners = append(o.Winners, notice.Winner{Name: name, Size: "small"})
		}
		if len(winners) > 0 {
			o.Value = money(80_000_00)
		}
		return o
	}
	const one, two = "LOT-0001", "LOT-0002"
	for says, outcomes := range map[string][]notice.Outcome{
		"each lot":                  {lots(won(one, "Four Brooms", 3_00), other(two, notice.Unsuccessful, "Too dear."))},
		"one taken back":            {lots(won(one, "Four Brooms", 3_00), other(two, notice.Withdrawn, "No money."))},
		"withdrawn, then awarded":   {whole(notice.Withdrawn), lots(won(one, "Late Oy", 3_00), won(two, "Late Oy", 4_00))},
		"awarded, then withdrawn":   {lots(won(one, "Late Oy", 3_00), won(two, "Late Oy", 4_00)), whole(notice.Withdrawn)},
		"whole to two, then to one": {whole(notice.Awarded, "First", "Second"), whole(notice.Awarded, "First")},
		"taken back, then awarded": {lots(won(one, "A", 3_00), other(two, notice.Withdrawn, "No money.")),
			lots(won(one, "A", 3_00), won(two, "B", 4_00))},
		"awarded, then nobody":            {lots(won(one, "A", 3_00), other(two, notice.Withdrawn, "No money.")), whole(notice.Unsuccessful)},
		"two lots, then the whole, twice": {lots(won(one, "A", 1_00), won(two, "B", 1_00)), whole(notice.Awarded, "C"), whole(notice.Awarded, "D")},
		"nobody, then taken back": {lots(won(one, "A", 3_00), other(two, notice.Unsuccessful, "None.")),
			lots(won(one, "A", 3_00), other(two, notice.Withdrawn, "Z."))},
		"one lot less awarded, then both again": {lots(won(one, "A", 1_00), won(two, "A", 1_00)),
			lots(won(one, "B", 1_00), other(two, notice.Unsuccessful, "None.")), lots(won(one, "C", 1_00), won(two, "D", 1_00))},
	} {
		t.Run(says, func(t *testing.T) {
			s, mine, found := inLots(t)
			for i, o := range outcomes {
				if i > 0 {
					o.Correction = "It was wrong."
				}
				if _, err := s.Outcomes.Publish(mine, found.ID, o); err != nil {
					t.Fatal(err)
				}
			}
			was, err := s.Tenders.Get(mine, found.ID)
			if err != nil {
				t.Fatal(err)
			}
			past, err := s.Tenders.Notices(mine, found.ID)
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
func readBack(t *testing.T, past []*notice.Notice, trusted bool) *tender.Tender {
	t.Helper()
	s := tendertest.New(t)
	past = slices.SortedFunc(slices.Values(past), func(a, b *notice.Notice) int { return strings.Compare(a.Release.ID, b.Release.ID) })
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
	return s.Received(all...)
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
