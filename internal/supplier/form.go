package supplier

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/form"
	"citiesgrow/internal/record"
	"citiesgrow/internal/taxonomy"
)

// Form is what an owner may say. A page sends one section of it; a program may send all.
type Form struct {
	Section  string `json:"section" validate:"omitempty,oneof=work size proof contact"`
	Revision int64  `json:"revision" validate:"min=0"` // the one that was read; 0 does not ask

	Name      string   `json:"name" validate:"max=200"`
	City      string   `json:"city" validate:"max=40"`
	Words     string   `json:"words" validate:"max=2000"` // one kind of work a line, or with commas
	Language  string   `json:"language" validate:"max=8"` // of the words
	Page      string   `json:"-"`                         // the language of the page: that of new words, where the form names none
	CPV       []string `json:"cpv" validate:"max=30,dive,max=12"`
	Cities    []string `json:"cities" validate:"max=16,dive,max=40"`
	Languages []string `json:"languages" validate:"max=20,dive,max=8"`
	About     string   `json:"about" validate:"max=5000"`

	Currency string        `json:"currency" validate:"max=3"`
	Largest  record.Amount `json:"largest" validate:"max=30"`
	Staff    int           `json:"staff" validate:"min=0,max=100000"`
	Turnover []YearForm    `json:"turnover" validate:"max=5,dive"`
	Founded  int           `json:"founded" validate:"min=0,max=2100"`

	Insurance     []InsuranceForm   `json:"insurance" validate:"max=10,dive"`
	Certificates  []CertificateForm `json:"certificates" validate:"max=30,dive"`
	References    []ReferenceForm   `json:"references" validate:"max=30,dive"`
	Registrations string            `json:"registrations" validate:"max=500"` // with commas

	Email      string `json:"email" validate:"omitempty,email,max=254"`
	Phone      string `json:"phone" validate:"max=40"`
	Web        string `json:"web" validate:"omitempty,http_url,max=500"`
	SeeContact string `json:"see_contact" validate:"omitempty,oneof=buyers interested me"`
	SeeSize    string `json:"see_capacity" validate:"omitempty,oneof=buyers interested me"`
	SeeProof   string `json:"see_proof" validate:"omitempty,oneof=buyers interested me"`
}

// YearForm is a turnover.
type YearForm struct {
	Year   int           `json:"year" validate:"min=0,max=2100"`
	Amount record.Amount `json:"amount" validate:"max=30"`
}

// InsuranceForm is a cover.
type InsuranceForm struct {
	Kind   string        `json:"kind" validate:"omitempty,oneof=liability professional"`
	Amount record.Amount `json:"amount" validate:"max=30"`
	Until  record.Day    `json:"until" validate:"max=30"`
}

// CertificateForm is a paper.
type CertificateForm struct {
	Name  string     `json:"name" validate:"max=200"`
	Until record.Day `json:"until" validate:"max=30"`
}

// ReferenceForm is work done before.
type ReferenceForm struct {
	Title   string        `json:"title" validate:"max=300"`
	Client  string        `json:"client" validate:"max=200"`
	Country string        `json:"country" validate:"max=2"`
	Year    int           `json:"year" validate:"min=0,max=2100"`
	Value   record.Amount `json:"value" validate:"max=30"`
	Private string        `json:"private" validate:"omitempty,oneof=yes no"`
}

// Sections are the pages of a profile, in order.
func Sections() []string { return []string{"work", "size", "proof", "contact"} }

// Apply lays a section of the form (all of it for "") over the profile. The profile is
// changed only as far as what was typed could be read.
func (f *Form) Apply(p *Profile, r *form.Reader, reader string, now time.Time) error {
	a := &applying{f: f, r: r, reader: reader, now: now}
	in := func(section string) bool { return f.Section == "" || f.Section == section }
	if in("work") {
		a.work(p)
	}
	city, _ := r.City("city", p.City)
	r.In(city)
	if in("size") {
		a.currency(p.sizes(), city)
		a.size(p)
	}
	if in("proof") {
		a.currency(p.proofs(), city)
		a.proof(p)
	}
	if in("contact") {
		a.contact(p)
	}
	return r.Err()
}

// currency is that of the amounts of a section: the one that is named, else that of what is stored, else the city's. A page
// has no field for it, and sends all amounts of its section again.
func (a *applying) currency(stored []record.Money, city taxonomy.City) {
	kept := ""
	if len(stored) > 0 {
		kept = stored[0].Currency
	}
	a.r.Currency("currency", cmp.Or(a.f.Currency, kept, city.Currency, "EUR"))
}

// sizes are the amounts of the section "size".
func (p *Profile) sizes() []record.Money {
	var all []record.Money
	if p.Largest != nil {
		all = append(all, *p.Largest)
	}
	for _, t := range p.Turnover {
		all = append(all, t.Amount)
	}
	return all
}

// proofs are the amounts of the section "proof".
func (p *Profile) proofs() []record.Money {
	var all []record.Money
	for _, i := range p.Insurance {
		all = append(all, i.Amount)
	}
	for _, r := range p.References {
		if r.Value != nil {
			all = append(all, *r.Value)
		}
	}
	return all
}

// applying is a form while it is read over a profile.
type applying struct {
	f      *Form
	r      *form.Reader
	reader string // language
	now    time.Time
}

