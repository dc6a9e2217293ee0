package readiness

import (
	"context"
	"slices"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/gap"
	"citiesgrow/internal/service"
)

// Plan is what an entrepreneur could do about everything that the firm lacks.
type Plan struct {
	Firm   gap.Firm
	Tender string // id of the tender that it is about; empty: about the best matches
	Title  string // of that tender
	Items  []Item
	Taken  bool // the readiness test was taken
}

// Item is one thing that a firm lacks, with the services that supply it.
type Item struct {
	Lack     gap.Lack  // a requirement, or a paper that ends
	Kind     string    // the need, where a question of the readiness test was answered with no
	Until    time.Time // by when it is needed; zero: at any time
	Services []service.Candidate
}

// needs are those that answer the item, any one of them.
func (i Item) needs() []service.Need {
	if i.Kind != "" {
		return []service.Need{{Kind: i.Kind}}
	}
	return service.NeedsOf(i.Lack.Requirement)
}

// Plan leads from each lacking requirement of a tender (none: of the best matches), from each paper that
// ends and from each no of the readiness test to the services that supply it.
func (s *Service) Plan(ctx context.Context, tenderID string) (*Plan, error) {
	if err := actor.From(ctx).Must(actor.Entrepreneur); err != nil {
		return nil, err
	}
	firm, ending, err := s.matches.OwnFirm(ctx)
	if err != nil {
		return nil, err
	}
	p := &Plan{Firm: firm}
	if tenderID != "" {
		if err := s.addTender(ctx, p, tenderID); err != nil {
			return nil, err
		}
	}
	for _, l := range ending {
		p.Items = append(p.Items, Item{Lack: l, Until: upcoming(l.Ends, s.kit.Now())})
	}
	if tenderID == "" {
		if err := s.addMatches(ctx, p); err != nil {
			return nil, err
		}
	}
	if err := s.addTest(ctx, p); err != nil {
		return nil, err
	}
	for i, item := range p.Items {
		if p.Items[i].Services, err = s.services.ListSupplying(ctx, firm, item.needs(), item.Until); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// addTender adds what the firm lacks for a tender, needed by its deadline.
func (s *Service) addTender(ctx context.Context, p *Plan, id string) error {
	t, lacks, err := s.matches.ListLacks(ctx, id)
	if err != nil {
		return err
	}
	p.Tender = t.ID
	p.Title, _ = t.Tender.Title.In(actor.From(ctx).Language)
	for _, l := range lacks {
		p.Items = append(p.Items, Item{Lack: l, Until: t.Deadline()})
	}
	return nil
}

// addMatches adds what the best matches of the firm ask for and it lacks.
func (s *Service) addMatches(ctx context.Context, p *Plan) error {
	lacks, err := s.matches.ListWanted(ctx)
	if err != nil {
		return err
	}
	for _, l := range lacks {
		p.Items = append(p.Items, Item{Lack: l})
	}
	return nil
}

// addTest adds the needs that were answered with no, unless the plan has them already.
func (s *Service) addTest(ctx context.Context, p *Plan) error {
	r, err := s.Own(ctx)
	if err != nil {
		return err
	}
	p.Taken = len(r.Answers) > 0
	for _, need := range r.Open() {
		if !slices.ContainsFunc(p.Items, func(i Item) bool { return i.Lack.Requirement.Kind == need }) {
			p.Items = append(p.Items, Item{Kind: need})
		}
	}
	return nil
}

// upcoming is a moment that is still to come, else the zero time: what ended already is needed at once, and
// no service is too late for it.
func upcoming(t, now time.Time) time.Time {
	if t.Before(now) {
		return time.Time{}
	}
	return t
}
