package record

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/shopspring/decimal"
)

// Money is an amount in the minor unit of its currency (cents; whole units where
// the currency has none) with the ISO 4217 code in capitals.
type Money struct {
	Minor    int64  `bson:"minor" json:"minor"`
	Currency string `bson:"currency" json:"currency"`
}

// ErrAmount is returned for text that is not an amount of money.
var ErrAmount = errors.New("not an amount of money")

// amount bounds what is read before a decimal is made of it: "1e999" and a
// number of ten thousand digits are no price.
var amount = regexp.MustCompile(`^[+-]?\d{1,15}(?:[.]\d{1,8})?(?:[eE][+]?\d{1,2})?$`)

// minorDigits lists the currencies that do not have two decimals and that
// occur in European procurement (ISO 4217, column "minor unit").
var minorDigits = map[string]int32{"JPY": 0, "KRW": 0, "ISK": 0, "CLP": 0, "VND": 0, "BHD": 3, "KWD": 3, "TND": 3, "JOD": 3}

// ParseMoney reads a plain decimal ("1234.50", "1e6") in the currency's major
// unit. Half a minor unit is rounded away from zero. It returns ErrAmount for
// anything else and for amounts beyond ±9e15 minor units.
func ParseMoney(text, currency string) (Money, error) {
	text = strings.TrimSpace(text)
	currency = strings.ToUpper(strings.TrimSpace(currency))
	if !amount.MatchString(text) {
		return Money{}, fmt.Errorf("%w: %.40q", ErrAmount, text)
	}
	d, err := decimal.NewFromString(text)
	if err != nil {
		return Money{}, fmt.Errorf("%w: %.40q", ErrAmount, text)
	}
	minor := d.Shift(digits(currency)).Round(0)
	if minor.Abs().GreaterThan(decimal.New(9, 15)) {
		return Money{}, fmt.Errorf("%w: %.40q is too large", ErrAmount, text)
	}
	return Money{Minor: minor.IntPart(), Currency: currency}, nil
}

// Major returns the amount as a plain decimal in the major unit: "1234.5".
func (m Money) Major() string { return m.decimal().String() }

// Float returns the amount in the major unit, for ranking and charts only.
func (m Money) Float() float64 { return m.decimal().InexactFloat64() }

// MarshalJSON adds the amount in the major unit, which most programs want.
func (m Money) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, `{"amount":%s,"currency":%q,"minor":%d}`, m.Major(), m.Currency, m.Minor), nil
}

// IsZero tells an amount that was not given.
func (m Money) IsZero() bool { return m.Minor == 0 }

func (m Money) decimal() decimal.Decimal { return decimal.New(m.Minor, -digits(m.Currency)) }

// Units returns an amount of whole major units.
func Units(major int64, currency string) Money {
	m := Money{Minor: major, Currency: currency}
	for range digits(currency) {
		m.Minor *= 10
	}
	return m
}

func digits(currency string) int32 {
	if n, ok := minorDigits[currency]; ok {
		return n
	}
	return 2
}
