package tender

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"citiesgrow/internal/problem"
	"citiesgrow/web"
)

// ListGroup is a place and how many open contracts of the list are there.
type ListGroup struct {
	Label  string   `json:"label"`
	Cities []string `json:"cities"` // ids; none for all other places
	Count  int      `json:"count"`
}

// listRun is items of a page that stand under one heading.
type listRun struct {
	Title string // empty where the list is not parted
	Items []Item
}

// listSort is a way to order the list.
type listSort struct {
	web.Link
	Chosen bool
}

// listNote says how the words were understood, with a way out where that is wrong.
type listNote struct {
	Work, Place string
	Works       []web.Link // other work that may have been meant
	Cities      []web.Link // the same work in each of the cities
}

// hasProfile reports whether the reader has a firm that said what it does.
func (f Firm) hasProfile() bool { return f.Lacking != nil }

// places are the cities whose contracts come first: those that the words name, else the firm's own, then the
// others where it works. A list of chosen cities is not parted.
func places(named []string, firm Firm, chosen []string) [][]string {
	if len(chosen) > 0 {
		return nil
	}
	var groups [][]string
	if len(named) > 0 {
		groups = append(groups, named)
	}
	rest := slices.DeleteFunc(slices.Clone(firm.Cities), func(city string) bool { return slices.Contains(named, city) })
	if len(groups) == 0 && len(rest) > 0 {
		groups, rest = append(groups, rest[:1]), rest[1:]
	}
	if len(rest) > 0 {
		groups = append(groups, rest)
	}
	return groups
}

// sortOf is the order of a list: by place where there are places and nothing else is chosen.
func sortOf(chosen string, places [][]string) string {
	switch {
	case len(places) == 0 && (chosen == "" || chosen == "cities"):
		return "relevance"
	case chosen == "":
		return "cities"
	}
	return chosen
}

// sorts are the ways to order a list.
func sorts(c *web.Ctx, q Search) []listSort {
	var all []listSort
	for _, name := range []string{"cities", "relevance", "deadline", "newest", "value"} {
		if name == "cities" && len(q.Places) == 0 {
			continue
		}
		all = append(all, listSort{web.Link{Label: c.Words.T("search.sort_" + name), Path: with(c, "sort", name)}, name == q.Sort})
	}
	return all
}

// with is this list with one part of the question changed; an empty value drops it.
func with(c *web.Ctx, name, value string) string {
	query := c.Query()
	query.Set(name, value)
	if value == "" {
		query.Del(name)
	}
	return listOf(query)
}

// listOf leads to the first page of a list, at its top: the eye stays where it was.
func listOf(query url.Values) string {
	query.Del("page")
	if len(query) == 0 {
		return "/tenders#list"
	}
	return "/tenders?" + query.Encode() + "#list"
}

// What a firm can do may be asked of a list: what fits its work, of that what lacks one thing at most, or nothing.
const (
	ableFits = "fits"
	ableOne  = "one"
	ableNone = "none"
)

