package eforms

import (
	"strconv"
	"strings"
	"time"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/ocds"
	"citiesgrow/internal/official"
	"citiesgrow/internal/record"
	"citiesgrow/internal/xmltree"
)

// text is a field in every language it is given in. A language that is not told
// is the notice's. Several values in one language stand in one text.
func (rd *reader) text(n *xmltree.Node, path string) i18n.Text {
	var t i18n.Text
	for c := range n.All(path) {
		words := c.Text()
		if words == "" {
			continue
		}
		code := c.Attr("languageID")
		if code == "" {
			code = rd.lang
		}
		if t == nil {
			t = i18n.Text{}
		}
		code = official.Language(code)
		if before := t[code]; before != "" && before != words {
			words = before + "\n" + words
		}
		t[code] = words
	}
	return t
}

// amount is the first value at the path that can be read, in its currency.
func amount(n *xmltree.Node, path string) *record.Money {
	for c := range n.All(path) {
		if m, err := record.ParseMoney(c.Text(), c.Attr("currencyID")); err == nil && m.Currency != "" && m.Minor > 0 {
			return &m
		}
	}
	return nil
}

// indicator is an answer with yes, no, and nil for not told or not
// understood, so that what nobody said never becomes yes.
func indicator(value string) *bool {
	var b bool
	switch strings.ToLower(value) {
	case "true", "1":
		b = true
	case "false", "0":
	default:
		return nil
	}
	return &b
}

// What a date without a time stands for.
const (
	startOfDay = "00:00:00"
	endOfDay   = "23:59:59"
)

// moment joins a date ("2024-04-18+02:00") and a time ("12:00:00+02:00") into
// UTC. The time's offset goes before the date's; without either it is UTC. A
// date alone stands for the moment otherwise of that day, in its own offset. What
// is no date gives the zero time.
func moment(date, clock, otherwise string) time.Time {
	if date == "" {
		return time.Time{}
	}
	day, offset := cutOffset(date)
	clock, own := cutOffset(clock)
	if clock == "" {
		clock = otherwise
	}
	if own != "" {
		offset = own
	}
	if offset == "" {
		offset = "Z"
	}
	for _, layout := range []string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04Z07:00"} {
		if t, err := time.Parse(layout, day+"T"+clock+offset); err == nil && t.Year() > 1900 {
			return t.UTC()
		}
	}
	return time.Time{}
}

// cutOffset divides "2024-04-18+02:00" or "12:00:00.000Z" before its offset.
func cutOffset(s string) (value, offset string) {
	s = strings.TrimSpace(s)
	if v, ok := strings.CutSuffix(s, "Z"); ok {
		return v, "Z"
	}
	if i := len(s) - len("+02:00"); i > 0 && (s[i] == '+' || s[i] == '-') && s[i+3] == ':' {
		return s[:i], s[i:]
	}
	return s, ""
}

// period reads BT-36 (a length), BT-536 and BT-537 (its first and last day).
func period(n *xmltree.Node) ocds.Period {
	p := ocds.Period{
		Start: moment(n.At("StartDate"), n.At("StartTime"), startOfDay),
		End:   moment(n.At("EndDate"), n.At("EndTime"), endOfDay),
	}
	length := n.Find("DurationMeasure")
	count, err := strconv.ParseFloat(length.Text(), 64)
	days := map[string]float64{"DAY": 1, "WEEK": 7, "MONTH": 30, "YEAR": 365}[length.Attr("unitCode")]
	if d := count * days; err == nil && d > 0 && d < 100*365 {
		p.Days = int(d)
	}
	return p
}

// whole is a count, and 0 for what is none.
func whole(s string) int {
	f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || f < 0 || f > 1e6 {
		return 0
	}
	return int(f)
}
