package programme

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Service holds the use cases.
type Service struct {
	kit         module.Kit
	beside      Measure
	clusters    *store.Collection[Cluster]
	visits      *store.Collection[Visit]
	actions     *store.Collection[Action]
	assessments *store.Collection[Assessment]
	conferences Conferences
	answers     *store.Collection[Answer]
	partners    *store.Collection[Partner]
}

// New returns the service. The conferences are what its surveys are about, as visits are.
func New(k module.Kit, conferences Conferences) *Service {
	return &Service{kit: k, clusters: store.Of[Cluster](k.DB, clusters), visits: store.Of[Visit](k.DB, visits), actions: store.Of[Action](k.DB, actions),
		assessments: store.Of[Assessment](k.DB, assessments), conferences: conferences,
		answers: store.Of[Answer](k.DB, answers), partners: store.Of[Partner](k.DB, partners)}
}

// readers are those who learn: the staff of every city sees the others' plans.
func readers(ctx context.Context) error { return actor.From(ctx).Must(actor.Staff, actor.Admin) }

// wide are those who speak for the whole programme.
func wide(ctx context.Context) error {
	who := actor.From(ctx)
	if err := who.Must(actor.Staff, actor.Admin); err != nil {
		return err
	}
	if who.City != "" {
		return problem.New(problem.Conflict, "programme.wide_only")
	}
	return nil
}

// Clusters lists all eight: as they were confirmed, else as far as is known.
func (s *Service) Clusters(ctx context.Context) ([]*Cluster, error) {
	if err := readers(ctx); err != nil {
		return nil, err
	}
	all := known()
	for i, c := range all {
		told, err := s.clusters.Get(ctx, c.ID)
		if problem.Is(err, problem.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all[i] = told
	}
	return all, nil
}

// ClusterForm is what somebody of the programme knows of a cluster.
type ClusterForm struct {
	Revision     int64  `json:"revision" validate:"min=0"`
	Mentor       string `json:"mentor" validate:"max=40"`
	Implementing string `json:"implementing" validate:"max=40"`
	Expert       string `json:"expert" validate:"max=200"`
	Confirmed    string `json:"confirmed" validate:"omitempty,oneof=yes no"`
	Status       string `json:"status" validate:"omitempty,oneof=forming running ended"`
	Contacts     string `json:"contacts" validate:"max=2000"`
	Strengths    string `json:"strengths" validate:"max=3000"`
	Barriers     string `json:"barriers" validate:"max=3000"`
	Challenges   string `json:"challenges" validate:"max=3000"`

	Milestones []MilestoneForm `json:"milestones" validate:"max=40,dive"`
}

// MilestoneForm is a day of the timeline; one without a title is left out.
type MilestoneForm struct {
	Title   string     `json:"title" validate:"max=200"`
	Planned record.Day `json:"planned" validate:"max=30"`
	Actual  record.Day `json:"actual" validate:"max=30"`
}

// milestones reads the timeline of a form.
func (f *ClusterForm) milestones(wrong *problem.Problem) []Milestone {
	var all []Milestone
	for i, m := range f.Milestones {
		planned, err1 := m.Planned.Time("planned", "UTC")
		actual, err2 := m.Actual.Time("actual", "UTC")
		if err1 != nil {
			wrong.Add(fmt.Sprintf("milestones[%d].planned", i), problem.M("problem.date"))
		}
		if err2 != nil {
			wrong.Add(fmt.Sprintf("milestones[%d].actual", i), problem.M("problem.date"))
		}
		switch title := strings.TrimSpace(m.Title); {
		case title != "":
			all = append(all, Milestone{title, planned, actual})
		case m.Planned != "" || m.Actual != "":
			wrong.Add(fmt.Sprintf("milestones[%d].title", i), problem.M("problem.required"))
		}
	}
	slices.SortStableFunc(all, func(a, b Milestone) int { return a.Planned.Compare(b.Planned) })
	return all
}

// Tell changes a cluster.
func (s *Service) Tell(ctx context.Context, id string, f ClusterForm) (*Cluster, error) {
	all, err := s.Clusters(ctx)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(all, func(c *Cluster) bool { return c.ID == id })
	if at < 0 {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	if err := wide(ctx); err != nil {
		return nil, err
	}
	wrong := problem.New(problem.Invalid, "problem.invalid")
	for field, city := range map[string]string{"mentor": f.Mentor, "implementing": f.Implementing} {
		if _, known := s.kit.Taxonomy.City(city); city != "" && !known {
			wrong.Add(field, problem.M("problem.city_unknown"))
		}
	}
	if f.Mentor != "" && f.Mentor == f.Implementing {
		wrong.Add("implementing", problem.M("programme.two_cities"))
	}
	if f.Confirmed == "yes" && (f.Mentor == "" || f.Implementing == "") {
		wrong.Add("confirmed", problem.M("programme.confirm_what"))
	}
	milestones := f.milestones(wrong)
	if err := wrong.OrNil(); err != nil {
		return nil, err
	}
	c := all[at]
	c.Revision, c.Mentor, c.Implementing, c.Expert, c.Confirmed = f.Revision, f.Mentor, f.Implementing, f.Expert, f.Confirmed == "yes"
	c.Status, c.Contacts, c.Strengths, c.Barriers, c.Challenges, c.Milestones = f.Status, f.Contacts, f.Strengths, f.Barriers, f.Challenges, milestones
	return s.clusters.Save(ctx, c)
}
