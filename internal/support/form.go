package support

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
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/taxonomy"
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

// Lay lays the form over a listing; nothing of it counts when an error is returned.
func (f *Form) Lay(l *Listing, taxa *taxonomy.Taxonomy, reader string, now time.Time) error {
	r := &reading{Form: f, taxa: taxa, now: now, wrong: problem.New(problem.Invalid, "problem.invalid")}
	r.what(l, reader)
	r.whom(l)
	r.howMuch(l)
	r.where(l)
	l.Hours = r.hours()
	r.reach(l)
	return r.wrong.OrNil()
}

type reading struct {
	*Form
	taxa  *taxonomy.Taxonomy
	now   time.Time
	city  taxonomy.City
	wrong *problem.Problem
}

func (r *reading) what(l *Listing, reader string) {
	l.Name, l.Description, l.Language = r.Name, r.Description, cmp.Or(r.Language, l.Language, reader)
	if l.Name == "" {
		r.wrong.Add("name", problem.M("problem.required"))
	}
	if l.Organization.Name = cmp.Or(r.Organization, l.Organization.Name); l.Organization.Name == "" {
		r.wrong.Add("organization", problem.M("problem.required"))
	}
	l.City = cmp.Or(r.City, l.City)
	var known bool
	if r.city, known = r.taxa.City(l.City); !known {
		r.wrong.Add("city", problem.M("problem.city_unknown"))
	}
	l.Topics = r.Topics
	for _, t := range r.Topics {
		if !slices.Contains(TopicIDs(), t) {
			r.wrong.Add("topics", problem.M("support.topic_unknown"))
		}
	}
	if len(l.Topics) == 0 {
		r.wrong.Add("topics", problem.M("support.topic_missing"))
	}
	l.Supplies, l.Days = nil, r.Days
	for i, s := range r.Supplies {
		if s.Kind == "" {
			continue
		}
		if !slices.Contains(Needs(), s.Kind) {
			r.wrong.Add(fmt.Sprintf("supplies[%d].kind", i), problem.M("problem.oneof"))
		}
		l.Supplies = append(l.Supplies, Supply(s))
	}
}

func (r *reading) whom(l *Listing) {
	l.Eligibility = r.Eligibility
	l.For = Rules{Stages: r.Stages, Languages: r.OnlyLanguages}
	for _, id := range r.Cities {
		if _, known := r.taxa.City(id); !known {
			r.wrong.Add("cities", problem.M("problem.city_unknown"))
		}
		if id != l.City {
			l.For.Cities = append(l.For.Cities, id)
		}
	}
	for _, typed := range r.Trades {
		code, ok := taxonomy.NormalCPV((typed + "00000000")[:max(8, len(typed))])
		if !ok {
			r.wrong.Add("trades", problem.M("tender.cpv_wrong", "Code", typed))
			continue
		}
		l.For.Trades = append(l.For.Trades, code)
	}
}

func (r *reading) howMuch(l *Listing) {
	l.Costs = nil
	for i, c := range r.Costs {
		if c.Option == "" && c.Amount == "" {
			continue
		}
		field := fmt.Sprintf("costs[%d].amount", i)
		m, err := c.Amount.Money(field, r.city.Currency)
		if p := problem.Of(err); p != nil {
			r.wrong.Add(field, p.Fields[field])
		}
		l.Costs = append(l.Costs, Cost{c.Option, m})
	}
	if l.CostKnown = r.Charge; r.Charge == "" && len(l.Costs) == 0 {
		l.CostKnown = free
	}
	l.Languages, l.Interpretation, l.Documents = r.Languages, r.Interpretation, lines(r.Documents)
	if len(l.Languages) == 0 {
		l.Languages = []string{l.Language}
	}
	r.capacity(l)
}

func (r *reading) capacity(l *Listing) {
	places, ok := r.count(r.Seats, "capacity")
	free, told := r.count(r.Free, "free")
	if !ok && !told {
		l.Capacity = nil
		return
	}
	if ok && told && free > places {
		r.wrong.Add("free", problem.M("support.free_too_many"))
	}
	if ok && !told {
		free = places
	}
	l.Capacity = &Capacity{Places: places, Free: free, Waiting: r.Waiting, WaitDays: r.WaitDays, Updated: r.now.UTC().Truncate(time.Second)}
}

// count reads a number of people that may be left open.
func (r *reading) count(typed, field string) (n int, told bool) {
	if typed == "" {
		return 0, false
	}
	if _, err := fmt.Sscanf(typed, "%d", &n); err != nil || n < 0 || n > 100_000 {
		r.wrong.Add(field, problem.M("problem.kind_of_value"))
		return 0, false
	}
	return n, true
}

func (r *reading) where(l *Listing) {
	l.Online, l.Places = r.Online == "yes", nil
	for _, p := range r.Places {
		if p.Address == "" && p.Name == "" {
			continue
		}
		l.Places = append(l.Places, Place{Name: p.Name, Address: p.Address, Postcode: p.Postcode, Town: p.Town, Country: r.city.Country,
			Transport: p.Transport, Accessibility: p.Accessibility})
	}
}

var clock = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)

func (r *reading) hours() []calendar.Hours {
	var all []calendar.Hours
	for i, h := range r.Hours {
		field := fmt.Sprintf("hours[%d].opens", i)
		if len(h.Days) == 0 && h.Rule == "" && h.Opens == "" && h.Closes == "" {
			continue
		}
		open := calendar.Hours{Freq: "WEEKLY", ByDay: h.Days}
		if h.Rule != "" {
			var err error
			if open, err = calendar.ParseRule(h.Rule); err != nil {
				r.wrong.Add(fmt.Sprintf("hours[%d].rule", i), problem.M("support.rule_wrong"))
				continue
			}
		}
		open.Opens, open.Closes, open.Note = pad(h.Opens), pad(h.Closes), h.Note
		if !clock.MatchString(open.Opens) || !clock.MatchString(open.Closes) || open.Opens >= open.Closes || len(open.ByDay)+len(open.ByMonthDay) == 0 {
			r.wrong.Add(field, problem.M("support.hours_wrong"))
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

func (r *reading) reach(l *Listing) {
	l.Apply, l.Contact, l.Status = r.Apply, Contact{Email: r.Email, Phone: r.Phone, Web: r.Web}, cmp.Or(r.Status, l.Status, Active)
	if !slices.Contains(Statuses(), l.Status) {
		r.wrong.Add("status", problem.M("problem.oneof"))
	}
	if l.Apply == "" && l.Contact == (Contact{}) && l.Account == "" {
		r.wrong.Add("apply", problem.M("support.apply_missing"))
	}
	if _, err := mail.ParseAddress(r.Email); r.Email != "" && err != nil {
		r.wrong.Add("email", problem.M("problem.email"))
	}
	if u, err := url.Parse(r.Web); r.Web != "" && (err != nil || u.Host == "") {
		r.wrong.Add("web", problem.M("problem.http_url"))
	}
}

// lines cuts what was typed, one thing a line.
func lines(s string) []string {
	var all []string
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
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
		f.Charge = unknown
	}
	for _, c := range l.Costs {
		cost := CostForm{Option: c.Option}
		if c.Amount != nil {
			cost.Amount = record.Amount(c.Amount.Major())
		}
		f.Costs = append(f.Costs, cost)
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
	if l.Online {
		f.Online = "yes"
	}
	if l.Capacity != nil {
		f.Seats, f.Free, f.Waiting, f.WaitDays = fmt.Sprint(l.Capacity.Places), fmt.Sprint(l.Capacity.Free), l.Capacity.Waiting, l.Capacity.WaitDays
	}
	return f
}
