package notice

import (
	"fmt"
	"slices"
	"strings"

	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
)

// Change is one thing that differs between two publications.
type Change struct {
	Field string `json:"field"` // word key suffix under "tender."
	Old   any    `json:"old"`   // a text, a record.Money, a time.Time or a number
	New   any    `json:"new"`
}

// Changes compares two states of a tender, in what matters to a firm that may bid.
func Changes(old, next *Content) []Change {
	var all []Change
	add := func(field string, a, b any, same bool) {
		if !same {
			all = append(all, Change{field, a, b})
		}
	}
	title := func(c *Content) string { s, _ := c.Tender.Title.In(c.Language); return s }
	body := func(c *Content) string { s, _ := c.Tender.Description.In(c.Language); return s }
	add("title", title(old), title(next), title(old) == title(next))
	add("description", Short(body(old)), Short(body(next)), body(old) == body(next))
	add("deadline", old.Deadline(), next.Deadline(), old.Deadline().Equal(next.Deadline()))
	add("questions_until", old.Tender.Questions, next.Tender.Questions, old.Tender.Questions.Equal(next.Tender.Questions))
	add("value", old.Value(), next.Value(), sameMoney(old.Value(), next.Value()))
	add("cpv", strings.Join(old.CPV(), ", "), strings.Join(next.CPV(), ", "), slices.Equal(old.CPV(), next.CPV()))
	add("lots", len(old.Tender.Lots), len(next.Tender.Lots), len(old.Tender.Lots) == len(next.Tender.Lots))
	add("languages", strings.Join(old.Tender.Languages, ", "), strings.Join(next.Tender.Languages, ", "),
		slices.Equal(old.Tender.Languages, next.Tender.Languages))
	for _, kind := range []string{ocds.Turnover, ocds.Insurance, ocds.References, ocds.Staff, ocds.Years, ocds.Certificate} {
		a, b := level(old, kind), level(next, kind)
		add(kind, a, b, fmt.Sprint(a) == fmt.Sprint(b))
	}
	return all
}

// level is the first requirement of a kind, as an amount, a number or a name.
func level(c *Content, kind string) any {
	for _, r := range c.Requirements() {
		if r.Kind != kind {
			continue
		}
		switch {
		case r.Amount != nil:
			return *r.Amount
		case r.Number > 0:
			return r.Number
		}
		return r.Detail
	}
	return ""
}

func sameMoney(a, b *record.Money) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// Short cuts a long text for a list of changes, at a rune.
func Short(s string) string {
	const most = 160
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i] + "…"
		}
	}
	return s
}

// Version is the tender after one of its notices, for the page of its history.
type Version struct {
	Notice  *Notice  `json:"notice"`
	Changes []Change `json:"changes"`
}

// History compiles the notices one after the other, in their order, and lists what each changed.
func History(notices []*Notice) []Version {
	var versions []Version
	var before Compiled
	f := newGrouping()
	for i, n := range InOrder(notices) {
		f.add(n)
		after := f.compiled()
		v := Version{Notice: n}
		if i > 0 {
			v.Changes = Changes(&before.Content, &after.Content)
		}
		versions = append(versions, v)
		before = after
	}
	return versions
}
