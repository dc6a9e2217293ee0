package ted

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/xmltree"
)

// results reads section V (or RESULTS of a design contest): one award for each
// contract or lot, with its winners and how many tenders had come.
func (rd *reader) results(lots []ocds.Lot) ([]ocds.Award, []ocds.BidCount) {
	var awards []ocds.Award
	var bids []ocds.BidCount
	add := func(n, outcome *xmltree.Node, read func(a *ocds.Award, outcome *xmltree.Node)) {
		a := ocds.Award{ID: fmt.Sprintf("award-%d", len(awards)+1), Status: "active", Lots: lotsOf(n, lots)}
		read(&a, outcome)
		awards = append(awards, a)
		bids = append(bids, bidsOf(outcome, a.Lots)...)
	}
	for n := range rd.form.All("AWARD_CONTRACT") {
		if n.Has("NO_AWARDED_CONTRACT") {
			add(n, n.Find("NO_AWARDED_CONTRACT"), unsuccessful)
		} else {
			add(n, n.Find("AWARDED_CONTRACT"), rd.contract)
		}
	}
	for n := range rd.form.All("RESULTS") {
		if n.Has("NO_AWARDED_PRIZE") {
			add(n, n.Find("NO_AWARDED_PRIZE"), unsuccessful)
		} else {
			add(n, n.Find("AWARDED_PRIZE"), rd.prize)
		}
	}
	for _, name := range []string{"AWARD_OF_CONTRACT", "AWARD_OF_CONTRACT_DEFENCE"} { // before R2.0.9
		for n := range rd.form.Deep(name) {
			add(n, n, rd.oldContract)
		}
	}
	return awards, bids
}

func unsuccessful(a *ocds.Award, outcome *xmltree.Node) {
	a.Status = "unsuccessful"
	for c := range outcome.Elements() { // PROCUREMENT_UNSUCCESSFUL or PROCUREMENT_DISCONTINUED
		if strings.HasPrefix(c.Name.Local, "PROCUREMENT_") {
			a.Reason = c.Name.Local
		}
	}
}

func (rd *reader) contract(a *ocds.Award, c *xmltree.Node) {
	a.Date = rd.clock.at(c.At("DATE_CONCLUSION_CONTRACT"), "", startOfDay)
	for _, holder := range []*xmltree.Node{c, c.Find("VALUES"), c.Find("VALUE")} {
		if a.Value == nil && !hidden(holder) {
			a.Value = amount(holder, "VAL_TOTAL", "VAL_RANGE_TOTAL")
		}
	}
	for _, holder := range []*xmltree.Node{c, c.Find("CONTRACTORS")} {
		if !hidden(holder) {
			rd.winners(a, holder, "CONTRACTOR", "ADDRESS_CONTRACTOR")
		}
	}
}

func (rd *reader) prize(a *ocds.Award, p *xmltree.Node) {
	a.Date = rd.clock.at(p.At("DATE_DECISION_JURY"), "", startOfDay)
	a.Value = amount(p, "VAL_PRIZE")
	for _, holder := range []*xmltree.Node{p, p.Find("WINNERS")} {
		if !hidden(holder) {
			rd.winners(a, holder, "WINNER", "ADDRESS_WINNER")
		}
	}
}

// winners adds the suppliers of an award, with what the notice says of their size.
func (rd *reader) winners(a *ocds.Award, holder *xmltree.Node, name, address string) {
	for w := range holder.All(name) {
		p := rd.people.add(w.Find(address), "supplier")
		if p == nil {
			continue
		}
		p.Roles = codes.Add(p.Roles, "tenderer")
		switch {
		case w.Has("SME"):
			p.Size = "sme"
		case w.Has("NO_SME") && p.Size == "":
			p.Size = "large"
		}
		a.Suppliers = codes.Add(a.Suppliers, ocds.Reference{ID: p.ID, Name: p.Name})
	}
}

// oldContract reads an award of the schemas before R2.0.9.
func (rd *reader) oldContract(a *ocds.Award, n *xmltree.Node) {
	a.Date = rd.clock.at(day(n.Find("CONTRACT_AWARD_DATE")), "", startOfDay)
	a.Value = oldAmount(n.Find("CONTRACT_VALUE_INFORMATION"))
	for o := range n.Deep("ECONOMIC_OPERATOR_NAME_ADDRESS") {
		for c := range o.Elements() {
			if p := rd.people.add(c, "supplier"); p != nil {
				p.Roles = codes.Add(p.Roles, "tenderer")
				a.Suppliers = codes.Add(a.Suppliers, ocds.Reference{ID: p.ID, Name: p.Name})
			}
		}
	}
}

var listed = regexp.MustCompile(`[\s,;/+&]+`)

// lotsOf are the lots an award is about: those its LOT_NO names, the only lot
// when there is one, and otherwise none is guessed.
func lotsOf(n *xmltree.Node, lots []ocds.Lot) []string {
	named := n.At("LOT_NO")
	if named == "" {
		named = n.At("LOT_NUMBER")
	}
	has := func(id string) bool { return slices.ContainsFunc(lots, func(l ocds.Lot) bool { return l.ID == id }) }
	switch {
	case named == "" && len(lots) == 1:
		return []string{lots[0].ID}
	case named == "" || has(named):
		return codes.Add(nil, named)
	}
	var all []string
	for _, id := range listed.Split(named, -1) {
		if has(id) {
			all = codes.Add(all, id)
		}
	}
	if all == nil {
		all = []string{named}
	}
	return all
}

// received are the counts of tenders, by the code list received-submission-type.
var received = []struct{ element, kind string }{
	{"NB_TENDERS_RECEIVED", "tenders"},
	{"NB_TENDERS_RECEIVED_SME", "t-sme"},
	{"NB_TENDERS_RECEIVED_OTHER_EU", "t-oth-eea"},
	{"NB_TENDERS_RECEIVED_NON_EU", "t-no-eea"},
	{"NB_TENDERS_RECEIVED_EMEANS", "t-esubm"},
	{"NB_PARTICIPANTS", "tenders"},
	{"NB_PARTICIPANTS_SME", "t-sme"},
	{"NB_PARTICIPANTS_OTHER_EU", "t-oth-eea"},
	{"OFFERS_RECEIVED_NUMBER", "tenders"},
	{"OFFERS_RECEIVED_NUMBER_MEANING", "t-esubm"},
}

func bidsOf(outcome *xmltree.Node, lots []string) []ocds.BidCount {
	var all []ocds.BidCount
	lot := strings.Join(lots, ", ")
	for _, holder := range []*xmltree.Node{outcome, outcome.Find("TENDERS"), outcome.Find("PARTICIPANTS")} {
		if hidden(holder) {
			continue
		}
		for _, r := range received {
			if n, ok := count(holder.At(r.element)); ok {
				all = append(all, ocds.BidCount{Lot: lot, Kind: r.kind, Count: n})
			}
		}
	}
	return all
}
