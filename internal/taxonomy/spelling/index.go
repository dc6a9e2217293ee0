// Package spelling finds the known words that a typed word may mean: spelled so, with another ending, as part of a compound, with a
// typing error, or in Latin letters for those of another script.
package spelling

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Index finds the known spellings near to what was typed: the same word, the
// word with another ending, the word with a typing error. It costs a few
// look-ups and no walk through the vocabulary.
type Index struct {
	forms   []form
	byText  map[string]int32
	sorted  []int32  // forms in order of text, for endings
	deletes []uint64 // hash of a shortened form <<32 | form, in order, for typing errors
}

// form is one spelling of a word; several may mean the same word.
type form struct {
	text    string
	letters []rune
	words   []int32 // ids of the words spelled so
}

// Candidate is a word that may have been meant, with how alike it is (0 to 1).
type Candidate struct {
	Word       int32
	Similarity float32
	How        Likeness
}

// Likeness is how a word was recognised.
type Likeness uint8

const (
	Exact     Likeness = iota // or in another spelling of its language
	Inflected                 // with another ending, or as a part of a compound
	Romanised                 // in Latin letters for those of another script
	Typo                      // a long word with one typing error
	Guess                     // all else
)

const (
	shortened = 7  // letters of a word that typing errors are looked up by
	manyNear  = 24 // candidates kept for one typed word
)

// NewIndex returns an index without words.
func NewIndex() *Index { return &Index{byText: map[string]int32{}} }

// Add adds a spelling of a word.
func (s *Index) Add(text string, word int32) {
	i, known := s.byText[text]
	if !known {
		i = int32(len(s.forms))
		s.byText[text] = i
		s.forms = append(s.forms, form{text: text, letters: []rune(text)})
	}
	if !slices.Contains(s.forms[i].words, word) {
		s.forms[i].words = append(s.forms[i].words, word)
	}
}

// Build sorts the indexes after the last word was learnt.
func (s *Index) Build() {
	for i, f := range s.forms {
		s.sorted = append(s.sorted, int32(i))
		if n := len(f.letters); n >= 4 && n < MaxLetters {
			shorten(f.letters, MaxErrors(n+1), func(hash uint32) {
				s.deletes = append(s.deletes, uint64(hash)<<32|uint64(i))
			})
		}
	}
	slices.SortFunc(s.sorted, func(a, b int32) int { return strings.Compare(s.forms[a].text, s.forms[b].text) })
	slices.Sort(s.deletes)
	s.deletes = slices.Clip(slices.Compact(s.deletes))
}

// MaxErrors is how many typing errors a word of n letters may have.
func MaxErrors(n int) int {
	switch {
	case n >= 9:
		return 2
	case n >= 5:
		return 1
	}
	return 0
}

// Exact adds the words spelled so.
func (s *Index) Exact(found []Candidate, text string, alike float32, how Likeness) []Candidate {
	if i, ok := s.byText[text]; ok {
		for _, w := range s.forms[i].words {
			found = Keep(found, Candidate{w, alike, how})
		}
	}
	return found
}

// Endings adds words that begin alike and differ in at most three last letters:
// "siivousta" for "siivous", "cleaners" for "cleaning".
func (s *Index) Endings(found []Candidate, text string, letters []rune, scale float32, how Likeness) []Candidate {
	n := len(letters)
	if n < 3 || n >= MaxLetters {
		return found
	}
	stem := min(n, 4)
	start := Prefix(text, stem)
	from, _ := slices.BinarySearchFunc(s.sorted, start, func(i int32, t string) int { return strings.Compare(s.forms[i].text, t) })
	for _, i := range s.sorted[from:min(from+600, len(s.sorted))] {
		f := &s.forms[i]
		if !strings.HasPrefix(f.text, start) {
			break
		}
		if alike := StemSimilarity(letters, f.letters); alike > 0 {
			for _, w := range f.words {
				found = Keep(found, Candidate{w, alike * scale, how})
			}
		}
	}
	return found
}

