package search

import "slices"

// entry is an analysed document.
type entry struct {
	Document
	terms   []weighed // in ascending order of term numbers
	lengths []length
}

// weighed is the weight of a term in a document: the sum of the weights of the texts in which it occurs, once for each
// occurrence.
type weighed struct {
	term           uint32
	weight         int32
	languageNumber uint8 // the number of the term's language
}

// length is the length of a document in one language, in words times the weight of their text.
type length struct {
	language uint8
	words    int32
}

// maxWord is the maximum length of an indexed word in bytes. Longer strings are identifiers and other noise.
const maxWord = 64

// entry analyses a document. A word of a text with a language gives its stems; a word of a text without a language gives the
// folded word.
func (l *lexicon) entry(d Document) *entry {
	e := &entry{Document: d}
	found, lower := l.found[:0], l.lower
	for _, t := range d.Texts {
		weight := int32(min(max(t.Weight, 1), 15))
		before := len(found)
		known := l.words(t.Language)
		for start, end := word(t.Words, 0); start < end; start, end = word(t.Words, end) {
			if end-start > maxWord {
				continue
			}
			lower = lowered(lower[:0], t.Words[start:end])
			terms, seen := known[string(lower)]
			if !seen {
				terms = l.learn(t.Language, string(lower))
			}
			for _, term := range terms {
				found = append(found, weighed{term, weight, l.languageNumbers[term]})
			}
		}
		if n := int32(len(found)-before) * weight; n > 0 {
			e.lengthen(found[before].languageNumber, n)
		}
	}
	for level, weight := range codeWeights(d.CPV) {
		found = append(found, weighed{l.number(level, cpvMark), weight, codeLanguage})
	}
	for _, mark := range slices.Compact(slices.Sorted(slices.Values(d.Marks))) {
		found = append(found, weighed{l.number(markMark+mark, cpvMark), 1, codeLanguage})
	}
	l.found, l.lower = found, lower
	e.terms = slices.Clone(together(found))
	return e
}

// fewCodes is the largest number of codes of a document of which each counts in full. A document with more codes is a framework
// for many trades: only its first code counts in full.
const fewCodes = 5

// The weight of a code in a document is one of these two marks (see flat).
const (
	inFull int32 = 1
	aside  int32 = 2
)

// codeWeights returns the terms of some codes, that is all their levels and the codes themselves, with inFull or aside.
func codeWeights(codes []string) map[string]int32 {
	weights := map[string]int32{}
	for i, code := range codes {
		weight := inFull
		if i > 0 && len(codes) > fewCodes {
			weight = aside
		}
		levels := cpvLevels(code)
		for n, level := range levels {
			terms := []string{cpvMark + level}
			if n == len(levels)-1 {
				terms = append(terms, ownMark+level)
			}
			for _, term := range terms {
				if before, known := weights[term]; !known || weight < before {
					weights[term] = weight
				}
			}
		}
	}
	return weights
}

func (e *entry) lengthen(language uint8, words int32) {
	for i := range e.lengths {
		if e.lengths[i].language == language {
			e.lengths[i].words += words
			return
		}
	}
	e.lengths = append(e.lengths, length{language, words})
}

// length returns the length of the entry in a language.
func (e *entry) length(language uint8) int32 {
	for _, l := range e.lengths {
		if l.language == language {
			return l.words
		}
	}
	return 0
}

// together sorts by term and adds up the weights of equal terms. It overwrites its argument.
func together(found []weighed) []weighed {
	slices.SortFunc(found, func(a, b weighed) int { return int(a.term) - int(b.term) })
	kept := found[:0]
	for _, w := range found {
		if n := len(kept); n > 0 && kept[n-1].term == w.term {
			kept[n-1].weight += w.weight
		} else {
			kept = append(kept, w)
		}
	}
	return kept
}
