package directory

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"citiesgrow/internal/taxonomy/fold"
)

// The table of words: a line is a language and its phrases for "free of charge", separated by semicolons; "+"
// has the words around them that change nothing.
//
//go:embed free.tsv
var freeTable string

var (
	figures    = regexp.MustCompile(`\d+(?:[.,' \x{a0}]\d+)*`)
	currencies = regexp.MustCompile(`(?i)€|£|\$|\b(?:eur|euros?|gbp|pounds?|pln|bgn|sek|kr|czk|usd|dkk|huf|ron|chf)\b|zł|лв`)
)

// saysPrice reports whether words name a price above zero and do not say that something is free.
func saysPrice(words string) bool {
	if hasFree(fold.Words(words)) >= 0 || !currencies.MatchString(words) {
		return false
	}
	return slices.ContainsFunc(figures.FindAllString(words, -1), func(n string) bool { return strings.Trim(n, "0.,' \u00a0") != "" })
}

// saysFree reports whether words mean that no one has to pay: "free of charge", "Die Beratung ist
// kostenlos", "0 €". "Free for members" does not.
func saysFree(text string) bool {
	numbers := figures.FindAllString(text, -1)
	if slices.ContainsFunc(numbers, func(n string) bool { return strings.Trim(n, "0.,' \u00a0") != "" }) {
		return false
	}
	rest := figures.ReplaceAllString(text, " ")
	if len(numbers) > 0 {
		rest = currencies.ReplaceAllString(rest, " ")
	}
	words := fold.Words(rest)
	said := len(numbers) > 0
	for at := hasFree(words); at >= 0; at = hasFree(words) {
		said = true
		words = slices.Delete(words, at, at+phraseAt(words[at:]))
	}
	return said && !slices.ContainsFunc(words, func(w string) bool { return !fillers[w] })
}

// hasFree is where a phrase that means "free" begins, or -1.
func hasFree(words []string) int {
	for i := range words {
		if phraseAt(words[i:]) > 0 {
			return i
		}
	}
	return -1
}

// phraseAt is the length, in words, of the longest phrase with which the words begin; 0 for none.
func phraseAt(words []string) int {
	longest := 0
	for _, p := range freePhrases {
		if len(p) > longest && len(p) <= len(words) && slices.Equal(p, words[:len(p)]) {
			longest = len(p)
		}
	}
	return longest
}

// freePhrases are the phrases that mean "free", word by word; fillers are the words around them that change
// nothing.
var freePhrases, fillers = mustFree()

// mustFree reads the embedded table. A line that cannot be read is an error of the program.
func mustFree() (phrases [][]string, around map[string]bool) {
	around = map[string]bool{}
	for _, cells := range mustLines(freeTable) {
		for said := range strings.SplitSeq(cells[1], ";") {
			words := fold.Words(said)
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

// mustLines reads the lines of a table of two columns.
func mustLines(table string) [][]string {
	var lines [][]string
	for line := range strings.Lines(table) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(strings.TrimSpace(line), "\t")
		if len(cells) != 2 {
			panic(fmt.Sprintf("free.tsv: %q has %d cells", line, len(cells)))
		}
		lines = append(lines, cells)
	}
	return lines
}
