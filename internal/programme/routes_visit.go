package programme

import (
	"strings"
	"time"

	"citiesgrow/internal/calendar"
	"citiesgrow/internal/module"
	"citiesgrow/internal/record"
	"citiesgrow/web"
)

// VisitItem is a visit in a list.
type VisitItem struct {
	*Visit
	CityName string `json:"-"`
}

// VisitsPage lists them.
type VisitsPage struct {
	web.Whole
	Items []VisitItem `json:"items"`
	Total int         `json:"total"`
}

func (s *Service) visitsPage(c *web.Ctx, _ web.None) (*VisitsPage, error) {
	all, err := s.Visits(c)
	p := &VisitsPage{Items: []VisitItem{}, Total: len(all)}
	for _, v := range all {
		p.Items = append(p.Items, VisitItem{v, s.city(c, v.City)})
	}
	return p, err
}

// VisitPage is one visit.
type VisitPage struct {
	VisitItem
	Came      []ActionItem `json:"actions"`
	Addresses []string     `json:"-"`
	Said      *Said        `json:"survey"`
	Link      string       `json:"-"` // of its survey
}

func (s *Service) visitPage(c *web.Ctx, in module.IDLang) (*VisitPage, error) {
	v, came, err := s.Visit(c, in.ID)
	if err != nil {
		return nil, err
	}
	items, err := s.actionItems(c, came)
	if err != nil {
		return nil, err
	}
	p := &VisitPage{VisitItem: VisitItem{v, s.city(c, v.City)}, Came: items, Addresses: strings.Fields(v.Documents)}
	if v.Survey != "" {
		p.Link = c.URL("/surveys/" + v.Survey)
	}
	p.Said, err = s.Said(c, v.ID)
	return p, err
}

// VisitFormPage is the form of a visit.
type VisitFormPage struct {
	ID       string
	Form     VisitForm
	Cities   []web.Option
	Clusters []web.Option
	Kinds    []web.Option
}

func (s *Service) visitForm(c *web.Ctx, id string, f VisitForm) (*VisitFormPage, error) {
	all, err := s.Clusters(c)
	if err != nil {
		return nil, err
	}
	p := &VisitFormPage{ID: id, Form: f, Cities: s.cities(c), Clusters: []web.Option{{Label: c.Words.T("site.choose")}}}
	for _, k := range all {
		v := s.view(c, k)
		label := v.ThemeName
		if k.Mentor != "" {
			label += ": " + v.MentorName + " → " + v.ImplementingName
		}
		p.Clusters = append(p.Clusters, web.Option{Value: k.ID, Label: label})
	}
	for _, kind := range Kinds() {
		p.Kinds = append(p.Kinds, web.Option{Value: kind, Label: c.Words.T("programme.kind_" + kind)})
	}
	return p, nil
}

func (s *Service) newVisit(c *web.Ctx, _ web.None) (*VisitFormPage, error) {
	return s.visitForm(c, "", VisitForm{Kind: "study", City: c.Actor.City})
}

func (s *Service) editVisit(c *web.Ctx, in module.IDLang) (*VisitFormPage, error) {
	v, _, err := s.Visit(c, in.ID)
	if err != nil {
		return nil, err
	}
	return s.visitForm(c, v.ID, VisitForm{v.Revision, v.Cluster, v.Kind, v.City, v.Title, day(v.From), day(v.To), day(v.Was), day(v.WasTo), v.Agenda,
		v.Participants, v.Documents})
}

func day(t time.Time) record.Day {
	if t.IsZero() {
		return ""
	}
	return record.Day(t.Format(time.DateOnly))
}

type visitInput struct {
	ID string `path:"id" json:"-"`
	VisitForm
}

func (s *Service) planVisit(c *web.Ctx, in visitInput) (web.Made, error) {
	v, err := s.Plan(c, "", in.VisitForm)
	if err != nil {
		return web.Made{}, err
	}
	return web.Made{ID: v.ID, At: "/programme/visits/" + v.ID, Done: "saved"}, nil
}

func (s *Service) changeVisit(c *web.Ctx, in visitInput) (web.Go, error) {
	_, err := s.Plan(c, in.ID, in.VisitForm)
	return web.Done("/programme/visits/"+in.ID, "saved"), err
}

func (s *Service) againVisit(c *web.Ctx, in visitInput) (*VisitFormPage, error) {
	return s.visitForm(c, in.ID, in.VisitForm)
}

func (s *Service) calendar(c *web.Ctx, in module.IDLang) (*web.File, error) {
	v, _, err := s.Visit(c, in.ID)
	if err != nil {
		return nil, err
	}
	return &web.File{Name: "visit.ics", Type: "text/calendar; charset=utf-8", Inline: true,
		Body: calendar.File(v.ICS(s.city(c, v.City), c.URL("/programme/visits/"+v.ID)))}, nil
}

type lessonInput struct {
	ID   string `path:"id" json:"-"`
	Text string `json:"text" validate:"max=2000"`
}

func (s *Service) learn(c *web.Ctx, in lessonInput) (web.Made, error) {
	v, err := s.Learn(c, in.ID, in.Text)
	if err != nil {
		return web.Made{}, err
	}
	return web.Made{ID: v.Lessons[len(v.Lessons)-1].ID, At: "/programme/visits/" + v.ID, Done: "saved"}, nil
}

func (s *Service) againLearn(c *web.Ctx, in lessonInput) (*VisitPage, error) {
	return s.visitPage(c, module.IDLang{ID: in.ID})
}
