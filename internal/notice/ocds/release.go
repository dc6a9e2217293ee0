// Package ocds has the types of public contracting in the spelling of the Open Contracting Data
// Standard 1.1. Packages decode and encode read and write its JSON, and merge compiles the releases of
// a process. eForms and TED notices are read into the same Release, so that all other packages know
// one shape. Comments name the eForms business term (BT) of a field where there is one.
package ocds

import (
	"time"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/record"
)

// Release is one publication about one contracting process: a contract notice, a
// change, an award. It is added and never edited.
type Release struct {
	OCID string    `bson:"ocid" json:"ocid"`
	ID   string    `bson:"id" json:"id"`              // unique within the process
	Date time.Time `bson:"date" json:"date,omitzero"` // of publication or dispatch, BT-05
	// OCDS releaseTag: planning, tender, tenderAmendment, tenderCancellation, award, contract …
	Tags     []string    `bson:"tag" json:"tag"`
	Language string      `bson:"language,omitempty" json:"language"`   // BT-702, ISO 639-1
	Buyer    Reference   `bson:"buyer" json:"buyer"`                   // the first buyer; all are in Parties
	Parties  []Party     `bson:"parties,omitempty" json:"parties"`     // buyers, tenderers, suppliers, review bodies
	Tender   *Tender     `bson:"tender,omitempty" json:"tender"`       // nil when the release says nothing of it
	Awards   []Award     `bson:"awards,omitempty" json:"awards"`       // winners and unsuccessful lots
	Bids     []BidCount  `bson:"bids,omitempty" json:"bids,omitempty"` // BT-759, BT-760: how many tenders came, by lot and kind
	Changes  []Amendment `bson:"changes,omitempty" json:"changes"`     // BT-140 … 762: what a change notice says it changes
	Source   Source      `bson:"source" json:"source"`                 // where it was read from
	// publication numbers or notice ids of earlier notices of the same process, BT-758, BT-1252
	Related  []string `bson:"related,omitempty" json:"related"`
	Replaces string   `bson:"replaces,omitempty" json:"replaces,omitempty"`    // BT-758: the notice that this one corrects and replaces, as the source names it
	Remarks  []Remark `bson:"remarks,omitempty" json:"-"`                      // what could not be understood
	Digest   string   `bson:"digest,omitempty" json:"-"`                       // fingerprint of what the source says; two with the same say the same
	Raw      []byte   `bson:"raw,omitempty" json:"-"`                          // the JSON it was read from, compressed; only of OCDS releases
	Private  bool     `bson:"private,omitempty" json:"privateBuyer,omitempty"` // the buyer is a private business, outside public procurement law
}

// Source says where a release came from; (System, NoticeID, Version) is unique.
type Source struct {
	Feed        string `bson:"feed,omitempty" json:"feed,omitempty"`     // the source as the operator who imported it names it ("find-a-tender")
	System      string `bson:"system" json:"system"`                     // "eforms", "ted", "ocds", "here"
	NoticeID    string `bson:"notice_id" json:"noticeId"`                // BT-701 UUID, TED document number (123456-2020), or ocid + "/" + release id
	Version     string `bson:"version" json:"version"`                   // BT-757 ("01"); "1" where the source has none
	Publication string `bson:"publication,omitempty" json:"publication"` // OJ publication number (00123456-2024)
	Procedure   string `bson:"procedure,omitempty" json:"procedure"`     // BT-04 procedure identifier, or the OCID
	Schema      string `bson:"schema,omitempty" json:"schema"`           // "eforms-sdk-1.10", "R2.0.9.S03.E01", "1.1"
	NoticeType  string `bson:"notice_type,omitempty" json:"noticeType"`  // BT-02 ("cn-standard"), TED form ("F02"), OCDS tag
	Subtype     string `bson:"subtype,omitempty" json:"subtype"`         // OPP-070 ("16")
	FormType    string `bson:"form_type,omitempty" json:"formType"`      // BT-03: planning, competition, dir-awa-pre, result, cont-modif, change, consultation
	URL         string `bson:"url,omitempty" json:"url"`                 // where the original can be read (http or https only)
	Test        bool   `bson:"test,omitempty" json:"test,omitempty"`     // demonstration content
}

// Reference points to a party.
type Reference struct {
	ID   string `bson:"id,omitempty" json:"id,omitempty"`
	Name string `bson:"name" json:"name"`
	Size string `bson:"size,omitempty" json:"size,omitempty"` // of a winner, as the notice of its award says: BT-165
}

