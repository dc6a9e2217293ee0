// Package actor says who acts: the answer to "who may" in the first line of
// every use case. Pages, the API, jobs and the seed all carry an Actor in the
// context, so that none has a way around that line.
package actor

import (
	"context"
	"slices"
	"strings"

	"citiesgrow/internal/problem"
)

// Role is what a person is allowed to be in the service.
type Role string

const (
	Entrepreneur Role = "entrepreneur" // owns one supplier profile
	Buyer        Role = "buyer"        // posts tenders for an organisation of a city, once verified
	Provider     Role = "provider"     // lists support services
	Employer     Role = "employer"     // employers, employment agencies and schools
	Caseworker   Role = "caseworker"   // reads reports of discrimination of one city
	Custodian    Role = "custodian"    // keeps the second key to reports: opens an identity when asked with a reason, lets readers in
	Staff        Role = "staff"        // programme staff of a city, or of the programme where City is empty
	Admin        Role = "admin"        // keeps the service running; reads no reports
	System       Role = "system"       // importers, followers and jobs; never a person
)

// Roles lists those a person can have, in the order they are shown.
func Roles() []Role {
	return []Role{Entrepreneur, Buyer, Provider, Employer, Caseworker, Custodian, Staff, Admin}
}

// Known reports whether a person can have this role.
func (r Role) Known() bool { return slices.Contains(Roles(), r) }

// Actor is one person at work, or nobody (the zero value).
type Actor struct {
	ID           string // of the account
	Name         string
	Role         Role
	City         string // id of the city the role is limited to; empty for all of them
	Organisation string // name of the organisation acted for
	Language     string
	Active       bool // false while a buyer waits to be verified
	Test         bool // a demonstration account: what it makes is marked

	By     string // account of the adviser who acts for this person, with their consent; empty otherwise
	ByName string // what the adviser is called
	Areas  string // of the service in which the adviser may act, parted by spaces
}

// The areas of the program in which a person may let an adviser act for them. Nothing else
// is done for another: not their account, nor what they declare of themselves.
const (
	AreaProfile   = "profile"   // the firm's profile and its kept searches
	AreaContracts = "contracts" // following contracts, interest, questions
	AreaSupport   = "support"   // services, appointments, student teams, events
	AreaAlways    = "always"    // needs nobody's leave: to choose a language, to stop, to sign out
)

// Areas lists them, in the order they are shown.
func Areas() []string { return []string{AreaProfile, AreaContracts, AreaSupport} }

// Assisted reports whether an adviser acts for this person.
func (a Actor) Assisted() bool { return a.By != "" }

// MayIn reports whether the actor may change something in an area: people themselves may
// everywhere, an adviser where the person agreed.
func (a Actor) MayIn(area string) bool {
	return !a.Assisted() || area == AreaAlways || area != "" && slices.Contains(strings.Fields(a.Areas), area)
}

// Nobody reports whether no one is signed in.
func (a Actor) Nobody() bool { return a.ID == "" && a.Role != System }

// Is reports whether the actor has one of these roles.
func (a Actor) Is(roles ...Role) bool { return slices.Contains(roles, a.Role) }

// In reports whether the actor's scope reaches the city.
func (a Actor) In(city string) bool { return a.City == "" || a.City == city }

// Must returns nil for an active actor with one of the roles, an Unauthorized
// problem for nobody and a Forbidden one for everybody else. The system may
// always.
func (a Actor) Must(roles ...Role) error {
	switch {
	case a.Role == System:
		return nil
	case a.Nobody():
		return problem.New(problem.Unauthorized, "problem.sign_in")
	case !a.Is(roles...):
		return problem.New(problem.Forbidden, "problem.role")
	case !a.Active:
		return problem.New(problem.Forbidden, "problem.not_verified")
	}
	return nil
}

// MustIn is Must, for something that belongs to a city.
func (a Actor) MustIn(city string, roles ...Role) error {
	if err := a.Must(roles...); err != nil {
		return err
	}
	if a.Role != System && !a.In(city) {
		return problem.New(problem.Forbidden, "problem.city")
	}
	return nil
}

// MustEverywhere is Must, for what concerns all cities: those who are limited to one city may not.
func (a Actor) MustEverywhere(roles ...Role) error {
	if err := a.Must(roles...); err != nil {
		return err
	}
	if a.City != "" {
		return problem.New(problem.Conflict, "problem.wide_only")
	}
	return nil
}

type key struct{}

// With returns a context in which a acts.
func With(ctx context.Context, a Actor) context.Context { return context.WithValue(ctx, key{}, a) }

// From returns who acts in the context, nobody when none was put there.
func From(ctx context.Context) Actor { a, _ := ctx.Value(key{}).(Actor); return a }

// AsSystem returns a context in which the program itself acts.
func AsSystem(ctx context.Context) context.Context {
	return With(ctx, Actor{Role: System, Active: true})
}
