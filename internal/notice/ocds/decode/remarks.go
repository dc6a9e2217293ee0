package decode

import (
	"slices"

	"citiesgrow/internal/notice/ocds"
)

// remark notes something, each thing once.
func (g *reading) remark(field, text, reason string) {
	r := ocds.Remark{Field: field, Text: short(text), Reason: reason}
	if !slices.Contains(g.remarks, r) {
		g.remarks = append(g.remarks, r)
	}
}

// short cuts a text to what a report has room for.
func short(s string) string {
	const most = 200
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i] + "…"
		}
	}
	return s
}
