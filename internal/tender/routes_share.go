package tender

import (
	"fmt"
	"strconv"

	"citiesgrow/internal/record"
	"citiesgrow/internal/sheet"
	"citiesgrow/web"
)

type shareInput struct {
	Year int    `query:"year" validate:"min=0,max=9999"`
	Lang string `query:"lang" validate:"max=8"`
}

// SharePage tells a council how much went to small firms.
type SharePage struct {
	Year int   `json:"year"`
	Own  Share `json:"own"`
	City Share `json:"city"`

	Years []web.Option `json:"-"`
	Rows  []ShareRow   `json:"-"`
}

// ShareRow is a line of the table.
type ShareRow struct{ Label, Own, City string }

// yearsShown is how many are offered.
const yearsShown = 5

func (s handlers) shares(c *web.Ctx, in shareInput) (*SharePage, error) {
	p := &SharePage{Year: in.Year}
	if p.Year == 0 {
		p.Year = c.Now.Year()
	}
	var err error
	if p.Own, p.City, err = s.Shares(c, p.Year); err != nil {
		return nil, err
	}
	for n := range yearsShown {
		year := strconv.Itoa(c.Now.Year() - n)
		p.Years = append(p.Years, web.Option{Value: year, Label: year})
	}
	w := c.Words
	number := func(n int) string { return w.Number(float64(n)) }
	euros := func(cents int64) string { return w.Money(record.Money{Minor: cents, Currency: "EUR"}) }
	part := func(part, whole int64, says string) string {
		if share, known := Part(part, whole); known {
			return fmt.Sprintf("%s (%s)", says, w.Percent(share))
		}
		return "–"
	}
	row := func(key string, say func(Share) string) {
		p.Rows = append(p.Rows, ShareRow{w.T(key), say(p.Own), say(p.City)})
	}
	row("share.awards", func(s Share) string { return number(s.Awards) })
	row("share.told", func(s Share) string { return part(int64(s.Told), int64(s.Awards), number(s.Told)) })
	row("share.small", func(s Share) string { return part(int64(s.Small), int64(s.Told), number(s.Small)) })
	row("share.micro", func(s Share) string { return part(int64(s.Micro), int64(s.Told), number(s.Micro)) })
	row("share.value", func(s Share) string { return euros(s.ValueMinor) })
	row("share.value_small", func(s Share) string { return part(s.SmallValueMinor, s.ValueMinor, euros(s.SmallValueMinor)) })
	row("share.bids", func(s Share) string { return number(s.Bids) })
	row("share.bids_small", func(s Share) string { return part(int64(s.SmallBids), int64(s.BidsTold), number(s.SmallBids)) })
	return p, nil
}

func (s handlers) sharesFile(c *web.Ctx, in shareInput) (*web.File, error) {
	p, err := s.shares(c, in)
	if err != nil {
		return nil, err
	}
	body, err := SharesCSV(p.Year, p.Own, p.City)
	return &web.File{Name: fmt.Sprintf("small-firms-%d.csv", p.Year), Type: sheet.Type, Body: body}, err
}
