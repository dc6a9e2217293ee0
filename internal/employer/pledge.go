package employer

import (
	"context"
	"slices"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// PledgeKinds lists what can be promised.
func PledgeKinds() []string { return []string{"hires", "placements", "mentors", "contracts"} }

// Pledge is a promise of so many by a day.
type Pledge struct {
	record.Meta  `bson:",inline"`
	Account      string     `bson:"account" json:"-"`
	Organisation string     `bson:"organisation" json:"organisation"`
	Name         string     `bson:"name" json:"organisationName"`
	City         string     `bson:"city" json:"city"`
	What         string     `bson:"what" json:"what"`
	Count        int        `bson:"count" json:"count"`
	Until        time.Time  `bson:"until" json:"until,omitzero"`
	Public       bool       `bson:"public,omitempty" json:"public"` // its employer agrees that everybody sees it
	Note         string     `bson:"note,omitempty" json:"note"`
	Progress     []Progress `bson:"progress,omitempty" json:"progress"`
	Withdrawn    time.Time  `bson:"withdrawn,omitempty" json:"-"`
	Reason       string     `bson:"reason,omitempty" json:"-"`
	Test         bool       `bson:"test,omitempty" json:"demonstration,omitempty"`
}

// Progress is a part of a pledge that was kept.
type Progress struct {
	On    time.Time `bson:"on" json:"on,omitzero"`
	Count int       `bson:"count" json:"count"`
	Note  string    `bson:"note,omitempty" json:"note"`
}

// Done is how many of it were kept.
func (p *Pledge) Done() int {
	n := 0
	for _, step := range p.Progress {
		n += step.Count
	}
	return n
}

// State is running, kept, missed or withdrawn.
func (p *Pledge) State(now time.Time) string {
	switch {
	case !p.Withdrawn.IsZero():
		return "withdrawn"
	case p.Done() >= p.Count:
		return "kept"
	case now.After(p.Until):
		return "missed"
	}
	return "running"
}

// PledgeForm is what an employer promises.
type PledgeForm struct {
	What   string     `json:"what" validate:"max=20"`
	Count  int        `json:"count" validate:"min=0,max=100000"`
	Until  record.Day `json:"until" validate:"max=30"`
	Public string     `json:"public" validate:"omitempty,oneof=yes no"`
	Note   string     `json:"note" validate:"max=1000"`
}

// Pledge keeps a promise of the actor's organisation.
func (s *Service) Pledge(ctx context.Context, f PledgeForm) (*Pledge, error) {
	o, err := s.organisations.Verified(ctx)
	if err != nil {
		return nil, err
	}
	city, _ := s.kit.Taxonomy.City(o.City)
	wrong := problem.New(problem.Invalid, "problem.invalid")
	if !slices.Contains(PledgeKinds(), f.What) {
		wrong.Add("what", problem.M("problem.oneof"))
	}
	if f.Count < 1 {
		wrong.Add("count", problem.M("pledge.count_missing"))
	}
	until, err := f.Until.Time("until", city.Zone)
	switch {
	case err != nil:
		wrong.Add("until", problem.M("problem.date"))
	case !until.After(s.kit.Now()):
		wrong.Add("until", problem.M("pledge.until_past"))
	}
	if err := wrong.OrNil(); err != nil {
		return nil, err
	}
	p := &Pledge{Meta: record.Meta{ID: record.NewID(s.kit.Random, "pledge")}, Account: o.Account, Organisation: o.ID, Name: o.Name, City: o.City,
		What: f.What, Count: f.Count, Until: until,
		Public: f.Public == "yes", Note: f.Note, Test: o.Test}
	return s.pledges.Save(ctx, p)
}

func (s *Service) myPledge(ctx context.Context, id string) (*Pledge, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Employer); err != nil {
		return nil, err
	}
	p, err := s.pledges.Get(ctx, id)
	if err == nil && p.Account != who.ID && who.Role != actor.System {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return p, err
}

// Advance adds what was kept of a pledge.
func (s *Service) Advance(ctx context.Context, id string, count int, note string) (*Pledge, error) {
	p, err := s.myPledge(ctx, id)
	if err != nil {
		return nil, err
	}
	if !p.Withdrawn.IsZero() {
		return nil, problem.New(problem.Conflict, "pledge.over")
	}
	if count < 1 || count > 100_000 {
		return nil, problem.Field("count", "pledge.count_missing")
	}
	p.Progress = append(p.Progress, Progress{s.kit.Now().UTC(), count, note})
	return s.pledges.Save(ctx, p)
}

// Unpledge takes a promise back, with the reason; it stays as a record.
func (s *Service) Unpledge(ctx context.Context, id, reason string) (*Pledge, error) {
	p, err := s.myPledge(ctx, id)
	if err != nil {
		return nil, err
	}
	if !p.Withdrawn.IsZero() {
		return nil, problem.New(problem.Conflict, "pledge.over")
	}
	p.Withdrawn, p.Reason = s.kit.Now().UTC(), reason
	return s.pledges.Save(ctx, p)
}

// maySee tells whether the actor sees a pledge: everybody a public one; the others its
// organisation and the city's staff.
func maySee(who actor.Actor, p *Pledge) bool {
	return p.Public && p.Withdrawn.IsZero() || who.ID != "" && p.Account == who.ID || who.Is(actor.Staff, actor.Admin) && who.In(p.City) ||
		who.Role == actor.System
}

// GetPledge returns one that the actor may see.
func (s *Service) GetPledge(ctx context.Context, id string) (*Pledge, error) {
	p, err := s.pledges.Get(ctx, id)
	if err == nil && !maySee(actor.From(ctx), p) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return p, err
}

// Pledges lists those of a city (empty: all) that the actor may see, the newest first.
func (s *Service) Pledges(ctx context.Context, city, what string) ([]*Pledge, error) {
	q := store.Query{Index: "city", Desc: true}
	if city != "" {
		q.Equal = []any{city}
	}
	all, err := s.pledges.List(ctx, q)
	who := actor.From(ctx)
	return slices.DeleteFunc(all, func(p *Pledge) bool { return !maySee(who, p) || what != "" && p.What != what }), err
}

// MyPledges lists the actor's own.
func (s *Service) MyPledges(ctx context.Context) ([]*Pledge, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Employer); err != nil {
		return nil, err
	}
	all, err := s.pledges.List(ctx, store.Query{Index: "account", Equal: []any{who.ID}, Desc: true})
	return all, err
}

var pledges = store.Spec{Name: "pledges", Indexes: []store.Index{
	{Name: "account", Fields: []string{"account", "created"}},
	{Name: "city", Fields: []string{"city", "created"}},
}}
