package tender_test

import (
	"testing"

	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/tender/tendertest"
)

// A contract is counted as published, with its bids, as won and by what it was worth: of awards that stand alone.
func TestAContractIsCounted(t *testing.T) {
	l := tendertest.New(t)
	r := award("a", day(-2), "LOT-0001", "Yksi Oy", "micro", 500_00)
	r.Awards = append(r.Awards, ocds.Award{ID: "b", Status: "active", Lots: []string{"LOT-0002"}, Value: euros(7),
		Suppliers: []ocds.Reference{{ID: "big", Name: "Iso Oy", Size: "large"}}},
		ocds.Award{ID: "c", Status: "cancelled", Lots: []string{"LOT-0003"}, Value: euros(1_000_000)})
	r.Bids = []ocds.BidCount{{Kind: "tenders", Count: 4}, {Kind: "t-sme", Count: 3}, {Kind: "tenders", Lot: "LOT-0002", Count: -1}}
	of := l.Received(r)
	got := l.Counted("tenders", of.ID)
	if got["published"].Count != 1 || got["bids"].Count != 4 || got["won"].Count != 1 || got["valueEUR"].Sum != 507_00 || got["value_smallEUR"].Sum != 500_00 {
		t.Errorf("%+v", got)
	}
	call := l.Received(release("ocds-open", "open", "01", day(-1), "tender", nil))
	if got := l.Counted("tenders", call.ID); len(got) != 1 || got["published"].City != "helsinki" || !got["published"].Day.Equal(day(-1)) {
		t.Errorf("an open call: %+v", got)
	}
	if got := l.Counted("tenders", "tender-never2given"); len(got) != 0 {
		t.Errorf("what is not there is counted: %+v", got)
	}
}
