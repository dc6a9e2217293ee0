package taxonomy

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"

	"citiesgrow/internal/taxonomy/spelling"
)

// hit is a trade that the typed words may mean.
type hit struct {
	trade int32
	score float64
	mask  uint16 // the typed words of the phrase that fits best
	word  string // those, and all others that surely mean the trade
	guess bool   // one of the words was recognised in a way that leads astray
}

const (
	manyHits  = 6
	lowest    = 0.3  // a hit below this says nothing
	unknown   = 4    // rarity that an unknown typed word counts for
	ofJoining = 0.3  // rarity of a little word
	whole     = 0.99 // a whole phrase; only a whole official label or a code is surer
)

// scratch is the working memory of one question, reused between questions.
type scratch struct {
	matched []float32           // by phrase: rarity of its words that were typed, times likeness
	covered []float32           // by phrase: the same without likeness
	typed   []float32           // by phrase: rarity of typed words that it has
	mask    []uint16            // by phrase: which typed words
	token   []float32           // by phrase: best word for the typed word at hand
	share   []float32           // by phrase: likeness of that word
	how     []spelling.Likeness // by phrase: how that word was recognised
	doubt   []uint16            // by phrase: which typed words are only perhaps its words
	touched []int32             // phrases met
	turn    []int32             // phrases met for the typed word at hand
	near    []spelling.Candidate
}

func (l *lexicon) scratch() *scratch {
	s, _ := l.pool.Get().(*scratch)
	if s == nil {
		n := len(l.phrases)
		s = &scratch{matched: make([]float32, n), covered: make([]float32, n), typed: make([]float32, n), mask: make([]uint16, n),
			token: make([]float32, n), share: make([]float32, n), how: make([]spelling.Likeness, n), doubt: make([]uint16, n)}
	}
	return s
}

func (l *lexicon) free(s *scratch) {
	for _, p := range s.touched {
		s.matched[p], s.covered[p], s.typed[p], s.mask[p], s.doubt[p] = 0, 0, 0, 0, 0
	}
	s.touched = s.touched[:0]
	l.pool.Put(s)
}

// hits finds the trades whose phrases share words with what was typed.
func (l *lexicon) hits(tokens []token, languages []string) []hit {
	s := l.scratch()
	defer l.free(s)
	var said float32
	plain := plainWords(tokens)
	for i, t := range tokens {
		said += l.compare(s, i, t, languages)
	}
	l.compareJoined(s, tokens)
	bestOf := make(map[int32]hit, 16)
	surely := make(map[int32]uint16, 16) // by trade: typed words that surely mean it
	for _, p := range s.touched {
		if s.mask[p]&^plain == 0 && !l.wholly(s, p, len(tokens), languages) {
			continue // English "have" is no Danish garden, Finnish "pieni", small, no misspelt cheese
		}
		score := l.score(s, p, said, languages)
		trade := l.phrases[p].trade
		if score > sure && s.doubt[p] == 0 {
			surely[trade] |= s.mask[p]
		}
		if score > lowest && score > bestOf[trade].score {
			bestOf[trade] = hit{trade: trade, score: score, mask: s.mask[p], guess: s.doubt[p] != 0}
		}
	}
	hits := make([]hit, 0, len(bestOf))
	for _, h := range bestOf {
		h.word, h.guess = typedWords(tokens, h.mask|surely[h.trade]), h.guess && surely[h.trade] == 0
		hits = append(hits, h)
	}
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.trade, b.trade))
	})
	return hits[:min(len(hits), manyHits)]
}

// plainWords are the places of the typed words that name no trade.
func plainWords(tokens []token) uint16 {
	var plain uint16
	for i, t := range tokens {
		if t.plain {
			plain |= 1 << i
		}
	}
	return plain
}

// wholly reports whether a phrase of plain words alone is what was meant: all of it stands there,
// it has several words ("home help"), or is all that was typed, by one who reads its language.
func (l *lexicon) wholly(s *scratch, p int32, typed int, languages []string) bool {
	ph := &l.phrases[p]
	return s.covered[p] >= ph.weight && s.matched[p] >= s.covered[p] &&
		(bits.OnesCount16(s.mask[p]) > 1 || typed == 1 && (len(languages) == 0 || slices.Contains(languages, ph.language)))
}

