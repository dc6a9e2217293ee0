package gazetteer

import (
	"io/fs"

	"citiesgrow/internal/tsv"
)

// proper are the words by which the name of a city is part of another name, folded: "Rue de Nantes", "Lisbon Catering GmbH".
type proper struct {
	before, behind map[string]bool // of a street
	firm           map[string]bool // legal forms
	longest        int             // words of the longest phrase
}

func readProper(files fs.FS, name string) (*proper, error) {
	rows, err := tsv.Read(files, name)
	if err != nil {
		return nil, err
	}
	p := &proper{before: map[string]bool{}, behind: map[string]bool{}, firm: map[string]bool{}}
	for _, r := range rows {
		if len(r.Cells) < 2 || len(r.Cells) > 4 {
			return nil, tsv.Errorf(name, r.Line, "want a language, words before a street's name, words behind it, and legal forms")
		}
		p.longest = max(p.longest, addPhrases(r.Cells[1:], p.before, p.behind, p.firm))
	}
	return p, nil
}

// FirmsName reports whether a question has the legal form of a firm in it ("GmbH"), and so is a firm's name.
func (g *Gazetteer) FirmsName(words string) bool {
	return g.proper.has(spans(words), g.proper.firm)
}

func (p *proper) has(words []span, phrases map[string]bool) bool {
	for i := range words {
		for n := 1; n <= p.longest && i+n <= len(words); n++ {
			if phrases[phraseOf(words[i:i+n])] {
				return true
			}
		}
	}
	return false
}

// street reports whether the words around a place make it the name of a street: "Munich street 5", though not "Munich street
// cleaning".
func (p *proper) street(words []span, first, last int) bool {
	for n := 1; n <= p.longest; n++ {
		if first-n >= 0 && p.before[phraseOf(words[first-n:first])] {
			return true
		}
		if end := last + n; end < len(words) && p.behind[phraseOf(words[last+1:end+1])] && (end+1 == len(words) || startsWithDigit(words[end+1].folded)) {
			return true
		}
	}
	return false
}

func startsWithDigit(word string) bool { return word[0] >= '0' && word[0] <= '9' }
