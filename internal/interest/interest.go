// Package interest holds what firms do about tenders before they bid: they open the page, follow, and
// declare that they want to bid. The buyer sees only who declared it.
package interest

import (
	"time"

	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Interest is the step of a firm towards a tender; there is one document for each account and tender.
type Interest struct {
	record.Meta `bson:",inline"`
	TenderID    string    `bson:"tender_id" json:"tenderId"`
	Account     string    `bson:"account" json:"-"`
	Supplier    string    `bson:"supplier" json:"supplier"` // id of the profile
	Name        string    `bson:"name" json:"name"`         // of the firm, as it was then
	City        string    `bson:"city" json:"city"`         // of the tender, for the figures
	Declared    bool      `bson:"declared" json:"declared"` // it wants to bid; false: it only follows
	Note        string    `bson:"note,omitempty" json:"note"`
	Since       time.Time `bson:"since" json:"since,omitzero"`
	DeclaredOn  time.Time `bson:"declared_on,omitempty" json:"declaredOn,omitzero"` // zero while not declared
}

// interestID is derived, so that one account has one interest in a tender.
func interestID(tender, account string) string { return "interest-" + tender + "-" + account }

// declaredOn is when the firm said that it wants to bid.
func (i *Interest) declaredOn() time.Time {
	if i.DeclaredOn.IsZero() {
		return i.Since
	}
	return i.DeclaredOn
}

// interests is how they are stored.
var interests = store.Spec{Name: "interests", Indexes: []store.Index{
	{Name: "tender", Fields: []string{"tender_id", "since"}},
	{Name: "account", Fields: []string{"account", "since"}},
	{Name: "since", Fields: []string{"since"}},
}}
