package term

import (
	"strings"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
)

// Requirement is what a requirement asks, in the reader's language; words of the
// buyer stay as they are.
func RequirementText(w *i18n.Words, r ocds.Requirement) string {
	switch {
	case r.Amount != nil:
		return w.T("requirement."+r.Kind+"_amount", "Amount", *r.Amount)
	case r.Number > 0:
		return w.T("requirement."+r.Kind+"_number", "Count", r.Number)
	case r.Kind == ocds.Language && r.Detail != "":
		return w.T("requirement.language_detail", "Detail", w.LanguageName(r.Detail))
	case r.Kind == ocds.Insurance && (r.Detail == "liability" || r.Detail == "professional"):
		return w.T("requirement.insurance_of_" + r.Detail)
	case r.Detail != "":
		return w.T("requirement."+r.Kind+"_detail", "Detail", r.Detail)
	}
	words, _ := r.Text.In(w.Code)
	label := w.T("requirement." + r.Kind)
	switch {
	case words == "":
		return label
	case r.Kind == ocds.Other:
		return oneLine(words)
	}
	return label + ": " + oneLine(words)
}

// plainRequirement is what a requirement asks without the buyer's words, which stand next to it.
func plainRequirement(w *i18n.Words, r ocds.Requirement) string {
	if r.Amount == nil && r.Number == 0 && r.Detail == "" {
		if r.Kind == ocds.Other && !r.Text.Empty() {
			return ""
		}
		return w.T("requirement." + r.Kind)
	}
	return RequirementText(w, r)
}

// oneLine cuts a paragraph of the buyer to one line of a list.
func oneLine(s string) string { return notice.Short(strings.Join(strings.Fields(s), " ")) }

// ChangeText is one line of a tender's history.
func ChangeText(w *i18n.Words, c notice.Change) string {
	return w.T("tender.changed", "Field", w.T("tender."+c.Field), "Old", Plain(w, c.Old), "New", Plain(w, c.New))
}

// Plain is a value of a change as an argument of a sentence; an empty value is said to be unknown.
func Plain(w *i18n.Words, v any) any {
	switch v := v.(type) {
	case string:
		if v != "" {
			return v
		}
	case *record.Money:
		if v != nil {
			return *v
		}
	case interface{ IsZero() bool }:
		if !v.IsZero() {
			return v
		}
	case nil:
	default:
		return v
	}
	return w.T("site.not_told")
}
