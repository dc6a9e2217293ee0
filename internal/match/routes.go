package match

import (
	"cmp"
	"embed"
	"net/http"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/gap"
	"citiesgrow/internal/module"
	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/store"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/tender"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// Handlers answer requests about matches, and say of a tender how it fits the reader's firm
// (tender.Matcher). What helps against a lack comes from the helper; a gap is shown alone without one.
type Handlers struct {
	*Service
	helper Helper
}

// Handlers returns the handlers with a helper, or nil for none.
func (s *Service) Handlers(h Helper) *Handlers { return &Handlers{s, h} }

// Module is matching as cmd/citiesgrow wires it.
func (s *Handlers) Module() module.Module {
	firm, buyer := web.Only(actor.Entrepreneur), web.Only(actor.Buyer, actor.Employer)
	return module.Module{
		Name:        "match",
		Views:       views,
		Collections: []store.Spec{matches, rivals, objections},
		Journeys:    s.journeys(),
		Followers:   []store.Follower{s.follower()},
		Routes: []web.Route{
			web.Handle(web.Route{Method: "GET", Path: "/supplier/matches", View: "match/mine", Who: firm,
				About: "Open tenders that fit the entrepreneur's firm, with reasons."}, s.mine),
			web.Handle(web.Route{Method: "GET", Path: "/supplier/followed", View: "match/followed", Who: firm,
				About: "Tenders the entrepreneur follows, with what became of them."}, s.followed),
			web.Handle(web.Route{Method: "GET", Path: "/tenders/{id}/matches", View: "match/firms", Who: buyer,
				About: "Firms that fit the buyer's tender, with the same reasons, and those that declared interest."}, s.firms),
			web.Handle(web.Route{Method: "GET", Path: "/tenders/{id}/gap", Who: firm, Voice: web.APIOnly,
				About: "Each requirement met, lacking or not told, for the entrepreneur's firm."}, s.showGap),
			web.Handle(web.Route{Method: "POST", Path: "/tenders/{id}/objection", Who: firm, Area: actor.AreaContracts, Status: http.StatusCreated,
				About: "Say why one of the firm's matches does not fit; no buyer learns it."}, s.object),
			web.Handle(web.Route{Method: "DELETE", Path: "/tenders/{id}/objection", Who: firm, Area: actor.AreaContracts, About: "Take an objection back."}, s.unobject),
			web.Handle(web.Route{Method: "GET", Path: "/monitor/cities/{id}/unmatched", View: "match/unmatched", Who: web.Only(actor.Staff, actor.Admin),
				About: "Open tenders of a city that no firm fits, firms that no tender fits, and why."}, s.unmatched),
			web.Handle(web.Route{Method: "POST", Path: "/tenders/{id}/interests", Bodiless: true, Who: firm, Area: actor.AreaContracts,
				Status: http.StatusCreated, About: "Follow a tender, or declare interest."}, s.follow),
			web.Handle(web.Route{Method: "DELETE", Path: "/tenders/{id}/interests", Who: firm, Area: actor.AreaContracts, About: "Take interest back."}, s.leave),
		},
		Nav: []web.NavItem{
			{Key: "nav.matches", Path: "/supplier/matches", Who: firm},
			{Key: "nav.followed", Path: "/supplier/followed", Who: firm, More: true},
		},
	}
}

// Reasons says why each tender fits the reader's firm (tender.Matcher).
func (s *Handlers) Reasons(c *web.Ctx, tenders []*tender.Tender) (map[string]tender.Fit, error) {
	p, ok, err := s.readersFirm(c)
	if err != nil || !ok {
		return nil, err
	}
	ids := make([]string, len(tenders))
	for i, t := range tenders {
		ids[i] = idOf(t.ID, p.ID)
	}
	stored, err := s.matches.GetMany(c, ids)
	if err != nil {
		return nil, err
	}
	of := map[string]*Match{}
	for _, m := range stored {
		of[m.TenderID] = m
	}
	fits := map[string]tender.Fit{}
	for _, t := range tenders {
		m := of[t.ID]
		if m == nil {
			if m, err = s.weigh(c, p, t); err != nil {
				return nil, err
			}
			if near, _ := taxonomy.Closeness(codesOf(p), t.CPV()); near < taxonomy.Neighbour {
				continue // another trade
			}
		}
		reasons, err := s.fit(c, p, t, m)
		if err != nil {
			return nil, err
		}
		fits[t.ID] = tender.Fit{Score: m.Score, Reasons: reasons}
	}
	return fits, nil
}

// Firm is where the reader's firm works, and how much it lacks for each open tender that fits (tender.Matcher).
func (s *Handlers) Firm(c *web.Ctx) (tender.Firm, error) {
	if !c.Actor.Is(actor.Entrepreneur) {
		return tender.Firm{}, nil
	}
	p, pairs, err := s.ListOwn(c)
	if err != nil {
		return tender.Firm{}, err
	}
	firm := tender.Firm{Cities: codes.Add([]string{}, append([]string{cmp.Or(p.City, c.Actor.City)}, p.Cities...)...)}
	if p.ID == "" {
		return firm, nil
	}
	firm.Lacking = map[string]int{}
	for _, pair := range pairs {
		said := append(s.reasons(c, pair.Tender, pair.Match, "you"), s.requirements(c, gap.Of(p, &pair.Tender.Content, c.Now), nil, true)...)
		firm.Lacking[pair.Tender.ID] = 0
		for _, r := range said {
			if r.State == "lacking" {
				firm.Lacking[pair.Tender.ID]++
			}
		}
	}
	return firm, nil
}

// readersFirm is the reader's profile; false when there is none.
func (s *Handlers) readersFirm(c *web.Ctx) (*supplier.Profile, bool, error) {
	if !c.Actor.Is(actor.Entrepreneur) {
		return nil, false, nil
	}
	p, err := s.suppliers.Own(c)
	if err != nil {
		return nil, false, err
	}
	return p, p.ID != "", nil
}

// Gap holds a tender's requirements against the reader's firm (tender.Matcher).
func (s *Handlers) Gap(c *web.Ctx, t *tender.Tender) (*web.Gap, bool, error) {
	p, ok, err := s.readersFirm(c)
	if err != nil || !ok {
		return nil, false, err
	}
	gap, err := s.helped(c, p, t)
	if err != nil {
		return nil, false, err
	}
	return gap, true, nil
}

// MatchItem is a tender that fits, or a firm.
type MatchItem struct {
	Tender  *tender.Item   `json:"tender,omitempty"`
	Firm    *supplier.Item `json:"supplier,omitempty"`
	Score   int            `json:"score"`
	Parts   []Part         `json:"parts"`
	Reasons []web.Reason   `json:"reasons"`
	Card    web.Card       `json:"-"`

	Objection string        `json:"objection,omitempty"` // of the firm itself, where it said that this does not fit
	Object    objectionForm `json:"-"`
}

// MinePage lists what fits the entrepreneur's firm.
type MinePage struct {
	module.List[MatchItem]
	Strength web.Meter `json:"strength"`
	Why      string    `json:"reason,omitempty"` // of an empty list: no_trade, no_city, no_tender or weak
	Fresh    bool      `json:"-"`

	// Of an empty list: the firm's very trade in other cities, and what else is near its work.
	Elsewhere []MatchItem `json:"elsewhere,omitempty"`
	Near      []MatchItem `json:"near,omitempty"`
}

type pageInput struct {
	Page int `query:"page" validate:"min=0,max=100"`
	Size int `query:"size" validate:"min=0,max=100"`
}

func (s *Handlers) mine(c *web.Ctx, in pageInput) (*MinePage, error) {
	p, pairs, err := s.ListOwn(c)
	if err != nil {
		return nil, err
	}
	size := in.Size
	if size == 0 {
		size = kept
	}
	page := &MinePage{List: module.ListOf[MatchItem](nil, len(pairs), max(in.Page, 1), size), Strength: s.suppliers.Meter(c, p), Fresh: p.ID == ""}
	if len(pairs) == 0 && !page.Fresh {
		if err := s.whyEmpty(c, p, page); err != nil {
			return nil, err
		}
	}
	said, err := s.objected(c, p.ID)
	if err != nil {
		return nil, err
	}
	for _, pair := range pairs[min((page.Page-1)*size, len(pairs)):min(page.Page*size, len(pairs))] {
		item := s.tenders.Item(c, pair.Tender)
		reasons, err := s.fit(c, p, pair.Tender, pair.Match)
		if err != nil {
			return nil, err
		}
		card := item.Card
		card.Score, card.Reasons, card.Sums, card.Judged, card.Tags = pair.Match.Score, reasons, s.sums(c, pair.Match), true, nil
		page.Items = append(page.Items, MatchItem{Tender: &item, Score: pair.Match.Score, Parts: pair.Match.Parts, Reasons: reasons, Card: card,
			Objection: said[pair.Tender.ID], Object: objectionFormOf(c, pair.Tender.ID, said[pair.Tender.ID])})
	}
	return page, nil
}

func (s *Handlers) showGap(c *web.Ctx, in module.ID) (*web.Gap, error) {
	t, err := s.tenders.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	p, err := s.suppliers.Own(c)
	if err != nil {
		return nil, err
	}
	return s.helped(c, p, t)
}
