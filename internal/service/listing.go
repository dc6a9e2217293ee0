// Package service is the directory of services that help firms: who gives them, for whom, at what cost, in
// which language, and when there is a free place. It finds the services that supply what a firm lacks for a
// contract, and says by when.
//
// A listing has the shape of an HSDS 3 service (Human Services Data Specification, openreferral.org) with its
// organization, locations, schedules and costs.
package service

import (
	"slices"
	"time"

	"citiesgrow/internal/calendar"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Listing is one service as its provider describes it.
type Listing struct {
	record.Meta    `bson:",inline"`
	Account        string           `bson:"account,omitempty" json:"-"` // of the provider; empty where it was imported by the program
	City           string           `bson:"city" json:"city"`           // id of the city it is given in
	Organization   Organization     `bson:"organization" json:"organization"`
	Name           string           `bson:"name" json:"name"`
	Description    string           `bson:"description,omitempty" json:"description"`
	Language       string           `bson:"language" json:"language"` // of name and description
	Topics         []string         `bson:"topics,omitempty" json:"topics"`
	Supplies       []Supply         `bson:"supplies,omitempty" json:"supplies"` // what one has afterwards
	Days           int              `bson:"days,omitempty" json:"days"`         // from the first meeting until one has it, in calendar days
	For            Rules            `bson:"for" json:"for"`
	Eligibility    string           `bson:"eligibility,omitempty" json:"eligibility"` // what the rules do not express, in words
	Costs          []Cost           `bson:"costs,omitempty" json:"costs"`
	CostKnown      string           `bson:"cost_known,omitempty" json:"-"` // free, paid or unknown; empty: as Charge reads the costs
	Languages      []string         `bson:"languages,omitempty" json:"languages"`
	Interpretation string           `bson:"interpretation,omitempty" json:"interpretation"` // how speakers of other languages are served
	Documents      []string         `bson:"documents,omitempty" json:"documents"`           // to bring
	Online         bool             `bson:"online,omitempty" json:"online"`
	Places         []Place          `bson:"places,omitempty" json:"places"`
	Hours          []calendar.Hours `bson:"hours,omitempty" json:"hours"`
	Capacity       *Capacity        `bson:"capacity,omitempty" json:"capacity"`
	Apply          string           `bson:"apply,omitempty" json:"apply"` // how to begin, in words
	Contact        Contact          `bson:"contact" json:"contact"`
	Status         string           `bson:"status" json:"status"` // one of Statuses
	Assured        Assured          `bson:"assured" json:"assured"`
	Key            string           `bson:"key,omitempty" json:"-"`         // hash of Link, by which the listing is found
	Link           string           `bson:"link,omitempty" json:"-"`        // token of the link that confirms it
	UUID           string           `bson:"uuid" json:"hsdsId"`             // the id under which other directories know it
	Origin         Origin           `bson:"origin,omitempty" json:"origin"` // empty where it was listed here
	Test           bool             `bson:"test,omitempty" json:"demonstration,omitempty"`
}

// Organization gives the service.
type Organization struct {
	Name        string `bson:"name" json:"name"`
	Description string `bson:"description,omitempty" json:"description"`
	Website     string `bson:"website,omitempty" json:"website"`
}

// Rules say who a service is for. An empty rule is open to all.
type Rules struct {
	Stages    []string `bson:"stages,omitempty" json:"stages"`
	Cities    []string `bson:"cities,omitempty" json:"cities"` // besides the one in which it is given
	Languages []string `bson:"languages,omitempty" json:"languages"`
	Trades    []string `bson:"trades,omitempty" json:"trades"` // CPV codes, any level
}

// Cost is what a part of a service costs (HSDS cost_option). Amount is nil where it depends, or where another
// directory describes it in words.
type Cost struct {
	Option string        `bson:"option" json:"option"` // what one pays for, in words
	Amount *record.Money `bson:"amount,omitempty" json:"amount"`
}

// Place is where a service is given (HSDS location with its address).
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
	Places   int       `bson:"places,omitempty" json:"places"` // in all; 0 when not known
	Free     int       `bson:"free" json:"free"`
	Waiting  int       `bson:"waiting,omitempty" json:"waiting"`    // people on the waiting list
	WaitDays int       `bson:"wait_days,omitempty" json:"waitDays"` // how long the waiting list takes, in calendar days
	Updated  time.Time `bson:"updated" json:"updated,omitzero"`
}

// Contact says how a service is reached.
type Contact struct {
	Email string `bson:"email,omitempty" json:"email"`
	Phone string `bson:"phone,omitempty" json:"phone"`
	Web   string `bson:"web,omitempty" json:"web"`
}

// Assured says when, and by whom, it was last confirmed that all of a listing is right (HSDS assured_date,
// assurer_email).
type Assured struct {
	On time.Time `bson:"on,omitempty" json:"on,omitzero"` // zero: never
	By string    `bson:"by,omitempty" json:"by"`
}

// Origin is the other directory that a listing came from.
type Origin struct {
	Hash string `bson:"hash,omitempty" json:"-"`              // of what was read, by which a change is recognised
	From string `bson:"from,omitempty" json:"from,omitempty"` // who published it
}

// The states of a service, in the words of HSDS.
const (
	Active   = "active"
	Closed   = "temporarily closed"
	Inactive = "inactive"
)

// Statuses lists them.
func Statuses() []string { return []string{Active, Closed, Inactive} }

// staleAfter is how long a confirmation counts: half a year.
const staleAfter = 183 * 24 * time.Hour

// Stale reports whether the listing was not confirmed for half a year, or never.
func (l *Listing) Stale(now time.Time) bool { return now.Sub(l.Assured.On) > staleAfter }

// Cities lists the cities whose firms it serves, first the one in which it is given.
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

var listings = store.Spec{Name: "services", Indexes: []store.Index{
	{Name: "account", Fields: []string{"account", "name"}},
	{Name: "key", Fields: []string{"key"}, Unique: true},
	{Name: "uuid", Fields: []string{"uuid"}, Unique: true},
	{Name: "city", Fields: []string{"city", "name"}},
}}