// compare adds what one typed word says for each phrase, and returns how much
// the word counts.
func (l *lexicon) compare(s *scratch, i int, t token, languages []string) float32 {
	s.near = l.nearest(s.near[:0], t)
	counts := float32(unknown)
	if t.joins {
		counts = ofJoining
	} else if len(s.near) > 0 {
		counts = 0
		for _, n := range s.near {
			counts = max(counts, l.words[n.Word].rarity)
		}
	}
	for _, n := range s.near {
		w := &l.words[n.Word]
		for _, p := range w.phrases {
			if s.token[p] == 0 {
				s.turn = append(s.turn, p)
			}
			if rarity := w.rarity * n.Similarity; rarity > s.token[p] {
				s.token[p], s.share[p], s.how[p] = rarity, n.Similarity, n.How
			}
		}
	}
	for _, p := range s.turn {
		s.touch(p)
		s.matched[p] += s.token[p]
		s.covered[p] += s.token[p] / s.share[p]
		s.typed[p] += counts
		s.mask[p] |= 1 << i
		if inDoubt(s.how[p], t, l.phrases[p].language, languages) {
			s.doubt[p] |= 1 << i
		}
		s.token[p], s.share[p] = 0, 0
	}
	s.turn = s.turn[:0]
	return counts
}

// inDoubt reports whether a word that was recognised so may well be another one. One who reads the language
// is likely to have meant it; a word of another script than Latin is hardly another language's.
func inDoubt(how spelling.Likeness, t token, language string, languages []string) bool {
	reads := len(languages) == 0 || slices.Contains(languages, language)
	switch how {
	case spelling.Exact:
		return false
	case spelling.Inflected:
		return !reads && latin(t.text)
	case spelling.Romanised, spelling.Typo:
		return !reads
	}
	return true
}

func (s *scratch) touch(p int32) {
	if s.mask[p] == 0 {
		s.touched = append(s.touched, p)
	}
}

// compareJoined finds phrases that were typed with other spaces than ours:
// "fenster reinigung", "windowcleaning", and counts them as whole.
func (l *lexicon) compareJoined(s *scratch, tokens []token) {
	for from := range tokens {
		key := ""
		var mask uint16
		for to := from; to < min(from+5, len(tokens)); to++ {
			key += tokens[to].text
			mask |= 1 << to
			if to == from && tokens[to].joins && len(tokens) > 1 {
				continue // French "et" is no Turkish meat
			}
			for _, p := range l.byKey[key] {
				s.touch(p)
				s.matched[p], s.covered[p] = l.phrases[p].weight, l.phrases[p].weight
				s.doubt[p] = 0
				if s.mask[p] != s.mask[p]|mask {
					s.mask[p] |= mask
					s.typed[p] = max(s.typed[p], l.phrases[p].weight)
				}
			}
		}
	}
}

// score weighs how much of the phrase was typed and how truly, and how much of
// what was typed the phrase explains.
func (l *lexicon) score(s *scratch, p int32, said float32, languages []string) float64 {
	ph := &l.phrases[p]
	ofPhrase, ofTyped, alike := 1.0, 1.0, 1.0
	if ph.weight > 0 && s.covered[p] > 0 {
		ofPhrase = min(1, float64(s.covered[p]/ph.weight))
		alike = float64(s.matched[p] / s.covered[p])
	}
	if said > 0 {
		ofTyped = min(1, float64(s.typed[p]/said))
	}
	if ofPhrase < 0.5 {
		return 0
	}
	score := whole * ofPhrase * ofPhrase * alike * (0.45 + 0.55*ofTyped)
	// Ties: a language the person reads, the word that is shown, a trade that many have.
	tie := 0.0
	if slices.Contains(languages, ph.language) {
		tie += 0.006
	}
	if ph.first {
		tie += 0.002
	}
	if l.trades[ph.trade].Popular {
		tie += 0.001
	}
	return score * (0.99 + tie)
}

// typedWords quotes the words that a mask stands for.
func typedWords(tokens []token, mask uint16) string {
	var words []string
	for i, t := range tokens {
		if mask&(1<<i) != 0 && (len(words) == 0 || words[len(words)-1] != t.raw) {
			words = append(words, t.raw)
		}
	}
	return strings.Join(words, " ")
}
