package notice

import (
	"slices"
	"strings"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/ocds"
)

// CancelReason is why a lot, or where no lot is named the whole, was taken back, in the buyer's
// words: the reason (BT-762), or where there is none the description of the change (BT-141).
func CancelReason(releases []*ocds.Release, lot string, languages ...string) string {
	for _, words := range []func(ocds.Amendment) i18n.Text{
		func(a ocds.Amendment) i18n.Text { return a.Why },
		func(a ocds.Amendment) i18n.Text { return a.Description },
	} {
		for _, r := range slices.Backward(releases) {
			for _, change := range r.Changes {
				if !Cancels(change) || lot != "" && !slices.Contains(Sections(change), lot) {
					continue
				}
				if said, _ := words(change).In(languages...); said != "" {
					return said
				}
			}
		}
	}
	return ""
}

// Cancels reports whether a change may be one that takes something back; the correction of an
// outcome is none.
func Cancels(a ocds.Amendment) bool {
	return (a.Reason == "cancel" || a.Reason == "") && a.Section != correction
}

// Sections are the parts of a notice that a change names (BT-13716).
func Sections(a ocds.Amendment) []string {
	all := strings.Split(a.Section, ",")
	for i := range all {
		all[i] = strings.TrimSpace(all[i])
	}
	return all
}
