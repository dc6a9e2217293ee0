// Package referral hands people to support services: an entrepreneur asks for a service, or a provider or
// the city's staff refer a walk-in client; the provider answers, and each step is recorded and reported by
// letter to the other side, so that no referral is lost between two organisations.
package referral

import (
	"time"

	"citiesgrow/internal/client"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Referral hands a client to a service.
type Referral struct {
	record.Meta `bson:",inline"`
	Service     string        `bson:"service" json:"service"`
	Name        string        `bson:"name" json:"name"` // of the service
	City        string        `bson:"city" json:"city"`
	Provider    string        `bson:"provider,omitempty" json:"-"` // account; empty where the city's staff answer
	Client      client.Client `bson:"client" json:"client"`
	By          client.Person `bson:"by" json:"by"` // who sent it
	Why         string        `bson:"why,omitempty" json:"why"`
	Need        string        `bson:"need,omitempty" json:"need"`            // one of service.Needs
	Tender      string        `bson:"tender,omitempty" json:"tender"`        // for which it is needed
	Until       time.Time     `bson:"until,omitempty" json:"until,omitzero"` // by when it is needed
	State       State         `bson:"state" json:"state"`
	Steps       []Step        `bson:"steps" json:"steps"`
	Before      string        `bson:"before,omitempty" json:"before,omitempty"` // the referral that was re-routed to this one
	After       string        `bson:"after,omitempty" json:"after,omitempty"`   // the one to which this one was re-routed
	Test        bool          `bson:"test,omitempty" json:"demonstration,omitempty"`
}

// Step is one change of the state of a referral.
type Step struct {
	At    time.Time     `bson:"at" json:"at,omitzero"`
	State State         `bson:"state" json:"state"`
	By    client.Person `bson:"by" json:"by"`
	Code  string        `bson:"code,omitempty" json:"code,omitempty"` // of Reasons or Outcomes
	Note  string        `bson:"note,omitempty" json:"note,omitempty"`
}

// Since is when it came into its present state.
func (r *Referral) Since() time.Time {
	if len(r.Steps) == 0 {
		return r.Created
	}
	return r.Steps[len(r.Steps)-1].At
}

// mostWaiting is how long a referral may wait for an answer, in working days.
const mostWaiting = 5

// late is the moment after which a referral that is open is overdue.
func (r *Referral) late() time.Time { return WorkingDays(r.Since(), mostWaiting) }

// Overdue reports whether it has waited for an answer for more than five working days.
func (r *Referral) Overdue(now time.Time) bool { return r.State == Open && now.After(r.late()) }

// WorkingDays is a moment so many working days later: Saturdays and Sundays are left out. Public holidays
// count as working days: they differ from city to city, and a reminder that comes a day early does no harm.
func WorkingDays(from time.Time, days int) time.Time {
	for days > 0 {
		from = from.AddDate(0, 0, 1)
		if d := from.Weekday(); d != time.Saturday && d != time.Sunday {
			days--
		}
	}
	return from
}

var referrals = store.Spec{Name: "referrals", Indexes: []store.Index{
	{Name: "provider", Fields: []string{"provider", "created"}},
	{Name: "client", Fields: []string{"client.account", "created"}},
	{Name: "by", Fields: []string{"by.account", "created"}},
	{Name: "city", Fields: []string{"city", "state", "created"}},
}}
