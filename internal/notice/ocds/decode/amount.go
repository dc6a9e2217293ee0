package decode

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/currency"

	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/ocds/loosejson"
	"citiesgrow/internal/record"
)

// moneyOf is an amount above nothing in a currency that exists; nil otherwise, since
// a zero in published data stands for an amount that is not known.
func moneyOf(v loosejson.Value) *record.Money {
	m, _ := amountOf(v)
	return m
}

// amountOf reads an amount, and gives the reason where there is one that cannot be taken.
func amountOf(v loosejson.Value) (m *record.Money, reason string) {
	text := v.String("amount")
	unit, err := currency.ParseISO(v.String("currency"))
	if err != nil || text == "" {
		return nil, ""
	}
	read, err := record.ParseMoney(text, unit.String())
	if err == nil && read.Minor > 0 {
		return &read, ""
	}
	f, isNumber := v.Number("amount")
	switch {
	case err == nil && read.Minor == 0:
		return nil, ""
	case strings.HasPrefix(text, "-"):
		return nil, ocds.NegativeAmount
	case isNumber && f > mostMoney || numeral.MatchString(text) && !isNumber:
		return nil, ocds.AmountTooLarge
	case isNumber:
		read, err = record.ParseMoney(strconv.FormatFloat(f, 'f', 4, 64), unit.String())
	default: // "1,234.50": as people write it
		typed, problem := record.Amount(text).Money("amount", unit.String())
		if problem != nil || typed == nil {
			return nil, ocds.NotAnAmount
		}
		read, err = *typed, nil
	}
	if err != nil || read.Minor <= 0 {
		return nil, ocds.NotAnAmount
	}
	return &read, ""
}

// mostMoney bounds amounts, in major units: more than the yearly product of the Union is a
// mistake.
const mostMoney = 2e13

// numeral is a number as JSON writes it.
var numeral = regexp.MustCompile(`^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$`)

// money is an amount of the release; one that cannot be taken is remarked.
func (g *reading) money(v loosejson.Value, name string) *record.Money {
	m, reason := amountOf(v.Get(name))
	if reason != "" {
		g.remark(name+".amount", v.String(name, "amount"), reason)
	}
	return m
}
