package service

import (
	"cmp"
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/calendar"
	"citiesgrow/internal/form"
	"citiesgrow/internal/record"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/topic"
)

// Form is what a provider may say of a service.
type Form struct {
	Revision int64 `json:"revision" validate:"min=0"` // the one that was read; 0 does not ask

	Name           string       `json:"name" validate:"max=200"`
	Description    string       `json:"description" validate:"max=5000"`
	Language       string       `json:"language" validate:"max=8"` // of what is written here
	Organization   string       `json:"organization" validate:"max=200"`
	City           string       `json:"city" validate:"max=40"`
	Topics         []string     `json:"topics" validate:"max=16,dive,max=40"`
	Supplies       []SupplyForm `json:"supplies" validate:"max=20,dive"`
	Days           int          `json:"days" validate:"min=0,max=730"`
	Stages         []string     `json:"stages" validate:"max=4,dive,oneof=idea starting running growing"`
	Cities         []string     `json:"cities" validate:"max=16,dive,max=40"`
	OnlyLanguages  []string     `json:"only_languages" validate:"max=20,dive,max=8"`
	Trades         []string     `json:"trades" validate:"max=20,dive,max=12"`
	Eligibility    string       `json:"eligibility" validate:"max=1000"`
	Costs          []CostForm   `json:"costs" validate:"max=10,dive"`              // none: free of charge
	Charge         string       `json:"charge" validate:"omitempty,oneof=unknown"` // unknown: what it costs beyond that is not known
	Languages      []string     `json:"languages" validate:"max=20,dive,max=8"`
	Interpretation string       `json:"interpretation" validate:"max=500"`
	Documents      string       `json:"documents" validate:"max=2000"` // one a line
	Online         string       `json:"online" validate:"omitempty,oneof=yes no"`
	Places         []PlaceForm  `json:"places" validate:"max=10,dive"`
	Hours          []HoursForm  `json:"hours" validate:"max=14,dive"`
	Seats          string       `json:"capacity" validate:"max=6"` // places in all; empty: not told
	Free           string       `json:"free" validate:"max=6"`
	Waiting        int          `json:"waiting" validate:"min=0,max=100000"`
	WaitDays       int          `json:"wait_days" validate:"min=0,max=730"`
	Apply          string       `json:"apply" validate:"max=1000"`
	Email          string       `json:"email" validate:"omitempty,email,max=254"`
	Phone          string       `json:"phone" validate:"max=40"`
	Web            string       `json:"web" validate:"omitempty,http_url,max=500"`
	Status         string       `json:"status" validate:"max=40"`
}

// SupplyForm is what one has afterwards.
type SupplyForm struct {
	Kind   string `json:"kind" validate:"max=40"`
	Detail string `json:"detail" validate:"max=100"`
}

// CostForm is what something costs; an empty amount depends.
type CostForm struct {
	Option string        `json:"option" validate:"max=200"`
	Amount record.Amount `json:"amount" validate:"max=30"`
}

// PlaceForm is where it is given.
type PlaceForm struct {
	Name          string   `json:"name" validate:"max=200"`
	Address       string   `json:"address" validate:"max=200"`
	Postcode      string   `json:"postcode" validate:"max=20"`
	Town          string   `json:"town" validate:"max=100"`
	Transport     string   `json:"transport" validate:"max=300"`
	Accessibility []string `json:"accessibility" validate:"max=8,dive,oneof=step_free lift toilet parking hearing_loop quiet_room"`
}

// HoursForm is when it is open.
type HoursForm struct {
	Days   []string `json:"days" validate:"max=7,dive,oneof=MO TU WE TH FR SA SU"`
	Opens  string   `json:"opens" validate:"max=5"`
	Closes string   `json:"closes" validate:"max=5"`
	Rule   string   `json:"rule" validate:"max=200"` // an RRULE, for programs: "FREQ=MONTHLY;BYDAY=1MO"
	Note   string   `json:"note" validate:"max=200"`
}

// Access lists what can be said of a place's accessibility.
func Access() []string {
	return []string{"step_free", "lift", "toilet", "parking", "hearing_loop", "quiet_room"}
}

