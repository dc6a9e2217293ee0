package tender

import (
	"context"
	"math"
	"slices"
	"strconv"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/sheet"
)

// Share is how much of what was awarded in a year went to small firms, as their notices
// tell (BT-165, BT-759, BT-760). Micro firms are small ones as well.
type Share struct {
	Awards int `json:"awards"`
	Told   int `json:"sizeTold"` // of them the size of the winner is told
	Small  int `json:"small"`    // micro, small and medium
	Micro  int `json:"micro"`
	// In euro cents, of awards whose value is told, and of it to micro, small and medium firms.
	ValueMinor      int64  `json:"valueMinor"`
	SmallValueMinor int64  `json:"smallValueMinor"`
	Currency        string `json:"currency"` // EUR: other currencies are converted roughly
	Bids            int    `json:"bids"`
	BidsTold        int    `json:"bidsSizeTold"` // of contracts that tell how many of them small firms sent
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
func (s *Share) add(t *Tender) {
	for _, a := range t.Awards {
		if a.Status != "active" {
			continue
		}
		s.Awards++
		size := t.sizeOf(a.Suppliers)
		small := slices.Contains(smallSizes, size)
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
			cents := int64(math.Round(Euros(*a.Value) * 100))
			s.ValueMinor += cents
			if small {
				s.SmallValueMinor += cents
			}
		}
	}
	told := slices.ContainsFunc(t.Bids, func(b ocds.BidCount) bool { return b.Kind == smallBids })
	for _, b := range t.Bids {
		switch b.Kind {
		case allBids:
			s.Bids += b.Count
			if told {
				s.BidsTold += b.Count
			}
		case smallBids:
			s.SmallBids += b.Count
		}
	}
}

// smallSizes are those of small and medium firms (BT-165).
var smallSizes = []string{"micro", "small", "medium", "sme"}

// sizeOf is what the first of the winners said of its size; empty when it is not told.
func (t *Tender) sizeOf(winners []ocds.Reference) string {
	if len(winners) == 0 || winners[0].Size != "" {
		return firstSize(winners)
	}
	i := slices.IndexFunc(t.Parties, func(p ocds.Party) bool { return p.ID == winners[0].ID })
	if i < 0 {
		return ""
	}
	return t.Parties[i].Size
}

func firstSize(winners []ocds.Reference) string {
	if len(winners) == 0 {
		return ""
	}
	return winners[0].Size
}

// Shares are what went to small firms in a year: of the contracts that the buyer posted, and
// of all that are known of the buyer's city.
func (s *Service) Shares(ctx context.Context, year int) (own, city Share, err error) {
	who := actor.From(ctx)
	own.Currency, city.Currency = "EUR", "EUR"
	mine, err := s.Posted(ctx)
	if err != nil {
		return own, city, err
	}
	for _, t := range mine {
		if t.Stage == Awarded && t.lastSaid().Year() == year {
			own.add(t)
		}
	}
	if who.City == "" {
		return own, city, nil
	}
	ids, err := s.kit.Search.Select(ctx, Kind.Name, map[string][]string{"city": {who.City}, "status": {string(Awarded)}})
	if err != nil {
		return own, city, err
	}
	for chunk := range slices.Chunk(ids, 500) {
		found, err := s.GetMany(ctx, chunk)
		if err != nil {
			return own, city, err
		}
		for _, t := range found {
			if t.Stage == Awarded && t.lastSaid().Year() == year {
				city.add(t)
			}
		}
	}
	return own, city, nil
}

// SharesCSV writes both, one a line; values in euros.
func SharesCSV(year int, own, city Share) ([]byte, error) {
	row := func(of string, s Share) []any {
		return []any{year, of, s.Awards, s.Told, s.Small, s.Micro, major(s.ValueMinor), major(s.SmallValueMinor), s.Bids, s.SmallBids}
	}
	head := []string{"year", "of", "awards", "size_told", "small_and_medium", "micro", "value_eur", "value_small_and_medium_eur", "bids", "bids_small_and_medium"}
	return sheet.CSV(head, [][]any{row("own", own), row("city", city)})
}

// major says cents in euros.
func major(cents int64) string { return strconv.FormatFloat(float64(cents)/100, 'f', 2, 64) }
