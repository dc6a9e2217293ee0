package eforms

import (
	"slices"
	"strings"

	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/xmltree"
)

// cancelCode is the reason of a change (BT-140) that takes something back.
const cancelCode = "cancel"

// isLot and isResult report which part of a notice a section identifier (BT-13716) names.
func isLot(section string) bool {
	return strings.HasPrefix(section, "LOT-") || strings.HasPrefix(section, "PAR-")
}

func isResult(section string) bool {
	return section == "RESULT" || slices.ContainsFunc([]string{"RES-", "CON-", "TEN-", "TPA-"}, func(p string) bool { return strings.HasPrefix(section, p) })
}

// cancelled lists the sections that the changes take back.
func cancelled(changes []ocds.Amendment) (sections []string, any bool) {
	for _, c := range changes {
		if c.Reason != cancelCode {
			continue
		}
		any = true
		for _, section := range strings.Split(c.Section, ",") {
			if section = strings.TrimSpace(section); section != "" {
				sections = append(sections, section)
			}
		}
	}
	return sections, any
}

// cancelsAll reports whether the changes take the whole notice back: no lot and no result is
// named, or the procedure is.
func cancelsAll(changes []ocds.Amendment) bool {
	sections, any := cancelled(changes)
	return any && (slices.Contains(sections, "PROCEDURE") ||
		!slices.ContainsFunc(sections, func(s string) bool { return isLot(s) || isResult(s) || strings.HasPrefix(s, "GLO-") }))
}

// cancel marks the lots and the awards that a change notice takes back.
func (rd *reader) cancel(r *ocds.Release) {
	sections, any := cancelled(r.Changes)
	if !any {
		return
	}
	all := cancelsAll(r.Changes)
	for i := range r.Tender.Lots {
		if l := &r.Tender.Lots[i]; r.Source.FormType != "result" && (all || slices.Contains(sections, l.ID)) {
			l.Status = "cancelled"
		}
	}
	for i := range r.Awards {
		a := &r.Awards[i]
		id, tender, _ := strings.Cut(a.ID, "/")
		named := slices.ContainsFunc(sections, func(s string) bool {
			return s == "RESULT" || s == id || s == tender && tender != "" || slices.Contains(a.Lots, s)
		})
		if named || all {
			a.Status = "cancelled"
		}
	}
}

// unpublished is what stands for a text or a code that is withheld (BT-195), and withheldDay
// for a date.
const (
	unpublished = "unpublished"
	withheldDay = "1970-01-01"
)

// withhold empties the fields that are withheld: what stands in them is no value.
func withhold(root *xmltree.Node) {
	for n := range root.Elements() {
		withhold(n)
	}
	if !root.Leaf() {
		return
	}
	if text := root.Text(); strings.EqualFold(text, unpublished) || strings.HasPrefix(text, withheldDay) || text == "-1" || text == "-1.00" || text == "-1.0" {
		root.Clear()
	}
}
