// Package share says how much of what was awarded went to small firms, of the contracts that a buyer
// posted and of all that are known of a city. It stores nothing.
package share

import (
	"math"
	"slices"
	"strconv"

	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/sheet"
	"citiesgrow/internal/tender"
)

// Share is how much of what was awarded in a year went to small firms, as their notices
// say (BT-165, BT-759, BT-760). Micro firms are small ones as well.
type Share struct {
	Awards int `json:"awards"`
	Told   int `json:"sizeTold"` // of them, those whose notice has the size of the winner
	Small  int `json:"small"`    // micro, small and medium
	Micro  int `json:"micro"`
	// In euro cents, of awards whose value is known, and of it to micro, small and medium firms.
	ValueMinor      int64  `json:"valueMinor"`
	SmallValueMinor int64  `json:"smallValueMinor"`
	Currency        string `json:"currency"` // EUR: other currencies are converted roughly
	Bids            int    `json:"bids"`
	BidsTold        int    `json:"bidsSizeTold"` // of contracts whose notice says how many small firms sent
	SmallBids       int    `json:"smallBids"`
}

// Part is a share of a whole, 0 to 1; false where there is no whole.
func Part(part, whole int64) (float64, bool) {
	if whole == 0 {
		return 0, false
	}
	return float64(part) / float64(whole), true
}

// add counts a tender that was awarded.
func (s *Share) add(t *tender.Tender) {
	for _, a := range t.Awards {
		if a.Status != "active" {
			continue
		}
		s.Awards++
		size := t.SizeOf(a.Suppliers)
		small := notice.IsSmall(size)
		if size != "" {
			s.Told++
		}
		if small {
			s.Small++
		}
		if size == "micro" {
			s.Micro++
		}
		if a.Value != nil && a.Value.Minor > 0 {
			cents := int64(math.Round(tender.Euros(*a.Value) * 100))
			s.ValueMinor += cents
			if small {
				s.SmallValueMinor += cents
			}
		}
	}
	told := slices.ContainsFunc(t.Bids, func(b ocds.BidCount) bool { return b.Kind == notice.SmallBids })
	for _, b := range t.Bids {
		switch b.Kind {
		case notice.AllBids:
			s.Bids += b.Count
			if told {
				s.BidsTold += b.Count
			}
		case notice.SmallBids:
			s.SmallBids += b.Count
		}
	}
}

// CSV writes both, one a line; values in euros.
func CSV(year int, own, city Share) ([]byte, error) {
	row := func(of string, s Share) []any {
		return []any{year, of, s.Awards, s.Told, s.Small, s.Micro, major(s.ValueMinor), major(s.SmallValueMinor), s.Bids, s.SmallBids}
	}
	head := []string{"year", "of", "awards", "size_told", "small_and_medium", "micro", "value_eur", "value_small_and_medium_eur", "bids", "bids_small_and_medium"}
	return sheet.CSV(head, [][]any{row("own", own), row("city", city)})
}

// major says cents in euros.
func major(cents int64) string { return strconv.FormatFloat(float64(cents)/100, 'f', 2, 64) }
