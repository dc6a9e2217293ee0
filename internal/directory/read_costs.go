package directory

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"

	"citiesgrow/internal/hsds"
	"citiesgrow/internal/record"
	"citiesgrow/internal/service"
)

// depends is how an export of this service describes an amount that depends.
const depends = "depends"

// readCosts takes the costs as the other directory describes them. Words stay as they are; a cost that they do
// not say is unknown.
func readCosts(l *service.Listing, s *hsds.Service, currency string) {
	varies := false // an amount depends, in an export of this service
	for i, c := range s.Costs {
		field := "cost_options[" + strconv.Itoa(i) + "]"
		words := plainLine(s, field+".option", c.Option, 200)
		if said := plainLine(s, field+".amount_description", c.Description, 200); said != words && said != depends {
			words = strings.TrimPrefix(words+": "+said, ": ")
			words = strings.TrimSuffix(words, ": ")
		}
		cost := service.Cost{Option: words, Amount: amountOf(s, field, c, currency)}
		switch {
		case cost.Amount != nil || words == "":
		case saysFree(string(c.Description)), saysFree(string(c.Option)):
			cost.Option = ""
			if !saysFree(string(c.Option)) {
				cost.Option = plainLine(s, field+".option", c.Option, 200)
			}
			cost.Amount = &record.Money{Currency: currency}
		}
		varies = varies || c.Description == depends && cost.Amount == nil
		if cost.Option != "" || cost.Amount != nil {
			l.Costs = append(l.Costs, cost)
		}
	}
	fees := plainLine(s, "fees_description", firstText(s.FeesDescription, s.Fees), 500)
	freely := saysFree(fees)
	if fees != "" && !freely {
		l.Costs = append(l.Costs, service.Cost{Option: fees})
	}
	l.CostKnown = known(l.Costs, freely, varies)
}

// known is what the costs say together: paid where one of them asks for money, free where all are, else unknown.
func known(costs []service.Cost, freely, varies bool) string {
	asked, open := varies, false
	for _, c := range costs {
		asked = asked || c.Amount != nil && c.Amount.Minor > 0 || c.Amount == nil && saysPrice(c.Option)
		open = open || c.Amount == nil
	}
	switch {
	case asked:
		return service.ChargePaid
	case open, len(costs) == 0 && !freely:
		return service.ChargeUnknown
	}
	return service.ChargeFree
}

// signs are the signs and names of currencies that files have where the ISO 4217 code belongs.
var signs = map[string]string{"€": "EUR", "EURO": "EUR", "EUROS": "EUR", "£": "GBP", "POUND": "GBP", "POUNDS": "GBP", "ZŁ": "PLN", "ZL": "PLN",
	"ЛВ": "BGN", "ЛВ.": "BGN", "KR": "SEK", "$": "USD"}

// currencyCode is the form of an ISO 4217 code.
var currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)

// amountOf is the amount of a cost, in the currency of the city where none is named; nil where there is no
// valid price.
func amountOf(s *hsds.Service, field string, c hsds.CostOption, currency string) *record.Money {
	if c.Amount == nil {
		return nil
	}
	if said := strings.ToUpper(strings.TrimSpace(string(c.Currency))); said != "" {
		currency = cmp.Or(signs[said], said)
	}
	m, err := record.ParseMoney(strconv.FormatFloat(float64(*c.Amount), 'f', 2, 64), currency)
	switch {
	case !currencyCode.MatchString(currency):
		s.Note(field+".currency", "%q is no currency, and the amount was left out", currency)
	case err != nil || m.Minor < 0:
		s.Note(field+".amount", "it is no price, and was left out")
	default:
		return &m
	}
	return nil
}
