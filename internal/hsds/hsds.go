// Package hsds speaks the Human Services Data Specification 3, in which directories of
// services are exchanged (openreferral.org, docs.openreferral.org). It reads the files
// that others publish (JSON in any of its shapes, tables of CSV) and writes what the
// published schema accepts.
package hsds

import (
	"github.com/google/uuid"
)

// Version is of the specification that is written.
const Version = "3.0"

// Service is a service with everything that belongs to it. Ids are UUIDs; days are
// "2026-12-04", times of day "09:00:00".
type Service struct {
	ID              Text                `json:"id"`
	OrganizationID  Text                `json:"organization_id,omitempty"` // where the organization itself is not in it
	Name            Text                `json:"name"`
	AlternateName   Text                `json:"alternate_name,omitempty"`
	Description     Text                `json:"description,omitempty"`
	URL             Text                `json:"url,omitempty"`
	Email           Text                `json:"email,omitempty"`
	Status          Text                `json:"status"` // active, inactive, defunct, temporarily closed
	Interpretation  Text                `json:"interpretation_services,omitempty"`
	Application     Text                `json:"application_process,omitempty"`
	FeesDescription Text                `json:"fees_description,omitempty"`
	WaitTime        Text                `json:"wait_time,omitempty"`
	Fees            Text                `json:"fees,omitempty"` // of versions before 3.0
	Eligibility     Text                `json:"eligibility_description,omitempty"`
	AssuredDate     Text                `json:"assured_date,omitempty"`
	AssurerEmail    Text                `json:"assurer_email,omitempty"`
	Alert           Text                `json:"alert,omitempty"`
	LastModified    Text                `json:"last_modified,omitempty"` // RFC 3339
	Phones          []Phone             `json:"phones,omitempty"`
	Schedules       []Schedule          `json:"schedules,omitempty"`
	Areas           []ServiceArea       `json:"service_areas,omitempty"`
	AtLocations     []ServiceAtLocation `json:"service_at_locations,omitempty"`
	Languages       []Language          `json:"languages,omitempty"`
	Organization    *Organization       `json:"organization,omitempty"`
	Costs           []CostOption        `json:"cost_options,omitempty"`
	Documents       []RequiredDocument  `json:"required_documents,omitempty"`
	Contacts        []Contact           `json:"contacts,omitempty"`
	Attributes      []Attribute         `json:"attributes,omitempty"`
	Capacities      []Capacity          `json:"capacities,omitempty"` // service_capacity of 3.1, in addition to 3.0
	File            string              `json:"-"`                    // in which Open found it
	Index           int                 `json:"-"`                    // of the object in a JSON file, from 1
	Line            int                 `json:"-"`                    // of a table, from 1
	Remarks         []Remark            `json:"-"`                    // what was left out of it
}

// Organization gives services. Its description is required.
type Organization struct {
	ID          Text       `json:"id"`
	Name        Text       `json:"name"`
	Description Text       `json:"description"`
	Email       Text       `json:"email,omitempty"`
	Website     Text       `json:"website,omitempty"`
	Phones      []Phone    `json:"phones,omitempty"`
	Locations   []Location `json:"locations,omitempty"`
	Services    []Service  `json:"services,omitempty"` // in files that list services by organization
}

// ServiceAtLocation joins a service to one of its places.
type ServiceAtLocation struct {
	ID          Text       `json:"id"`
	LocationID  Text       `json:"location_id,omitempty"`
	Description Text       `json:"description,omitempty"`
	Phones      []Phone    `json:"phones,omitempty"`
	Schedules   []Schedule `json:"schedules,omitempty"`
	Location    *Location  `json:"location,omitempty"`
}

// Location is a place, or none where it is virtual.
type Location struct {
	ID            Text            `json:"id"`
	Type          Text            `json:"location_type"` // physical, postal, virtual
	URL           Text            `json:"url,omitempty"`
	Name          Text            `json:"name,omitempty"`
	Description   Text            `json:"description,omitempty"`
	Transport     Text            `json:"transportation,omitempty"`
	Latitude      Number          `json:"latitude,omitempty"`
	Longitude     Number          `json:"longitude,omitempty"`
	Addresses     []Address       `json:"addresses,omitempty"`
	Accessibility []Accessibility `json:"accessibility,omitempty"`
	Phones        []Phone         `json:"phones,omitempty"`
	Schedules     []Schedule      `json:"schedules,omitempty"`
	Languages     []Language      `json:"languages,omitempty"`
}

