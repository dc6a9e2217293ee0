package term

import (
	"slices"
	"strings"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
)

// roundTerms say how a firm gets the contract: the procedure and its rounds.
func roundTerms(l *list, x *ocds.Terms, t *notice.Compiled) {
	first := x == &t.Tender.Terms
	if first {
		l.both("procedure", sayProcedure(l.w, t), procedureWords(t))
	}
	l.words("features", x.Features)
	l.yesNo("accelerated", x.Accelerated, x.AcceleratedWhy)
	l.words("direct", x.DirectWhy)
	l.plain("candidates", sayCandidates(l, x))
	l.yesNo("candidates_limited", x.CandidatesLimited, nil)
	l.words("candidates_how", x.CandidatesHow)
	l.yesNo("reduced", x.Reduced, nil)
	l.yesNo("no_negotiation", x.NoNegotiation, nil)
	l.day("invited", x.Invited)
	l.day("future_notice", x.FutureNotice)
	l.yesNo("gpa", x.GPA, nil)
}

// sayProcedure is the kind of procedure in plain words; the code of another system says it by
// its method alone.
func sayProcedure(w *i18n.Words, t *notice.Compiled) string {
	l := list{w: w}
	if t.Tender.Procedure != "" {
		if s := l.say("procedure_" + t.Tender.Procedure); s != "" {
			return s
		}
		if code := oldProcedures[t.Tender.Procedure]; code != "" {
			return l.say("procedure_" + code)
		}
	}
	if t.Tender.Method != "" {
		return l.say("method_" + t.Tender.Method)
	}
	return ""
}

// procedureWords are the source's own words for the procedure, where it has words and no code.
func procedureWords(t *notice.Compiled) i18n.Text {
	if words := t.Tender.Procedure; strings.Contains(words, " ") {
		return i18n.Text{t.Language: words}
	}
	return nil
}

// oldProcedures are the procedures of TED's forms in the codes of eForms.
var oldProcedures = map[string]string{
	"PT_OPEN": "open", "PT_RESTRICTED": "restricted", "PT_ACCELERATED_RESTRICTED": "restricted", "PT_COMPETITIVE_NEGOTIATION": "neg-w-call",
	"PT_NEGOTIATED_WITH_PRIOR_CALL": "neg-w-call", "PT_NEGOTIATED_WITH_COMPETITION": "neg-w-call", "PT_NEGOTIATED": "neg-w-call",
	"PT_ACCELERATED_NEGOTIATED": "neg-w-call", "PT_COMPETITIVE_DIALOGUE": "comp-dial", "PT_INNOVATION_PARTNERSHIP": "innovation",
	"PT_NEGOTIATED_WITHOUT_PUBLICATION": "neg-wo-call", "PT_AWARD_CONTRACT_WITHOUT_CALL": "neg-wo-call", "PT_AWARD_CONTRACT_WITHOUT_PUBLICATION": "neg-wo-call",
	"PT_NEGOTIATED_WITHOUT_COMPETITION": "neg-wo-call",
}

func sayCandidates(l *list, x *ocds.Terms) string {
	low, high := x.CandidatesMin, x.CandidatesMax
	switch {
	case low != nil && *low == 0, high != nil && *high == 0:
		return ""
	case low != nil && high != nil && *low == *high:
		return l.say("candidates_exactly", "Count", *low)
	case low != nil && high != nil:
		return l.say("candidates_between", "Min", *low, "Max", *high)
	case low != nil:
		return l.say("candidates_least", "Count", *low)
	case high != nil:
		return l.say("candidates_most", "Count", *high)
	}
	return ""
}

// contractTerms say what kind of contract it is and how long it lasts.
func contractTerms(l *list, x *ocds.Terms, t *notice.Compiled) {
	first := x == &t.Tender.Terms
	switch framework := x.Framework; {
	case framework == "" && first && t.Tender.Framework && !slices.ContainsFunc(t.Tender.Lots, func(o ocds.Lot) bool { return o.Terms.Framework != "" }):
		l.plain("framework", l.say("framework_yes"))
	default:
		l.code("framework", framework)
	}
	if x.FrameworkMost != nil && *x.FrameworkMost > 0 {
		l.plain("framework_most", l.say("framework_firms", "Count", *x.FrameworkMost))
	}
	l.words("framework_why", x.FrameworkWhy)
	l.words("framework_buyers", x.FrameworkBuyers)
	l.code("dps", x.DynamicSystem)
	l.yesNo("auction", x.Auction, x.AuctionHow)
	if x.AuctionURL != "" {
		l.all = append(l.all, Term{Label: l.label("auction_url"), Value: x.AuctionURL, Path: x.AuctionURL})
	}
	if first {
		l.plain("period", sayPeriod(l, x, t.Tender.Period, true))
	} else {
		l.plain("period", sayPeriod(l, x, ocds.Period{}, false))
	}
	l.words("duration_note", x.DurationNote)
	renewalTerms(l, x, t, first)
}

func renewalTerms(l *list, x *ocds.Terms, t *notice.Compiled, first bool) {
	switch n := x.Renewals; {
	case n != nil && *n > 0:
		l.both("renewal", l.say("renewal_times", "Count", *n), x.RenewalHow)
	case n != nil && x.RenewalHow.Empty():
		l.no("renewal")
	case n != nil:
		l.both("renewal", l.w.T("site.no"), x.RenewalHow)
	case x.RenewalHow.Empty() && first && t.Tender.Renewal != nil && !lotsSayRenewal(t):
		l.yesNo("renewal", t.Tender.Renewal, nil)
	default:
		l.words("renewal", x.RenewalHow)
	}
	l.yesNo("options", x.Options, x.OptionsHow)
	switch recurs := x.Recurs; {
	case recurs == nil && first && !anyLot(t, func(o *ocds.Terms) bool { return o.Recurs != nil }):
		l.yesNo("recurs", t.Tender.Recurs, x.RecursHow)
	default:
		l.yesNo("recurs", recurs, x.RecursHow)
	}
}

func lotsSayRenewal(t *notice.Compiled) bool {
	return slices.ContainsFunc(t.Tender.Lots, func(o ocds.Lot) bool { return o.Terms.Renewals != nil || !o.Terms.RenewalHow.Empty() })
}
