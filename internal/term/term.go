package term

import (
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
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

// Group is a section of the terms.
type Group struct {
	ID, Title string
	Terms     []Term
	Criteria  []Criterion // only in the group about the winner
}

// Groups are the sections of the terms of a tender; single is the lot of a tender that is
// not divided, whose own terms stand with the tender's.
func (w Reader) Groups(t *notice.Compiled, zone string) []Group {
	var all []Group
	var noes []Term
	said := append([]*ocds.Terms{&t.Tender.Terms}, onlyLot(t)...)
	add := func(id string, criteria []Criterion, fill func(l *list, x *ocds.Terms)) {
		l := &list{w: w.Words, zone: zone}
		for _, x := range said {
			fill(l, x)
		}
		noes = append(noes, l.noes...)
		if len(l.all) > 0 || len(criteria) > 0 {
			all = append(all, Group{ID: "terms-" + id, Title: l.label("group_" + id), Terms: distinct(l.all), Criteria: criteria})
		}
	}
	criteria := t.Tender.AwardCriteria
	if len(criteria) == 0 && len(t.Tender.Lots) == 1 {
		criteria = t.Tender.Lots[0].AwardCriteria
	}
	add("winner", w.sayCriteria(criteria), func(l *list, x *ocds.Terms) { winnerTerms(l, x, t) })
	add("round", nil, func(l *list, x *ocds.Terms) { roundTerms(l, x, t) })
	add("contract", nil, func(l *list, x *ocds.Terms) { contractTerms(l, x, t) })
	add("offer", nil, func(l *list, x *ocds.Terms) { offerTerms(l, x, t) })
	add("part", nil, func(l *list, x *ocds.Terms) { participationTerms(l, x, t) })
	add("work", nil, func(l *list, x *ocds.Terms) { workTerms(l, x, t) })
	add("money", nil, moneyTerms)
	add("review", nil, func(l *list, x *ocds.Terms) { reviewTerms(l, x, t) })
	add("more", nil, moreTerms)
	if len(noes) > 0 {
		all = append(all, Group{ID: "terms-no", Title: w.T("term.group_no"), Terms: distinct(noes)})
	}
	return all
}

// onlyLot are the terms of the one lot of a tender that is not divided.
func onlyLot(t *notice.Compiled) []*ocds.Terms {
	if len(t.Tender.Lots) != 1 {
		return nil
	}
	return []*ocds.Terms{&t.Tender.Lots[0].Terms}
}
