package criterion

import "regexp"

// A number at the end of a range is no minimum: "5 to 10 employees", "100 000 – 200 000 EUR".
// The words are kept; the number is left out.
var (
	rangeBefore = regexp.MustCompile(`(?i)\d\s*(?:[-–—]|to|bis|à|a|do|до|til|till|tot|az|έως)\s*$`)
	between     = regexp.MustCompile(`(?i)(?:between|zwischen|entre|tra|fra|mellan|mellem|między|mezi|medzi|между|tussen|közötti?)\s+\d+\s+\pL+\s*$`)
	moneyBefore = regexp.MustCompile(`(?i)` + bigNumber + until + `$`)
	moneyAfter  = regexp.MustCompile(`(?i)^` + until + bigNumber)
)

const (
	bigNumber = `\d[\d.,' ’\x{00A0}\x{202F}]*\d`
	until     = `\s*(?:[,.][-–—])?\s*(?:[€£$]|\pL{2,5}\.?)?\s*(?:[-–—]|to|bis|à|do|до|til|till|tot|έως)\s*(?:[€£$]|\pL{3})?\s*`
)

// ranged reports whether the words before a number make it the upper end of a range.
func ranged(before string) bool {
	return rangeBefore.MatchString(before) || between.MatchString(before)
}

// rangedAmount reports whether an amount at [from, to) is an end of a range.
func rangedAmount(sentence string, from, to int) bool {
	return moneyBefore.MatchString(sentence[:from]) || moneyAfter.MatchString(sentence[to:])
}
