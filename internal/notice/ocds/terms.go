package ocds

import (
	"reflect"
	"time"

	"citiesgrow/internal/i18n"
)

// Terms are what a bidder needs to know of a procedure or a lot besides what is bought, where,
// until when and for how much. Terms of the tender hold for every lot that does not say its
// own. An empty field is one that the notice does not say; codes are those of eForms. The fields of the standard's
// extensions that they are written to are in termfields.go.
type Terms struct {
	// The procedure.
	Features          i18n.Text `bson:"features,omitempty" json:"features,omitempty"`                     // BT-88
	Accelerated       *bool     `bson:"accelerated,omitempty" json:"accelerated,omitempty"`               // BT-106
	AcceleratedWhy    i18n.Text `bson:"accelerated_why,omitempty" json:"acceleratedRationale,omitempty"`  // BT-1351
	DirectCode        string    `bson:"direct,omitempty" json:"directAwardCode,omitempty"`                // BT-136
	DirectWhy         i18n.Text `bson:"direct_why,omitempty" json:"procurementMethodRationale,omitempty"` // BT-135
	Answer            string    `bson:"answer,omitempty" json:"answerKind,omitempty"`                     // what the deadline is for: see the constants
	CandidatesMin     *int      `bson:"candidates_min,omitempty" json:"minimumCandidates,omitempty"`      // BT-50
	CandidatesMax     *int      `bson:"candidates_max,omitempty" json:"maximumCandidates,omitempty"`      // BT-51
	CandidatesLimited *bool     `bson:"candidates_limited,omitempty" json:"candidatesLimited,omitempty"`  // BT-661
	CandidatesHow     i18n.Text `bson:"candidates_how,omitempty" json:"candidateCriteria,omitempty"`      // how the buyer picks among candidates
	Reduced           *bool     `bson:"reduced,omitempty" json:"successiveReduction,omitempty"`           // BT-52
	NoNegotiation     *bool     `bson:"no_negotiation,omitempty" json:"noNegotiationNecessary,omitempty"` // BT-120
	Invited           time.Time `bson:"invited,omitempty" json:"invitationDate,omitzero"`                 // BT-130
	FutureNotice      time.Time `bson:"future_notice,omitempty" json:"futureNoticeDate,omitzero"`         // BT-127
	GPA               *bool     `bson:"gpa,omitempty" json:"coveredByGPA,omitempty"`                      // BT-115
	// The kind of contract and how long it lasts.
	Framework       string    `bson:"framework,omitempty" json:"framework,omitempty"`                       // BT-765
	FrameworkMost   *int      `bson:"framework_most,omitempty" json:"maximumParticipants,omitempty"`        // BT-113
	FrameworkWhy    i18n.Text `bson:"framework_why,omitempty" json:"frameworkPeriodRationale,omitempty"`    // BT-109
	FrameworkBuyers i18n.Text `bson:"framework_buyers,omitempty" json:"frameworkBuyerCategories,omitempty"` // BT-111
	DynamicSystem   string    `bson:"dps,omitempty" json:"dynamicPurchasingSystem,omitempty"`               // BT-766
	Auction         *bool     `bson:"auction,omitempty" json:"electronicAuction,omitempty"`                 // BT-767
	AuctionHow      i18n.Text `bson:"auction_how,omitempty" json:"auctionDescription,omitempty"`            // BT-122
	AuctionURL      string    `bson:"auction_url,omitempty" json:"auctionUrl,omitempty"`                    // BT-123
	Duration        Length    `bson:"duration,omitempty" json:"duration,omitzero"`                          // BT-36 as it is said
	DurationOther   string    `bson:"duration_other,omitempty" json:"durationOther,omitempty"`              // BT-538: UNLIMITED, UNKNOWN
	DurationNote    i18n.Text `bson:"duration_note,omitempty" json:"durationNote,omitempty"`                // BT-781
	Renewals        *int      `bson:"renewals,omitempty" json:"maximumRenewals,omitempty"`                  // BT-58
	RenewalHow      i18n.Text `bson:"renewal_how,omitempty" json:"renewalDescription,omitempty"`            // BT-57
	Options         *bool     `bson:"options,omitempty" json:"hasOptions,omitempty"`                        // BT-53
	OptionsHow      i18n.Text `bson:"options_how,omitempty" json:"optionsDescription,omitempty"`            // BT-54
	Recurs          *bool     `bson:"recurs,omitempty" json:"recurs,omitempty"`                             // BT-94
	RecursHow       i18n.Text `bson:"recurs_how,omitempty" json:"recurrenceDescription,omitempty"`          // BT-95
	// Places, in words.
	Anywhere  []string  `bson:"anywhere,omitempty" json:"anywhere,omitempty"`    // BT-727 codes
	PlaceNote i18n.Text `bson:"place_note,omitempty" json:"placeNote,omitempty"` // BT-728
	// Lots together.
	LotsWin *int  `bson:"lots_win,omitempty" json:"maximumLotsAwardedPerSupplier,omitempty"` // BT-33
	LotsAll *bool `bson:"lots_all,omitempty" json:"allLotsRequired,omitempty"`               // BT-763
	// How to answer.
	Submission     string    `bson:"submission,omitempty" json:"electronicSubmission,omitempty"`          // BT-17
	PaperCode      string    `bson:"paper_code,omitempty" json:"nonElectronicCode,omitempty"`             // BT-19
	PaperHow       i18n.Text `bson:"paper_how,omitempty" json:"nonElectronicSubmission,omitempty"`        // BT-745
	Signature      *bool     `bson:"signature,omitempty" json:"electronicSignature,omitempty"`            // BT-744
	Catalogue      string    `bson:"catalogue,omitempty" json:"electronicCatalogue,omitempty"`            // BT-764
	Variants       string    `bson:"variants,omitempty" json:"variants,omitempty"`                        // BT-63
	SeveralOffers  string    `bson:"several_offers,omitempty" json:"multipleTenders,omitempty"`           // BT-769
	Validity       Length    `bson:"validity,omitempty" json:"bidValidity,omitzero"`                      // BT-98
	ValidUntil     time.Time `bson:"valid_until,omitempty" json:"bidValidUntil,omitzero"`                 // TED: a day instead of a length
	Guarantee      *bool     `bson:"guarantee,omitempty" json:"bidGuarantee,omitempty"`                   // BT-751
	GuaranteeHow   i18n.Text `bson:"guarantee_how,omitempty" json:"depositsGuarantees,omitempty"`         // BT-75
	LateInfo       string    `bson:"late_info,omitempty" json:"lateInformation,omitempty"`                // BT-771
	LateInfoHow    i18n.Text `bson:"late_info_how,omitempty" json:"lateInformationDescription,omitempty"` // BT-772
	Questions      time.Time `bson:"questions,omitempty" json:"questionsUntil,omitzero"`                  // BT-13 of this lot
	Opening        time.Time `bson:"opening,omitempty" json:"openingDate,omitzero"`                       // BT-132 of this lot
	OpeningPlace   i18n.Text `bson:"opening_place,omitempty" json:"openingPlace,omitempty"`               // BT-133
	OpeningHow     i18n.Text `bson:"opening_how,omitempty" json:"openingDescription,omitempty"`           // BT-134
	ToolName       string    `bson:"tool,omitempty" json:"toolName,omitempty"`                            // BT-632
	ToolURL        string    `bson:"tool_url,omitempty" json:"toolUrl,omitempty"`                         // BT-124
	DocsRestricted *bool     `bson:"docs_restricted,omitempty" json:"documentsRestricted,omitempty"`      // BT-14
	DocsOfficial   []string  `bson:"docs_official,omitempty" json:"documentsOfficialLanguages,omitempty"` // BT-708, ISO 639-1
	DocsTranslated []string  `bson:"docs_translated,omitempty" json:"documentsOtherLanguages,omitempty"`  // BT-737, ISO 639-1
	// How the winner is chosen.
	Formula  i18n.Text `bson:"formula,omitempty" json:"weightingDescription,omitempty"` // BT-543
	OrderWhy i18n.Text `bson:"order_why,omitempty" json:"orderRationale,omitempty"`     // BT-733
	// Who may take part.
	Reserved        []string  `bson:"reserved,omitempty" json:"reserved,omitempty"`                              // BT-71, "none" included
	ReservedWork    string    `bson:"reserved_work,omitempty" json:"reservedExecution,omitempty"`                // BT-736
	ReservedWorkHow i18n.Text `bson:"reserved_work_how,omitempty" json:"reservedExecutionDescription,omitempty"` // OPT-070
	CriteriaSource  []string  `bson:"criteria_source,omitempty" json:"selectionCriteriaSource,omitempty"`        // BT-821
	Exclusion       []Ground  `bson:"exclusion,omitempty" json:"exclusionGrounds,omitempty"`                     // BT-67
	ExclusionSource []string  `bson:"exclusion_source,omitempty" json:"exclusionGroundsSource,omitempty"`        // BT-806
	LegalForm       *bool     `bson:"legal_form,omitempty" json:"legalFormRequired,omitempty"`                   // BT-761
	LegalFormHow    i18n.Text `bson:"legal_form_how,omitempty" json:"tendererLegalForm,omitempty"`               // BT-76
	Clearance       *bool     `bson:"clearance,omitempty" json:"securityClearanceRequired,omitempty"`            // BT-578
	ClearanceHow    i18n.Text `bson:"clearance_how,omitempty" json:"securityClearance,omitempty"`                // BT-732
	ClearanceUntil  time.Time `bson:"clearance_until,omitempty" json:"securityClearanceDate,omitzero"`           // BT-78
	Secret          *bool     `bson:"secret,omitempty" json:"nonDisclosureRequired,omitempty"`                   // BT-801
	SecretHow       i18n.Text `bson:"secret_how,omitempty" json:"nonDisclosureAgreement,omitempty"`              // BT-802
	StaffNames      string    `bson:"staff_names,omitempty" json:"staffQualifications,omitempty"`                // BT-79
	SubcontractSay  []string  `bson:"subcontract_say,omitempty" json:"subcontractingIndication,omitempty"`       // BT-651
	Subcontract     []string  `bson:"subcontract,omitempty" json:"subcontractingObligation,omitempty"`           // BT-65
	SubcontractMin  *float64  `bson:"subcontract_min,omitempty" json:"subcontractingMinimum,omitempty"`          // BT-64, per cent
	SubcontractMax  *float64  `bson:"subcontract_max,omitempty" json:"subcontractingMaximum,omitempty"`          // BT-729, per cent
	// The work and the money.
	Performance      i18n.Text `bson:"performance,omitempty" json:"performanceTerms,omitempty"`             // BT-70
	Payment          i18n.Text `bson:"payment,omitempty" json:"financialTerms,omitempty"`                   // BT-77
	Invoicing        string    `bson:"invoicing,omitempty" json:"electronicInvoicing,omitempty"`            // BT-743
	Ordering         *bool     `bson:"ordering,omitempty" json:"electronicOrdering,omitempty"`              // BT-92
	Paying           *bool     `bson:"paying,omitempty" json:"electronicPayment,omitempty"`                 // BT-93
	EUFunds          *bool     `bson:"eu_funds,omitempty" json:"euFunds,omitempty"`                         // BT-60
	EUFundsNote      i18n.Text `bson:"eu_funds_note,omitempty" json:"euFundsDetails,omitempty"`             // BT-6140, BT-5010
	Strategic        []string  `bson:"strategic,omitempty" json:"strategicProcurement,omitempty"`           // BT-06
	StrategicNote    i18n.Text `bson:"strategic_note,omitempty" json:"strategicDescription,omitempty"`      // BT-777
	Green            []string  `bson:"green,omitempty" json:"environmentalImpact,omitempty"`                // BT-774
	GreenCriteria    []string  `bson:"green_criteria,omitempty" json:"greenCriteria,omitempty"`             // BT-805
	Social           []string  `bson:"social,omitempty" json:"socialProcurement,omitempty"`                 // BT-775
	Innovation       []string  `bson:"innovation,omitempty" json:"innovativeAcquisition,omitempty"`         // BT-776
	Accessibility    string    `bson:"accessibility,omitempty" json:"accessibility,omitempty"`              // BT-754
	AccessibilityWhy i18n.Text `bson:"accessibility_why,omitempty" json:"accessibilityRationale,omitempty"` // BT-755
	// After the decision, and everything else.
	Review     i18n.Text   `bson:"review,omitempty" json:"reviewDetails,omitempty"`             // BT-99
	Reviewers  []Reference `bson:"reviewers,omitempty" json:"reviewBodies,omitempty"`           // OPT-301-Lot-ReviewOrg: parties by id
	Additional i18n.Text   `bson:"additional,omitempty" json:"additionalInformation,omitempty"` // BT-300
}

