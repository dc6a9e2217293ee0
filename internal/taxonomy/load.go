package taxonomy

import (
	"maps"
	"slices"

	"citiesgrow/internal/i18n"
)

// Set is what one official file holds: codes, or a map from old codes to new, or both.
type Set struct {
	Scheme string            // "CPV", "CPVS", "CPV2003", "NUTS", or the list's own name such as "buyer-legal-type"
	Codes  []Code            //
	Map    map[string]string // old → new; for CPV2003 and NUTS
}

// official is everything loaded, replaced as a whole.
type official struct {
	cpv     map[string]Code
	cpv2003 map[string]string
	nuts    map[string]Code
	nutsMap map[string]string
	lists   map[string]map[string]Code // all other schemes
	labels  *labelIndex                // over cpv
}

// Load adds official codes. They take part in every answer from then on; those
// of an earlier Load stay, unless a code is given anew.
func (t *Taxonomy) Load(sets ...Set) {
	t.loading.Lock()
	defer t.loading.Unlock()
	o := t.official.Load().clone()
	changed := false
	for _, s := range sets {
		switch s.Scheme {
		case "CPV":
			changed = changed || len(s.Codes) > 0
			add(o.cpv, s.Codes)
		case "CPV2003":
			maps.Copy(o.cpv2003, s.Map)
		case "NUTS":
			add(o.nuts, s.Codes)
			maps.Copy(o.nutsMap, s.Map)
		default:
			if o.lists[s.Scheme] == nil {
				o.lists[s.Scheme] = map[string]Code{}
			} else {
				o.lists[s.Scheme] = maps.Clone(o.lists[s.Scheme])
			}
			add(o.lists[s.Scheme], s.Codes)
		}
	}
	if changed {
		o.labels = newLabelIndex(o.cpv)
	}
	t.official.Store(o)
}

// Loaded counts the codes of each scheme that has been loaded; mappings count
// under "CPV2003" and "NUTS map".
func (t *Taxonomy) Loaded() map[string]int {
	o := t.official.Load()
	n := map[string]int{"CPV": len(o.cpv), "CPV2003": len(o.cpv2003), "NUTS": len(o.nuts), "NUTS map": len(o.nutsMap)}
	for scheme, codes := range o.lists {
		n[scheme] = len(codes)
	}
	maps.DeleteFunc(n, func(_ string, count int) bool { return count == 0 })
	return n
}

// Listed returns a code of a loaded list other than the CPV, by the scheme's name.
func (t *Taxonomy) Listed(scheme, id string) (Code, bool) {
	o := t.official.Load()
	if scheme == "NUTS" {
		c, ok := o.nuts[id]
		return c, ok
	}
	c, ok := o.lists[scheme][id]
	return c, ok
}

func (o *official) clone() *official {
	next := &official{cpv: maps.Clone(o.cpv), cpv2003: maps.Clone(o.cpv2003), nuts: maps.Clone(o.nuts), nutsMap: maps.Clone(o.nutsMap),
		lists: maps.Clone(o.lists), labels: o.labels}
	for _, m := range []*map[string]Code{&next.cpv, &next.nuts} {
		if *m == nil {
			*m = map[string]Code{}
		}
	}
	for _, m := range []*map[string]string{&next.cpv2003, &next.nutsMap} {
		if *m == nil {
			*m = map[string]string{}
		}
	}
	if next.lists == nil {
		next.lists = map[string]map[string]Code{}
	}
	return next
}

// add puts codes into a list; labels in further languages join those there are.
func add(list map[string]Code, codes []Code) {
	for _, c := range codes {
		if before, twice := list[c.ID]; twice {
			labels := i18n.Text{}
			maps.Copy(labels, before.Labels)
			maps.Copy(labels, c.Labels)
			c.Labels = labels
			if c.Parent == "" {
				c.Parent = before.Parent
			}
		}
		list[c.ID] = c
	}
}

// nutsSuccessor answers from the loaded map, unless a loaded list still has the
// code: some published maps lead from new codes back to old ones.
func (o *official) nutsSuccessor(code string) (string, bool) {
	if _, current := o.nuts[code]; current {
		return "", false
	}
	next, ok := o.nutsMap[code]
	return next, ok
}

// label finds the words for a code that is not of the CPV.
func (o *official) label(code string, languages ...string) string {
	if c, ok := o.nuts[cleanNUTS(code)]; ok {
		words, _ := c.Labels.In(languages...)
		return words
	}
	for _, scheme := range slices.Sorted(maps.Keys(o.lists)) {
		if c, ok := o.lists[scheme][code]; ok {
			words, _ := c.Labels.In(languages...)
			return words
		}
	}
	return code
}
