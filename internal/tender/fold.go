package tender

import (
	"cmp"
	"crypto/sha256"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/taxonomy"
)

// Fold compiles what is known of a tender from its notices, in whatever order they
// arrived (OCDS calls the result a compiled release). The notices are grouped into
// documents, each of which makes one statement: see document. Later statements say more
// than earlier ones, and what a later one leaves out stays as it was. What belongs to the
// buyer here, the draft and the owner, is kept.
func (t *Tender) Fold(notices []*Notice, places *taxonomy.Taxonomy) {
	f := newFolding()
	for _, n := range inOrder(notices) {
		f.add(n)
	}
	f.into(t)
	t.place(places)
}

// date is that of the notice, or the day it came in where it names none.
func (n *Notice) date() time.Time {
	if n.Release.Date.IsZero() {
		return n.Created
	}
	return n.Release.Date
}

// inOrder sorts notices by their date, version and publication, and else as they came in.
func inOrder(notices []*Notice) []*Notice {
	ordered := slices.Clone(notices)
	slices.SortStableFunc(ordered, func(a, b *Notice) int {
		return cmp.Or(a.date().Compare(b.date()), cmp.Compare(a.Release.Source.Version, b.Release.Source.Version),
			cmp.Compare(a.Release.Source.Publication, b.Release.Source.Publication), a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
	})
	return ordered
}

// folding is a tender while its notices are added, in their order.
type folding struct {
	documents []*document
	byName    map[string]*document // by the names of its notices, see names
	awaited   map[string]*document // by the name of a notice that a correction names and that has not come
	notices   []*Notice
}

func newFolding() *folding {
	return &folding{byName: map[string]*document{}, awaited: map[string]*document{}}
}

// add puts a notice into its document.
func (f *folding) add(n *Notice) {
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
func (f *folding) documentOf(n *Notice) (d *document, before bool) {
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

// into compiles the tender.
func (f *folding) into(t *Tender) {
	t.Content, t.Awards, t.Bids, t.Stage, t.Reason, t.Notices, t.Outcome = Content{}, nil, nil, "", "", nil, nil
	t.Feeds, t.Calls = nil, nil
	t.Published, t.Amended = time.Time{}, time.Time{}
	c := compiling{Tender: t}
	for i, d := range f.documents {
		c.lay(i, d)
	}
	for i, n := range f.notices {
		r := &n.Release
		if i == 0 {
			t.Published = r.Date
		}
		t.Notices, t.Amended, t.Source = append(t.Notices, n.ID), r.Date, r.Source
		t.OCID = cmp.Or(t.OCID, r.OCID)
		if name := feed(r.Source); !slices.Contains(t.Feeds, name) {
			t.Feeds = append(t.Feeds, name)
		}
		if isCall(r.Tags) {
			t.Calls = codes.Add(t.Calls, r.Source.Procedure)
		}
		if o := outcomeOf(r); o != nil {
			t.Outcome, t.Reason = o, o.Reason
		}
	}
	c.settle()
}

// place derives the cities from every place of performance, and from the buyer's seat
// where none is told.
func (c *Content) place(places *taxonomy.Taxonomy) {
	c.Cities, c.City = nil, ""
	add := func(p ocds.Place) {
		city, known := places.CityByPlace(p.NUTS, p.Country, p.Town, p.Postcode)
		if known && !slices.Contains(c.Cities, city.ID) {
			c.Cities = append(c.Cities, city.ID)
		}
	}
	for _, p := range c.Tender.Places {
		add(p)
	}
	for _, l := range c.Tender.Lots {
		for _, p := range l.Places {
			add(p)
		}
	}
	for _, p := range c.Parties {
		if len(c.Cities) == 0 && slices.Contains(p.Roles, "buyer") {
			add(ocds.Place{NUTS: p.NUTS, Country: p.Country, Town: p.Town, Postcode: p.Postcode})
		}
	}
	if len(c.Cities) > 0 {
		c.City = c.Cities[0]
	}
}

// idAlphabet is the one of record.NewID.
const idAlphabet = "23456789abcdefghjkmnpqrstwxyz"

// IDOf is the id of the tender of a contracting process: the same for every notice
// about it and on every import, so that importing twice finds the first.
func IDOf(ocid string) string {
	sum := sha256.Sum256([]byte(ocid))
	var id strings.Builder
	id.WriteString("tender-")
	for _, b := range sum[:12] {
		id.WriteByte(idAlphabet[int(b)%len(idAlphabet)])
	}
	return id.String()
}
