package ocds

import (
	"encoding/json"
	"math"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/currency"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/plaintext"
	"citiesgrow/internal/record"
)

// value is a piece of somebody's JSON. Publishers write numbers as strings, one
// thing where a list belongs and null anywhere, so it answers every question with
// what can be made of it, and with nothing where nothing can.
type value struct{ any }

func (v value) object() map[string]any { m, _ := v.any.(map[string]any); return m }

// get follows names into objects.
func (v value) get(names ...string) value {
	for _, name := range names {
		v = value{v.object()[name]}
	}
	return v
}

// has reports whether there is anything but null under the name.
func (v value) has(name string) bool { return v.object()[name] != nil }

// list is what should be a list: one thing in its place is a list of one.
func (v value) list(name string) []value {
	switch of := v.object()[name].(type) {
	case nil:
		return nil
	case []any:
		all := make([]value, 0, len(of))
		for _, one := range of {
			if one != nil {
				all = append(all, value{one})
			}
		}
		return all
	default:
		return []value{{of}}
	}
}

// str is a text or a number as text, without spaces around it and without what no
// text has a use for.
func (v value) str(names ...string) string {
	switch s := v.get(names...).any.(type) {
	case string:
		return strings.TrimSpace(plain(s))
	case json.Number:
		return s.String()
	}
	return ""
}

func plain(s string) string {
	if !strings.ContainsFunc(s, control) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if control(r) {
			return -1
		}
		return r
	}, s)
}

func control(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f }

// strs are the texts of a list.
func (v value) strs(name string) []string {
	var all []string
	for _, one := range v.list(name) {
		all = codes.Add(all, one.str())
	}
	return all
}

// flag is an answer with yes, no, and nil for null and everything else: what nobody
// said never becomes yes.
func (v value) flag(names ...string) *bool {
	switch b := v.get(names...).any.(type) {
	case bool:
		return &b
	case string:
		if yes, err := strconv.ParseBool(strings.ToLower(strings.TrimSpace(b))); err == nil && len(b) > 3 {
			return &yes
		}
	}
	return nil
}

// number is a number, also one in quotes.
func (v value) number(names ...string) (float64, bool) {
	f, err := strconv.ParseFloat(strings.ReplaceAll(v.str(names...), " ", ""), 64)
	return f, err == nil && !math.IsNaN(f) && !math.IsInf(f, 0)
}

// count is a whole number from 1 to a million, or 0.
func (v value) count(names ...string) int {
	f, ok := v.number(names...)
	if !ok || f < 1 || f > 1e6 {
		return 0
	}
	return int(f)
}

// money is an amount above nothing in a currency that exists; nil otherwise, since
// a zero in published data stands for an amount that is not known.
func (v value) money(names ...string) *record.Money {
	m, _ := v.get(names...).amount()
	return m
}

// amount reads an amount, and gives the reason where there is one that cannot be taken.
func (v value) amount() (m *record.Money, reason string) {
	text := v.str("amount")
	unit, err := currency.ParseISO(v.str("currency"))
	if err != nil || text == "" {
		return nil, ""
	}
	read, err := record.ParseMoney(text, unit.String())
	if err == nil && read.Minor > 0 {
		return &read, ""
	}
	f, isNumber := v.number("amount")
	switch {
	case err == nil && read.Minor == 0:
		return nil, ""
	case strings.HasPrefix(text, "-"):
		return nil, NegativeAmount
	case isNumber && f > mostMoney || numeral.MatchString(text) && !isNumber:
		return nil, AmountTooLarge
	case isNumber:
		read, err = record.ParseMoney(strconv.FormatFloat(f, 'f', 4, 64), unit.String())
	default: // "1,234.50": as people write it
		typed, problem := record.Amount(text).Money("amount", unit.String())
		if problem != nil || typed == nil {
			return nil, NotAnAmount
		}
		read, err = *typed, nil
	}
	if err != nil || read.Minor <= 0 {
		return nil, NotAnAmount
	}
	return &read, ""
}

// mostMoney bounds amounts, in major units: more than the yearly product of the Union is a
// mistake.
const mostMoney = 2e13

// numeral is a number as JSON writes it.
var numeral = regexp.MustCompile(`^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$`)

// money is an amount of the release; one that cannot be taken is remarked.
func (g *reading) money(v value, name string) *record.Money {
	m, reason := v.get(name).amount()
	if reason != "" {
		g.remark(name+".amount", v.str(name, "amount"), reason)
	}
	return m
}

// tongue is the language tag behind a field's name: title_fr, description_pt-BR.
var tongue = regexp.MustCompile(`^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$`)

// text is a field with its translations (name_xx); the plain field is in the
// release's language.
func (v value) text(name, language string) i18n.Text {
	var t i18n.Text
	add := func(language, words string) {
		words = plaintext.Text(words)
		if words == "" || t[language] != "" {
			return
		}
		if t == nil {
			t = i18n.Text{}
		}
		t[language] = words
	}
	add(language, v.str(name))
	for field := range v.object() {
		tag, ok := strings.CutPrefix(field, name+"_")
		if !ok || !tongue.MatchString(tag) {
			continue
		}
		if code := codes.Language(strings.FieldsFunc(tag, func(r rune) bool { return r == '-' || r == '_' })[0]); code != "" {
			add(code, v.str(field))
		}
	}
	return t
}
