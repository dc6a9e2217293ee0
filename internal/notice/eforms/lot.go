package eforms

import (
	"strconv"
	"strings"
	"time"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/xmltree"
)

// lot is a lot with what eForms says of each lot and OCDS of the whole tender.
type lot struct {
	ocds.Lot
	questions, opening time.Time
	docLanguages       []string
	documents          []ocds.Document
	docsURL, submitURL string
	reserved           []string
	classes            []ocds.Classification
	variants, category string
	framework          bool
	electronic         *bool
	guarantee          *bool
	renewal, recurs    *bool
	requirements       []ocds.Requirement
	awardCriteria      []ocds.AwardCriterion
}

// lots reads every lot, and every part of a planned procedure. A group of lots
// is only a way to bid for several and cannot be won by itself.
func (rd *reader) lots() []lot {
	var all []lot
	for n := range rd.root.All("ProcurementProjectLot") {
		if n.Find("ID").Attr("schemeName") != "LotsGroup" {
			all = append(all, rd.lot(n))
		}
	}
	return all
}

func (rd *reader) lot(n *xmltree.Node) lot {
	project, process, terms := n.Find("ProcurementProject"), n.Find("TenderingProcess"), n.Find("TenderingTerms")
	l := lot{Lot: ocds.Lot{
		ID:          n.At("ID"), // BT-137
		Title:       rd.text(project, "Name"),
		Description: rd.text(project, "Description"),
		Value:       estimate(project),
		CPV:         cpv(project),
		Places:      places(project),
		Period:      rd.period(project.Find("PlannedPeriod")),
		SMESuitable: indicator(project.At("SMESuitableIndicator")), // BT-726
	}}
	l.Deadline, l.DeadlineText = rd.deadline(process)
	if q := project.Find("EstimatedOverallContractQuantity"); q != nil { // BT-25, BT-625
		if quantity, err := strconv.ParseFloat(q.Text(), 64); err == nil && quantity > 0 {
			l.Items = []ocds.Item{{CPV: first(l.CPV), Quantity: quantity, Unit: q.Attr("unitCode")}}
		}
	}
	rd.readProject(&l, project)
	rd.readProcess(&l, process)
	rd.readTerms(&l, terms)
	rd.readDocuments(&l, terms)
	l.requirements = rd.requirements(terms)
	l.awardCriteria = rd.awardCriteria(terms)
	l.Terms = rd.lotTerms(n)
	l.Terms.Questions, l.Terms.Opening = l.questions, l.opening
	return l
}

// deadline is that for tenders (BT-131) or for requests to participate
// (BT-1311), or for answers to a planned procedure (BT-630); where none was understood, what
// stands there.
func (rd *reader) deadline(process *xmltree.Node) (at time.Time, unread string) {
	for _, path := range []string{"TenderSubmissionDeadlinePeriod", "ParticipationRequestReceptionPeriod", extension + "/InterestExpressionReceptionPeriod"} {
		n := process.Find(path)
		date, clock := n.At("EndDate"), n.At("EndTime")
		if t := rd.moment(date, clock, endOfDay); !t.IsZero() {
			return t, ""
		}
		if unread == "" && date != "" && !codes.IsNoDate(date) {
			unread = strings.TrimSpace(date + " " + clock)
		}
	}
	return time.Time{}, unread
}

func (rd *reader) readProject(l *lot, project *xmltree.Node) {
	l.category = categories[project.At("ProcurementTypeCode")]
	if times := project.At("ContractExtension/MaximumNumberNumeric"); times != "" { // BT-58
		if n, err := strconv.ParseFloat(times, 64); err == nil {
			yes := n > 0
			l.renewal = &yes
		}
	}
	for n := range project.All("ProcurementAdditionalType/ProcurementTypeCode") {
		switch list := n.Attr("listName"); list {
		case "social-objective": // BT-775
			if n.Text() != "none" {
				l.Social = codes.Add(l.Social, n.Text())
			}
		case "strategic-procurement", "environmental-impact", "innovative-acquisition", "accessibility": // BT-06, 774, 776, 754
			if code := n.Text(); code != "" && code != "none" {
				l.classes = codes.Add(l.classes, ocds.Classification{Scheme: "eforms-" + list, ID: code})
			}
		}
	}
}

func (rd *reader) readProcess(l *lot, process *xmltree.Node) {
	if n := process.Find("AdditionalInformationRequestPeriod"); n != nil { // BT-13
		l.questions = rd.moment(n.At("EndDate"), n.At("EndTime"), endOfDay)
	}
	if n := process.Find("OpenTenderEvent"); n != nil { // BT-132
		l.opening = rd.moment(n.At("OccurrenceDate"), n.At("OccurrenceTime"), startOfDay)
	}
	for n := range process.All("ContractingSystem/ContractingSystemTypeCode") { // BT-765
		if code := n.Text(); n.Attr("listName") == "framework-agreement" && code != "" && code != "none" {
			l.framework = true
		}
	}
	for n := range process.All("SubmissionMethodCode") { // BT-17
		if n.Attr("listName") == "esubmission" {
			l.electronic = permission(n.Text())
		}
	}
}

// permission turns required, allowed and not-allowed into an answer.
func permission(code string) *bool {
	switch code {
	case "required", "allowed":
		return indicator("true")
	case "not-allowed":
		return indicator("false")
	}
	return nil
}

func (rd *reader) readTerms(l *lot, terms *xmltree.Node) {
	l.recurs = indicator(terms.At("RecurringProcurementIndicator")) // BT-94
	l.variants = terms.At("VariantConstraintCode")                  // BT-63
	l.submitURL = codes.Link(terms.At("TenderRecipientParty/EndpointID"))
	for n := range terms.All("RequiredFinancialGuarantee/GuaranteeTypeCode") { // BT-751
		l.guarantee = codes.Any(l.guarantee, indicator(n.Text()))
	}
	for n := range terms.All("Language/ID") { // BT-97
		l.Languages = codes.Add(l.Languages, codes.Language(n.Text()))
	}
	for n := range terms.All("TendererQualificationRequest/SpecificTendererRequirement/TendererRequirementTypeCode") { // BT-71
		if code := n.Text(); n.Attr("listName") == "reserved-procurement" && code != "none" {
			l.reserved = codes.Add(l.reserved, code)
		}
	}
}

// readDocuments reads the links to the papers (BT-15, BT-615) and the languages
// in which these are to be had (BT-708, BT-737).
func (rd *reader) readDocuments(l *lot, terms *xmltree.Node) {
	for d := range terms.All("CallForTendersDocumentReference") {
		var languages []string
		for _, list := range []string{"OfficialLanguages", "NonOfficialLanguages"} {
			for n := range d.All(extension + "/" + list + "/Language/ID") {
				languages = codes.Add(languages, codes.Language(n.Text()))
			}
		}
		l.docLanguages = codes.Add(l.docLanguages, languages...)
		link := codes.Link(d.At("Attachment/ExternalReference/URI"))
		if link == "" {
			continue
		}
		document := ocds.Document{URL: link}
		if len(languages) == 1 {
			document.Language = languages[0]
		}
		l.documents = codes.Add(l.documents, document)
		if l.docsURL == "" || d.At("DocumentType") == "non-restricted-document" {
			l.docsURL = link
		}
	}
}

func first(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return all[0]
}
