package ocds

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"citiesgrow/internal/notice/codes"
)

// codes of the lists tenderStatus, procurementMethod and procurementCategory.
var (
	statuses   = strings.Fields("planning planned active cancelled unsuccessful complete withdrawn")
	methods    = strings.Fields("open selective limited direct")
	categories = map[string]string{"goods": "goods", "supplies": "goods", "works": "works", "services": "services"}
)

// code is the one of the list that the text is, whatever its case.
func code(list []string, text string) string {
	text, _, _ = strings.Cut(text, ".") // Prozorro: active.tendering
	if i := slices.IndexFunc(list, func(c string) bool { return strings.EqualFold(c, text) }); i >= 0 {
		return list[i]
	}
	return ""
}

// tender reads what the release says of the opportunity; nil when it says nothing.
func (g *reading) tender() *Tender {
	v := g.v.get("tender")
	if len(v.object()) == 0 {
		return g.planned()
	}
	t := g.described(v)
	if t.Title.Empty() {
		t.Title = g.v.text("title", g.language)
	}
	g.fromOutcome(t)
	for _, tenderer := range v.list("tenderers") {
		g.parties.add(tenderer, "tenderer")
	}
	if entity := v.get("procuringEntity"); entity.object() != nil {
		g.parties.add(entity, "procuringEntity")
	}
	return t
}

// fromOutcome fills what the tender leaves out with what awards and contracts say
// was bought: some publishers describe it only there.
func (g *reading) fromOutcome(t *Tender) {
	for _, v := range append(g.v.list("awards"), g.v.list("contracts")...) {
		items := v.list("items")
		for _, from := range append([]value{v}, items...) {
			for _, name := range []string{"title", "description"} {
				if t.Title.Empty() {
					t.Title = from.text(name, g.language)
				}
			}
		}
		for _, item := range items {
			if len(t.Lots) == 0 {
				t.CPV = codes.Add(t.CPV, cpv(item.get("classification")))
			}
		}
	}
}

// planned reads the plan of a release that has no tender yet.
func (g *reading) planned() *Tender {
	plans := g.v.list("planning")
	if len(plans) == 0 {
		return nil
	}
	plan := plans[0]
	budget := plan.get("budget")
	t := &Tender{}
	if v := plan.get("tender"); v.object() != nil {
		t = g.described(v)
	}
	for _, name := range []string{"description", "project"} {
		if t.Title.Empty() {
			t.Title = budget.text(name, g.language)
		}
	}
	if t.Title.Empty() {
		t.Title = g.v.text("title", g.language)
	}
	if t.Description.Empty() {
		t.Description = plan.text("rationale", g.language)
	}
	if t.Value == nil {
		t.Value = g.money(budget, "amount")
	}
	t.Status = cmp.Or(t.Status, "planned")
	return t
}

