package draft

import (
	"strings"

	"citiesgrow/internal/module"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/term"
	"citiesgrow/web"
)

// CheckPage shows a draft as it will be public, with what is worth a second look.
type CheckPage struct {
	*tender.ShowPage
	Revision  int64      `json:"revision"` // to publish exactly this
	Missing   []Missing  `json:"missing"`  // the fields without which it is not published
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
	t, err := s.tenders.Own(c, in.ID)
	if err != nil {
		return nil, err
	}
	if t.Draft == nil {
		return nil, problem.New(problem.Conflict, "tender.nothing_new")
	}
	p := &CheckPage{ShowPage: s.tenders.Preview(c, t), Revision: t.Revision, Published: t.Stage != "",
		Missing: missing(c, Publishable(t.Draft, c.Now))}
	if p.Published {
		for _, change := range notice.Changes(&t.Content, t.Draft) {
			p.Changes = append(p.Changes, term.ChangeText(c.Words, change))
		}
	}
	form := FormOf(t.Draft, s.zone(t.Draft))
	city, _ := s.kit.Taxonomy.City(t.Draft.City)
	if language := form.written(city, c.Words); language != "" && language != t.Draft.Language {
		p.Suggested = language
	}
	if len(t.Draft.Tender.CPV) > 0 {
		if p.Reach, err = s.reacher.Reach(c, t.Draft); err != nil {
			return nil, err
		}
	}
	return p, nil
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
