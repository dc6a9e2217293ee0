package module

import (
	"slices"

	"citiesgrow/search"
	"citiesgrow/web"
)

// CityOptions are the cities as choices of a form, in the reader's language; only those
// that keep lets through, all of them for nil.
func (k Kit) CityOptions(c *web.Ctx, keep func(id string) bool) []web.Option {
	var options []web.Option
	for _, city := range k.Taxonomy.Cities() {
		if keep == nil || keep(city.ID) {
			name, _ := city.Names.In(c.Languages()...)
			options = append(options, web.Option{Value: city.ID, Label: name})
		}
	}
	return options
}

// CityName is a city in the reader's language; empty for none.
func (k Kit) CityName(c *web.Ctx, id string) string {
	return k.Taxonomy.CityNames([]string{id}, c.Languages()...)
}

// ChooseCity are all cities as choices of a form, first the one that asks to choose.
func (k Kit) ChooseCity(c *web.Ctx) []web.Option {
	return append([]web.Option{{Label: c.Words.T("site.choose")}}, k.CityOptions(c, nil)...)
}

// Options are values as choices of a form; the label of each is the word key prefix + value.
func Options(c *web.Ctx, prefix string, values []string) []web.Option {
	var all []web.Option
	for _, v := range values {
		all = append(all, web.Option{Value: v, Label: c.Words.T(prefix + v)})
	}
	return all
}

// Facet says the counts of one way to narrow a list in the reader's words; what was chosen
// stays, also when nothing is left of it. Of CPV codes the divisions alone are offered.
func Facet(name, label string, counts []search.Count, chosen []string, say func(value string) string) web.Facet {
	f := web.Facet{Name: name, Label: label, Options: []web.Option{}}
	for _, n := range counts {
		if name != "cpv" || len(n.Value) == 2 {
			f.Options = append(f.Options, web.Option{Value: n.Value, Label: say(n.Value), Count: n.Count, Chosen: slices.Contains(chosen, n.Value)})
		}
	}
	for _, v := range chosen {
		if !slices.ContainsFunc(f.Options, func(o web.Option) bool { return o.Value == v }) {
			f.Options = append(f.Options, web.Option{Value: v, Label: say(v), Chosen: true})
		}
	}
	return f
}

// spoken are the languages that forms offer: those of the cities and of most people who
// came to them.
var spoken = []string{"ar", "bn", "bg", "ca", "da", "de", "el", "en", "es", "fa", "fi", "fr", "it", "ku", "lv", "nl", "pl", "ps", "pt", "ro", "ru",
	"so", "sq", "sv", "ti", "tr", "uk", "ur", "vi", "zh"}

// LanguageOptions are languages as choices of a form, in the reader's language.
func LanguageOptions(c *web.Ctx) []web.Option {
	var all []web.Option
	for _, l := range spoken {
		all = append(all, web.Option{Value: l, Label: c.Words.LanguageName(l)})
	}
	return all
}
