package draft

import (
	"cmp"
	"fmt"

	"citiesgrow/internal/form"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
	"citiesgrow/internal/taxonomy"
)

// Form is what a buyer may say of a tender. A request is decoded into it and never into the noun;
// Content reads and checks it, and leaves everything else of the tender as it is.
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

// Content reads the form into a copy of what the draft has so far. Each complaint names its field. A
// draft may be incomplete, so no field is required here (see Publishable).
func (f *Form) Content(old notice.Content, r *form.Reader, w *i18n.Words) (notice.Content, error) {
	c := old
	city, known := r.City("city", f.City)
	language := cmp.Or(f.Language, f.written(city, w), old.Language, w.Code)
	c.Language = language
	r.Languages("language", f.Language)
	r.Choice("social", socialAims, f.Social...)
	c.City, c.Cities, c.Tender.Places = "", nil, nil
	if known {
		c.City, c.Cities = city.ID, []string{city.ID}
		c.Tender.Places = []ocds.Place{{NUTS: city.NUTS[len(city.NUTS)-1], Country: city.Country}}
	}
	r.In(city)
	r.Currency("currency", cmp.Or(f.Currency, keptCurrency(&old, city.ID)))
	t := &c.Tender
	t.Title, t.Description = textIn(language, f.Title), textIn(language, f.Description)
	t.CPV = f.codes(r)
	t.Value = r.Money("value", f.Value)
	t.Deadline, t.Questions = r.Day("deadline", f.Deadline), r.Day("questions", f.Questions)
	if !t.Questions.IsZero() && !t.Deadline.IsZero() && t.Questions.After(t.Deadline) {
		r.Wrong("questions", "tender.questions_late")
	}
	t.Period = ocds.Period{Days: f.Months * 30}
	t.Languages = form.InOrder(old.Tender.Languages, r.Languages("languages", f.Languages...))
	t.ValueWhy, t.NoLotsWhy, t.Social, t.SubmitURL, t.DocsURL = f.ValueWhy, f.NoLotsWhy, f.Social, f.SubmitURL, f.DocsURL
	t.SMESuitable = form.Known(f.SME)
	t.Lots = f.lots(language, r)
	t.Requirements = f.Requirements.read(language, r)
	c.Private, t.Prefer = f.Private == "yes", f.Prefer
	if len(f.Prefer) > 0 && !c.Private {
		r.Wrong("prefer", "tender.prefer_private")
	}
	return c, r.Err()
}

// written is the language that title and description look written in: one of all that have a
// name, with the city's, the reader's and English where that is not sure.
func (f *Form) written(city taxonomy.City, w *i18n.Words) string {
	return i18n.Detect(f.Title+"\n"+f.Description, w.Named(), append([]string{"en", w.Code}, city.Languages...))
}

// codes takes the codes of the form, or what the trade's words mean first.
func (f *Form) codes(r *form.Reader) []string {
	codes := r.Codes("cpv", f.CPV)
	if len(codes) > 0 || f.Trade == "" {
		return codes
	}
	code, ok := r.Meaning(f.Trade)
	if !ok {
		r.Wrong("trade", "tender.trade_unknown")
		return nil
	}
	return []string{code}
}

func (f *Form) lots(language string, r *form.Reader) []ocds.Lot {
	var lots []ocds.Lot
	for i, l := range f.Lots {
		if l.Title == "" && l.Value == "" {
			continue
		}
		if l.Title == "" {
			r.Wrong(fmt.Sprintf("lots[%d].title", i), "tender.lot_title")
		}
		lots = append(lots, ocds.Lot{ID: fmt.Sprintf("LOT-%04d", len(lots)+1), Title: textIn(language, l.Title),
			Value: r.Money(fmt.Sprintf("lots[%d].value", i), l.Value)})
	}
	return lots
}

// FormOf is the form as it stands filled with a content, so that a page can show it.
func FormOf(c *notice.Content, zone string) Form {
	title, _ := c.Tender.Title.In(c.Language)
	description, _ := c.Tender.Description.In(c.Language)
	f := Form{
		Title: title, Description: description, Language: c.Language, CPV: c.Tender.CPV, City: c.City,
		Deadline: form.Minute(c.Tender.Deadline, zone), Questions: form.Minute(c.Tender.Questions, zone), Months: c.Tender.Period.Days / 30,
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
		f.Lots = append(f.Lots, LotForm{Title: title, Value: form.Amount(l.Value)})
	}
	f.Requirements = requirementsForm(c)
	return f
}

// textIn is a text in one language; empty where there are no words.
func textIn(language, words string) i18n.Text {
	if words == "" {
		return nil
	}
	return i18n.Text{language: words}
}
