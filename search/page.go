package search

import (
	"cmp"
	"slices"
)

// scored is a document that passed the filter and may come onto the page.
type scored struct {
	part  int // index in page.parts
	doc   uint16
	open  bool
	group uint8
	score float32
}

// page selects the first documents of a list (a top-k heap): open before closed, then by group, then by number or score. Ties are
// ordered by id, so that pages never overlap.
type page struct {
	parts   []part
	number  int // index of the number to sort by; -1 sorts by score
	desc    bool
	grouped bool
	most    int
	reader  int      // the number of the user's language; -1 if unknown
	kept    []scored // a heap whose root is the last document in the order
}

// before compares two documents in the order of the list; negative if a comes first.
func (g *page) before(a, b scored) int {
	if a.open != b.open {
		if a.open {
			return -1
		}
		return 1
	}
	if a.group != b.group {
		return cmp.Compare(a.group, b.group)
	}
	if g.number >= 0 {
		x, y := g.parts[a.part].numbers[g.number].of[a.doc], g.parts[b.part].numbers[g.number].of[b.doc]
		if c := compareNumbers(x, y, g.desc); c != 0 {
			return c
		}
	}
	if a.score != b.score {
		return cmp.Compare(b.score, a.score)
	}
	return cmp.Compare(g.parts[a.part].ids.names[a.doc], g.parts[b.part].ids.names[b.doc])
}

// compareNumbers compares in the given direction, but puts documents without the number last in both.
func compareNumbers(a, b int64, desc bool) int {
	switch {
	case a == b:
		return 0
	case a == none:
		return 1
	case b == none:
		return -1
	case desc:
		return cmp.Compare(b, a)
	}
	return cmp.Compare(a, b)
}

// full reports whether the heap is full, so that a document only comes in if it precedes the root.
func (g *page) full() bool { return len(g.kept) >= g.most }

// least returns the score below which an open document cannot come onto the page. It is 0 while the heap has room or contains a
// closed document.
func (g *page) least() float32 {
	if g.full() && len(g.kept) > 0 && g.kept[0].open {
		return g.kept[0].score
	}
	return 0
}

// offer adds a document to the heap and reports whether it came in.
func (g *page) offer(s scored) bool {
	if !g.full() {
		g.kept = append(g.kept, s)
		for i := len(g.kept) - 1; i > 0 && g.before(g.kept[i], g.kept[(i-1)/2]) > 0; i = (i - 1) / 2 {
			g.kept[i], g.kept[(i-1)/2] = g.kept[(i-1)/2], g.kept[i]
		}
		return true
	}
	if g.most == 0 || g.before(s, g.kept[0]) >= 0 {
		return false
	}
	g.kept[0] = s
	for i := 0; ; {
		worst := 2*i + 1
		if worst >= len(g.kept) {
			break
		}
		if worst+1 < len(g.kept) && g.before(g.kept[worst+1], g.kept[worst]) > 0 {
			worst++
		}
		if g.before(g.kept[worst], g.kept[i]) <= 0 {
			break
		}
		g.kept[i], g.kept[worst] = g.kept[worst], g.kept[i]
		i = worst
	}
	return true
}

// from sorts the heap and lists its documents from a position on.
func (g *page) from(at int) []scored {
	slices.SortFunc(g.kept, g.before)
	return g.kept[min(at, len(g.kept)):]
}

// browse offers the documents of a set for a query without words. A list that is sorted by a number without groups is read in
// that order and only as far as necessary.
func (g *page) browse(f *filter, n int, passing set) {
	p := g.parts[n]
	if g.number < 0 || g.grouped {
		passing.each(func(doc uint16) {
			one := f.place(n, p, doc)
			f.tally(one)
			g.offer(one)
		})
		return
	}
	column := &p.numbers[g.number]
	order := column.order
	open, closed := firstWithTies{left: g.most}, firstWithTies{left: g.most}
	switch over := p.over(f.now); {
	case over == p.size():
		open.full = true
	case over == 0:
		closed.full = true
	}
	closed.full = closed.full || g.full() && (g.most == 0 || g.kept[0].open)
	for i := range order {
		if open.full && closed.full {
			return
		}
		doc := order[i]
		if g.desc {
			doc = order[len(order)-1-i]
		}
		if !passing.has(doc) {
			continue
		}
		s := f.place(n, p, doc)
		from := &closed
		if s.open {
			from = &open
		}
		if from.passes(column.of[doc]) && !g.offer(s) {
			from.left = 0 // all documents with another number come later in the order
		}
	}
	if len(order) == p.size() {
		return
	}
	passing.each(func(doc uint16) {
		if p.numbers[g.number].of[doc] == none {
			g.offer(f.place(n, p, doc))
		}
	})
}

// firstWithTies passes the first few documents, and then those with the same number as the last of them.
type firstWithTies struct {
	left int
	last int64
	full bool
}

func (t *firstWithTies) passes(number int64) bool {
	if t.left <= 0 && number != t.last {
		t.full = true
	}
	t.left--
	t.last = number
	return !t.full
}
