package service

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"citiesgrow/internal/calendar"
	"citiesgrow/internal/hsds"
	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/plaintext"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/topic"
)

// fromHSDS is what another directory says, as a listing. It reports what keeps it from
// being one, in words for the person who runs the import; what of it is left out is noted at
// the service. A city may be named for files without addresses.
func fromHSDS(s *hsds.Service, taxa *taxonomy.Taxonomy, city string) (*Listing, error) {
	if wrong := hsds.Check(s); len(wrong) > 0 {
		return nil, errors.New(strings.Join(wrong, "; "))
	}
	cities := citiesOf(s, taxa)
	if len(cities) == 0 && city != "" {
		cities = []string{city}
	}
	if len(cities) == 0 {
		return nil, errors.New("neither an address nor an area in one of the sixteen cities")
	}
	l := &Listing{UUID: string(s.ID), City: cities[0], For: Rules{Cities: cities[1:]}, Name: plainLine(s, "name", s.Name, 200),
		Description: plainText(s, "description", s.Description, 5000),
		Eligibility: plainText(s, "eligibility_description", s.Eligibility, 1000), Interpretation: plainText(s, "interpretation_services", s.Interpretation, 500),
		Apply: plainText(s, "application_process", s.Application, 1000), Contact: Contact{Email: string(s.Email), Web: string(s.URL)}, Status: status(s.Status)}
	if l.Name == "" {
		return nil, errors.New("there is no name")
	}
	here, _ := taxa.City(l.City)
	l.Language = here.Languages[0]
	if o := s.Organization; o != nil {
		l.Organization = Organization{Name: plainLine(s, "organization.name", o.Name, 200), Description: plainText(s, "organization.description",
			o.Description, 2000), Website: string(o.Website)}
		l.Contact.Email, l.Contact.Web = cmp.Or(l.Contact.Email, string(o.Email)), cmp.Or(l.Contact.Web, string(o.Website))
	}
	l.Organization.Name = cmp.Or(l.Organization.Name, l.Name)
	if on, err := time.Parse("2006-01-02", string(s.AssuredDate)); err == nil {
		l.Assured = Assured{On: on, By: l.Organization.Name}
	}
	l.read(s, here)
	l.readTerms(s)
	return l, nil
}

// plainText is a text of a file without HTML, with at most so many letters.
func plainText(s *hsds.Service, field string, t hsds.Text, most int) string {
	return clip(s, field, plaintext.Text(string(t)), most)
}

// plainLine is plainText for what stands on one line.
func plainLine(s *hsds.Service, field string, t hsds.Text, most int) string {
	return clip(s, field, plaintext.Line(string(t)), most)
}

// clip keeps so many letters, and says so where there are more.
func clip(s *hsds.Service, field, text string, most int) string {
	r := []rune(strings.TrimSpace(text))
	if len(r) > most {
		s.Note(field, "it has %d letters; those after %d were left out", len(r), most)
	}
	return string(r[:min(len(r), most)])
}

