package eforms

import (
	"slices"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/xmltree"
)

// readOffer reads how an offer is made.
func (rd *reader) readOffer(t *ocds.Terms, process, terms *xmltree.Node) {
	t.Submission = code(process, "SubmissionMethodCode", "esubmission") // BT-17
	for n := range process.All("ProcessJustification") {
		if c := code(n, "ProcessReasonCode", "no-esubmission-justification"); c != "" { // BT-19, BT-745
			t.PaperCode, t.PaperHow = c, rd.text(n, "Description")
		}
	}
	if n := terms.Find("RequiredFinancialGuarantee"); n != nil {
		t.GuaranteeHow = rd.text(terms, "RequiredFinancialGuarantee/Description") // BT-75
		for c := range terms.All("RequiredFinancialGuarantee/GuaranteeTypeCode") {
			t.Guarantee = codes.Any(t.Guarantee, indicator(c.Text())) // BT-751
		}
	}
	t.Variants = code(terms, "VariantConstraintCode", "")                     // BT-63
	t.SeveralOffers = code(terms, "MultipleTendersCode", "")                  // BT-769
	t.Validity = lengthOf(terms.Find("TenderValidityPeriod/DurationMeasure")) // BT-98
	t.NoNegotiation = indicator(terms.At("AwardingTerms/NoFurtherNegotiationIndicator"))
	t.Formula = rd.text(terms, "AwardingTerms/AwardingCriterion/CalculationExpression") // BT-543
	t.OrderWhy = rd.text(terms, "AwardingTerms/AwardingCriterion/Description")          // BT-733
	t.ToolName = process.At(extension + "/AccessToolName")                              // BT-632
	t.ToolURL = codes.Link(process.At("AccessToolsURI"))                                // BT-124
	rd.readPapers(t, terms)
}

// readPapers reads the languages of the papers, and whether they are to be asked for (BT-14).
func (rd *reader) readPapers(t *ocds.Terms, terms *xmltree.Node) {
	for d := range terms.All("CallForTendersDocumentReference") {
		for n := range d.All(extension + "/OfficialLanguages/Language/ID") { // BT-708
			t.DocsOfficial = codes.Add(t.DocsOfficial, codes.Language(n.Text()))
		}
		if d.At("DocumentStatusCode") == "official" { // BT-708 before SDK 1.3
			t.DocsOfficial = codes.Add(t.DocsOfficial, codes.Language(d.At("LanguageID")))
		}
		for n := range d.All(extension + "/NonOfficialLanguages/Language/ID") { // BT-737
			t.DocsTranslated = codes.Add(t.DocsTranslated, codes.Language(n.Text()))
		}
		switch d.At("DocumentType") {
		case "restricted-document":
			t.DocsRestricted = indicator("true")
		case "non-restricted-document":
			if t.DocsRestricted == nil {
				t.DocsRestricted = indicator("false")
			}
		}
	}
}

// readParticipation reads who may take part and in which form.
func (rd *reader) readParticipation(t *ocds.Terms, terms *xmltree.Node) {
	for q := range terms.All("TendererQualificationRequest") {
		if c := q.At("CompanyLegalFormCode"); c != "" { // BT-761
			t.LegalForm = indicator(c)
		}
		t.LegalFormHow = joined(t.LegalFormHow, rd.text(q, "CompanyLegalForm")) // BT-76
		for n := range q.All("SpecificTendererRequirement") {
			kind := n.Find("TendererRequirementTypeCode")
			switch kind.Attr("listName") {
			case "reserved-procurement": // BT-71
				t.Reserved = codes.Add(t.Reserved, kind.Text())
			case "missing-info-submission": // BT-771, BT-772
				t.LateInfo, t.LateInfoHow = kind.Text(), joined(t.LateInfoHow, rd.text(n, "Description"))
			case "selection-criteria-source": // BT-821
				t.CriteriaSource = codes.Add(t.CriteriaSource, kind.Text())
			}
		}
	}
	if len(t.CriteriaSource) == 0 && rd.pointed(terms) {
		t.CriteriaSource = []string{"epo-procurement-document"}
	}
	slices.Sort(t.CriteriaSource)
	t.Clearance = indicator(terms.At("SecurityClearanceTerm/Code"))      // BT-578
	t.ClearanceHow = rd.text(terms, "SecurityClearanceTerm/Description") // BT-732
	t.ClearanceUntil = rd.dayOf(terms, "LatestSecurityClearanceDate")    // BT-78
	t.StaffNames = code(terms, "RequiredCurriculaCode", "")              // BT-79
	said := extension + "/TenderSubcontractingRequirements/TenderSubcontractingRequirementsCode"
	t.SubcontractSay = codesOf(terms, said, "subcontracting-indication") // BT-651
	for n := range terms.All("AllowedSubcontractTerms") {                // BT-65, 64, 729
		t.Subcontract = codes.Add(t.Subcontract, codesOf(n, "SubcontractingConditionsCode", "subcontracting-obligation")...)
		if low, high := share100(n.At("MinimumPercent")), share100(n.At("MaximumPercent")); low != nil || high != nil {
			t.SubcontractMin, t.SubcontractMax = low, high
		}
	}
}

