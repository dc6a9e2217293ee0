// Package monitor counts, for each city, how far its tenders came: published, matched,
// followed, of interest, bid for, won; and beside them what support and employers did. It follows the feed and knows no other module:
// it reads from their documents the few fields it counts.
package monitor

import (
	"context"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Step is one event of a tender's way, kept once however often it is seen.
type Step struct {
	record.Meta `bson:",inline"`
	City        string    `bson:"city" json:"city"`
	Kind        string    `bson:"kind" json:"kind"` // one of Kinds
	Of          string    `bson:"of" json:"of"`     // the tender or firm
	Count       int       `bson:"count" json:"count"`
	Day         time.Time `bson:"day" json:"day"`
}

// Kinds of steps, in the order of the funnel; firms stand beside it.
const (
	Firms     = "firms"     // profiles of firms that sit in the city
	Published = "published" // tenders
	Matched   = "matched"   // tenders with at least one matching firm
	Followed  = "followed"  // a firm follows a tender
	Interest  = "interest"  // a firm declared interest
	Bids      = "bids"      // tenders (offers) received, as buyers told
	Won       = "won"       // tenders with a winner

	Asked   = "asked"   // a firm asked for, or was referred to, a support service
	Helped  = "helped"  // the request is done
	Offers  = "offers"  // jobs, placements, training and mentoring that were published
	Filled  = "filled"  // places of them that were filled
	Pledged = "pledged" // hires, placements, mentors and contracts that employers promised
	Kept    = "kept"    // of these
)

// Beside lists what stands beside the funnel.
func Beside() []string { return []string{Asked, Helped, Offers, Filled, Pledged, Kept} }

// Funnel lists the steps of a tender's way.
func Funnel() []string { return []string{Published, Matched, Followed, Interest, Bids, Won} }

var steps = store.Spec{Name: "steps", Indexes: []store.Index{{Name: "city", Fields: []string{"city", "kind", "day"}}, {Name: "of", Fields: []string{"of", "kind"}}}}

// What is read from others' documents.
type (
	seenTender struct {
		record.Meta `bson:",inline"`
		City        string    `bson:"city"`
		Stage       string    `bson:"stage"`
		Published   time.Time `bson:"published"`
		Bids        []struct {
			Kind  string `bson:"kind"`
			Count int    `bson:"count"`
		} `bson:"bids"`
	}
	seenInterest struct {
		record.Meta `bson:",inline"`
		City        string    `bson:"city"`
		Declared    bool      `bson:"declared"`
		Since       time.Time `bson:"since"`
	}
	seenMatch struct {
		record.Meta `bson:",inline"`
		TenderID    string `bson:"tender_id"`
		City        string `bson:"city"`
	}
	seenFirm struct {
		record.Meta `bson:",inline"`
		City        string `bson:"city"`
	}
	seenReferral struct {
		record.Meta `bson:",inline"`
		City        string `bson:"city"`
		State       string `bson:"state"`
		After       string `bson:"after"` // it was passed on: the other one counts
	}
	seenOffer struct {
		record.Meta `bson:",inline"`
		City        string    `bson:"city"`
		Published   time.Time `bson:"published"`
		Count       int       `bson:"count"`
	}
	seenPledge struct {
		record.Meta `bson:",inline"`
		City        string    `bson:"city"`
		Count       int       `bson:"count"`
		Withdrawn   time.Time `bson:"withdrawn"`
		Progress    []struct {
			Count int `bson:"count"`
		} `bson:"progress"`
	}
)

// Service holds the use cases.
type Service struct {
	kit       module.Kit
	steps     *store.Collection[Step]
	tenders   *store.Collection[seenTender]
	interests *store.Collection[seenInterest]
	matches   *store.Collection[seenMatch]
	firms     *store.Collection[seenFirm]
	referrals *store.Collection[seenReferral]
	offers    *store.Collection[seenOffer]
	pledges   *store.Collection[seenPledge]
}

// New returns the service.
func New(k module.Kit) *Service {
	return &Service{kit: k, steps: store.Of[Step](k.DB, steps),
		tenders: store.Of[seenTender](k.DB, store.Spec{Name: "tenders"}), interests: store.Of[seenInterest](k.DB, store.Spec{Name: "interests"}),
		matches: store.Of[seenMatch](k.DB, store.Spec{Name: "matches"}), firms: store.Of[seenFirm](k.DB, store.Spec{Name: "suppliers"}),
		referrals: store.Of[seenReferral](k.DB, store.Spec{Name: "referrals"}), offers: store.Of[seenOffer](k.DB, store.Spec{Name: "vacancies"}), pledges: store.Of[seenPledge](k.DB, store.Spec{Name: "pledges"})}
}

func (s *Service) follower() store.Follower {
	return store.Follower{Name: "monitor", Collections: []string{"tenders", "interests", "matches", "suppliers", "referrals", "vacancies", "pledges"}, Handle: func(ctx context.Context, changes []store.Change) error {
		for _, c := range changes {
			if err := s.see(ctx, c); err != nil {
				return err
			}
		}
		return nil
	}}
}

// see brings the steps of one changed document up to date.
func (s *Service) see(ctx context.Context, c store.Change) error {
	var now []Step
	var err error
	switch c.Collection {
	case "tenders":
		now, err = stepsOf(ctx, s.tenders, c.ID, tenderSteps)
	case "interests":
		now, err = stepsOf(ctx, s.interests, c.ID, interestSteps)
	case "matches":
		// One step for a tender, however many firms match it: it stays when a match goes.
		m, missing := s.matches.Get(ctx, c.ID)
		if problem.Is(missing, problem.NotFound) {
			return nil
		}
		if missing != nil {
			return missing
		}
		return s.note(ctx, Step{City: m.City, Kind: Matched, Of: m.TenderID, Count: 1, Day: m.Created})
	case "suppliers":
		now, err = stepsOf(ctx, s.firms, c.ID, firmSteps)
	case "referrals":
		now, err = stepsOf(ctx, s.referrals, c.ID, referralSteps)
	case "vacancies":
		now, err = stepsOf(ctx, s.offers, c.ID, offerSteps)
	case "pledges":
		now, err = stepsOf(ctx, s.pledges, c.ID, pledgeSteps)
	}
	if err != nil {
		return err
	}
	return s.replace(ctx, c.ID, now)
}

func stepsOf[T any](ctx context.Context, from *store.Collection[T], id string, read func(*T) []Step) ([]Step, error) {
	v, err := from.Get(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return read(v), nil
}

func tenderSteps(t *seenTender) []Step {
	if t.Stage == "" {
		return nil
	}
	all := []Step{{City: t.City, Kind: Published, Count: 1, Day: t.Published}}
	for _, b := range t.Bids {
		if b.Kind == "tenders" && b.Count > 0 {
			all = append(all, Step{City: t.City, Kind: Bids, Count: b.Count, Day: t.Updated})
			break
		}
	}
	if t.Stage == "awarded" {
		all = append(all, Step{City: t.City, Kind: Won, Count: 1, Day: t.Updated})
	}
	return all
}

func interestSteps(i *seenInterest) []Step {
	all := []Step{{City: i.City, Kind: Followed, Count: 1, Day: i.Since}}
	if i.Declared {
		all = append(all, Step{City: i.City, Kind: Interest, Count: 1, Day: i.Since})
	}
	return all
}

func firmSteps(f *seenFirm) []Step {
	return []Step{{City: f.City, Kind: Firms, Count: 1, Day: f.Created}}
}

func referralSteps(r *seenReferral) []Step {
	if r.After != "" {
		return nil
	}
	all := []Step{{City: r.City, Kind: Asked, Count: 1, Day: r.Created}}
	if r.State == "done" {
		all = append(all, Step{City: r.City, Kind: Helped, Count: 1, Day: r.Updated})
	}
	return all
}

func offerSteps(o *seenOffer) []Step {
	if o.Published.IsZero() {
		return nil
	}
	all := []Step{{City: o.City, Kind: Offers, Count: 1, Day: o.Published}}
	if o.Count > 0 {
		all = append(all, Step{City: o.City, Kind: Filled, Count: o.Count, Day: o.Updated})
	}
	return all
}

func pledgeSteps(p *seenPledge) []Step {
	if !p.Withdrawn.IsZero() {
		return nil
	}
	all, kept := []Step{{City: p.City, Kind: Pledged, Count: p.Count, Day: p.Created}}, 0
	for _, step := range p.Progress {
		kept += step.Count
	}
	if kept > 0 {
		all = append(all, Step{City: p.City, Kind: Kept, Count: kept, Day: p.Updated})
	}
	return all
}

// replace makes the steps of one thing those given; its Matched step has a life of its own.
func (s *Service) replace(ctx context.Context, of string, now []Step) error {
	old, _, err := s.steps.Find(ctx, store.Query{Index: "of", Equal: []any{of}, Limit: 20})
	if err != nil {
		return err
	}
	keep := map[string]bool{}
	for _, step := range now {
		step.Of = of
		keep[step.Kind] = true
		if err := s.note(ctx, step); err != nil {
			return err
		}
	}
	for _, step := range old {
		if !keep[step.Kind] && step.Kind != Matched {
			if err := s.steps.Delete(ctx, step.ID, step.Revision); err != nil && !problem.Is(err, problem.NotFound) {
				return err
			}
		}
	}
	return nil
}

// note keeps a step. What belongs to none of the cities is not counted.
func (s *Service) note(ctx context.Context, step Step) error {
	if step.City == "" {
		return nil
	}
	step.ID = step.Kind + "-" + step.Of
	step.Day = step.Day.UTC().Truncate(24 * time.Hour)
	old, err := s.steps.Get(ctx, step.ID)
	switch {
	case problem.Is(err, problem.NotFound):
	case err != nil:
		return err
	case old.City == step.City && old.Count == step.Count && old.Day.Equal(step.Day):
		return nil
	default:
		step.Meta = old.Meta
	}
	return s.steps.Put(ctx, &step)
}

// Figures are a city's counts by kind.
type Figures map[string]int

// City counts the steps of a city. Staff of a city see their own.
func (s *Service) City(ctx context.Context, id string) (Figures, error) {
	if err := actor.From(ctx).MustIn(id, actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	figures := Figures{}
	q := store.Query{Index: "city", Equal: []any{id}, Limit: 1000}
	for {
		page, next, err := s.steps.Find(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, step := range page {
			figures[step.Kind] += step.Count
		}
		if next == "" {
			return figures, nil
		}
		q.After = next
	}
}
