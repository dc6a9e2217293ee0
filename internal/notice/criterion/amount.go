package criterion

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/record"
)

// currencies are the ways in which texts write a currency, in lower case. A
// plain "kr" is missing: three countries' crowns are written so.
var currencies = map[string]string{
	"eur": "EUR", "€": "EUR", "euro": "EUR", "euros": "EUR", "euroa": "EUR", "eurot": "EUR", "eura": "EUR", "eurų": "EUR",
	"eiro": "EUR", "evrov": "EUR", "ευρώ": "EUR", "евро": "EUR", "gbp": "GBP", "£": "GBP", "pln": "PLN", "zł": "PLN", "złotych": "PLN",
	"dkk": "DKK", "sek": "SEK", "nok": "NOK", "czk": "CZK", "kč": "CZK", "huf": "HUF", "ft": "HUF", "forint": "HUF",
	"ron": "RON", "lei": "RON", "bgn": "BGN", "лв": "BGN", "лева": "BGN", "hrk": "HRK", "chf": "CHF", "usd": "USD", "$": "USD",
}

// multiples are the words and letters after a number (or, a single letter,
// before the currency) that multiply it, as powers of ten.
var multiples = powers(map[string]string{
	"e6": "mio mln million millions millionen millioner miljoner miljoen milj miljoonaa miljonit millió milionů milionu milionów miliony " +
		"miliónov milijonov milijuna milioni milioane milhões millones mill mil млн милиона εκατ εκατομμύρια m",
	"e3": "tsd tausend thousand tys tisíc duizend mille tusen хиляди хил χιλιάδες k t",
})

func powers(words map[string]string) map[string]string {
	of := map[string]string{}
	for power, list := range words {
		for word := range strings.FieldsSeq(list) {
			of[word] = power
		}
	}
	return of
}

// An amount is a run of digits with its currency on either side:
// "EUR 1 000 000", "500.000,- EUR", "2 Mio. €", "1,5 million d'euros", "k€ 250".
var (
	run    = regexp.MustCompile(`\d[\d.,' ’\x{00A0}\x{202F}]*\d|\d`)
	before = regexp.MustCompile(`(?i)(?:^|[^\pL])([kmt])?(` + anyOf(currencies) + `)[\s\x{00A0}]?$`)
	after  = regexp.MustCompile(`(?i)^(?:[,.][-–—]+)?[\s\x{00A0}]?(?:(` + anyOf(multiples) + `)\.?)?[\s\x{00A0}]?(?:d['’]|de |di )?(` +
		anyOf(currencies) + `)?(?:[^\pL]|$)`)
	year = regexp.MustCompile(`^(?:19|20)\d\d$`)
)

// anyOf makes a pattern of the words, the longest first, so that none is cut
// short by another that it begins with.
func anyOf(words map[string]string) string {
	list := slices.SortedFunc(maps.Keys(words), func(a, b string) int { return cmp.Or(len(b)-len(a), cmp.Compare(a, b)) })
	for i, w := range list {
		list[i] = regexp.QuoteMeta(w)
	}
	return strings.Join(list, "|")
}

