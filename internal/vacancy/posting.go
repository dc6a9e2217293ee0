package vacancy

import (
	"strings"
	"time"
)

// posting is a vacancy as search engines read it: a schema.org JobPosting for everything
// in which a person works in a firm (Google's and schema.org's type for internships and
// apprenticeships as well), a Course for training, a Service for mentoring.
func (h handlers) posting(v *Vacancy) map[string]any {
	city, _ := h.kit.Taxonomy.City(v.City)
	name, _ := city.Names.In(city.Languages...)
	by := map[string]any{"@type": "Organization", "name": v.Name}
	p := map[string]any{"@context": "https://schema.org", "identifier": map[string]any{"@type": "PropertyValue", "name": v.Name, "value": v.ID},
		"description": v.Description, "inLanguage": v.Language}
	switch v.Kind {
	case Training:
		p["@type"], p["name"], p["provider"] = "Course", v.Title, by
		return p
	case Mentoring:
		p["@type"], p["name"], p["provider"], p["areaServed"] = "Service", v.Title, by, name
		return p
	}
	p["@type"], p["title"], p["hiringOrganization"] = "JobPosting", v.Title, by
	p["datePosted"], p["validThrough"] = v.Published.UTC().Format("2006-01-02"), v.Closes.UTC().Format(time.RFC3339)
	p["jobLocation"] = map[string]any{"@type": "Place", "address": map[string]any{"@type": "PostalAddress", "streetAddress": v.Where,
		"addressLocality": name, "addressCountry": city.Country}}
	p["employmentType"], p["totalJobOpenings"], p["directApply"] = employment(v), v.Places, false
	if v.Occupation != "" {
		p["occupationalCategory"] = strings.TrimSpace(v.Occupation + " " + v.ESCO)
	}
	if v.Hours > 0 {
		p["workHours"] = v.Hours
	}
	if v.WageFrom != nil {
		value := map[string]any{"@type": "QuantitativeValue", "unitText": strings.ToUpper(v.WagePer), "minValue": v.WageFrom.Float(), "maxValue": v.WageFrom.Float()}
		if v.WageTo != nil {
			value["maxValue"] = v.WageTo.Float()
		}
		p["baseSalary"] = map[string]any{"@type": "MonetaryAmount", "currency": v.WageFrom.Currency, "value": value}
	}
	if len(v.Levels) > 0 {
		var need []string
		for _, l := range v.Levels {
			need = append(need, l.Language+" "+l.Level)
		}
		p["qualifications"] = strings.Join(need, ", ")
	}
	return p
}

func employment(v *Vacancy) []string {
	switch {
	case v.Kind == Placement || v.Kind == Apprenticeship:
		return []string{"INTERN"}
	case v.Contract == "temporary" || v.Contract == "seasonal":
		return []string{"TEMPORARY"}
	case v.Hours > 0 && v.Hours < 30:
		return []string{"PART_TIME"}
	}
	return []string{"FULL_TIME"}
}
