package i18n

import (
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
)

// value writes an argument of a sentence the way the language does.
func (w *Words) value(v any) any {
	switch v := v.(type) {
	case record.Money:
		return w.Money(v)
	case *record.Money:
		if v != nil {
			return w.Money(*v)
		}
		return ""
	case time.Time:
		return w.Date(v)
	case int:
		return w.Number(float64(v))
	case int64:
		return w.Number(float64(v))
	case problem.Message:
		return w.Say(v)
	case Text:
		s, _ := v.In(w.Code)
		return s
	}
	return v
}

// Number writes a number with as many decimals as it needs, two at most. Digits
// are 0 to 9 in every language: amounts and dates must read the same to the buyer
// and to the supplier.
func (w *Words) Number(n float64) string {
	s := w.format.FmtNumber(n, 2)
	for _, point := range []string{".", ",", "٫"} {
		if whole, decimals, has := strings.Cut(s, point); has && strings.Trim(decimals, "0") == "" && len(decimals) == 2 {
			return whole
		}
	}
	return s
}

// Percent writes a share between 0 and 1 as whole per cent.
func (w *Words) Percent(share float64) string { return w.format.FmtPercent(share*100, 0) }

// Money writes an amount with its currency, without decimals where it has none.
func (w *Words) Money(m record.Money) string {
	var decimals uint64
	if strings.Contains(m.Major(), ".") {
		decimals = 2
	}
	amount := w.format.FmtNumber(m.Float(), decimals)
	sign, known := signs[m.Currency]
	if !known {
		return amount + "\u00a0" + m.Currency
	}
	if w.Code == "en" {
		return sign + amount
	}
	return amount + "\u00a0" + sign
}

// signs are those everybody reads alike; other currencies are written by their code.
var signs = map[string]string{"EUR": "€", "GBP": "£"}

// Date writes a day in full ("4 December 2026"), in the time's own zone.
func (w *Words) Date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return w.format.FmtDateLong(t)
}

// Month is the short name of a month.
func (w *Words) Month(t time.Time) string { return w.format.MonthAbbreviated(t.Month()) }

// Clock writes the time of day with 24 hours ("14:00").
func (w *Words) Clock(t time.Time) string { return t.Format("15:04") }

// CountryName writes the name of a country (ISO 3166-1 alpha-2) in this language, from the
// Unicode locale data; in English where that has no name in it.
func (w *Words) CountryName(code string) string {
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	for _, tag := range []string{w.Code, "en"} {
		if names := display.Regions(language.Make(tag)); names != nil {
			if name := names.Name(region); name != "" {
				return name
			}
		}
	}
	return code
}

// LanguageName writes the name of a language in this one, from the catalogue
// (keys "language.fi"); a language without such a key is shown by its code.
func (w *Words) LanguageName(code string) string {
	if s := w.T("language." + code); !strings.HasPrefix(s, "⟦") {
		return s
	}
	return strings.ToUpper(code)
}
