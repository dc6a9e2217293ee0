package match

import (
	"strings"

	"citiesgrow/internal/supplier"
	"citiesgrow/web"
)

// whyEmpty says why nothing fits a firm, and what is near.
func (s *Service) whyEmpty(c *web.Ctx, p *supplier.Profile, page *MinePage) error {
	why, _, err := s.whyNothing(c, p)
	if err != nil {
		return err
	}
	found, elsewhere, err := s.near(c, p)
	if err != nil {
		return err
	}
	w := c.Words
	page.Why = why
	page.Empty = web.Empty{Title: w.T("match.none"), Links: []web.Link{{Label: w.T("nav.supplier"), Path: "/supplier/work"}, {Label: w.T("nav.tenders"), Path: "/tenders?status=open"}},
		Text: w.T("match.why_"+why, "Trade", strings.Join(s.kit.Taxonomy.Works(p.CPV, c.Languages()...), ", "), "City", s.kit.Taxonomy.CityNames(p.Cities, c.Languages()...))}
	for _, t := range found {
		m, err := s.weigh(c, p, t)
		if err != nil {
			return err
		}
		item := s.tenders.Item(c, t)
		card := item.Card
		if card.Reasons, err = s.fit(c, p, t, m); err != nil {
			return err
		}
		page.Near = append(page.Near, MatchItem{Tender: &item, Score: m.Score, Parts: m.Parts, Reasons: card.Reasons, Card: card})
	}
	if page.NearTitle = w.T("match.near_work"); elsewhere {
		page.NearTitle = w.T("match.near")
	}
	return nil
}