// What a deadline is for.
const (
	AnswerOffer    = "offer"    // BT-131: offers are asked
	AnswerRequest  = "request"  // BT-1311: requests to take part; offers come later, from those invited
	AnswerInterest = "interest" // BT-630: expressions of interest
)

// Length is a span of time in the unit in which it was said.
type Length struct {
	Count float64 `bson:"count" json:"count"`
	Unit  string  `bson:"unit" json:"unit"` // DAY, WEEK, MONTH or YEAR
}

// IsZero reports that there is no length.
func (l Length) IsZero() bool { return l == Length{} }

// Ground is a reason for which a firm is excluded (Directive 2014/24/EU art. 57).
type Ground struct {
	Code string    `bson:"code,omitempty" json:"code"` // of the code list exclusion-ground
	Text i18n.Text `bson:"text,omitempty" json:"text,omitempty"`
}

// IsZero reports that the notice says nothing of these.
func (t Terms) IsZero() bool { return reflect.ValueOf(t).IsZero() }

// ShareTerms moves what every lot says alike to the tender, so that it is kept and shown once.
// A lot keeps what only it says, and what the tender says otherwise.
func (t *Tender) ShareTerms() {
	if len(t.Lots) == 0 {
		return
	}
	whole := reflect.ValueOf(&t.Terms).Elem()
	for i := range whole.NumField() {
		first := reflect.ValueOf(&t.Lots[0].Terms).Elem().Field(i)
		if first.IsZero() || !t.allSay(i, first) || !whole.Field(i).IsZero() && !same(whole.Field(i), first) {
			continue
		}
		whole.Field(i).Set(first)
		for l := range t.Lots {
			reflect.ValueOf(&t.Lots[l].Terms).Elem().Field(i).SetZero()
		}
	}
}

func (t *Tender) allSay(field int, value reflect.Value) bool {
	for l := range t.Lots[1:] {
		if !same(reflect.ValueOf(&t.Lots[l+1].Terms).Elem().Field(field), value) {
			return false
		}
	}
	return true
}

func same(a, b reflect.Value) bool { return reflect.DeepEqual(a.Interface(), b.Interface()) }

// Days is the length in days; months count 30 and years 365.
func (l Length) Days() int {
	return int(l.Count * map[string]float64{"DAY": 1, "WEEK": 7, "MONTH": 30, "YEAR": 365}[l.Unit])
}
