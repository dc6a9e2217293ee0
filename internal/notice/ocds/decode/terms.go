package decode

import (
	"cmp"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/ocds/loosejson"
)

// groups are the types of selectionCriteria in the codes of eForms (Directive
// 2014/24/EU art. 58).
var groups = map[string]string{"suitability": "sui-act", "economic": "ef-stand", "technical": "tp-abil"}

// readTerms reads what a tenderer must meet and what a bid is judged by.
func (g *reading) readTerms(t *ocds.Tender, v loosejson.Value) {
	t.Requirements = g.selection(v.Get("selectionCriteria"))
	for i, l := range v.List("lots") {
		t.Lots[i].Requirements = g.selection(l.Get("selectionCriteria"))
		if !yes(l.Flag(ocds.OwnMember, "judgedAsTender")) {
			t.Lots[i].AwardCriteria = g.judged(l.Get("awardCriteria"))
		}
	}
	if other := v.Text("eligibilityCriteria", g.language); !other.Empty() && len(t.Requirements) == 0 {
		t.Requirements = g.criterion("sui-act", nil, other)
	}
	for _, c := range v.List("criteria") {
		g.exact(t, c)
	}
	g.shareAwardCriteria(t, v)
}

// selection reads the selection criteria extension: a type and words.
func (g *reading) selection(v loosejson.Value) []ocds.Requirement {
	var all []ocds.Requirement
	for _, c := range v.List("criteria") {
		words := c.Text("description", g.language)
		for language, minimum := range c.Text("minimum", g.language) {
			if words == nil {
				words = i18n.Text{}
			}
			if before := words[language]; before != "" && before != minimum {
				minimum = before + "\n" + minimum
			}
			words[language] = minimum
		}
		all = append(all, g.criterion(cmp.Or(groups[c.String("type")], c.String("type"), "other"), c.Text("name", g.language), words)...)
	}
	if words := v.Text("description", g.language); !words.Empty() {
		all = append(all, g.criterion("other", nil, words)...)
	}
	return all
}

// criterion makes requirements of words.
func (g *reading) criterion(code string, name, text i18n.Text) []ocds.Requirement {
	if name.Empty() && text.Empty() {
		return nil
	}
	if g.Criteria != nil {
		return g.Criteria(code, name, text)
	}
	if text.Empty() {
		text = name
	}
	return []ocds.Requirement{{Kind: ocds.Other, Code: code, Text: text}}
}

// espd are parts of the names that the European Single Procurement Document gives to
// criteria (CRITERION.SELECTION.…), and the kind each stands for.
var espd = []struct{ part, kind string }{
	{"TURNOVER", ocds.Turnover}, {"INSURANCE", ocds.Insurance}, {"REFERENCES", ocds.References}, {"PERFORMANCE", ocds.References},
	{"AVERAGE_ANNUAL_MANPOWER", ocds.Staff},
	{"TECHNICIANS", ocds.Staff}, {"MANAGERIAL", ocds.Staff}, {"STAFF", ocds.Staff}, {"CERTIFICATE", ocds.Certificate},
	{"PROFESSIONAL_QUALIFICATION", ocds.Certificate},
	{"SUITABILITY", ocds.Registration}, {"ENROLMENT", ocds.Registration},
}

var kinds = []string{ocds.Turnover, ocds.Insurance, ocds.References, ocds.Staff, ocds.Years, ocds.Certificate, ocds.Registration, ocds.Language, ocds.Other}

// exact reads a criterion of the requirements extension, which keeps numbers as
// numbers: one requirement for each of its own. Criteria that exclude (art. 57) ask
// for nothing that a firm could have more of and are left out.
func (g *reading) exact(t *ocds.Tender, c loosejson.Value) {
	id := cmp.Or(c.String("classification", "id"), c.String("id"))
	if strings.Contains(id, "EXCLUSION") || c.String("relatesTo") == "item" {
		return
	}
	kind := ""
	for _, e := range espd {
		if kind == "" && strings.Contains(strings.ToUpper(id), e.part) {
			kind = e.kind
		}
	}
	text := c.Text("title", g.language)
	if description := c.Text("description", g.language); !description.Empty() {
		text = description
	}
	var all []ocds.Requirement
	for _, group := range c.List("requirementGroups") {
		for _, r := range group.List("requirements") {
			asked := text
			if title := r.Text("title", g.language); !title.Empty() && !r.Has(ocds.OwnMember) {
				asked = title // what is asked for goes before what it is about
			}
			all = append(all, measured(r, kind, c.String("classification", "id"), asked))
		}
	}
	lot := c.String("relatedItem")
	if lot == "" {
		t.Requirements = append(t.Requirements, all...)
		return
	}
	for i := range t.Lots {
		if t.Lots[i].ID == lot {
			t.Lots[i].Requirements = append(t.Lots[i].Requirements, all...)
		}
	}
}

