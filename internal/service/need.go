package service

import (
	"cmp"
	"context"
	"slices"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/match"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/slot"
	"citiesgrow/search"
)

// Candidate is a service that supplies a need, and by when.
type Candidate struct {
	*Listing
	Slot  *slot.Slot // the next that is free, nil where none can be booked
	Begin time.Time
	Done  time.Time
	Late  bool // after the deadline
	Rules []RuleResult
}

// Ways are the services that supply any of some needs before a deadline (none: zero),
// those in time first, then the nearest, then the soonest. A service that a rule closes
// to the firm is left out.
func (s *Service) ListSupplying(ctx context.Context, f match.Firm, needs []Need, deadline time.Time) ([]Candidate, error) {
	found, err := s.supplying(ctx, f, needs)
	if err != nil {
		return nil, err
	}
	now := s.kit.Now()
	var ways []Candidate
	for _, l := range found {
		w := Candidate{Listing: l, Rules: l.CheckRules(f, now.Year())}
		if l.Status != Active || excluded(w.Rules) || !slices.ContainsFunc(needs, l.Supplied) {
			continue
		}
		next, there, err := s.slots.NextFree(ctx, l.ID)
		if err != nil {
			return nil, err
		}
		var slot time.Time
		if there {
			w.Slot, slot = next, next.Start
		}
		city, _ := s.kit.Taxonomy.City(l.City)
		w.Begin = l.Begin(slot, now, city.Zone)
		w.Done = l.Done(w.Begin)
		w.Late = !deadline.IsZero() && w.Done.After(deadline)
		ways = append(ways, w)
	}
	s.order(ways, f)
	return ways, nil
}

func (s *Service) order(ways []Candidate, f match.Firm) {
	country := func(id string) string { c, _ := s.kit.Taxonomy.City(id); return c.Country }
	slices.SortStableFunc(ways, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(rank(a.Late), rank(b.Late)), cmp.Compare(a.distance(f, country), b.distance(f, country)), a.Done.Compare(b.Done),
			cmp.Compare(a.Name, b.Name))
	})
}

func rank(late bool) int {
	if late {
		return 1
	}
	return 0
}

// mostWays bounds how many services are weighed for one need.
const mostWays = 60

// supplying finds the services for a need: those of the firm's cities, and what the
// whole directory has where the city has none.
func (s *Service) supplying(ctx context.Context, f match.Firm, needs []Need) ([]*Listing, error) {
	cities := slices.Clone(f.Cities)
	if f.City != "" && !slices.Contains(cities, f.City) {
		cities = append(cities, f.City)
	}
	if len(cities) == 0 {
		return nil, nil
	}
	var keys []string
	for _, n := range needs {
		keys = append(keys, n.keys()...)
	}
	r, err := s.kit.Search.Search(ctx, search.Query{Kind: Kind.Name, Filters: map[string][]string{"supplies": keys, "city": cities}, Page: 1, Size: mostWays})
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(r.Hits))
	for i, h := range r.Hits {
		ids[i] = h.ID
	}
	return s.listings.GetMany(ctx, ids)
}

// CountSupplying counts the services of a city that supply a need.
func (s *Service) CountSupplying(ctx context.Context, city string, n Need) (int, error) {
	r, err := s.kit.Search.Search(ctx, search.Query{Kind: Kind.Name, Filters: map[string][]string{"supplies": n.keys(), "city": {city}}, Page: 1, Size: 1})
	if err != nil {
		return 0, err
	}
	return r.Total, nil
}

// Answer is a need of a firm with the ways to supply it.
type Answer struct {
	Lack  match.Lack // of a requirement, or a paper that ends
	Kind  string     // where a question of the readiness test was answered with no
	Until time.Time  // by when it is needed; zero: any time
	Ways  []Candidate
}

// Plan is what an entrepreneur could do about everything that is lacking.
type Plan struct {
	Firm    match.Firm
	Title   string // of the tender, where it is about one
	Tender  string
	Answers []Answer
}

// Plan leads from each lacking requirement of a tender (none: of the best matches), from
// each paper that ends and from each no of the readiness test to the services that supply it.
func (s *Service) Plan(ctx context.Context, tenderID string) (*Plan, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur); err != nil {
		return nil, err
	}
	firm, ending, err := s.matches.Mine(ctx)
	if err != nil {
		return nil, err
	}
	p := &Plan{Firm: firm}
	if tenderID != "" {
		t, lacks, err := s.matches.Lacks(ctx, tenderID)
		if err != nil {
			return nil, err
		}
		p.Tender = t.ID
		p.Title, _ = t.Tender.Title.In(who.Language)
		for _, l := range lacks {
			p.Answers = append(p.Answers, Answer{Lack: l, Until: t.Deadline()})
		}
	}
	for _, l := range ending {
		p.Answers = append(p.Answers, Answer{Lack: l, Until: later(l.Ends, s.kit.Now())})
	}
	ready, err := s.Ready(ctx)
	if err != nil {
		return nil, err
	}
	if tenderID == "" {
		lacks, err := s.matches.Wanting(ctx)
		if err != nil {
			return nil, err
		}
		for _, l := range lacks {
			p.Answers = append(p.Answers, Answer{Lack: l})
		}
	}
	for _, need := range ready.Open() {
		if !slices.ContainsFunc(p.Answers, func(a Answer) bool { return a.Lack.Requirement.Kind == need }) {
			p.Answers = append(p.Answers, Answer{Kind: need})
		}
	}
	for i, a := range p.Answers {
		needs := []Need{{Kind: a.Kind}}
		if a.Kind == "" {
			needs = NeedsOf(a.Lack.Requirement)
		}
		if p.Answers[i].Ways, err = s.ListSupplying(ctx, firm, needs, a.Until); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// later is a moment that is still to come, else none.
func later(t, now time.Time) time.Time {
	if t.Before(now) {
		return time.Time{}
	}
	return t
}

// Ready is what the entrepreneur answered to the readiness test; nothing when it was
// not taken.
func (s *Service) Ready(ctx context.Context) (*Readiness, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur); err != nil {
		return nil, err
	}
	r, err := s.readiness.Get(ctx, who.ID)
	if problem.Is(err, problem.NotFound) {
		return &Readiness{}, nil
	}
	return r, err
}
