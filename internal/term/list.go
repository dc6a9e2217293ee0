package term

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/record"
)

// list collects the terms of one section. Word keys begin with "term.".
type list struct {
	w    *i18n.Words
	zone string // of the place, for days and hours
	all  []Term
	noes []Term // what the buyer says no to, of all sections
}

// say is the sentence of a word key of the family, and "" where there is none: a code that is
// not known is not shown.
func (l *list) say(key string, args ...any) string {
	s := l.w.T("term."+key, args...)
	if strings.HasPrefix(s, "⟦") {
		return ""
	}
	return s
}

// ofCode is what a code means; nothing where there is no code.
func (l *list) ofCode(key, code string) string {
	if code == "" {
		return ""
	}
	return l.say(key + "_" + code)
}

func (l *list) label(key string) string { return l.w.T("term." + key) }

// plain adds a term in plain words.
func (l *list) plain(key, value string) {
	if value != "" {
		l.all = append(l.all, Term{Label: l.label(key), Value: value})
	}
}

// words adds a term that only the source's words say.
func (l *list) words(key string, t i18n.Text) { l.both(key, "", t) }

// both adds plain words with the source's own below.
func (l *list) both(key, value string, t i18n.Text) {
	text, language := t.In(l.w.Code)
	if value != "" || text != "" {
		l.all = append(l.all, Term{Label: l.label(key), Value: value, Text: text, Language: language})
	}
}

// code adds what a code means. "none" and its like are answers with no.
func (l *list) code(key, code string) {
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
func (l *list) meaning(key, code string) string {
	return cmp.Or(l.say(key+"_"+code), l.say(key+"_yes"), l.say(key+"_other"))
}

// codes adds what several codes mean, in one line.
func (l *list) codes(key string, codes []string, t i18n.Text) {
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

// yesNo adds a yes, with the source's words about it, or puts a no into the list of what is not.
func (l *list) yesNo(key string, answer *bool, t i18n.Text) {
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

func (l *list) no(key string) {
	l.noes = append(l.noes, Term{Label: l.label(key), Value: l.w.T("site.no")})
}

// moment adds a day, with the hour where one was given.
func (l *list) moment(key string, t time.Time) {
	if !t.IsZero() {
		l.plain(key, Moment(l.w, t, l.zone))
	}
}

// day adds a day alone.
func (l *list) day(key string, t time.Time) {
	if !t.IsZero() {
		l.plain(key, l.w.Date(record.InZone(t, l.zone)))
	}
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
