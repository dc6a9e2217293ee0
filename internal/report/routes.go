package report

import (
	"cmp"
	"embed"
	"net/http"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// elsewhere is where who leaves at once is led: a page that anybody might read.
const elsewhere web.Away = "https://www.wikipedia.org/"

func nav() []web.NavItem {
	return []web.NavItem{
		{Key: "nav.cases", Path: "/cases", Who: web.Only(actor.Caseworker)},
		{Key: "nav.custody", Path: "/custody", Who: web.Only(actor.Custodian)},
	}
}

// handlers answer requests.
type handlers struct{ *Service }

func (s handlers) routes() []web.Route {
	quiet := func(r web.Route) web.Route { r.Who, r.Quiet = web.Anyone(), true; return r }
	return slices.Concat([]web.Route{
		web.Handle(quiet(web.Route{Method: "GET", Path: "/reports/new", View: "report/person", Voice: web.PageOnly}), s.begin),
		web.Again(web.Handle(quiet(web.Route{Method: "POST", Path: "/reports/new", View: "report/person", Voice: web.PageOnly, Upload: true}), s.walk),
			"report/person", s.againWalk),
		web.Handle(quiet(web.Route{Method: "POST", Path: "/reports", Voice: web.APIOnly, Upload: true, Status: http.StatusCreated,
			About: "Report discrimination, or an irregularity in procurement, without an account. The receipt is told once."}), s.file),
		web.Handle(quiet(web.Route{Method: "GET", Path: "/reports/inbox", View: "report/inbox", Voice: web.PageOnly}), s.askReceipt),
		web.Again(web.Handle(quiet(web.Route{Method: "POST", Path: "/reports/inbox", View: "report/inbox",
			About: "The report of a receipt, with its messages."}), s.openInbox), "report/inbox", s.againInbox),
		web.Again(web.Handle(quiet(web.Route{Method: "POST", Path: "/reports/inbox/messages", View: "report/inbox", Upload: true,
			About: "Add a message, files, or the answer to a question for consent."}), s.reply), "report/inbox", s.againReply),
		web.Handle(quiet(web.Route{Method: "POST", Path: "/reports/inbox/files", About: "One of the files of a report, by its receipt."}), s.attachment),
		web.Handle(quiet(web.Route{Method: "POST", Path: "/reports/proof", View: "report/proof", Voice: web.PageOnly}), s.proof),
		web.Handle(quiet(web.Route{Method: "GET", Path: "/reports/leave", Voice: web.PageOnly}),
			func(*web.Ctx, web.None) (web.Away, error) { return elsewhere, nil }),
		web.Handle(web.Route{Method: "GET", Path: "/reports/figures", View: "report/figures", Who: web.Anyone(),
			About: "What came of reports, by quarter: counts under ten are hidden, and what would tell them."}, s.showFigures),
		web.Handle(web.Route{Method: "GET", Path: "/reports/figures/csv", Who: web.Anyone(), Media: "text/csv", About: "The same figures as CSV."}, s.figuresCSV),
	}, s.caseRoutes(), s.custodyRoutes())
}

// The steps in which a person reports, one matter a page.
const (
	stepStart  = "start"  // which door, which city
	stepBefore = "before" // who reads it, what may happen, how long there is
	stepAbout  = "about"  // ground and field
	stepTold   = "told"   // what happened
	stepWish   = "wish"   // for whom, and what should come of it
	stepMore   = "more"   // who they are, if they want to tell
	stepCheck  = "check"  // all of it again, and files
	stepSent   = "sent"   // the receipt
	stepDone   = "done"   // it was written down
)

func steps() []string {
	return []string{stepStart, stepBefore, stepAbout, stepTold, stepWish, stepMore, stepCheck}
}

// walkForm is one page of the way: what was told before comes along with each.
type walkForm struct {
	Form
	Step    string `json:"step" validate:"max=20"`
	To      string `json:"to" validate:"max=20"` // back, or a step to change
	Speak   string `json:"speak" validate:"max=8"`
	Receipt string `json:"receipt" validate:"max=60"`
	Number  string `json:"number" validate:"max=20"`
	Hash    string `json:"hash" validate:"max=80"`
	Day     string `json:"day" validate:"max=10"`
	Typed   string `json:"typed" validate:"max=60"`
	Written string `json:"written" validate:"omitempty,oneof=yes"`
}

// PersonPage is a page of the way.
type PersonPage struct {
	Form      *Form        `json:"-"`
	Step      string       `json:"-"`
	At, Of    int          `json:"-"` // of the steps
	Hidden    []Hidden     `json:"-"`
	CityName  string       `json:"-"`
	Law       Law          `json:"-"`
	Desk      *DeskOf      `json:"-"`
	Irregular bool         `json:"-"`
	Cities    []web.Option `json:"-"`
	Doors     []web.Option `json:"-"`
	Grounds   []web.Option `json:"-"`
	Fields    []web.Option `json:"-"`
	For       []web.Option `json:"-"`
	Wishes    []web.Option `json:"-"`
	Avoid     []web.Option `json:"-"`
	Named     bool         `json:"-"` // an identity can be sealed here
	Mail      bool         `json:"-"` // there is a mail server
	Facts     []PersonFact `json:"-"`
	Receipt   *Receipt     `json:"-"`
	Spoken    string       `json:"-"`
	Both      []web.Option `json:"-"` // yes and no
	Agree     []web.Option `json:"-"`
}

// Hidden is a field that comes along.
type Hidden struct{ Name, Value string }

// PersonFact is a line of what was told, with the step at which it is changed.
type PersonFact struct{ Label, Value, Step string }

type beginInput struct {
	City string `query:"city" validate:"max=40"`
	Lang string `query:"lang" validate:"max=8"`
}

func (s handlers) begin(c *web.Ctx, in beginInput) (*PersonPage, error) {
	return s.person(c, &Form{City: in.City, Language: c.Words.Code}, stepStart)
}

// walk takes one page and shows the next.
func (s handlers) walk(c *web.Ctx, in walkForm) (*PersonPage, error) {
	s.speak(c, &in)
	switch at := slices.Index(steps(), in.Step); {
	case in.Speak != "" && in.Step != stepSent && in.Step != stepDone:
		return s.person(c, &in.Form, known(in.Step))
	case in.Step == stepSent || in.Step == stepDone:
		return s.written(c, &in)
	case slices.Contains(steps(), in.To):
		return s.person(c, &in.Form, in.To)
	case in.To == "back":
		return s.person(c, &in.Form, steps()[max(at-1, 0)])
	case at == len(steps())-1:
		return s.send(c, &in.Form)
	default:
		if err := s.complete(c, &in.Form, known(in.Step)); err != nil {
			return nil, err
		}
		return s.person(c, &in.Form, steps()[at+1])
	}
}

func known(step string) string {
	if slices.Contains(steps(), step) {
		return step
	}
	return stepStart
}

func (s handlers) speak(c *web.Ctx, in *walkForm) {
	c.Speak(cmp.Or(in.Speak, in.Language))
	in.Language = c.Words.Code
}

// fieldsOf are those that a step asks for.
func fieldsOf(step string) []string {
	switch step {
	case stepStart:
		return []string{"city"}
	case stepAbout:
		return []string{"ground", "field"}
	case stepTold:
		return []string{"what", "when"}
	case stepWish:
		return []string{"wish"}
	case stepMore:
		return []string{"name", "contact", "avoid", "email"}
	}
	return nil
}

// complete tells what a step lacks.
func (s handlers) complete(c *web.Ctx, f *Form, step string) error {
	wrong := problem.New(problem.Invalid, "problem.invalid")
	err := s.checked(f)
	if p := problem.Of(err); p != nil {
		for _, name := range fieldsOf(step) {
			if m, is := p.Fields[name]; is {
				wrong.Add(name, m)
			}
		}
	} else if err != nil {
		return err
	}
	if step == stepStart && len(wrong.Fields) == 0 || step == stepMore && len(wrong.Fields) == 0 {
		if _, err := s.deskFor(c, f); err != nil && !(step == stepStart && problem.Of(err) != nil) {
			return err
		}
	}
	return wrong.OrNil()
}

func (s handlers) againWalk(c *web.Ctx, in walkForm) (*PersonPage, error) {
	s.speak(c, &in)
	if in.Step == stepSent || in.Step == stepDone {
		return s.sent(c, &in, stepSent)
	}
	return s.person(c, &in.Form, known(in.Step))
}

func (s handlers) send(c *web.Ctx, f *Form) (*PersonPage, error) {
	receipt, err := s.File(c, *f)
	if err != nil {
		return nil, err
	}
	return s.sent(c, &walkForm{Form: Form{City: f.City, Door: f.Door, Language: f.Language}, Receipt: receipt.Receipt, Number: receipt.Number,
		Hash: receipt.Hash, Day: receipt.Day}, stepSent)
}

// written checks that the receipt was written down: it is typed again.
func (s handlers) written(c *web.Ctx, in *walkForm) (*PersonPage, error) {
	if in.Speak != "" {
		return s.sent(c, in, stepSent)
	}
	wrong := problem.New(problem.Invalid, "problem.invalid")
	if in.Written != "yes" {
		wrong.Add("written", problem.M("report.confirm_written"))
	}
	typed, _ := sealTyped(in.Typed)
	if typed != in.Receipt {
		wrong.Add("typed", problem.M("report.typed_differs"))
	}
	if err := wrong.OrNil(); err != nil {
		return nil, err
	}
	return s.sent(c, in, stepDone)
}

func (s handlers) sent(c *web.Ctx, in *walkForm, step string) (*PersonPage, error) {
	p := &PersonPage{Form: &in.Form, Step: step, Receipt: &Receipt{in.Receipt, in.Number, in.Day, in.Hash}, Spoken: spoken(in.Receipt),
		Agree: []web.Option{{Value: "yes", Label: c.Words.T("report.written")}}}
	p.CityName = s.kit.Taxonomy.CityNames([]string{in.City}, c.Languages()...)
	return p, nil
}

// person is a page with what was told so far.
func (s handlers) person(c *web.Ctx, f *Form, step string) (*PersonPage, error) {
	f.Door = Door(cmp.Or(string(f.Door), string(Discrimination)))
	p := &PersonPage{Form: f, Step: step, At: slices.Index(steps(), step) + 1, Of: len(steps()), Irregular: f.Door == Irregularity, Mail: s.pinger != nil}
	city, isCity := s.kit.Taxonomy.City(f.City)
	if isCity {
		p.CityName = s.kit.Taxonomy.CityNames([]string{f.City}, c.Languages()...)
		p.Law = LawOf(city.Country)
		var err error
		if p.Desk, err = s.DeskOf(c, f.City, f.Door); err != nil {
			return nil, err
		}
		p.Named = len(p.Desk.Keepers) > 0
		for _, h := range p.Desk.Readers {
			p.Avoid = append(p.Avoid, web.Option{Value: h.ID, Label: h.Name})
		}
	} else if step != stepStart {
		p.Step, p.At = stepStart, 1
	}
	p.Cities = append([]web.Option{{Label: c.Words.T("site.choose")}}, s.kit.CityOptions(c, nil)...)
	p.Doors = []web.Option{{Value: string(Discrimination), Label: c.Words.T("report.door_discrimination"), Hint: c.Words.T("report.door_discrimination_text")},
		{Value: string(Irregularity), Label: c.Words.T("report.door_irregularity"), Hint: c.Words.T("report.door_irregularity_text")}}
	p.Grounds, p.Fields = module.Options(c, "report.ground_", GroundsOf(f.Door)), module.Options(c, "report.field_", Fields())
	p.For, p.Wishes = module.Options(c, "report.for_", Standpoints()), module.Options(c, "report.wish_", Wishes())
	for i, o := range p.Wishes {
		p.Wishes[i].Hint = c.Words.T("report.wish_" + o.Value + "_text")
	}
	p.Both = []web.Option{{Value: "yes", Label: c.Words.T("site.yes")}, {Value: "no", Label: c.Words.T("site.no")}}
	p.Hidden = f.hidden(p.Step)
	if p.Step == stepCheck {
		p.Facts = s.facts(c, f)
	}
	return p, nil
}

// hidden are the fields that the page of a step does not ask for.
func (f *Form) hidden(step string) []Hidden {
	asked := map[string][]string{stepStart: {"city", "door"}, stepAbout: {"ground", "field"}, stepTold: {"what", "when", "where", "who", "evidence"},
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
	add("door", string(f.Door))
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

// facts says all that was told once more.
func (s handlers) facts(c *web.Ctx, f *Form) []PersonFact {
	w := c.Words
	var all []PersonFact
	add := func(label, value, step string) {
		if value != "" {
			all = append(all, PersonFact{w.T(label), value, step})
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
	add("account.city", s.kit.Taxonomy.CityNames([]string{f.City}, c.Languages()...), stepStart)
	add("report.ground", say("report.ground_", f.Ground...), stepAbout)
	if f.Door != Irregularity {
		add("report.field", say("report.field_", f.Field), stepAbout)
	}
	add("report.what", f.What, stepTold)
	add("report.when", string(f.When), stepTold)
	add("report.where", f.Where, stepTold)
	add("report.who", f.Who, stepTold)
	add("report.evidence", f.Evidence, stepTold)
	add("report.for", say("report.for_", cmp.Or(f.For, "self")), stepWish)
	add("report.wish", say("report.wish_", f.Wish), stepWish)
	add("report.name", f.Name, stepMore)
	add("report.contact", f.Contact, stepMore)
	add("report.ping", f.Email, stepMore)
	return all
}

func (s handlers) file(c *web.Ctx, f Form) (*Receipt, error) {
	f.Language = cmp.Or(f.Language, c.Words.Code)
	return s.File(c, f)
}
