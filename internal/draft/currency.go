package draft

import (
	"citiesgrow/internal/notice"
	"citiesgrow/internal/record"
)

// keptCurrency is the currency of a form that names none: that of what is stored, as long as the city is the same.
func keptCurrency(old *notice.Content, city string) string {
	if old.City != city {
		return ""
	}
	return currencyOf(old)
}

// currencyOf is the currency of the amounts of a content: a form has one for all. It is empty where there are none.
func currencyOf(c *notice.Content) string {
	amounts := []*record.Money{c.Tender.Value}
	for _, l := range c.Tender.Lots {
		amounts = append(amounts, l.Value)
	}
	for _, r := range c.Tender.Requirements {
		amounts = append(amounts, r.Amount)
	}
	for _, m := range amounts {
		if m != nil {
			return m.Currency
		}
	}
	return ""
}
