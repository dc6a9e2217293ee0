package decode

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/ocds/loosejson"
	"citiesgrow/internal/record"
)

// awards reads the decisions. A contract fills what its award leaves out.
func (g *reading) awards() []ocds.Award {
	var all []ocds.Award
	for i, v := range g.v.List("awards") {
		a := ocds.Award{ID: v.String("id"), Status: ocds.CodeOf(ocds.AwardStatuses, v.String("status")), Lots: refs(v, "relatedLots", "relatedLot", "lotID"),
			Value: g.money(v, "value"), Date: g.moment(v, false, "date"), Reason: v.String("statusDetails"), Suppliers: g.suppliers(v)}
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
func (g *reading) contracts(awards []ocds.Award) []ocds.Award {
	byAward := map[string][]loosejson.Value{}
	var order []string
	for _, c := range g.v.List("contracts") {
		id := cmp.Or(c.String("awardID"), c.String("id"))
		if id == "" {
			continue
		}
		if byAward[id] == nil {
			order = append(order, id)
		}
		byAward[id] = append(byAward[id], c)
	}
	for _, id := range order {
		i := slices.IndexFunc(awards, func(a ocds.Award) bool { return a.ID == id })
		if i < 0 {
			awards = append(awards, ocds.Award{ID: id, Status: "active"})
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
func inForce(c loosejson.Value) bool { return !strings.EqualFold(c.String("status"), "cancelled") }

func (g *reading) contracted(a *ocds.Award, contracts []loosejson.Value) {
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

func (g *reading) suppliers(v loosejson.Value) []ocds.Reference {
	var all []ocds.Reference
	for _, s := range v.List("suppliers") {
		if p := g.parties.add(s, "supplier"); p != nil && p.Name != "" && !strings.EqualFold(p.Name, "unpublished") {
			all = codes.Add(all, ocds.Reference{ID: p.ID, Name: p.Name})
		}
	}
	return all
}

// bids reads how many tenders came: the statistics, else the number of tenderers,
// else the bids themselves.
func (g *reading) bids() []ocds.BidCount {
	var all []ocds.BidCount
	for _, s := range g.v.Get("bids").List("statistics") {
		kind := s.String("measure")
		if k := ocds.BidMeasures[kind]; k != "" {
			kind = k
		}
		n, ok := s.Number("value")
		if !ok || kind == "" || n < 0 || n > 1e9 || n != float64(int(n)) || strings.HasSuffix(kind, "Value") {
			continue
		}
		lots := refs(s, "relatedLots", "relatedLot")
		if len(lots) == 0 {
			lots = []string{""}
		}
		for _, lot := range lots {
			all = append(all, ocds.BidCount{Lot: lot, Kind: kind, Count: int(n)})
		}
	}
	if len(all) > 0 {
		return all
	}
	n := g.v.Count("tender", "numberOfTenderers")
	for _, b := range g.v.Get("bids").List("details") {
		for _, tenderer := range b.List("tenderers") {
			g.parties.add(tenderer, "tenderer")
		}
	}
	if details := len(g.v.Get("bids").List("details")); n == 0 {
		n = details
	}
	if n == 0 {
		return nil
	}
	return []ocds.BidCount{{Kind: "tenders", Count: n}}
}