// Party is an organisation with the roles it plays in the process.
type Party struct {
	ID         string   `bson:"id" json:"id"`
	Name       string   `bson:"name" json:"name"`
	Roles      []string `bson:"roles" json:"roles"`                       // OCDS partyRole: buyer, procuringEntity, tenderer, supplier, reviewBody …
	Identifier string   `bson:"identifier,omitempty" json:"identifier"`   // BT-501, national registration number
	Country    string   `bson:"country,omitempty" json:"country"`         // BT-514, ISO 3166-1 alpha-2
	NUTS       string   `bson:"nuts,omitempty" json:"nuts"`               // BT-507
	Town       string   `bson:"town,omitempty" json:"town"`               // BT-513
	Postcode   string   `bson:"postcode,omitempty" json:"postcode"`       // BT-512
	Size       string   `bson:"size,omitempty" json:"size,omitempty"`     // BT-165: micro, small, medium, sme, large
	URL        string   `bson:"url,omitempty" json:"url,omitempty"`       // BT-505
	LegalType  string   `bson:"legal_type,omitempty" json:"legalType"`    // BT-11
	Contact    string   `bson:"contact,omitempty" json:"contact"`         // BT-502 contact point, a department, never a person's name
	Email      string   `bson:"email,omitempty" json:"email,omitempty"`   // BT-506 of a buyer only
	Activity   string   `bson:"activity,omitempty" json:"activity"`       // BT-10
	Leader     bool     `bson:"leader,omitempty" json:"leader,omitempty"` // leads a group of tenderers
}

// Tender is the opportunity: what is bought, where, for how much, until when.
type Tender struct {
	ID          string    `bson:"id,omitempty" json:"id"`
	Title       i18n.Text `bson:"title" json:"title"`                       // BT-21
	Description i18n.Text `bson:"description,omitempty" json:"description"` // BT-24
	// OCDS tenderStatus as the source says it; the service derives its own
	Status     string        `bson:"status,omitempty" json:"status"`
	Category   string        `bson:"category,omitempty" json:"mainProcurementCategory"`   // BT-23: goods, works, services
	Method     string        `bson:"method,omitempty" json:"procurementMethod"`           // OCDS method: open, selective, limited, direct
	Procedure  string        `bson:"procedure,omitempty" json:"procurementMethodDetails"` // BT-105 code as the source has it
	LegalBasis string        `bson:"legal_basis,omitempty" json:"legalBasis"`             // BT-01
	Value      *record.Money `bson:"value,omitempty" json:"value"`                        // BT-27, without VAT
	CPV        []string      `bson:"cpv,omitempty" json:"cpv"`                            // BT-262 first, then BT-263; eight digits, all lots
	Places     []Place       `bson:"places,omitempty" json:"places"`                      // BT-5071 and its kin, all lots
	Deadline   time.Time     `bson:"deadline,omitempty" json:"deadline,omitzero"`         // BT-131 or BT-1311, UTC; zero when not given
	// what the source writes as the deadline, where it was not understood
	DeadlineText string    `bson:"deadline_text,omitempty" json:"deadlineText,omitempty"`
	Questions    time.Time `bson:"questions,omitempty" json:"enquiryDeadline,omitzero"` // BT-13
	Opening      time.Time `bson:"opening,omitempty" json:"opening,omitzero"`           // BT-132
	Period       Period    `bson:"period,omitempty" json:"contractPeriod,omitzero"`     // BT-36, 536, 537
	Lots         []Lot     `bson:"lots,omitempty" json:"lots"`                          // a tender without lots has one
	LotsMax      int       `bson:"lots_max,omitempty" json:"maximumLotsBidPerSupplier"` // BT-31, 0 when not limited
	ValueWhy     string    `bson:"value_why,omitempty" json:"valueRemark,omitempty"`    // the buyer's reason why the lots add up to another value
	// the buyer's reason for not dividing (Directive 2014/24/EU art. 46)
	NoLotsWhy         string           `bson:"no_lots_why,omitempty" json:"noLotsReason"`
	Languages         []string         `bson:"languages,omitempty" json:"submissionLanguages"`      // BT-97, ISO 639-1
	DocumentLanguages []string         `bson:"doc_langs,omitempty" json:"documentLanguages"`        // BT-708, BT-737
	DocsURL           string           `bson:"docs_url,omitempty" json:"documentsUrl"`              // BT-15
	SubmitURL         string           `bson:"submit_url,omitempty" json:"submissionUrl"`           // BT-18
	Framework         bool             `bson:"framework,omitempty" json:"frameworkAgreement"`       // BT-765
	Requirements      []Requirement    `bson:"requirements,omitempty" json:"requirements"`          // those that hold for every lot
	AwardCriteria     []AwardCriterion `bson:"award_criteria,omitempty" json:"awardCriteria"`       // BT-539, 540, 5421
	Documents         []Document       `bson:"documents,omitempty" json:"documents"`                // links to the original papers
	Classifications   []Classification `bson:"classes,omitempty" json:"otherClassifications"`       // classifications that are not CPV, as the source has them
	Reserved          []string         `bson:"reserved,omitempty" json:"reservedParticipation"`     // BT-71 codes
	Variants          string           `bson:"variants,omitempty" json:"variantPolicy,omitempty"`   // BT-63
	Electronic        *bool            `bson:"electronic,omitempty" json:"hasElectronicSubmission"` // BT-17; nil when not given
	Guarantee         *bool            `bson:"guarantee,omitempty" json:"guaranteeRequired"`        // BT-751; nil when not given
	// BT-726 over all lots; nil when not given: null never becomes true
	SMESuitable *bool    `bson:"sme,omitempty" json:"smeSuitable"`
	Social      []string `bson:"social,omitempty" json:"socialObjectives"` // BT-775 codes (et-eq, gen-eq, opp …)
	// which firms a private buyer prefers (local, small, young); a public one may not
	Prefer   []string      `bson:"prefer,omitempty" json:"prefer,omitempty"`
	Renewal  *bool         `bson:"renewal,omitempty" json:"hasRenewal"`           // BT-58 over all lots
	Recurs   *bool         `bson:"recurs,omitempty" json:"hasRecurrence"`         // BT-94
	ValueLow *record.Money `bson:"value_low,omitempty" json:"minValue,omitempty"` // the lower end where the value is a range
	// what else a bidder needs; holds for every lot that does not say its own
	Terms Terms `bson:"terms,omitempty" json:"terms,omitzero"`
}

