package service

import (
	"cmp"
	"slices"
	"strings"

	"citiesgrow/internal/calendar"
	"citiesgrow/internal/record"
	"citiesgrow/web"
)

// facts describes a service line by line.
func (h handlers) facts(c *web.Ctx, l *Listing) []web.Fact {
	w := c.Words
	var all []web.Fact
	add := func(key, value string) {
		if value != "" {
			all = append(all, web.Fact{Label: w.T(key), Value: value})
		}
	}
	add("service.supplies", supplied(c, l))
	if l.Days > 0 {
		add("service.days", w.T("service.days_count", "Count", l.Days))
	}
	add("service.whom", h.whom(c, l))
	add("service.cost", costText(c, l))
	add("service.languages", languageNames(c, l.Languages))
	add("service.interpretation", l.Interpretation)
	add("service.documents", w.JoinParts(l.Documents))
	for _, p := range l.Places {
		add("service.place", placeText(c, p))
	}
	if l.Online {
		add("service.place", w.T("service.mode_online"))
	}
	add("service.hours", h.hoursText(c, l))
	if l.Capacity != nil {
		add("service.capacity", capacityText(c, l))
	}
	add("service.apply", l.Apply)
	add("site.email", l.Contact.Email)
	add("site.phone", l.Contact.Phone)
	add("site.web", l.Contact.Web)
	return all
}

// supplied names what a service supplies.
func supplied(c *web.Ctx, l *Listing) string {
	var all []string
	for _, sup := range l.Supplies {
		all = append(all, SayNeed(c, sup.Kind, sup.Detail))
	}
	return c.Words.JoinParts(all)
}

// whom says for whom a service is.
func (h handlers) whom(c *web.Ctx, l *Listing) string {
	w := c.Words
	var all []string
	for _, stage := range l.For.Stages {
		all = append(all, w.T("service.stage_"+stage))
	}
	parts := []string{w.Join(all), h.kit.Taxonomy.CityNames(l.Cities(), c.Languages()...)}
	if len(l.For.Languages) > 0 {
		parts = append(parts, w.T("service.only_languages", "Languages", languageNames(c, l.For.Languages)))
	}
	var trades []string
	for _, code := range l.For.Trades {
		trades = append(trades, h.kit.Taxonomy.Work(code, c.Languages()...))
	}
	parts = append(parts, w.Join(trades), l.Eligibility)
	return w.JoinParts(slices.DeleteFunc(parts, func(p string) bool { return p == "" }))
}

// costText says what a service costs.
func costText(c *web.Ctx, l *Listing) string {
	if len(l.Costs) == 0 {
		return c.Words.T("service.cost_" + cmp.Or(l.Charge(), ChargeUnknown))
	}
	var all []string
	for _, cost := range l.Costs {
		amount := c.Words.T("service.cost_depends")
		switch {
		case cost.Amount == nil && l.CostKnown != "":
			amount = "" // the words of its directory describe it
		case cost.Amount != nil && cost.Amount.Minor == 0:
			amount = c.Words.T("service.cost_free")
		case cost.Amount != nil:
			amount = c.Words.Money(*cost.Amount)
		}
		all = append(all, strings.Trim(cost.Option+": "+amount, ": "))
	}
	return c.Words.JoinParts(all)
}

// placeText is the address of a place, how to get there, and how it is accessible.
func placeText(c *web.Ctx, p Place) string {
	parts := []string{p.Name, p.Address, strings.TrimSpace(p.Postcode + " " + p.Town), p.Transport}
	for _, a := range p.Accessibility {
		if slices.Contains(Access(), a) {
			a = c.Words.T("service.access_" + a)
		}
		parts = append(parts, a)
	}
	return c.Words.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }))
}

// hoursText says when a service is open; hours that do not recur weekly by their next day.
func (h handlers) hoursText(c *web.Ctx, l *Listing) string {
	city, _ := h.kit.Taxonomy.City(l.City)
	var all []string
	for _, h := range l.Hours {
		if h.Freq == "WEEKLY" && h.Interval <= 1 {
			var days []string
			for _, d := range h.ByDay {
				if slices.Contains(weekdays, d) {
					days = append(days, c.Words.T("service.day_"+d))
				}
			}
			all = append(all, c.Words.Join(days)+" "+h.Opens+"–"+h.Closes)
		} else if open, _, ok := calendar.NextOf([]calendar.Hours{h}, c.Now, city.Zone); ok {
			all = append(all, c.Words.T("service.next_open", "Date", c.Words.Date(record.InZone(open, city.Zone)))+" "+h.Opens+"–"+h.Closes)
		}
		if h.Note != "" {
			all = append(all, h.Note)
		}
	}
	return c.Words.JoinParts(all)
}

// capacityText says how many places are free.
func capacityText(c *web.Ctx, l *Listing) string {
	if l.Full() {
		return waiting(c, l)
	}
	if l.Capacity.Places > 0 {
		return c.Words.T("service.free_of", "Count", l.Capacity.Free, "Places", l.Capacity.Places)
	}
	return c.Words.T("service.free_places", "Count", l.Capacity.Free)
}

// waiting says that a service is full, and how long the waiting list is where that is known.
func waiting(c *web.Ctx, l *Listing) string {
	switch k := l.Capacity; {
	case k.WaitDays > 0:
		return c.Words.T("service.full_days", "Count", k.WaitDays)
	case k.Waiting > 0:
		return c.Words.T("service.full_people", "Count", k.Waiting)
	}
	return c.Words.T("service.full")
}

// languageNames names languages in the reader's language.
func languageNames(c *web.Ctx, codes []string) string {
	var names []string
	for _, l := range codes {
		names = append(names, c.Words.LanguageName(l))
	}
	return c.Words.Join(names)
}
