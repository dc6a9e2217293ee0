package share

import (
	"embed"
	"fmt"
	"strconv"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/record"
	"citiesgrow/internal/sheet"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// handlers answer requests.
type handlers struct{ *Service }

// Module is shares as cmd/citiesgrow wires them.
func (s *Service) Module() module.Module {
	h := handlers{s}
	buyer := web.Only(actor.Buyer, actor.Employer)
	return module.Module{Name: "share", Views: views, Routes: []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/tenders/shares", View: "share/show", Who: buyer,
			About: "How much of what was awarded in a year went to small firms: the buyer's own contracts, and all of the city."}, h.show),
		web.Handle(web.Route{Method: "GET", Path: "/tenders/shares/csv", Who: buyer, Media: "text/csv", About: "The same as CSV."}, h.file),
	}}
}

type input struct {
	Year int `query:"year" validate:"min=0,max=9999"`
}

// Page says how much of what was awarded went to small firms.
type Page struct {
	Year int   `json:"year"`
	Own  Share `json:"own"`
	City Share `json:"city"`

	Years []web.Option `json:"-"`
	Rows  []Row        `json:"-"`
}

// Row is a line of the table.
type Row struct{ Label, Own, City string }

// yearsShown is how many are offered.
const yearsShown = 5

func (s handlers) show(c *web.Ctx, in input) (*Page, error) {
	p := &Page{Year: in.Year}
	if p.Year == 0 {
		p.Year = c.Now.Year()
	}
	var err error
	if p.Own, p.City, err = s.Get(c, p.Year); err != nil {
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
		p.Rows = append(p.Rows, Row{w.T(key), say(p.Own), say(p.City)})
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

func (s handlers) file(c *web.Ctx, in input) (*web.File, error) {
	p, err := s.show(c, in)
	if err != nil {
		return nil, err
	}
	body, err := CSV(p.Year, p.Own, p.City)
	if err != nil {
		return nil, err
	}
	return &web.File{Name: fmt.Sprintf("small-firms-%d.csv", p.Year), Type: sheet.Type, Body: body}, nil
}
