package encode

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"citiesgrow/internal/notice/ocds"
)

func writtenTender(r *ocds.Release, t *ocds.Tender) fields {
	f := fields{"id": cmp.Or(t.ID, r.OCID)}
	f.text("title", t.Title, r.Language)
	f.text("description", t.Description, r.Language)
	f.set("status", ocds.CodeOf(ocds.TenderStatuses, t.Status))
	f.set("procurementMethod", ocds.CodeOf(ocds.ProcurementMethods, t.Method))
	f.set("procurementMethodDetails", t.Procedure)
	f.set("mainProcurementCategory", ocds.ProcurementCategories[t.Category])
	f.set("value", worth(t.Value))
	f.set("minValue", worth(t.ValueLow))
	f.set("contractPeriod", span(t.Period))
	f.set("tenderPeriod", span(ocds.Period{End: t.Deadline}))
	f.set("enquiryPeriod", span(ocds.Period{End: t.Questions}))
	f.set("hasRecurrence", t.Recurs)
	f.set("hasRenewal", t.Renewal)
	if t.LegalBasis != "" {
		f["legalBasis"] = fields{"id": t.LegalBasis}
	}
	if !t.Opening.IsZero() {
		f["bidOpening"] = fields{"date": stamp(t.Opening)}
	}
	if t.LotsMax > 0 {
		f["lotDetails"] = fields{"maximumLotsBidPerSupplier": t.LotsMax}
	}
	if t.Framework {
		f["techniques"] = fields{"hasFrameworkAgreement": true}
	}
	if t.Guarantee != nil {
		f["contractTerms"] = fields{"hasFinancialGuarantee": *t.Guarantee}
	}
	if t.SMESuitable != nil {
		f["suitability"] = fields{"sme": *t.SMESuitable}
	}
	f.set("submissionTerms", submission(t))
	f.set("submissionMethodDetails", t.SubmitURL)
	if t.Electronic != nil && *t.Electronic {
		f["submissionMethod"] = []string{"electronicSubmission"}
	}
	if len(t.Reserved) > 0 {
		f["otherRequirements"] = fields{"reservedParticipation": translated(t.Reserved, ocds.ReservedWords)}
	}
	classes(f, t)
	f.set("items", items(t))
	f.set("lots", each(t.Lots, func(l ocds.Lot) fields { return writtenLot(r, t, l) }))
	f.set("documents", papers(t))
	f.set("criteria", criteria(r, t))
	kept := house(r, t)
	writeTerms(f, kept, &t.Terms, r.Language)
	f.set(ocds.OwnMember, kept)
	return f
}

func submission(t *ocds.Tender) fields {
	f := fields{}
	f.set("languages", t.Languages)
	for theirs, ours := range ocds.VariantPolicies {
		if ours == t.Variants {
			f["variantPolicy"] = theirs
		}
	}
	if t.Electronic != nil && !*t.Electronic {
		f["electronicSubmissionPolicy"] = "notAllowed"
	}
	return f
}

// translated turns codes of eForms into those of OCDS where it has them.
func translated(codes []string, words map[string]string) []string {
	out := slices.Clone(codes)
	for theirs, ours := range words {
		for i := range out {
			if out[i] == ours {
				out[i] = theirs
			}
		}
	}
	return out
}

// house is what neither the standard nor an extension has a field for.
func house(r *ocds.Release, t *ocds.Tender) fields {
	f := fields{}
	f.set("noLotsReason", t.NoLotsWhy)
	f.set("valueRemark", t.ValueWhy)
	f.set("socialObjectives", t.Social)
	f.set("documentsUrl", t.DocsURL)
	f.set("documentLanguages", t.DocumentLanguages)
	f.set("submissionUrl", t.SubmitURL)
	f.set("awardCriteria", judgements(r, t.AwardCriteria))
	return f
}

// classes writes the CPV codes, the main one first, and the codes of other schemes.
func classes(f fields, t *ocds.Tender) {
	var all []fields
	for _, code := range t.CPV {
		all = append(all, fields{"scheme": "CPV", "id": code})
	}
	if len(all) > 0 {
		f["classification"] = all[0]
		all = all[1:]
	}
	for _, c := range t.Classifications {
		one := fields{"id": c.ID}
		one.set("scheme", c.Scheme)
		one.set("description", c.Description)
		all = append(all, one)
	}
	f.set("additionalClassifications", all)
}

