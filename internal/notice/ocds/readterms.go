package ocds

import (
	"cmp"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"citiesgrow/internal/i18n"
)

// groups are the types of selectionCriteria in the codes of eForms (Directive
// 2014/24/EU art. 58).
var groups = map[string]string{"suitability": "sui-act", "economic": "ef-stand", "technical": "tp-abil"}

// readTerms reads what a tenderer must meet and what a bid is judged by.
func (g *reading) readTerms(t *Tender, v value) {
	t.Requirements = g.selection(v.get("selectionCriteria"))
	for i, l := range v.list("lots") {
		t.Lots[i].Requirements = g.selection(l.get("selectionCriteria"))
		if !yes(l.flag(own, "judgedAsTender")) {
			t.Lots[i].AwardCriteria = g.judged(l.get("awardCriteria"))
		}
	}
	if other := v.text("eligibilityCriteria", g.language); !other.Empty() && len(t.Requirements) == 0 {
		t.Requirements = g.criterion("sui-act", nil, other)
	}
	for _, c := range v.list("criteria") {
		g.exact(t, c)
	}
	g.shareAwardCriteria(t, v)
}

// selection reads the selection criteria extension: a type and words.
func (g *reading) selection(v value) []Requirement {
	var all []Requirement
	for _, c := range v.list("criteria") {
		words := c.text("description", g.language)
		for language, minimum := range c.text("minimum", g.language) {
			if words == nil {
				words = i18n.Text{}
			}
			if before := words[language]; before != "" && before != minimum {
				minimum = before + "\n" + minimum
			}
			words[language] = minimum
		}
		all = append(all, g.criterion(cmp.Or(groups[c.str("type")], c.str("type"), "other"), c.text("name", g.language), words)...)
	}
	if words := v.text("description", g.language); !words.Empty() {
		all = append(all, g.criterion("other", nil, words)...)
	}
	return all
}

// criterion makes requirements of words.
func (g *reading) criterion(code string, name, text i18n.Text) []Requirement {
	if name.Empty() && text.Empty() {
		return nil
	}
	if g.Criteria != nil {
		return g.Criteria(code, name, text)
	}
	if text.Empty() {
		text = name
	}
	return []Requirement{{Kind: Other, Code: code, Text: text}}
}

// espd are parts of the names that the European Single Procurement Document gives to
// criteria (CRITERION.SELECTION.…), and the kind each stands for.
var espd = []struct{ part, kind string }{
	{"TURNOVER", Turnover}, {"INSURANCE", Insurance}, {"REFERENCES", References}, {"PERFORMANCE", References}, {"AVERAGE_ANNUAL_MANPOWER", Staff},
	{"TECHNICIANS", Staff}, {"MANAGERIAL", Staff}, {"STAFF", Staff}, {"CERTIFICATE", Certificate}, {"PROFESSIONAL_QUALIFICATION", Certificate},
	{"SUITABILITY", Registration}, {"ENROLMENT", Registration},
}

var kinds = []string{Turnover, Insurance, References, Staff, Years, Certificate, Registration, Language, Other}

// exact reads a criterion of the requirements extension, which keeps numbers as
// numbers: one requirement for each of its own. Criteria that exclude (art. 57) ask
// for nothing that a firm could have more of and are left out.
func (g *reading) exact(t *Tender, c value) {
	id := cmp.Or(c.str("classification", "id"), c.str("id"))
	if strings.Contains(id, "EXCLUSION") || c.str("relatesTo") == "item" {
		return
	}
	kind := ""
	for _, e := range espd {
		if kind == "" && strings.Contains(strings.ToUpper(id), e.part) {
			kind = e.kind
		}
	}
	text := c.text("title", g.language)
	if description := c.text("description", g.language); !description.Empty() {
		text = description
	}
	var all []Requirement
	for _, group := range c.list("requirementGroups") {
		for _, r := range group.list("requirements") {
			asked := text
			if title := r.text("title", g.language); !title.Empty() && !r.has(own) {
				asked = title // what is asked for goes before what it is about
			}
			all = append(all, measured(r, kind, c.str("classification", "id"), asked))
		}
	}
	lot := c.str("relatedItem")
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
func measured(r value, kind, code string, text i18n.Text) Requirement {
	if k := r.str(own, "kind"); slices.Contains(kinds, k) {
		kind = k
	}
	one := Requirement{Kind: cmp.Or(kind, Other), Code: code, Text: text, Detail: r.str(own, "detail")}
	level := cmp.Or(r.str("minValue"), r.str("expectedValue"))
	number, isNumber := value{level}.number()
	switch one.Kind {
	case Turnover, Insurance:
		unit := cmp.Or(r.str("unit", "id"), r.str("unit", "code"), r.str("unit", "name"))
		one.Amount = value{map[string]any{"amount": level, "currency": unit}}.money()
	case References, Staff, Years:
		if isNumber && number >= 1 && number <= 1e6 {
			one.Number = int(number)
		}
	default:
		if one.Detail == "" && !isNumber && level != "true" && level != "false" {
			one.Detail = level
		}
	}
	if amount := r.get(own, "amount"); amount.object() != nil {
		one.Amount = amount.money()
	}
	if n := r.count(own, "number"); n > 0 {
		one.Number = n
	}
	return one
}

// judged reads award criteria and their weights in per cent.
func (g *reading) judged(v value) []AwardCriterion {
	var all []AwardCriterion
	total := 0.0
	var told []float64 // weights that stand where a description belongs
	for _, c := range v.list("criteria") {
		a := AwardCriterion{Kind: c.str("type"), Name: c.text("name", g.language)}
		for _, n := range c.list("numbers") {
			g.criterionNumber(&a, n)
		}
		words := c.text("description", g.language)
		weight, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(words[g.language]), "%"), 64)
		if err == nil && weight > 0 && weight <= 100 && !g.v.has(own) {
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
func (g *reading) criterionNumber(a *AwardCriterion, n value) {
	number, ok := n.number("number")
	if !ok || number < 0 || number > 1e9 {
		return
	}
	if strings.HasPrefix(n.str("weight"), "percentage") && number > 0 && number <= 1e6 && a.Weight == 0 {
		a.Weight = number
	}
	for code, words := range numberWords {
		if n.str(words[0]) == words[1] {
			a.Numbers = append(a.Numbers, CriterionNumber{code, number})
		}
	}
}

// shareAwardCriteria gives the tender what all lots have in common.
func (g *reading) shareAwardCriteria(t *Tender, v value) {
	t.AwardCriteria = g.judged(value{map[string]any{"criteria": v.get(own).object()["awardCriteria"]}})
	if s := v.str("awardCriteria"); s == "lowestCost" || s == "priceOnly" {
		t.AwardCriteria = append(t.AwardCriteria, AwardCriterion{Kind: "price"})
	}
	if g.v.has(own) || len(t.Lots) == 0 || len(t.AwardCriteria) > 0 || len(t.Lots[0].AwardCriteria) == 0 {
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
