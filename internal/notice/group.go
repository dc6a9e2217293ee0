package notice

import (
	"cmp"
	"slices"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/taxonomy"
)

// Compile makes the compiled release of some notices, in whatever order they arrived. The notices
// are grouped into documents, each of which makes one statement: see document. Later statements say
// more than earlier ones, and what a later one leaves out stays as it was. The cities are those of
// the places of performance.
func Compile(notices []*Notice, places *taxonomy.Taxonomy) Compiled {
	f := newGrouping()
	for _, n := range InOrder(notices) {
		f.add(n)
	}
	c := f.compiled()
	c.place(places)
	return c
}

// grouping groups the notices of one procedure into documents, in their order.
type grouping struct {
	documents []*document
	byName    map[string]*document // by the names of its notices, see names
	awaited   map[string]*document // by the name of a notice that a correction names and that has not come
	notices   []*Notice
}

func newGrouping() *grouping {
	return &grouping{byName: map[string]*document{}, awaited: map[string]*document{}}
}

// add puts a notice into its document.
func (f *grouping) add(n *Notice) {
	f.notices = append(f.notices, n)
	d, before := f.documentOf(n)
	if d == nil {
		d = &document{kind: kindOfDocument(&n.Release)}
		f.documents = append(f.documents, d)
	}
	if before {
		d.releases = slices.Insert(d.releases, 0, &n.Release)
	} else {
		d.releases = append(d.releases, &n.Release)
	}
	for _, name := range documentNames(&n.Release) {
		f.byName[name] = d
	}
	if r := corrected(&n.Release); r != "" && f.byName[r] == nil {
		f.awaited[r] = d
	}
}

// documentOf finds the document that a notice belongs to; nil when it begins one. before reports
// that a correction of the notice is there already, which has the last word.
func (f *grouping) documentOf(n *Notice) (d *document, before bool) {
	if d := f.byName[corrected(&n.Release)]; d != nil {
		return d, false
	}
	for _, name := range documentNames(&n.Release) {
		if d := f.byName[name]; d != nil {
			return d, false
		}
		if d := f.awaited[name]; d != nil {
			return d, true
		}
	}
	return nil, false
}

// compiled is the compiled release of the notices so far, without its cities.
func (f *grouping) compiled() Compiled {
	var c compiling
	for i, d := range f.documents {
		c.add(i, d)
	}
	for i, n := range f.notices {
		r := &n.Release
		if i == 0 {
			c.Published = r.Date
		}
		c.Notices, c.Amended, c.Source = append(c.Notices, n.ID), r.Date, r.Source
		c.OCID = cmp.Or(c.OCID, r.OCID)
		if name := Feed(r.Source); !slices.Contains(c.Feeds, name) {
			c.Feeds = append(c.Feeds, name)
		}
		if IsCall(r.Tags) {
			c.Calls = codes.Add(c.Calls, r.Source.Procedure)
		}
		if o, ok := outcomeOf(r); ok {
			c.Outcome, c.Reason = &o, o.Reason
		}
	}
	c.finish()
	return c.Compiled
}
