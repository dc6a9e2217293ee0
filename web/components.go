package web

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"citiesgrow/internal/record"
)

// The components below are what pages are made of: one struct and one template
// each (views/_components.html), all shown on /design. Sentences in them are
// already said in the reader's language.

// Reason is one line of why: of a match, of a gap.
type Reason struct {
	State string `json:"state"` // "met", "lacking", "unknown" or "info"
	Text  string `json:"text"`
	Help  *Link  `json:"help,omitempty"` // who helps, or where to say what is not told
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

// Fits are what fits, what is lacking and what is not told, each told apart: they are never
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

// Gap is what a firm meets, lacks or has not told, for one tender.
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
	Unknown  int     `json:"unknown"` // firms that have not told
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

// Chart is bars with their figures in a table.
type Chart struct {
	Title string
	Of    string // what is counted
	Bars  []Bar
}

// Bar is one figure.
type Bar struct {
	Label string
	Value int
	Path  string
	Says  string // the value as it is read, where that is not the number
}

// Row is a bar with its place in the picture: 28 px a row, 600 px wide.
type Row struct {
	Bar
	Y, Width int
}

// Rows lays the bars out.
func (c Chart) Rows() []Row {
	most := 1
	for _, b := range c.Bars {
		most = max(most, b.Value)
	}
	rows := make([]Row, len(c.Bars))
	for i, b := range c.Bars {
		rows[i] = Row{Bar: b, Y: i * 28, Width: b.Value * 600 / most}
	}
	return rows
}

// Height is the picture's, in pixels.
func (c Chart) Height() int { return len(c.Bars) * 28 }

// Radar is several series over the same axes, from the middle (0) to the rim (Most), with
// their figures in a table.
type Radar struct {
	Title  string
	Of     string // what an axis is
	Most   float64
	Axes   []Axis
	Series []Series
}

// Axis is one direction; its short name stands in the picture, the label in the table.
type Axis struct{ Short, Label string }

// Series is a value for each axis; a negative one is not known.
type Series struct {
	Label  string
	Values []float64
	Says   []string // the values as they are read
}

// The radar's picture is 400 px square, its rim 150 px from the middle.
const (
	radarMiddle = 200.0
	radarRim    = 150.0
)

// point is where a share of the rim lies on an axis; the first points up.
func (r Radar) point(axis int, share float64) (x, y float64) {
	turn := 2 * math.Pi * float64(axis) / float64(len(r.Axes))
	return radarMiddle + share*radarRim*math.Sin(turn), radarMiddle - share*radarRim*math.Cos(turn)
}

func (r Radar) points(share func(axis int) float64) string {
	var all []string
	for i := range r.Axes {
		if s := share(i); s >= 0 {
			x, y := r.point(i, s)
			all = append(all, fmt.Sprintf("%.1f,%.1f", x, y))
		}
	}
	return strings.Join(all, " ")
}

// Rings are the outlines of the whole levels.
func (r Radar) Rings() []string {
	var all []string
	for level := 1.0; level <= r.Most; level++ {
		all = append(all, r.points(func(int) float64 { return level / r.Most }))
	}
	return all
}

// Shape is a series' polygon, through the axes on which it is known.
func (r Radar) Shape(s Series) string {
	return r.points(func(axis int) float64 { return s.Values[axis] / r.Most })
}

// Spoke is an axis with the place of its name.
type Spoke struct {
	Axis
	X, Y, TextX, TextY string
}

// Spokes are the axes.
func (r Radar) Spokes() []Spoke {
	var all []Spoke
	for i, a := range r.Axes {
		x, y := r.point(i, 1)
		tx, ty := r.point(i, 1.18)
		all = append(all, Spoke{a, fmt.Sprintf("%.1f", x), fmt.Sprintf("%.1f", y), fmt.Sprintf("%.1f", tx), fmt.Sprintf("%.1f", ty+5)})
	}
	return all
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

// Field is an input with its label, hint and error.
type Field struct {
	Name, Label, Hint, Value, Err, Type, Complete, Mode, Unit string
	Required                                                  bool
	Depends                                                   bool // whether it is needed depends on other fields, as its hint says
	Rows                                                      int
	Options                                                   []Option
	Many                                                      bool // several may be chosen
}

// Described lists the ids of the hint and the error, as aria-describedby wants them.
func (f Field) Described() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.Name+"-hint")
	}
	if f.Err != "" {
		ids = append(ids, f.Name+"-error")
	}
	return strings.Join(ids, " ")
}

// Field builds an input. The label is a word key; its hint is label + "_hint" where
// named so. Settings are name, value pairs: type, hint, complete, mode, unit,
// required, depends, rows.
func (v *View) Field(name, label string, now any, settings ...string) *View {
	f := Field{Name: name, Label: v.T(label), Value: v.Old(name, now), Err: v.Err(name), Type: "text"}
	if f.Err == "" {
		f.Err = v.Err(strings.ReplaceAll(name, "[]", ""))
	}
	v.settle(&f, settings)
	if f.Type == "password" {
		f.Value = "" // never sent back
	}
	v.has(name, f.Label)
	return v.With(f)
}

// Choice builds radio buttons (or boxes, with "many", "yes") of options.
func (v *View) Choice(name, label string, now any, options []Option, settings ...string) *View {
	f := Field{Name: name, Label: v.T(label), Err: v.Err(name)}
	v.settle(&f, settings)
	f.Type = "radio"
	if f.Many {
		f.Type = "checkbox"
	}
	v.has(name, f.Label)
	for _, o := range options {
		o.Chosen = v.Chosen(name, o.Value, now)
		f.Options = append(f.Options, o)
	}
	return v.With(f)
}

func (v *View) settle(f *Field, settings []string) {
	for i := 0; i+1 < len(settings); i += 2 {
		value := settings[i+1]
		switch settings[i] {
		case "type":
			f.Type = value
		case "hint":
			f.Hint = v.T(value)
		case "complete":
			f.Complete = value
		case "mode":
			f.Mode = value
		case "unit":
			f.Unit = value
		case "required":
			f.Required = true
		case "depends":
			f.Depends = true
		case "many":
			f.Many = true
		case "rows":
			f.Rows, _ = strconv.Atoi(value)
		}
	}
}

// Preferences are what a private buyer may prefer in a firm.
func (v *View) Preferences() []Option {
	return []Option{
		{Value: "local", Label: v.T("tender.prefer_local")},
		{Value: "small", Label: v.T("tender.prefer_small")},
		{Value: "young", Label: v.T("tender.prefer_young")},
	}
}

// Agreed is the one box of a question that is agreed to or not.
func (v *View) Agreed() []Option { return []Option{{Value: "yes", Label: v.T("site.agreed")}} }

// YesNo are the options of a question that may stay open: unknown is an answer.
func (v *View) YesNo() []Option {
	return []Option{{Value: "yes", Label: v.T("site.yes")}, {Value: "no", Label: v.T("site.no")}, {Value: "", Label: v.T("site.not_told")}}
}
