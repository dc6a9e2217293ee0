package taxonomy

import (
	"cmp"
	"slices"
	"strings"

	"citiesgrow/internal/taxonomy/spelling"
)

// labelScratch is working memory of one question to the labels.
type labelScratch struct {
	matched []float32
	mask    []uint16
	touched []int32
}

// probe is a typed word as the labels know it.
type probe struct {
	token  int
	words  []spelling.Candidate
	rarity float32
	size   int // labels to look at
}

const (
	enoughLabels = 6000 // labels looked at before common words only confirm
	falseFriend  = 0.15 // taken off for one word in a language that the person did not name
	sureLabel    = 0.86 // a label of which nearly all was said, and little else
	ofLabel      = 0.93 // all words of a label in another order; less with more words missing
)

// meanings adds the codes whose labels were typed, wholly or in part. Typing
// errors are forgiven when nothing else was found.
func (x *labelIndex) meanings(found []Meaning, tokens []token, languages []string, forgive bool) []Meaning {
	before := len(found)
	found = x.exactly(found, tokens, languages)
	if len(found)-before >= manyMeanings {
		return found
	}
	probes, said := x.probes(tokens, forgive && len(found) == before)
	if len(probes) == 0 {
		return found
	}
	s, _ := x.pool.Get().(*labelScratch)
	if s == nil {
		s = &labelScratch{matched: make([]float32, len(x.labels)), mask: make([]uint16, len(x.labels))}
	}
	for n, p := range probes {
		x.count(s, p, n)
	}
	found = x.ranked(found, s, tokens, said, languages)
	for _, l := range s.touched {
		s.matched[l], s.mask[l] = 0, 0
	}
	s.touched = s.touched[:0]
	x.pool.Put(s)
	return found
}

// exactly finds whole labels. The same words may label several codes; then the
// language of the person decides, and the wider code. One word alone may be a
// false friend in a language that the person did not name: Hungarian "uborka"
// is a gherkin, Russian "uborka" is cleaning.
func (x *labelIndex) exactly(found []Meaning, tokens []token, languages []string) []Meaning {
	if plainWords(tokens) == 1<<len(tokens)-1 {
		return found // "Other services"
	}
	var key strings.Builder
	for _, t := range tokens {
		key.WriteString(t.text)
	}
	for _, l := range x.whole[key.String()] {
		weight := 1.0
		if !x.reads(languages, l) {
			weight -= 0.0005
			if len(tokens) == 1 && len(languages) > 0 {
				weight -= falseFriend
			}
		}
		weight -= 0.0001 * float64(len(Prefix(x.codes[x.labels[l].code])))
		word := typedWords(tokens, 1<<len(tokens)-1)
		found = append(found, Meaning{CPV: x.codes[x.labels[l].code], Weight: weight, Word: word, Label: true, Guess: weight < sureLabel})
	}
	return found
}

func (x *labelIndex) reads(languages []string, l int32) bool {
	return slices.Contains(languages, x.languages[x.labels[l].language])
}

// probes looks the typed words up, rarest first.
func (x *labelIndex) probes(tokens []token, forgive bool) (list []probe, said float32) {
	for i, t := range tokens {
		p := probe{token: i}
		if w, ok := x.words[t.text]; ok {
			p.words = append(p.words, spelling.Candidate{Word: w, Similarity: 1})
		} else if !t.joins {
			p.words = x.alike(t, forgive)
		}
		counts := float32(unknown)
		for _, n := range p.words {
			p.size += len(x.postings[n.Word])
			p.rarity = max(p.rarity, x.rarity(n.Word))
		}
		if len(p.words) > 0 {
			counts = p.rarity
		}
		if t.joins {
			counts = min(counts, ofJoining)
		}
		said += counts
		if len(p.words) > 0 && !t.joins {
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(a, b probe) int { return cmp.Compare(a.size, b.size) })
	return list, said
}

// alike finds label words with another ending and, when asked to forgive, with
// a typing error behind the first three letters.
func (x *labelIndex) alike(t token, forgive bool) []spelling.Candidate {
	n := len(t.letters)
	if n < 4 || n >= spelling.MaxLetters {
		return nil
	}
	stem := 4
	if forgive && n >= 5 {
		stem = 3
	}
	start := spelling.Prefix(t.text, stem)
	from, _ := slices.BinarySearch(x.sorted, start)
	var found []spelling.Candidate
	for _, w := range x.sorted[from:min(from+1500, len(x.sorted))] {
		if !strings.HasPrefix(w, start) {
			break
		}
		if len(w) > len(t.text)+6 || len(w) < len(t.text)-6 {
			continue
		}
		letters := []rune(w)
		alike := spelling.StemSimilarity(t.letters, letters)
		if limit := spelling.MaxErrors(n); alike == 0 && forgive && limit > 0 {
			if wrong := spelling.Distance(t.letters, letters, limit); wrong <= limit {
				alike = 0.9 - 0.1*float32(wrong)
			}
		}
		if alike > 0 {
			found = spelling.Keep(found, spelling.Candidate{Word: x.words[w], Similarity: alike})
		}
	}
	return found
}

// count adds what one typed word says for each label. A common word behind
// rare ones only confirms labels that those have found.
func (x *labelIndex) count(s *labelScratch, p probe, order int) {
	confirm := order > 0 && (len(s.touched)+p.size > enoughLabels)
	for _, n := range p.words {
		rarity := x.rarity(n.Word) * n.Similarity
		for _, l := range x.postings[n.Word] {
			if s.mask[l]&(1<<p.token) != 0 || confirm && s.mask[l] == 0 {
				continue
			}
			if s.mask[l] == 0 {
				s.touched = append(s.touched, l)
			}
			s.matched[l] += rarity
			s.mask[l] |= 1 << p.token
		}
	}
}

// ranked turns the labels met into meanings, one for each code, best first.
func (x *labelIndex) ranked(found []Meaning, s *labelScratch, tokens []token, said float32, languages []string) []Meaning {
	type candidate struct {
		label int32
		score float64
	}
	var top []candidate
	plain := plainWords(tokens)
	for _, l := range s.touched {
		if s.mask[l]&^plain == 0 {
			continue
		}
		ofTyped := min(1, float64(s.matched[l]/said))
		ofLabels := min(1, float64(s.matched[l]/x.labels[l].weight))
		score := ofLabel * ofTyped * (0.55 + 0.45*ofLabels)
		if len(tokens) == 1 && len(languages) > 0 && !x.reads(languages, l) {
			score -= falseFriend
		}
		if score <= lowest || len(top) >= 3*manyMeanings && score <= top[len(top)-1].score {
			continue
		}
		if x.reads(languages, l) {
			score += 0.004
		}
		at, _ := slices.BinarySearchFunc(top, score, func(c candidate, s float64) int { return cmp.Compare(s, c.score) })
		top = slices.Insert(top, at, candidate{l, score})
		top = top[:min(len(top), 3*manyMeanings)]
	}
	for _, c := range top {
		word := typedWords(tokens, s.mask[c.label])
		found = append(found, Meaning{CPV: x.codes[x.labels[c.label].code], Weight: c.score, Word: word, Label: true, Guess: c.score < sureLabel})
	}
	return found
}