// readExecution reads the conditions of the work, which stand side by side under one name.
func (rd *reader) readExecution(t *ocds.Terms, terms *xmltree.Node) {
	for n := range terms.All("ContractExecutionRequirement") {
		kind := n.Find("ExecutionRequirementCode")
		text, said := kind.Text(), rd.text(n, "Description")
		switch kind.Attr("listName") {
		case "conditions": // BT-70
			t.Performance = joined(t.Performance, said)
		case "reserved-execution": // BT-736
			t.ReservedWork, t.ReservedWorkHow = text, said
		case "einvoicing": // BT-743
			t.Invoicing = text
		case "esignature-submission": // BT-744
			t.Signature = indicator(text)
		case "ecatalog-submission": // BT-764
			t.Catalogue = text
		case "nda": // BT-801, BT-802
			t.Secret, t.SecretHow = indicator(text), joined(t.SecretHow, said)
		}
	}
}

// readMoney reads how the work is paid and who pays for it.
func (rd *reader) readMoney(t *ocds.Terms, terms *xmltree.Node) {
	t.Payment = rd.text(terms, "PaymentTerms/Note")                                    // BT-77
	t.Ordering = indicator(terms.At("PostAwardProcess/ElectronicOrderUsageIndicator")) // BT-92
	t.Paying = indicator(terms.At("PostAwardProcess/ElectronicPaymentUsageIndicator")) // BT-93
	t.Recurs = indicator(terms.At("RecurringProcurementIndicator"))                    // BT-94
	t.RecursHow = rd.text(terms, "RecurringProcurementDescription")                    // BT-95
	t.EUFunds = euFunds(terms)                                                         // BT-60
	t.EUFundsNote = rd.text(terms, extension+"/Funding/Description")                   // BT-6140
	for n := range terms.All(extension + "/Funding/FinancingIdentifier") {             // BT-5010
		if id := n.Text(); id != "" {
			t.EUFundsNote = joined(t.EUFundsNote, map[string]string{rd.language(): id})
		}
	}
}

func euFunds(terms *xmltree.Node) *bool {
	switch code(terms, "FundingProgramCode", "eu-funded") {
	case "eu-funds":
		return indicator("true")
	case "no-eu-funds":
		return indicator("false")
	}
	return nil
}

// readReview reads where and until when a firm can complain.
func (rd *reader) readReview(t *ocds.Terms, terms *xmltree.Node) {
	t.Review = rd.text(terms, "AppealTerms/PresentationPeriod/Description") // BT-99
	for n := range terms.All("AppealTerms/AppealReceiverParty/PartyIdentification/ID") {
		if p := rd.orgs.byID[n.Text()]; p != nil {
			t.Reviewers = codes.Add(t.Reviewers, ocds.Reference{ID: p.ID, Name: p.Name})
		}
	}
}

// procedureTerms reads what holds for the whole procedure.
func (rd *reader) procedureTerms() ocds.Terms {
	var t ocds.Terms
	project, process, terms := rd.root.Find("ProcurementProject"), rd.root.Find("TenderingProcess"), rd.root.Find("TenderingTerms")
	t.Features = rd.text(process, "Description") // BT-88
	for n := range process.All("ProcessJustification") {
		if c := code(n, "ProcessReasonCode", "accelerated-procedure"); c != "" { // BT-106, BT-1351
			t.Accelerated, t.AcceleratedWhy = indicator(c), rd.text(n, "ProcessReason")
		}
		if c := code(n, "ProcessReasonCode", "direct-award-justification"); c != "" { // BT-136, BT-135
			t.DirectCode, t.DirectWhy = c, joined(t.DirectWhy, rd.text(n, "ProcessReason"))
		}
	}
	t.FutureNotice = rd.dayOf(rd.root, "PlannedDate")                                  // BT-127
	t.LotsWin = number(terms.At("LotDistribution/MaximumLotsAwardedNumeric"))          // BT-33
	if c := code(process, "PartPresentationCode", "tenderlot-presentation"); c != "" { // BT-763
		all := c == "all"
		t.LotsAll = &all
	}
	t.Additional = rd.text(project, "Note") // BT-300
	rd.readPlaces(&t, project)
	for q := range terms.All("TendererQualificationRequest/SpecificTendererRequirement") {
		kind := q.Find("TendererRequirementTypeCode")
		switch kind.Attr("listName") {
		case "exclusion-ground": // BT-67
			t.Exclusion = append(t.Exclusion, ocds.Ground{Code: kind.Text(), Text: rd.text(q, "Description")})
		case "exclusion-grounds-source": // BT-806
			t.ExclusionSource = codes.Add(t.ExclusionSource, kind.Text())
		}
	}
	return t
}
