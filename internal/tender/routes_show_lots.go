package tender

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/web"
)

// LotView is a lot as a person reads it.
type LotView struct {
	ID, Number, Title, Language string
	Status                      string // word key suffix; empty while it is open like the tender
	Work, Code                  string // what its main code is called, and the code
	Reason                      string // of the buyer, for a lot that was taken back
	Where, Value, Period        string
	Deadline                    *web.Deadline // its own, where it differs from the tender's
	Description, Said           string
	Quantities                  []string
	Asked                       []AskedView
	Criteria                    []CriterionView
	Terms                       []Term // those of this lot alone
	Noes                        []Term
}

// lotViews says the lots in the order of their numbers: 1, 2, 10.
func (s handlers) lotViews(c *web.Ctx, t *Tender, zone string, past []*Notice) []LotView {
	lots := slices.Clone(t.Tender.Lots)
	slices.SortStableFunc(lots, func(a, b ocds.Lot) int { return natural(a.ID, b.ID) })
	views, releases := make([]LotView, 0, len(lots)), releasesOf(inOrder(past))
	for _, l := range lots {
		v := s.lotView(c, t, &l, zone)
		if l.Status == lotCancelled {
			v.Reason = takenBackBecause(releases, l.ID, c.Words.Code, t.Language)
		}
		views = append(views, v)
	}
	return views
}

func (s handlers) lotView(c *web.Ctx, t *Tender, l *ocds.Lot, zone string) LotView {
	v := LotView{ID: "lot-" + l.ID, Number: lotNumber(l.ID), Value: sayValue(c, l.ValueLow, l.Value, false)}
	v.Title, v.Language = l.Title.In(c.Languages()...)
	v.Description, v.Said = l.Description.In(c.Words.Code, v.Language, t.Language)
	if l.Status != "" && l.Status != "active" {
		v.Status = l.Status
	}
	if len(l.CPV) > 0 {
		v.Work, v.Code = s.kit.Taxonomy.Work(l.CPV[0], c.Languages()...), l.CPV[0]
	}
	v.Where = c.Words.JoinParts(s.placeNames(c, l.Places))
	if d := l.Deadline; !d.IsZero() && !d.Equal(t.Tender.Deadline) && (!d.After(c.Now) || alive(*l) && !isOver(t.Status(c.Now))) {
		v.Deadline = s.deadline(c, t)
		v.Deadline.At = d
	}
	for _, i := range l.Items {
		if i.Quantity > 0 {
			v.Quantities = append(v.Quantities, strings.Join(nonEmpty(c.Words.Number(i.Quantity), sayUnit(i.Unit), i.Description), " "))
		}
	}
	v.Asked, v.Criteria = askedViews(c, l.Requirements), sayCriteria(c, l.AwardCriteria)
	list := &termList{w: c.Words, zone: zone}
	if l.Period != t.Tender.Period || !l.Terms.Duration.IsZero() {
		v.Period = sayPeriod(list, &l.Terms, l.Period, t.Tender.Terms.Duration.IsZero())
	}
	ownTerms(list, &l.Terms, t)
	list.plain("languages", lotLanguages(c, t, l))
	v.Terms, v.Noes = list.all, list.noes
	return v
}

func releasesOf(past []*Notice) []*ocds.Release {
	var all []*ocds.Release
	for _, n := range past {
		all = append(all, &n.Release)
	}
	return all
}

// unreadDeadlines are the deadlines that were not understood, as the notice writes them.
func unreadDeadlines(t *Tender) []string {
	all := nonEmpty(t.Tender.DeadlineText)
	for _, l := range t.Tender.Lots {
		all = codes.Add(all, l.DeadlineText)
	}
	return all
}

