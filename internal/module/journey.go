package module

import (
	"context"
	"time"
)

// Figure is something the programme counts in each city. It is said in the words
// "monitor.NAME" and defined in "monitor.NAME_means".
type Figure struct {
	Name   string
	Theme  string // of the programme: "a" to "d"
	Way    int    // its place on a contract's way from published to won; 0: none
	Acts   bool   // its steps are acts of firms, not contracts; on the way, a contract counts once for all of them
	Money  bool   // its sums are amounts of money, in the smallest unit of each currency
	Sums   bool   // its steps have sums beside their counts
	Stays  bool   // what was counted once stays counted when what it was counted from is gone
	People bool   // it counts persons: told by quarters that are closed, and never a few
	List   string // path of the list behind it, {city} stands for the city; empty: there is none
	Source string // which documents it is counted from and how, so that it can be counted again

	// Sum counts what leaves no steps, because it is quiet and counted where it lies, in
	// [from, to).
	Sum func(ctx context.Context, city string, from, to time.Time) (int64, error)
}

// Step is one thing that happened in a city and is counted. There is one for each figure
// and thing, however often it is told.
type Step struct {
	Figure string
	City   string // empty: in none of the cities; it is not counted
	Of     string // the thing: the tender that was published
	Way    string // the contract on whose way this is a step; empty: on none
	Count  int64
	Sum    int64  // days, or money in its smallest unit
	Unit   string // currency of the sum, ISO 4217; steps of one figure in two units are two
	Day    time.Time
}

// Journey is what a module lets count of the documents of a collection.
type Journey struct {
	Collection string
	Figures    []Figure
	// Read says what a document counts as, as it stands now; nothing when it is gone. It is nil, and there
	// is no collection, where all figures are sums.
	Read func(ctx context.Context, id string) ([]Step, error)
}

// Took lists the accounts of those who took part in a theme in [from, to). It is asked
// once, when a quarter is closed, and only how many of them there are is kept.
type Took struct {
	Theme    string
	Accounts func(ctx context.Context, from, to time.Time) ([]string, error)
}

// Outcome is how many reports of a quarter came to an end, as everybody may see it.
type Outcome struct {
	Outcome string // said in the words "report.outcome_OUTCOME"; "*" stands for those that are too few alone
	Count   int64
}

// Won is a contract that a firm of this service won.
type Won struct {
	Account    string
	ValueMinor int64 // in euro cents; 0 when the value is not known
}

// Person is what a person let be counted of themselves. What they did not say is empty.
type Person struct {
	Account    string
	City       string
	MigrantLed bool
	Sex        string // "woman", "man" or "other"
	Age        string // one of AgeBands
}

// AgeBands are those in which the Asylum, Migration and Integration Fund counts
// participants (Regulation (EU) 2021/1147, annex VIII).
func AgeBands() []string { return []string{"under_18", "18_to_60", "over_60"} }

// Sexes lists the answers of who tells it; the same source.
func Sexes() []string { return []string{"woman", "man", "other"} }
