package taxonomy

import (
	"slices"
	"strings"

	"citiesgrow/internal/taxonomy/fold"
)

// negations are the words that exclude a place, folded: "not", "кроме", "hariç".
type negations struct {
	before  map[string]bool // phrases that stand before it
	behind  map[string]bool // phrases that stand behind it
	and     map[string]bool // words between it and a second place
	longest int             // words of the longest phrase
}

func readNegations(name string) (*negations, error) {
	rows, err := readRows(name)
	if err != nil {
		return nil, err
	}
	n := &negations{before: map[string]bool{}, behind: map[string]bool{}, and: map[string]bool{}}
	for _, r := range rows {
		if len(r.cells) != 4 {
			return nil, faulty(name, r.line, "want a language, words before a place, words behind it, and words between two")
		}
		n.longest = max(n.longest, addPhrases(r.cells[1:], n.before, n.behind, n.and))
	}
	return n, nil
}

// addPhrases adds the phrases of each cell, parted by semicolons and folded, to the set of its column, and returns the
// number of words of the longest.
func addPhrases(cells []string, sets ...map[string]bool) (longest int) {
	for i, cell := range cells {
		for phrase := range strings.SplitSeq(cell, ";") {
			if words := fold.Words(phrase); len(words) > 0 {
				sets[i][strings.Join(words, " ")] = true
				longest = max(longest, len(words))
			}
		}
	}
	return longest
}

// negate marks the places that the words around them exclude.
func (t *Taxonomy) negate(words []span, places []place) {
	for i := range places {
		p := &places[i]
		p.negated = t.excludedBefore(words, places[:i], p.first) || t.excludedBehind(words, p.last)
	}
	for i := len(places) - 2; i >= 0; i-- { // "Riga ve Helsinki hariç"
		next := places[i+1]
		places[i].negated = places[i].negated || next.negated && t.excludedBehind(words, next.last) && t.joined(words, places[i], next)
	}
}

// excludedBefore says whether words before place number first exclude it. A "but" behind an excluded place brings
// the next one back.
func (t *Taxonomy) excludedBefore(words []span, before []place, first int) bool {
	var last *place
	if len(before) > 0 {
		last = &before[len(before)-1]
	}
	end := first
	for little := 0; little < 2; little++ {
		for n := 1; n <= t.negations.longest && end-n >= 0; n++ {
			if last != nil && end-n <= last.last {
				break
			}
			if t.negations.before[phraseOf(words[end-n:end])] {
				return last == nil || !last.negated || last.last != end-n-1
			}
		}
		if end == 0 || last != nil && last.last == end-1 || !t.lexicon.joining[words[end-1].folded] {
			break
		}
		end--
	}
	return last != nil && last.negated && t.joined(words, *last, place{first: first})
}

// excludedBehind says whether words behind a place exclude it.
func (t *Taxonomy) excludedBehind(words []span, last int) bool {
	for n := 1; n <= t.negations.longest && last+n < len(words); n++ {
		if t.negations.behind[phraseOf(words[last+1:last+1+n])] {
			return true
		}
	}
	return false
}

// joined says whether nothing but "and" stands between two places, and perhaps a little word: "and in".
func (t *Taxonomy) joined(words []span, a, b place) bool {
	between := words[a.last+1 : b.first]
	return len(between) > 0 && len(between) <= 2 && t.negations.and[between[0].folded] &&
		!slices.ContainsFunc(between[1:], func(w span) bool { return !t.lexicon.joining[w.folded] })
}

func phraseOf(words []span) string {
	folded := make([]string, len(words))
	for i, w := range words {
		folded[i] = w.folded
	}
	return strings.Join(folded, " ")
}
