package match

import (
	"math"
	"slices"
	"time"

	"citiesgrow/internal/gap"
	"citiesgrow/internal/module"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
	"citiesgrow/web"
)

// FirmsPage lists the firms for a buyer's tender.
type FirmsPage struct {
	web.Whole[MatchItem]
	Interested []InterestedFirm `json:"interested"`
	Title      string           `json:"-"`
	ID         string           `json:"-"`
}

// InterestedFirm is a firm that turned to the buyer.
type InterestedFirm struct {
	Supplier string            `json:"supplier"`
	Name     string            `json:"name"`
	Note     string            `json:"note"`
	Since    string            `json:"since"`
	Contact  *supplier.Contact `json:"contact,omitempty"`
}

func (s *Handlers) firms(c *web.Ctx, in module.ID) (*FirmsPage, error) {
	t, pairs, err := s.List(c, in.ID)
	if err != nil {
		return nil, err
	}
	page := &FirmsPage{ID: t.ID, Title: s.tenders.Item(c, t).Title}
	page.Empty = noFirms(c, t)
	for _, pair := range pairs {
		item := s.suppliers.Item(c, pair.Profile)
		seen := visibleParts(pair)
		reasons := append(s.reasons(c, t, seen, "firm"), s.requirements(c, gap.Of(pair.Profile, &t.Content, c.Now), nil, false)...)
		card := item.Card
		card.Score, card.Sums, card.Judged = seen.Score, s.sums(c, seen), true
		for _, what := range gap.Preferred(t, pair.Profile, c.Now) {
			reasons = append(reasons, web.Reason{State: "met", Text: c.Words.T("match.prefer_" + what)})
		}
		card.Reasons = reasons
		page.Items = append(page.Items, MatchItem{Firm: &item, Score: seen.Score, Parts: seen.Parts, Reasons: reasons, Card: card})
	}
	interested, err := s.interests.List(c, in.ID)
	if err != nil {
		return nil, err
	}
	for _, i := range interested {
		firm := InterestedFirm{Supplier: i.Supplier, Name: i.Name, Note: i.Note, Since: c.Words.Date(i.Since)}
		if p, err := s.suppliers.Get(c, i.Supplier, true); err == nil {
			firm.Contact = &p.Contact
		}
		page.Interested = append(page.Interested, firm)
	}
	return page, nil
}

// comparing is how long after a publication no firm may only mean that they are being compared.
const comparing = 2 * time.Minute

// noFirms says why no firm stands on the page yet, and what to do.
func noFirms(c *web.Ctx, t *tender.Tender) web.Empty {
	if c.Now.Sub(t.Amended) < comparing && t.Status(c.Now) == tender.StatusOpen {
		return web.Empty{Title: c.Words.T("match.comparing"), Text: c.Words.T("match.comparing_text"),
			Links: []web.Link{{Label: c.Words.T("match.load_again"), Path: "/tenders/" + t.ID + "/matches"}}}
	}
	return web.Empty{Title: c.Words.T("match.no_firms"), Text: c.Words.T("match.no_firms_text"),
		Links: []web.Link{{Label: c.Words.T("nav.suppliers"), Path: "/suppliers"}}}
}

// visibleParts leaves out what rests on a capacity or a reference that its owner does not
// show, also of the number: a buyer who changes a value must not read a capacity from it.
func visibleParts(pair Pair) *Match {
	hidden := map[string]bool{"size": pair.Profile.Largest == nil, "customers": len(pair.Profile.References) == 0}
	m := *pair.Match
	m.Reasons = slices.DeleteFunc(slices.Clone(m.Reasons), func(r Reason) bool { return hidden[r.Part] })
	m.Parts = slices.DeleteFunc(slices.Clone(m.Parts), func(p Part) bool { return hidden[p.Name] })
	sum := 0.0
	for _, p := range m.Parts {
		sum += p.Points
	}
	m.Score = min(100, max(0, int(math.Round(sum))))
	return &m
}