func (l *Listing) read(s *hsds.Service, here taxonomy.City) {
	for _, p := range s.Phones {
		l.Contact.Phone = cmp.Or(l.Contact.Phone, strings.Trim(string(p.Number), `"`))
	}
	for i, lang := range s.Languages {
		l.readLanguage(s, fmt.Sprintf("languages[%d]", i), lang)
	}
	for i, d := range s.Documents {
		if d.Document != "" {
			l.Documents = append(l.Documents, plainLine(s, fmt.Sprintf("required_documents[%d]", i), d.Document, 200))
		}
	}
	schedules := s.Schedules
	for i, at := range s.AtLocations {
		schedules = append(schedules, at.Schedules...)
		l.readPlace(s, fmt.Sprintf("service_at_locations[%d].location", i), at.Location)
	}
	for i, sch := range schedules {
		h, ok := hours(sch)
		switch {
		case ok && len(l.Hours) < mostHours:
			l.Hours = append(l.Hours, h)
		case ok:
			s.Note("schedules", "only the first %d opening hours were taken", mostHours)
		default:
			s.Note(fmt.Sprintf("schedules[%d]", i), "the opening hours were not understood, and were left out")
		}
	}
	l.readCosts(s, here.Currency)
	for i, k := range s.Capacities {
		if k.Available < 0 || k.Maximum < 0 || max(k.Available, k.Maximum) > 100_000 {
			s.Note(fmt.Sprintf("capacities[%d]", i), "it is no number of places, and was left out")
			continue
		}
		updated, _ := time.Parse(time.RFC3339, string(k.Updated))
		l.Capacity = &Capacity{Places: int(k.Maximum), Free: int(k.Available), Updated: updated}
		fmt.Sscanf(string(k.Description), "%d waiting", &l.Capacity.Waiting)
		fmt.Sscanf(string(s.WaitTime), "%d days", &l.Capacity.WaitDays)
	}
}

// mostHours bounds the opening hours of a listing.
const mostHours = 14

// several are the words between languages that stand in one field.
var several = strings.NewReplacer(" and ", ",", " und ", ",", " et ", ",", " un ", ",", " en ", ",", " og ", ",", " och ", ",", " ja ", ",",
	" και ", ",", " и ", ",", " і ", ",", " y ", ",", " e ", ",", " i ", ",")

// readLanguage takes a language by its code or its name; a name may hold several.
func (l *Listing) readLanguage(s *hsds.Service, field string, lang hsds.Language) {
	if code := codes.LanguageNamed(string(lang.Code)); code != "" {
		l.Languages = codes.Add(l.Languages, code)
		return
	}
	for said := range strings.FieldsFuncSeq(several.Replace(cmp.Or(string(lang.Name), string(lang.Code))),
		func(r rune) bool { return strings.ContainsRune(",;/|+&", r) }) {
		said, _, _ = strings.Cut(said, "(")
		code := codes.LanguageNamed(said)
		if code == "" && strings.TrimSpace(said) != "" {
			s.Note(field, "%q is no language that is known, and was left out", strings.TrimSpace(said))
		}
		l.Languages = codes.Add(l.Languages, code)
	}
}

func (l *Listing) readPlace(s *hsds.Service, field string, at *hsds.Location) {
	if at == nil {
		return
	}
	if at.Type == "virtual" {
		l.Online = true
		return
	}
	p := Place{Name: plainLine(s, field+".name", at.Name, 200), Transport: plainLine(s, field+".transportation", at.Transport, 300)}
	if len(at.Addresses) > 0 {
		a, where := at.Addresses[0], field+".addresses[0]"
		p.Address, p.Postcode = plainLine(s, where+".address_1", a.Line1, 200), plainLine(s, where+".postal_code", a.Postcode, 20)
		p.Town, p.Country = plainLine(s, where+".city", a.City, 100), codes.CountryNamed(string(a.Country))
		if p.Country == "" && a.Country != "" {
			s.Note(where+".country", "%q is no country that is known, and was left out", a.Country)
		}
	}
	for i, a := range at.Accessibility {
		if a.Description != "" {
			p.Accessibility = append(p.Accessibility, plainLine(s, fmt.Sprintf("%s.accessibility[%d]", field, i), a.Description, 200))
		}
	}
	l.Places = append(l.Places, p)
}

// dayNames are what careless files have where "MO" belongs.
var dayNames = strings.Fields("MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY")

