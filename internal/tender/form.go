package tender

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/taxonomy"
)

// Form is what a buyer may say of a tender. It is never decoded into the noun: Content
// reads it, checks it and leaves everything else of the tender as it is.
type Form struct {
	Title        string           `json:"title" validate:"max=300"`
	Description  string           `json:"description" validate:"max=20000"`
	Language     string           `json:"language" validate:"max=8"` // of title and description; where none is given, the one they look written in
	CPV          []string         `json:"cpv" validate:"max=20,dive,max=12"`
	Trade        string           `json:"trade" validate:"max=200"` // everyday words that lead to codes, where none is given
	City         string           `json:"city" validate:"max=40"`
	Value        record.Amount    `json:"value" validate:"max=30"`
	Currency     string           `json:"currency" validate:"max=3"` // of all amounts; where none is given, that of what is stored, else the city's
	Deadline     record.Day       `json:"deadline" validate:"max=40"`
	Questions    record.Day       `json:"questions" validate:"max=40"`
	Months       int              `json:"months" validate:"min=0,max=120"` // how long the contract lasts
	Languages    []string         `json:"languages" validate:"max=10,dive,max=8"`
	Lots         []LotForm        `json:"lots" validate:"max=50,dive"`
	ValueWhy     string           `json:"value_why" validate:"max=1000"` // why the lots add up to another value
	NoLotsWhy    string           `json:"no_lots_why" validate:"max=1000"`
	SME          string           `json:"sme" validate:"omitempty,oneof=yes no"`
	Social       []string         `json:"social" validate:"max=10,dive,max=20"`
	Requirements RequirementsForm `json:"requirements"`
	SubmitURL    string           `json:"submit_url" validate:"omitempty,http_url,max=1000"`
	DocsURL      string           `json:"docs_url" validate:"omitempty,http_url,max=1000"`
	Private      string           `json:"private" validate:"omitempty,oneof=yes no"`
	Prefer       []string         `json:"prefer" validate:"max=3,dive,oneof=local small young"` // private buyers only
}

// LotForm is a part that can be won alone.
type LotForm struct {
	Title string        `json:"title" validate:"max=300"`
	Value record.Amount `json:"value" validate:"max=30"`
}

// RequirementsForm is what a tenderer must meet, as numbers with units.
type RequirementsForm struct {
	Turnover     record.Amount `json:"turnover" validate:"max=30"`  // a year
	Insurance    record.Amount `json:"insurance" validate:"max=30"` // liability cover
	References   int           `json:"references" validate:"min=0,max=50"`
	Staff        int           `json:"staff" validate:"min=0,max=10000"`
	Years        int           `json:"years" validate:"min=0,max=50"`
	Certificates string        `json:"certificates" validate:"max=500"` // one a line or with commas
	Registration string        `json:"registration" validate:"max=200"`
	Other        string        `json:"other" validate:"max=2000"`
}

// Content reads the form over what the draft has so far. Every complaint stands beside
// its field; a draft may be incomplete, so nothing is required here (see Publishable).
func (f *Form) Content(old Content, taxa *taxonomy.Taxonomy, w *i18n.Words) (Content, error) {
	wrong := problem.New(problem.Invalid, "problem.invalid")
	c := old
	city, known := taxa.City(f.City)
	language := cmp.Or(f.Language, f.written(city, w), old.Language, w.Code)
	c.Language = language
	f.known(w, wrong)
	if f.City != "" && !known {
		wrong.Add("city", problem.M("problem.city_unknown"))
	}
	c.City, c.Cities, c.Tender.Places = "", nil, nil
	if known {
		c.City, c.Cities = city.ID, []string{city.ID}
		c.Tender.Places = []ocds.Place{{NUTS: city.NUTS[len(city.NUTS)-1], Country: city.Country}}
	}
	currency := strings.ToUpper(cmp.Or(f.Currency, keptCurrency(&old, city.ID), city.Currency, "EUR"))
	t := &c.Tender
	t.Title, t.Description = said(language, f.Title), said(language, f.Description)
	t.CPV = f.codes(taxa, wrong)
	t.Value = money(f.Value, "value", currency, wrong)
	t.Deadline = day(f.Deadline, "deadline", city.Zone, wrong)
	t.Questions = day(f.Questions, "questions", city.Zone, wrong)
	if !t.Questions.IsZero() && !t.Deadline.IsZero() && t.Questions.After(t.Deadline) {
		wrong.Add("questions", problem.M("tender.questions_late"))
	}
	t.Period = ocds.Period{Days: f.Months * 30}
	t.Languages = f.Languages
	t.ValueWhy, t.NoLotsWhy, t.Social, t.SubmitURL, t.DocsURL = f.ValueWhy, f.NoLotsWhy, f.Social, f.SubmitURL, f.DocsURL
	t.SMESuitable = yesNo(f.SME)
	t.Lots = f.lots(language, currency, wrong)
	t.Requirements = f.Requirements.read(language, currency, wrong)
	c.Private, t.Prefer = f.Private == "yes", f.Prefer
	if len(f.Prefer) > 0 && !c.Private {
		wrong.Add("prefer", problem.M("tender.prefer_private"))
	}
	return c, wrong.OrNil()
}

