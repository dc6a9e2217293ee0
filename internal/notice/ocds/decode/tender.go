package decode

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/ocds/loosejson"
)

// tender reads what the release says of the opportunity; nil when it says nothing.
func (g *reading) tender() *ocds.Tender {
	v := g.v.Get("tender")
	if len(v.Object()) == 0 {
		return g.planned()
	}
	t := g.described(v)
	if t.Title.Empty() {
		t.Title = g.v.Text("title", g.language)
	}
	g.fromOutcome(t)
	for _, tenderer := range v.List("tenderers") {
		g.parties.add(tenderer, "tenderer")
	}
	if entity := v.Get("procuringEntity"); entity.Object() != nil {
		g.parties.add(entity, "procuringEntity")
	}
	return t
}

// fromOutcome fills what the tender leaves out with what awards and contracts say
// was bought: some publishers describe it only there.
func (g *reading) fromOutcome(t *ocds.Tender) {
	for _, v := range append(g.v.List("awards"), g.v.List("contracts")...) {
		items := v.List("items")
		for _, from := range append([]loosejson.Value{v}, items...) {
			for _, name := range []string{"title", "description"} {
				if t.Title.Empty() {
					t.Title = from.Text(name, g.language)
				}
			}
		}
		for _, item := range items {
			if len(t.Lots) == 0 {
				t.CPV = codes.Add(t.CPV, cpv(item.Get("classification")))
			}
		}
	}
}

// planned reads the plan of a release that has no tender yet.
func (g *reading) planned() *ocds.Tender {
	plans := g.v.List("planning")
	if len(plans) == 0 {
		return nil
	}
	plan := plans[0]
	budget := plan.Get("budget")
	t := &ocds.Tender{}
	if v := plan.Get("tender"); v.Object() != nil {
		t = g.described(v)
	}
	for _, name := range []string{"description", "project"} {
		if t.Title.Empty() {
			t.Title = budget.Text(name, g.language)
		}
	}
	if t.Title.Empty() {
		t.Title = g.v.Text("title", g.language)
	}
	if t.Description.Empty() {
		t.Description = plan.Text("rationale", g.language)
	}
	if t.Value == nil {
		t.Value = g.money(budget, "amount")
	}
	t.Status = cmp.Or(t.Status, "planned")
	return t
}

func (g *reading) described(v loosejson.Value) *ocds.Tender {
	t := &ocds.Tender{
		ID: v.String("id"), Title: v.Text("title", g.language), Description: v.Text("description", g.language),
		Status: ocds.CodeOf(ocds.TenderStatuses, v.String("status")), Method: ocds.CodeOf(ocds.ProcurementMethods, v.String("procurementMethod")),
		Procedure:  v.String("procurementMethodDetails"),
		LegalBasis: v.String("legalBasis", "id"), Value: g.money(v, "value"), Period: g.period(v, "contractPeriod"),
		Questions: g.moment(v, true, "enquiryPeriod", "endDate"), Opening: g.moment(v, false, "bidOpening", "date"),
		LotsMax: v.Count("lotDetails", "maximumLotsBidPerSupplier"), NoLotsWhy: v.String(ocds.OwnMember, "noLotsReason"),
		ValueWhy:  v.String(ocds.OwnMember, "valueRemark"),
		Languages: spoken(v.Get("submissionTerms").Strings("languages")), Variants: variants(v),
		Framework: yes(v.Flag("techniques", "hasFrameworkAgreement")), Electronic: electronic(v), Guarantee: guarantee(v),
		SMESuitable: codes.Any(v.Flag("suitability", "sme"), v.Flag("xClassifications", "isSuitableForSme")),
		Recurs:      v.Flag("hasRecurrence"), Renewal: v.Flag("hasRenewal"), Social: v.Get(ocds.OwnMember).Strings("socialObjectives"),
	}
	if t.ID == g.v.String("ocid") {
		t.ID = ""
	}
	if low := g.money(v, "minValue"); t.Value == nil {
		t.Value = low
	} else if low != nil && *low != *t.Value {
		t.ValueLow = low
	}
	t.Deadline, t.DeadlineText = g.deadline(v, "tenderPeriod", "endDate")
	if t.Deadline.IsZero() && t.DeadlineText == "" {
		t.Deadline, t.DeadlineText = g.deadline(v, "expressionOfInterestDeadline") // Find a Tender
	}
	for _, category := range append([]string{v.String("mainProcurementCategory")}, v.String("xClassifications", "ojeuContractType")) {
		t.Category = cmp.Or(t.Category, ocds.ProcurementCategories[strings.ToLower(category)])
	}
	g.classify(t, v)
	g.readLots(t, v)
	g.readItems(t, v)
	g.readTerms(t, v)
	g.readDocuments(t, v)
	t.Terms = g.terms(v)
	if !g.v.Has(ocds.OwnMember) {
		t.ShareTerms()
	}
	return t
}

