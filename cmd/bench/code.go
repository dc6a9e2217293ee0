package main

import "strings"

// divisions lists the 45 divisions of the CPV (Regulation (EC) No 213/2008).
const divisions = "03 09 14 15 16 18 19 22 24 30 31 32 33 34 35 37 38 39 41 42 43 44 45 48 50 51 55 60 63 64 65 66 70 71 72 73 75 76 77 79 80 85 90 92 98"

// division is a CPV division with generated codes and with the words that its notices prefer, as ranks in a vocabulary.
type division struct {
	code   string
	codes  []string // eight digits, of which the first three to eight are significant
	topics []int
}

const (
	topicWords = 400
	mostCodes  = 160
)

// newDivisions gives each division 40 to 160 codes and its topical words. None of these words is among the 150 most frequent of a
// language.
func newDivisions(seed uint64) []division {
	var all []division
	for n, code := range strings.Fields(divisions) {
		r := draw(seed, 2, uint64(n))
		d := division{code: code}
		known := map[string]bool{}
		for want := 40 + r.below(mostCodes-40); len(d.codes) < want; {
			if c := deeper(code, &r); !known[c] {
				known[c] = true
				d.codes = append(d.codes, c)
			}
		}
		for range topicWords {
			d.topics = append(d.topics, 150+r.below(30_000))
		}
		all = append(all, d)
	}
	return all
}

// deeper adds one to six digits. There are few branches at the top, so that codes share levels.
func deeper(code string, r *random) string {
	b := []byte(code)
	for depth := 3 + r.below(6); len(b) < depth; {
		branches := 9
		if len(b) < 4 {
			branches = 6
		}
		b = append(b, byte('1'+r.below(branches)))
	}
	return string(b) + "00000000"[len(b):]
}