// ownTerms says what a lot says for itself, in one list.
func ownTerms(l *termList, x *ocds.Terms, t *Tender) {
	if x.IsZero() {
		return
	}
	short := *x
	short.Duration, short.DurationOther = ocds.Length{}, "" // said above
	winnerTerms(l, &short, t)
	roundTerms(l, &short, t)
	contractTerms(l, &short, t)
	offerTerms(l, &short, t)
	participationTerms(l, &short, t)
	workTerms(l, &short, t)
	moneyTerms(l, &short)
	reviewTerms(l, &short, t)
	moreTerms(l, &short)
}

func lotLanguages(c *web.Ctx, t *Tender, l *ocds.Lot) string {
	if len(l.Languages) == 0 || slices.Equal(l.Languages, t.Tender.Languages) {
		return ""
	}
	return c.Words.Join(languageNames(c.Words, l.Languages))
}

// lotNumber is a lot's number as people say it: "3" for LOT-0003.
func lotNumber(id string) string {
	digits := id[len(strings.TrimRight(id, "0123456789")):]
	if digits == "" || len(digits) == len(id) {
		return id
	}
	return cmp.Or(strings.TrimLeft(digits, "0"), id)
}

// natural compares ids by the numbers in them.
func natural(a, b string) int {
	x, errX := strconv.Atoi(lotNumber(a))
	y, errY := strconv.Atoi(lotNumber(b))
	if errX == nil && errY == nil {
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(a, b))
	}
	return cmp.Compare(a, b)
}

// sayUnit leaves out codes of units, which are no words.
func sayUnit(unit string) string {
	if unit == strings.ToUpper(unit) && len(unit) <= 3 {
		return ""
	}
	return unit
}

// lotRules say for how many lots a firm may offer, and how many it may win. One lot alone is
// said only where the notice does not ask for all.
func lotRules(c *web.Ctx, t *Tender) []string {
	l := termList{w: c.Words}
	var said []string
	all := t.Tender.Terms.LotsAll
	switch {
	case all != nil && *all:
		said = append(said, l.say("lots_all"))
	case len(t.Tender.Lots) > 1:
		said = append(said, l.say("lots_one"))
	}
	if n := t.Tender.LotsMax; n > 0 {
		said = append(said, l.say("lots_most", "Count", n))
	}
	if n := t.Tender.Terms.LotsWin; n != nil && *n > 0 {
		said = append(said, l.say("lots_win", "Count", *n))
	}
	return said
}

// AskedView is a requirement in plain words, with the buyer's own.
type AskedView struct {
	Plain, Text, Language string
	Begin                 string // of a text that is too long for a list; the whole stands behind it
}

// longText is how many letters of the buyer's words stand in a list without a fold.
const longText = 240

// askedElsewhere says where the requirements stand that the tender itself does not have: at its
// parts, or in the papers.
func askedElsewhere(c *web.Ctx, t *Tender) string {
	l := termList{w: c.Words}
	switch {
	case len(t.Tender.Lots) > 1 && slices.ContainsFunc(t.Tender.Lots, func(o ocds.Lot) bool { return len(o.Requirements) > 0 }):
		return l.say("asked_by_lot")
	case len(t.Requirements()) == 0 && pointsToPapers(t):
		return l.say("asked_in_papers")
	}
	return ""
}

func pointsToPapers(t *Tender) bool {
	papers := func(x *ocds.Terms) bool { return slices.Contains(x.CriteriaSource, "epo-procurement-document") }
	return papers(&t.Tender.Terms) || anyLot(t, papers)
}

// askedViews say requirements, each once: notices repeat them lot by lot. The buyer's words are
// whole; a page may fold them, and never cuts them.
func askedViews(c *web.Ctx, all []ocds.Requirement) []AskedView {
	var views []AskedView
	for _, r := range all {
		v := AskedView{Plain: plainRequirement(c.Words, r)}
		v.Text, v.Language = r.Text.In(c.Words.Code)
		if utf8.RuneCountInString(v.Text) > longText {
			v.Begin = oneLine(v.Text)
		}
		if !slices.Contains(views, v) {
			views = append(views, v)
		}
	}
	return views
}
