package taxonomy

import (
	"slices"
	"strings"
)

// verySame is how near the very code is, or one below a firm's own; neighbour one that shares the digits
// that make a trade: near the work, and not said to be it.
const (
	VerySame  = 0.95
	Neighbour = 0.6
)

// digits is how many digits of a code make a trade: mostly the group, of three. A group that only says when
// work is done (453 building installation, 454 building completion) or that it is of no other group (983
// miscellaneous) holds many trades: there it is the class, of four, and where that is mixed too the category, of
// five: insulation with plasterboard, painting with glazing, other building completion, other miscellaneous.
func TradeDigits(code string) int {
	switch {
	case startsWith(code, "4532", "4544", "4545", "9839"):
		return 5
	case startsWith(code, "453", "454", "983"):
		return 4
	}
	return 3
}

func startsWith(code string, beginnings ...string) bool {
	return slices.ContainsFunc(beginnings, func(b string) bool { return strings.HasPrefix(code, b) })
}

// closeness is how near the firm's codes come to the tender's, and the tender's code that
// was met. A firm's wider code answers for everything below it. A tender's wider code is near
// to everything below it.
func Closeness(firm, asked []string) (best float64, code string) {
	byLevel := []float64{0, 0, 0.35, 0.6, 0.8, 0.9, 0.95, 1, 1}
	for _, a := range asked {
		for _, f := range firm {
			short := strings.TrimRight(f, "0")
			n := common(f, a)
			score := byLevel[min(n, 8)]
			if n < TradeDigits(a) && n < len(strings.TrimRight(a, "0")) {
				score = min(score, byLevel[2]) // another trade of the same division
			}
			if len(short) >= 3 && strings.HasPrefix(a, short) {
				score = max(score, 0.95)
			}
			if f == a {
				score = 1
			}
			if score > best {
				best, code = score, a
			}
		}
	}
	return best, code
}

func common(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	// Zeros at the end of both are no digits they share.
	return min(n, max(len(strings.TrimRight(a, "0")), 2), max(len(strings.TrimRight(b, "0")), 2))
}