func hours(s hsds.Schedule) (calendar.Hours, bool) {
	h := calendar.Hours{Freq: strings.ToUpper(string(s.Freq)), Interval: int(s.Interval), From: day(s.ValidFrom), Until: day(firstText(s.ValidTo,
		s.Until)), Note: short(plaintext.Line(string(s.Notes)), 200)}
	if h.Interval == 1 {
		h.Interval = 0
	}
	h.Opens, h.Closes = pad(string(s.Opens)[:min(5, len(s.Opens))]), pad(string(s.Closes)[:min(5, len(s.Closes))])
	for d := range strings.SplitSeq(string(s.ByDay), ",") {
		d = strings.ToUpper(strings.TrimSpace(d))
		if named := slices.Index(dayNames, d); named >= 0 {
			d = d[:2]
		}
		if d != "" {
			h.ByDay = append(h.ByDay, d)
		}
	}
	for d := range strings.SplitSeq(string(s.ByMonthDay), ",") {
		if n, err := strconv.Atoi(strings.TrimSpace(d)); err == nil && h.Freq == "MONTHLY" && len(h.ByDay) == 0 {
			h.ByMonthDay = append(h.ByMonthDay, n)
		}
	}
	return h, h.Check() == nil
}

func short(s string, most int) string {
	r := []rune(s)
	return string(r[:min(len(r), most)])
}

func day(t hsds.Text) string {
	if _, err := time.Parse("2006-01-02", string(t)); err != nil {
		return ""
	}
	return string(t)
}

func firstText(a, b hsds.Text) hsds.Text {
	if a != "" {
		return a
	}
	return b
}

// readTerms takes what our own profile says; a stranger's service is about what its
// words say.
func (l *Listing) readTerms(s *hsds.Service) {
	for _, a := range s.Attributes {
		code, value := string(a.Term.Code), string(a.Value)
		switch a.Term.Taxonomy {
		case topicTerms:
			if topic.Known(code) {
				l.Topics = append(l.Topics, code)
			}
		case supplyTerms:
			if slices.Contains(Needs(), code) {
				l.Supplies = append(l.Supplies, Supply{code, plainLine(s, "attributes", a.Value, 100)})
			}
		case stageTerms:
			if slices.Contains(Stages(), code) {
				l.For.Stages = append(l.For.Stages, code)
			}
		case speakerTerms:
			l.For.Languages = append(l.For.Languages, code)
		case textTerms:
			l.Language = cmp.Or(code, l.Language)
		case cpvTerms:
			if cpv, ok := taxonomy.NormalCPV(code); ok {
				l.For.Trades = append(l.For.Trades, cpv)
			}
		case daysTerms:
			if n, err := strconv.Atoi(value); err == nil && n > 0 && n <= 730 {
				l.Days = n
			}
		}
	}
	if len(l.Topics) == 0 {
		l.Topics = topic.Mentioned(l.Name + " " + l.Description)
	}
}

// citiesOf are the cities a service is given in or for.
func citiesOf(s *hsds.Service, taxa *taxonomy.Taxonomy) []string {
	var all []string
	add := func(city taxonomy.City, ok bool) {
		if ok && !slices.Contains(all, city.ID) {
			all = append(all, city.ID)
		}
	}
	for _, at := range s.AtLocations {
		if at.Location != nil {
			for _, a := range at.Location.Addresses {
				add(taxa.CityByPlace("", cmp.Or(codes.CountryNamed(string(a.Country)), strings.ToUpper(string(a.Country))), string(a.City), string(a.Postcode)))
			}
		}
	}
	for _, area := range s.Areas {
		if area.ExtentType == "NUTS" {
			add(taxa.CityByNUTS(string(area.Extent)))
			continue
		}
		add(taxa.CityByPlace("", "", string(area.Name), ""))
	}
	return all
}

func status(s hsds.Text) string {
	switch s {
	case "inactive", "defunct":
		return Inactive
	case "temporarily closed":
		return Closed
	}
	return Active
}

// reader is the state of the reading above: a service is read again when it changes, as if
// its file had changed.
const reader = "2"

// digest reports whether a service of a file has changed since it was read.
func digest(s *hsds.Service) (string, error) {
	raw, err := json.Marshal(s)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(append(raw, reader...))
	return hex.EncodeToString(sum[:8]), nil
}
