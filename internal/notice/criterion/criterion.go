// Package criterion reads what buyers write about selection criteria into
// requirements that a machine can compare: which kind of proof is asked for and,
// where it is beyond doubt, how much. It would rather leave an amount out than
// take a wrong one: a business that is told it does not qualify will not bid.
// All other words are kept as the buyer wrote them.
package criterion

import (
	"slices"
	"strings"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/ocds"
)

// The groups of criteria of Directive 2014/24/EU art. 58. They are also the
// codes of eForms before SDK 1.10 (code list selection-criterion).
const (
	Suitability = "sui-act"
	Economic    = "ef-stand"
	Technical   = "tp-abil"
	Unsorted    = "other"
)

// codes are those of the code list selection-criterion that say the kind by
// themselves (BT-809 since SDK 1.10, the criteria of the ESPD).
var codes = map[string]string{
	"slc-suit-reg-prof":           ocds.Registration,
	"slc-suit-reg-trade":          ocds.Registration,
	"slc-suit-auth-mbrshp":        ocds.Registration,
	"slc-stand-to-gen":            ocds.Turnover,
	"slc-stand-to-avg":            ocds.Turnover,
	"slc-stand-to-spec":           ocds.Turnover,
	"slc-stand-to-spec-avg":       ocds.Turnover,
	"slc-stand-ins":               ocds.Insurance,
	"slc-abil-ref-work":           ocds.References,
	"slc-abil-ref-supply":         ocds.References,
	"slc-abil-ref-services":       ocds.References,
	"slc-abil-staff-tech-ctrl":    ocds.Staff,
	"slc-abil-staff-tech-work":    ocds.Staff,
	"slc-abil-staff-yrly-avg-mp":  ocds.Staff,
	"slc-abil-staff-yrly-no-mgmt": ocds.Staff,
	"slc-abil-qual-inst":          ocds.Certificate,
	"slc-sche-qu-cert-indep":      ocds.Certificate,
	"slc-sche-env-cert-indep":     ocds.Certificate,
}

// kinds lists, in order of precedence, what is looked for in the words of a
// group. A kind that the group is not about would only be an aside there.
var kinds = map[string][]string{
	Suitability: {ocds.Certificate, ocds.Registration},
	Economic:    {ocds.Turnover, ocds.Insurance},
	Technical:   {ocds.Certificate, ocds.References, ocds.Staff, ocds.Years},
	Unsorted:    {ocds.Turnover, ocds.Insurance, ocds.Certificate, ocds.References, ocds.Staff, ocds.Years},
}

// Read returns the requirements in one criterion: its code (a group or a code
// of the list selection-criterion), its name and its description, either of
// which may be empty. A text about several things becomes one requirement for
// each, with the sentences about it; nothing of the text is lost. A group
// without words says nothing and gives none; so does a text that only points
// elsewhere (see Elsewhere).
func Read(code string, name, text i18n.Text) []ocds.Requirement {
	if Elsewhere(name) && (text.Empty() || Elsewhere(text)) || name.Empty() && Elsewhere(text) {
		return nil
	}
	words := join(name, text)
	if kind, ok := codes[code]; ok {
		return measured(code, kind, words)
	}
	if words.Empty() {
		return nil
	}
	group := code
	if kinds[group] == nil {
		group = groupOf(code)
	}
	if kind := namedKind(group, name); kind != "" {
		return measured(code, kind, words)
	}
	var all []ocds.Requirement
	for _, part := range split(group, words) {
		all = append(all, measured(code, part.kind, part.words)...)
	}
	return all
}

// groupOf places the other codes of the list, which name no kind that can be
// counted: slc-stand-ratio, slc-abil-subc, slc-sec-inf …
func groupOf(code string) string {
	switch {
	case strings.HasPrefix(code, "slc-suit-"):
		return Suitability
	case strings.HasPrefix(code, "slc-stand-"):
		return Economic
	case strings.HasPrefix(code, "slc-abil-"):
		return Technical
	}
	return Unsorted
}

// join puts the criterion's name before its text, language by language.
func join(name, text i18n.Text) i18n.Text {
	if name.Empty() {
		return text
	}
	both := i18n.Text{}
	for language, s := range name {
		both[language] = s
	}
	for language, s := range text {
		switch title := both[language]; {
		case title == "" || title == s:
			both[language] = s
		case s != "":
			both[language] = title + ": " + s
		}
	}
	return both
}

// namedKind says the kind when the criterion's own name says it in any language.
func namedKind(group string, name i18n.Text) string {
	for _, language := range name.Languages() {
		if kind := kindOf(group, name[language]); kind != "" {
			return kind
		}
	}
	return ""
}

// part is the share of a text that is about one kind.
type part struct {
	kind  string
	words i18n.Text
}

// split divides the text among the kinds it is about, in every language. A
// sentence that names no kind belongs to the one before it.
func split(group string, words i18n.Text) []part {
	var parts []part
	for _, language := range words.Languages() {
		kind := ocds.Other
		for _, s := range sentences(words[language]) {
			if k := kindOf(group, s); k != "" {
				kind = k
			}
			i := slices.IndexFunc(parts, func(p part) bool { return p.kind == kind })
			if i < 0 {
				i = len(parts)
				parts = append(parts, part{kind, i18n.Text{}})
			}
			if before := parts[i].words[language]; before != "" {
				s = before + "\n" + s
			}
			parts[i].words[language] = s
		}
	}
	return parts
}

// measured makes the requirement of a known kind, with its number where all
// languages agree on one. Several certificates are several requirements.
func measured(code, kind string, words i18n.Text) []ocds.Requirement {
	r := ocds.Requirement{Kind: kind, Code: code, Text: words}
	switch kind {
	case ocds.Turnover, ocds.Insurance:
		r.Amount = amountOf(words)
		if kind == ocds.Insurance {
			r.Detail = coverOf(words)
		}
	case ocds.References, ocds.Staff, ocds.Years:
		r.Number = numberOf(kind, words)
	case ocds.Certificate:
		return certificates(r, words)
	}
	return []ocds.Requirement{r}
}

func certificates(r ocds.Requirement, words i18n.Text) []ocds.Requirement {
	names := standardsIn(words)
	if len(names) == 0 {
		return []ocds.Requirement{r}
	}
	var all []ocds.Requirement
	for _, name := range names {
		r.Detail = name
		all = append(all, r)
	}
	return all
}
