package gazetteer

import (
	"io/fs"
	"slices"
	"strings"

	"citiesgrow/internal/taxonomy/fold"
	"citiesgrow/internal/tsv"
)

// negations are the words that exclude a place, folded: "not", "кроме", "hariç".
type negations struct {
	before  map[string]bool // phrases that stand before it
	behind  map[string]bool // phrases that stand behind it
	and     map[string]bool // words between it and a second place
	longest int             // words of the longest phrase
}

func readNegations(files fs.FS, name string) (*negations, error) {
	rows, err := tsv.Read(files, name)
	if err != nil {
		return nil, err
	}
	n := &negations{before: map[string]bool{}, behind: map[string]bool{}, and: map[string]bool{}}
	for _, r := range rows {
		if len(r.Cells) != 4 {
			return nil, tsv.Errorf(name, r.Line, "want a language, words before a place, words behind it, and words between two")
		}
		n.longest = max(n.longest, addPhrases(r.Cells[1:], n.before, n.behind, n.and))
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
func (g *Gazetteer) negate(words []span, places []place) {
	for i := range places {
		p := &places[i]
		p.negated = g.excludedBefore(words, places[:i], p.first) || g.excludedBehind(words, p.last)
	}
	for i := len(places) - 2; i >= 0; i-- { // "Riga ve Helsinki hariç"
		next := places[i+1]
		places[i].negated = places[i].negated || next.negated && g.excludedBehind(words, next.last) && g.joined(words, places[i], next)
	}
}

// excludedBefore reports whether words before place number first exclude it. A "but" behind an excluded place brings
// the next one back.
func (g *Gazetteer) excludedBefore(words []span, before []place, first int) bool {
	var last *place
	if len(before) > 0 {
		last = &before[len(before)-1]
	}
	end := first
	for little := 0; little < 2; little++ {
		for n := 1; n <= g.negations.longest && end-n >= 0; n++ {
			if last != nil && end-n <= last.last {
				break
			}
			if g.negations.before[phraseOf(words[end-n:end])] {
				return last == nil || !last.negated || last.last != end-n-1
			}
		}
		if end == 0 || last != nil && last.last == end-1 || !g.little[words[end-1].folded] {
			break
		}
		end--
	}
	return last != nil && last.negated && g.joined(words, *last, place{first: first})
}

// excludedBehind reports whether words behind a place exclude it.
func (g *Gazetteer) excludedBehind(words []span, last int) bool {
	for n := 1; n <= g.negations.longest && last+n < len(words); n++ {
		if g.negations.behind[phraseOf(words[last+1:last+1+n])] {
			return true
		}
	}
	return false
}

// joined reports whether nothing but "and" stands between two places, and perhaps a little word: "and in".
func (g *Gazetteer) joined(words []span, a, b place) bool {
	between := words[a.last+1 : b.first]
	return len(between) > 0 && len(between) <= 2 && g.negations.and[between[0].folded] &&
		!slices.ContainsFunc(between[1:], func(w span) bool { return !g.little[w.folded] })
}

func phraseOf(words []span) string {
	folded := make([]string, len(words))
	for i, w := range words {
		folded[i] = w.folded
	}
	return strings.Join(folded, " ")
}
