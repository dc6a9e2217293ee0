package employer

import (
	"strings"
	"time"
)

// posting is an offer as search engines read it: a schema.org JobPosting for everything
// in which somebody works in a firm (Google's and schema.org's type for internships and
// apprenticeships as well), a Course for training, a Service for mentoring.
func (s *Service) posting(o *Offer) map[string]any {
	city, _ := s.kit.Taxonomy.City(o.City)
	name, _ := city.Names.In(city.Languages...)
	by := map[string]any{"@type": "Organization", "name": o.Name}
	p := map[string]any{"@context": "https://schema.org", "identifier": map[string]any{"@type": "PropertyValue", "name": o.Name, "value": o.ID},
		"description": o.Description, "inLanguage": o.Language}
	switch o.Kind {
	case Training:
		p["@type"], p["name"], p["provider"] = "Course", o.Title, by
		return p
	case Mentoring:
		p["@type"], p["name"], p["provider"], p["areaServed"] = "Service", o.Title, by, name
		return p
	}
	p["@type"], p["title"], p["hiringOrganization"] = "JobPosting", o.Title, by
	p["datePosted"], p["validThrough"] = o.Published.UTC().Format("2006-01-02"), o.Closes.UTC().Format(time.RFC3339)
	p["jobLocation"] = map[string]any{"@type": "Place", "address": map[string]any{"@type": "PostalAddress", "streetAddress": o.Where,
		"addressLocality": name, "addressCountry": city.Country}}
	p["employmentType"], p["totalJobOpenings"], p["directApply"] = employment(o), o.Places, false
	if o.Occupation != "" {
		p["occupationalCategory"] = strings.TrimSpace(o.Occupation + " " + o.ESCO)
	}
	if o.Hours > 0 {
		p["workHours"] = o.Hours
	}
	if o.WageFrom != nil {
		value := map[string]any{"@type": "QuantitativeValue", "unitText": strings.ToUpper(o.WagePer), "minValue": o.WageFrom.Float(), "maxValue": o.WageFrom.Float()}
		if o.WageTo != nil {
			value["maxValue"] = o.WageTo.Float()
		}
		p["baseSalary"] = map[string]any{"@type": "MonetaryAmount", "currency": o.WageFrom.Currency, "value": value}
	}
	if len(o.Levels) > 0 {
		var need []string
		for _, l := range o.Levels {
			need = append(need, l.Language+" "+l.Level)
		}
		p["qualifications"] = strings.Join(need, ", ")
	}
	return p
}

func employment(o *Offer) []string {
	switch {
	case o.Kind == Placement || o.Kind == Apprenticeship:
		return []string{"INTERN"}
	case o.Contract == "temporary" || o.Contract == "seasonal":
		return []string{"TEMPORARY"}
	case o.Hours > 0 && o.Hours < 30:
		return []string{"PART_TIME"}
	}
	return []string{"FULL_TIME"}
}
