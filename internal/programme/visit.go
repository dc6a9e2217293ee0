package programme

import (
	"context"
	"slices"
	"strings"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// VisitForm plans or changes a visit.
type VisitForm struct {
	Revision     int64      `json:"revision" validate:"min=0"`
	Cluster      string     `json:"cluster" validate:"max=4"`
	Kind         string     `json:"kind" validate:"omitempty,oneof=study mentoring"`
	City         string     `json:"city" validate:"max=40"`
	Title        string     `json:"title" validate:"max=200"`
	From         record.Day `json:"from" validate:"max=30"`
	To           record.Day `json:"to" validate:"max=30"`
	Was          record.Day `json:"took_place" validate:"max=30"`
	WasTo        record.Day `json:"took_place_to" validate:"max=30"` // empty: the same day
	Agenda       string     `json:"agenda" validate:"max=5000"`
	Participants string     `json:"participants" validate:"max=5000"`
	Documents    string     `json:"documents" validate:"max=3000"`
}

// Plan keeps a visit; id is empty for a new one.
func (s *Service) Plan(ctx context.Context, id string, f VisitForm) (*Visit, error) {
	if err := readers(ctx); err != nil {
		return nil, err
	}
	v := &Visit{Meta: record.Meta{ID: record.NewID(s.kit.Random, "visit")}}
	may := s.mayPlan(ctx, f.City, f.Cluster)
	if id != "" {
		var err error
		if v, err = s.visits.Get(ctx, id); err != nil {
			return nil, err
		}
		may = may && s.mayPlan(ctx, v.City, v.Cluster)
	}
	wrong := lacking(map[string]string{"title": f.Title, "from": string(f.From), "to": string(f.To)})
	if _, isCity := s.kit.Taxonomy.City(f.City); !isCity {
		wrong.Add("city", problem.M("problem.city_unknown"))
	} else if !may {
		wrong.Add("city", problem.M("programme.not_yours"))
	}
	if !slices.ContainsFunc(known(), func(c *Cluster) bool { return c.ID == f.Cluster }) {
		wrong.Add("cluster", problem.M("problem.required"))
	}
	from, to := span(wrong, "from", "to", f.From, f.To)
	was, wasTo := span(wrong, "took_place", "took_place_to", f.Was, f.WasTo)
	if wasTo.IsZero() {
		wasTo = was
	}
	if was.IsZero() && !wasTo.IsZero() {
		wrong.Add("took_place", problem.M("problem.required"))
	}
	for line := range strings.Lines(f.Documents) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "https://") {
			wrong.Add("documents", problem.M("problem.http_url"))
		}
	}
	if err := wrong.OrNil(); err != nil {
		return nil, err
	}
	v.Revision, v.Cluster, v.Kind, v.City, v.Title, v.From, v.To, v.Was, v.WasTo = f.Revision, f.Cluster, f.Kind, f.City, f.Title, from, to, was, wasTo
	if v.Kind == "" {
		v.Kind = "study"
	}
	v.Agenda, v.Participants, v.Documents = f.Agenda, f.Participants, f.Documents
	return s.visits.Save(ctx, v)
}

// mayPlan says whether the actor plans the visits of a cluster to a city: staff of that city,
// of the cluster's cities, or of the programme.
func (s *Service) mayPlan(ctx context.Context, city, cluster string) bool {
	who := actor.From(ctx)
	return who.In(city) || s.takesPart(ctx, cluster, who.City)
}

// takesPart tells whether a city is one of a cluster's.
func (s *Service) takesPart(ctx context.Context, cluster, city string) bool {
	all, err := s.Clusters(ctx)
	return err == nil && slices.ContainsFunc(all, func(c *Cluster) bool { return c.ID == cluster && (c.Mentor == city || c.Implementing == city) })
}

// Visits lists them, the latest first.
func (s *Service) Visits(ctx context.Context) ([]*Visit, error) {
	if err := readers(ctx); err != nil {
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

// Visit is one with the actions that came of its lessons.
func (s *Service) Visit(ctx context.Context, id string) (*Visit, []*Action, error) {
	if err := readers(ctx); err != nil {
		return nil, nil, err
	}
	v, err := s.visits.Get(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	came, err := s.actions.List(ctx, store.Query{Index: "lesson", Equal: []any{id}})
	return v, came, err
}

// mostLessons bounds those of a visit.
const mostLessons = 100

// Learn adds a lesson to a visit.
func (s *Service) Learn(ctx context.Context, id, text string) (*Visit, error) {
	if err := readers(ctx); err != nil {
		return nil, err
	}
	v, err := s.visits.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(text) == "" {
		return nil, problem.Field("text", "problem.required")
	}
	if len(v.Lessons) >= mostLessons {
		return nil, problem.Field("text", "programme.many_lessons")
	}
	return s.visits.Update(ctx, v.ID, func(v *Visit) error {
		v.Lessons = append(v.Lessons, Lesson{code(8), text})
		return nil
	})
}
