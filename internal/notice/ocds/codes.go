package ocds

import (
	"slices"
	"strings"
)

// OwnMember is the name under which Write keeps what the standard and its extensions have
// no field for, so that nothing is lost between two houses.
const OwnMember = "citiesgrow"

// EarlierNotice is the relationship that Write gives to an earlier notice.
const EarlierNotice = "x_earlierNotice"

// ReleaseTags are the closed code list releaseTag, but "compiled", which says only
// how the release was made.
var ReleaseTags = strings.Fields("planning planningUpdate tender tenderAmendment tenderUpdate tenderCancellation award awardUpdate awardCancellation " +
	"contract contractUpdate contractAmendment implementation implementationUpdate contractTermination")

// codes of the lists tenderStatus, procurementMethod and procurementCategory.
var (
	TenderStatuses        = strings.Fields("planning planned active cancelled unsuccessful complete withdrawn")
	ProcurementMethods    = strings.Fields("open selective limited direct")
	ProcurementCategories = map[string]string{"goods": "goods", "supplies": "goods", "works": "works", "services": "services"}
)

// CodeOf is the one of the list that the text is, whatever its case.
func CodeOf(list []string, text string) string {
	text, _, _ = strings.Cut(text, ".") // Prozorro: active.tendering
	if i := slices.IndexFunc(list, func(c string) bool { return strings.EqualFold(c, text) }); i >= 0 {
		return list[i]
	}
	return ""
}

// VariantPolicies are the words of OCDS for BT-63 and those of eForms.
var VariantPolicies = map[string]string{"allowed": "allowed", "notAllowed": "not-allowed", "required": "required"}

// ReservedWords are the words of OCDS for BT-71 and those of eForms.
var ReservedWords = map[string]string{"shelteredWorkshop": "res-ws", "publicServiceMission": "res-pub-ser"}

var AwardStatuses = strings.Fields("pending active cancelled unsuccessful")

// BidMeasures are the words of the bid statistics extension for the kinds of BT-760.
var BidMeasures = map[string]string{
	"bids": "tenders", "electronicBids": "t-esubm", "smeBids": "t-sme", "microBids": "t-micro", "smallBids": "t-small", "mediumBids": "t-med",
	"foreignBidsFromEU": "t-oth-eea", "foreignBidsFromNonEU": "t-no-eea", "requests": "part-req",
}

// CriterionNumberWords are the words of OCDS for the numbers of a criterion: the field, and its code.
var CriterionNumberWords = map[string][2]string{
	"per-mid": {"weight", "percentageRangeMiddle"}, "dec-exa": {"weight", "decimalExact"},
	"dec-mid": {"weight", "decimalRangeMiddle"}, "poi-exa": {"weight", "pointsExact"}, "poi-mid": {"weight", "pointsRangeMiddle"},
	"ord-imp": {"weight", "orderOfImportance"}, "fix-tot": {"fixed", "total"}, "fix-unit": {"fixed", "unit"},
	"min-score": {"threshold", "minimumScore"}, "max-pass": {"threshold", "maximumBids"},
}
