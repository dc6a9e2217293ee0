package report

import "citiesgrow/internal/custody"

// Grounds lists the grounds of discrimination: those of Article 19 TFEU and of national laws. The form for irregularities does
// not use them.
func Grounds() []string {
	return []string{"ethnic", "skin", "nationality", "language", "religion", "sex", "gender_identity", "orientation", "age", "disability", "family",
		"social", "politics", "other_ground"}
}

// Fields lists the areas of life where it happened.
func Fields() []string {
	return []string{"work", "self_employment", "procurement", "training", "services", "housing", "education", "health", "administration", "police", "other_field"}
}

// Breaches lists the kinds of irregularity in procurement. A report stores them as its grounds.
func Breaches() []string {
	return []string{"corruption", "conflict", "collusion", "tailored", "unfair_exclusion", "payment", "other_breach"}
}

// GroundsOf lists the grounds that the form of a channel offers.
func GroundsOf(c custody.Channel) []string {
	if c == custody.Irregularity {
		return Breaches()
	}
	return Grounds()
}

// Wishes lists what a reporter may ask for.
func Wishes() []string { return []string{"record", "advice", "act"} }

// Standpoints lists for whom a person may report.
func Standpoints() []string { return []string{"self", "other", "witness"} }

// Outcomes lists the possible outcomes of a case, for the figures.
func Outcomes() []string {
	return []string{"recorded", "advised", "settled", "mediated", "compensated", "changed", "decided_for", "decided_against", "passed_on", "withdrawn",
		"no_contact", "unfounded"}
}

// Against lists the kinds of organisation that a report may be about.
func Against() []string {
	return []string{"public", "employer", "business", "landlord", "school", "health_provider", "association", "person", "unknown"}
}

// Coding is the caseworker's classification of a case. It stays stored after the case is erased, for the figures.
type Coding struct {
	Ground  string `bson:"ground,omitempty" json:"ground"`
	Field   string `bson:"field,omitempty" json:"field"`
	Against string `bson:"against,omitempty" json:"against"`
	Outcome string `bson:"outcome,omitempty" json:"outcome"`
}
