package module

import "citiesgrow/web"

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
