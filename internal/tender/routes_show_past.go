package tender

import (
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/ocds"
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
		line := PastNotice{Date: inZone(r.Date, zone), Kind: kindOf(r.Tags), URL: r.Source.URL, Reasons: reasons(c, r.Changes)}
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
		for _, t := range []i18n.Text{a.Why, a.Description} {
			if text, language := t.In(c.Words.Code); value != "" || text != "" {
				l.all = append(l.all, Term{Value: value, Text: text, Language: language})
				value = ""
			}
		}
	}
	return distinct(l.all)
}

// reasonOf is the reason of the last notice that gives one.
func reasonOf(c *web.Ctx, past []*Notice) *Term {
	for _, n := range slices.Backward(past) {
		if all := reasons(c, n.Release.Changes); len(all) > 0 {
			return &all[0]
		}
	}
	return nil
}

// kindOf sums an OCDS release's tags up in one word key suffix.
func kindOf(tags []string) string {
	for _, kind := range []string{"tenderCancellation", "award", "contract", "tenderAmendment", "planning"} {
		if slices.ContainsFunc(tags, func(t string) bool { return strings.HasPrefix(t, kind) }) {
			return kind
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
	State   string // word key suffix: active, unsuccessful, cancelled, pending
	Reason  string
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
		if a.Withheld {
			v.State = "withheld"
		}
		if !slices.Contains([]string{"withheld", "active", "unsuccessful", "cancelled", "pending", "withheld"}, v.State) {
			v.State = "active"
		}
		all = append(all, v)
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
