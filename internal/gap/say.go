package gap

import (
	"strings"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/term"
)

// NeedText is what a requirement asks, in the reader's language.
func NeedText(w *i18n.Words, r ocds.Requirement) string {
	if r.Kind == ocds.Language {
		return w.T("requirement.language_detail", "Detail", LanguageNames(w, r.Detail))
	}
	return term.RequirementText(w, r)
}

// LanguageNames are the names of languages, given as codes with commas between them.
func LanguageNames(w *i18n.Words, codes string) string {
	var names []string
	for _, l := range strings.Split(codes, ",") {
		names = append(names, w.LanguageName(l))
	}
	return w.Join(names)
}

// HaveText is what the profile says of a requirement, and how much is lacking.
func HaveText(w *i18n.Words, h Held) string {
	switch {
	case h.ShortBy != nil:
		return w.T("gap.short_amount", "Have", *h.Have, "Short", *h.ShortBy)
	case h.Have != nil:
		return w.T("gap.have_amount", "Have", *h.Have)
	case h.ShortCount > 0:
		return w.T("gap.short_count", "Have", h.Count, "Count", h.ShortCount)
	case h.Count > 0:
		return w.T("gap.have_count", "Count", h.Count)
	case h.State == "unknown" && h.Section == "":
		return w.T("gap.read_original")
	case h.State == "unknown":
		return w.T("gap.not_told")
	case h.State == "lacking":
		return w.T("gap.not_there")
	}
	return ""
}
