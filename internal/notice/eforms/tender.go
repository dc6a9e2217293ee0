package eforms

import (
	"slices"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/xmltree"
	"citiesgrow/internal/record"
)

// methods are the OCDS method of each procedure type (BT-105). "oth-single" and
// "exp-int-rail" say too little.
var methods = map[string]string{
	"open": "open", "restricted": "selective", "neg-w-call": "selective", "comp-dial": "selective", "comp-tend": "selective",
	"innovation": "selective", "oth-mult": "selective", "neg-wo-call": "limited",
}

// categories are the OCDS procurementCategory of each contract nature (BT-23).
var categories = map[string]string{"works": "works", "services": "services", "supplies": "goods"}

// tender reads the procedure and its lots into what the notice says of the
// opportunity.
func (rd *reader) tender(r *ocds.Release) *ocds.Tender {
	project, process, terms := rd.root.Find("ProcurementProject"), rd.root.Find("TenderingProcess"), rd.root.Find("TenderingTerms")
	t := &ocds.Tender{
		ID:          project.At("ID"),                // BT-22
		Title:       rd.text(project, "Name"),        // BT-21
		Description: rd.text(project, "Description"), // BT-24
		Category:    categories[project.At("ProcurementTypeCode")],
		Procedure:   process.At("ProcedureCode"),
		LegalBasis:  rd.root.At("RegulatoryDomain"),                                 // BT-01
		LotsMax:     whole(terms.At("LotDistribution/MaximumLotsSubmittedNumeric")), // BT-31
		Value:       estimate(project),
		CPV:         cpv(project),
		Places:      places(project),
	}
	t.Method = methods[t.Procedure]
	all := rd.lots()
	for _, l := range all {
		gather(t, l)
	}
	share(t, all)
	if t.Value == nil {
		t.Value = sum(t.Lots)
	}
	if t.Value == nil {
		t.Value = amount(rd.ext, "NoticeResult/TotalAmount") // BT-161
	}
	if t.Title.Empty() && len(t.Lots) == 1 {
		t.Title = t.Lots[0].Title
	}
	t.Status = status(r)
	t.Terms = rd.procedureTerms()
	t.ShareTerms()
	return t
}

// estimate is BT-27, or the most a framework may cost (BT-271).
func estimate(project *xmltree.Node) *record.Money {
	if m := amount(project, "RequestedTenderTotal/EstimatedOverallContractAmount"); m != nil {
		return m
	}
	return amount(project, "RequestedTenderTotal/"+extension+"/FrameworkMaximumAmount")
}

// cpv lists the main code (BT-262), then the additional ones (BT-263).
func cpv(project *xmltree.Node) []string {
	var classes []string
	for _, path := range []string{"MainCommodityClassification/ItemClassificationCode", "AdditionalCommodityClassification/ItemClassificationCode"} {
		for n := range project.All(path) {
			classes = codes.Add(classes, codes.CPV(n.Text()))
		}
	}
	return classes
}

// places lists where the contract is performed (BT-5071, 5121, 5131, 5141).
func places(project *xmltree.Node) []ocds.Place {
	var all []ocds.Place
	for a := range project.All("RealizedLocation/Address") {
		all = codes.Add(all, ocds.Place{
			NUTS:     a.At("CountrySubentityCode"),
			Country:  codes.Country(a.At("Country/IdentificationCode")),
			Town:     a.At("CityName"),
			Postcode: a.At("PostalZone"),
		})
	}
	return all
}

// gather adds what a lot says to what holds for the whole tender: codes, places
// and papers of all lots. The tender stays open while any lot does, so the
// latest deadline is the tender's; each lot keeps its own.
func gather(t *ocds.Tender, l lot) {
	t.CPV = codes.Add(t.CPV, l.CPV...)
	t.Places = codes.Add(t.Places, l.Places...)
	t.Languages = codes.Add(t.Languages, l.Languages...)
	t.DocumentLanguages = codes.Add(t.DocumentLanguages, l.docLanguages...)
	t.Documents = codes.Add(t.Documents, l.documents...)
	t.Reserved = codes.Add(t.Reserved, l.reserved...)
	t.Social = codes.Add(t.Social, l.Social...)
	t.Classifications = codes.Add(t.Classifications, l.classes...)
	t.Framework = t.Framework || l.framework
	t.Electronic = codes.Any(t.Electronic, l.electronic)
	t.Guarantee = codes.Any(t.Guarantee, l.guarantee)
	t.SMESuitable = codes.Any(t.SMESuitable, l.SMESuitable)
	t.Renewal = codes.Any(t.Renewal, l.renewal)
	t.Recurs = codes.Any(t.Recurs, l.recurs)
	for _, d := range []struct{ to, from *string }{{&t.DocsURL, &l.docsURL}, {&t.SubmitURL, &l.submitURL}, {&t.Variants, &l.variants},
		{&t.Category, &l.category}} {
		if *d.to == "" {
			*d.to = *d.from
		}
	}
	if l.Deadline.After(t.Deadline) {
		t.Deadline = l.Deadline
	}
	if l.questions.After(t.Questions) {
		t.Questions = l.questions
	}
	if l.opening.After(t.Opening) {
		t.Opening = l.opening
	}
	t.Period = span(t.Period, l.Period)
	t.Lots = append(t.Lots, l.Lot)
}

// span is the shortest period that has both in it.
func span(a, b ocds.Period) ocds.Period {
	if a.Start.IsZero() || !b.Start.IsZero() && b.Start.Before(a.Start) {
		a.Start = b.Start
	}
	if b.End.After(a.End) {
		a.End = b.End
	}
	a.Days = max(a.Days, b.Days)
	return a
}

// sum is the value of all lots together, when each says its own in one currency.
func sum(lots []ocds.Lot) *record.Money {
	var total record.Money
	for _, l := range lots {
		if l.Value == nil || total.Currency != "" && l.Value.Currency != total.Currency {
			return nil
		}
		total.Currency = l.Value.Currency
		total.Minor += l.Value.Minor
	}
	if total.Minor == 0 {
		return nil
	}
	return &total
}

// status is the OCDS tenderStatus that the kind of notice implies.
func status(r *ocds.Release) string {
	switch {
	case slices.Contains(r.Tags, "tenderCancellation"):
		return "cancelled"
	case len(r.Awards) > 0 && !slices.ContainsFunc(r.Awards, func(a ocds.Award) bool { return a.Status != "unsuccessful" }):
		return "unsuccessful"
	}
	switch r.Source.FormType {
	case "planning", "consultation":
		return "planned"
	case "competition", "change":
		return "active"
	}
	return "complete"
}
