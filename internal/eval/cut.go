package eval

import (
	"strings"
	"time"
	"unicode"
)

// cut parts the award data on a day: firms know what they won before it, and contracts published from
// it up to, and without, the end are ranked.
type cut struct{ from, end time.Time }

// The two windows of the tuning do not overlap. The files are made for the later one.
var (
	cutOfFiles = time.Date(2024, 2, 5, 0, 0, 0, 0, time.UTC)
	cutBefore  = cut{from: time.Date(2024, 1, 22, 0, 0, 0, 0, time.UTC), end: cutOfFiles}
)

// part makes of the files what they would have been on the day of the cut. What has no date, what was published after
// the end, and what the files rank themselves is left out: nothing of it is known on that day.
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

// judgedBy derives histories and answers from who won what, as the files derive theirs: an answer is a later contract
// under a title that the firm had not won before. A firm that had won nothing before is not judged.
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

// sameTitle is equal for titles of the same words, whatever their case and punctuation.
func sameTitle(title string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(title), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }), " ")
}
