package term

import (
	"cmp"
	"slices"
	"strings"

	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
)

// offerTerms say how an offer is made, until when it holds, and when it is opened.
func offerTerms(l *list, x *ocds.Terms, t *notice.Compiled) {
	first := x == &t.Tender.Terms
	switch {
	case x.Submission == "" && first && t.Tender.Electronic != nil && !anyLot(t, func(o *ocds.Terms) bool { return o.Submission != "" }):
		l.yesNo("submission", t.Tender.Electronic, nil)
	case x.Submission == "not-allowed":
		l.plain("submission", l.say("submission_paper"))
	default:
		l.code("submission", x.Submission)
	}
	l.both("on_paper", l.ofCode("on_paper", x.PaperCode), x.PaperHow)
	l.yesNo("signature", x.Signature, nil)
	l.code("catalogue", x.Catalogue)
	switch {
	case x.Variants == "" && first && !anyLot(t, func(o *ocds.Terms) bool { return o.Variants != "" }):
		l.code("variants", t.Tender.Variants)
	default:
		l.code("variants", x.Variants)
	}
	l.code("several", x.SeveralOffers)
	if first {
		l.plain("languages", l.w.Join(LanguageNames(l.w, t.AnswerLanguages())))
	}
	guaranteeTerms(l, x, t, first)
	l.plain("validity", sayLength(l.w, x.Validity))
	l.day("valid_until", x.ValidUntil)
	questionTerms(l, x, t, first)
	l.words("opening_place", x.OpeningPlace)
	l.words("opening_how", x.OpeningHow)
	l.both("late", l.ofCode("late", x.LateInfo), x.LateInfoHow)
	paperTerms(l, x)
}

func guaranteeTerms(l *list, x *ocds.Terms, t *notice.Compiled, first bool) {
	answer := x.Guarantee
	if answer == nil && first && !anyLot(t, func(o *ocds.Terms) bool { return o.Guarantee != nil }) {
		answer = t.Tender.Guarantee
	}
	l.yesNo("guarantee", answer, x.GuaranteeHow)
}

// questionTerms say until when firms may ask, and when offers are opened. Where lots differ,
// each says its own.
func questionTerms(l *list, x *ocds.Terms, t *notice.Compiled, first bool) {
	questions, opening := x.Questions, x.Opening
	if questions.IsZero() && first && !anyLot(t, func(o *ocds.Terms) bool { return !o.Questions.IsZero() }) {
		questions = t.Tender.Questions
	}
	if opening.IsZero() && first && !anyLot(t, func(o *ocds.Terms) bool { return !o.Opening.IsZero() }) {
		opening = t.Tender.Opening
	}
	l.moment("questions", questions)
	l.moment("opening", opening)
}

// paperTerms say where the papers are and in which languages they count.
func paperTerms(l *list, x *ocds.Terms) {
	if x.DocsRestricted != nil && *x.DocsRestricted {
		l.plain("docs", l.say("docs_restricted"))
	}
	l.plain("docs_official", l.w.Join(LanguageNames(l.w, x.DocsOfficial)))
	l.plain("docs_translated", l.w.Join(LanguageNames(l.w, x.DocsTranslated)))
	switch {
	case x.ToolURL != "":
		name := x.ToolName
		if name == "" {
			name = x.ToolURL
		}
		l.all = append(l.all, Term{Label: l.label("tool"), Value: name, Path: x.ToolURL})
	case x.ToolName != "":
		l.plain("tool", x.ToolName)
	}
}

// anyLot reports whether a lot says something of its own.
func anyLot(t *notice.Compiled, says func(*ocds.Terms) bool) bool {
	return slices.ContainsFunc(t.Tender.Lots, func(o ocds.Lot) bool { return says(&o.Terms) })
}

// participationTerms say who may take part, and in which form.
func participationTerms(l *list, x *ocds.Terms, t *notice.Compiled) {
	reserved := x.Reserved
	if x == &t.Tender.Terms && len(reserved) == 0 && !anyLot(t, func(o *ocds.Terms) bool { return len(o.Reserved) > 0 }) {
		reserved = t.Tender.Reserved
	}
	l.codes("reserved", reserved, nil)
	l.codes("criteria_source", x.CriteriaSource, nil)
	l.yesNo("legal_form", x.LegalForm, x.LegalFormHow)
	exclusionTerms(l, x)
	l.yesNo("clearance", x.Clearance, x.ClearanceHow)
	l.day("clearance_until", x.ClearanceUntil)
	l.yesNo("secret", x.Secret, x.SecretHow)
	l.code("staff", x.StaffNames)
	l.codes("subcontract_say", x.SubcontractSay, nil)
	l.codes("subcontract", x.Subcontract, nil)
	low, high := x.SubcontractMin, x.SubcontractMax
	switch {
	case low != nil && high != nil:
		l.plain("subcontract_share", l.say("subcontract_between", "Min", l.w.Number(*low), "Max", l.w.Number(*high)))
	case low != nil:
		l.plain("subcontract_share", l.say("subcontract_least", "Min", l.w.Number(*low)))
	case high != nil:
		l.plain("subcontract_share", l.say("subcontract_most", "Max", l.w.Number(*high)))
	}
}

// exclusionTerms list the grounds for which a firm is shut out. Grounds that every notice of the
// Union has are named in plain words; what a notice adds to one stands below it.
func exclusionTerms(l *list, x *ocds.Terms) {
	l.codes("exclusion_source", x.ExclusionSource, nil)
	if len(x.Exclusion) == 0 {
		return
	}
	one := Term{Label: l.label("exclusion"), Value: l.say("exclusion_intro")}
	for _, g := range x.Exclusion {
		text, language := g.Text.In(l.w.Code)
		value := cmp.Or(l.ofCode("exclusion", groundOf(g.Code)), l.say("exclusion_other"))
		one.List = append(one.List, Term{Value: value, Text: text, Language: language})
	}
	l.all = append(l.all, one)
}

// grounds are codes of the newer list of grounds in those of the older one.
var grounds = map[string]string{"exg-crim-part": "crime-org", "exg-crim-corrpt": "corruption", "exg-crim-fraud": "fraud", "exg-crim-terror": "terr-offence",
	"exg-crim-laund": "finan-laund", "exg-crim-traffick": "human-traffic", "exg-pmt-bre-tax": "tax-pay", "exg-pmt-bre-soc": "socsec-pay",
	"exg-mis-bre-env-law": "envir-law", "exg-mis-bre-lab-law": "labour-law", "exg-mis-bre-soc-law": "socsec-law", "exg-mis-unrel-sec": "unrel-sec",
	"exg-sitn-bankr": "bankruptcy", "exg-natl-bre-nat-law": "nati-ground"}

func groundOf(code string) string {
	if old := grounds[code]; old != "" {
		return old
	}
	for _, group := range []string{"exg-sitn-", "exg-mis-", "exg-crim-", "exg-pmt-", "exg-natl-"} {
		code = strings.TrimPrefix(code, group)
	}
	return code
}
