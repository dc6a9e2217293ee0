package service

import (
	"math"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/match"
	"citiesgrow/internal/record"
	"citiesgrow/web"
)

func (s handlers) planRoutes() []web.Route {
	firm := web.Only(actor.Entrepreneur)
	return []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/services/plan", View: "support/plan", Who: firm,
			About: "What the firm lacks (for a tender, in its papers, in the readiness test) and the services that supply it in time."}, s.plan),
		web.Handle(web.Route{Method: "GET", Path: "/readiness", View: "support/readiness", Who: firm, About: "The readiness test with the answers given."},
			s.showReadiness),
		web.Handle(web.Route{Method: "PUT", Path: "/readiness", Who: firm, Area: actor.AreaSupport, About: "Answer the readiness test."}, s.answer),
	}
}

// shown is how many services stand beside a requirement of a tender.
const shown = 3

// Help names the services that supply what a firm lacks (match.Helper).
func (s *Service) Help(c *web.Ctx, f match.Firm, lacks []match.Lack, deadline time.Time) ([][]web.Help, error) {
	all := make([][]web.Help, len(lacks))
	for i, l := range lacks {
		ways, err := s.ListSupplying(c, f, NeedsOf(l.Requirement), deadline)
		if err != nil {
			return nil, err
		}
		for _, w := range ways[:min(shown, len(ways))] {
			all[i] = append(all[i], s.help(c, w, l.Requirement.Kind, deadline))
		}
	}
	return all, nil
}

// help says by when a service would supply something.
func (s *Service) help(c *web.Ctx, w Candidate, need string, deadline time.Time) web.Help {
	city, _ := s.kit.Taxonomy.City(w.City)
	h := web.Help{ID: w.ID, Name: w.Name, Lang: w.Language, By: w.Organization.Name, Path: "/services/" + w.ID + "?need=" + need, Done: w.Done, Late: w.Late,
		Near: s.kit.Taxonomy.CityNames([]string{w.City}, c.Languages()...)}
	if w.Online {
		h.Near = c.Words.T("support.mode_online")
	}
	done := c.Words.Date(record.InZone(w.Done, city.Zone))
	switch days := int(math.Floor(deadline.Sub(w.Done).Hours() / 24)); {
	case deadline.IsZero():
		h.Text = c.Words.T("support.done_by", "Date", done)
	case w.Late:
		h.Text = c.Words.T("support.done_late", "Date", done, "Count", max(1, int(math.Ceil(w.Done.Sub(deadline).Hours()/24))))
	default:
		h.Text = c.Words.T("support.done_early", "Date", done, "Count", days)
	}
	if w.Slot != nil {
		h.Text += " " + c.Words.T("support.next_slot", "Date", c.Words.Date(record.InZone(w.Slot.Start, city.Zone)), "Time",
			c.Words.Clock(record.InZone(w.Slot.Start, city.Zone)))
	}
	return h
}

// PlanPage is what an entrepreneur could do about what is lacking.
type PlanPage struct {
	web.Whole
	Items  []PlanItem `json:"items"`
	Total  int        `json:"total"`
	Tender string     `json:"tender,omitempty"`
	Title  string     `json:"title,omitempty"`
	City   string     `json:"city"`
	Fresh  bool       `json:"-"` // no profile yet
	Taken  bool       `json:"-"` // the readiness test
}

// PlanItem is one thing that is lacking.
type PlanItem struct {
	Because  string     `json:"because"`           // requirement, matches, paper or readiness
	Tenders  int        `json:"tenders,omitempty"` // how many of the best matches ask for it
	Kind     string     `json:"kind"`
	Need     string     `json:"need"`
	Until    time.Time  `json:"until,omitzero"`
	Services []web.Help `json:"services"`
}

type planInput struct {
	Tender string `query:"tender" validate:"max=200"`
	Lang   string `query:"lang" validate:"max=8"`
}

