package ted

import (
	"fmt"
	"strings"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/xmltree"
)

// changes reads a corrigendum (F14) and a modification of a contract (F20). A
// new deadline in a corrigendum becomes the tender's, since the form repeats
// nothing of the notice that it changes.
func (rd *reader) changes(t *ocds.Tender) []ocds.Amendment {
	var all []ocds.Amendment
	for c := range rd.form.All("CHANGES/CHANGE") {
		a := ocds.Amendment{
			Section: strings.TrimSpace(c.At("WHERE/SECTION") + " " + lotName(c.At("WHERE/LOT_NO"))),
			Old:     changed(c.Find("OLD_VALUE")),
			New:     changed(c.Find("NEW_VALUE")),
		}
		if label := c.At("WHERE/LABEL"); label != "" {
			a.Description = i18n.Text{rd.language(): label}
		}
		all = append(all, a)
		rd.apply(t, c)
	}
	if s := words(rd.form.Find("CHANGES/INFO_ADD")); s != "" {
		all = append(all, ocds.Amendment{Section: "VII.2", Description: i18n.Text{rd.language(): s}})
	}
	for m := range rd.form.All("MODIFICATIONS_CONTRACT") {
		all = append(all, rd.modification(m))
	}
	return all
}

func lotName(number string) string {
	if number == "" {
		return ""
	}
	return "lot " + number
}

// changed writes an old or new value as plain words.
func changed(n *xmltree.Node) string {
	if s := words(n.Find("TEXT")); s != "" {
		return s
	}
	if date := n.At("DATE"); date != "" {
		return strings.TrimSpace(date + " " + n.At("TIME"))
	}
	var classes []string
	for _, name := range []string{"CPV_MAIN", "CPV_ADDITIONAL"} {
		for c := range n.All(name) {
			classes = codes.Add(classes, cpv(c)...)
		}
	}
	return strings.Join(classes, ", ")
}

// apply takes over a new date for the receipt (IV.2.2) or the opening (IV.2.7)
// of tenders.
func (rd *reader) apply(t *ocds.Tender, c *xmltree.Node) {
	value := c.Find("NEW_VALUE")
	date := value.At("DATE")
	if date == "" {
		if s := changed(value); s != "" {
			rd.remarks = codes.Add(rd.remarks, ocds.Remark{Field: "CHANGE " + c.At("WHERE/SECTION"), Text: fmt.Sprintf("%.200s", s), Reason: ocds.NotApplied})
		}
		return
	}
	lots := listed.Split(c.At("WHERE/LOT_NO"), -1)
	section := strings.TrimRight(strings.ReplaceAll(c.At("WHERE/SECTION"), " ", ""), ").")
	switch section {
	case "IV.2.2", "IV.3.4":
		end := rd.clock.at(date, value.At("TIME"), endOfDay)
		if lots = codes.Add(nil, lots...); len(lots) == 0 {
			t.Deadline = later(t.Deadline, end)
		}
		for _, lot := range lots {
			t.Lots = append(t.Lots, ocds.Lot{ID: lot, Deadline: end})
		}
	case "IV.2.7", "IV.3.8":
		t.Opening = later(t.Opening, rd.clock.at(date, value.At("TIME"), startOfDay))
	}
}

// modification reads section VII of F20: what was changed, why, and what the
// contract cost before and after.
func (rd *reader) modification(m *xmltree.Node) ocds.Amendment {
	info := m.Find("INFO_MODIFICATIONS")
	a := ocds.Amendment{Section: "VII.2", Description: rd.text(func(form *xmltree.Node) string {
		return words(form.Find("MODIFICATIONS_CONTRACT/INFO_MODIFICATIONS/SHORT_DESCR"))
	})}
	switch {
	case info.Has("ADDITIONAL_NEED"):
		a.Reason = "add-wss"
	case info.Has("UNFORESEEN_CIRCUMSTANCE"):
		a.Reason = "mod-cir"
	}
	for _, holder := range []*xmltree.Node{info, info.Find("VALUES")} {
		if hidden(holder) {
			continue
		}
		if v := amount(holder, "VAL_TOTAL_BEFORE"); v != nil {
			a.Old = v.Major() + " " + v.Currency
		}
		if v := amount(holder, "VAL_TOTAL_AFTER"); v != nil {
			a.New = v.Major() + " " + v.Currency
		}
	}
	return a
}
