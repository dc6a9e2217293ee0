package eforms

import (
	"slices"
	"strconv"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/xmltree"
)

// results are the outcome's parts by their technical identifiers, which refer
// to each other: a lot's result to contracts and tenders, a contract to tenders,
// a tender to its party, a party to organisations.
type results struct {
	tenders, contracts, parties map[string]*xmltree.Node
}

func index(result *xmltree.Node) results {
	by := func(name string) map[string]*xmltree.Node {
		all := map[string]*xmltree.Node{}
		for n := range result.All(name) {
			all[n.At("ID")] = n
		}
		return all
	}
	return results{tenders: by("LotTender"), contracts: by("SettledContract"), parties: by("TenderingParty")}
}

// awards reads the result of each lot (BT-142) into one award for each winning
// tender, or one without suppliers when nobody won. The members of a group that
// bids together share an award.
func (rd *reader) awards() []ocds.Award {
	result := rd.ext.Find("NoticeResult")
	parts := index(result)
	rd.tenderers(result)
	var all []ocds.Award
	for n := range result.All("LotResult") {
		// BT-144
		base := ocds.Award{ID: n.At("ID"), Status: awardStatus(n.At("TenderResultCode")), Withheld: winnerWithheld(n),
			Reason: n.At("DecisionReason/DecisionReasonCode")}
		for l := range n.All("TenderLot/ID") {
			base.Lots = codes.Add(base.Lots, l.Text())
		}
		if base.Status == "active" && base.Withheld {
			base.Status = ""
		}
		won := parts.winning(n)
		if base.Status != "active" || len(won) == 0 {
			all = append(all, base)
			continue
		}
		for _, w := range won {
			a := base
			if len(won) > 1 {
				a.ID += "/" + w.tender.At("ID")
			}
			a.Value = amount(w.tender, "LegalMonetaryTotal/PayableAmount") // BT-720
			if date := w.contract.At("AwardDate"); date != "" {            // BT-1451, else the conclusion BT-145
				a.Date = rd.moment(date, "", startOfDay)
			} else {
				a.Date = rd.moment(w.contract.At("IssueDate"), "", startOfDay)
			}
			a.Suppliers = rd.suppliers(parts.parties[w.tender.At("TenderingParty/ID")])
			all = append(all, a)
		}
	}
	return all
}

// winnerWithheld reports whether the buyer withholds who won (BT-195 of BT-142): the code is masked, or
// left out with a note that it is.
func winnerWithheld(result *xmltree.Node) bool {
	if result.At("TenderResultCode") != "" {
		return false
	}
	if result.Has("TenderResultCode") {
		return true
	}
	for n := range result.Deep("FieldIdentifierCode") {
		if n.Text() == "win-cho" {
			return true
		}
	}
	return false
}

func awardStatus(code string) string {
	switch code {
	case "clos-nw":
		return "unsuccessful"
	case "open-nw":
		return "pending"
	}
	return "active"
}

// win is a tender that won, with the contract made of it when there is one.
type win struct{ tender, contract *xmltree.Node }

// winning lists the tenders that won the lot: those its contracts were made of
// (BT-3202) and, where the result names none, the tenders it names (OPT-320),
// the first in rank alone when they are ranked (BT-171).
func (p results) winning(result *xmltree.Node) []win {
	var named []string
	for n := range result.All("LotTender/ID") {
		named = append(named, n.Text())
	}
	var all []win
	for c := range result.All("SettledContract/ID") {
		contract := p.contracts[c.Text()]
		for n := range contract.All("LotTender/ID") {
			tender := p.tenders[n.Text()]
			// A contract may be about several lots: only its tenders for this one count.
			if tender != nil && (len(named) == 0 || slices.Contains(named, n.Text())) &&
				!slices.ContainsFunc(all, func(w win) bool { return w.tender == tender }) {
				all = append(all, win{tender, contract})
			}
		}
	}
	if len(all) > 0 {
		return all
	}
	return p.ranked(named)
}

func (p results) ranked(named []string) []win {
	var all, best []win
	for _, id := range named {
		tender := p.tenders[id]
		if tender == nil {
			continue
		}
		all = append(all, win{tender: tender})
		if tender.At("RankCode") == "1" {
			best = append(best, win{tender: tender})
		}
	}
	if len(best) > 0 {
		return best
	}
	return all
}

// tenderers gives everybody who tendered that role (OPT-300) and notes the
// leaders of groups (OPT-170).
func (rd *reader) tenderers(result *xmltree.Node) {
	for n := range result.All("TenderingParty/Tenderer") {
		if p := rd.orgs.give(n.At("ID"), "tenderer"); p != nil && n.At("GroupLeadIndicator") == "true" {
			p.Leader = true
		}
	}
}

func (rd *reader) suppliers(party *xmltree.Node) []ocds.Reference {
	var all []ocds.Reference
	for n := range party.All("Tenderer/ID") {
		if p := rd.orgs.give(n.Text(), "supplier"); p != nil {
			all = codes.Add(all, ocds.Reference{ID: p.ID, Name: p.Name})
		}
	}
	return all
}

// bids reads how many tenders came for each lot, by kind (BT-759, BT-760).
func (rd *reader) bids() []ocds.BidCount {
	var all []ocds.BidCount
	for n := range rd.ext.All("NoticeResult/LotResult") {
		for s := range n.All("ReceivedSubmissionsStatistics") {
			count, err := strconv.ParseFloat(s.At("StatisticsNumeric"), 64)
			kind := s.At("StatisticsCode")
			if err == nil && kind != "" && count >= 0 && count < 1e9 {
				all = append(all, ocds.BidCount{Lot: n.At("TenderLot/ID"), Kind: kind, Count: int(count)})
			}
		}
	}
	return all
}