func (s handlers) plan(c *web.Ctx, in planInput) (*PlanPage, error) {
	plan, err := s.Plan(c, in.Tender)
	if err != nil {
		return nil, err
	}
	ready, err := s.Ready(c)
	if err != nil {
		return nil, err
	}
	p := &PlanPage{Items: []PlanItem{}, Total: len(plan.Answers), Tender: plan.Tender, Title: plan.Title, City: plan.Firm.City,
		Fresh: plan.Firm.ID == "", Taken: len(ready.Answers) > 0}
	for _, a := range plan.Answers {
		item := PlanItem{Because: "readiness", Kind: a.Kind, Until: a.Until, Services: []web.Help{}}
		switch {
		case a.Kind != "":
			item.Need = c.Words.T("support.need_" + a.Kind)
		case !a.Lack.Ends.IsZero():
			item.Because, item.Kind, item.Need = "paper", a.Lack.Requirement.Kind,
				c.Words.T("support.ends", "Name", SayNeed(c, a.Lack.Requirement.Kind, a.Lack.Requirement.Detail), "Date", a.Lack.Ends)
		case a.Lack.Tenders > 0:
			item.Because, item.Tenders, item.Kind, item.Need = "matches", a.Lack.Tenders, a.Lack.Requirement.Kind, match.SayNeed(c, a.Lack.Requirement)
		default:
			item.Because, item.Kind, item.Need = "requirement", a.Lack.Requirement.Kind, match.SayNeed(c, a.Lack.Requirement)
		}
		for _, w := range a.Ways[:min(2*shown, len(a.Ways))] {
			help := s.help(c, w, item.Kind, a.Until)
			if plan.Tender != "" {
				help.Path += "&tender=" + plan.Tender
			}
			item.Services = append(item.Services, help)
		}
		p.Items = append(p.Items, item)
	}
	return p, nil
}

// ReadinessPage is the test.
type ReadinessPage struct {
	web.Whole
	Items []ReadinessItem `json:"items"`
	Total int             `json:"total"`
	Met   int             `json:"met"`
	Open  int             `json:"open"` // answered with no
}

// ReadinessItem is a question with the answer given.
type ReadinessItem struct {
	Key    string `json:"key"`
	Text   string `json:"text"`
	Answer string `json:"answer"`
}

func (s handlers) showReadiness(c *web.Ctx, _ web.None) (*ReadinessPage, error) {
	r, err := s.Ready(c)
	if err != nil {
		return nil, err
	}
	p := &ReadinessPage{Total: len(Questions()), Met: r.Met(), Open: len(r.Open())}
	for _, q := range Questions() {
		p.Items = append(p.Items, ReadinessItem{q, c.Words.T("support.ask_" + q), r.Answers[q]})
	}
	return p, nil
}

type answerInput struct {
	Registration string `json:"registration" validate:"omitempty,oneof=yes no"`
	Accounts     string `json:"accounts" validate:"omitempty,oneof=yes no"`
	Insurance    string `json:"insurance" validate:"omitempty,oneof=yes no"`
	Bank         string `json:"bank" validate:"omitempty,oneof=yes no"`
	References   string `json:"references" validate:"omitempty,oneof=yes no"`
	Signature    string `json:"signature" validate:"omitempty,oneof=yes no"`
	Invoice      string `json:"invoice" validate:"omitempty,oneof=yes no"`
	Safety       string `json:"safety" validate:"omitempty,oneof=yes no"`
	Language     string `json:"language" validate:"omitempty,oneof=yes no"`
	Offer        string `json:"offer" validate:"omitempty,oneof=yes no"`
}

func (s handlers) answer(c *web.Ctx, in answerInput) (web.Go, error) {
	_, err := s.Answer(c, map[string]string{"registration": in.Registration, "accounts": in.Accounts, "insurance": in.Insurance, "bank": in.Bank,
		"references": in.References,
		"signature":  in.Signature, "invoice": in.Invoice, "safety": in.Safety, "language": in.Language, "offer": in.Offer})
	return "/services/plan?done=saved", err
}
