package visit

import (
	"context"
	"slices"
	"strings"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/cluster"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Service holds the use cases.
type Service struct {
	kit      module.Kit
	clusters *cluster.Service
	visits   *store.Collection[Visit]
}

// New returns the service.
func New(k module.Kit, clusters *cluster.Service) *Service {
	return &Service{kit: k, clusters: clusters, visits: store.Of[Visit](k.DB, visits)}
}

// Create plans a visit: by the staff of the city that is visited, of the cities of its cluster, or of the
// programme.
func (s *Service) Create(ctx context.Context, f Form) (*Visit, error) {
	if err := actor.From(ctx).Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	return s.save(ctx, &Visit{Meta: record.Meta{ID: record.NewID(s.kit.Random, "visit")}}, f)
}

// Change changes a visit: by those who may plan it as it was and as it will be. When it has moved on
// since the form was read, the Conflict problem carries what is stored now.
func (s *Service) Change(ctx context.Context, id string, f Form) (*Visit, error) {
	v, err := s.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	may, err := s.mayPlan(ctx, v.City, v.Cluster)
	if err != nil {
		return nil, err
	}
	if !may {
		return nil, problem.Field("city", "visit.not_yours")
	}
	if f.Revision != v.Revision {
		return nil, problem.Stale("problem.conflict", v)
	}
	return s.save(ctx, v, f)
}

func (s *Service) save(ctx context.Context, v *Visit, f Form) (*Visit, error) {
	r := s.kit.Form()
	_, err := s.clusters.Get(ctx, f.Cluster)
	if err != nil && !problem.Is(err, problem.NotFound) {
		return nil, err
	}
	r.Need("cluster", err == nil)
	may, err := s.mayPlan(ctx, f.City, f.Cluster)
	if err != nil {
		return nil, err
	}
	if _, known := s.kit.Taxonomy.City(f.City); known && !may {
		r.Wrong("city", "visit.not_yours")
	}
	if err := f.Apply(v, r); err != nil {
		return nil, err
	}
	return s.visits.Save(ctx, v)
}

// mayPlan says whether the actor plans the visits of a cluster to a city: staff of that city, of the
// cluster's cities, or of the programme.
func (s *Service) mayPlan(ctx context.Context, city, id string) (bool, error) {
	who := actor.From(ctx)
	if who.In(city) {
		return true, nil
	}
	c, err := s.clusters.Get(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return c.Has(who.City), nil
}

// List lists the visits, the latest first.
func (s *Service) List(ctx context.Context) ([]*Visit, error) {
	if err := actor.From(ctx).Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	var all []*Visit
	for v, err := range s.visits.All(ctx) {
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	slices.SortFunc(all, func(a, b *Visit) int { return b.From.Compare(a.From) })
	return all, nil
}

// Get is one visit.
func (s *Service) Get(ctx context.Context, id string) (*Visit, error) {
	if err := actor.From(ctx).Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	return s.visits.Get(ctx, id)
}

// AddLesson adds a lesson to a visit, by the staff of any city.
func (s *Service) AddLesson(ctx context.Context, id, text string) (*Visit, error) {
	if err := actor.From(ctx).Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	if strings.TrimSpace(text) == "" {
		return nil, problem.Field("text", "problem.required")
	}
	lesson := Lesson{record.NewCode(s.kit.Random, 8), text}
	return s.visits.Update(ctx, id, func(v *Visit) error { return v.add(lesson) })
}

// Lesson is the text of a lesson of a visit, empty for the visit as a whole (lesson ""). It is a NotFound
// problem when there is no such visit or lesson.
func (s *Service) Lesson(ctx context.Context, id, lesson string) (string, error) {
	v, err := s.Get(ctx, id)
	if err != nil || lesson == "" {
		return "", err
	}
	i := slices.IndexFunc(v.Lessons, func(l Lesson) bool { return l.ID == lesson })
	if i < 0 {
		return "", problem.New(problem.NotFound, "problem.not_found")
	}
	return v.Lessons[i].Text, nil
}

// Timeline lists the visits of a cluster for its page.
func (s *Service) Timeline(ctx context.Context, id string) ([]cluster.Moment, error) {
	if err := actor.From(ctx).Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	all, err := s.visits.List(ctx, store.Query{Index: "cluster", Equal: []any{id}})
	if err != nil {
		return nil, err
	}
	var moments []cluster.Moment
	for _, v := range all {
		moments = append(moments, cluster.Moment{Title: v.Title, Path: "/programme/visits/" + v.ID, Planned: v.From, Actual: v.Was, Lessons: len(v.Lessons)})
	}
	return moments, nil
}

// BeginSurvey gives a visit the code of its survey and returns it; one that has a code keeps it.
func (s *Service) BeginSurvey(ctx context.Context, id, code string) (string, error) {
	v, err := s.Get(ctx, id)
	if err != nil {
		return "", err
	}
	if v.Survey != "" {
		return v.Survey, nil
	}
	v, err = s.visits.Update(ctx, id, func(v *Visit) error {
		if v.Survey == "" {
			v.Survey = code
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	return v.Survey, nil
}

// Surveyed is the visit whose survey has this code. Everybody who has the code may see what it is about.
func (s *Service) Surveyed(ctx context.Context, code string) (id, title string, err error) {
	if code == "" {
		return "", "", problem.New(problem.NotFound, "problem.not_found")
	}
	v, err := s.visits.First(ctx, "survey", code)
	if err != nil {
		return "", "", err
	}
	return v.ID, v.Title, nil
}
