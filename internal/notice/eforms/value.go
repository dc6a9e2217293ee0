package eforms

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/xmltree"
	"citiesgrow/internal/record"
)

// text is a field in every language it is given in. A language that is not told
// is the notice's. Several values in one language stand in one text.
func (rd *reader) text(n *xmltree.Node, path string) i18n.Text {
	var t i18n.Text
	for c := range n.All(path) {
		words := c.Text()
		if strings.HasSuffix(path, "Name") {
			words = strings.Join(strings.Fields(words), " ") // a title is one line
		}
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
		code = codes.Language(code)
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

// remarkAmounts notes the amounts of the notice that cannot be taken.
func (rd *reader) remarkAmounts(n *xmltree.Node) {
	for c := range n.Elements() {
		rd.remarkAmounts(c)
	}
	if n.Attr("currencyID") == "" || n.Text() == "" {
		return
	}
	m, err := record.ParseMoney(n.Text(), n.Attr("currencyID"))
	switch {
	case strings.HasPrefix(n.Text(), "-"):
		rd.remark(n.Name.Local, n.Text(), ocds.NegativeAmount)
	case err != nil || m.Minor < 0:
		rd.remark(n.Name.Local, n.Text(), ocds.NotAnAmount)
	}
}

// indicator is an answer with yes, no, and nil for not given or not
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

// moment joins a date ("2024-04-18+02:00") and a time ("12:00:00+02:00") into UTC. The time's
// offset goes before the date's; without either it is the clock of the place. A date alone is
// the day at the place, and stands for its last second where otherwise is endOfDay, else for
// its first. What is no date is remarked and gives the zero time.
func (rd *reader) moment(date, clock, otherwise string) time.Time {
	if date == "" {
		return time.Time{}
	}
	text := date
	if clock != "" {
		day, offset := cutOffset(date)
		hour, own := cutOffset(clock)
		if own != "" {
			offset = own
		}
		text = day + "T" + hour + offset
	}
	at, ok := codes.When(text, rd.place, otherwise == endOfDay)
	if !ok {
		rd.remark("date", strings.TrimSpace(date+" "+clock), ocds.NotADate)
	}
	return at
}

func (rd *reader) remark(field, text, reason string) {
	rd.remarks = codes.Add(rd.remarks, ocds.Remark{Field: field, Text: fmt.Sprintf("%.200s", text), Reason: reason})
}

// placeOf is whose clock the notice means: of the first place of performance, else of the
// first organisation, which is a buyer's as a rule; nil where neither is known.
func placeOf(root, ext *xmltree.Node) *time.Location {
	for _, at := range []struct {
		from *xmltree.Node
		path string
	}{
		{root, "ProcurementProjectLot/ProcurementProject/RealizedLocation/Address"},
		{root, "ProcurementProject/RealizedLocation/Address"},
		{ext, "Organizations/Organization/Company/PostalAddress"},
	} {
		for a := range at.from.All(at.path) {
			if zone := codes.Zone(codes.Country(a.At("Country/IdentificationCode")), a.At("CountrySubentityCode")); zone != "" {
				return codes.Location(zone)
			}
		}
	}
	return nil
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
func (rd *reader) period(n *xmltree.Node) ocds.Period {
	p := ocds.Period{
		Start: rd.moment(n.At("StartDate"), n.At("StartTime"), startOfDay),
		End:   rd.moment(n.At("EndDate"), n.At("EndTime"), endOfDay),
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