// ApplyTo reads the form over a listing; nothing of it counts when an error is returned.
func (f *Form) ApplyTo(l *Listing, r *form.Reader, reader string, now time.Time) error {
	a := &applying{f: f, r: r, now: now}
	a.what(l, reader)
	a.whom(l)
	a.howMuch(l)
	a.where(l)
	l.Hours = a.hours()
	a.reach(l)
	return r.Err()
}

// applying is a form while it is read over a listing.
type applying struct {
	f    *Form
	r    *form.Reader
	now  time.Time
	city taxonomy.City
}

func (a *applying) what(l *Listing, reader string) {
	l.Name, l.Description, l.Language = a.f.Name, a.f.Description, cmp.Or(a.f.Language, l.Language, reader)
	if l.Name == "" {
		a.r.Wrong("name", "problem.required")
	}
	if l.Organization.Name = cmp.Or(a.f.Organization, l.Organization.Name); l.Organization.Name == "" {
		a.r.Wrong("organization", "problem.required")
	}
	l.City = cmp.Or(a.f.City, l.City)
	var known bool
	if a.city, known = a.r.City("city", l.City); !known {
		a.r.Wrong("city", "problem.city_unknown")
	}
	a.r.In(a.city)
	a.r.Languages("language", a.f.Language)
	l.Topics = a.f.Topics
	for _, t := range a.f.Topics {
		if !topic.Known(t) {
			a.r.Wrong("topics", "support.topic_unknown")
		}
	}
	if len(l.Topics) == 0 {
		a.r.Wrong("topics", "support.topic_missing")
	}
	l.Supplies, l.Days = nil, a.f.Days
	for i, s := range a.f.Supplies {
		if s.Kind == "" {
			continue
		}
		if !slices.Contains(Needs(), s.Kind) {
			a.r.Wrong(fmt.Sprintf("supplies[%d].kind", i), "problem.oneof")
		}
		l.Supplies = append(l.Supplies, Supply(s))
	}
}

func (a *applying) whom(l *Listing) {
	l.Eligibility = a.f.Eligibility
	l.For = Rules{Stages: a.f.Stages, Languages: a.r.Languages("only_languages", a.f.OnlyLanguages...), Trades: a.r.Codes("trades", a.f.Trades)}
	for _, id := range a.r.Cities("cities", a.f.Cities) {
		if id != l.City {
			l.For.Cities = append(l.For.Cities, id)
		}
	}
}

func (a *applying) howMuch(l *Listing) {
	l.Costs = nil
	for i, c := range a.f.Costs {
		if c.Option == "" && c.Amount == "" {
			continue
		}
		l.Costs = append(l.Costs, Cost{c.Option, a.r.Money(fmt.Sprintf("costs[%d].amount", i), c.Amount)})
	}
	if l.CostKnown = a.f.Charge; a.f.Charge == "" && len(l.Costs) == 0 {
		l.CostKnown = ChargeFree
	}
	l.Languages, l.Interpretation, l.Documents = a.r.Languages("languages", a.f.Languages...), a.f.Interpretation, form.Lines(a.f.Documents)
	if len(l.Languages) == 0 {
		l.Languages = []string{l.Language}
	}
	a.capacity(l)
}

// mostPeople bounds what is said of places.
const mostPeople = 100_000

func (a *applying) capacity(l *Listing) {
	places, ok := a.r.Count("capacity", a.f.Seats, mostPeople)
	free, told := a.r.Count("free", a.f.Free, mostPeople)
	if !ok && !told {
		l.Capacity = nil
		return
	}
	if ok && told && free > places {
		a.r.Wrong("free", "support.free_too_many")
	}
	if ok && !told {
		free = places
	}
	l.Capacity = &Capacity{Places: places, Free: free, Waiting: a.f.Waiting, WaitDays: a.f.WaitDays, Updated: a.now.UTC().Truncate(time.Second)}
}

func (a *applying) where(l *Listing) {
	l.Online, l.Places = a.f.Online == "yes", nil
	for _, p := range a.f.Places {
		if p.Address == "" && p.Name == "" {
			continue
		}
		l.Places = append(l.Places, Place{Name: p.Name, Address: p.Address, Postcode: p.Postcode, Town: p.Town, Country: a.city.Country,
			Transport: p.Transport, Accessibility: p.Accessibility})
	}
}

