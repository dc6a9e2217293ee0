package search

import (
	"slices"
	"sync"

	"citiesgrow/internal/taxonomy/fold"
)

// A lexicon numbers every term of the index, and remembers which terms each written word
// has stood for, so that a word is analysed once and not once in every text. The writer
// alone adds to it.
type lexicon struct {
	analysis *analysis

	mu        sync.RWMutex
	numbers   map[string]uint32             // term → its number
	terms     []string                      // by number
	tongues   []uint8                       // by number of the term, its language as a number
	languages []string                      // "fi", "" for words in no language, "#" for codes and marks
	read      map[string]map[string]reading // language → word as written, in small letters → what it stands for
	meant     map[string][]uint32           // folded word → its terms in all languages
	unheard   []string                      // folded words since the last write, for the dictionary
	skeletons map[string][]string           // Arabic word without its vowels → such words, folded
	learned   int                           // counts additions to meant
	fresh     []learned                     // since the own files were written

	found []weighed // the writer's, between two documents
	lower []byte
}

// learned is a word that was added.
type learned struct {
	language, word string
	terms          reading
}

// reading is the terms of a written word; none for a word that says nothing.
type reading []uint32

// Every lexicon begins with these languages.
const (
	noLanguage   = 0
	codeLanguage = 1
)

func newLexicon(a *analysis) *lexicon {
	return &lexicon{analysis: a, numbers: map[string]uint32{}, languages: []string{"", cpvMark}, read: map[string]map[string]reading{},
		meant: map[string][]uint32{}, skeletons: map[string][]string{}}
}

// words is the map of a language's words. The writer reads it without the lock, since
// only its owner adds to it.
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

// learn analyses a word that was not seen in this language before.
func (l *lexicon) learn(language, word string) reading {
	folded := fold.Text(word)
	if folded == word {
		folded = word // one string for both maps
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
		l.unheard = append(l.unheard, folded)
	}
	l.remember(learned{language, word, terms}, folded)
	return terms
}

// remember puts a word where it is looked up.
func (l *lexicon) remember(h learned, folded string) {
	l.read[h.language][h.word] = h.terms
	if len(h.terms) == 0 {
		return
	}
	before, heard := l.meant[folded]
	l.learned++
	for _, t := range h.terms {
		if !slices.Contains(before, t) {
			before = append(slices.Clip(before), t)
		}
	}
	l.meant[folded] = before
	if bones := skeleton(folded); bones != "" && !heard {
		l.skeletons[bones] = append(l.skeletons[bones], folded)
	}
}

// kin lists other words of the same skeleton.
func (l *lexicon) kin(folded string) []string {
	bones := skeleton(folded)
	l.mu.RLock()
	defer l.mu.RUnlock()
	return slices.DeleteFunc(slices.Clone(l.skeletons[bones]), func(w string) bool { return w == folded })
}

// number is the number of a term, a new one where it is new.
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
	l.tongues = append(l.tongues, uint8(i))
	return n
}

// written is the terms of a word in a language as texts have it; false for a word that
// no text of the language had.
func (l *lexicon) written(language, lower string) (reading, bool) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	terms, known := l.read[language][lower]
	return terms, known
}

// as lists the terms that a folded word was seen as in all languages; nil for one that
// does not stand in the index as it is.
func (l *lexicon) as(folded string) []uint32 {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.meant[folded]
}

// term finds the number of a term.
func (l *lexicon) term(name string) (uint32, bool) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	n, known := l.numbers[name]
	return n, known
}

// name, tongue and language are a term's name and its language, as a number and as it is written.
func (l *lexicon) name(term uint32) string {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.terms[term]
}

func (l *lexicon) tongue(term uint32) uint8 {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.tongues[term]
}

func (l *lexicon) language(term uint32) string {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.languages[l.tongues[term]]
}

// tongueOf is the number of the first of some languages; -1 where no text is in it.
func (l *lexicon) tongueOf(languages []string) int {
	if len(languages) == 0 {
		return -1
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	return slices.Index(l.languages, languages[0])
}

// waiting lists the words that the dictionary does not have yet and that are wanted.
func (l *lexicon) waiting(wanted func(word string) bool) []string {
	l.mu.RLock()
	defer l.mu.RUnlock()
	var words []string
	for _, w := range l.unheard {
		if wanted(w) {
			words = append(words, w)
		}
	}
	return words
}

// saved forgets the words that the dictionary now has.
func (l *lexicon) saved() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.unheard = nil
}

// state counts what was learned; it shows whether a reading of the lexicon is out of date.
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

// pack writes the terms from a number on, and the words learned since the last time.
func (l *lexicon) pack(p *packer, from int) {
	p.strings(l.languages)
	p.strings(l.terms[from:])
	tongues := make([]uint16, 0, len(l.terms)-from)
	for _, t := range l.tongues[from:] {
		tongues = append(tongues, uint16(t))
	}
	p.small(tongues)
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

// unpack adds a piece that was packed.
func (l *lexicon) unpack(u *unpacker) {
	l.languages = u.strings()
	more, tongues := u.strings(), u.small()
	if len(more) != len(tongues) {
		u.err = errDamaged
	}
	for i, t := range more {
		if u.err != nil {
			return
		}
		l.numbers[t] = uint32(len(l.terms))
		l.terms = append(l.terms, t)
		l.tongues = append(l.tongues, uint8(tongues[i]))
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
