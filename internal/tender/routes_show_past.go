package tender

import (
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
	"citiesgrow/web"
)

// PastNotice is one line of the history.
type PastNotice struct {
	Date    time.Time
	Kind    string // word key suffix
	Reasons []Term // why, as the notice says it (BT-140, BT-762)
	Changes []string
	URL     string
}

// history says each publication, the last first, on the days of the place.
func history(c *web.Ctx, past []*Notice, zone string) []PastNotice {
	var lines []PastNotice
	for _, v := range History(past) {
		r := v.Notice.Release
		line := PastNotice{Date: record.InZone(r.Date, zone), Kind: kindOf(r.Tags), URL: r.Source.URL, Reasons: reasons(c, r.Changes)}
		for _, change := range v.Changes {
			line.Changes = append(line.Changes, SayChange(c.Words, change))
		}
		lines = append(lines, line)
	}
	slices.Reverse(lines)
	return lines
}

// reasons say why a notice changes another, each reason once.
func reasons(c *web.Ctx, changes []ocds.Amendment) []Term {
	l := termList{w: c.Words}
	for _, a := range changes {
		value := l.ofCode("change", a.Reason)
		if a.Reason == "cancel" {
			value = takenBack(&l, a, changes)
		}
		for _, t := range []i18n.Text{a.Why, a.Description} {
			if text, language := t.In(c.Words.Code); value != "" || text != "" {
				l.all = append(l.all, Term{Value: value, Text: text, Language: language})
				value = ""
			}
		}
	}
	return distinct(l.all)
}

// takenBack says what a change takes back: the whole notice where no change of the notice names
// a lot or a result, else what this one names.
func takenBack(l *termList, a ocds.Amendment, changes []ocds.Amendment) string {
	lots, results, groups := takenParts(a)
	switch {
	case slices.Contains(sectionsOf(a), "PROCEDURE"):
		return l.say("change_cancel")
	case len(lots) > 0:
		var parts []string
		for _, lot := range lots {
			parts = append(parts, l.say("lot_number", "Number", lotNumber(lot)))
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
	for _, section := range sectionsOf(a) {
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

// sectionsOf are the parts of a notice that a change names (BT-13716).
func sectionsOf(a ocds.Amendment) []string {
	all := strings.Split(a.Section, ",")
	for i := range all {
		all[i] = strings.TrimSpace(all[i])
	}
	return all
}

// whyOver is the buyer's reason for the present end of a contract: that of the outcome published
// here, else that of the last notice that ended it. Why a change was made is no such reason.
func whyOver(c *web.Ctx, t *Tender, past []*Notice) *Term {
	if t.Outcome != nil {
		if t.Outcome.Reason == "" {
			return nil
		}
		return &Term{Text: t.Outcome.Reason, Language: t.Language}
	}
	for _, n := range slices.Backward(inOrder(past)) {
		r := &n.Release
		if !ends(r) {
			continue
		}
		all := slices.DeleteFunc(slices.Clone(r.Changes), func(a ocds.Amendment) bool { return !takesBack(a) })
		if said := reasons(c, all); len(said) > 0 {
			return &said[0]
		}
	}
	return nil
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

// OutcomeView is a decision: who won, or why there is no winner.
type OutcomeView struct {
	Lots    []string // titles or numbers
	Winners []WinnerView
	Value   any
	Date    time.Time
	State   string // word key suffix: active, unsuccessful, cancelled, pending, withdrawn
	Reason  string
}

// sayOnce leaves the reason that all outcomes share out of each of them: it stands on top of the
// page, or of the outcomes.
func (p *ShowPage) sayOnce() {
	if p.Outcome == nil || p.Outcome.Reason == "" {
		return
	}
	one := p.Outcome.Reason
	if slices.ContainsFunc(p.Outcome.Lots, func(l LotOutcome) bool { return l.Reason != one }) {
		return // older outcomes have a reason for some of the lots alone
	}
	if p.Why == nil && len(p.Outcomes) > 1 {
		p.Shared = one
	}
	for i := range p.Outcomes {
		if o := &p.Outcomes[i]; o.Reason == one && (p.Why != nil || p.Shared != "") {
			o.Reason = ""
		}
	}
	for i := range p.Lots {
		if p.Lots[i].Reason == one {
			p.Lots[i].Reason = ""
		}
	}
}

// WinnerView is a firm that won.
type WinnerView struct{ Name, Size string }

// outcomes says each decision with the lots that it is about.
func outcomes(c *web.Ctx, t *Tender) []OutcomeView {
	var all []OutcomeView
	l := termList{w: c.Words}
	for _, a := range t.Awards {
		v := OutcomeView{Date: t.Local(a.Date), State: a.Status, Reason: a.Reason}
		if s := l.say("no_award_" + a.Reason); a.Reason != "" && s != "" {
			v.Reason = s
		}
		if a.Value != nil {
			v.Value = a.Value
		}
		if len(t.Tender.Lots) > 1 {
			for _, id := range a.Lots {
				v.Lots = append(v.Lots, lotName(c, t, id))
			}
		}
		for _, w := range a.Suppliers {
			one := WinnerView{Name: w.Name}
			if size := t.sizeOf([]ocds.Reference{w}); size != "" {
				one.Size = c.Words.T("size." + size)
			}
			v.Winners = append(v.Winners, one)
		}
		if a.Withheld {
			v.State = "withheld"
		}
		switch v.State {
		case "pending", "unsuccessful", "withheld":
			v.Winners, v.Value = nil, nil // a firm that is named here has not won
		case "active", "cancelled":
		default:
			v.State = "active"
		}
		all = append(all, v)
	}
	return append(all, takenLots(c, t)...)
}

// takenLots are the lots that a buyer here took back, where another lot ended in another way or for
// another reason.
func takenLots(c *web.Ctx, t *Tender) []OutcomeView {
	var all []OutcomeView
	if t.Outcome == nil || t.Outcome.Kind == Withdrawn && t.Outcome.Reason != "" {
		return nil
	}
	for _, l := range t.Outcome.Lots {
		if l.Kind == Withdrawn {
			all = append(all, OutcomeView{Lots: []string{lotName(c, t, l.Lot)}, Date: t.Local(t.Outcome.At), State: string(Withdrawn), Reason: l.Reason})
		}
	}
	return all
}

func lotName(c *web.Ctx, t *Tender, id string) string {
	for _, l := range t.Tender.Lots {
		if title, _ := l.Title.In(c.Languages()...); l.ID == id && title != "" {
			return title
		}
	}
	return id
}