// able are the tenders of a list that a firm can offer for; nil where nothing is asked. Without a profile the API
// refuses the question; a page ignores it, because a shared link must open for every reader.
func able(c *web.Ctx, firm Firm, asked string) ([]string, error) {
	switch {
	case asked == "":
		return nil, nil
	case !firm.hasProfile() && c.API:
		return nil, problem.Field("able", "search.able_firm")
	case !firm.hasProfile():
		return nil, nil
	}
	ids := []string{}
	for id, lacking := range firm.Lacking {
		if asked == ableFits || lacking == 0 || asked == ableOne && lacking == 1 {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// ables counts for a firm what each choice would bring. The chosen one is the list itself.
func (s *Handlers) ables(c *web.Ctx, p *ListPage, q Search, firm Firm) error {
	if !firm.hasProfile() {
		return nil
	}
	q.TotalOnly = true
	question := s.query(q)
	f := &web.Facet{Name: "able", Label: c.Words.T("search.by_able")}
	for _, value := range []string{"", ableFits, ableOne, ableNone} {
		o := web.Option{Value: value, Label: c.Words.T("able." + cmp.Or(value, "all")), Chosen: value == p.Input.Able}
		if o.Count = p.Total; !o.Chosen {
			var err error
			if question.Only, err = able(c, firm, value); err != nil {
				return err
			}
			if o.Count, err = s.count(c, question); err != nil {
				return err
			}
		}
		f.Options = append(f.Options, o)
	}
	p.Able, p.Facets["able"] = f, f.Options
	if p.Input.Able != "" {
		p.Chosen = append(p.Chosen, web.Link{Label: c.Words.T("able." + p.Input.Able), Path: with(c, "able", "")})
	}
	return nil
}

// group parts the items of a page by place, with how many open contracts each place has. What is not open, because
// it is only announced or over, comes last, in one part.
func (s *Handlers) group(c *web.Ctx, p *ListPage, q Search, found *Found) {
	if found.Groups == nil {
		p.Runs = []listRun{{Items: p.Items}}
		return
	}
	for n, count := range found.Groups {
		g := ListGroup{Cities: []string{}, Count: count}
		if n < len(q.Places) {
			g.Cities = q.Places[n]
		}
		g.Label = s.placeLabel(c, n, g, p.Cities)
		p.Groups = append(p.Groups, g)
	}
	for i, item := range p.Items {
		title := c.Words.T("search.group_over", "Count", found.Total-found.Open)
		if h := found.Hits[i]; h.Open {
			g := p.Groups[h.Group]
			title = c.Words.T("search.group", "Place", g.Label, "Count", g.Count)
		}
		if last := len(p.Runs) - 1; last < 0 || p.Runs[last].Title != title {
			p.Runs = append(p.Runs, listRun{Title: title})
		}
		last := &p.Runs[len(p.Runs)-1]
		last.Items = append(last.Items, item)
	}
}

// placeLabel says the place of a group: the city that was named or is the firm's own, where else the firm works, or
// all other places.
func (s *Handlers) placeLabel(c *web.Ctx, n int, g ListGroup, named []string) string {
	names := s.cityNames(c, g.Cities)
	switch {
	case len(g.Cities) == 0:
		return c.Words.T("search.group_other")
	case n > 0 && len(named) > 0:
		return c.Words.T("search.group_work", "Cities", names)
	case n > 0:
		return c.Words.T("search.group_also", "Cities", names)
	}
	return c.Words.T("search.group_city", "Cities", names)
}

func (s *Handlers) cityNames(c *web.Ctx, ids []string) string {
	return s.kit.Taxonomy.CityNames(ids, c.Languages()...)
}

// note says how the words were understood.
func (s *Handlers) note(c *web.Ctx, p *ListPage) listNote {
	n := listNote{Work: c.Words.Join(p.Works), Place: s.cityNames(c, p.Cities)}
	if n.Work != "" {
		n.Works = s.otherWorks(c, p, n.Place)
	}
	if n.Place != "" {
		_, bare := s.kit.Taxonomy.CitiesNamed(p.Words)
		for _, city := range s.kit.Taxonomy.Cities() {
			query := c.Query()
			query.Set("q", bare)
			query.Set("city", city.ID)
			n.Cities = append(n.Cities, web.Link{Label: s.cityNames(c, []string{city.ID}), Path: listOf(query)})
		}
	}
	return n
}

// mostOtherWorks is how many other kinds of work are offered.
const mostOtherWorks = 8

// otherWorks are kinds of work that the words may have meant instead, in the same place, those that sound like them
// first.
func (s *Handlers) otherWorks(c *web.Ctx, p *ListPage, place string) []web.Link {
	language := first(c.Languages())
	like := s.kit.Taxonomy.Suggest(p.Words, language, mostOtherWorks)
	var links []web.Link
	for _, trade := range slices.Concat(like, s.kit.Taxonomy.Suggest("", language, len(s.kit.Taxonomy.Trades()))) {
		words := trade.Words[language]
		if len(words) == 0 || len(links) == mostOtherWorks || slices.Contains(p.Works, s.kit.Taxonomy.Work(trade.CPV[0], c.Languages()...)) {
			continue
		}
		link := web.Link{Label: words[0], Path: with(c, "q", strings.Join(nonEmpty(words[0], place), " "))}
		if !slices.Contains(links, link) {
			links = append(links, link)
		}
	}
	return links
}

// nonEmpty leaves out what is empty.
func nonEmpty(all ...string) []string {
	return slices.DeleteFunc(all, func(s string) bool { return s == "" })
}
