package ocds

import (
	"cmp"
	"fmt"
	"strings"

	"citiesgrow/internal/official"
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
	for _, c := range g.v.list("contracts") {
		all = g.contract(all, c)
	}
	return all
}

// contract fills the award that it names (awardID) with what only the contract says. Where the
// award is not there, the contract stands for it.
func (g *reading) contract(awards []Award, c value) []Award {
	for i := range awards {
		a := &awards[i]
		if a.ID != c.str("awardID") {
			continue
		}
		if a.Value == nil {
			a.Value = g.money(c, "value")
		}
		if a.Date.IsZero() {
			a.Date = g.moment(c, false, "dateSigned")
		}
		if len(a.Suppliers) == 0 {
			a.Suppliers = g.suppliers(c)
		}
		return awards
	}
	id := cmp.Or(c.str("awardID"), c.str("id"))
	if id == "" {
		return awards
	}
	a := Award{ID: id, Status: "active", Value: g.money(c, "value"), Date: g.moment(c, false, "dateSigned"), Suppliers: g.suppliers(c)}
	if strings.EqualFold(c.str("status"), "cancelled") {
		a.Status = "cancelled"
	}
	return append(awards, a)
}

func (g *reading) suppliers(v value) []Reference {
	var all []Reference
	for _, s := range v.list("suppliers") {
		if p := g.parties.add(s, "supplier"); p != nil && p.Name != "" {
			all = official.Add(all, Reference{ID: p.ID, Name: p.Name})
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