// StemSimilarity compares two words that differ in their endings only; 0 means that
// they are not such a pair.
func StemSimilarity(a, b []rune) float32 {
	same := 0
	for same < len(a) && same < len(b) && a[same] == b[same] {
		same++
	}
	restA, restB := len(a)-same, len(b)-same
	longest := max(len(a), len(b))
	switch {
	case same < 3 || restA > 3 || restB > 3:
		return 0
	case same == 3 && (restA+restB != 1 || longest != 4 || a[min(3, len(a)-1)] != 's' && b[min(3, len(b)-1)] != 's'):
		return 0
	case same == 4 && (restA+restB > 3 || a[0] < 0x250 && restA != restB && restA+restB > 1):
		return 0 // "Tanz" is no form of "tanzif"
	case same*10 < longest*6:
		return 0
	}
	return 0.6 + 0.36*float32(2*same)/float32(len(a)+len(b))
}

// Typos adds words with typing errors: one from five letters on, two from nine.
func (s *Index) Typos(found []Candidate, letters []rune, scale float32) []Candidate {
	const long = 8 // letters of a word that is recognised in spite of an error
	n := len(letters)
	limit := MaxErrors(n)
	if limit == 0 || n >= MaxLetters {
		return found
	}
	shorten(letters, limit, func(hash uint32) {
		key := uint64(hash) << 32
		from, _ := slices.BinarySearch(s.deletes, key)
		for ; from < len(s.deletes) && s.deletes[from]>>32 == uint64(hash); from++ {
			f := &s.forms[uint32(s.deletes[from])]
			wrong := Distance(letters, f.letters, limit)
			if wrong == 0 || wrong > limit {
				continue
			}
			alike, how := (0.9-0.1*float32(wrong))*scale, Guess
			if letters[0] != f.letters[0] {
				alike -= 0.3 // hardly anybody mistypes the first letter
			} else if wrong == 1 && n >= long && scale == 1 {
				how = Typo
			}
			for _, w := range f.words {
				found = Keep(found, Candidate{w, alike, how})
			}
		}
	})
	return found
}

// Compounds finds the words that a compound ends and begins with: German, Dutch,
// Finnish and Swedish write "Hotelreinigung" where others write two words. The
// longest parts count; the end says what is done, so it counts for more.
func (s *Index) Compounds(found []Candidate, text string) []Candidate {
	const shortest = 5 // bytes of a part; shorter ends are mere endings
	if len(text) > 4*MaxLetters {
		return found
	}
	for at := 3; at+shortest <= len(text); at++ {
		if _, known := s.byText[text[at:]]; known {
			found = s.Exact(found, text[at:], 0.8, Inflected)
			break
		}
	}
	for at := len(text) - 3; at >= shortest; at-- {
		start := text[:at]
		if _, known := s.byText[start]; !known {
			start = strings.TrimSuffix(start, "s")
		}
		if _, known := s.byText[start]; known && len(start) >= shortest {
			return s.Exact(found, start, 0.66, Inflected)
		}
	}
	return found
}

// Keep adds a candidate, or raises the likeness of one that is there.
func Keep(found []Candidate, n Candidate) []Candidate {
	for i := range found {
		if found[i].Word == n.Word {
			if n.Similarity > found[i].Similarity {
				found[i] = n
			}
			return found
		}
	}
	if len(found) < manyNear {
		return append(found, n)
	}
	least := 0
	for i := range found {
		if found[i].Similarity < found[least].Similarity {
			least = i
		}
	}
	if n.Similarity > found[least].Similarity {
		found[least] = n
	}
	return found
}

// shorten calls use with a hash of the first letters of a word and of what is
// left of them after dropping up to drop letters. Two words that differ in that
// many places share at least one of the hashes.
func shorten(letters []rune, drop int, use func(uint32)) {
	var buffer [shortened]rune
	part := buffer[:copy(buffer[:], letters)]
	use(hashLetters(part, -1, -1))
	for i := range part {
		use(hashLetters(part, i, -1))
		for j := i + 1; drop > 1 && j < len(part); j++ {
			use(hashLetters(part, i, j))
		}
	}
}

// hashLetters is FNV-1a over the letters except two.
func hashLetters(letters []rune, without, and int) uint32 {
	h := uint32(2166136261)
	for i, r := range letters {
		if i != without && i != and {
			h = (h ^ uint32(r)) * 16777619
		}
	}
	return h
}

// Prefix returns the first n letters of a text.
func Prefix(text string, n int) string {
	at := 0
	for range n {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return text[:at]
}
