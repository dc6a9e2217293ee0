package programme

import (
	"context"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Measure is where live figures of the cities come from.
type Measure interface {
	// Measures are the figures that may be told as they are.
	Measures() []string
	// Since counts a figure of a city from a day on, that day included.
	Since(ctx context.Context, city, figure string, from time.Time) (int64, error)
}

// Accompany sets where the figures of actions come from.
func (s *Service) Accompany(m Measure) { s.beside = m }

func (s *Service) measures() []string {
	if s.beside == nil {
		return nil
	}
	return s.beside.Measures()
}

// Measured is how an action's figure stands since the action was begun; false where it has
// none.
func (s *Service) Measured(ctx context.Context, a *Action) (int64, bool, error) {
	if err := readers(ctx); err != nil || a.Figure == "" || !slices.Contains(s.measures(), a.Figure) {
		return 0, false, err
	}
	n, err := s.beside.Since(ctx, a.City, a.Figure, a.Created)
	return n, err == nil, err
}

// ActionForm is what a city means to do.
type ActionForm struct {
	Revision     int64      `json:"revision" validate:"min=0"`
	City         string     `json:"city" validate:"max=40"`
	Title        string     `json:"title" validate:"max=300"`
	Owner        string     `json:"owner" validate:"max=200"`
	Due          record.Day `json:"due" validate:"max=30"`
	Indicator    string     `json:"indicator" validate:"max=500"`
	Figure       string     `json:"figure" validate:"max=40"`
	Budget       string     `json:"budget" validate:"max=500"`
	Stakeholders string     `json:"stakeholders" validate:"max=1000"`
	Endorsed     string     `json:"endorsed" validate:"max=300"`
	Status       string     `json:"status" validate:"omitempty,oneof=planned running done dropped"`
	Evidence     string     `json:"evidence" validate:"max=2000"`
	Visit        string     `json:"visit" validate:"max=60"`
	Lesson       string     `json:"lesson" validate:"max=20"`
}

// Act keeps an action of a city's plan; id is empty for a new one. A city's staff keeps
// its own plan.
func (s *Service) Act(ctx context.Context, id string, f ActionForm) (*Action, error) {
	if err := readers(ctx); err != nil {
		return nil, err
	}
	who := actor.From(ctx)
	a := &Action{Meta: record.Meta{ID: record.NewID(s.kit.Random, "action")}, City: f.City}
	if id != "" {
		var err error
		if a, err = s.mine(ctx, id); err != nil {
			return nil, err
		}
	} else if who.City != "" {
		a.City = who.City
	}
	wrong := lacking(map[string]string{"title": f.Title, "owner": f.Owner, "due": string(f.Due), "indicator": f.Indicator})
	city, isCity := s.kit.Taxonomy.City(a.City)
	if !isCity {
		wrong.Add("city", problem.M("problem.city_unknown"))
	}
	due, err := f.Due.Time("due", city.Zone)
	if err != nil {
		wrong.Add("due", problem.M("problem.date"))
	}
	if f.Status == "done" && strings.TrimSpace(f.Evidence) == "" {
		wrong.Add("evidence", problem.M("programme.evidence"))
	}
	if f.Figure != "" && !slices.Contains(s.measures(), f.Figure) {
		wrong.Add("figure", problem.M("problem.oneof"))
	}
	if f.Visit != "" {
		v, _, err := s.Visit(ctx, f.Visit)
		if err != nil || f.Lesson != "" && !slices.ContainsFunc(v.Lessons, func(l Lesson) bool { return l.ID == f.Lesson }) {
			wrong.Add("visit", problem.M("problem.not_found"))
		}
	}
	if err := wrong.OrNil(); err != nil {
		return nil, err
	}
	a.Revision, a.Title, a.Owner, a.Due, a.Indicator, a.Budget, a.Stakeholders = f.Revision, f.Title, f.Owner, due, f.Indicator, f.Budget, f.Stakeholders
	a.Figure = f.Figure
	a.Endorsed, a.Status, a.Evidence, a.Visit, a.Lesson = f.Endorsed, f.Status, f.Evidence, f.Visit, f.Lesson
	if a.Status == "" {
		a.Status = "planned"
	}
	return s.actions.Save(ctx, a)
}

// mine is an action that the actor may change; what is another city's is as if it were not there.
func (s *Service) mine(ctx context.Context, id string) (*Action, error) {
	a, err := s.actions.Get(ctx, id)
	if err == nil && !actor.From(ctx).In(a.City) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return a, err
}

// Action is one of any city.
func (s *Service) Action(ctx context.Context, id string) (*Action, error) {
	if err := readers(ctx); err != nil {
		return nil, err
	}
	return s.actions.Get(ctx, id)
}

// Plans lists the actions of a city, all cities for "", what is due first.
func (s *Service) Plans(ctx context.Context, city string) ([]*Action, error) {
	if err := readers(ctx); err != nil {
		return nil, err
	}
	q := store.Query{Index: "city"}
	if city != "" {
		q.Equal = []any{city}
	}
	found, err := s.actions.List(ctx, q)
	slices.SortStableFunc(found, func(a, b *Action) int { return a.Due.Compare(b.Due) })
	return found, err
}

// Copy takes another city's practice into the actor's own plan, and keeps whose it is.
func (s *Service) Copy(ctx context.Context, id, into string) (*Action, error) {
	from, err := s.Action(ctx, id)
	if err != nil {
		return nil, err
	}
	if who := actor.From(ctx); who.City != "" {
		into = who.City
	}
	if _, known := s.kit.Taxonomy.City(into); !known {
		return nil, problem.Field("city", "problem.city_unknown")
	}
	if into == from.City {
		return nil, problem.Field("city", "programme.own_practice")
	}
	origin := from.Origin
	if origin.Action == "" {
		origin = Origin{from.ID, from.City, from.Title}
	}
	a := &Action{Meta: record.Meta{ID: record.NewID(s.kit.Random, "action")}, City: into, Title: from.Title, Indicator: from.Indicator,
		Figure: from.Figure, Stakeholders: from.Stakeholders, Due: s.kit.Now().AddDate(1, 0, 0),
		Status: "planned", Visit: from.Visit, Lesson: from.Lesson, Origin: origin}
	return s.actions.Save(ctx, a)
}
