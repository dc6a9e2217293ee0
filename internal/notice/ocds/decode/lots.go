package decode

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/ocds/loosejson"
)

// readLots reads the lots extension.
func (g *reading) readLots(t *ocds.Tender, v loosejson.Value) {
	for i, l := range v.List("lots") {
		id := cmp.Or(l.String("id"), freeLot(v.List("lots"), i))
		if slices.ContainsFunc(t.Lots, func(o ocds.Lot) bool { return o.ID == id }) {
			continue // written twice
		}
		t.Lots = append(t.Lots, ocds.Lot{
			ID: id, Title: l.Text("title", g.language), Description: l.Text("description", g.language), Value: g.money(l, "value"),
			Period: g.period(l, "contractPeriod"), SMESuitable: l.Flag("suitability", "sme"),
			Languages: spoken(l.Get("submissionTerms").Strings("languages")), Status: ocds.CodeOf(ocds.TenderStatuses, l.String("status")),
			Social: l.Get(ocds.OwnMember).Strings("socialObjectives"), ValueLow: moneyOf(l.Get("minValue")), Terms: g.terms(l),
		})
		last := &t.Lots[len(t.Lots)-1]
		last.Deadline, last.DeadlineText = g.deadline(l, "tenderPeriod", "endDate")
		t.SMESuitable = codes.Any(t.SMESuitable, last.SMESuitable)
		t.Renewal = codes.Any(t.Renewal, l.Flag("hasRenewal"))
		t.Languages = codes.Add(t.Languages, last.Languages...)
		t.Social = codes.Add(t.Social, last.Social...)
		if last.Deadline.After(t.Deadline) {
			t.Deadline = last.Deadline
		}
	}
}

// freeLot is the number of a lot without an id that no other lot has.
func freeLot(lots []loosejson.Value, i int) string {
	for n := i + 1; ; n++ {
		id := fmt.Sprint(n)
		if !slices.ContainsFunc(lots, func(l loosejson.Value) bool { return l.String("id") == id }) {
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
func (g *reading) readItems(t *ocds.Tender, v loosejson.Value) {
	for _, item := range v.List("items") {
		at := itemPlaces(item)
		var classes []string
		for _, c := range append(item.List("classification"), item.List("additionalClassifications")...) {
			if code := cpv(c); code != "" {
				classes = codes.Add(classes, code)
			} else {
				t.Classifications = codes.Add(t.Classifications, classification(c))
			}
		}
		t.CPV = codes.Add(t.CPV, classes...)
		t.Places = codes.Add(t.Places, at...)
		one := ocds.Item{Description: words(item.Text("description", "")), Unit: unit(item.Get("unit")), CPV: cpv(item.Get("classification"))}
		if q, ok := item.Number("quantity"); ok && q > 0 {
			one.Quantity = q
		}
		lots := refs(item, "relatedLots", "relatedLot")
		told := one.Description != "" || one.Quantity > 0
		if len(t.Lots) == 0 && (told || len(classes) > 0) {
			t.Lots = []ocds.Lot{{ID: "1"}}
		}
		for i := range t.Lots {
			l := &t.Lots[i]
			alone := len(t.Lots) == 1 && len(lots) == 0 && !yes(item.Flag(ocds.OwnMember, "ofTender"))
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
func refs(v loosejson.Value, names ...string) []string {
	var all []string
	for _, name := range names {
		for _, one := range v.List(name) {
			all = codes.Add(all, one.String(), one.String("lotId"), one.String("id"))
		}
	}
	return all
}

func unit(v loosejson.Value) string {
	if name := words(v.Text("name", "")); name != "" {
		return name
	}
	return v.String("id")
}

// itemPlaces lists where something is delivered. A description of a place counts
// as a town when it is one name and there is no address that has one.
func itemPlaces(item loosejson.Value) []ocds.Place {
	var all []ocds.Place
	towns := false
	for _, a := range append(item.List("deliveryAddresses"), item.List("deliveryAddress")...) {
		p := place(a)
		towns = towns || p.Town != ""
		all = codes.Add(all, p)
	}
	town := words(item.Get("deliveryLocation").Text("description", ""))
	if !towns && town != "" && len(town) <= 40 && !strings.ContainsAny(town, ",;&/()\n.") && len(strings.Fields(town)) <= 3 && !strings.Contains(town, " and ") {
		p := ocds.Place{Town: town}
		if len(all) > 0 {
			p.Country = all[0].Country
		}
		all = codes.Add(all, p)
	}
	return all
}
