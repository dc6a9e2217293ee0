package benchmark

import (
	"cmp"
	"embed"
	"fmt"
	"slices"
	"strconv"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// handlers are the pages and the API of the benchmark.
type handlers struct{ *Service }

// Module is what the program is given of the benchmark.
func (s *Service) Module() module.Module {
	h := handlers{s}
	staff := web.Only(actor.Staff, actor.Admin)
	return module.Module{Name: "benchmark", Views: views, Collections: []store.Spec{assessments}, Routes: []web.Route{
		web.Handle(web.Route{Method: "GET", Path: "/programme/benchmark", View: "benchmark/list", Who: staff,
			About: "The benchmark of integration policies: mean levels of all cities in a theme."}, h.list),
		web.Handle(web.Route{Method: "GET", Path: "/programme/benchmark/{id}", View: "benchmark/show", Who: staff,
			About: "How a city was scored at start and end, by itself and its peers, with evidence and history."}, h.show),
		web.Handle(web.Route{Method: "GET", Path: "/programme/benchmark/{id}/edit", View: "benchmark/form", Who: staff, Voice: web.PageOnly}, h.edit),
		web.Again(web.Handle(web.Route{Method: "PUT", Path: "/programme/benchmark/{id}", Who: staff,
			About: "Score a city in a theme, for itself or as its peer."}, h.assess), "benchmark/form", h.again),
	}}
}

type listInput struct {
	Theme string `query:"theme" validate:"omitempty,oneof=a b c d"`
}

// ListPage compares the cities in a theme.
type ListPage struct {
	web.Whole[Line]
	Theme string `json:"theme"`

	Chart  web.Chart    `json:"-"`
	Themes []web.Option `json:"-"`
	Heads  []string     `json:"-"`
	Scored bool         `json:"-"` // at least one city
}

// Line is a city's mean levels in a theme; nil where nothing was scored.
type Line struct {
	City  string     `json:"city"`
	Name  string     `json:"name"`
	Means []MeanOf   `json:"means"`
	Cells []web.Fact `json:"-"`
}

// MeanOf is a mean level of one round and side, 0 to 3.
type MeanOf struct {
	Round string   `json:"round"`
	Side  string   `json:"side"`
	Level *float64 `json:"level"`
}

// sides are the four ways a city is scored, in order.
func sides() [][2]string {
	var all [][2]string
	for _, round := range Rounds() {
		for _, side := range Sides() {
			all = append(all, [2]string{round, side})
		}
	}
	return all
}

func sideName(c *web.Ctx, at [2]string) string { return c.Words.T("benchmark." + at[0] + "_" + at[1]) }

func (h handlers) list(c *web.Ctx, in listInput) (*ListPage, error) {
	all, err := h.List(c, "")
	if err != nil {
		return nil, err
	}
	theme := cmp.Or(in.Theme, taxonomy.Themes()[0])
	p := &ListPage{Theme: theme, Themes: themes(c)}
	p.Chart = web.Chart{Title: c.Words.T("benchmark.latest"), Of: c.Words.T("benchmark.level")}
	for _, at := range sides() {
		p.Heads = append(p.Heads, sideName(c, at))
	}
	for _, city := range h.kit.Taxonomy.Cities() {
		item := Line{City: city.ID, Name: h.kit.CityName(c, city.ID)}
		bar := web.Bar{Label: item.Name, Path: "/programme/benchmark/" + city.ID + "?theme=" + theme, Says: "–"}
		for _, at := range sides() {
			m := MeanOf{Round: at[0], Side: at[1]}
			says := "–"
			if i := slices.IndexFunc(all, func(a *Assessment) bool { return a.City == city.ID && a.Round == at[0] && a.Side == at[1] }); i >= 0 {
				if mean, scored := all[i].Mean(theme); scored {
					m.Level, says = &mean, c.Words.Number(mean)
					// What peers say of the end comes last, and counts most.
					bar.Value, bar.Says = int(mean*100), says
					p.Scored = true
				}
			}
			item.Means, item.Cells = append(item.Means, m), append(item.Cells, web.Fact{Label: sideName(c, at), Value: says})
		}
		p.Items, p.Chart.Bars = append(p.Items, item), append(p.Chart.Bars, bar)
	}
	return p, nil
}

func themes(c *web.Ctx) []web.Option { return module.Options(c, "site.theme_", taxonomy.Themes()) }

type showInput struct {
	ID    string `path:"id" json:"-"`
	Theme string `query:"theme" validate:"omitempty,oneof=a b c d"`
}

// ShowPage is how one city was scored.
type ShowPage struct {
	web.Whole[*Assessment]
	City  string `json:"city"`
	Name  string `json:"name"`
	Theme string `json:"theme"`

	Radar   web.Radar      `json:"-"`
	Themes  []web.Option   `json:"-"`
	May     []web.Link     `json:"-"` // what the reader may score
	Shown   []EvidenceLine `json:"-"`
	History []HistoryLine  `json:"-"`
}

// EvidenceLine is what shows a level.
type EvidenceLine struct{ Standard, Side, Level, Text string }

// HistoryLine is one scoring of the past.
type HistoryLine struct {
	At                        time.Time
	Standard, Side, Level, By string
}

func (h handlers) show(c *web.Ctx, in showInput) (*ShowPage, error) {
	all, err := h.List(c, in.ID)
	if err != nil {
		return nil, err
	}
	w := c.Words
	p := &ShowPage{City: in.ID, Name: h.kit.CityName(c, in.ID), Theme: cmp.Or(in.Theme, taxonomy.Themes()[0]), Themes: themes(c)}
	p.Items = all
	if p.Items == nil {
		p.Items = []*Assessment{}
	}
	p.Radar = web.Radar{Title: w.T("site.theme_" + p.Theme), Of: w.T("benchmark.standard"), Most: TopLevel}
	for _, id := range Standards(p.Theme) {
		p.Radar.Axes = append(p.Radar.Axes, web.Axis{Short: short(id), Label: w.T("benchmark." + id)})
	}
	for _, at := range sides() {
		a := &Assessment{}
		if i := slices.IndexFunc(all, func(a *Assessment) bool { return a.Round == at[0] && a.Side == at[1] }); i >= 0 {
			a = all[i]
		}
		p.addSide(c, at, a)
		err := h.MayAssess(c, in.ID, at[1])
		if err != nil && !problem.Is(err, problem.Conflict) {
			return nil, err
		}
		if err == nil {
			p.May = append(p.May, web.Link{Label: sideName(c, at), Path: fmt.Sprintf("/programme/benchmark/%s/edit?theme=%s&round=%s&side=%s", in.ID, p.Theme,
				at[0], at[1])})
		}
	}
	slices.SortStableFunc(p.History, func(a, b HistoryLine) int { return b.At.Compare(a.At) })
	return p, nil
}

func short(id string) string { return string(id[0]-'a'+'A') + id[1:] }

func (p *ShowPage) addSide(c *web.Ctx, at [2]string, a *Assessment) {
	series := web.Series{Label: sideName(c, at)}
	for _, id := range Standards(p.Theme) {
		score, scored := a.Scores[id]
		if !scored {
			series.Values, series.Says = append(series.Values, -1), append(series.Says, "–")
			continue
		}
		series.Values, series.Says = append(series.Values, float64(score.Level)), append(series.Says, strconv.Itoa(score.Level))
		if score.Evidence != "" {
			p.Shown = append(p.Shown, EvidenceLine{short(id) + " " + c.Words.T("benchmark."+id), sideName(c, at), strconv.Itoa(score.Level), score.Evidence})
		}
	}
	p.Radar.Series = append(p.Radar.Series, series)
	for _, h := range a.History {
		if slices.Contains(Standards(p.Theme), h.Standard) {
			line := HistoryLine{h.At, short(h.Standard), sideName(c, at), strconv.Itoa(h.Score.Level), h.By}
			if h.Cleared {
				line.Level = "–"
			}
			p.History = append(p.History, line)
		}
	}
}
