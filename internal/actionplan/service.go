package actionplan

import (
	"context"
	"slices"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/form"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Measure is where live figures of the cities come from.
type Measure interface {
	// Measures are the figures that may be shown as they are.
	Measures() []string
	// Since counts a figure of a city from a day on, that day included.
	Since(ctx context.Context, city, figure string, from time.Time) (int64, error)
}

// Lessons are where the visits and their lessons come from.
type Lessons interface {
	// Lesson is the text of a lesson of a visit, empty for the visit as a whole (lesson ""). It is a
	// NotFound problem when there is no such visit or lesson.
	Lesson(ctx context.Context, visit, lesson string) (string, error)
}

// Service holds the use cases.
type Service struct {
	kit     module.Kit
	lessons Lessons
	measure Measure
	actions *store.Collection[Action]
}

// New returns the service.
func New(k module.Kit, lessons Lessons, measure Measure) *Service {
	return &Service{kit: k, lessons: lessons, measure: measure, actions: store.Of[Action](k.DB, actions)}
}

// Create adds an action to the plan of a city: the actor's own, or for the staff of the programme the
// one that the form names.
func (s *Service) Create(ctx context.Context, f Form) (*Action, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	a := &Action{Meta: record.Meta{ID: record.NewID(s.kit.Random, "action")}, City: f.City}
	if who.City != "" {
		a.City = who.City
	}
	return s.save(ctx, a, f)
}

// Change changes an action of the actor's city. When it has moved on since the form was read, the
// Conflict problem carries what is stored now.
func (s *Service) Change(ctx context.Context, id string, f Form) (*Action, error) {
	a, err := s.Own(ctx, id)
	if err != nil {
		return nil, err
	}
	if f.Revision != a.Revision {
		return nil, problem.Stale("problem.conflict", a)
	}
	return s.save(ctx, a, f)
}

func (s *Service) save(ctx context.Context, a *Action, f Form) (*Action, error) {
	r := s.kit.Form()
	if err := s.checkLesson(ctx, f, r); err != nil {
		return nil, err
	}
	if err := f.Apply(a, r, s.measure.Measures()); err != nil {
		return nil, err
	}
	return s.actions.Save(ctx, a)
}

// checkLesson complains of a visit or a lesson that there is not.
func (s *Service) checkLesson(ctx context.Context, f Form, r *form.Reader) error {
	if f.Visit == "" {
		return nil
	}
	_, err := s.lessons.Lesson(ctx, f.Visit, f.Lesson)
	if problem.Is(err, problem.NotFound) {
		r.Wrong("visit", "problem.not_found")
		return nil
	}
	return err
}

// Own is an action that the actor may change: of their city, any for the staff of the programme. What
// is another city's is as if it were not there.
func (s *Service) Own(ctx context.Context, id string) (*Action, error) {
	a, err := s.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if !actor.From(ctx).In(a.City) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return a, nil
}

// Get is an action of any city.
func (s *Service) Get(ctx context.Context, id string) (*Action, error) {
	if err := actor.From(ctx).Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	return s.actions.Get(ctx, id)
}

// List lists the actions of a city, of all cities for "", what is due first.
func (s *Service) List(ctx context.Context, city string) ([]*Action, error) {
	if err := actor.From(ctx).Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	q := store.Query{Index: "city"}
	if city != "" {
		q.Equal = []any{city}
	}
	all, err := s.actions.List(ctx, q)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, func(a, b *Action) int { return a.Due.Compare(b.Due) })
	return all, nil
}

// ListOfVisit lists the actions that came of the lessons of a visit.
func (s *Service) ListOfVisit(ctx context.Context, visit string) ([]*Action, error) {
	if err := actor.From(ctx).Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	return s.actions.List(ctx, store.Query{Index: "lesson", Equal: []any{visit}})
}

// Copy takes another city's practice into the plan of the actor's own, for the staff of the programme
// into that of the city named. Its origin stays.
func (s *Service) Copy(ctx context.Context, id, into string) (*Action, error) {
	from, err := s.Get(ctx, id)
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
		return nil, problem.Field("city", "actionplan.own_practice")
	}
	return s.actions.Save(ctx, from.Copy(record.NewID(s.kit.Random, "action"), into, s.kit.Now()))
}

// Measured is how an action's figure stands since the action was begun; ok is false where it has none.
func (s *Service) Measured(ctx context.Context, a *Action) (n int64, ok bool, err error) {
	if err := actor.From(ctx).Must(actor.Staff, actor.Admin); err != nil {
		return 0, false, err
	}
	if a.Figure == "" || !slices.Contains(s.measure.Measures(), a.Figure) {
		return 0, false, nil
	}
	if n, err = s.measure.Since(ctx, a.City, a.Figure, a.Created); err != nil {
		return 0, false, err
	}
	return n, true, nil
}
