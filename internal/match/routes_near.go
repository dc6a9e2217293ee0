package match

import (
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
	"citiesgrow/web"
)

// whyEmpty says why nothing fits a firm, and what is near.
func (s *Handlers) whyEmpty(c *web.Ctx, p *supplier.Profile, page *MinePage) error {
	why, _, err := s.whyNothing(c, p)
	if err != nil {
		return err
	}
	elsewhere, near, err := s.near(c, p)
	if err != nil {
		return err
	}
	w := c.Words
	page.Why = why
	page.Empty = web.Empty{Title: w.T("match.none"), Links: []web.Link{{Label: w.T("nav.supplier"), Path: "/supplier/work"},
		{Label: w.T("nav.tenders"), Path: "/tenders?status=open"}},
		Text: w.T("match.why_"+why, "Trade", w.Join(s.kit.Taxonomy.Works(p.CPV, c.Languages()...)), "City", s.kit.Taxonomy.CityNames(p.Cities, c.Languages()...))}
	if page.Elsewhere, err = s.held(c, p, elsewhere); err != nil {
		return err
	}
	page.Near, err = s.held(c, p, near)
	return err
}

// held holds tenders that are no matches against a firm.
func (s *Handlers) held(c *web.Ctx, p *supplier.Profile, tenders []*tender.Tender) ([]MatchItem, error) {
	var items []MatchItem
	for _, t := range tenders {
		m, err := s.weigh(c, p, t)
		if err != nil {
			return nil, err
		}
		item := s.tenders.Item(c, t)
		card := item.Card
		if card.Reasons, err = s.fit(c, p, t, m); err != nil {
			return nil, err
		}
		items = append(items, MatchItem{Tender: &item, Score: m.Score, Parts: m.Parts, Reasons: card.Reasons, Card: card})
	}
	return items, nil
}