// doubt lists what makes an amount in the same sentence uncertain: it may be a
// share or a multiple of something, the sum over years, or that of one lot.
var (
	doubt = []string{"%", "prozent", "per cent", "percent", "twice", "double", "doppelt", "zweifach", "dubbel", "doppio", "doble",
		"διπλάσι", "kumul", "cumul", "acumulad", "complessiv", "súhrnn", "insgesamt", " gesamt ", " gesamt:", "łączn", "összesen", "общо в размер",
		"au total", "in total",
		"aggregate", "zusammen mindestens", " max", "höchstens", "maximum", "maximal", "exchange rate"}
	perLot = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:lots?|los|lose|losnr|perceel|perceler|lote|lotes|lotto|lotti|lotul|loturile|lot nr|osa|hanke osa|` +
		`del(?:aftale|kontrakt)|část|část[ií]|časti?|częś(?:ć|ci)|zadani[ea]|pakiet\w*|` +
		`daļa|pirkimo dal\w+|sklop|grupa|rész\w*|позиция|позиции|τμήμα\w*)\s*(?:nr|no|n°|č|№)?\.?\s*\d`)
)

// smallest is the least amount, in major units, that is believed to be a
// level of turnover or insurance; below it stands a fee, a price or a page.
const smallest = 1000

// amountOf returns the one amount of money that the words name, when every
// sentence and every language that names any names the same; nil otherwise.
func amountOf(words i18n.Text) *record.Money {
	var one *record.Money
	for _, language := range words.Languages() {
		for _, sentence := range sentences(words[language]) {
			found, certain := amountsIn(sentence)
			if !certain {
				return nil
			}
			for _, m := range found {
				if one != nil && *one != m {
					return nil
				}
				one = &m
			}
		}
	}
	return one
}

// amountsIn lists the amounts of one sentence and reports whether they can be
// taken as the level that is asked for.
func amountsIn(sentence string) (found []record.Money, certain bool) {
	inRange := false
	for _, at := range run.FindAllStringIndex(sentence, -1) {
		if amount, ok := amountAt(sentence, at[0], at[1]); ok && !slices.Contains(found, amount) {
			found = append(found, amount)
			inRange = inRange || rangedAmount(sentence, at[0], at[1])
		}
	}
	if len(found) == 0 {
		return nil, true
	}
	plain := plain(sentence)
	uncertain := slices.ContainsFunc(doubt, func(s string) bool { return strings.Contains(plain, s) })
	return found, !uncertain && !inRange && !perLot.MatchString(sentence)
}

// amountAt reads the run of digits at [from, to). It has a currency on exactly
// one side, or the same on both, or it is no amount.
func amountAt(sentence string, from, to int) (record.Money, bool) {
	digits, grouped := decimal(sentence[from:to])
	if digits == "" || year.MatchString(digits) && !grouped {
		return record.Money{}, false
	}
	var code, power string
	if m := before.FindStringSubmatch(sentence[max(0, from-16):from]); m != nil {
		power, code = multiples[strings.ToLower(m[1])], currencies[strings.ToLower(m[2])]
	}
	if m := after.FindStringSubmatch(sentence[to:]); m != nil {
		behind := currencies[strings.ToLower(m[2])]
		if code != "" && behind != "" && code != behind {
			return record.Money{}, false
		}
		code, power = cmp.Or(code, behind), cmp.Or(power, multiples[strings.ToLower(m[1])])
	}
	if code == "" || power != "" && grouped {
		return record.Money{}, false // "1.500 million" may be either
	}
	amount, err := record.ParseMoney(digits+power, code)
	if err != nil || amount.Float() < smallest {
		return record.Money{}, false
	}
	return amount, true
}

var (
	groups  = regexp.MustCompile(`^\d{1,3}((?:[.,' ’\x{00A0}\x{202F}]\d{3})+)([.,]\d{1,2})?$`)
	single  = regexp.MustCompile(`^\d+(?:[.,]\d{1,2})?$`)
	notByte = strings.NewReplacer(".", "", ",", "", "'", "", " ", "", "’", "", "\u00a0", "", "\u202f", "")
)

// decimal turns a number as people write it into a plain decimal, and tells
// whether it was written in groups of thousands. One sign cannot both group
// and divide: "1,000,00" is nothing.
func decimal(s string) (digits string, grouped bool) {
	m := groups.FindStringSubmatch(s)
	if m == nil {
		if !single.MatchString(s) {
			return "", false
		}
		return strings.Replace(s, ",", ".", 1), false
	}
	signs := map[rune]bool{}
	for _, r := range m[1] {
		if r < '0' || r > '9' {
			signs[r] = true
		}
	}
	if len(signs) > 1 || m[2] != "" && signs[rune(m[2][0])] {
		return "", true
	}
	whole := notByte.Replace(strings.TrimSuffix(s, m[2]))
	return whole + strings.Replace(m[2], ",", ".", 1), true
}
