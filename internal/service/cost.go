package service

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"citiesgrow/internal/hsds"
	"citiesgrow/internal/record"
	"citiesgrow/internal/taxonomy"
)

// What is known of the cost of a service. Where its directory does not say, nothing is.
const (
	free    = "free"
	paid    = "paid"
	unknown = "unknown"
)

// Charge says whether a service is free or paid, and "" where that is not known.
func (l *Listing) Charge() string {
	switch {
	case l.CostKnown == unknown, l.CostKnown == "" && len(l.Costs) == 0 && l.Origin.Hash != "":
		return ""
	case l.CostKnown != "":
		return l.CostKnown
	case slices.ContainsFunc(l.Costs, func(c Cost) bool { return c.Amount == nil || c.Amount.Minor > 0 }):
		return paid
	}
	return free
}

// Free says whether it is known to cost nothing.
func (l *Listing) Free() bool { return l.Charge() == free }

// depends is what an export of ours says of an amount that depends.
const depends = "depends"

// readCosts takes the costs as their directory has them. Words stay as they are; what they
// do not say is not known.
func (l *Listing) readCosts(s *hsds.Service, currency string) {
	varies := false // in an export of ours
	for i, c := range s.Costs {
		field := "cost_options[" + strconv.Itoa(i) + "]"
		words := plainLine(s, field+".option", c.Option, 200)
		if said := plainLine(s, field+".amount_description", c.Description, 200); said != words && said != depends {
			words = strings.TrimPrefix(words+": "+said, ": ")
			words = strings.TrimSuffix(words, ": ")
		}
		cost := Cost{Option: words, Amount: amountOf(s, field, c, currency)}
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
		l.Costs = append(l.Costs, Cost{Option: fees})
	}
	l.CostKnown = known(l.Costs, freely, varies)
}

// known is what costs say together: paid where one does, free where all that is said is.
func known(costs []Cost, freely, varies bool) string {
	asked, open := varies, false
	for _, c := range costs {
		asked = asked || c.Amount != nil && c.Amount.Minor > 0 || c.Amount == nil && saysPrice(c.Option)
		open = open || c.Amount == nil
	}
	switch {
	case asked:
		return paid
	case open, len(costs) == 0 && !freely:
		return unknown
	}
	return free
}

// signs of currencies, and their names, as files have them where the code belongs.
var signs = map[string]string{"€": "EUR", "EURO": "EUR", "EUROS": "EUR", "£": "GBP", "POUND": "GBP", "POUNDS": "GBP", "ZŁ": "PLN", "ZL": "PLN",
	"ЛВ": "BGN", "ЛВ.": "BGN", "KR": "SEK", "$": "USD"}

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

var (
	currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)
	figures      = regexp.MustCompile(`\d+(?:[.,' \x{a0}]\d+)*`)
	currencies   = regexp.MustCompile(`(?i)€|£|\$|\b(?:eur|euros?|gbp|pounds?|pln|bgn|sek|kr|czk|usd|dkk|huf|ron|chf)\b|zł|лв`)
)

// saysPrice finds a price above nothing in words that say nothing of being free.
func saysPrice(words string) bool {
	if hasFree(taxonomy.Words(words)) >= 0 || !currencies.MatchString(words) {
		return false
	}
	return slices.ContainsFunc(figures.FindAllString(words, -1), func(n string) bool { return strings.Trim(n, "0.,' \u00a0") != "" })
}

// saysFree says whether words mean that nothing is to be paid, by anybody: "free of charge",
// "Die Beratung ist kostenlos", "0 €". "Free for members" leaves it open.
func saysFree(text string) bool {
	numbers := figures.FindAllString(text, -1)
	if slices.ContainsFunc(numbers, func(n string) bool { return strings.Trim(n, "0.,' \u00a0") != "" }) {
		return false
	}
	rest := figures.ReplaceAllString(text, " ")
	if len(numbers) > 0 {
		rest = currencies.ReplaceAllString(rest, " ")
	}
	words := taxonomy.Words(rest)
	said := len(numbers) > 0
	for at := hasFree(words); at >= 0; at = hasFree(words) {
		said = true
		words = slices.Delete(words, at, at+phraseAt(words[at:]))
	}
	return said && !slices.ContainsFunc(words, func(w string) bool { return !fillers[w] })
}

// hasFree is where a phrase of being free begins, or -1.
func hasFree(words []string) int {
	for i := range words {
		if phraseAt(words[i:]) > 0 {
			return i
		}
	}
	return -1
}

// phraseAt is how many words the longest phrase has that words begin with.
func phraseAt(words []string) int {
	longest := 0
	for _, p := range freePhrases {
		if len(p) > longest && len(p) <= len(words) && slices.Equal(p, words[:len(p)]) {
			longest = len(p)
		}
	}
	return longest
}

var freePhrases, fillers = mustFree()

func mustFree() (phrases [][]string, around map[string]bool) {
	around = map[string]bool{}
	for _, cells := range mustLines(freeTable) {
		for said := range strings.SplitSeq(cells[1], ";") {
			words := taxonomy.Words(said)
			if cells[0] != "+" {
				phrases = append(phrases, words)
				continue
			}
			for _, w := range words {
				around[w] = true
			}
		}
	}
	return phrases, around
}
