package term

import (
	"slices"
	"unicode/utf8"

	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
)

// Requirement is a requirement in plain words, with the buyer's own.
type Requirement struct {
	Plain, Text, Language string
	Begin                 string // of a text that is too long for a list; the whole stands behind it
}

// longText is how many letters of the buyer's words stand in a list without a fold that opens.
const longText = 240

// RequirementsElsewhere says where the requirements stand that the tender itself does not have: at its
// parts, or in the papers.
func (w Reader) RequirementsElsewhere(t *notice.Compiled) string {
	l := list{w: w.Words}
	switch {
	case len(t.Tender.Lots) > 1 && slices.ContainsFunc(t.Tender.Lots, func(o ocds.Lot) bool { return len(o.Requirements) > 0 }):
		return l.say("asked_by_lot")
	case len(t.Requirements()) == 0 && pointsToPapers(t):
		return l.say("asked_in_papers")
	}
	return ""
}

func pointsToPapers(t *notice.Compiled) bool {
	papers := func(x *ocds.Terms) bool { return slices.Contains(x.CriteriaSource, "epo-procurement-document") }
	return papers(&t.Tender.Terms) || anyLot(t, papers)
}

// Requirements say requirements, each once: notices repeat them lot by lot. The buyer's words are
// whole; a page may fold them, and never cuts them.
func (w Reader) Requirements(all []ocds.Requirement) []Requirement {
	var views []Requirement
	for _, r := range all {
		v := Requirement{Plain: plainRequirement(w.Words, r)}
		v.Text, v.Language = r.Text.In(w.Code)
		if utf8.RuneCountInString(v.Text) > longText {
			v.Begin = oneLine(v.Text)
		}
		if !slices.Contains(views, v) {
			views = append(views, v)
		}
	}
	return views
}
