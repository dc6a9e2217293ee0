package report

import (
	"cmp"
	"slices"

	"citiesgrow/internal/custody"
	"citiesgrow/internal/module"
	"citiesgrow/web"
)

// PersonPage is the page of one step, with the values entered so far.
type PersonPage struct {
	Form      *Form         `json:"-"`
	Step      string        `json:"-"`
	At, Of    int           `json:"-"` // number of this step, and of all steps
	Hidden    []Hidden      `json:"-"`
	CityName  string        `json:"-"`
	Law       Law           `json:"-"`
	Desk      *custody.Desk `json:"-"`
	Irregular bool          `json:"-"`
	Cities    []web.Option  `json:"-"`
	Channels  []web.Option  `json:"-"`
	Grounds   []web.Option  `json:"-"`
	Fields    []web.Option  `json:"-"`
	For       []web.Option  `json:"-"`
	Wishes    []web.Option  `json:"-"`
	Avoid     []web.Option  `json:"-"`
	Named     bool          `json:"-"` // an identity can be given, because there is a custodian
	Mail      bool          `json:"-"` // there is a mail server
	Facts     []Fact        `json:"-"`
	Receipt   *Receipt      `json:"-"`
	Spoken    string        `json:"-"`
	Both      []web.Option  `json:"-"` // yes and no
	Agree     []web.Option  `json:"-"`
}

// Hidden is a hidden input with a value of another step.
type Hidden struct{ Name, Value string }

// Fact is one line of the summary, with the step in which it can be changed.
type Fact struct{ Label, Value, Step string }

// person builds the page of a step. Without a city it is the first step.
func (h handlers) person(c *web.Ctx, f *Form, step string) (*PersonPage, error) {
	f.Channel = cmp.Or(f.Channel, custody.Discrimination)
	p := &PersonPage{Form: f, Step: step, At: slices.Index(steps(), step) + 1, Of: len(steps()), Irregular: f.Channel == custody.Irregularity,
		Mail: h.pinger != nil}
	city, isCity := h.kit.Taxonomy.City(f.City)
	if isCity {
		p.CityName, p.Law = h.kit.CityName(c, f.City), LawOf(city.Country)
		var err error
		if p.Desk, err = h.custody.Desk(c, f.City, f.Channel); err != nil {
			return nil, err
		}
		p.Named = len(p.Desk.Custodians) > 0
		for _, reader := range p.Desk.Readers {
			p.Avoid = append(p.Avoid, web.Option{Value: reader.ID, Label: reader.Name})
		}
	} else if step != stepStart {
		p.Step, p.At = stepStart, 1
	}
	h.choices(c, p)
	p.Hidden = f.hidden(p.Step)
	if p.Step == stepCheck {
		p.Facts = h.Facts(c, f)
	}
	return p, nil
}

// choices fills in the options of the form.
func (h handlers) choices(c *web.Ctx, p *PersonPage) {
	p.Cities = h.kit.ChooseCity(c)
	p.Channels = hinted(c, "report.door_", []string{string(custody.Discrimination), string(custody.Irregularity)})
	p.Grounds, p.Fields = module.Options(c, "report.ground_", GroundsOf(p.Form.Channel)), module.Options(c, "report.field_", Fields())
	p.For, p.Wishes = module.Options(c, "report.for_", Standpoints()), hinted(c, "report.wish_", Wishes())
	p.Both = []web.Option{{Value: "yes", Label: c.Words.T("site.yes")}, {Value: "no", Label: c.Words.T("site.no")}}
}

// hinted returns options with hints. The word key of a hint ends in "_text".
func hinted(c *web.Ctx, prefix string, values []string) []web.Option {
	all := module.Options(c, prefix, values)
	for i, o := range all {
		all[i].Hint = c.Words.T(prefix + o.Value + "_text")
	}
	return all
}

// hidden lists the fields that the page of a step does not show, as hidden inputs.
func (f *Form) hidden(step string) []Hidden {
	asked := map[string][]string{stepStart: {"city", "door"}, stepAbout: {"ground", "field"}, stepAccount: {"what", "when", "where", "who", "evidence"},
		stepWish: {"for", "wish", "reply"}, stepMore: {"name", "contact", "email", "avoid"}}[step]
	var all []Hidden
	add := func(name string, values ...string) {
		if slices.Contains(asked, name) {
			return
		}
		for _, v := range values {
			if v != "" {
				all = append(all, Hidden{name, v})
			}
		}
	}
	add("language", f.Language)
	add("city", f.City)
	add("door", string(f.Channel))
	add("ground", f.Ground...)
	add("field", f.Field)
	add("what", f.What)
	add("when", string(f.When))
	add("where", f.Where)
	add("who", f.Who)
	add("evidence", f.Evidence)
	add("for", f.For)
	add("wish", f.Wish)
	add("reply", f.Reply)
	add("name", f.Name)
	add("contact", f.Contact)
	add("email", f.Email)
	add("avoid", f.Avoid...)
	return all
}

// Facts lists the entered values, in the language of the page.
func (s *Service) Facts(c *web.Ctx, f *Form) []Fact {
	w := c.Words
	var all []Fact
	add := func(label, value, step string) {
		if value != "" {
			all = append(all, Fact{w.T(label), value, step})
		}
	}
	say := func(prefix string, values ...string) string {
		var said []string
		for _, v := range values {
			if v != "" {
				said = append(said, w.T(prefix+v))
			}
		}
		return w.Join(said)
	}
	add("account.city", s.kit.CityName(c, f.City), stepStart)
	add("report.ground", say("report.ground_", f.Ground...), stepAbout)
	if f.Channel != custody.Irregularity {
		add("report.field", say("report.field_", f.Field), stepAbout)
	}
	add("report.what", f.What, stepAccount)
	add("report.when", string(f.When), stepAccount)
	add("report.where", f.Where, stepAccount)
	add("report.who", f.Who, stepAccount)
	add("report.evidence", f.Evidence, stepAccount)
	add("report.for", say("report.for_", cmp.Or(f.For, "self")), stepWish)
	add("report.wish", say("report.wish_", f.Wish), stepWish)
	add("report.name", f.Name, stepMore)
	add("report.contact", f.Contact, stepMore)
	add("report.ping", f.Email, stepMore)
	return all
}
