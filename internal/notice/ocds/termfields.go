package ocds

import (
	"reflect"
	"strings"
)

// TermFields are the fields of the standard's registered extensions that terms are
// written to and read from, by the name of our field. Other terms stand under our own name.
var TermFields = map[string]string{
	"Accelerated":     "procedure.isAccelerated",
	"AcceleratedWhy":  "procedure.acceleratedRationale",
	"DirectWhy":       "procurementMethodRationale",
	"CandidatesMin":   "secondStage.minimumCandidates",
	"CandidatesMax":   "secondStage.maximumCandidates",
	"Reduced":         "secondStage.successiveReduction",
	"NoNegotiation":   "secondStage.noNegotiationNecessary",
	"Invited":         "secondStage.invitationDate",
	"FutureNotice":    "communication.futureNoticeDate",
	"Framework":       "techniques.frameworkAgreement.method",
	"FrameworkMost":   "techniques.frameworkAgreement.maximumParticipants",
	"FrameworkWhy":    "techniques.frameworkAgreement.periodRationale",
	"FrameworkBuyers": "techniques.frameworkAgreement.buyerCategories",
	"DynamicSystem":   "techniques.dynamicPurchasingSystem.type",
	"Auction":         "techniques.hasElectronicAuction",
	"AuctionHow":      "techniques.electronicAuction.description",
	"AuctionURL":      "techniques.electronicAuction.url",
	"Renewals":        "renewal.maximumRenewals",
	"RenewalHow":      "renewal.description",
	"Options":         "hasOptions",
	"OptionsHow":      "options.description",
	"RecursHow":       "recurrence.description",
	"LotsWin":         "lotDetails.maximumLotsAwardedPerSupplier",
	"PaperHow":        "submissionTerms.nonElectronicSubmission.description",
	"Signature":       "submissionTerms.advancedElectronicSignatureRequired",
	"Catalogue":       "submissionTerms.electronicCatalogPolicy",
	"Validity":        "submissionTerms.bidValidityPeriod",
	"GuaranteeHow":    "submissionTerms.depositsGuarantees",
	"OpeningPlace":    "bidOpening.location.description",
	"OpeningHow":      "bidOpening.description",
	"ToolName":        "communication.atypicalToolName",
	"ToolURL":         "communication.atypicalToolUrl",
	"Exclusion":       "exclusionGrounds.criteria",
	"LegalFormHow":    "contractTerms.tendererLegalForm",
	"ClearanceHow":    "otherRequirements.securityClearance",
	"Secret":          "contractTerms.hasNonDisclosureAgreement",
	"SecretHow":       "contractTerms.nonDisclosureAgreement",
	"SubcontractMin":  "subcontractingTerms.competitiveMinimumPercentage",
	"SubcontractMax":  "subcontractingTerms.competitiveMaximumPercentage",
	"Performance":     "contractTerms.performanceTerms",
	"Payment":         "contractTerms.financialTerms",
	"Invoicing":       "contractTerms.electronicInvoicingPolicy",
	"Ordering":        "contractTerms.hasElectronicOrdering",
	"Paying":          "contractTerms.hasElectronicPayment",
	"Review":          "reviewDetails",
}

// standardCodes translate the codes of eForms that a standard field has other words for. Such
// a term is written twice: as the notice has it, under our own name, and in those words.
var TermCodes = map[string]map[string]string{
	"Framework":     {"fa-w-rc": "withReopeningCompetition", "fa-wo-rc": "withoutReopeningCompetition", "fa-mix": "withAndWithoutReopeningCompetition"},
	"DynamicSystem": {"dps-list": "closed", "dps-nlist": "open"},
	"Catalogue":     permissions,
	"Invoicing":     permissions,
}

var permissions = map[string]string{"allowed": "allowed", "required": "required", "not-allowed": "notAllowed"}

// TermsMember is where terms without a standard field are kept, in our own object.
const TermsMember = "terms"

// TermName is the name of a field of Terms in JSON.
func TermName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}