// Address of a location; all but the id and the kind may be empty and are still there.
type Address struct {
	ID       Text `json:"id"`
	Line1    Text `json:"address_1"`
	Line2    Text `json:"address_2,omitempty"`
	City     Text `json:"city"`
	Region   Text `json:"region,omitempty"`
	State    Text `json:"state_province"`
	Postcode Text `json:"postal_code"`
	Country  Text `json:"country"`      // ISO 3166-1 alpha-2
	Type     Text `json:"address_type"` // physical, postal, virtual
}

// Phone is a number in words of its owner.
type Phone struct {
	ID          Text `json:"id"`
	Number      Text `json:"number"`
	Type        Text `json:"type,omitempty"`
	Description Text `json:"description,omitempty"`
}

// Contact is a person.
type Contact struct {
	ID    Text `json:"id"`
	Name  Text `json:"name,omitempty"`
	Title Text `json:"title,omitempty"`
	Email Text `json:"email,omitempty"`
}

// Schedule is when something is open: the fields of an RRULE (RFC 5545) and the times.
type Schedule struct {
	ID          Text   `json:"id"`
	ValidFrom   Text   `json:"valid_from,omitempty"`
	ValidTo     Text   `json:"valid_to,omitempty"`
	DTStart     Text   `json:"dtstart,omitempty"`
	Until       Text   `json:"until,omitempty"`
	Freq        Text   `json:"freq,omitempty"` // WEEKLY, MONTHLY
	Interval    Number `json:"interval,omitempty"`
	ByDay       Text   `json:"byday,omitempty"` // "MO,TU", "1MO"
	ByMonthDay  Text   `json:"bymonthday,omitempty"`
	Description Text   `json:"description,omitempty"`
	Opens       Text   `json:"opens_at,omitempty"`
	Closes      Text   `json:"closes_at,omitempty"`
	Notes       Text   `json:"notes,omitempty"`
}

// ServiceArea is where a service is given to.
type ServiceArea struct {
	ID          Text `json:"id"`
	Name        Text `json:"name,omitempty"`
	Description Text `json:"description,omitempty"`
	Extent      Text `json:"extent,omitempty"`
	ExtentType  Text `json:"extent_type,omitempty"`
	URI         Text `json:"uri,omitempty"`
}

// Language in which a service is given.
type Language struct {
	ID   Text `json:"id"`
	Name Text `json:"name,omitempty"`
	Code Text `json:"code,omitempty"` // ISO 639
	Note Text `json:"note,omitempty"`
}

// CostOption is what something costs.
type CostOption struct {
	ID          Text    `json:"id"`
	Option      Text    `json:"option,omitempty"`
	Currency    Text    `json:"currency,omitempty"` // ISO 4217
	Amount      *Number `json:"amount,omitempty"`   // in the major unit; nil where it depends
	Description Text    `json:"amount_description,omitempty"`
}

// RequiredDocument is to be brought along.
type RequiredDocument struct {
	ID       Text `json:"id"`
	Document Text `json:"document,omitempty"`
	URI      Text `json:"uri,omitempty"`
}

// Accessibility of a location.
type Accessibility struct {
	ID          Text `json:"id"`
	Description Text `json:"description,omitempty"`
	Details     Text `json:"details,omitempty"`
	URL         Text `json:"url,omitempty"`
}

// Attribute says something of a service that has no field, by a term of a taxonomy.
type Attribute struct {
	ID         Text         `json:"id"`
	LinkType   Text         `json:"link_type,omitempty"`
	LinkEntity Text         `json:"link_entity,omitempty"`
	Value      Text         `json:"value,omitempty"`
	Term       TaxonomyTerm `json:"taxonomy_term"`
}

// TaxonomyTerm is a word of a list.
type TaxonomyTerm struct {
	ID          Text `json:"id"`
	Code        Text `json:"code,omitempty"`
	Name        Text `json:"name"`
	Description Text `json:"description"`
	Taxonomy    Text `json:"taxonomy,omitempty"`
	URI         Text `json:"term_uri,omitempty"`
}

// Capacity is how many places there are of a unit (service_capacity of 3.1).
type Capacity struct {
	ID          Text   `json:"id"`
	Available   Number `json:"available"`
	Maximum     Number `json:"maximum,omitempty"`
	Description Text   `json:"description,omitempty"`
	Updated     Text   `json:"updated"`
	Unit        Unit   `json:"unit"`
}

// Unit is what is counted.
type Unit struct {
	ID   Text `json:"id"`
	Name Text `json:"name"`
}

// namespace is the UUID under which ids are made for what has none.
var namespace = uuid.MustParse("6d0d9c1e-6f2c-5d53-9c52-3d2c4e0f7a11")

// ID is a UUID that is always the same for the same parts (RFC 9562, version 5).
func ID(parts ...string) string {
	var name []byte
	for _, p := range parts {
		name = append(append(name, p...), 0)
	}
	return uuid.NewSHA1(namespace, name).String()
}