var clock = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)

func (a *applying) hours() []calendar.Hours {
	var all []calendar.Hours
	for i, h := range a.f.Hours {
		field := fmt.Sprintf("hours[%d].opens", i)
		if len(h.Days) == 0 && h.Rule == "" && h.Opens == "" && h.Closes == "" {
			continue
		}
		open := calendar.Hours{Freq: "WEEKLY", ByDay: h.Days}
		if h.Rule != "" {
			var err error
			if open, err = calendar.ParseRule(h.Rule); err != nil {
				a.r.Wrong(fmt.Sprintf("hours[%d].rule", i), "support.rule_wrong")
				continue
			}
		}
		open.Opens, open.Closes, open.Note = pad(h.Opens), pad(h.Closes), h.Note
		if !clock.MatchString(open.Opens) || !clock.MatchString(open.Closes) || open.Opens >= open.Closes || len(open.ByDay)+len(open.ByMonthDay) == 0 {
			a.r.Wrong(field, "support.hours_wrong")
			continue
		}
		all = append(all, open)
	}
	return all
}

// pad makes "9:00" what clocks show.
func pad(s string) string {
	if len(s) == 4 && s[1] == ':' {
		return "0" + s
	}
	return s
}

func (a *applying) reach(l *Listing) {
	l.Apply, l.Contact, l.Status = a.f.Apply, Contact{Email: a.f.Email, Phone: a.f.Phone, Web: a.f.Web}, cmp.Or(a.f.Status, l.Status, Active)
	if !slices.Contains(Statuses(), l.Status) {
		a.r.Wrong("status", "problem.oneof")
	}
	if l.Apply == "" && l.Contact == (Contact{}) && l.Account == "" {
		a.r.Wrong("apply", "support.apply_missing")
	}
	if _, err := mail.ParseAddress(a.f.Email); a.f.Email != "" && err != nil {
		a.r.Wrong("email", "problem.email")
	}
	if u, err := url.Parse(a.f.Web); a.f.Web != "" && (err != nil || u.Host == "") {
		a.r.Wrong("web", "problem.http_url")
	}
}

// FormOf is the form filled with a listing.
func FormOf(l *Listing) Form {
	f := Form{Revision: l.Revision, Name: l.Name, Description: l.Description, Language: l.Language, Organization: l.Organization.Name, City: l.City,
		Topics: l.Topics, Days: l.Days,
		Stages: l.For.Stages, Cities: l.For.Cities, OnlyLanguages: l.For.Languages, Trades: l.For.Trades, Eligibility: l.Eligibility,
		Languages: l.Languages, Interpretation: l.Interpretation,
		Documents: strings.Join(l.Documents, "\n"), Apply: l.Apply, Email: l.Contact.Email, Phone: l.Contact.Phone, Web: l.Contact.Web, Status: l.Status}
	for _, s := range l.Supplies {
		f.Supplies = append(f.Supplies, SupplyForm(s))
	}
	if l.Charge() == "" {
		f.Charge = ChargeUnknown
	}
	for _, c := range l.Costs {
		f.Costs = append(f.Costs, CostForm{c.Option, form.Amount(c.Amount)})
	}
	for _, p := range l.Places {
		f.Places = append(f.Places, PlaceForm{p.Name, p.Address, p.Postcode, p.Town, p.Transport, p.Accessibility})
	}
	for _, h := range l.Hours {
		row := HoursForm{Days: h.ByDay, Opens: h.Opens, Closes: h.Closes, Note: h.Note}
		if h.Freq != "WEEKLY" || h.Interval > 1 {
			row.Days, row.Rule = nil, h.Rule()
		}
		f.Hours = append(f.Hours, row)
	}
	f.Online = form.Yes(l.Online)
	if l.Capacity != nil {
		f.Seats, f.Free, f.Waiting, f.WaitDays = fmt.Sprint(l.Capacity.Places), fmt.Sprint(l.Capacity.Free), l.Capacity.Waiting, l.Capacity.WaitDays
	}
	return f
}
