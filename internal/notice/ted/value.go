package ted

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/xmltree"
	"citiesgrow/internal/record"
)

// words are the text of a node, its paragraphs (P) on lines of their own.
func words(n *xmltree.Node) string {
	var lines []string
	for p := range n.All("P") {
		if s := strings.Join(strings.Fields(p.Text()), " "); s != "" {
			lines = append(lines, s)
		}
	}
	if len(lines) == 0 {
		return strings.Join(strings.Fields(n.Text()), " ")
	}
	return strings.Join(lines, "\n")
}

// text collects what pick finds in each language's form.
func (rd *reader) text(pick func(form *xmltree.Node) string) i18n.Text {
	var t i18n.Text
	for i, form := range rd.forms {
		language := codes.Language(form.Attr("LG"))
		if i == 0 {
			language = rd.language()
		}
		if s := pick(form); s != "" && t[language] == "" {
			if t == nil {
				t = i18n.Text{}
			}
			t[language] = s
		}
	}
	return t
}

// hidden says what the buyer has asked not to be published.
func hidden(n *xmltree.Node) bool { return n.Attr("PUBLICATION") == "NO" }

// amount reads the first of the elements below n that has a value: a plain one
// or a range, of which the high end is what a contract may cost.
func amount(n *xmltree.Node, paths ...string) *record.Money {
	for _, path := range paths {
		for v := range n.All(path) {
			if hidden(v) {
				continue
			}
			digits := v.Text()
			if v.Has("HIGH") {
				digits = v.At("HIGH")
			}
			if m := money(digits, v.Attr("CURRENCY")); m != nil {
				return m
			}
		}
	}
	return nil
}

// lowEnd is the lower end of the range whose high end was taken as the value.
func lowEnd(n *xmltree.Node, value *record.Money, paths ...string) *record.Money {
	for _, path := range paths {
		for v := range n.All(path) {
			high := money(v.At("HIGH"), v.Attr("CURRENCY"))
			if low := money(v.At("LOW"), v.Attr("CURRENCY")); !hidden(v) && value != nil && high != nil && *high == *value && low != nil && *low != *value {
				return low
			}
		}
	}
	return nil
}

func money(digits, currency string) *record.Money {
	m, err := record.ParseMoney(digits, currency)
	if err != nil || m.Currency == "" || m.Minor <= 0 {
		return nil
	}
	return &m
}

// oldAmount reads COSTS_RANGE_AND_CURRENCY… of the schemas before R2.0.9, where
// FMTVAL has the number as a plain decimal. Amounts with VAT are left out.
func oldAmount(n *xmltree.Node) *record.Money {
	for c := range n.Elements() {
		if !strings.HasPrefix(c.Name.Local, "COSTS_RANGE_AND_CURRENCY") || c.Has("INCLUDING_VAT") {
			continue
		}
		for _, path := range []string{"VALUE_COST", "RANGE_VALUE_COST/HIGH_VALUE"} {
			v := c.Find(path)
			digits := v.Attr("FMTVAL")
			if digits == "" {
				digits = strings.Replace(strings.NewReplacer(" ", "", "\u00a0", "").Replace(v.Text()), ",", ".", 1)
			}
			if m := money(digits, c.Attr("CURRENCY")); m != nil {
				return m
			}
		}
	}
	return nil
}

// oldLowEnd is the lower end of a range of the schemas before R2.0.9.
func oldLowEnd(n *xmltree.Node, value *record.Money) *record.Money {
	for c := range n.Elements() {
		v := c.Find("RANGE_VALUE_COST/LOW_VALUE")
		if low := money(v.Attr("FMTVAL"), c.Attr("CURRENCY")); low != nil && value != nil && low.Currency == value.Currency && low.Minor < value.Minor {
			return low
		}
	}
	return nil
}

// day reads a date in three elements (DAY, MONTH, YEAR) of the older schemas.
func day(n *xmltree.Node) string {
	d, err1 := strconv.Atoi(n.At("DAY"))
	m, err2 := strconv.Atoi(n.At("MONTH"))
	y, err3 := strconv.Atoi(n.At("YEAR"))
	if err1 != nil || err2 != nil || err3 != nil {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", y, m, d)
}

// count is a number of things, and false for what is none.
func count(s string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	return n, err == nil && n >= 0
}

// days turns a length into days; months count 30 and years 365.
func days(length, unit string) int {
	n, err := strconv.ParseFloat(strings.TrimSpace(length), 64)
	d := n * map[string]float64{"DAY": 1, "MONTH": 30, "YEAR": 365}[unit]
	if err != nil || d < 0 || d > 100*365 {
		return 0
	}
	return int(d)
}

// choice turns a pair of elements, one for yes and one for no, into an answer;
// nil when the notice has neither.
func choice(n *xmltree.Node, yes, no string) *bool {
	var b bool
	switch {
	case n.Has(yes):
		b = true
	case n.Has(no):
	default:
		return nil
	}
	return &b
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
