package eval

import (
	"strings"
	"time"
	"unicode"
)

// cut divides the award data at a day. Suppliers know the contracts that they won before it. The contracts published from that
// day until the end, exclusive, are ranked.
type cut struct{ from, end time.Time }

// The two windows of the tuning do not overlap. The files were made for the later one.
var (
	cutOfFiles = time.Date(2024, 2, 5, 0, 0, 0, 0, time.UTC)
	cutBefore  = cut{from: time.Date(2024, 1, 22, 0, 0, 0, 0, time.UTC), end: cutOfFiles}
)

// part returns the files as they would have been on the day of the cut. It leaves out awards without a date, awards published at
// or after the end, and the awards that the files themselves rank. On the day of the cut none of them is known.
func (c cut) part(awards []award, firms []judged) ([]award, []judged) {
	var kept []award
	for _, a := range awards {
		day, err := time.Parse(time.DateOnly, a.Day)
		if err != nil || a.Period == later || !day.Before(c.end) {
			continue
		}
		if a.Period = before; !day.Before(c.from) {
			a.Period = later
		}
		kept = append(kept, a)
	}
	return kept, judgedBy(kept, firms)
}

// judgedBy derives histories and right answers from the winners, as the files do. A right answer is a later contract with a title
// that the supplier had not won before. A supplier without earlier contracts is not judged.
func judgedBy(awards []award, firms []judged) []judged {
	earlier, won := map[string][]award{}, map[string][]award{}
	for _, a := range awards {
		by := earlier
		if a.Period == later {
			by = won
		}
		for _, id := range a.Winners {
			by[id] = append(by[id], a)
		}
	}
	var all []judged
	for _, f := range firms {
		if len(earlier[f.ID]) > 0 {
			all = append(all, judgedOn(f, earlier[f.ID], won[f.ID]))
		}
	}
	return all
}

func judgedOn(f judged, earlier, won []award) judged {
	f.History, f.Titles, f.Fresh = nil, nil, nil
	known := map[string]bool{}
	for _, a := range earlier {
		f.History, f.Titles = append(f.History, a.ID), append(f.Titles, a.Title)
		known[sameTitle(a.Title)] = true
	}
	for _, a := range won {
		if !known[sameTitle(a.Title)] {
			f.Fresh = append(f.Fresh, a.ID)
		}
	}
	return f
}

// sameTitle normalises a title: titles with the same words are equal, in any case and punctuation.
func sameTitle(title string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(title), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }), " ")
}
