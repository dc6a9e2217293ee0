package term

import (
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
)

// Past is one line of the history.
type Past struct {
	Date    time.Time
	Kind    string // word key suffix
	Reasons []Term // why, as the notice says it (BT-140, BT-762)
	Changes []string
	URL     string
}

// History says each publication, the last first, on the days of the place.
func (w Reader) History(past []*notice.Notice, zone string) []Past {
	var lines []Past
	for _, v := range notice.History(past) {
		r := v.Notice.Release
		line := Past{Date: record.InZone(r.Date, zone), Kind: kindOf(r.Tags), URL: r.Source.URL, Reasons: w.reasons(r.Changes)}
		for _, change := range v.Changes {
			line.Changes = append(line.Changes, ChangeText(w.Words, change))
		}
		lines = append(lines, line)
	}
	slices.Reverse(lines)
	return lines
}

// reasons say why a notice changes another, each reason once.
func (w Reader) reasons(changes []ocds.Amendment) []Term {
	l := list{w: w.Words}
	for _, a := range changes {
		value := l.ofCode("change", a.Reason)
		if a.Reason == "cancel" {
			value = takenBack(&l, a, changes)
		}
		for _, t := range []i18n.Text{a.Why, a.Description} {
			if text, language := t.In(w.Code); value != "" || text != "" {
				l.all = append(l.all, Term{Value: value, Text: text, Language: language})
				value = ""
			}
		}
	}
	return distinct(l.all)
}

// takenBack says what a change takes back: the whole notice where no change of the notice names
// a lot or a result, else what this one names.
func takenBack(l *list, a ocds.Amendment, changes []ocds.Amendment) string {
	lots, results, groups := takenParts(a)
	switch {
	case slices.Contains(notice.Sections(a), "PROCEDURE"):
		return l.say("change_cancel")
	case len(lots) > 0:
		var parts []string
		for _, lot := range lots {
			parts = append(parts, l.say("lot_number", "Number", LotNumber(lot)))
		}
		return l.say("change_cancel_lots", "Parts", l.w.Join(parts))
	case results:
		return l.say("change_cancel_result")
	case groups:
		return l.say("change_cancel_some")
	case slices.ContainsFunc(changes, func(other ocds.Amendment) bool {
		lots, results, groups := takenParts(other)
		return other.Reason == "cancel" && (len(lots) > 0 || results || groups)
	}):
		return "" // another change says what was taken back
	}
	return l.say("change_cancel")
}

// takenParts are the lots that a change names, and whether it names a result or a group of lots.
func takenParts(a ocds.Amendment) (lots []string, results, groups bool) {
	for _, section := range notice.Sections(a) {
		kind, _, _ := strings.Cut(section, "-")
		switch kind {
		case "LOT", "PAR":
			lots = append(lots, section)
		case "RESULT", "RES", "CON", "TEN", "TPA":
			results = true
		case "GLO":
			groups = true
		}
	}
	return lots, results, groups
}

// WhyOver is the buyer's reason for the present end of a contract: that of the outcome published
// here, else that of the last notice that ended it. Why a change was made is no such reason.
func (w Reader) WhyOver(t *notice.Compiled, past []*notice.Notice) (Term, bool) {
	if t.Outcome != nil {
		if t.Outcome.Reason == "" {
			return Term{}, false
		}
		return Term{Text: t.Outcome.Reason, Language: t.Language}, true
	}
	for _, n := range slices.Backward(notice.InOrder(past)) {
		r := &n.Release
		if !ends(r) {
			continue
		}
		all := slices.DeleteFunc(slices.Clone(r.Changes), func(a ocds.Amendment) bool { return !notice.Cancels(a) })
		if said := w.reasons(all); len(said) > 0 {
			return said[0], true
		}
	}
	return Term{}, false
}

// ends reports whether a notice takes something back or publishes an outcome.
func ends(r *ocds.Release) bool {
	over := []string{"cancelled", "withdrawn", "unsuccessful"}
	return len(r.Awards) > 0 || slices.ContainsFunc(r.Tags, func(tag string) bool { return strings.HasSuffix(tag, "Cancellation") }) ||
		slices.ContainsFunc(r.Changes, func(a ocds.Amendment) bool { return a.Reason == "cancel" }) ||
		r.Tender != nil && (slices.Contains(over, r.Tender.Status) ||
			slices.ContainsFunc(r.Tender.Lots, func(l ocds.Lot) bool { return slices.Contains(over, l.Status) }))
}

// noticeKinds lead the tags of an OCDS release to a word key suffix, what weighs most first.
var noticeKinds = []struct{ tag, kind string }{
	{"tenderCancellation", "tenderCancellation"}, {"awardCancellation", "awardCancellation"}, {"contractTermination", "contractTermination"},
	{"contractAmendment", "contractAmendment"}, {"contractUpdate", "contractAmendment"}, {"awardUpdate", "awardUpdate"}, {"award", "award"},
	{"contract", "contract"}, {"implementation", "implementation"}, {"implementationUpdate", "implementation"},
	{"tenderAmendment", "tenderAmendment"}, {"tenderUpdate", "tenderAmendment"}, {"tender", "tender"},
	{"planningUpdate", "planningUpdate"}, {"planning", "planning"},
}

// kindOf sums an OCDS release's tags up in one word key suffix.
func kindOf(tags []string) string {
	for _, known := range noticeKinds {
		if slices.Contains(tags, known.tag) {
			return known.kind
		}
	}
	return "tender"
}
