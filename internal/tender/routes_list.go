package tender

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"citiesgrow/internal/module"
	"citiesgrow/internal/record"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/taxonomy/fold"
	"citiesgrow/search"
	"citiesgrow/web"
)

type listInput struct {
	Words        string     `query:"q" validate:"max=300"`
	Cities       []string   `query:"city" validate:"max=20,dive,max=40"`
	CPV          []string   `query:"cpv" validate:"max=50,dive,max=12"`
	Themes       []string   `query:"theme" validate:"max=4,dive,oneof=a b c d A B C D"`
	Languages    []string   `query:"language" validate:"max=30,dive,max=8"`
	Bands        []string   `query:"band" validate:"max=10,dive,max=12"`
	MinValue     *int64     `query:"min_value" validate:"omitempty,min=0"` // euros
	MaxValue     *int64     `query:"max_value" validate:"omitempty,min=0"`
	DeadlineFrom record.Day `query:"deadline_from" validate:"omitempty,max=30"`
	Due          string     `query:"deadline" validate:"omitempty,oneof=week month later"` // open tenders that end within 7 days, 8 to 30, more
	Statuses     []string   `query:"status" validate:"max=7,dive,oneof=planned open closed awarded unsuccessful withdrawn"`
	Able         string     `query:"able" validate:"omitempty,oneof=fits one none"` // for a firm: what fits it, with at most one thing lacking, with none
	Sort         string     `query:"sort" validate:"omitempty,oneof=cities relevance deadline newest value"`
	Page         int        `query:"page" validate:"min=0,max=5000"`
	Size         int        `query:"size" validate:"min=0,max=100"`
}

// ListPage is a page of tenders.
type ListPage struct {
	Items     []Item                  `json:"items"`
	Total     int                     `json:"total"`
	Page      int                     `json:"page"`
	Size      int                     `json:"size"`
	Open      int                     `json:"open"` // of the total
	Facets    map[string][]web.Option `json:"facets"`
	Groups    []ListGroup             `json:"groups,omitempty"` // in the order of cities: the open contracts by place, in the order of the items
	Corrected map[string]string       `json:"corrected,omitempty"`
	Works     []string                `json:"understoodWorks,omitempty"`  // the trades that the words were taken for, three at most, the surest first
	Cities    []string                `json:"understoodCities,omitempty"` // ids of the cities that the words name
	Ways      []web.Link              `json:"ways,omitempty"`             // when nothing was found: searches that find something

	Words    string       `json:"-"`
	Note     listNote     `json:"-"`
	Runs     []listRun    `json:"-"` // the items, parted by place
	Able     *web.Facet   `json:"-"` // for a firm
	Keep     bool         `json:"-"` // the search can be saved
	Statuses []web.Option `json:"-"`
	Filters  []web.Facet  `json:"-"`
	Chosen   []web.Link   `json:"-"` // filters in force, each with the way to drop it
	Sorts    []listSort   `json:"-"`
	Input    listInput    `json:"-"`
	Empty    web.Empty    `json:"-"`
	Pager    web.Pager    `json:"-"`
}

