package term

import (
	"slices"
	"strings"

	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
)

// Headline says what is bought and where in the reader's language, where the buyer's title is
// not in it: a person must know within a second what this is.
func (w Reader) Headline(t *notice.Compiled) string {
	if _, language := t.Tender.Title.In(w.Code); language == w.Code || t.Tender.Title.Empty() {
		return ""
	}
	codes := t.CPV()
	if len(codes) == 0 {
		return ""
	}
	work := w.Taxonomy.Work(codes[0], w.Code)
	if work == "" || work == codes[0] {
		return ""
	}
	where := w.Taxonomy.CityNames(t.Cities, w.Code)
	if names := w.Places(allPlaces(t)); where == "" && len(names) == 1 {
		where = names[0]
	}
	if where == "" {
		return upperFirst(work)
	}
	return w.T("term.headline", "Work", upperFirst(work), "Place", where)
}

func upperFirst(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// allPlaces are those of the tender and of its lots.
func allPlaces(t *notice.Compiled) []ocds.Place {
	all := slices.Clone(t.Tender.Places)
	for _, l := range t.Tender.Lots {
		for _, p := range l.Places {
			if !slices.Contains(all, p) {
				all = append(all, p)
			}
		}
	}
	return all
}

// mostPlaces is how many places are named above; each lot names its own.
const mostPlaces = 8

// InShort answers what, where, how much, how long, how, and in which language.
func (w Reader) InShort(t *notice.Compiled, zone string, lotRules []string) []Term {
	l := list{w: w.Words, zone: zone}
	var facts []Term
	add := func(key, value string) {
		if value != "" {
			facts = append(facts, Term{Label: w.T(key), Value: value})
		}
	}
	add("tender.what", w.JoinParts(w.Taxonomy.Works(t.CPV(), w.Code)))
	add("tender.where", w.where(t))
	add("tender.buyer", w.Join(filled(t.Buyer.Name, buyerTown(t))))
	add("tender.value", w.sayValue(t.Tender.ValueLow, t.Value(), true))
	add("tender.period", sayPeriod(&l, &t.Tender.Terms, t.Tender.Period, true))
	add("term.framework", shortFramework(&l, t))
	add("term.dps", shortCode(&l, t, "dps", func(o *ocds.Terms) string { return o.DynamicSystem }))
	add("term.procedure", sayProcedure(w.Words, t))
	add("tender.languages", w.Join(LanguageNames(w.Words, t.AnswerLanguages())))
	var prefers []string
	for _, what := range t.Tender.Prefer {
		prefers = append(prefers, w.T("tender.prefer_"+what))
	}
	add("tender.prefer", w.Join(prefers))
	parts := slices.Clone(lotRules)
	if n := len(t.Tender.Lots); n > 1 {
		parts = append([]string{w.T("tender.lots_count", "Count", n)}, parts...)
	}
	add("tender.lots", strings.Join(parts, " "))
	add("tender.value_why", t.Tender.ValueWhy)
	add("tender.no_lots_why", t.Tender.NoLotsWhy)
	add("term.reserved", shortReserved(&l, t))
	if t.Tender.SMESuitable != nil {
		add("tender.sme", w.T("tender.sme_"+triState(t.Tender.SMESuitable)))
	}
	return facts
}

func (w Reader) where(t *notice.Compiled) string {
	names := w.Places(allPlaces(t))
	if len(names) == 0 {
		return w.Taxonomy.CityNames(t.Cities, w.Code)
	}
	if len(names) > mostPlaces {
		more := w.T("term.more_places", "Count", len(names)-mostPlaces)
		return w.JoinParts(append(names[:mostPlaces:mostPlaces], more))
	}
	return w.JoinParts(names)
}

func buyerTown(t *notice.Compiled) string {
	if p := party(t, t.Buyer.ID); p != nil && !strings.Contains(strings.ToLower(t.Buyer.Name), strings.ToLower(p.Town)) {
		return p.Town
	}
	return ""
}

// sayValue says an amount; a range is said as a range.
func (w Reader) sayValue(low, value *record.Money, whole bool) string {
	switch {
	case value == nil && whole:
		return w.T("site.value_not_told")
	case value == nil:
		return ""
	case low != nil && *low != *value:
		return w.T("term.value_range", "Low", *low, "High", *value)
	}
	return w.Money(*value)
}

// shortCode says once what the tender and its lots say of one thing, where it is no no.
func shortCode(l *list, t *notice.Compiled, key string, of func(*ocds.Terms) string) string {
	var said []string
	for _, o := range append([]*ocds.Terms{&t.Tender.Terms}, lotTermsOf(t)...) {
		if s := l.sayYes(key, of(o)); s != "" && !slices.Contains(said, s) {
			said = append(said, s)
		}
	}
	return strings.Join(said, " ")
}

func shortFramework(l *list, t *notice.Compiled) string {
	said := shortCode(l, t, "framework", func(o *ocds.Terms) string { return o.Framework })
	if said == "" && t.Tender.Framework {
		return l.say("framework_yes")
	}
	return said
}

// sayYes says a code that is no no.
func (l *list) sayYes(key, code string) string {
	if code == "" || negative(code) {
		return ""
	}
	return l.say(key + "_" + code)
}

func shortReserved(l *list, t *notice.Compiled) string {
	var said []string
	for _, code := range t.Tender.Reserved {
		if s := l.sayYes("reserved", code); s != "" {
			said = append(said, s)
		}
	}
	return strings.Join(said, " ")
}

func lotTermsOf(t *notice.Compiled) []*ocds.Terms {
	var all []*ocds.Terms
	for i := range t.Tender.Lots {
		all = append(all, &t.Tender.Lots[i].Terms)
	}
	return all
}

func triState(b *bool) string {
	switch {
	case b == nil:
		return "unknown"
	case *b:
		return "yes"
	}
	return "no"
}

func party(t *notice.Compiled, id string) *ocds.Party {
	i := slices.IndexFunc(t.Parties, func(p ocds.Party) bool { return p.ID == id })
	if i < 0 {
		return nil
	}
	return &t.Parties[i]
}
