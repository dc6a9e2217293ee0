package tender

import (
	"strings"

	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/web"
)

// CheckPage shows a draft as it will be public, with what is worth a second look.
type CheckPage struct {
	*ShowPage
	Revision  int64      `json:"revision"` // to publish exactly this
	Missing   []Missing  `json:"missing"`  // what keeps it from being published
	Reach     *web.Reach `json:"reach,omitempty"`
	Published bool       `json:"published"`
	Changes   []string   `json:"-"` // of a published contract: what this would change
	Suggested string     `json:"-"` // the language that the text looks written in, where another was chosen
}

// Missing is a field that has to be changed first.
type Missing struct {
	Field string `json:"field"`
	Name  string `json:"-"` // word key suffix of the field
	Text  string `json:"text"`
}

func (s handlers) showCheck(c *web.Ctx, in module.ID) (*CheckPage, error) {
	t, err := s.Mine(c, in.ID)
	if err != nil {
		return nil, err
	}
	if t.Draft == nil {
		return nil, problem.New(problem.Conflict, "tender.nothing_new")
	}
	draft := *t
	draft.Content, draft.Stage, draft.Awards, draft.Outcome, draft.Reason = *t.Draft, Competing, nil, nil, ""
	p := &CheckPage{ShowPage: s.page(c, &draft), Revision: t.Revision, Published: t.Stage != ""}
	p.Open = true
	s.fill(c, p.ShowPage, nil)
	p.Missing = missing(c, t.Draft.Publishable(c.Now))
	if p.Published {
		for _, change := range Changes(&t.Content, t.Draft) {
			p.Changes = append(p.Changes, SayChange(c.Words, change))
		}
	}
	form := FormOf(t.Draft, s.zone(t.Draft))
	city, _ := s.kit.Taxonomy.City(t.Draft.City)
	if language := form.written(city, c.Words); language != "" && language != t.Draft.Language {
		p.Suggested = language
	}
	if len(t.Draft.Tender.CPV) > 0 {
		p.Reach, err = s.matcher.Reach(c, t.Draft)
	}
	return p, err
}

// missing lists the complaints in the order of the form.
func missing(c *web.Ctx, err error) []Missing {
	wrong := problem.Of(err)
	if wrong == nil {
		return nil
	}
	var all []Missing
	for _, field := range formOrder {
		if said, has := wrong.Fields[field]; has {
			name, _, _ := strings.Cut(field, "[")
			all = append(all, Missing{Field: field, Name: name, Text: c.Words.Say(said)})
		}
	}
	return all
}

// formOrder is the order of the fields that a draft may lack.
var formOrder = []string{"title", "description", "trade", "city", "deadline", "value", "languages", "lots[0].title", "value_why", "no_lots_why", "submit_url"}

type publishInput struct {
	ID       string `path:"id"`
	Revision int64  `json:"revision" validate:"min=0"` // of the draft that was checked; 0 publishes what is stored
}

func (s handlers) againPublish(c *web.Ctx, in publishInput) (*CheckPage, error) {
	return s.showCheck(c, module.ID{ID: in.ID})
}

func (s handlers) publish(c *web.Ctx, in publishInput) (Issued, error) {
	t, err := s.PublishChecked(c, in.ID, in.Revision)
	if err != nil {
		return Issued{}, err
	}
	return s.issued(c, t, "/tenders/"+t.ID+"/matches?done=published"), nil
}