func (s *Handlers) list(c *web.Ctx, in listInput) (*ListPage, error) {
	in.Cities, in.Languages = lower(in.Cities), lower(in.Languages)
	q := Search{Words: in.Words, Cities: in.Cities, CPV: in.CPV, Themes: lower(in.Themes), Languages: in.Languages, Bands: in.Bands,
		Due: in.Due, MinValue: in.MinValue, MaxValue: in.MaxValue, Statuses: in.Statuses, Sort: in.Sort, Page: max(in.Page, 1), Size: cmp.Or(in.Size, 20),
		Reader: c.Languages()}
	from, err := in.DeadlineFrom.Time("deadline_from", "UTC")
	if err != nil {
		return nil, err
	}
	if len(in.DeadlineFrom) == len("2026-12-04") {
		q.DeadlineDay = from
	} else {
		q.DeadlineFrom = from
	}
	firm, err := s.matcher.Firm(c)
	if err != nil {
		return nil, err
	}
	named, _ := s.kit.Taxonomy.CitiesNamed(search.Wanted(in.Words))
	q.Places = places(named, firm, in.Cities)
	q.Sort = sortOf(in.Sort, q.Places)
	if q.Only, err = able(c, firm, in.Able); err != nil {
		return nil, err
	}
	found, err := s.List(c, q)
	if err != nil {
		return nil, err
	}
	p := &ListPage{Items: []Item{}, Total: found.Total, Open: found.Open, Page: q.Page, Size: q.Size, Words: in.Words, Input: in,
		Corrected: found.Corrected, Cities: named,
		Pager: web.Pager{Page: q.Page, Size: q.Size, Total: found.Total}}
	if err := s.items(c, p, found); err != nil {
		return nil, err
	}
	s.facets(c, p, found.Facets, in)
	if err := s.ables(c, p, q, firm); err != nil {
		return nil, err
	}
	p.Sorts, p.Keep = sorts(c, q), in.keepable()
	s.bounds(c, p)
	s.group(c, p, q, found)
	if !s.kit.Taxonomy.FirmsName(in.Words) {
		p.Works = s.understood(found.Meanings, c.Languages())
	}
	p.Note = s.note(c, p)
	if found.Total == 0 {
		return p, s.helpOut(c, p, q)
	}
	if len(p.Items) == 0 {
		p.Empty = web.Empty{Title: c.Words.T("search.page_empty"), Text: c.Words.T("search.page_empty_text", "Count", found.Total),
			Links: []web.Link{{Label: c.Words.T("search.first_page"), Path: listOf(c.Query())}}}
	}
	return p, nil
}

// keepable reports whether a saved search would find the same list: it has words or filters that are saved, and no other
// filter is active.
func (in *listInput) keepable() bool {
	others := len(in.Themes) > 0 || in.Due != "" || in.MinValue != nil || in.MaxValue != nil || in.DeadlineFrom != "" || in.Able != ""
	open := len(in.Statuses) == 0 || len(in.Statuses) == 1 && in.Statuses[0] == string(StatusOpen)
	return !others && open && (in.Words != "" || len(in.Cities)+len(in.CPV)+len(in.Languages)+len(in.Bands) > 0)
}

// bounds lists what was chosen besides the facets: states, values and the last day, each with the way to drop it.
func (s *Handlers) bounds(c *web.Ctx, p *ListPage) {
	in := p.Input
	for _, status := range []Status{StatusOpen, StatusPlanned, StatusClosed, StatusAwarded, StatusUnsuccessful, StatusWithdrawn} {
		o := web.Option{Value: string(status), Label: c.Words.T("status." + string(status)), Chosen: slices.Contains(in.Statuses, string(status))}
		p.Statuses = append(p.Statuses, o)
		if o.Chosen {
			p.Chosen = append(p.Chosen, web.Link{Label: o.Label, Path: without(c, "status", o.Value)})
		}
	}
	euros := func(name, key string, n *int64) {
		if n != nil {
			p.Chosen = append(p.Chosen, web.Link{Label: c.Words.T(key, "Amount", record.Units(*n, "EUR")), Path: with(c, name, "")})
		}
	}
	euros("min_value", "search.value_from", in.MinValue)
	euros("max_value", "search.value_to", in.MaxValue)
	if in.DeadlineFrom != "" {
		p.Chosen = append(p.Chosen, web.Link{Label: c.Words.T("search.day_from", "Day", string(in.DeadlineFrom)), Path: with(c, "deadline_from", "")})
	}
}

// understood names the trades that the words of a search were surely taken for.
func (s *Handlers) understood(meanings []taxonomy.Meaning, reader []string) []string {
	var codes []string
	for _, m := range taxonomy.Understood(meanings) {
		if said := fold.Words(m.Word); len(said) == 1 && len(s.kit.Taxonomy.Plain(m.Word)) > 0 {
			continue // "care" may be of children, of parks or of cars
		}
		codes = append(codes, m.CPV)
	}
	return s.kit.Taxonomy.Works(codes, reader...)
}

func (s *Handlers) items(c *web.Ctx, p *ListPage, found *Found) error {
	fits, err := s.matcher.Reasons(c, found.Tenders)
	if err != nil {
		return err
	}
	for i, t := range found.Tenders {
		item := s.Item(c, t)
		item.Snippet = fragments(found.Hits[i].Snippet)
		if fit, has := fits[t.ID]; has {
			item.Score, item.Reasons, item.Judged = fit.Score, fit.Reasons, true
		}
		p.Items = append(p.Items, item)
	}
	return nil
}