// items are one for the places of the tender, one for each lot's codes and places,
// and those that say what is bought.
func items(t *ocds.Tender) []fields {
	var all []fields
	add := func(f fields) {
		f["id"] = fmt.Sprint(len(all) + 1)
		all = append(all, f)
	}
	if len(t.Places) > 0 {
		add(fields{"deliveryAddresses": each(t.Places, address), ocds.OwnMember: fields{"ofTender": true}})
	}
	for _, l := range t.Lots {
		if len(l.CPV) > 0 || len(l.Places) > 0 {
			f := fields{"relatedLot": l.ID}
			f.set("deliveryAddresses", each(l.Places, address))
			classes(f, &ocds.Tender{CPV: l.CPV})
			add(f)
		}
		for _, item := range l.Items {
			f := fields{"relatedLot": l.ID}
			f.set("description", item.Description)
			f.set("quantity", item.Quantity)
			if item.Unit != "" {
				f["unit"] = fields{"name": item.Unit}
			}
			if item.CPV != "" {
				f["classification"] = fields{"scheme": "CPV", "id": item.CPV}
			}
			add(f)
		}
	}
	return all
}

func writtenLot(r *ocds.Release, t *ocds.Tender, l ocds.Lot) fields {
	f := fields{"id": l.ID}
	f.text("title", l.Title, r.Language)
	f.text("description", l.Description, r.Language)
	f.set("status", ocds.CodeOf(ocds.TenderStatuses, l.Status))
	f.set("value", worth(l.Value))
	f.set("minValue", worth(l.ValueLow))
	f.set("contractPeriod", span(l.Period))
	f.set("tenderPeriod", span(ocds.Period{End: l.Deadline}))
	if l.SMESuitable != nil {
		f["suitability"] = fields{"sme": *l.SMESuitable}
	}
	if len(l.Languages) > 0 {
		f["submissionTerms"] = fields{"languages": l.Languages}
	}
	kept := fields{}
	kept.set("socialObjectives", l.Social)
	judged := l.AwardCriteria
	if len(judged) == 0 && len(t.AwardCriteria) > 0 {
		judged = t.AwardCriteria // for readers who look at the lot
		kept["judgedAsTender"] = true
	}
	if len(judged) > 0 {
		f["awardCriteria"] = fields{"criteria": judgements(r, judged)}
	}
	writeTerms(f, kept, &l.Terms, r.Language)
	f.set(ocds.OwnMember, kept)
	return f
}

func judgements(r *ocds.Release, all []ocds.AwardCriterion) []fields {
	var out []fields
	for _, a := range all {
		f := fields{}
		f.set("type", a.Kind)
		f.text("name", a.Name, r.Language)
		f.text("description", a.Description, r.Language)
		f.set("numbers", criterionNumbers(a))
		out = append(out, f)
	}
	return out
}

// criterionNumbers writes the weight in per cent and the other numbers that the buyer says.
func criterionNumbers(a ocds.AwardCriterion) []fields {
	var all []fields
	if a.Weight > 0 {
		all = append(all, fields{"number": a.Weight, "weight": "percentageExact"})
	}
	for _, n := range a.Numbers {
		if words, known := ocds.CriterionNumberWords[n.Code]; known {
			all = append(all, fields{"number": n.Number, words[0]: words[1]})
		}
	}
	return all
}

func papers(t *ocds.Tender) []fields {
	var all []fields
	for i, d := range t.Documents {
		f := fields{"id": fmt.Sprint(i + 1), "url": d.URL}
		f.set("title", d.Title)
		f.set("language", d.Language)
		if d.URL == t.DocsURL {
			f["documentType"] = "biddingDocuments"
		}
		all = append(all, f)
	}
	return all
}

// criteria writes the requirements, those of lots with the lot they belong to.
func criteria(r *ocds.Release, t *ocds.Tender) []fields {
	var all []fields
	add := func(q ocds.Requirement, lot string) {
		f := criterion(r, q, len(all)+1)
		if lot != "" {
			f["relatedItem"] = lot
		}
		all = append(all, f)
	}
	for _, q := range t.Requirements {
		add(q, "")
	}
	for _, l := range t.Lots {
		for _, q := range l.Requirements {
			add(q, l.ID)
		}
	}
	return all
}

func criterion(r *ocds.Release, q ocds.Requirement, n int) fields {
	f := fields{"id": fmt.Sprint(n), "relatesTo": "tenderer"}
	f.text("description", q.Text, r.Language)
	if q.Code != "" {
		f["classification"] = fields{"scheme": "eforms-selection-criterion", "id": q.Code}
	}
	one := fields{"id": fmt.Sprint(n, "-1"), "title": q.Kind, "dataType": "string"}
	switch {
	case q.Amount != nil:
		one["dataType"], one["minValue"] = "number", json.Number(q.Amount.Major())
		one["unit"] = fields{"name": q.Amount.Currency}
	case q.Number > 0:
		one["dataType"], one["minValue"] = "integer", q.Number
	case q.Detail != "":
		one["expectedValue"] = q.Detail
	}
	kept := fields{"kind": q.Kind}
	kept.set("detail", q.Detail)
	kept.set("number", q.Number)
	kept.set("amount", worth(q.Amount))
	one[ocds.OwnMember] = kept
	f["requirementGroups"] = []fields{{"id": fmt.Sprint(n, "-1"), "requirements": []fields{one}}}
	return f
}
