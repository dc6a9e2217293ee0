package search

import (
	"slices"
	"sync"

	"citiesgrow/internal/taxonomy/fold"
)

// A lexicon gives a number to every term of the index. It also stores the terms of each written word, so that a word is analysed
// once and not in every text. Only the writer adds to it.
type lexicon struct {
	analysis *analysis

	mu              sync.RWMutex
	numbers         map[string]uint32             // term → number
	terms           []string                      // by term number
	languageNumbers []uint8                       // index in languages, by term number
	languages       []string                      // "fi"; "" for words without a language; "#" for codes and marks
	read            map[string]map[string]reading // language → word in lower case → its terms
	meant           map[string][]uint32           // folded word → its terms in all languages
	pending         []string                      // folded words that the dictionary does not have yet
	skeletons       map[string][]string           // skeleton → folded Arabic words
	learned         int                           // number of additions to meant
	fresh           []learned                     // words added since the own files were written

	found []weighed // buffers of the writer, used again for each document
	lower []byte
}

// learned is a word that was added to the lexicon.
type learned struct {
	language, word string
	terms          reading
}

// reading is the terms of a written word; empty for a stop word.
type reading []uint32

// Every lexicon starts with these two languages.
const (
	noLanguage   = 0
	codeLanguage = 1
)

func newLexicon(a *analysis) *lexicon {
	return &lexicon{analysis: a, numbers: map[string]uint32{}, languages: []string{"", cpvMark}, read: map[string]map[string]reading{},
		meant: map[string][]uint32{}, skeletons: map[string][]string{}}
}

// words returns the map of a language's words. The writer reads it without the lock, because only the writer adds to it.
func (l *lexicon) words(language string) map[string]reading {
	known := l.read[language]
	if known == nil {
		known = map[string]reading{}
		l.mu.Lock()
		l.read[language] = known
		l.mu.Unlock()
	}
	return known
}

// learn analyses a word that is new in its language.
func (l *lexicon) learn(language, word string) reading {
	folded := fold.Text(word)
	if folded == word {
		folded = word // both maps share one string
	}
	var terms reading
	if language == "" {
		terms = reading{l.number(foldedMark+folded, "")}
	} else {
		for _, stem := range l.analysis.stems(language, word) {
			terms = append(terms, l.number(stem, language))
		}
	}
	l.fresh = append(l.fresh, learned{language, word, terms})
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(terms) > 0 && l.meant[folded] == nil {
		l.pending = append(l.pending, folded)
	}
	l.remember(learned{language, word, terms}, folded)
	return terms
}

// remember adds a word to the maps that are used for look-ups.
func (l *lexicon) remember(h learned, folded string) {
	l.read[h.language][h.word] = h.terms
	if len(h.terms) == 0 {
		return
	}
	before, known := l.meant[folded]
	l.learned++
	for _, t := range h.terms {
		if !slices.Contains(before, t) {
			before = append(slices.Clip(before), t)
		}
	}
	l.meant[folded] = before
	if bones := skeleton(folded); bones != "" && !known {
		l.skeletons[bones] = append(l.skeletons[bones], folded)
	}
}

// kin lists other words with the same skeleton.
func (l *lexicon) kin(folded string) []string {
	bones := skeleton(folded)
	l.mu.RLock()
	defer l.mu.RUnlock()
	return slices.DeleteFunc(slices.Clone(l.skeletons[bones]), func(w string) bool { return w == folded })
}

// number returns the number of a term and adds the term if it is new.
func (l *lexicon) number(term, language string) uint32 {
	if n, known := l.numbers[term]; known {
		return n
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	n := uint32(len(l.terms))
	l.numbers[term] = n
	l.terms = append(l.terms, term)
	i := slices.Index(l.languages, language)
	if i < 0 {
		i = len(l.languages)
		l.languages = append(l.languages, language)
	}
	l.languageNumbers = append(l.languageNumbers, uint8(i))
	return n
}

// written returns the terms of a word as it is written in a language. It returns false if no text of that language has the word.
func (l *lexicon) written(language, lower string) (reading, bool) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	terms, known := l.read[language][lower]
	return terms, known
}

// as lists the terms of a folded word in all languages; nil if no text has the word.
func (l *lexicon) as(folded string) []uint32 {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.meant[folded]
}

// term returns the number of a term.
func (l *lexicon) term(name string) (uint32, bool) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	n, known := l.numbers[name]
	return n, known
}

// name, languageNumber and language return the term, the number of its language and the code of its language.
func (l *lexicon) name(term uint32) string {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.terms[term]
}

func (l *lexicon) languageNumber(term uint32) uint8 {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.languageNumbers[term]
}

func (l *lexicon) language(term uint32) string {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.languages[l.languageNumbers[term]]
}

// numberOfLanguage returns the number of the first of some languages; -1 if no text is in it.
func (l *lexicon) numberOfLanguage(languages []string) int {
	if len(languages) == 0 {
		return -1
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	return slices.Index(l.languages, languages[0])
}

// waiting lists the wanted words that are not yet in the dictionary.
func (l *lexicon) waiting(wanted func(word string) bool) []string {
	l.mu.RLock()
	defer l.mu.RUnlock()
	var words []string
	for _, w := range l.pending {
		if wanted(w) {
			words = append(words, w)
		}
	}
	return words
}

// saved clears the list of words that were waiting for the dictionary.
func (l *lexicon) saved() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pending = nil
}

// state returns a number that grows with every addition. Caches use it to see that they are out of date.
func (l *lexicon) state() int {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.learned
}

// spoken lists the languages that have texts.
func (l *lexicon) spoken() []string {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return slices.Clone(l.languages[codeLanguage+1:])
}

// pack writes the terms from a number on, and the words added since the last time.
func (l *lexicon) pack(p *packer, from int) {
	p.strings(l.languages)
	p.strings(l.terms[from:])
	languageNumbers := make([]uint16, 0, len(l.terms)-from)
	for _, t := range l.languageNumbers[from:] {
		languageNumbers = append(languageNumbers, uint16(t))
	}
	p.small(languageNumbers)
	var languages, words []string
	terms := column{start: []uint32{0}}
	for _, h := range l.fresh {
		languages, words = append(languages, h.language), append(words, h.word)
		terms.add(h.terms...)
	}
	p.strings(languages)
	p.strings(words)
	p.middle(terms.start)
	p.middle(terms.values)
}

// unpack adds a piece that pack wrote.
func (l *lexicon) unpack(u *unpacker) {
	l.languages = u.strings()
	more, languageNumbers := u.strings(), u.small()
	if len(more) != len(languageNumbers) {
		u.err = errDamaged
	}
	for i, t := range more {
		if u.err != nil {
			return
		}
		l.numbers[t] = uint32(len(l.terms))
		l.terms = append(l.terms, t)
		l.languageNumbers = append(l.languageNumbers, uint8(languageNumbers[i]))
	}
	languages, words := u.strings(), u.strings()
	terms := column{start: u.middle(), values: u.middle()}
	if len(languages) != len(words) || len(terms.start) != len(words)+1 {
		u.err = errDamaged
	}
	for i, word := range words {
		if u.err != nil {
			return
		}
		l.words(languages[i])
		l.remember(learned{languages[i], word, slices.Clip(terms.values[terms.start[i]:terms.start[i+1]])}, fold.Text(word))
	}
}