func variants(v loosejson.Value) string {
	for _, holder := range append([]loosejson.Value{v}, v.List("lots")...) {
		if p := ocds.VariantPolicies[holder.String("submissionTerms", "variantPolicy")]; p != "" {
			return p
		}
	}
	return ""
}

// electronic reports whether a bid may be sent by computer: yes when the methods have
// it, no when they name others only.
func electronic(v loosejson.Value) *bool {
	switch v.String("submissionTerms", "electronicSubmissionPolicy") {
	case "allowed", "required":
		return new(true)
	case "notAllowed":
		return new(false)
	}
	methods := v.Strings("submissionMethod")
	switch {
	case slices.Contains(methods, "electronicSubmission"):
		return new(true)
	case slices.Contains(methods, "written") || slices.Contains(methods, "inPerson"):
		return new(false)
	}
	return nil
}

// guarantee reports whether a bid needs one: only an amount says so.
func guarantee(v loosejson.Value) *bool {
	if b := v.Flag("contractTerms", "hasFinancialGuarantee"); b != nil {
		return b
	}
	if moneyOf(v.Get("guarantee")) != nil {
		return new(true)
	}
	return nil
}

// classify divides the classifications of the tender into CPV and others.
func (g *reading) classify(t *ocds.Tender, v loosejson.Value) {
	for _, c := range append(v.List("classification"), v.List("additionalClassifications")...) {
		if code := cpv(c); code != "" {
			t.CPV = codes.Add(t.CPV, code)
		} else {
			t.Classifications = codes.Add(t.Classifications, classification(c))
		}
	}
}

func classification(c loosejson.Value) ocds.Classification {
	if c.String("id") == "" {
		return ocds.Classification{}
	}
	return ocds.Classification{Scheme: c.String("scheme"), ID: c.String("id"), Description: words(c.Text("description", ""))}
}

// cpvSchemes are the names under which publishers use the Common Procurement
// Vocabulary; the Ukrainian ДК 021 has its codes.
var cpvSchemes = []string{"CPV", "CPV2008", "EUCPV", "UA", "UACPV", "ДК021", "ДК0212015", "DK021", "DK0212015"}

// cpv returns the eight digits of a classification that is one, else "".
func cpv(c loosejson.Value) string {
	id := c.String("id")
	if _, isNumber := c.Number("id"); isNumber && len(id) == 7 {
		id = "0" + id // a number has lost its zero
	}
	scheme := strings.ToUpper(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, c.String("scheme")))
	if scheme != "" && !slices.Contains(cpvSchemes, scheme) {
		return ""
	}
	return codes.CPV(id)
}

// readDocuments reads the links to the papers, and where bids go.
func (g *reading) readDocuments(t *ocds.Tender, v loosejson.Value) {
	for _, d := range v.List("documents") {
		link := codes.Link(d.String("url"))
		if link == "" {
			continue
		}
		title := words(d.Text("title", ""))
		if description := words(d.Text("description", "")); title == "" && len(description) <= 200 {
			title = description
		}
		t.Documents = codes.Add(t.Documents, ocds.Document{Title: title, URL: link, Language: codes.LanguageNamed(d.String("language"))})
		if d.String("documentType") == "biddingDocuments" && t.DocsURL == "" {
			t.DocsURL = link
		}
	}
	if link := codes.Link(v.String(ocds.OwnMember, "documentsUrl")); link != "" {
		t.DocsURL = link
	}
	t.DocumentLanguages = codes.Languages(v.Get(ocds.OwnMember).Strings("documentLanguages")...)
	for word := range strings.FieldsSeq(v.String("submissionMethodDetails")) {
		if t.SubmitURL == "" && (strings.Contains(word, "://") || strings.HasPrefix(word, "www.")) {
			t.SubmitURL = codes.Link(strings.Trim(word, ",;()."))
		}
	}
	if link := codes.Link(v.String(ocds.OwnMember, "submissionUrl")); link != "" {
		t.SubmitURL = link
	}
	for _, code := range v.Get("otherRequirements").Strings("reservedParticipation") {
		t.Reserved = codes.Add(t.Reserved, cmp.Or(ocds.ReservedWords[code], code))
	}
}
