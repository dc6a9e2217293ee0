package web

import (
	"fmt"
	"math"
	"strings"
)

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
