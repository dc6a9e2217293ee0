package taxonomy

import (
	"cmp"
	"slices"
	"strings"
)

// Meaning is what a person's words may stand for.
type Meaning struct {
	CPV    string  // 8 digits; covers the codes below it, see Prefix
	Weight float64 // 0 to 1: how surely, and how much of what was said, it explains
	Trade  string  // id of the trade, when everyday words led here
	Word   string  // the words that led here, as typed
	Label  bool    // from an official label
	Guess  bool    // the spelling had to be forgiven, or a label has much more than was said: looked for, and not what a person surely meant
}

// manyMeanings is the most that Meanings returns.
const manyMeanings = 12

// Meanings finds the CPV codes that everyday words in any language may mean,
// best first, at most twelve. Longer phrases win over their parts; spelling,
// endings, typing errors and Latin letters for other scripts are forgiven. Once
// the official list is loaded its labels take part: a whole label comes first,
// then all its words, then its rare ones. The languages only break ties. It
// returns nothing for unknown words.
func (t *Taxonomy) Meanings(words string, languages ...string) []Meaning {
	l := t.lexicon
	tokens := l.tokens(words)
	if len(tokens) == 0 {
		return nil
	}
	o := t.official.Load()
	found := t.typedCodes(words)
	hits := l.hits(tokens, languages)
	found = l.meanings(found, hits)
	if o.labels != nil {
		found = o.labels.meanings(found, tokens, languages, len(hits) == 0)
	}
	return best(found)
}

// typedCodes reads CPV codes among the words, "90911200-8", and beginnings of codes: "9091", or
// "90" alone.
func (t *Taxonomy) typedCodes(words string) []Meaning {
	var found []Meaning
	typed := strings.Fields(words)
	for _, w := range typed {
		if len(w) > 10 || len(w) < 2 || len(w) == 2 && len(typed) > 1 {
			continue
		}
		id := w
		if len(w) < 8 {
			id = (w + "00000000")[:8]
		}
		if c, ok := t.CPV(id); ok {
			found = append(found, Meaning{CPV: c.ID, Weight: 1, Word: w})
		} else if id, ok := NormalCPV(id); ok && (len(w) >= 8 && t.base[id[:2]+"000000"].ID != "" || t.base[id[:3]+"00000"].ID != "") {
			found = append(found, Meaning{CPV: id, Weight: 1, Word: w})
		}
	}
	return found
}

// meanings turns trades into their codes. The further a code stands from the
// front of its trade, the less sure it is.
func (l *lexicon) meanings(found []Meaning, hits []hit) []Meaning {
	for _, h := range hits {
		trade, weight := l.trades[h.trade], h.score
		for _, code := range trade.CPV {
			found = append(found, Meaning{CPV: code, Weight: weight, Trade: trade.ID, Word: h.word, Guess: h.guess})
			weight *= 0.85
		}
	}
	return found
}

// best orders meanings and keeps one for each code.
func best(found []Meaning) []Meaning {
	slices.SortStableFunc(found, func(a, b Meaning) int { return cmp.Compare(b.Weight, a.Weight) })
	kept := found[:0]
	for _, m := range found {
		if len(kept) == manyMeanings {
			break
		}
		if !slices.ContainsFunc(kept, func(k Meaning) bool { return k.CPV == m.CPV }) {
			kept = append(kept, m)
		}
	}
	return slices.Clip(kept)
}

// How sure a meaning must be to be taken as the trade of a person who says so: surer where it
// leads away from what was said before. A doubtful one is taken where nothing is sure.
const (
	sure     = 0.5
	surer    = 0.7
	doubtful = 0.35
	nearly   = 0.7 // of the first meaning's weight, for a second one
)

// Codes are the CPV codes of a person who describes the work so: of each
// part of what was said what it means first, and the next meaning of the same division. What
// is only doubtful is taken where nothing is sure.
func (t *Taxonomy) Codes(said []string, language string) []string {
	meant := make([][]Meaning, len(said))
	for i, words := range said {
		meant[i] = t.Meanings(words, language)
	}
	for _, least := range []float64{sure, doubtful} {
		var codes []string
		for _, m := range meant {
			if len(m) == 0 || m[0].Weight < least || len(codes) > 0 && m[0].CPV[:2] != codes[0][:2] && m[0].Weight < surer {
				continue
			}
			codes = append(codes, m[0].CPV)
			second := slices.IndexFunc(m[1:], func(o Meaning) bool {
				return o.CPV[:2] == m[0].CPV[:2] && o.Weight >= max(least, m[0].Weight*nearly)
			})
			if second >= 0 {
				codes = append(codes, m[1+second].CPV)
			}
		}
		if len(codes) > 0 {
			return codes
		}
	}
	return nil
}
