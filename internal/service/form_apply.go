package service

import (
	"cmp"
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"time"

	"citiesgrow/internal/calendar"
	"citiesgrow/internal/form"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/topic"
)

// ApplyTo reads the form over a listing. After an error the listing is not to be used. The language is that of
// the text where the form names none; times and money are those of the city.
func (f *Form) ApplyTo(l *Listing, r *form.Reader, language string, now time.Time) error {
	a := &applying{f: f, r: r, now: now}
	a.what(l, language)
	a.whom(l)
	a.howMuch(l)
	a.where(l)
	l.Hours = a.hours()
	a.reach(l)
	return r.Err()
}

// applying is the state of ApplyTo.
type applying struct {
	f    *Form
	r    *form.Reader
	now  time.Time
	city taxonomy.City
}

// what reads what the service is: its name, city, topics and supplies.
func (a *applying) what(l *Listing, language string) {
	l.Name, l.Description, l.Language = a.f.Name, a.f.Description, cmp.Or(a.f.Language, l.Language, language)
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
			a.r.Wrong("topics", "service.topic_unknown")
		}
	}
	if len(l.Topics) == 0 {
		a.r.Wrong("topics", "service.topic_missing")
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

// whom reads for whom it is.
func (a *applying) whom(l *Listing) {
	l.Eligibility = a.f.Eligibility
	languages := form.InOrder(l.For.Languages, a.r.Languages("only_languages", a.f.OnlyLanguages...))
	l.For = Rules{Stages: a.f.Stages, Languages: languages, Trades: a.r.Codes("trades", a.f.Trades)}
	for _, id := range a.r.Cities("cities", a.f.Cities) {
		if id != l.City {
			l.For.Cities = append(l.For.Cities, id)
		}
	}
}

// howMuch reads costs, languages, documents and free places.
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
	l.Languages = form.InOrder(l.Languages, a.r.Languages("languages", a.f.Languages...))
	l.Interpretation, l.Documents = a.f.Interpretation, form.Lines(a.f.Documents)
	if len(l.Languages) == 0 {
		l.Languages = []string{l.Language}
	}
	a.capacity(l)
}

// mostPlaces is the largest capacity that is accepted.
const mostPlaces = 100_000

// capacity reads the free places; places that are all free may be given as one number.
func (a *applying) capacity(l *Listing) {
	places, ok := a.r.Count("capacity", a.f.Seats, mostPlaces)
	free, known := a.r.Count("free", a.f.Free, mostPlaces)
	if !ok && !known {
		l.Capacity = nil
		return
	}
	if ok && known && free > places {
		a.r.Wrong("free", "service.free_too_many")
	}
	if ok && !known {
		free = places
	}
	l.Capacity = &Capacity{Places: places, Free: free, Waiting: a.f.Waiting, WaitDays: a.f.WaitDays, Updated: a.now.UTC().Truncate(time.Second)}
}

// where reads the places.
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

// clock is the form of a time of day.
var clock = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)

// hours reads the opening hours: of the week, or by a recurrence rule (RFC 5545).
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
				a.r.Wrong(fmt.Sprintf("hours[%d].rule", i), "service.rule_wrong")
				continue
			}
		}
		open.Opens, open.Closes, open.Note = pad(h.Opens), pad(h.Closes), h.Note
		if !clock.MatchString(open.Opens) || !clock.MatchString(open.Closes) || open.Opens >= open.Closes || len(open.ByDay)+len(open.ByMonthDay) == 0 {
			a.r.Wrong(field, "service.hours_wrong")
			continue
		}
		all = append(all, open)
	}
	return all
}

// pad writes "9:00" as "09:00".
func pad(s string) string {
	if len(s) == 4 && s[1] == ':' {
		return "0" + s
	}
	return s
}

// reach reads how to begin, the contact and the status.
func (a *applying) reach(l *Listing) {
	l.Apply, l.Contact, l.Status = a.f.Apply, Contact{Email: a.f.Email, Phone: a.f.Phone, Web: a.f.Web}, cmp.Or(a.f.Status, l.Status, Active)
	if !slices.Contains(Statuses(), l.Status) {
		a.r.Wrong("status", "problem.oneof")
	}
	if l.Apply == "" && l.Contact == (Contact{}) && l.Account == "" {
		a.r.Wrong("apply", "service.apply_missing")
	}
	if _, err := mail.ParseAddress(a.f.Email); a.f.Email != "" && err != nil {
		a.r.Wrong("email", "problem.email")
	}
	if u, err := url.Parse(a.f.Web); a.f.Web != "" && (err != nil || u.Host == "") {
		a.r.Wrong("web", "problem.http_url")
	}
}
