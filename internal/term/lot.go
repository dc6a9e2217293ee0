package term

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
)

// Lot is a lot as a person reads it.
type Lot struct {
	ID, Number, Title, Language string
	Status                      string // word key suffix; empty while it is open like the tender
	Work, Code                  string // what its main code is called, and the code
	Reason                      string // of the buyer, for a lot that was taken back
	Where, Value, Period        string
	Until                       time.Time // its own deadline, where it differs from the tender's; zero elsewhere
	Description, Said           string
	Quantities                  []string
	Requirements                []Requirement
	Criteria                    []Criterion
	Terms                       []Term // those of this lot alone
	Noes                        []Term
}

// Lots says the lots in the order of their numbers: 1, 2, 10.
func (w Reader) Lots(t *notice.Compiled, zone string, past []*notice.Notice) []Lot {
	lots := slices.Clone(t.Tender.Lots)
	slices.SortStableFunc(lots, func(a, b ocds.Lot) int { return natural(a.ID, b.ID) })
	views, releases := make([]Lot, 0, len(lots)), releasesOf(notice.InOrder(past))
	for _, l := range lots {
		v := w.lot(t, &l, zone)
		if l.Status == notice.LotCancelled {
			v.Reason = notice.CancelReason(releases, l.ID, w.Code, t.Language)
		}
		views = append(views, v)
	}
	return views
}

func (w Reader) lot(t *notice.Compiled, l *ocds.Lot, zone string) Lot {
	v := Lot{ID: "lot-" + l.ID, Number: LotNumber(l.ID), Value: w.sayValue(l.ValueLow, l.Value, false)}
	v.Title, v.Language = l.Title.In(w.Code)
	v.Description, v.Said = l.Description.In(w.Code, v.Language, t.Language)
	if l.Status != "" && l.Status != "active" {
		v.Status = l.Status
	}
	if len(l.CPV) > 0 {
		v.Work, v.Code = w.Taxonomy.Work(l.CPV[0], w.Code), l.CPV[0]
	}
	v.Where = w.JoinParts(w.Places(l.Places))
	if d := l.Deadline; !d.IsZero() && !d.Equal(t.Tender.Deadline) && (!d.After(w.Now) || notice.Answerable(*l) && !t.Over()) {
		v.Until = d
	}
	for _, i := range l.Items {
		if i.Quantity > 0 {
			v.Quantities = append(v.Quantities, strings.Join(filled(w.Number(i.Quantity), sayUnit(i.Unit), i.Description), " "))
		}
	}
	v.Requirements, v.Criteria = w.Requirements(l.Requirements), w.sayCriteria(l.AwardCriteria)
	own := &list{w: w.Words, zone: zone}
	if l.Period != t.Tender.Period || !l.Terms.Duration.IsZero() {
		v.Period = sayPeriod(own, &l.Terms, l.Period, t.Tender.Terms.Duration.IsZero())
	}
	ownTerms(own, &l.Terms, t)
	own.plain("languages", w.lotLanguages(t, l))
	v.Terms, v.Noes = own.all, own.noes
	return v
}

func releasesOf(past []*notice.Notice) []*ocds.Release {
	var all []*ocds.Release
	for _, n := range past {
		all = append(all, &n.Release)
	}
	return all
}

// UnreadDeadlines are the deadlines that were not understood, as the notice writes them.
func UnreadDeadlines(t *notice.Compiled) []string {
	all := filled(t.Tender.DeadlineText)
	for _, l := range t.Tender.Lots {
		all = codes.Add(all, l.DeadlineText)
	}
	return all
}

// ownTerms says what a lot says for itself, in one list.
func ownTerms(l *list, x *ocds.Terms, t *notice.Compiled) {
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

func (w Reader) lotLanguages(t *notice.Compiled, l *ocds.Lot) string {
	if len(l.Languages) == 0 || slices.Equal(l.Languages, t.Tender.Languages) {
		return ""
	}
	return w.Join(LanguageNames(w.Words, l.Languages))
}

// LotNumber is a lot's number as people say it: "3" for LOT-0003.
func LotNumber(id string) string {
	digits := id[len(strings.TrimRight(id, "0123456789")):]
	if digits == "" || len(digits) == len(id) {
		return id
	}
	return cmp.Or(strings.TrimLeft(digits, "0"), id)
}

// natural compares ids by the numbers in them.
func natural(a, b string) int {
	x, errX := strconv.Atoi(LotNumber(a))
	y, errY := strconv.Atoi(LotNumber(b))
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

// LotRules say for how many lots a firm may offer, and how many it may win. One lot alone is
// said only where the notice does not ask for all.
func (w Reader) LotRules(t *notice.Compiled) []string {
	l := list{w: w.Words}
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
