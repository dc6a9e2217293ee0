package ted

import (
	"strings"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/xmltree"
)

// methods are the OCDS method of each procedure (PR_PROC). Concessions and
// what is "not specified" say too little.
var methods = map[string]string{
	"1": "open", "2": "selective", "3": "selective", "4": "selective", "6": "selective", "B": "selective", "C": "selective",
	"G": "selective", "T": "limited", "V": "limited", "F": "limited", "A": "direct",
}

// categories are the OCDS procurementCategory of NC_CONTRACT_NATURE.
var categories = map[string]string{"1": "works", "2": "goods", "4": "services"}

// values are where section II says what the whole is worth.
var values = []string{"VAL_ESTIMATED_TOTAL", "VAL_TOTAL", "VAL_RANGE_TOTAL", "VAL_OBJECT"}

// tender reads what the notice says of the opportunity.
func (rd *reader) tender() *ocds.Tender {
	section := rd.coded.Find("CODIF_DATA")
	t := &ocds.Tender{
		ID:          rd.reference(),
		Title:       rd.title(),
		Description: rd.description(),
		Category:    categories[section.Find("NC_CONTRACT_NATURE").Attr("CODE")],
		Method:      methods[section.Find("PR_PROC").Attr("CODE")],
		Procedure:   rd.procedure(),
		LegalBasis:  firstCode(rd.form, "LEGAL_BASIS"),
	}
	if t.LegalBasis == "" {
		t.LegalBasis = section.Find("DIRECTIVE").Attr("VALUE")
	}
	rd.objects(t)
	rd.deadlines(t)
	rd.conditions(t)
	rd.documents(t)
	t.Requirements = rd.requirements()
	t.Terms = rd.moreTerms()
	t.ShareTerms()
	return t
}

// reference is the buyer's own number of the procedure.
func (rd *reader) reference() string {
	if s := rd.form.At("OBJECT_CONTRACT/REFERENCE_NUMBER"); s != "" {
		return s
	}
	return deepWords(rd.form, "FILE_REFERENCE_NUMBER")
}

// deepWords are the words of the first element of one of these names.
func deepWords(n *xmltree.Node, names ...string) string {
	for _, name := range names {
		for c := range n.Deep(name) {
			if s := words(c); s != "" {
				return s
			}
		}
	}
	return ""
}

// title is the buyer's own in every language of a form. The Publications Office's titles are
// the main code's name in each language, not the buyer's words: only where the buyer gave
// none, that of the original language stands in.
func (rd *reader) title() i18n.Text {
	t := rd.text(func(form *xmltree.Node) string {
		if s := words(form.Find("OBJECT_CONTRACT/TITLE")); s != "" {
			return s
		}
		return deepWords(form, "TITLE_CONTRACT")
	})
	if len(t) > 0 {
		return t
	}
	for n := range rd.root.All("TRANSLATION_SECTION/ML_TITLES/ML_TI_DOC") {
		language := codes.Language(n.Attr("LG"))
		if s := words(n.Find("TI_TEXT")); s != "" && language == rd.language() {
			return i18n.Text{language: s}
		}
	}
	return nil
}

// description is that of the whole, or of the parts when only they have one.
func (rd *reader) description() i18n.Text {
	return rd.text(func(form *xmltree.Node) string {
		for _, path := range []string{"OBJECT_CONTRACT/SHORT_DESCR", "OBJECT_CONTRACT/OBJECT_DESCR/SHORT_DESCR"} {
			var all []string
			for n := range form.All(path) {
				all = codes.Add(all, words(n))
			}
			if len(all) > 0 {
				return strings.Join(all, "\n")
			}
		}
		return deepWords(form, "SHORT_CONTRACT_DESCRIPTION", "TOTAL_QUANTITY_OR_SCOPE")
	})
}

// procedure is the form's own element for it (PT_OPEN …), or the coded words.
func (rd *reader) procedure() string {
	found := ""
	var look func(n *xmltree.Node)
	look = func(n *xmltree.Node) {
		for c := range n.Elements() {
			if found == "" && strings.HasPrefix(c.Name.Local, "PT_") {
				found = c.Name.Local
			}
			look(c)
		}
	}
	look(rd.form.Find("PROCEDURE"))
	if found != "" {
		return found
	}
	return rd.coded.At("CODIF_DATA/PR_PROC")
}

// objects reads section II: value, codes, places and lots. A prior information
// notice may have several objects; they are read as lots of one plan.
func (rd *reader) objects(t *ocds.Tender) {
	for o := range rd.form.All("OBJECT_CONTRACT") {
		if t.Value == nil {
			t.Value = amount(o, values...)
			t.ValueLow = lowEnd(o, t.Value, values...)
		}
		t.CPV = codes.Add(t.CPV, cpv(o.Find("CPV_MAIN"))...)
		if one := o.Find("LOT_DIVISION"); one.Has("LOT_ONE_ONLY") {
			t.LotsMax = 1
		} else if n, ok := count(one.At("LOT_MAX_NUMBER")); ok {
			t.LotsMax = n
		}
	}
	t.Lots = rd.lots(t)
	if t.Lots == nil && rd.kind().form != "change" {
		rd.oldObject(t)
	}
	for _, l := range t.Lots {
		t.CPV = codes.Add(t.CPV, l.CPV...)
		t.Places = codes.Add(t.Places, l.Places...)
		t.Period = span(t.Period, l.Period)
	}
	for n := range rd.coded.All("NOTICE_DATA/ORIGINAL_CPV") {
		t.CPV = codes.Add(t.CPV, codes.CPV(n.Attr("CODE")))
	}
	if len(t.Places) == 0 {
		for n := range rd.coded.All("NOTICE_DATA/PERFORMANCE_NUTS") {
			t.Places = codes.Add(t.Places, place(n.Attr("CODE")))
		}
	}
}

// cpv lists the codes of CPV_MAIN or CPV_ADDITIONAL, without supplementary ones.
func cpv(n *xmltree.Node) []string {
	var all []string
	for c := range n.All("CPV_CODE") {
		all = codes.Add(all, codes.CPV(c.Attr("CODE")))
	}
	return all
}

// place is a NUTS code with its country; "00" is nowhere, and a made-up Extra-Regio
// code still has its country.
func place(nuts string) ocds.Place {
	if len(nuts) < 2 || nuts == "00" {
		return ocds.Place{}
	}
	return ocds.Place{NUTS: nuts, Country: codes.Country(nuts[:2])}
}

// span is the shortest period that has both in it.
func span(a, b ocds.Period) ocds.Period {
	if a.Start.IsZero() || !b.Start.IsZero() && b.Start.Before(a.Start) {
		a.Start = b.Start
	}
	a.End = later(a.End, b.End)
	a.Days = max(a.Days, b.Days)
	return a
}
