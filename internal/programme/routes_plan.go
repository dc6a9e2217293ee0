package programme

import (
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/web"
)

// ActionItem is an action as it is read.
type ActionItem struct {
	*Action
	Late       bool   `json:"overdue"`
	Mine       bool   `json:"-"`
	CityName   string `json:"-"`
	OriginCity string `json:"-"`
	Counted    int64  `json:"counted"` // of its figure, since the day on which it was begun
	Measure    string `json:"-"`       // the figure's name; empty where there is none
}

func (s *Service) actionItems(c *web.Ctx, all []*Action) ([]ActionItem, error) {
	items := []ActionItem{}
	for _, a := range all {
		item := ActionItem{Action: a, Late: a.Overdue(c.Now), Mine: c.Actor.In(a.City), CityName: s.city(c, a.City), OriginCity: s.city(c, a.Origin.City)}
		n, measured, err := s.Measured(c, a)
		if err != nil {
			return nil, err
		}
		if measured {
			item.Counted, item.Measure = n, c.Words.T("monitor."+a.Figure)
		}
		items = append(items, item)
	}
	return items, nil
}

// PlansPage is every city's plan in a line.
type PlansPage struct {
	web.Whole
	Items []PlanLine `json:"items"`
	Total int        `json:"total"`
}

// PlanLine sums a plan up.
type PlanLine struct {
	City    string `json:"city"`
	Name    string `json:"-"`
	Actions int    `json:"actions"`
	Done    int    `json:"done"`
	Overdue int    `json:"overdue"`
}

func (s *Service) plansPage(c *web.Ctx, _ web.None) (*PlansPage, error) {
	all, err := s.Plans(c, "")
	if err != nil {
		return nil, err
	}
	p := &PlansPage{Items: []PlanLine{}, Total: len(s.kit.Taxonomy.Cities())}
	for _, city := range s.kit.Taxonomy.Cities() {
		line := PlanLine{City: city.ID, Name: s.city(c, city.ID)}
		for _, a := range all {
			if a.City != city.ID {
				continue
			}
			line.Actions++
			if a.Status == "done" {
				line.Done++
			}
			if a.Overdue(c.Now) {
				line.Overdue++
			}
		}
		p.Items = append(p.Items, line)
	}
	return p, nil
}

// PlanPage is the plan of one city.
type PlanPage struct {
	web.Whole
	City  string       `json:"city"`
	Name  string       `json:"-"`
	Mine  bool         `json:"-"`
	Items []ActionItem `json:"items"`
}

func (s *Service) planPage(c *web.Ctx, in module.IDLang) (*PlanPage, error) {
	if _, known := s.kit.Taxonomy.City(in.ID); !known {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	all, err := s.Plans(c, in.ID)
	if err != nil {
		return nil, err
	}
	items, err := s.actionItems(c, all)
	return &PlanPage{City: in.ID, Name: s.city(c, in.ID), Mine: c.Actor.In(in.ID), Items: items}, err
}

// ActionFormPage is the form of an action.
type ActionFormPage struct {
	ID       string
	Form     ActionForm
	Wide     bool
	Cities   []web.Option
	Statuses []web.Option
	Figures  []web.Option
	Lesson   string // what it came from, in words
}

type newActionInput struct {
	City   string `query:"city" validate:"max=40"`
	Visit  string `query:"visit" validate:"max=60"`
	Lesson string `query:"lesson" validate:"max=20"`
	Lang   string `query:"lang" validate:"max=8"`
}

func (s *Service) actionForm(c *web.Ctx, id string, f ActionForm) (*ActionFormPage, error) {
	p := &ActionFormPage{ID: id, Form: f, Wide: c.Actor.City == "", Cities: s.cities(c)}
	for _, st := range Statuses() {
		p.Statuses = append(p.Statuses, web.Option{Value: st, Label: c.Words.T("programme.status_" + st)})
	}
	p.Figures = []web.Option{{Label: c.Words.T("programme.no_figure")}}
	for _, name := range s.measures() {
		p.Figures = append(p.Figures, web.Option{Value: name, Label: c.Words.T("monitor." + name)})
	}
	if f.Visit != "" {
		if v, _, err := s.Visit(c, f.Visit); err == nil {
			for _, l := range v.Lessons {
				if l.ID == f.Lesson {
					p.Lesson = l.Text
				}
			}
		}
	}
	return p, nil
}

func (s *Service) newAction(c *web.Ctx, in newActionInput) (*ActionFormPage, error) {
	city := in.City
	if c.Actor.City != "" {
		city = c.Actor.City
	}
	return s.actionForm(c, "", ActionForm{City: city, Status: "planned", Visit: in.Visit, Lesson: in.Lesson})
}

func (s *Service) editAction(c *web.Ctx, in module.IDLang) (*ActionFormPage, error) {
	a, err := s.mine(c, in.ID)
	if err != nil {
		return nil, err
	}
	return s.actionForm(c, a.ID, ActionForm{a.Revision, a.City, a.Title, a.Owner, day(a.Due), a.Indicator, a.Figure, a.Budget, a.Stakeholders,
		a.Endorsed, a.Status, a.Evidence, a.Visit, a.Lesson})
}

type actionInput struct {
	ID string `path:"id" json:"-"`
	ActionForm
}

func (s *Service) addAction(c *web.Ctx, in actionInput) (web.Made, error) {
	a, err := s.Act(c, "", in.ActionForm)
	if err != nil {
		return web.Made{}, err
	}
	return web.Made{ID: a.ID, At: "/programme/plans/" + a.City, Done: "saved"}, nil
}

func (s *Service) changeAction(c *web.Ctx, in actionInput) (web.Go, error) {
	a, err := s.Act(c, in.ID, in.ActionForm)
	if err != nil {
		return "", err
	}
	return web.Done("/programme/plans/"+a.City, "saved"), nil
}

func (s *Service) againAction(c *web.Ctx, in actionInput) (*ActionFormPage, error) {
	return s.actionForm(c, in.ID, in.ActionForm)
}

type copyInput struct {
	ID   string `path:"id" json:"-"`
	City string `json:"city" validate:"max=40"`
}

func (s *Service) copy(c *web.Ctx, in copyInput) (web.Made, error) {
	a, err := s.Copy(c, in.ID, in.City)
	if err != nil {
		return web.Made{}, err
	}
	return web.Made{ID: a.ID, At: "/programme/plans/" + a.City, Next: "/programme/actions/" + a.ID + "/edit", Done: "copied"}, nil
}
