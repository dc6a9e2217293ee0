package directory

import (
	"strconv"
	"strings"
	"time"

	"citiesgrow/internal/calendar"
	"citiesgrow/internal/hsds"
	"citiesgrow/internal/service"
	"citiesgrow/internal/taxonomy"
)

// ToHSDS is a listing as other directories read it.
func ToHSDS(l *service.Listing, taxa *taxonomy.Taxonomy) *hsds.Service {
	id := func(parts ...string) hsds.Text { return hsds.Text(hsds.ID(append([]string{l.UUID}, parts...)...)) }
	s := &hsds.Service{ID: hsds.Text(l.UUID), Name: hsds.Text(l.Name), Description: hsds.Text(l.Description), URL: hsds.Text(l.Contact.Web),
		Email: hsds.Text(l.Contact.Email), Status: hsds.Text(l.Status),
		Interpretation: hsds.Text(l.Interpretation), Application: hsds.Text(l.Apply), Eligibility: hsds.Text(l.Eligibility),
		LastModified: hsds.Text(l.Updated.UTC().Format(time.RFC3339)),
		Organization: &hsds.Organization{ID: hsds.Text(hsds.ID("organization", l.City, l.Organization.Name)), Name: hsds.Text(l.Organization.Name),
			Description: hsds.Text(l.Organization.Description), Website: hsds.Text(l.Organization.Website)}}
	if !l.Assured.On.IsZero() {
		s.AssuredDate = hsds.Text(l.Assured.On.Format("2006-01-02"))
	}
	if l.Contact.Phone != "" {
		s.Phones = []hsds.Phone{{ID: id("phone"), Number: hsds.Text(l.Contact.Phone)}}
	}
	for i, code := range l.Languages {
		s.Languages = append(s.Languages, hsds.Language{ID: id("language", strconv.Itoa(i)), Code: hsds.Text(code)})
	}
	for i, d := range l.Documents {
		s.Documents = append(s.Documents, hsds.RequiredDocument{ID: id("document", strconv.Itoa(i)), Document: hsds.Text(d)})
	}
	for i, h := range l.Hours {
		s.Schedules = append(s.Schedules, schedule(id("schedule", strconv.Itoa(i)), h))
	}
	writeCosts(l, s, id)
	writePlaces(l, s, id, taxa)
	writeTerms(l, s, id)
	if l.Capacity != nil {
		writeCapacity(l, s, id)
	}
	return s
}

// idMaker derives the UUID of a part of a service from the names of the part.
type idMaker = func(parts ...string) hsds.Text

// schedule converts opening hours.
func schedule(id hsds.Text, h calendar.Hours) hsds.Schedule {
	var days []string
	for _, d := range h.ByMonthDay {
		days = append(days, strconv.Itoa(d))
	}
	return hsds.Schedule{ID: id, Freq: hsds.Text(h.Freq), Interval: hsds.Number(max(1, h.Interval)), ByDay: hsds.Text(strings.Join(h.ByDay, ",")),
		ByMonthDay: hsds.Text(strings.Join(days, ",")),
		ValidFrom:  hsds.Text(h.From), ValidTo: hsds.Text(h.Until), Opens: hsds.Text(h.Opens + ":00"), Closes: hsds.Text(h.Closes + ":00"), Notes: hsds.Text(h.Note)}
}

// writeCosts writes the costs, and that a service is free of charge.
func writeCosts(l *service.Listing, s *hsds.Service, id idMaker) {
	if l.Free() {
		s.FeesDescription = "free of charge"
	}
	for i, c := range l.Costs {
		o := hsds.CostOption{ID: id("cost", strconv.Itoa(i)), Option: hsds.Text(c.Option)}
		if c.Amount != nil {
			n := hsds.Number(c.Amount.Float())
			o.Currency, o.Amount = hsds.Text(c.Amount.Currency), &n
		} else if l.CostKnown == "" {
			o.Description = depends
		}
		s.Costs = append(s.Costs, o)
	}
}

// writePlaces writes the places, "virtual" for a service that is given online, and the cities that are served.
func writePlaces(l *service.Listing, s *hsds.Service, id idMaker, taxa *taxonomy.Taxonomy) {
	for i, p := range l.Places {
		n := strconv.Itoa(i)
		at := &hsds.Location{ID: id("location", n), Type: "physical", Name: hsds.Text(p.Name), Transport: hsds.Text(p.Transport),
			Addresses: []hsds.Address{{ID: id("address", n), Line1: hsds.Text(p.Address), City: hsds.Text(p.Town), Postcode: hsds.Text(p.Postcode),
				Country: hsds.Text(p.Country), Type: "physical"}}}
		for k, a := range p.Accessibility {
			at.Accessibility = append(at.Accessibility, hsds.Accessibility{ID: id("accessibility", n, strconv.Itoa(k)), Description: hsds.Text(a)})
		}
		s.AtLocations = append(s.AtLocations, hsds.ServiceAtLocation{ID: id("at", n), Location: at})
	}
	if l.Online {
		s.AtLocations = append(s.AtLocations, hsds.ServiceAtLocation{ID: id("at", "online"), Location: &hsds.Location{ID: id("location", "online"), Type: "virtual"}})
	}
	for _, c := range l.Cities() {
		city, _ := taxa.City(c)
		name, _ := city.Names.In("en")
		area := hsds.ServiceArea{ID: id("area", c), Name: hsds.Text(name)}
		if len(city.NUTS) > 0 {
			area.Extent, area.ExtentType = hsds.Text(city.NUTS[0]), "NUTS"
		}
		s.Areas = append(s.Areas, area)
	}
}

// writeTerms writes the attributes of the profile.
func writeTerms(l *service.Listing, s *hsds.Service, id idMaker) {
	add := func(list, code, value string) {
		s.Attributes = append(s.Attributes, hsds.Attribute{ID: id("attribute", list, code, value), LinkEntity: "service", LinkType: hsds.Text(list),
			Value: hsds.Text(value),
			Term: hsds.TaxonomyTerm{ID: hsds.Text(hsds.ID(list, code)), Code: hsds.Text(code), Name: hsds.Text(code),
				Description: hsds.Text(list + ": " + code), Taxonomy: hsds.Text(list)}})
	}
	add(textTerms, l.Language, "")
	for _, t := range l.Topics {
		add(topicTerms, t, "")
	}
	for _, sup := range l.Supplies {
		add(supplyTerms, sup.Kind, sup.Detail)
	}
	for _, v := range l.For.Stages {
		add(stageTerms, v, "")
	}
	for _, v := range l.For.Languages {
		add(speakerTerms, v, "")
	}
	for _, v := range l.For.Trades {
		add(cpvTerms, v, "")
	}
	if l.Days > 0 {
		add(daysTerms, "days", strconv.Itoa(l.Days))
	}
}

// writeCapacity writes the free places and the waiting list.
func writeCapacity(l *service.Listing, s *hsds.Service, id idMaker) {
	k := l.Capacity
	s.Capacities = []hsds.Capacity{{ID: id("capacity"), Available: hsds.Number(max(0, k.Free)), Maximum: hsds.Number(k.Places),
		Updated: hsds.Text(k.Updated.UTC().Format(time.RFC3339)),
		Unit:    hsds.Unit{ID: hsds.Text(hsds.ID("unit", "place")), Name: "place"}}}
	if k.Waiting > 0 {
		s.Capacities[0].Description = hsds.Text(strconv.Itoa(k.Waiting) + " waiting")
	}
	if k.WaitDays > 0 && l.Full() {
		s.WaitTime = hsds.Text(strconv.Itoa(k.WaitDays) + " days")
	}
}
