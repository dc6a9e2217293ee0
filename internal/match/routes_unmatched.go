package match

import (
	"time"

	"citiesgrow/internal/suppress"
	"citiesgrow/web"
)

type unmatchedInput struct {
	ID string `path:"id"`
}

// UnmatchedPage shows the tenders and suppliers of a city without a match, with the reasons.
type UnmatchedPage struct {
	City    string          `json:"city"`
	Name    string          `json:"name"`
	Open    int             `json:"openTenders"` // looked at
	Firms   int             `json:"firms"`       // looked at
	Tenders []UnmatchedItem `json:"tenders"`
	Alone   []UnmatchedItem `json:"suppliers"`
	Sums    web.Chart       `json:"-"`

	Objections map[string]int `json:"objections,omitempty"` // firms by the reason that they gave; rare reasons together as "*"; none of fewer than ten firms
	Objected   web.Chart      `json:"-"`
}

// UnmatchedItem is a tender or a supplier without a match.
type UnmatchedItem struct {
	ID       string    `json:"id"`
	Name     string    `json:"name"`
	Language string    `json:"language,omitempty"`
	Path     string    `json:"path"`
	Why      string    `json:"reason"`
	Text     string    `json:"text"` // the reason as a sentence
	Others   int       `json:"ofTheTrade"`
	Ends     time.Time `json:"ends,omitzero"`
}

func (s *Handlers) unmatched(c *web.Ctx, in unmatchedInput) (*UnmatchedPage, error) {
	u, err := s.Unmatched(c, in.ID)
	if err != nil {
		return nil, err
	}
	p := &UnmatchedPage{City: in.ID, Name: s.kit.Taxonomy.CityNames([]string{in.ID}, c.Languages()...), Open: u.Open, Firms: u.Seated,
		Tenders: []UnmatchedItem{}, Alone: []UnmatchedItem{}}
	for _, l := range u.Tenders {
		item := s.tenders.Item(c, l.Tender)
		p.Tenders = append(p.Tenders, UnmatchedItem{l.Tender.ID, item.Title, item.Language, "/tenders/" + l.Tender.ID, l.Why,
			c.Words.T("unmatched.tender_"+l.Why, "Count", l.Others, "City", p.Name), l.Others, l.Tender.Ends()})
	}
	for _, l := range u.Firms {
		p.Alone = append(p.Alone, UnmatchedItem{l.Firm.ID, l.Firm.Name, "", "/suppliers/" + l.Firm.ID, l.Why,
			c.Words.T("unmatched.firm_"+l.Why, "Count", l.Others), l.Others, time.Time{}})
	}
	if p.Objections, err = s.Objections(c, in.ID); err != nil {
		return nil, err
	}
	p.Objected = web.Chart{Title: c.Words.T("unmatched.objections"), Of: c.Words.T("unmatched.number_firms")}
	for _, reason := range append(ObjectionReasons(), suppress.Others) {
		n, told := p.Objections[reason]
		switch {
		case told && reason == suppress.Others:
			p.Objected.Bars = append(p.Objected.Bars, web.Bar{Label: c.Words.T("unmatched.objections_together"), Value: n})
		case told:
			p.Objected.Bars = append(p.Objected.Bars, web.Bar{Label: c.Words.T("objection." + reason), Value: n})
		}
	}
	p.Sums = web.Chart{Title: c.Words.T("unmatched.why"), Of: c.Words.T("unmatched.number")}
	for _, why := range []string{WhyNoFirm, WhyNotHere, WhyWeak, WhyNoTrade} {
		n := 0
		for _, l := range u.Tenders {
			if l.Why == why {
				n++
			}
		}
		p.Sums.Bars = append(p.Sums.Bars, web.Bar{Label: c.Words.T("unmatched.short_" + why), Value: n})
	}
	return p, nil
}
