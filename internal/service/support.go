// Package support is the directory of services that help a firm: who gives them, for
// whom, at what cost, in which language, when there is a free place. It leads from what
// a firm lacks for a contract to the service that supplies it in time, passes people on
// from hand to hand without losing anybody, and counts what nobody offers.
//
// A listing has the shape of an HSDS 3 service (openreferral.org) with the organization,
// locations, schedules and costs it is told with.
package service

import (
	"slices"
	"time"

	"citiesgrow/internal/calendar"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Listing is one service as its provider tells it.
type Listing struct {
	record.Meta    `bson:",inline"`
	Account        string           `bson:"account,omitempty" json:"-"` // of the provider; empty where it came from a file
	City           string           `bson:"city" json:"city"`           // id of the city it is given in
	Organization   Organization     `bson:"organization" json:"organization"`
	Name           string           `bson:"name" json:"name"`
	Description    string           `bson:"description,omitempty" json:"description"`
	Language       string           `bson:"language" json:"language"` // of name and description
	Topics         []string         `bson:"topics,omitempty" json:"topics"`
	Supplies       []Supply         `bson:"supplies,omitempty" json:"supplies"` // what one has afterwards
	Days           int              `bson:"days,omitempty" json:"days"`         // from the first meeting until one has it, calendar days
	For            Rules            `bson:"for" json:"for"`
	Eligibility    string           `bson:"eligibility,omitempty" json:"eligibility"` // what the rules cannot say, in words
	Costs          []Cost           `bson:"costs,omitempty" json:"costs"`
	CostKnown      string           `bson:"cost_known,omitempty" json:"-"` // free, paid or unknown; empty: as Charge reads the costs
	Languages      []string         `bson:"languages,omitempty" json:"languages"`
	Interpretation string           `bson:"interpretation,omitempty" json:"interpretation"` // how others are served
	Documents      []string         `bson:"documents,omitempty" json:"documents"`           // to bring along
	Online         bool             `bson:"online,omitempty" json:"online"`
	Places         []Place          `bson:"places,omitempty" json:"places"`
	Hours          []calendar.Hours `bson:"hours,omitempty" json:"hours"`
	Capacity       *Capacity        `bson:"capacity,omitempty" json:"capacity"`
	Apply          string           `bson:"apply,omitempty" json:"apply"` // how to get in, in words
	Contact        Contact          `bson:"contact" json:"contact"`
	Status         string           `bson:"status" json:"status"` // one of Statuses
	Assured        Assured          `bson:"assured" json:"assured"`
	Key            string           `bson:"key,omitempty" json:"-"`         // hash of Link, by which it is found
	Link           string           `bson:"link,omitempty" json:"-"`        // what is in the link that confirms it
	UUID           string           `bson:"uuid" json:"hsdsId"`             // by which other directories know it
	Origin         Origin           `bson:"origin,omitempty" json:"origin"` // where it came from a file
	Test           bool             `bson:"test,omitempty" json:"demonstration,omitempty"`
}

// Organization gives the service.
type Organization struct {
	Name        string `bson:"name" json:"name"`
	Description string `bson:"description,omitempty" json:"description"`
	Website     string `bson:"website,omitempty" json:"website"`
}

// Supply is something that one has afterwards: it answers a requirement of the same kind
// (one of Needs), of any detail where none is named.
type Supply struct {
	Kind   string `bson:"kind" json:"kind"`
	Detail string `bson:"detail,omitempty" json:"detail"` // "liability", "ISO 9001", "lv"
}

// Rules say who a service is for. What is empty leaves it open to everybody.
type Rules struct {
	Stages    []string `bson:"stages,omitempty" json:"stages"`
	Cities    []string `bson:"cities,omitempty" json:"cities"` // beside the one it is given in
	Languages []string `bson:"languages,omitempty" json:"languages"`
	Trades    []string `bson:"trades,omitempty" json:"trades"` // CPV codes, any level
}

// Cost is what something costs (HSDS cost_option). Amount is nil where it depends, or where
// a directory says it in words.
type Cost struct {
	Option string        `bson:"option" json:"option"` // what one pays for, in words
	Amount *record.Money `bson:"amount,omitempty" json:"amount"`
}

// Place is where it is given (HSDS location with its address).
type Place struct {
	Name          string   `bson:"name,omitempty" json:"name"`
	Address       string   `bson:"address,omitempty" json:"address"` // street and number
	Postcode      string   `bson:"postcode,omitempty" json:"postcode"`
	Town          string   `bson:"town,omitempty" json:"town"`
	Country       string   `bson:"country,omitempty" json:"country"` // ISO 3166-1 alpha-2
	Accessibility []string `bson:"accessibility,omitempty" json:"accessibility"`
	Transport     string   `bson:"transport,omitempty" json:"transport"`
}

// Capacity is how many places there are (HSDS service_capacity).
type Capacity struct {
	Places   int       `bson:"places,omitempty" json:"places"` // in all; 0 when not told
	Free     int       `bson:"free" json:"free"`
	Waiting  int       `bson:"waiting,omitempty" json:"waiting"`    // people on the list
	WaitDays int       `bson:"wait_days,omitempty" json:"waitDays"` // how long the list takes, calendar days
	Updated  time.Time `bson:"updated" json:"updated,omitzero"`
}

// Contact is how it is reached.
type Contact struct {
	Email string `bson:"email,omitempty" json:"email"`
	Phone string `bson:"phone,omitempty" json:"phone"`
	Web   string `bson:"web,omitempty" json:"web"`
}

// Assured tells when somebody last said that all of it is right, and who (HSDS
// assured_date, assurer_email).
type Assured struct {
	On time.Time `bson:"on,omitempty" json:"on,omitzero"` // zero: never
	By string    `bson:"by,omitempty" json:"by"`
}

// Origin is the file or directory a listing came from.
type Origin struct {
	Hash string `bson:"hash,omitempty" json:"-"`              // of what was read, to tell a change
	From string `bson:"from,omitempty" json:"from,omitempty"` // who published it
}

// What HSDS lets a service be.
const (
	Active   = "active"
	Closed   = "temporarily closed"
	Inactive = "inactive"
)

// Statuses lists them.
func Statuses() []string { return []string{Active, Closed, Inactive} }

// stale is how long a confirmation is believed: half a year.
const stale = 183 * 24 * time.Hour

// Stale says whether the listing was not confirmed for half a year, or never.
func (l *Listing) Stale(now time.Time) bool { return now.Sub(l.Assured.On) > stale }

// Cities are those whose firms it serves.
func (l *Listing) Cities() []string {
	all := []string{l.City}
	for _, c := range l.For.Cities {
		if !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	return all
}

// Full reports whether there is no free place now.
func (l *Listing) Full() bool { return l.Capacity != nil && l.Capacity.Free <= 0 }

// What a firm may need, beside the kinds of requirements that tenders have: what the
// readiness test asks after.
const (
	Accounts   = "accounts"   // yearly accounts, tax in order
	Bank       = "bank"       // a business account, credit for the first months
	Signature  = "signature"  // an electronic signature
	Invoice    = "invoice"    // electronic invoices
	Offer      = "offer"      // help to write an offer
	Partner    = "partner"    // another firm to bid with
	Safety     = "safety"     // health and safety in order
	Permission = "permission" // leave to work or to run a firm
)

// Needs lists what can be supplied, requirements of tenders first.
func Needs() []string {
	return []string{ocds.Insurance, ocds.Certificate, ocds.Registration, ocds.Language, ocds.References, ocds.Turnover, ocds.Staff, ocds.Years,
		Accounts, Bank, Signature, Invoice, Offer, Partner, Safety, Permission}
}

// Stages of a firm, for whom a service may be meant.
func Stages() []string { return []string{"idea", "starting", "running", "growing"} }

// StageOf is the stage of a firm founded in a year with so many people, empty when its
// owner has not told: starting up to the second year, growing from ten people.
func StageOf(founded, staff, year int) string {
	switch {
	case founded == 0:
		return ""
	case year-founded <= 2:
		return "starting"
	case staff >= 10:
		return "growing"
	}
	return "running"
}

var listings = store.Spec{Name: "services", Indexes: []store.Index{
	{Name: "account", Fields: []string{"account", "name"}},
	{Name: "key", Fields: []string{"key"}, Unique: true},
	{Name: "uuid", Fields: []string{"uuid"}, Unique: true},
	{Name: "city", Fields: []string{"city", "name"}},
}}
