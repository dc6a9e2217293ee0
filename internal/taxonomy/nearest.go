package taxonomy

import "citiesgrow/internal/taxonomy/spelling"

// nearest finds the words that a typed word may be: itself, or with another
// ending, a typing error, or in Latin letters.
func (l *lexicon) nearest(found []spelling.Candidate, t token) []spelling.Candidate {
	found = l.native.Exact(found, t.text, 1, spelling.Exact)
	stem := bare(t.text)
	if stem != t.text {
		found = l.native.Exact(found, stem, 0.98, spelling.Exact)
	}
	if t.joins {
		return found
	}
	exact := len(found) > 0
	scale, how := float32(1), spelling.Inflected
	if exact {
		scale, how = 0.7, spelling.Guess
	}
	letters := t.letters
	if stem != t.text {
		letters = []rune(stem)
	}
	found = l.native.Endings(found, stem, letters, scale, how)
	if exact {
		return found
	}
	found = l.native.Typos(found, letters, 1)
	if latin(t.text) {
		found = l.romanised(found, t)
	}
	if len(found) == 0 {
		found = l.native.Compounds(found, t.text)
	}
	return found
}

// romanised reads a Latin word as one of another script.
func (l *lexicon) romanised(found []spelling.Candidate, t token) []spelling.Candidate {
	if len(t.letters) < 4 {
		return found
	}
	rough := l.abc.RoughLatin(t.text)
	found = l.roman.Exact(found, rough, 0.88, spelling.Romanised)
	if len(rough) >= 5 {
		found = l.roman.Endings(found, rough, []rune(rough), 0.88, spelling.Guess)
		found = l.roman.Typos(found, []rune(rough), 0.85)
	}
	if key := l.abc.Consonants(t.text); len(key) >= 3 {
		alike := float32(0.66)
		if len(key) > 3 {
			alike = 0.74
		}
		for _, w := range l.arabic[key] {
			found = spelling.Keep(found, spelling.Candidate{Word: w, Similarity: alike, How: spelling.Guess})
		}
	}
	return found
}

func latin(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}