// Place is somewhere the contract is performed.
type Place struct {
	NUTS     string `bson:"nuts,omitempty" json:"nuts"`         // BT-5071, as written in the notice, any NUTS year, any level
	Country  string `bson:"country,omitempty" json:"country"`   // BT-5141, ISO 3166-1 alpha-2
	Town     string `bson:"town,omitempty" json:"town"`         // BT-5131
	Postcode string `bson:"postcode,omitempty" json:"postcode"` // BT-5121
}

// Period is a span of time; Days is a length where the dates are not fixed.
type Period struct {
	Start time.Time `bson:"start,omitempty" json:"startDate,omitzero"`
	End   time.Time `bson:"end,omitempty" json:"endDate,omitzero"`
	Days  int       `bson:"days,omitempty" json:"durationInDays"` // months count 30 days, years 365
}

// Lot is a part of the tender that can be won alone.
type Lot struct {
	ID          string        `bson:"id" json:"id"` // BT-137
	Title       i18n.Text     `bson:"title,omitempty" json:"title"`
	Description i18n.Text     `bson:"description,omitempty" json:"description"`
	Value       *record.Money `bson:"value,omitempty" json:"value"`
	CPV         []string      `bson:"cpv,omitempty" json:"cpv"`
	Items       []Item        `bson:"items,omitempty" json:"items,omitempty"`
	Places      []Place       `bson:"places,omitempty" json:"places"`
	Deadline    time.Time     `bson:"deadline,omitempty" json:"deadline,omitzero"`
	// what the source writes as the deadline, where it was not understood
	DeadlineText  string           `bson:"deadline_text,omitempty" json:"deadlineText,omitempty"`
	Period        Period           `bson:"period,omitempty" json:"contractPeriod,omitzero"`
	Requirements  []Requirement    `bson:"requirements,omitempty" json:"requirements"` // those of this lot alone
	SMESuitable   *bool            `bson:"sme,omitempty" json:"smeSuitable"`
	Languages     []string         `bson:"languages,omitempty" json:"submissionLanguages"`
	Social        []string         `bson:"social,omitempty" json:"socialObjectives"`
	AwardCriteria []AwardCriterion `bson:"award_criteria,omitempty" json:"awardCriteria"`
	Status        string           `bson:"status,omitempty" json:"status,omitempty"` // OCDS lot status where given
	ValueLow      *record.Money    `bson:"value_low,omitempty" json:"minValue,omitempty"`
	Terms         Terms            `bson:"terms,omitempty" json:"terms,omitzero"` // those of this lot alone
}

// Item is something bought, in a quantity.
type Item struct {
	Description string  `bson:"description,omitempty" json:"description"`
	CPV         string  `bson:"cpv,omitempty" json:"cpv"`
	Quantity    float64 `bson:"quantity,omitempty" json:"quantity"`
	Unit        string  `bson:"unit,omitempty" json:"unit"`
}

// Kind of a requirement.
const (
	Turnover     = "turnover"     // minimum yearly turnover, Amount
	Insurance    = "insurance"    // minimum cover, Amount; Detail says of what (liability, professional)
	References   = "references"   // comparable contracts, Number
	Staff        = "staff"        // people employed, Number
	Years        = "years"        // years of experience or of existence, Number
	Certificate  = "certificate"  // a certificate by name in Detail ("ISO 9001")
	Registration = "registration" // in a trade or professional register, Detail names it
	Language     = "language"     // people who can work in Detail (ISO 639-1)
	Other        = "other"        // only words
)

