package supplier

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/problem"
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
func (f *Form) Apply(p *Profile, taxa *taxonomy.Taxonomy, reader string, now time.Time) error {
	r := &reading{Form: f, taxa: taxa, reader: reader, now: now, wrong: problem.New(problem.Invalid, "problem.invalid")}
	in := func(section string) bool { return f.Section == "" || f.Section == section }
	if in("work") {
		r.work(p)
	}
	city, _ := taxa.City(p.City)
	r.zone = city.Zone
	if in("size") {
		r.currency = f.currency(p.sizes(), city)
		r.size(p)
	}
	if in("proof") {
		r.currency = f.currency(p.proofs(), city)
		r.proof(p)
	}
	if in("contact") {
		r.contact(p)
	}
	return r.wrong.OrNil()
}

// currency is that of the amounts of a section: the one that is named, else that of what is stored, else the city's. A page
// has no field for it, and sends all amounts of its section again.
func (f *Form) currency(stored []record.Money, city taxonomy.City) string {
	kept := ""
	if len(stored) > 0 {
		kept = stored[0].Currency
	}
	return strings.ToUpper(cmp.Or(f.Currency, kept, city.Currency, "EUR"))
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

type reading struct {
	*Form
	taxa     *taxonomy.Taxonomy
	reader   string
	now      time.Time
	currency string
	zone     string // of the city where the firm sits: the last day of a paper ends there
	wrong    *problem.Problem
}

func (r *reading) work(p *Profile) {
	if p.Name = cmp.Or(r.Name, p.Name); p.Name == "" {
		r.wrong.Add("name", problem.M("problem.required"))
	}
	p.City = cmp.Or(r.City, p.City)
	for _, id := range append([]string{p.City}, r.Cities...) {
		if _, known := r.taxa.City(id); !known {
			r.wrong.Add("city", problem.M("problem.city_unknown"))
		}
	}
	p.Said = nil
	language := cmp.Or(r.Language, r.reader)
	for _, words := range listed(r.Words) {
		p.Said = append(p.Said, Said{words, language})
	}
	if len(p.Said) == 0 {
		r.wrong.Add("words", problem.M("supplier.words_missing"))
	}
	r.codes(p, language)
	p.Cities = slices.Clone(r.Cities)
	if len(p.Cities) == 0 && p.City != "" {
		p.Cities = []string{p.City}
	}
	p.Languages, p.About = slices.Clone(r.Languages), r.About
	if len(p.Languages) == 0 {
		p.Languages = []string{language}
	}
}

// codes takes the codes the owner chose, or those that the words surely mean.
func (r *reading) codes(p *Profile, language string) {
	p.CPV = nil
	for _, s := range r.CPV {
		code, ok := taxonomy.NormalCPV(s)
		if !ok {
			r.wrong.Add("cpv", problem.M("tender.cpv_wrong", "Code", s))
			continue
		}
		if !slices.Contains(p.CPV, code) {
			p.CPV = append(p.CPV, code)
		}
	}
	if len(p.CPV) > 0 {
		return
	}
	for _, code := range r.taxa.Codes(listed(r.Words), language) {
		if !slices.Contains(p.CPV, code) {
			p.CPV = append(p.CPV, code)
		}
	}
}

func (r *reading) size(p *Profile) {
	p.Largest, p.Staff, p.Founded, p.Turnover = r.money(r.Largest, "largest"), r.Staff, r.Founded, nil
	if r.Founded != 0 && (r.Founded < 1800 || r.Founded > r.now.Year()) {
		r.wrong.Add("founded", problem.M("problem.year"))
	}
	for i, t := range r.Turnover {
		if t.Amount == "" {
			continue
		}
		if t.Year < 1990 || t.Year > r.now.Year() {
			r.wrong.Add(fmt.Sprintf("turnover[%d].year", i), problem.M("problem.year"))
			continue
		}
		if m := r.money(t.Amount, fmt.Sprintf("turnover[%d].amount", i)); m != nil {
			p.Turnover = append(p.Turnover, YearAmount{t.Year, *m})
		}
	}
}

func (r *reading) proof(p *Profile) {
	p.Insurance, p.Certificates, p.References, p.Registrations = nil, nil, nil, nil
	for i, c := range r.Insurance {
		if m := r.money(c.Amount, fmt.Sprintf("insurance[%d].amount", i)); m != nil {
			p.Insurance = append(p.Insurance, Insurance{cmp.Or(c.Kind, "liability"), *m, r.day(c.Until, fmt.Sprintf("insurance[%d].until", i))})
		}
	}
	for i, c := range r.Certificates {
		if c.Name != "" {
			p.Certificates = append(p.Certificates, Certificate{c.Name, r.day(c.Until, fmt.Sprintf("certificates[%d].until", i))})
		}
	}
	for i, c := range r.References {
		if c.Title == "" {
			continue
		}
		if c.Year != 0 && (c.Year < 1980 || c.Year > r.now.Year()) {
			r.wrong.Add(fmt.Sprintf("references[%d].year", i), problem.M("problem.year"))
		}
		p.References = append(p.References, PastContract{Title: c.Title, Client: c.Client, Country: strings.ToUpper(c.Country), Year: c.Year,
			Value: r.money(c.Value, fmt.Sprintf("references[%d].value", i)), Private: c.Private == "yes"})
	}
	p.Registrations = listed(r.Registrations)
}

// listed cuts what was typed at lines and commas of any script.
func listed(s string) []string {
	var all []string
	for _, one := range strings.FieldsFunc(s, func(c rune) bool { return c == '\n' || c == ',' || c == ';' || c == '،' || c == '、' }) {
		if one = strings.TrimSpace(one); one != "" {
			all = append(all, one)
		}
	}
	return all
}

func (r *reading) contact(p *Profile) {
	p.Contact = Contact{Email: r.Email, Phone: r.Phone, Web: r.Web}
	now := p.Visible
	usual := DefaultVisibility()
	p.Visible = Visibility{Contact: cmp.Or(r.SeeContact, now.Contact, usual.Contact), Capacity: cmp.Or(r.SeeSize, now.Capacity, usual.Capacity),
		Proof: cmp.Or(r.SeeProof, now.Proof, usual.Proof)}
}

func (r *reading) money(a record.Amount, field string) *record.Money {
	m, err := a.Money(field, r.currency)
	if p := problem.Of(err); p != nil {
		r.wrong.Add(field, p.Fields[field])
	}
	return m
}

func (r *reading) day(d record.Day, field string) time.Time {
	t, err := d.Time(field, r.zone)
	if p := problem.Of(err); p != nil {
		r.wrong.Add(field, p.Fields[field])
	}
	return t
}

// FormOf is the form filled with a profile.
func FormOf(p *Profile) Form {
	f := Form{Name: p.Name, City: p.City, CPV: p.CPV, Cities: p.Cities, Languages: p.Languages, About: p.About, Staff: p.Staff, Founded: p.Founded,
		Registrations: strings.Join(p.Registrations, ", "), Email: p.Contact.Email, Phone: p.Contact.Phone, Web: p.Contact.Web,
		SeeContact: p.Visible.Contact, SeeSize: p.Visible.Capacity, SeeProof: p.Visible.Proof}
	var words []string
	for _, s := range p.Said {
		words = append(words, s.Words)
		f.Language = s.Language
	}
	f.Words = strings.Join(words, ", ")
	if p.Largest != nil {
		f.Largest = record.Amount(p.Largest.Major())
	}
	for _, t := range p.Turnover {
		f.Turnover = append(f.Turnover, YearForm{t.Year, record.Amount(t.Amount.Major())})
	}
	for _, i := range p.Insurance {
		f.Insurance = append(f.Insurance, InsuranceForm{i.Kind, record.Amount(i.Amount.Major()), formDay(i.Until)})
	}
	for _, c := range p.Certificates {
		f.Certificates = append(f.Certificates, CertificateForm{c.Name, formDay(c.Until)})
	}
	for _, c := range p.References {
		r := ReferenceForm{Title: c.Title, Client: c.Client, Country: c.Country, Year: c.Year}
		if c.Value != nil {
			r.Value = record.Amount(c.Value.Major())
		}
		if c.Private {
			r.Private = "yes"
		}
		f.References = append(f.References, r)
	}
	return f
}

func formDay(t time.Time) record.Day {
	if t.IsZero() {
		return ""
	}
	return record.Day(t.Format("2006-01-02"))
}