func (g *reading) described(v value) *Tender {
	t := &Tender{
		ID: v.str("id"), Title: v.text("title", g.language), Description: v.text("description", g.language),
		Status: code(statuses, v.str("status")), Method: code(methods, v.str("procurementMethod")), Procedure: v.str("procurementMethodDetails"),
		LegalBasis: v.str("legalBasis", "id"), Value: g.money(v, "value"), Period: g.period(v, "contractPeriod"),
		Questions: g.moment(v, true, "enquiryPeriod", "endDate"), Opening: g.moment(v, false, "bidOpening", "date"),
		LotsMax: v.count("lotDetails", "maximumLotsBidPerSupplier"), NoLotsWhy: v.str(own, "noLotsReason"), ValueWhy: v.str(own, "valueRemark"),
		Languages: spoken(v.get("submissionTerms").strs("languages")), Variants: variants(v),
		Framework: yes(v.flag("techniques", "hasFrameworkAgreement")), Electronic: electronic(v), Guarantee: guarantee(v),
		SMESuitable: codes.Any(v.flag("suitability", "sme"), v.flag("xClassifications", "isSuitableForSme")),
		Recurs:      v.flag("hasRecurrence"), Renewal: v.flag("hasRenewal"), Social: v.get(own).strs("socialObjectives"),
	}
	if t.ID == g.v.str("ocid") {
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
	for _, category := range append([]string{v.str("mainProcurementCategory")}, v.str("xClassifications", "ojeuContractType")) {
		t.Category = cmp.Or(t.Category, categories[strings.ToLower(category)])
	}
	g.classify(t, v)
	g.readLots(t, v)
	g.readItems(t, v)
	g.readTerms(t, v)
	g.readDocuments(t, v)
	t.Terms = g.terms(v)
	if !g.v.has(own) {
		t.ShareTerms()
	}
	return t
}

// policies are the words of OCDS for BT-63 and those of eForms.
var policies = map[string]string{"allowed": "allowed", "notAllowed": "not-allowed", "required": "required"}

func variants(v value) string {
	for _, holder := range append([]value{v}, v.list("lots")...) {
		if p := policies[holder.str("submissionTerms", "variantPolicy")]; p != "" {
			return p
		}
	}
	return ""
}

// electronic reports whether a bid may be sent by computer: yes when the methods have
// it, no when they name others only.
func electronic(v value) *bool {
	switch v.str("submissionTerms", "electronicSubmissionPolicy") {
	case "allowed", "required":
		return new(true)
	case "notAllowed":
		return new(false)
	}
	methods := v.strs("submissionMethod")
	switch {
	case slices.Contains(methods, "electronicSubmission"):
		return new(true)
	case slices.Contains(methods, "written") || slices.Contains(methods, "inPerson"):
		return new(false)
	}
	return nil
}

// guarantee reports whether a bid needs one: only an amount says so.
func guarantee(v value) *bool {
	if b := v.flag("contractTerms", "hasFinancialGuarantee"); b != nil {
		return b
	}
	if v.money("guarantee") != nil {
		return new(true)
	}
	return nil
}

// classify divides the classifications of the tender into CPV and others.
func (g *reading) classify(t *Tender, v value) {
	for _, c := range append(v.list("classification"), v.list("additionalClassifications")...) {
		if code := cpv(c); code != "" {
			t.CPV = codes.Add(t.CPV, code)
		} else {
			t.Classifications = codes.Add(t.Classifications, classification(c))
		}
	}
}

func classification(c value) Classification {
	if c.str("id") == "" {
		return Classification{}
	}
	return Classification{Scheme: c.str("scheme"), ID: c.str("id"), Description: words(c.text("description", ""))}
}

// cpvSchemes are the names under which publishers use the Common Procurement
// Vocabulary; the Ukrainian ДК 021 has its codes.
var cpvSchemes = []string{"CPV", "CPV2008", "EUCPV", "UA", "UACPV", "ДК021", "ДК0212015", "DK021", "DK0212015"}

// cpv returns the eight digits of a classification that is one, else "".
func cpv(c value) string {
	id := c.str("id")
	if _, isNumber := c.number("id"); isNumber && len(id) == 7 {
		id = "0" + id // a number has lost its zero
	}
	scheme := strings.ToUpper(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, c.str("scheme")))
	if scheme != "" && !slices.Contains(cpvSchemes, scheme) {
		return ""
	}
	return codes.CPV(id)
}

// reserved are the words of OCDS for BT-71 and those of eForms.
var reserved = map[string]string{"shelteredWorkshop": "res-ws", "publicServiceMission": "res-pub-ser"}

// readDocuments reads the links to the papers, and where bids go.
func (g *reading) readDocuments(t *Tender, v value) {
	for _, d := range v.list("documents") {
		link := codes.Link(d.str("url"))
		if link == "" {
			continue
		}
		title := words(d.text("title", ""))
		if description := words(d.text("description", "")); title == "" && len(description) <= 200 {
			title = description
		}
		t.Documents = codes.Add(t.Documents, Document{Title: title, URL: link, Language: codes.LanguageNamed(d.str("language"))})
		if d.str("documentType") == "biddingDocuments" && t.DocsURL == "" {
			t.DocsURL = link
		}
	}
	if link := codes.Link(v.str(own, "documentsUrl")); link != "" {
		t.DocsURL = link
	}
	t.DocumentLanguages = codes.Languages(v.get(own).strs("documentLanguages")...)
	for word := range strings.FieldsSeq(v.str("submissionMethodDetails")) {
		if t.SubmitURL == "" && (strings.Contains(word, "://") || strings.HasPrefix(word, "www.")) {
			t.SubmitURL = codes.Link(strings.Trim(word, ",;()."))
		}
	}
	if link := codes.Link(v.str(own, "submissionUrl")); link != "" {
		t.SubmitURL = link
	}
	for _, code := range v.get("otherRequirements").strs("reservedParticipation") {
		t.Reserved = codes.Add(t.Reserved, cmp.Or(reserved[code], code))
	}
}
