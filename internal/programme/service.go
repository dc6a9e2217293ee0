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
	clusters    *store.Collection[Cluster]
	visits      *store.Collection[Visit]
	actions     *store.Collection[Action]
	assessments *store.Collection[Assessment]
	items       *store.Collection[Item]
	conferences *store.Collection[Conference]
	guests      *store.Collection[Guests]
	answers     *store.Collection[Answer]
	partners    *store.Collection[Partner]
}

// New returns the service.
func New(k module.Kit) *Service {
	return &Service{kit: k, clusters: store.Of[Cluster](k.DB, clusters), visits: store.Of[Visit](k.DB, visits), actions: store.Of[Action](k.DB, actions),
		assessments: store.Of[Assessment](k.DB, assessments), items: store.Of[Item](k.DB, items), conferences: store.Of[Conference](k.DB, conferences),
		guests: store.Of[Guests](k.DB, guests), answers: store.Of[Answer](k.DB, answers), partners: store.Of[Partner](k.DB, partners)}
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
	return c, s.clusters.Put(ctx, c)
}

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
	if id != "" {
		var err error
		if v, err = s.visits.Get(ctx, id); err != nil {
			return nil, err
		}
	}
	wrong := lacking(map[string]string{"title": f.Title, "from": string(f.From), "to": string(f.To)})
	city, isCity := s.kit.Taxonomy.City(f.City)
	if !isCity {
		wrong.Add("city", problem.M("problem.city_unknown"))
	} else if who := actor.From(ctx); !who.In(city.ID) && !s.takesPart(ctx, f.Cluster, who.City) {
		wrong.Add("city", problem.M("programme.not_yours"))
	}
	if !slices.ContainsFunc(known(), func(c *Cluster) bool { return c.ID == f.Cluster }) {
		wrong.Add("cluster", problem.M("problem.required"))
	}
	from, err1 := f.From.Time("from", "UTC")
	to, err2 := f.To.Time("to", "UTC")
	was, err3 := f.Was.Time("took_place", "UTC")
	for field, err := range map[string]error{"from": err1, "to": err2, "took_place": err3} {
		if err != nil {
			wrong.Add(field, problem.M("problem.date"))
		}
	}
	if err1 == nil && err2 == nil && to.Before(from) {
		wrong.Add("to", problem.M("programme.ends_before"))
	}
	for line := range strings.Lines(f.Documents) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "https://") {
			wrong.Add("documents", problem.M("problem.http_url"))
		}
	}
	if err := wrong.OrNil(); err != nil {
		return nil, err
	}
	v.Revision, v.Cluster, v.Kind, v.City, v.Title, v.From, v.To, v.Was = f.Revision, f.Cluster, f.Kind, f.City, f.Title, from, to, was
	if v.Kind == "" {
		v.Kind = "study"
	}
	v.Agenda, v.Participants, v.Documents = f.Agenda, f.Participants, f.Documents
	return v, s.visits.Put(ctx, v)
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
	came, _, err := s.actions.Find(ctx, store.Query{Index: "lesson", Equal: []any{id}, Limit: 500})
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

// ActionForm is what a city means to do.
type ActionForm struct {
	Revision     int64      `json:"revision" validate:"min=0"`
	City         string     `json:"city" validate:"max=40"`
	Title        string     `json:"title" validate:"max=300"`
	Owner        string     `json:"owner" validate:"max=200"`
	Due          record.Day `json:"due" validate:"max=30"`
	Indicator    string     `json:"indicator" validate:"max=500"`
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
	a.Endorsed, a.Status, a.Evidence, a.Visit, a.Lesson = f.Endorsed, f.Status, f.Evidence, f.Visit, f.Lesson
	if a.Status == "" {
		a.Status = "planned"
	}
	return a, s.actions.Put(ctx, a)
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
	q := store.Query{Index: "city", Limit: 1000}
	if city != "" {
		q.Equal = []any{city}
	}
	found, _, err := s.actions.Find(ctx, q)
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
	a := &Action{Meta: record.Meta{ID: record.NewID(s.kit.Random, "action")}, City: into, Title: from.Title, Indicator: from.Indicator, Stakeholders: from.Stakeholders, Due: s.kit.Now().AddDate(1, 0, 0),
		Status: "planned", Visit: from.Visit, Lesson: from.Lesson, Origin: origin}
	return a, s.actions.Put(ctx, a)
}
