package ted

import (
	"slices"
	"strconv"
	"strings"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/xmltree"
)

// moreTerms reads what a bidder needs of the whole procedure besides the main facts: sections
// II.1.6, III, IV and VI.
func (rd *reader) moreTerms() ocds.Terms {
	var t ocds.Terms
	rd.procedureTerms(&t)
	rd.openingTerms(&t)
	rd.conditionTerms(&t)
	rd.reviewTerms(&t)
	division := rd.form.Find("OBJECT_CONTRACT/LOT_DIVISION")
	if n, ok := count(division.At("LOT_MAX_ONE_TENDERER")); ok && n > 0 {
		t.LotsWin = &n
	}
	return t
}

// said is a field of the form in every language.
func (rd *reader) said(path string) i18n.Text {
	return rd.text(func(form *xmltree.Node) string { return words(form.Find(path)) })
}

// anywhere is a field of this name at any depth, in every language; the forms before R2.0.9
// have it in different places.
func (rd *reader) anywhere(names ...string) i18n.Text {
	return rd.text(func(form *xmltree.Node) string { return deepWords(form, names...) })
}

func (rd *reader) procedureTerms(t *ocds.Terms) {
	p := rd.form.Find("PROCEDURE")
	if p.Has("ACCELERATED_PROC") || strings.Contains(rd.procedure(), "ACCELERATED") {
		yes := true
		t.Accelerated, t.AcceleratedWhy = &yes, rd.said("PROCEDURE/ACCELERATED_PROC")
	}
	t.FrameworkWhy = rd.said("PROCEDURE/FRAMEWORK/JUSTIFICATION")
	switch n, ok := count(p.At("FRAMEWORK/NB_PARTICIPANTS")); {
	case ok && n > 0:
		t.FrameworkMost = &n
	case p.Has("FRAMEWORK/SINGLE_OPERATOR"):
		one := 1
		t.FrameworkMost = &one
	}
	switch {
	case p.Has("DPS_ADDITIONAL_PURCHASERS"):
		t.DynamicSystem = "dps-nlist"
	case p.Has("DPS"):
		t.DynamicSystem = "dps-list"
	}
	t.Auction = present(p, "EAUCTION_USED")
	t.AuctionHow = rd.said("PROCEDURE/INFO_ADD_EAUCTION")
	t.Reduced = choice(p, "REDUCTION_RECOURSE", "NO_REDUCTION_RECOURSE")
	t.NoNegotiation = choice(p, "RIGHT_CONTRACT_INITIAL_TENDERS", "NO_RIGHT_CONTRACT_INITIAL_TENDERS")
	t.GPA = choice(p, "CONTRACT_COVERED_GPA", "NO_CONTRACT_COVERED_GPA")
	t.Invited = rd.clock.at(p.At("DATE_DISPATCH_INVITATIONS"), "", startOfDay)
	t.Validity = lengthOf(p.Find("DURATION_TENDER_VALID"))
	t.ValidUntil = rd.clock.at(p.At("DATE_TENDER_VALID"), "", endOfDay)
}

func (rd *reader) openingTerms(t *ocds.Terms) {
	t.OpeningPlace = rd.said("PROCEDURE/OPENING_CONDITION/PLACE")
	t.OpeningHow = rd.said("PROCEDURE/OPENING_CONDITION/INFO_ADD")
}