func (a *applying) work(p *Profile) {
	f, r := a.f, a.r
	p.Name, p.City = cmp.Or(f.Name, p.Name), cmp.Or(f.City, p.City)
	r.Need("name", p.Name != "")
	if _, ok := r.City("city", p.City); !ok {
		r.Wrong("city", "problem.city_unknown")
	}
	language := cmp.Or(f.Language, a.reader)
	r.Languages("language", f.Language)
	words := form.List(f.Words)
	p.Said = said(words, language, p.Said, f.Language == "")
	if len(words) == 0 {
		r.Wrong("words", "supplier.words_missing")
	}
	p.CPV = r.CodesOr("cpv", f.CPV, words, language)
	if p.Cities = r.Cities("cities", f.Cities); len(p.Cities) == 0 && p.City != "" {
		p.Cities = []string{p.City}
	}
	p.About = f.About
	if p.Languages = form.InOrder(p.Languages, r.Languages("languages", f.Languages...)); len(p.Languages) == 0 {
		p.Languages = []string{language}
	}
}

// said are the kinds of work in a language. What was said before keeps its own where keep is set: a page is read in one language,
// and its words may have been typed in another.
func said(words []string, language string, before []Phrase, keep bool) []Phrase {
	var all []Phrase
	for _, one := range words {
		s := Phrase{one, language}
		if i := slices.IndexFunc(before, func(b Phrase) bool { return b.Words == one }); keep && i >= 0 {
			s = before[i]
		}
		all = append(all, s)
	}
	return all
}

func (a *applying) size(p *Profile) {
	f, r := a.f, a.r
	p.Largest, p.Staff, p.Founded, p.Turnover = r.Money("largest", f.Largest), f.Staff, r.Year("founded", f.Founded, 1800, a.now.Year()), nil
	for i, t := range f.Turnover {
		if t.Amount == "" {
			continue
		}
		if t.Year < 1990 || t.Year > a.now.Year() {
			r.Wrong(fmt.Sprintf("turnover[%d].year", i), "problem.year")
			continue
		}
		if m := r.Money(fmt.Sprintf("turnover[%d].amount", i), t.Amount); m != nil {
			p.Turnover = append(p.Turnover, YearAmount{t.Year, *m})
		}
	}
}

func (a *applying) proof(p *Profile) {
	f, r := a.f, a.r
	before := p.References
	p.Insurance, p.Certificates, p.References, p.Registrations = nil, nil, nil, form.List(f.Registrations)
	for i, c := range f.Insurance {
		if m := r.Money(fmt.Sprintf("insurance[%d].amount", i), c.Amount); m != nil {
			p.Insurance = append(p.Insurance, Insurance{cmp.Or(c.Kind, "liability"), *m, r.Day(fmt.Sprintf("insurance[%d].until", i), c.Until)})
		}
	}
	for i, c := range f.Certificates {
		if c.Name != "" {
			p.Certificates = append(p.Certificates, Certificate{c.Name, r.Day(fmt.Sprintf("certificates[%d].until", i), c.Until)})
		}
	}
	for i, c := range f.References {
		if c.Title == "" {
			continue
		}
		p.References = append(p.References, PastContract{Title: c.Title, Client: c.Client, Country: strings.ToUpper(c.Country),
			Year:  r.Year(fmt.Sprintf("references[%d].year", i), c.Year, 1980, a.now.Year()),
			Value: r.Money(fmt.Sprintf("references[%d].value", i), c.Value), Private: c.Private == "yes"})
		p.References[len(p.References)-1].keep(before)
	}
}

// keep takes over what the notice of the same contract said, which no form asks for.
func (c *PastContract) keep(before []PastContract) {
	if i := slices.IndexFunc(before, func(b PastContract) bool { return b.Title == c.Title && b.Client == c.Client }); i >= 0 {
		c.Language, c.CPV, c.Places = before[i].Language, before[i].CPV, before[i].Places
	}
}

func (a *applying) contact(p *Profile) {
	f, now, usual := a.f, p.Visible, DefaultVisibility()
	p.Contact = Contact{Email: f.Email, Phone: f.Phone, Web: f.Web}
	p.Visible = Visibility{Contact: cmp.Or(f.SeeContact, now.Contact, usual.Contact), Capacity: cmp.Or(f.SeeSize, now.Capacity, usual.Capacity),
		Proof: cmp.Or(f.SeeProof, now.Proof, usual.Proof)}
}

// FormOf is the form filled with a profile; days are shown in an IANA zone.
func FormOf(p *Profile, zone string) Form {
	f := Form{Name: p.Name, City: p.City, CPV: p.CPV, Cities: p.Cities, Languages: p.Languages, About: p.About, Staff: p.Staff, Founded: p.Founded,
		Registrations: strings.Join(p.Registrations, ", "), Email: p.Contact.Email, Phone: p.Contact.Phone, Web: p.Contact.Web,
		SeeContact: p.Visible.Contact, SeeSize: p.Visible.Capacity, SeeProof: p.Visible.Proof}
	var words []string
	for _, s := range p.Said {
		words = append(words, s.Words)
		f.Language = s.Language
	}
	f.Words = strings.Join(words, ", ")
	f.Largest = form.Amount(p.Largest)
	for _, t := range p.Turnover {
		f.Turnover = append(f.Turnover, YearForm{t.Year, form.Amount(&t.Amount)})
	}
	for _, i := range p.Insurance {
		f.Insurance = append(f.Insurance, InsuranceForm{i.Kind, form.Amount(&i.Amount), form.Day(i.Until, zone)})
	}
	for _, c := range p.Certificates {
		f.Certificates = append(f.Certificates, CertificateForm{c.Name, form.Day(c.Until, zone)})
	}
	for _, c := range p.References {
		f.References = append(f.References, ReferenceForm{Title: c.Title, Client: c.Client, Country: c.Country, Year: c.Year,
			Value: form.Amount(c.Value), Private: form.Yes(c.Private)})
	}
	return f
}
