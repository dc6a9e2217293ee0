package tender

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
	"citiesgrow/web"
)

// Term is one thing that a notice says: in plain words, in the reader's language, and below
// them in the source's own words.
type Term struct {
	Label    string
	Value    string // plain words; empty where there are only the source's
	Text     string // the source's own words
	Language string // of Text
	Path     string // where to read or do it
	List     []Term // further lines
}

// TermGroup is a section of the terms.
type TermGroup struct {
	ID, Title string
	Terms     []Term
	Criteria  []CriterionView // only in the group about the winner
}

// termList collects the terms of one section. Word keys begin with "term.".
type termList struct {
	w    *i18n.Words
	zone string // of the place, for days and hours
	all  []Term
	noes []Term // what the buyer says no to, of all sections
}

// say is the sentence of a word key of the family, and "" where there is none: a code that is
// not known is not shown.
func (l *termList) say(key string, args ...any) string {
	s := l.w.T("term."+key, args...)
	if strings.HasPrefix(s, "⟦") {
		return ""
	}
	return s
}

// ofCode is what a code means; nothing where there is no code.
func (l *termList) ofCode(key, code string) string {
	if code == "" {
		return ""
	}
	return l.say(key + "_" + code)
}

func (l *termList) label(key string) string { return l.w.T("term." + key) }

// plain adds a term in plain words.
func (l *termList) plain(key, value string) {
	if value != "" {
		l.all = append(l.all, Term{Label: l.label(key), Value: value})
	}
}

// words adds a term that only the source's words say.
func (l *termList) words(key string, t i18n.Text) { l.both(key, "", t) }

// both adds plain words with the source's own below.
func (l *termList) both(key, value string, t i18n.Text) {
	text, language := t.In(l.w.Code)
	if value != "" || text != "" {
		l.all = append(l.all, Term{Label: l.label(key), Value: value, Text: text, Language: language})
	}
}

// code adds what a code means. "none" and its like are answers with no.
func (l *termList) code(key, code string) {
	switch {
	case code == "":
	case negative(code):
		l.no(key)
	default:
		l.plain(key, l.meaning(key, code))
	}
}

// meaning is what a code means. Of a code that is newer than our words only that there is one
// is said; it is never turned into a no.
func (l *termList) meaning(key, code string) string {
	return cmp.Or(l.say(key+"_"+code), l.say(key+"_yes"), l.say(key+"_other"))
}

// codes adds what several codes mean, in one line.
func (l *termList) codes(key string, codes []string, t i18n.Text) {
	var said []string
	for _, code := range codes {
		if s := l.meaning(key, code); s != "" && !negative(code) {
			said = append(said, s)
		}
	}
	if len(codes) > 0 && !slices.ContainsFunc(codes, func(c string) bool { return !negative(c) }) && t.Empty() {
		l.no(key)
		return
	}
	l.both(key, l.w.Join(said), t)
}

// negative reports whether a code says no.
func negative(code string) bool {
	return code == "none" || code == "no" || code == "not-allowed" || code == "not-requ"
}

// yesNo adds a yes, with the source's words about it, or keeps a no for the list of what is not.
func (l *termList) yesNo(key string, answer *bool, t i18n.Text) {
	switch {
	case answer == nil:
		l.words(key, t)
	case *answer:
		l.both(key, cmp.Or(l.say(key+"_yes"), l.w.T("site.yes")), t)
	case t.Empty():
		l.no(key)
	default:
		l.both(key, l.w.T("site.no"), t)
	}
}

func (l *termList) no(key string) {
	l.noes = append(l.noes, Term{Label: l.label(key), Value: l.w.T("site.no")})
}

// moment adds a day, with the hour where one was given.
func (l *termList) moment(key string, t time.Time) {
	if !t.IsZero() {
		l.plain(key, sayMoment(l.w, t, l.zone))
	}
}

// day adds a day alone.
func (l *termList) day(key string, t time.Time) {
	if !t.IsZero() {
		l.plain(key, l.w.Date(record.InZone(t, l.zone)))
	}
}

// sayMoment says a day and, where an hour was given, the hour, in the time of the place.
func sayMoment(w *i18n.Words, t time.Time, zone string) string {
	t = record.InZone(t, zone)
	if clock := t.Format("15:04:05"); clock == "00:00:00" || clock == "23:59:59" {
		return w.Date(t)
	}
	return w.T("site.deadline_at", "Date", w.Date(t), "Time", w.Clock(t))
}

// sayLength is a span of time in words.
func sayLength(w *i18n.Words, l ocds.Length) string {
	if l.IsZero() {
		return ""
	}
	if l.Count != float64(int(l.Count)) {
		return w.T("term.length_part", "Number", w.Number(l.Count), "Unit", w.T("term.unit_"+strings.ToLower(l.Unit)))
	}
	return w.T("term.length_"+strings.ToLower(l.Unit), "Count", int(l.Count))
}

// termGroups are the sections of the terms of a tender; single is the lot of a tender that is
// not divided, whose own terms stand with the tender's.
func (s handlers) termGroups(c *web.Ctx, t *Tender, zone string) []TermGroup {
	var all []TermGroup
	var noes []Term
	said := append([]*ocds.Terms{&t.Tender.Terms}, onlyLot(t)...)
	add := func(id string, criteria []CriterionView, fill func(l *termList, x *ocds.Terms)) {
		l := &termList{w: c.Words, zone: zone}
		for _, x := range said {
			fill(l, x)
		}
		noes = append(noes, l.noes...)
		if len(l.all) > 0 || len(criteria) > 0 {
			all = append(all, TermGroup{ID: "terms-" + id, Title: l.label("group_" + id), Terms: distinct(l.all), Criteria: criteria})
		}
	}
	criteria := t.Tender.AwardCriteria
	if len(criteria) == 0 && len(t.Tender.Lots) == 1 {
		criteria = t.Tender.Lots[0].AwardCriteria
	}
	add("winner", sayCriteria(c, criteria), func(l *termList, x *ocds.Terms) { winnerTerms(l, x, t) })
	add("round", nil, func(l *termList, x *ocds.Terms) { roundTerms(l, x, t) })
	add("contract", nil, func(l *termList, x *ocds.Terms) { contractTerms(l, x, t) })
	add("offer", nil, func(l *termList, x *ocds.Terms) { offerTerms(l, x, t) })
	add("part", nil, func(l *termList, x *ocds.Terms) { participationTerms(l, x, t) })
	add("work", nil, func(l *termList, x *ocds.Terms) { workTerms(l, x, t) })
	add("money", nil, moneyTerms)
	add("review", nil, func(l *termList, x *ocds.Terms) { reviewTerms(l, x, t) })
	add("more", nil, moreTerms)
	if len(noes) > 0 {
		all = append(all, TermGroup{ID: "terms-no", Title: c.Words.T("term.group_no"), Terms: distinct(noes)})
	}
	return all
}

// onlyLot are the terms of the one lot of a tender that is not divided.
func onlyLot(t *Tender) []*ocds.Terms {
	if len(t.Tender.Lots) != 1 {
		return nil
	}
	return []*ocds.Terms{&t.Tender.Lots[0].Terms}
}

// distinct leaves out what was said before.
func distinct(all []Term) []Term {
	var kept []Term
	seen := map[string]bool{}
	for _, t := range all {
		if key := t.Label + "\x00" + t.Value + "\x00" + t.Text; !seen[key] {
			seen[key] = true
			kept = append(kept, t)
		}
	}
	return kept
}
