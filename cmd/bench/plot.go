package main

import (
	"bytes"
	_ "embed"
	"encoding/xml"
	"math"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"time"
)

//go:embed plot.svg.tmpl
var plotSource string

// Positions in a panel, in pixels. The lines are inside, their names to the right.
const (
	panelWidth, panelHeight = 650.0, 320.0
	plotLeft, plotRight     = 60.0, 400.0
	plotTop, plotBottom     = 40.0, 280.0
)

// style is the style of an engine's lines. Engines differ in colour, ways in dashes, and each line has its name at the end.
type style struct {
	engine  string // prefix of the engine's name
	colour  string
	dashes  []string
	strokes float64
}

func styles() []style {
	ways := []string{"8 3", "8 3 2 3", "3 3"}
	return []style{
		{oursName, "#0b3d91", []string{"none"}, 3},
		{limitName, "#555555", []string{"2 3"}, 1.5},
		{"Lucene", "#b45309", ways, 1.5},
		{"PostgreSQL", "#166534", ways, 1.5},
		{"", "#7c3aed", ways, 1.5},
	}
}

type panel struct {
	X, Y       float64
	Title      string
	Lines      []plotLine
	Across, Up []tick
}

type plotLine struct {
	Name, Colour, Dash, Points string
	Width, NameX, NameY        float64
}

type tick struct {
	At   float64
	Says string
}

// plot draws the CPU time of a query by the number of documents, with one panel for each job and logarithmic axes.
func plot(r *Report) []byte {
	var panels []panel
	for _, j := range jobs {
		if p, some := r.panel(j, len(panels)); some {
			panels = append(panels, p)
		}
	}
	var b bytes.Buffer
	t := template.Must(template.New("plot").Funcs(template.FuncMap{"text": escaped}).Parse(plotSource))
	err := t.Execute(&b, map[string]any{"Width": 2*panelWidth + 20, "Height": 60 + panelHeight*float64((len(panels)+1)/2),
		"Left": plotLeft, "Right": plotRight, "Top": plotTop, "Bottom": plotBottom, "Panels": panels, "Machine": r.Machine})
	if err != nil {
		panic(err) // the template is embedded, and writing to a buffer cannot fail
	}
	return b.Bytes()
}

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // writing to a builder cannot fail
	return b.String()
}

// panel draws the plot of one job; false if it was not run.
func (r *Report) panel(j job, n int) (panel, bool) {
	var lines []series
	var cpu, docs []float64
	for _, s := range r.series() {
		if s.job == j.name {
			lines = append(lines, s)
			for _, at := range s.cpu {
				if at > 0 {
					cpu = append(cpu, float64(at))
				}
			}
		}
	}
	if len(cpu) == 0 {
		return panel{}, false
	}
	for _, f := range r.Sizes {
		docs = append(docs, float64(f.Docs))
	}
	p := panel{X: 10 + float64(n%2)*panelWidth, Y: 40 + float64(n/2)*panelHeight, Title: j.name + ": CPU a question"}
	x := logarithmic(docs, plotLeft+15, plotRight-15)
	lowest, highest := math.Floor(math.Log10(slices.Min(cpu))), math.Ceil(math.Log10(slices.Max(cpu)))
	y := logarithmic([]float64{math.Pow(10, lowest), math.Pow(10, highest)}, plotBottom, plotTop)
	for _, d := range docs {
		p.Across = append(p.Across, tick{x(d), strconv.Itoa(int(d))})
	}
	for e := lowest; e <= highest; e++ {
		p.Up = append(p.Up, tick{y(math.Pow(10, e)), short(time.Duration(math.Pow(10, e)))})
	}
	nth := map[string]int{}
	for _, s := range lines {
		look := styleOf(s.engine)
		p.Lines = append(p.Lines, s.line(look, look.dashes[nth[look.engine]%len(look.dashes)], docs, x, y))
		nth[look.engine]++
	}
	apart(p.Lines)
	return p, true
}

// logarithmic maps values to pixels on a logarithmic scale.
func logarithmic(values []float64, from, to float64) func(float64) float64 {
	low, high := math.Log(slices.Min(values)), math.Log(slices.Max(values))
	if high == low {
		return func(float64) float64 { return (from + to) / 2 }
	}
	return func(v float64) float64 { return from + (math.Log(v)-low)/(high-low)*(to-from) }
}

func styleOf(engine string) style {
	all := styles()
	return all[slices.IndexFunc(all, func(s style) bool { return strings.HasPrefix(engine, s.engine) })]
}

func (s series) line(look style, dash string, docs []float64, x, y func(float64) float64) plotLine {
	l := plotLine{Name: s.engine, Colour: look.colour, Dash: dash, Width: look.strokes, NameX: plotRight + 6}
	var points []string
	for n, cpu := range s.cpu {
		if cpu > 0 {
			points = append(points, strconv.FormatFloat(x(docs[n]), 'f', 1, 64)+","+strconv.FormatFloat(y(float64(cpu)), 'f', 1, 64))
			l.NameY = y(float64(cpu)) + 4
		}
	}
	l.Points = strings.Join(points, " ")
	return l
}

// apart moves names down that would overlap.
func apart(lines []plotLine) {
	order := make([]*plotLine, len(lines))
	for i := range lines {
		order[i] = &lines[i]
	}
	slices.SortFunc(order, func(a, b *plotLine) int { return int(a.NameY*100) - int(b.NameY*100) })
	for i := range order[1:] {
		order[i+1].NameY = max(order[i+1].NameY, order[i].NameY+13)
	}
}