// written is the language that title and description look written in: one of all that have a
// name, with the city's, the reader's and English where that is not sure.
func (f *Form) written(city taxonomy.City, w *i18n.Words) string {
	return i18n.Detect(f.Title+"\n"+f.Description, w.Named(), append([]string{"en", w.Code}, city.Languages...))
}

// known refuses languages and social aims that there are none of.
func (f *Form) known(w *i18n.Words, wrong *problem.Problem) {
	if f.Language != "" && !slices.Contains(w.Named(), f.Language) {
		wrong.Add("language", problem.M("problem.oneof"))
	}
	if slices.ContainsFunc(f.Languages, func(l string) bool { return !slices.Contains(w.Named(), l) }) {
		wrong.Add("languages", problem.M("problem.oneof"))
	}
	if slices.ContainsFunc(f.Social, func(aim string) bool { return !slices.Contains(socialAims, aim) }) {
		wrong.Add("social", problem.M("problem.oneof"))
	}
}

// codes takes the codes of the form, or those that the trade's words mean.
func (f *Form) codes(taxa *taxonomy.Taxonomy, wrong *problem.Problem) []string {
	var codes []string
	for _, s := range f.CPV {
		if strings.TrimSpace(s) == "" {
			continue
		}
		code, ok := taxonomy.NormalCPV(s)
		if !ok {
			wrong.Add("cpv", problem.M("tender.cpv_wrong", "Code", s))
			continue
		}
		if !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	if len(codes) == 0 && f.Trade != "" {
		meanings := taxa.Meanings(f.Trade)
		if len(meanings) == 0 {
			wrong.Add("trade", problem.M("tender.trade_unknown"))
			return nil
		}
		codes = append(codes, meanings[0].CPV)
	}
	return codes
}

func (f *Form) lots(language, currency string, wrong *problem.Problem) []ocds.Lot {
	var lots []ocds.Lot
	for i, l := range f.Lots {
		if l.Title == "" && l.Value == "" {
			continue
		}
		if l.Title == "" {
			wrong.Add(fmt.Sprintf("lots[%d].title", i), problem.M("tender.lot_title"))
		}
		lots = append(lots, ocds.Lot{ID: fmt.Sprintf("LOT-%04d", len(lots)+1), Title: said(language, l.Title),
			Value: money(l.Value, fmt.Sprintf("lots[%d].value", i), currency, wrong)})
	}
	return lots
}

func (r RequirementsForm) read(language, currency string, wrong *problem.Problem) []ocds.Requirement {
	var all []ocds.Requirement
	if m := money(r.Turnover, "requirements.turnover", currency, wrong); m != nil && m.Minor > 0 {
		all = append(all, ocds.Requirement{Kind: ocds.Turnover, Amount: m})
	}
	if m := money(r.Insurance, "requirements.insurance", currency, wrong); m != nil && m.Minor > 0 {
		all = append(all, ocds.Requirement{Kind: ocds.Insurance, Amount: m, Detail: "liability"})
	}
	for _, n := range []struct {
		kind  string
		count int
	}{{ocds.References, r.References}, {ocds.Staff, r.Staff}, {ocds.Years, r.Years}} {
		if n.count > 0 {
			all = append(all, ocds.Requirement{Kind: n.kind, Number: n.count})
		}
	}
	for _, name := range strings.FieldsFunc(r.Certificates, func(r rune) bool { return r == ',' || r == '\n' || r == ';' || r == '،' }) {
		if name = strings.TrimSpace(name); name != "" {
			all = append(all, ocds.Requirement{Kind: ocds.Certificate, Detail: name})
		}
	}
	if r.Registration != "" {
		all = append(all, ocds.Requirement{Kind: ocds.Registration, Detail: r.Registration})
	}
	if r.Other != "" {
		all = append(all, ocds.Requirement{Kind: ocds.Other, Text: said(language, r.Other)})
	}
	return all
}

// FormOf is the form as it stands filled with a content, so that a page can show it.
func FormOf(c *Content, zone string) Form {
	title, _ := c.Tender.Title.In(c.Language)
	description, _ := c.Tender.Description.In(c.Language)
	f := Form{
		Title: title, Description: description, Language: c.Language, CPV: c.Tender.CPV, City: c.City,
		Deadline: formDay(c.Tender.Deadline, zone), Questions: formDay(c.Tender.Questions, zone), Months: c.Tender.Period.Days / 30,
		Languages: c.Tender.Languages, ValueWhy: c.Tender.ValueWhy, NoLotsWhy: c.Tender.NoLotsWhy, Social: c.Tender.Social,
		SubmitURL: c.Tender.SubmitURL, DocsURL: c.Tender.DocsURL, Prefer: c.Tender.Prefer, Currency: currencyOf(c),
	}
	if v := c.Tender.Value; v != nil {
		f.Value = record.Amount(v.Major())
	}
	if c.Tender.SMESuitable != nil {
		f.SME = map[bool]string{true: "yes", false: "no"}[*c.Tender.SMESuitable]
	}
	if c.Private {
		f.Private = "yes"
	}
	for _, l := range c.Tender.Lots {
		title, _ := l.Title.In(c.Language)
		lot := LotForm{Title: title}
		if l.Value != nil {
			lot.Value = record.Amount(l.Value.Major())
		}
		f.Lots = append(f.Lots, lot)
	}
	f.Requirements = requirementsForm(c)
	return f
}

func requirementsForm(c *Content) RequirementsForm {
	var f RequirementsForm
	var certificates []string
	for _, r := range c.Tender.Requirements {
		switch r.Kind {
		case ocds.Turnover:
			f.Turnover = record.Amount(r.Amount.Major())
		case ocds.Insurance:
			f.Insurance = record.Amount(r.Amount.Major())
		case ocds.References:
			f.References = r.Number
		case ocds.Staff:
			f.Staff = r.Number
		case ocds.Years:
			f.Years = r.Number
		case ocds.Certificate:
			certificates = append(certificates, r.Detail)
		case ocds.Registration:
			f.Registration = r.Detail
		case ocds.Other:
			f.Other, _ = r.Text.In(c.Language)
		}
	}
	f.Certificates = strings.Join(certificates, ", ")
	return f
}

// Publishable tells what a draft still needs before it can be published.
func (c *Content) Publishable(now time.Time) error {
	wrong := problem.New(problem.Invalid, "tender.incomplete")
	need := func(has bool, field, key string) {
		if !has {
			wrong.Add(field, problem.M(key))
		}
	}
	need(!c.Tender.Title.Empty(), "title", "problem.required")
	need(!c.Tender.Description.Empty(), "description", "problem.required")
	need(len(c.Tender.CPV) > 0, "trade", "tender.trade_missing")
	need(c.City != "", "city", "problem.required")
	need(!c.Tender.Deadline.IsZero(), "deadline", "problem.required")
	need(c.Tender.Deadline.IsZero() || c.Tender.Deadline.After(now), "deadline", "tender.deadline_past")
	need(len(c.Tender.Languages) > 0, "languages", "problem.required")
	need(len(c.Tender.Lots) != 1, "lots[0].title", "tender.one_lot")
	need(len(c.Tender.Lots) > 1 || c.Tender.NoLotsWhy != "" || c.Private, "no_lots_why", "tender.no_lots_missing")
	need(c.Tender.SubmitURL != "", "submit_url", "tender.submit_missing")
	if sum := c.lotsSum(); sum != nil && c.Tender.Value != nil && *sum != *c.Tender.Value && c.Tender.ValueWhy == "" {
		wrong.Add("value_why", problem.M("tender.value_differs", "Sum", *sum, "Value", *c.Tender.Value))
	}
	return wrong.OrNil()
}

// lotsSum is what the lots are worth together; nil where one of several has no value.
func (c *Content) lotsSum() *record.Money {
	var sum record.Money
	for _, l := range c.Tender.Lots {
		if l.Value == nil || sum.Currency != "" && sum.Currency != l.Value.Currency {
			return nil
		}
		sum = record.Money{Minor: sum.Minor + l.Value.Minor, Currency: l.Value.Currency}
	}
	if sum.Currency == "" {
		return nil
	}
	return &sum
}

func said(language, words string) i18n.Text {
	if words == "" {
		return nil
	}
	return i18n.Text{language: words}
}

func yesNo(s string) *bool {
	switch s {
	case "yes", "no":
		yes := s == "yes"
		return &yes
	}
	return nil
}

func formDay(t time.Time, zone string) record.Day {
	if t.IsZero() {
		return ""
	}
	place, err := time.LoadLocation(zone)
	if err != nil {
		place = time.UTC
	}
	return record.Day(t.In(place).Format("2006-01-02T15:04"))
}

// collect adds another reader's complaint to the form's.
func collect(wrong *problem.Problem, err error) {
	if p := problem.Of(err); p != nil {
		for name, m := range p.Fields {
			wrong.Add(name, m)
		}
	}
}

func money(a record.Amount, field, currency string, wrong *problem.Problem) *record.Money {
	m, err := a.Money(field, currency)
	collect(wrong, err)
	return m
}

func day(d record.Day, field, zone string, wrong *problem.Problem) time.Time {
	t, err := d.Time(field, zone)
	collect(wrong, err)
	return t
}
