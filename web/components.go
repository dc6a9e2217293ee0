package web

import (
	"slices"
	"strconv"
	"time"

	"citiesgrow/internal/record"
)

// The components here, in chart.go and in field.go are what pages are made of: one struct and one template
// each (views/_components.html), all shown on /design. Sentences in them are
// already said in the reader's language.

// Reason is one line of why: of a match, of a gap.
type Reason struct {
	State string `json:"state"` // "met", "lacking", "unknown" or "info"
	Text  string `json:"text"`
	Help  *Link  `json:"help,omitempty"` // who helps, or where to fill in what is unknown
}

// Fragment is a piece of text; Hit marks what the search found.
type Fragment struct {
	Text string `json:"text"`
	Hit  bool   `json:"hit,omitempty"`
}

// Card is one result: a tender, a firm.
type Card struct {
	Title    string        `json:"title"`
	Language string        `json:"titleLanguage"` // of the title, which may be foreign
	Headline string        `json:"-"`             // what and where in the reader's language; empty where the title is in it
	Path     string        `json:"path"`
	By       string        `json:"by"`       // the buyer, the owner
	City     string        `json:"cityName"` // as a person says it
	Value    *record.Money `json:"value"`
	Deadline *Deadline     `json:"deadline"`
	Status   string        `json:"-"` // word key suffix of the state; empty when open
	Snippet  []Fragment    `json:"snippet,omitempty"`
	Tags     []string      `json:"tags,omitempty"`
	Reasons  []Reason      `json:"reasons,omitempty"`
	Judged   bool          `json:"-"`               // held against all that is asked: with nothing lacking or untold, all is met
	Score    int           `json:"score,omitempty"` // 0 to 100, what orders a list; 0 when not scored
	Sums     []Fact        `json:"-"`               // how the score is made
	Demo     bool          `json:"demonstration,omitempty"`
	Firm     bool          `json:"-"` // a firm, not a contract: it has no value and no deadline
}

// Fit is the reasons of a card, by what they say.
type Fit struct {
	State   string // of the reasons; "all" where nothing is lacking
	Reasons []Reason
}

// Fits are what fits, what is lacking and what is unknown, each shown apart: they are never
// counted into one number.
func (c Card) Fits() []Fit {
	var all []Fit
	for _, state := range []string{"met", "lacking", "unknown"} {
		var some []Reason
		for _, r := range c.Reasons {
			if r.State == state {
				some = append(some, r)
			}
		}
		if len(some) > 0 {
			all = append(all, Fit{state, some})
		}
	}
	if c.Judged && len(all) == 1 && all[0].State == "met" {
		all = append(all, Fit{State: "all"})
	}
	return all
}

// Notes are the reasons that only say something.
func (c Card) Notes() []Reason {
	return slices.DeleteFunc(slices.Clone(c.Reasons), func(r Reason) bool { return r.State == "met" || r.State == "lacking" || r.State == "unknown" })
}

// Deadline is the last moment for something, in the time of a city.
type Deadline struct {
	At   time.Time `json:"at,omitzero"`
	Zone string    `json:"zone"`
	City string    `json:"city"` // whose time it is, as a person says it
}

// Gap is what a firm meets, lacks or has not said, for one tender.
type Gap struct {
	Met     int       `json:"met"`
	Total   int       `json:"total"`
	Lacking int       `json:"lacking"`
	Unknown int       `json:"unknown"`
	Items   []GapItem `json:"items"`
}

// GapItem is one requirement held against one profile.
type GapItem struct {
	State string `json:"state"` // "met", "lacking" or "unknown"
	Kind  string `json:"kind"`
	Lot   string `json:"lot,omitempty"`
	Need  string `json:"need"`           // what is asked
	Have  string `json:"have"`           // what the profile says
	Help  string `json:"help,omitempty"` // the next step
	Path  string `json:"path,omitempty"` // where to take it

	Services []Help `json:"services,omitempty"` // that supply what is lacking
}

// Help is a service that supplies something, and by when.
type Help struct {
	ID   string    `json:"id"`
	Name string    `json:"name"`
	Lang string    `json:"language"` // of the name
	By   string    `json:"by"`       // who gives it
	Path string    `json:"path"`
	Done time.Time `json:"done,omitzero"` // by when it would be supplied, if begun now
	Late bool      `json:"late"`          // after the deadline
	Text string    `json:"text"`          // the same as a sentence
	Near string    `json:"near"`          // where it is given
}

// Reach is how many firms a draft leaves able to bid.
type Reach struct {
	Firms    int         `json:"firms"` // of the trade, in reach of the city
	Able     int         `json:"able"`  // that meet every requirement
	Items    []ReachItem `json:"items"`
	Far      string      `json:"far,omitempty"` // how many firms of the trade work in other cities only, in words
	Warnings []Reason    `json:"warnings"`
}

// Share is the part of the firms that could bid, 0 to 1.
func (r Reach) Share() float64 {
	if r.Firms == 0 {
		return 0
	}
	return float64(r.Able) / float64(r.Firms)
}

// ReachItem is what one requirement alone costs in firms.
type ReachItem struct {
	Label    string  `json:"label"`
	Excluded int     `json:"excluded"`
	Unknown  int     `json:"unknown"` // firms that have not said
	Share    float64 `json:"share"`   // excluded of all, 0 to 1
	Advice   string  `json:"advice,omitempty"`
}

// Facet is one way to narrow a list.
type Facet struct {
	Name    string   `json:"name"`
	Label   string   `json:"label"`
	Options []Option `json:"options"`
}

// Option is one value of a facet or of a form's choice.
type Option struct {
	Value  string `json:"value"`
	Label  string `json:"label"`
	Count  int    `json:"count"`
	Chosen bool   `json:"chosen,omitempty"`
	Hint   string `json:"-"`
}

// Any reports whether an option is chosen.
func (f Facet) Any() bool {
	for _, o := range f.Options {
		if o.Chosen {
			return true
		}
	}
	return false
}

// Steps is where a person stands in something longer.
type Steps []Step

// Step is one of them.
type Step struct {
	Label   string
	Path    string
	Done    bool
	Current bool
}

// Empty is a list with nothing in it, and what to do next.
type Empty struct {
	Title string
	Text  string
	Links []Link
}

// Link is a way on.
type Link struct {
	Label string `json:"label"`
	Path  string `json:"path"`
	Count int    `json:"count,omitempty"`
}

// Pager leads through a long list.
type Pager struct {
	Page, Size, Total int
}

// Pages is how many there are.
func (p Pager) Pages() int {
	if p.Size == 0 {
		return 0
	}
	return (p.Total + p.Size - 1) / p.Size
}

// Previous and Next are the neighbours' numbers, empty where there is none.
func (p Pager) Previous() string {
	if p.Page <= 1 {
		return ""
	}
	return strconv.Itoa(p.Page - 1)
}

// Next is the number of the following page, empty on the last.
func (p Pager) Next() string {
	if p.Page >= p.Pages() {
		return ""
	}
	return strconv.Itoa(p.Page + 1)
}

// Meter is how complete something is, and the next thing to add.
type Meter struct {
	Percent int    `json:"percent"`
	Label   string `json:"label"`
	Next    []Link `json:"next,omitempty"`
}

// Fact is a line of a facts list.
type Fact struct {
	Label string
	Value string
	Note  string
	Path  string // where it can be changed
	URL   string // of the value, on another site
}
