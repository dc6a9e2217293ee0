package report

import "citiesgrow/internal/custody"

// Grounds are those of Article 19 TFEU and of the national lists beyond it. None of them is asked for a
// report of irregularities.
func Grounds() []string {
	return []string{"ethnic", "skin", "nationality", "language", "religion", "sex", "gender_identity", "orientation", "age", "disability", "family",
		"social", "politics", "other_ground"}
}

// Fields are where it happened.
func Fields() []string {
	return []string{"work", "self_employment", "procurement", "training", "services", "housing", "education", "health", "administration", "police", "other_field"}
}

// Breaches are what an irregularity in procurement may be; a report names them as its grounds.
func Breaches() []string {
	return []string{"corruption", "conflict", "collusion", "tailored", "unfair_exclusion", "payment", "other_breach"}
}

// GroundsOf are the grounds that a channel asks for.
func GroundsOf(c custody.Channel) []string {
	if c == custody.Irregularity {
		return Breaches()
	}
	return Grounds()
}

// Wishes are what a reporter wants to come of it.
func Wishes() []string { return []string{"record", "advice", "act"} }

// Standpoints say for whom a person reports.
func Standpoints() []string { return []string{"self", "other", "witness"} }

// Outcomes are what came of a case, as it is counted.
func Outcomes() []string {
	return []string{"recorded", "advised", "settled", "mediated", "compensated", "changed", "decided_for", "decided_against", "passed_on", "withdrawn",
		"no_contact", "unfounded"}
}

// Against are what kinds of organisations reports are about.
func Against() []string {
	return []string{"public", "employer", "business", "landlord", "school", "health_provider", "association", "person", "unknown"}
}

// Coding is how a caseworker classifies a case. It outlives the case, for the figures.
type Coding struct {
	Ground  string `bson:"ground,omitempty" json:"ground"`
	Field   string `bson:"field,omitempty" json:"field"`
	Against string `bson:"against,omitempty" json:"against"`
	Outcome string `bson:"outcome,omitempty" json:"outcome"`
}
