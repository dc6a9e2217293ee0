package ocds

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"citiesgrow/internal/notice/codes"
)

// readLots reads the lots extension.
func (g *reading) readLots(t *Tender, v value) {
	for i, l := range v.list("lots") {
		id := cmp.Or(l.str("id"), freeLot(v.list("lots"), i))
		if slices.ContainsFunc(t.Lots, func(o Lot) bool { return o.ID == id }) {
			continue // written twice
		}
		t.Lots = append(t.Lots, Lot{
			ID: id, Title: l.text("title", g.language), Description: l.text("description", g.language), Value: g.money(l, "value"),
			Period: g.period(l, "contractPeriod"), SMESuitable: l.flag("suitability", "sme"),
			Languages: spoken(l.get("submissionTerms").strs("languages")), Status: code(statuses, l.str("status")),
			Social: l.get(own).strs("socialObjectives"), ValueLow: l.money("minValue"), Terms: g.terms(l),
		})
		last := &t.Lots[len(t.Lots)-1]
		last.Deadline, last.DeadlineText = g.deadline(l, "tenderPeriod", "endDate")
		t.SMESuitable = codes.Any(t.SMESuitable, last.SMESuitable)
		t.Renewal = codes.Any(t.Renewal, l.flag("hasRenewal"))
		t.Languages = codes.Add(t.Languages, last.Languages...)
		t.Social = codes.Add(t.Social, last.Social...)
		if last.Deadline.After(t.Deadline) {
			t.Deadline = last.Deadline
		}
	}
}

// freeLot is the number of a lot without an id that no other lot has.
func freeLot(lots []value, i int) string {
	for n := i + 1; ; n++ {
		id := fmt.Sprint(n)
		if !slices.ContainsFunc(lots, func(l value) bool { return l.str("id") == id }) {
			return id
		}
	}
}

// spoken are languages by code, tag or name, each once.
func spoken(names []string) []string {
	var all []string
	for _, name := range names {
		all = codes.Add(all, codes.LanguageNamed(name))
	}
	return all
}

// readItems gives each lot what is bought and where, and the tender all of it. A
// tender without lots whose items say what is bought has one.
func (g *reading) readItems(t *Tender, v value) {
	for _, item := range v.list("items") {
		at := itemPlaces(item)
		var classes []string
		for _, c := range append(item.list("classification"), item.list("additionalClassifications")...) {
			if code := cpv(c); code != "" {
				classes = codes.Add(classes, code)
			} else {
				t.Classifications = codes.Add(t.Classifications, classification(c))
			}
		}
		t.CPV = codes.Add(t.CPV, classes...)
		t.Places = codes.Add(t.Places, at...)
		one := Item{Description: words(item.text("description", "")), Unit: unit(item.get("unit")), CPV: cpv(item.get("classification"))}
		if q, ok := item.number("quantity"); ok && q > 0 {
			one.Quantity = q
		}
		lots := refs(item, "relatedLots", "relatedLot")
		told := one.Description != "" || one.Quantity > 0
		if len(t.Lots) == 0 && (told || len(classes) > 0) {
			t.Lots = []Lot{{ID: "1"}}
		}
		for i := range t.Lots {
			l := &t.Lots[i]
			alone := len(t.Lots) == 1 && len(lots) == 0 && !yes(item.flag(own, "ofTender"))
			if !alone && !slices.Contains(lots, l.ID) {
				continue
			}
			l.CPV = codes.Add(l.CPV, classes...)
			l.Places = codes.Add(l.Places, at...)
			if told {
				l.Items = append(l.Items, one)
			}
		}
	}
}

// refs lists the lots that something belongs to; some publishers write objects.
func refs(v value, names ...string) []string {
	var all []string
	for _, name := range names {
		for _, one := range v.list(name) {
			all = codes.Add(all, one.str(), one.str("lotId"), one.str("id"))
		}
	}
	return all
}

func unit(v value) string {
	if name := words(v.text("name", "")); name != "" {
		return name
	}
	return v.str("id")
}

// itemPlaces lists where something is delivered. A description of a place counts
// as a town when it is one name and there is no address that has one.
func itemPlaces(item value) []Place {
	var all []Place
	towns := false
	for _, a := range append(item.list("deliveryAddresses"), item.list("deliveryAddress")...) {
		p := place(a)
		towns = towns || p.Town != ""
		all = codes.Add(all, p)
	}
	town := words(item.get("deliveryLocation").text("description", ""))
	if !towns && town != "" && len(town) <= 40 && !strings.ContainsAny(town, ",;&/()\n.") && len(strings.Fields(town)) <= 3 && !strings.Contains(town, " and ") {
		p := Place{Town: town}
		if len(all) > 0 {
			p.Country = all[0].Country
		}
		all = codes.Add(all, p)
	}
	return all
}