// conditionTerms reads sections III and VI: conditions of the work, money and papers.
func (rd *reader) conditionTerms(t *ocds.Terms) {
	body, more := rd.form.Find("CONTRACTING_BODY"), rd.form.Find("COMPLEMENTARY_INFO")
	t.Performance = rd.anywhere("PERFORMANCE_CONDITIONS", "EXISTENCE_OTHER_PARTICULAR_CONDITIONS", "PARTICULAR_CONDITIONS")
	t.GuaranteeHow = rd.anywhere("DEPOSIT_GUARANTEE_REQUIRED", "DEPOSITS_GUARANTEES_REQUIRED")
	t.Payment = rd.anywhere("MAIN_FINANCING_CONDITION", "MAIN_FINANCING_CONDITIONS")
	t.LegalFormHow = rd.anywhere("LEGAL_FORM")
	if rd.form.Has("LEFTI/PERFORMANCE_STAFF_QUALIFICATION") {
		t.StaffNames = "t-requ"
	}
	if rd.form.Has("LEFTI/RESTRICTED_SHELTERED_PROGRAM") {
		t.ReservedWork = "yes"
	}
	t.Ordering, t.Paying = present(more, "EORDERING"), present(more, "EPAYMENT")
	if more.Has("EINVOICING") {
		t.Invoicing = "allowed"
	}
	t.RecursHow = rd.said("COMPLEMENTARY_INFO/ESTIMATED_TIMING")
	t.Additional = rd.said("COMPLEMENTARY_INFO/INFO_ADD")
	if t.Additional.Empty() {
		t.Additional = rd.anywhere("ADDITIONAL_INFORMATION")
	}
	t.ToolURL = codes.Link(body.At("URL_TOOL"))
	t.DocsRestricted = choice(body, "DOCUMENT_RESTRICTED", "DOCUMENT_FULL")
}

// present is yes where the element is there; a form that leaves it out says nothing.
func present(n *xmltree.Node, name string) *bool {
	if !n.Has(name) {
		return nil
	}
	yes := true
	return &yes
}

func (rd *reader) reviewTerms(t *ocds.Terms) {
	t.Review = rd.said("COMPLEMENTARY_INFO/REVIEW_PROCEDURE")
	if t.Review.Empty() {
		t.Review = rd.anywhere("LODGING_OF_APPEALS_PRECISION")
	}
}

// lotTerms reads section II.2 of one lot.
func (rd *reader) lotTerms(d *xmltree.Node, i int) ocds.Terms {
	t := ocds.Terms{
		RenewalHow:    rd.lotText(i, "RENEWAL_DESCR"),
		Options:       choice(d, "OPTIONS", "NO_OPTIONS"),
		OptionsHow:    rd.lotText(i, "OPTIONS_DESCR"),
		EUFunds:       choice(d, "EU_PROGR_RELATED", "NO_EU_PROGR_RELATED"),
		EUFundsNote:   rd.lotText(i, "EU_PROGR_RELATED"),
		Additional:    rd.lotText(i, "INFO_ADD"),
		PlaceNote:     rd.lotText(i, "MAIN_SITE"),
		CandidatesHow: rd.lotText(i, "CRITERIA_CANDIDATE"),
		CandidatesMin: counted(d, "NB_MIN_LIMIT_CANDIDATE", "NB_ENVISAGED_CANDIDATE"),
		CandidatesMax: counted(d, "NB_MAX_LIMIT_CANDIDATE", "NB_ENVISAGED_CANDIDATE"),
		Duration:      lengthOf(d.Find("DURATION")),
	}
	if d.Has("ECATALOGUE_REQUIRED") {
		t.Catalogue = "required"
	}
	switch {
	case d.Has("ACCEPTED_VARIANTS"):
		t.Variants = "allowed"
	case d.Has("NO_ACCEPTED_VARIANTS"):
		t.Variants = "not-allowed"
	}
	if renewal := choice(d, "RENEWAL", "NO_RENEWAL"); renewal != nil && !*renewal {
		none := 0
		t.Renewals = &none
	}
	return t
}

// counted is the first number above nothing.
func counted(n *xmltree.Node, names ...string) *int {
	for _, name := range names {
		if c, ok := count(n.At(name)); ok && c > 0 {
			return &c
		}
	}
	return nil
}

// lengthOf reads a length in its own unit (TYPE).
func lengthOf(n *xmltree.Node) ocds.Length {
	length, err := strconv.ParseFloat(strings.TrimSpace(n.Text()), 64)
	unit := n.Attr("TYPE")
	if err != nil || length <= 0 || length > 1e5 || !slices.Contains([]string{"DAY", "MONTH", "YEAR"}, unit) {
		return ocds.Length{}
	}
	return ocds.Length{Count: length, Unit: unit}
}
