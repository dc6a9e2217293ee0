package module

import (
	"citiesgrow/search"
	"citiesgrow/web"
)

// List is a page of what a search found, with the counts of the ways to narrow it. A page of a module
// embeds it, with the input that it was asked with.
type List[T any] struct {
	Items  []T                     `json:"items"`
	Total  int                     `json:"total"` // of all pages
	Page   int                     `json:"page"`  // from 1
	Size   int                     `json:"size"`  // items of a page, at most
	Facets map[string][]web.Option `json:"facets"`

	Filters []web.Facet `json:"-"` // the facets as the page shows them, in order
	Pager   web.Pager   `json:"-"`
	Empty   web.Empty   `json:"-"` // shown where nothing was found
}

// ListOf is a page of items.
func ListOf[T any](items []T, total, page, size int) List[T] {
	return List[T]{Items: append([]T{}, items...), Total: total, Page: page, Size: size, Facets: map[string][]web.Option{},
		Pager: web.Pager{Page: page, Size: size, Total: total}}
}

// Narrow adds the facets of these names: the label of each is the word key prefix + name, what was
// chosen stays, and say puts a value into the reader's words.
func (l *List[T]) Narrow(c *web.Ctx, prefix string, names []string, counts map[string][]search.Count, chosen map[string][]string,
	say func(name, value string) string) {
	for _, name := range names {
		facet := Facet(name, c.Words.T(prefix+name), counts[name], chosen[name], func(v string) string { return say(name, v) })
		l.Facets[name] = facet.Options
		l.Filters = append(l.Filters, facet)
	}
}
