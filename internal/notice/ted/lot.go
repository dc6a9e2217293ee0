package ted

import (
	"fmt"
	"slices"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/xmltree"
)

// lots reads every OBJECT_DESCR, the lots of a divided contract or the one
// description of an undivided one. Translations have theirs in the same order.
func (rd *reader) lots(t *ocds.Tender) []ocds.Lot {
	var all []ocds.Lot
	taken := map[string]bool{}
	i := 0
	for o := range rd.form.All("OBJECT_CONTRACT") {
		for d := range o.All("OBJECT_DESCR") {
			l := rd.lot(d, o, i, t)
			if l.ID == "" || taken[l.ID] {
				l.ID = fmt.Sprint(i + 1)
			}
			taken[l.ID] = true
			all = append(all, l)
			i++
		}
	}
	if len(all) == 1 && all[0].Value == nil {
		all[0].Value, all[0].ValueLow = t.Value, t.ValueLow
	}
	return all
}

func (rd *reader) lot(d, object *xmltree.Node, i int, t *ocds.Tender) ocds.Lot {
	l := ocds.Lot{
		ID:          d.At("LOT_NO"),
		Title:       rd.lotText(i, "TITLE"),
		Description: rd.lotText(i, "SHORT_DESCR"),
		Value:       amount(d, "VAL_OBJECT", "VAL_TOTAL", "VAL_RANGE_TOTAL"),
		Period: ocds.Period{
			Start: rd.clock.at(d.At("DATE_START"), "", startOfDay),
			End:   rd.clock.at(d.At("DATE_END"), "", endOfDay),
			Days:  days(d.At("DURATION"), d.Find("DURATION").Attr("TYPE")),
		},
	}
	l.ValueLow = lowEnd(d, l.Value, "VAL_OBJECT", "VAL_TOTAL", "VAL_RANGE_TOTAL")
	l.Terms = rd.lotTerms(d, i)
	for c := range d.All("CPV_ADDITIONAL") {
		l.CPV = codes.Add(l.CPV, cpv(c)...)
	}
	if l.CPV == nil {
		l.CPV = cpv(object.Find("CPV_MAIN"))
	}
	for n := range d.All("NUTS") {
		l.Places = codes.Add(l.Places, place(n.Attr("CODE")))
	}
	l.AwardCriteria = awardCriteria(d, rd.language())
	t.Renewal = codes.Any(t.Renewal, choice(d, "RENEWAL", "NO_RENEWAL"))
	if t.Variants == "" {
		switch {
		case d.Has("ACCEPTED_VARIANTS"):
			t.Variants = "allowed"
		case d.Has("NO_ACCEPTED_VARIANTS"):
			t.Variants = "not-allowed"
		}
	}
	return l
}

// lotText is a field of the description number i in every language.
func (rd *reader) lotText(i int, name string) i18n.Text {
	return rd.text(func(form *xmltree.Node) string {
		if parts := rd.parts(form); i < len(parts) {
			return words(parts[i].Find(name))
		}
		return ""
	})
}

// parts are the descriptions in a form, collected once: there may be thousands.
func (rd *reader) parts(form *xmltree.Node) []*xmltree.Node {
	all, ok := rd.described[form]
	if !ok {
		all = slices.Collect(form.All("OBJECT_CONTRACT/OBJECT_DESCR"))
		rd.described[form] = all
	}
	return all
}

// oldObject reads section II of the schemas before R2.0.9 (defence, and
// everything until 2016), whose elements have other names in every form.
func (rd *reader) oldObject(t *ocds.Tender) {
	for n := range rd.form.Deep("CPV_MAIN") {
		t.CPV = codes.Add(t.CPV, cpv(n)...)
	}
	for n := range rd.form.Deep("CPV_ADDITIONAL") {
		t.CPV = codes.Add(t.CPV, cpv(n)...)
	}
	for n := range rd.form.Deep("NUTS") {
		t.Places = codes.Add(t.Places, place(n.Attr("CODE")))
	}
	for _, name := range []string{"TOTAL_FINAL_VALUE", "TOTAL_ESTIMATED", "NATURE_QUANTITY_SCOPE", "QUANTITY_SCOPE_WORKS_DEFENCE"} {
		for n := range rd.form.Deep(name) {
			if t.Value == nil {
				t.Value = oldAmount(n)
				t.ValueLow = oldLowEnd(n, t.Value)
			}
		}
	}
	for n := range rd.form.Deep("PERIOD_WORK_DATE_STARTING") {
		t.Period = ocds.Period{
			Start: rd.clock.at(day(n.Find("INTERVAL_DATE/START_DATE")), "", startOfDay),
			End:   rd.clock.at(day(n.Find("INTERVAL_DATE/END_DATE")), "", endOfDay),
			Days:  max(days(n.At("MONTHS"), "MONTH"), days(n.At("DAYS"), "DAY")),
		}
	}
	t.Renewal = choiceDeep(rd.form, "RECURRENT_CONTRACT", "NO_RECURRENT_CONTRACT")
	t.Lots = rd.oldLots(t)
}

// oldLots reads the lots of an annex B, or makes the one lot of a contract that
// is not divided.
func (rd *reader) oldLots(t *ocds.Tender) []ocds.Lot {
	var all []ocds.Lot
	for _, name := range []string{"F17_ANNEX_B", "LOT_PRIOR_INFORMATION", "F02_ANNEX_B", "ANNEX_B_INFORMATION_LOTS_PRIOR_INFORMATION"} {
		for n := range rd.form.Deep(name) {
			l := ocds.Lot{ID: deepWords(n, "LOT_NUMBER"), Value: oldAmount(n.Find("NATURE_QUANTITY_SCOPE"))}
			l.ValueLow = oldLowEnd(n.Find("NATURE_QUANTITY_SCOPE"), l.Value)
			if l.ID == "" {
				l.ID = fmt.Sprint(len(all) + 1)
			}
			if s := deepWords(n, "LOT_TITLE"); s != "" {
				l.Title = i18n.Text{rd.language(): s}
			}
			if s := deepWords(n, "LOT_DESCRIPTION"); s != "" {
				l.Description = i18n.Text{rd.language(): s}
			}
			for c := range n.Deep("CPV_CODE") {
				l.CPV = codes.Add(l.CPV, codes.CPV(c.Attr("CODE")))
			}
			all = append(all, l)
		}
	}
	if all == nil {
		all = []ocds.Lot{{ID: "1", Value: t.Value, ValueLow: t.ValueLow, CPV: t.CPV, Places: t.Places, Period: t.Period}}
	}
	return all
}

func choiceDeep(n *xmltree.Node, yes, no string) *bool {
	answer := hasDeep(n, yes)
	if !answer && !hasDeep(n, no) {
		return nil
	}
	return &answer
}