// facets says the counts in the reader's language. Chosen values are shown even when
// nothing is left of them, so that they can be dropped.
func (s *Handlers) facets(c *web.Ctx, p *ListPage, counts map[string][]search.Count, in listInput) {
	p.Facets = map[string][]web.Option{}
	chosen := map[string][]string{"city": in.Cities, "cpv": in.CPV, "theme": lower(in.Themes), "language": in.Languages, "band": in.Bands}
	if in.Due != "" {
		chosen["deadline"] = []string{in.Due}
	}
	for _, name := range append([]string{"deadline"}, facetNames...) {
		f := module.Facet(name, c.Words.T("search.by_"+name), counts[name], chosen[name], func(v string) string { return s.facetLabel(c, name, v) })
		if name == "band" {
			slices.SortFunc(f.Options, func(a, b web.Option) int {
				return slices.Index(Bands(), a.Value) - slices.Index(Bands(), b.Value)
			})
		}
		p.Facets[name] = f.Options
		p.Filters = append(p.Filters, f)
		for _, o := range f.Options {
			if o.Chosen {
				p.Chosen = append(p.Chosen, web.Link{Label: o.Label, Path: without(c, name, o.Value)})
			}
		}
	}
}

// without is this list with one filter dropped.
func without(c *web.Ctx, name, value string) string {
	q := c.Query()
	q[name] = slices.DeleteFunc(q[name], func(v string) bool { return v == value })
	return listOf(q)
}

func (s *Handlers) facetLabel(c *web.Ctx, facet, value string) string {
	switch facet {
	case "city":
		return cmp.Or(s.kit.Taxonomy.CityNames([]string{value}, c.Languages()...), value)
	case "cpv":
		code, ok := taxonomy.NormalCPV((value + "00000000")[:8])
		if label := s.kit.Taxonomy.Label(code, c.Languages()...); ok && label != "" {
			return label
		}
	case "theme":
		return c.Words.T("theme." + value)
	case "language":
		return c.Words.LanguageName(value)
	case "band":
		if slices.Contains(Bands(), value) {
			return c.Words.T("band." + value)
		}
	case "deadline":
		return c.Words.T("due." + value)
	}
	return value
}

// helpOut fills an empty list with ways that lead to something.
func (s *Handlers) helpOut(c *web.Ctx, p *ListPage, q Search) error {
	ways, err := s.Ways(c, q)
	if err != nil {
		return err
	}
	for _, w := range ways {
		link := web.Link{Label: w.Words, Count: w.Count, Path: "/tenders?" + url.Values{"q": {w.Words}}.Encode()}
		switch w.Kind {
		case "without":
			query := c.Query()
			for _, name := range map[string][]string{"city": {"city"}, "cpv": {"cpv"}, "language": {"language"}, "band": {"band", "min_value", "max_value"},
				"theme": {"theme"}, "able": {"able"}, "status": {"status"}, "deadline": {"deadline_from", "deadline"}}[w.Drop] {
				query.Del(name)
			}
			link.Label, link.Path = c.Words.T("search.without_"+w.Drop), listOf(query)
		case "place":
			link.Label = c.Words.Join(nonEmpty(w.Words, s.cityNames(c, w.Cities)))
			link.Path = listOf(url.Values{"q": nonEmpty(w.Words), "city": w.Cities})
		case "all":
			link.Label, link.Path = c.Words.T("search.all"), "/tenders"
		}
		p.Ways = append(p.Ways, link)
	}
	p.Empty = web.Empty{Title: c.Words.T("search.none"), Text: c.Words.T("search.none_text"), Links: p.Ways}
	switch {
	case len(p.Chosen) > 0:
		p.Empty.Title = c.Words.T("search.none_chosen")
	case p.Words != "":
		p.Empty.Title = c.Words.T("search.none_for", "Words", p.Words)
	}
	return nil
}

// lower writes codes as they are stored.
func lower(codes []string) []string {
	var out []string
	for _, code := range codes {
		if code = strings.ToLower(strings.TrimSpace(code)); code != "" {
			out = append(out, code)
		}
	}
	return out
}
