package eforms

import (
	"cmp"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/criterion"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/xmltree"
)

// requirements reads the selection criteria (BT-809, BT-749, BT-750) of a lot. A
// criterion that is marked as not used is none. The numbers beside a criterion
// (BT-752, 7531, 7532) rank candidates for a second stage; they are points and
// places, not levels that a tenderer must reach, and are left out.
func (rd *reader) requirements(terms *xmltree.Node) []ocds.Requirement {
	var all []ocds.Requirement
	awards := rd.awardCriteria(terms)
	said := map[string]bool{}
	for _, path := range []string{extension + "/SelectionCriteria", "SelectionCriteria"} {
		for c := range terms.All(path) {
			if c.At("CalculationExpressionCode") == "n-used" {
				continue
			}
			code := cmp.Or(c.At("TendererRequirementTypeCode"), c.At("CriterionTypeCode"))
			name, text := rd.text(c, "Name"), rd.text(c, "Description")
			if judges(name, text, awards) {
				continue
			}
			for _, r := range criterion.Read(code, name, text) {
				if k := key(r); !said[k] {
					said[k] = true
					all = append(all, r)
				}
			}
		}
	}
	return all
}

// judges reports whether a selection criterion only repeats the name of an award criterion: some
// buyers list one among the others.
func judges(name, text i18n.Text, awards []ocds.AwardCriterion) bool {
	said := text
	if said.Empty() {
		said = name
	} else if !name.Empty() && !reflect.DeepEqual(name, text) {
		return false
	}
	return !said.Empty() && slices.ContainsFunc(awards, func(a ocds.AwardCriterion) bool { return reflect.DeepEqual(a.Name, said) })
}

// pointed reports whether a selection criterion of the notice only leads to the papers.
func (rd *reader) pointed(terms *xmltree.Node) bool {
	for _, path := range []string{extension + "/SelectionCriteria", "SelectionCriteria"} {
		for c := range terms.All(path) {
			if text := rd.text(c, "Description"); c.At("CalculationExpressionCode") != "n-used" && criterion.Elsewhere(text) {
				return true
			}
		}
	}
	return false
}

// awardCriteria reads what a bid is judged by (BT-539, 540, 734) and its weight
// in per cent (BT-541, 5421), which points are turned into, and all its other numbers.
func (rd *reader) awardCriteria(terms *xmltree.Node) []ocds.AwardCriterion {
	var all []ocds.AwardCriterion
	points := 0.0
	for c := range terms.All("AwardingTerms/AwardingCriterion/SubordinateAwardingCriterion") {
		a := ocds.AwardCriterion{Kind: code(c, "AwardingCriterionTypeCode", ""), Name: rd.text(c, "Name"), Description: rd.text(c, "Description")}
		if a.Name.Empty() {
			a.Name, a.Description = a.Description, nil
		}
		if a.Kind == "" && a.Name.Empty() {
			continue
		}
		var unit string
		a.Weight, unit = weight(c)
		a.Numbers = criterionNumbers(c)
		if unit == "points" {
			points += a.Weight
		}
		all = append(all, a)
	}
	if points > 0 {
		for i := range all {
			all[i].Weight = math.Round(all[i].Weight/points*10000) / 100
		}
	}
	return all
}

// weight is the number of a criterion and what it counts.
func weight(c *xmltree.Node) (value float64, unit string) {
	for p := range c.All(extension + "/AwardCriterionParameter") {
		code := p.Find("ParameterCode")
		n, err := strconv.ParseFloat(p.At("ParameterNumeric"), 64)
		if err != nil || n < 0 || n > 1e6 {
			continue
		}
		switch code.Text() {
		case "per-exa", "per-mid":
			return n, "percent"
		case "dec-exa", "dec-mid":
			return n * 100, "percent"
		case "poi-exa", "poi-mid":
			return n, "points"
		}
	}
	return 0, ""
}

// criterionNumbers are the numbers of a criterion that are no exact per cent: points, places,
// fixed prices and thresholds (BT-541 with BT-5421, 5422, 5423).
func criterionNumbers(c *xmltree.Node) []ocds.CriterionNumber {
	var all []ocds.CriterionNumber
	for p := range c.All(extension + "/AwardCriterionParameter") {
		kind := p.At("ParameterCode")
		n, err := strconv.ParseFloat(p.At("ParameterNumeric"), 64)
		if err == nil && n >= 0 && n < 1e9 && kind != "" && kind != "per-exa" {
			all = append(all, ocds.CriterionNumber{Code: kind, Number: n})
		}
	}
	return all
}

// share divides requirements and award criteria between the tender, which has
// those that hold for every lot, and the lots, which keep their own.
func share(t *ocds.Tender, lots []lot) {
	if len(lots) == 0 {
		return
	}
	has := map[string]int{} // in how many lots each requirement stands
	for _, l := range lots {
		for _, r := range l.requirements {
			has[key(r)]++
		}
	}
	for i, l := range lots {
		for _, r := range l.requirements {
			switch common := has[key(r)] == len(lots); {
			case common && i == 0:
				t.Requirements = append(t.Requirements, r)
			case !common:
				t.Lots[i].Requirements = append(t.Lots[i].Requirements, r)
			}
		}
	}
	same := !slices.ContainsFunc(lots, func(l lot) bool { return !reflect.DeepEqual(l.awardCriteria, lots[0].awardCriteria) })
	if same {
		t.AwardCriteria = lots[0].awardCriteria
		return
	}
	for i, l := range lots {
		t.Lots[i].AwardCriteria = l.awardCriteria
	}
}

// key is the same for two requirements that say the same.
func key(r ocds.Requirement) string {
	amount := ""
	if r.Amount != nil {
		amount = r.Amount.Major() + r.Amount.Currency
	}
	return fmt.Sprint(r.Kind, "|", r.Code, "|", amount, "|", r.Number, "|", r.Detail, "|", r.Text)
}
