package taxonomy

import (
	"math/bits"
	"slices"

	"citiesgrow/internal/taxonomy/fold"
)

// manyDivisions is in how many divisions of the CPV a word may be known before it says
// nothing of a trade: "installation" and "equipment" are known in nearly all.
const manyDivisions = 4

// Telling reports whether a word says something of a trade: it is no little word, no name of a
// city, none of the words that stand in contracts of every kind, and not known in many
// divisions of the CPV unless it is all that a trade is called. An unknown word may
// say something.
func (t *Taxonomy) Telling(word string) bool {
	folded := fold.Text(word)
	if len([]rune(folded)) < 3 || t.lexicon.names.Little(folded) || t.lexicon.plain[folded] {
		return false
	}
	if len(t.lexicon.byKey[folded]) > 0 {
		return true
	}
	return bits.OnesCount64(t.divisions(folded)[0])+bits.OnesCount64(t.divisions(folded)[1]) <= manyDivisions
}

// manyTrades is in how many divisions the trades may lie that have a word in their names before
// the word says nothing of one of them: "help", "школа".
const manyTrades = 3

// Plain lists, folded, those of some words that say little of a trade by themselves: little words,
// names of the cities, the words of contracts of every kind, whose a thing is ("Polish"), and words of
// many trades ("care", "repair"). What has nothing else of a question is not what was asked for.
func (t *Taxonomy) Plain(words string) []string {
	var plain []string
	for _, w := range fold.Words(words) {
		if !t.tells(w) && !slices.Contains(plain, w) {
			plain = append(plain, w)
		}
	}
	return plain
}

// tells is Telling for a word that stands among others. What the names of trades have counts before
// what official labels have: "electrical" stands in labels of ten divisions.
func (t *Taxonomy) tells(folded string) bool {
	l := t.lexicon
	if l.general[folded] || l.nations[folded] {
		return false
	}
	if id, known := l.ids[folded]; known && len([]rune(folded)) >= 3 && !l.names.Little(folded) && !l.plain[folded] && len(l.byKey[folded]) == 0 {
		d := l.words[id].divisions
		return bits.OnesCount64(d[0])+bits.OnesCount64(d[1]) <= manyTrades
	}
	return t.Telling(folded)
}

// Names says whether a word is known in the division of one of some codes, and tells.
func (t *Taxonomy) Names(word string, codes []string) bool {
	known := t.divisions(fold.Text(word))
	for _, c := range codes {
		if n, ok := division(c); ok && known[n>>6]&(1<<(n&63)) != 0 {
			return t.Telling(word)
		}
	}
	return false
}

// inDivisions is a set of the hundred possible divisions.
type inDivisions [2]uint64

func (d *inDivisions) add(code string) {
	if n, ok := division(code); ok {
		d[n>>6] |= 1 << (n & 63)
	}
}

func division(code string) (int, bool) {
	if len(code) < 2 || !digit(code[0]) || !digit(code[1]) {
		return 0, false
	}
	return int(code[0]-'0')*10 + int(code[1]-'0'), true
}

// divisions are those in which a folded word is known: from trades, and from official labels.
func (t *Taxonomy) divisions(folded string) inDivisions {
	var d inDivisions
	if id, known := t.lexicon.ids[folded]; known {
		d = t.lexicon.words[id].divisions
	}
	if x := t.official.Load().labels; x != nil {
		if n, known := x.words[folded]; known {
			d[0] |= x.divisions[n][0]
			d[1] |= x.divisions[n][1]
		}
	}
	return d
}
