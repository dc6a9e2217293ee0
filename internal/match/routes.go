package match

import (
	"cmp"
	"embed"
	"math"
	"net/http"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
	"citiesgrow/internal/supplier"
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
			if near, _ := closeness(codesOf(p), t.CPV()); near < neighbour {
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
	p, pairs, err := s.ForMe(c)
	if err != nil {
		return tender.Firm{}, err
	}
	firm := tender.Firm{Cities: codes.Add([]string{}, append([]string{cmp.Or(p.City, c.Actor.City)}, p.Cities...)...)}
	if p.ID == "" {
		return firm, nil
	}
	firm.Lacking = map[string]int{}
	for _, pair := range pairs {
		said := append(s.reasons(c, pair.Tender, pair.Match, "you"), s.requirements(c, Gap(p, &pair.Tender.Content, c.Now), nil, true)...)
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
	p, err := s.suppliers.Mine(c)
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

// Reach counts the firms that a content leaves able to bid (draft.Reacher).
func (s *Handlers) Reach(c *web.Ctx, content *notice.Content) (*web.Reach, error) {
	r, err := s.reach(c, content)
	if err != nil {
		return nil, err
	}
	return sayReach(c, r), nil
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
	web.Whole
	Items    []MatchItem `json:"items"`
	Total    int         `json:"total"`
	Page     int         `json:"page"`
	Size     int         `json:"size"`
	Strength web.Meter   `json:"strength"`
	Why      string      `json:"reason,omitempty"` // of an empty list: no_trade, no_city, no_tender or weak
	Empty    web.Empty   `json:"-"`
	Fresh    bool        `json:"-"`

	// Of an empty list: the firm's very trade in other cities, and what else is near its work.
	Elsewhere []MatchItem `json:"elsewhere,omitempty"`
	Near      []MatchItem `json:"near,omitempty"`
}

type pageInput struct {
	Page int    `query:"page" validate:"min=0,max=100"`
	Size int    `query:"size" validate:"min=0,max=100"`
	Lang string `query:"lang" validate:"max=8"`
}

func (s *Handlers) mine(c *web.Ctx, in pageInput) (*MinePage, error) {
	p, pairs, err := s.ForMe(c)
	if err != nil {
		return nil, err
	}
	size := in.Size
	if size == 0 {
		size = kept
	}
	page := &MinePage{Items: []MatchItem{}, Total: len(pairs), Page: max(in.Page, 1), Size: size, Strength: s.suppliers.Meter(c, p), Fresh: p.ID == ""}
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

// FollowedPage lists the tenders the entrepreneur follows.
type FollowedPage struct {
	web.Whole
	Items []FollowedItem `json:"items"`
	Total int            `json:"total"`
	Empty web.Empty      `json:"-"`
}

// FollowedItem is one of them, with what became of it.
type FollowedItem struct {
	tender.Item
	Declared bool            `json:"declared"`
	Here     bool            `json:"-"` // its buyer reads here
	Outcome  *notice.Outcome `json:"outcome,omitempty"`
}

func (s *Handlers) followed(c *web.Ctx, _ web.None) (*FollowedPage, error) {
	steps, err := s.interests.ListOwn(c)
	if err != nil {
		return nil, err
	}
	page := &FollowedPage{Items: []FollowedItem{}, Total: len(steps), Empty: web.Empty{Title: c.Words.T("interest.none"), Text: c.Words.T("interest.none_text"),
		Links: []web.Link{{Label: c.Words.T("nav.matches"), Path: "/supplier/matches"}}}}
	for _, step := range steps {
		t, err := s.tenders.Get(c, step.TenderID)
		if problem.Is(err, problem.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		page.Items = append(page.Items, FollowedItem{Item: s.tenders.Item(c, t), Declared: step.Declared, Here: t.Owner != "", Outcome: t.Outcome})
	}
	return page, nil
}

// FirmsPage lists the firms for a buyer's tender.
type FirmsPage struct {
	web.Whole
	Items      []MatchItem      `json:"items"`
	Total      int              `json:"total"`
	Interested []InterestedFirm `json:"interested"`
	Title      string           `json:"-"`
	ID         string           `json:"-"`
	Empty      web.Empty        `json:"-"`
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
	t, pairs, err := s.ForTender(c, in.ID)
	if err != nil {
		return nil, err
	}
	page := &FirmsPage{Items: []MatchItem{}, Total: len(pairs), ID: t.ID, Title: s.tenders.Item(c, t).Title, Empty: noFirms(c, t)}
	for _, pair := range pairs {
		item := s.suppliers.Item(c, pair.Profile)
		seen := visibleParts(pair)
		reasons := append(s.reasons(c, t, seen, "firm"), s.requirements(c, Gap(pair.Profile, &t.Content, c.Now), nil, false)...)
		card := item.Card
		card.Score, card.Sums, card.Judged = seen.Score, s.sums(c, seen), true
		for _, what := range Preferred(t, pair.Profile, c.Now) {
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
		if p, err := s.suppliers.Show(c, i.Supplier, true); err == nil {
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

func (s *Handlers) showGap(c *web.Ctx, in module.ID) (*web.Gap, error) {
	t, err := s.tenders.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	p, err := s.suppliers.Mine(c)
	if err != nil {
		return nil, err
	}
	return s.helped(c, p, t)
}

func splitCodes(s string) []string { return strings.Split(s, ",") }
