package ocds

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/record"
)

var awardStatuses = strings.Fields("pending active cancelled unsuccessful")

// awards reads the decisions. A contract fills what its award leaves out.
func (g *reading) awards() []Award {
	var all []Award
	for i, v := range g.v.list("awards") {
		a := Award{ID: v.str("id"), Status: code(awardStatuses, v.str("status")), Lots: refs(v, "relatedLots", "relatedLot", "lotID"),
			Value: g.money(v, "value"), Date: g.moment(v, false, "date"), Reason: v.str("statusDetails"), Suppliers: g.suppliers(v)}
		if a.ID == "" {
			a.ID = fmt.Sprint("award-", i+1)
		}
		if a.Status == "" && len(a.Suppliers) > 0 {
			a.Status = "active"
		}
		all = append(all, a)
	}
	return g.contracts(all)
}

// contracts fill the awards that they name (awardID) with what only the contracts say: the sum
// of their values, the first day of signature, their suppliers. Where the award is not there,
// its contracts stand for it.
func (g *reading) contracts(awards []Award) []Award {
	byAward := map[string][]value{}
	var order []string
	for _, c := range g.v.list("contracts") {
		id := cmp.Or(c.str("awardID"), c.str("id"))
		if id == "" {
			continue
		}
		if byAward[id] == nil {
			order = append(order, id)
		}
		byAward[id] = append(byAward[id], c)
	}
	for _, id := range order {
		i := slices.IndexFunc(awards, func(a Award) bool { return a.ID == id })
		if i < 0 {
			awards = append(awards, Award{ID: id, Status: "active"})
			i = len(awards) - 1
			if !slices.ContainsFunc(byAward[id], inForce) {
				awards[i].Status = "cancelled"
			}
		}
		g.contracted(&awards[i], byAward[id])
	}
	return awards
}

// inForce reports whether a contract was not cancelled.
func inForce(c value) bool { return !strings.EqualFold(c.str("status"), "cancelled") }

func (g *reading) contracted(a *Award, contracts []value) {
	hasValue, hasDate, hasSuppliers := a.Value != nil, !a.Date.IsZero(), len(a.Suppliers) > 0
	for _, c := range contracts {
		if !inForce(c) && slices.ContainsFunc(contracts, inForce) {
			continue
		}
		if m := g.money(c, "value"); !hasValue && m != nil {
			if a.Value == nil {
				a.Value = m
			} else if a.Value.Currency == m.Currency {
				a.Value = &record.Money{Minor: a.Value.Minor + m.Minor, Currency: m.Currency}
			}
		}
		if signed := g.moment(c, false, "dateSigned"); !hasDate && !signed.IsZero() && (a.Date.IsZero() || signed.Before(a.Date)) {
			a.Date = signed
		}
		if !hasSuppliers {
			a.Suppliers = codes.Add(a.Suppliers, g.suppliers(c)...)
		}
	}
}

func (g *reading) suppliers(v value) []Reference {
	var all []Reference
	for _, s := range v.list("suppliers") {
		if p := g.parties.add(s, "supplier"); p != nil && p.Name != "" && !strings.EqualFold(p.Name, "unpublished") {
			all = codes.Add(all, Reference{ID: p.ID, Name: p.Name})
		}
	}
	return all
}

// measures are the words of the bid statistics extension for the kinds of BT-760.
var measures = map[string]string{
	"bids": "tenders", "electronicBids": "t-esubm", "smeBids": "t-sme", "microBids": "t-micro", "smallBids": "t-small", "mediumBids": "t-med",
	"foreignBidsFromEU": "t-oth-eea", "foreignBidsFromNonEU": "t-no-eea", "requests": "part-req",
}

// bids reads how many tenders came: the statistics, else the number of tenderers,
// else the bids themselves.
func (g *reading) bids() []BidCount {
	var all []BidCount
	for _, s := range g.v.get("bids").list("statistics") {
		kind := s.str("measure")
		if k := measures[kind]; k != "" {
			kind = k
		}
		n, ok := s.number("value")
		if !ok || kind == "" || n < 0 || n > 1e9 || n != float64(int(n)) || strings.HasSuffix(kind, "Value") {
			continue
		}
		lots := refs(s, "relatedLots", "relatedLot")
		if len(lots) == 0 {
			lots = []string{""}
		}
		for _, lot := range lots {
			all = append(all, BidCount{Lot: lot, Kind: kind, Count: int(n)})
		}
	}
	if len(all) > 0 {
		return all
	}
	n := g.v.count("tender", "numberOfTenderers")
	for _, b := range g.v.get("bids").list("details") {
		for _, tenderer := range b.list("tenderers") {
			g.parties.add(tenderer, "tenderer")
		}
	}
	if details := len(g.v.get("bids").list("details")); n == 0 {
		n = details
	}
	if n == 0 {
		return nil
	}
	return []BidCount{{Kind: "tenders", Count: n}}
}
