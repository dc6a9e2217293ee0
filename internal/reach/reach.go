// Package reach counts the firms that a contract leaves able to bid, and says what each requirement costs, before the contract is
// published.
package reach

import (
	"maps"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/gap"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
)

// Reach is how many firms a content leaves able to bid. Only what firms say counts as excluding them: one that does not say might
// meet it.
type Reach struct {
	Firms     int      // of the trade, working in the city
	Able      int      // not excluded by any requirement
	Costs     []Cost   // of each requirement alone
	Tongue    Tongue   // of the languages of the offer alone
	Languages []string // of the offer
	Far       int      // of the trade in the same country, working in other cities only
	Warnings  []Warning
}

// Tongue is what the languages of the offer cost.
type Tongue struct {
	Excluded int    // firms that can write in none of them
	Add      string // a language that lets most of these in again; empty where none does
	Regained int    // firms that it lets in
}

// Cost is how many firms one requirement excludes.
type Cost struct {
	Requirement ocds.Requirement
	Excluded    int
	Unknown     int
	Lower       *record.Money // a level that excludes fewer
	Regained    int           // firms that this level lets in again
}

// Warning is advice on the draft as a whole, by word key suffix.
type Warning struct {
	Key   string
	State string // "lacking" breaks a rule, "unknown" could be better
	Days  int
	Limit *record.Money
}

// Count compares a content with the firms of its trade and city.
func Count(firms []*supplier.Profile, c *notice.Content, now time.Time) Reach {
	r := Reach{Firms: len(firms), Warnings: Warn(c, now)}
	requirements := c.Requirements()
	r.Costs = make([]Cost, len(requirements))
	limit := turnoverLimit(c)
	for i, requirement := range requirements {
		r.Costs[i] = Cost{Requirement: requirement}
		if requirement.Kind == ocds.Turnover && requirement.Amount != nil && limit != nil && tender.Euros(*requirement.Amount) > tender.Euros(*limit) {
			r.Costs[i].Lower = limit
		}
	}
	r.Tongue, r.Languages = tongue(firms, c), c.Tender.Languages
	for _, p := range firms {
		able := true
		for i, requirement := range requirements {
			cost := &r.Costs[i]
			switch gap.Hold(p, requirement, "", now).State {
			case "lacking":
				able = false
				cost.Excluded++
				if cost.Lower != nil {
					lower := requirement
					lower.Amount = cost.Lower
					if gap.Hold(p, lower, "", now).State == "met" {
						cost.Regained++
					}
				}
			case "unknown":
				cost.Unknown++
			}
		}
		if able && holdLanguages(p, c) {
			r.Able++
		}
	}
	return r
}

// tongue counts the firms that the languages exclude, and finds the language that would let most of them in.
func tongue(firms []*supplier.Profile, c *notice.Content) Tongue {
	var t Tongue
	counts := map[string]int{}
	for _, p := range firms {
		if holdLanguages(p, c) {
			continue
		}
		t.Excluded++
		for _, l := range p.Languages {
			counts[l]++
		}
	}
	for _, l := range slices.Sorted(maps.Keys(counts)) {
		if counts[l] > t.Regained {
			t.Add, t.Regained = l, counts[l]
		}
	}
	return t
}

// holdLanguages reports whether a firm writes in one of the languages of the offer, or does not say.
func holdLanguages(p *supplier.Profile, c *notice.Content) bool {
	return len(c.Tender.Languages) == 0 || gap.HoldLanguage(p, c.Tender.Languages).State != "lacking"
}

// turnoverLimit is twice the value: more may be asked only with a reason (Directive
// 2014/24/EU art. 58(3)).
func turnoverLimit(c *notice.Content) *record.Money {
	v := c.Value()
	if v == nil || v.Minor == 0 {
		return nil
	}
	return &record.Money{Minor: 2 * v.Minor, Currency: v.Currency}
}

const (
	shortDays = 14 // below any threshold: what a firm of four needs to write an offer
	fullDays  = 30 // open procedure with electronic answers (Directive 2014/24/EU art. 27(4))
)

// specific are the beginnings of most codes that annex XIV names.
var specific = strings.Fields("55 75 791 79611 7962 797 7995 80 85 92 98")

// euThreshold is the threshold that the value of a public contract in the Union reaches; nil
// where it does not, where no value is given, and in the United Kingdom, whose law is another.
func euThreshold(c *notice.Content) *record.Money {
	v := c.Value()
	zone, country := c.Clock()
	if v == nil || c.Private || zone == "" || country == "GB" || len(c.CPV()) == 0 {
		return nil
	}
	code, limit := c.CPV()[0], int64(tender.Threshold)
	switch {
	case strings.HasPrefix(code, "45"):
		limit = tender.WorksThreshold
	case slices.ContainsFunc(specific, func(p string) bool { return strings.HasPrefix(code, p) }):
		limit = tender.SocialThreshold
	}
	if tender.Euros(*v) < float64(limit) {
		return nil
	}
	m := record.Units(limit, "EUR")
	return &m
}

// Warn lists what a buyer may want to think over before publishing.
func Warn(c *notice.Content, now time.Time) []Warning {
	var all []Warning
	if limit := turnoverLimit(c); limit != nil {
		for _, r := range c.Requirements() {
			if r.Kind == ocds.Turnover && r.Amount != nil && tender.Euros(*r.Amount) > tender.Euros(*limit) {
				all = append(all, Warning{Key: "turnover", State: "lacking", Limit: limit})
				break
			}
		}
	}
	if len(c.Tender.Lots) < 2 && c.Tender.NoLotsWhy == "" && !c.Private {
		all = append(all, Warning{Key: "lots", State: "lacking"})
	}
	if d := c.Deadline(); !d.IsZero() && d.After(now) {
		days := int(d.Sub(now).Hours() / 24)
		least := shortDays
		if v := c.Value(); v != nil && tender.Euros(*v) >= tender.Threshold && !c.Private {
			least = fullDays
		}
		if days < least {
			all = append(all, Warning{Key: "deadline", State: "lacking", Days: least})
		}
	}
	if limit := euThreshold(c); limit != nil {
		all = append(all, Warning{Key: "threshold", State: "lacking", Limit: limit})
	}
	if len(c.Tender.Languages) == 1 {
		all = append(all, Warning{Key: "language", State: "unknown"})
	}
	if c.Tender.SMESuitable == nil {
		all = append(all, Warning{Key: "sme", State: "unknown"})
	}
	if c.Value() == nil {
		all = append(all, Warning{Key: "value", State: "unknown"})
	}
	return all
}