// Requirement is something a tenderer must meet (BT-809 code, BT-750 words). Numbers
// are kept as numbers with units wherever the source gives them.
type Requirement struct {
	Kind   string        `bson:"kind" json:"kind"`
	Code   string        `bson:"code,omitempty" json:"code,omitempty"`     // the source's own code (eForms selection-criterion)
	Amount *record.Money `bson:"amount,omitempty" json:"amount,omitempty"` // for Turnover and Insurance
	Number int           `bson:"number,omitempty" json:"number,omitempty"` // for References, Staff, Years
	Detail string        `bson:"detail,omitempty" json:"detail,omitempty"`
	Text   i18n.Text     `bson:"text,omitempty" json:"text,omitempty"` // as the buyer wrote it
}

// AwardCriterion is what a bid is judged by.
type AwardCriterion struct {
	Kind        string            `bson:"kind" json:"kind"`                                   // price, cost, quality
	Name        i18n.Text         `bson:"name,omitempty" json:"name"`                         // BT-734, or BT-540 where there is no name
	Description i18n.Text         `bson:"description,omitempty" json:"description,omitempty"` // BT-540 where there is a name
	Weight      float64           `bson:"weight,omitempty" json:"weight"`                     // per cent; 0 when not given
	Numbers     []CriterionNumber `bson:"numbers,omitempty" json:"numbers,omitempty"`         // the others that the buyer says
}

// CriterionNumber is a number of a criterion that is no exact per cent, and what it means: a
// weight (per-mid, dec-exa, dec-mid, poi-exa, poi-mid, ord-imp), a fixed price (fix-tot,
// fix-unit), or a threshold (min-score, max-pass).
type CriterionNumber struct {
	Code   string  `bson:"code" json:"code"` // BT-5421, BT-5422, BT-5423
	Number float64 `bson:"number" json:"number"`
}

// Document is a paper to read, always a link.
type Document struct {
	Title    string `bson:"title,omitempty" json:"title"`
	URL      string `bson:"url" json:"url"` // http or https only
	Language string `bson:"language,omitempty" json:"language"`
}

// Classification is a code of a scheme that is not CPV.
type Classification struct {
	Scheme      string `bson:"scheme" json:"scheme"`
	ID          string `bson:"id" json:"id"`
	Description string `bson:"description,omitempty" json:"description"`
}

// Award is a decision about one or more lots.
type Award struct {
	ID        string        `bson:"id" json:"id"`
	Status    string        `bson:"status" json:"status"` // OCDS awardStatus: active, unsuccessful, cancelled, pending
	Lots      []string      `bson:"lots,omitempty" json:"relatedLots"`
	Suppliers []Reference   `bson:"suppliers,omitempty" json:"suppliers"`
	Value     *record.Money `bson:"value,omitempty" json:"value"`        // BT-720
	Date      time.Time     `bson:"date,omitempty" json:"date,omitzero"` // BT-1451
	Reason    string        `bson:"reason,omitempty" json:"reason"`
	Withheld  bool          `bson:"withheld,omitempty" json:"withheld,omitempty"` // the buyer withholds who won (BT-195)
}

// BidCount is a statistic of received tenders (OCDS bid statistics extension).
type BidCount struct {
	Lot   string `bson:"lot,omitempty" json:"lot"`
	Kind  string `bson:"kind" json:"kind"` // tenders, t-sme, t-micro, t-small, t-med, t-elec … as BT-760
	Count int    `bson:"count" json:"count"`
}

// Amendment is what a change notice says about its change.
type Amendment struct {
	Section     string    `bson:"section,omitempty" json:"section"`
	Description i18n.Text `bson:"description,omitempty" json:"description"`
	Reason      string    `bson:"reason,omitempty" json:"reason"`           // BT-140 code
	Why         i18n.Text `bson:"why,omitempty" json:"rationale,omitempty"` // BT-762 where the description says something else
	Old         string    `bson:"old,omitempty" json:"old,omitempty"`
	New         string    `bson:"new,omitempty" json:"new,omitempty"`
}

// SaysNothing reports whether a release says neither what is bought, nor by whom, nor what came
// of it: the error page of a service, or an ocid alone.
func (r *Release) SaysNothing() bool {
	t := r.Tender
	silent := t == nil || t.Title.Empty() && t.Description.Empty() && len(t.CPV) == 0 && len(t.Lots) == 0 && len(t.Documents) == 0 &&
		len(t.Classifications) == 0 &&
		t.Value == nil && t.Deadline.IsZero() && t.DeadlineText == "" && t.Status == "" && t.Period == Period{}
	return silent && r.Buyer.Name == "" && len(r.Parties) == 0 && len(r.Awards) == 0 && len(r.Bids) == 0 && len(r.Changes) == 0
}