// measured reads one requirement. Its own kind, which Write gives it, goes before
// that of the criterion.
func measured(r loosejson.Value, kind, code string, text i18n.Text) ocds.Requirement {
	if k := r.String(ocds.OwnMember, "kind"); slices.Contains(kinds, k) {
		kind = k
	}
	one := ocds.Requirement{Kind: cmp.Or(kind, ocds.Other), Code: code, Text: text, Detail: r.String(ocds.OwnMember, "detail")}
	level := cmp.Or(r.String("minValue"), r.String("expectedValue"))
	number, isNumber := loosejson.Of(level).Number()
	switch one.Kind {
	case ocds.Turnover, ocds.Insurance:
		unit := cmp.Or(r.String("unit", "id"), r.String("unit", "code"), r.String("unit", "name"))
		one.Amount = moneyOf(loosejson.Of(map[string]any{"amount": level, "currency": unit}))
	case ocds.References, ocds.Staff, ocds.Years:
		if isNumber && number >= 1 && number <= 1e6 {
			one.Number = int(number)
		}
	default:
		if one.Detail == "" && !isNumber && level != "true" && level != "false" {
			one.Detail = level
		}
	}
	if amount := r.Get(ocds.OwnMember, "amount"); amount.Object() != nil {
		one.Amount = moneyOf(amount)
	}
	if n := r.Count(ocds.OwnMember, "number"); n > 0 {
		one.Number = n
	}
	return one
}

// judged reads award criteria and their weights in per cent.
func (g *reading) judged(v loosejson.Value) []ocds.AwardCriterion {
	var all []ocds.AwardCriterion
	total := 0.0
	var told []float64 // weights that stand where a description belongs
	for _, c := range v.List("criteria") {
		a := ocds.AwardCriterion{Kind: c.String("type"), Name: c.Text("name", g.language)}
		for _, n := range c.List("numbers") {
			g.criterionNumber(&a, n)
		}
		words := c.Text("description", g.language)
		weight, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(words[g.language]), "%"), 64)
		if err == nil && weight > 0 && weight <= 100 && !g.v.Has(ocds.OwnMember) {
			total += weight
			told = append(told, weight)
		} else if a.Name.Empty() {
			a.Name = words
		} else {
			a.Description = words
		}
		if a.Kind != "" || !a.Name.Empty() {
			all = append(all, a)
		}
	}
	if len(told) == len(all) && math.Abs(total-100) < 1 {
		for i := range all {
			all[i].Weight = told[i]
		}
	}
	return all
}

// criterionNumber reads one number of an award criterion.
func (g *reading) criterionNumber(a *ocds.AwardCriterion, n loosejson.Value) {
	number, ok := n.Number("number")
	if !ok || number < 0 || number > 1e9 {
		return
	}
	if strings.HasPrefix(n.String("weight"), "percentage") && number > 0 && number <= 1e6 && a.Weight == 0 {
		a.Weight = number
	}
	for code, words := range ocds.CriterionNumberWords {
		if n.String(words[0]) == words[1] {
			a.Numbers = append(a.Numbers, ocds.CriterionNumber{Code: code, Number: number})
		}
	}
}

// shareAwardCriteria gives the tender what all lots have in common.
func (g *reading) shareAwardCriteria(t *ocds.Tender, v loosejson.Value) {
	t.AwardCriteria = g.judged(loosejson.Of(map[string]any{"criteria": v.Get(ocds.OwnMember).Object()["awardCriteria"]}))
	if s := v.String("awardCriteria"); s == "lowestCost" || s == "priceOnly" {
		t.AwardCriteria = append(t.AwardCriteria, ocds.AwardCriterion{Kind: "price"})
	}
	if g.v.Has(ocds.OwnMember) || len(t.Lots) == 0 || len(t.AwardCriteria) > 0 || len(t.Lots[0].AwardCriteria) == 0 {
		return
	}
	for _, l := range t.Lots[1:] {
		if !reflect.DeepEqual(l.AwardCriteria, t.Lots[0].AwardCriteria) {
			return
		}
	}
	t.AwardCriteria = t.Lots[0].AwardCriteria
	for i := range t.Lots {
		t.Lots[i].AwardCriteria = nil
	}
}
