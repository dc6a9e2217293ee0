package taxonomy

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"

	"citiesgrow/internal/taxonomy/fold"
	"citiesgrow/internal/taxonomy/gazetteer"
	"citiesgrow/internal/taxonomy/spelling"
	"citiesgrow/internal/tsv"
)

// lexicon is the index over the everyday words of all trades.
type lexicon struct {
	trades  []Trade
	phrases []phrase
	words   []word
	byKey   map[string][]int32   // phrase without spaces → phrases: "windowcleaning"
	native  *spelling.Index      // words as written
	roman   *spelling.Index      // Cyrillic and Greek words in Latin letters
	arabic  map[string][]int32   // consonants → words in Arabic script
	names   *gazetteer.Gazetteer // knows the little words and the names of the cities: they carry no trade
	plain   map[string]bool      // words of contracts of every kind
	general map[string]bool      // words of so many trades that they say little alone: "care", "repair"
	nations map[string]bool      // whose a thing is: "Polish"
	// asWritten are the words of all lists but the general ones, with their accents: Swedish "städ" is no "stad".
	asWritten map[string]bool
	starts    []start // for Suggest
	ids       map[string]int32
	abc       *spelling.Transliterator
	pool      sync.Pool // of scratch
}

// phrase is one entry of a trade's words.
type phrase struct {
	trade    int32
	language string
	first    bool    // the one to show
	weight   float32 // sum of the rarity of its words
}

// word is a folded word with the phrases it occurs in.
type word struct {
	phrases   []int32
	divisions inDivisions // of the first codes of its trades
	trades    int
	last      int32   // trade counted last
	rarity    float32 // log of how few trades use it
}

func newLexicon(ts *trades, cs *cities) (*lexicon, error) {
	l := &lexicon{trades: ts.list, abc: spelling.NewTransliterator(), byKey: map[string][]int32{}, native: spelling.NewIndex(), roman: spelling.NewIndex(),
		arabic: map[string][]int32{}, ids: map[string]int32{},
		names: cs.names, plain: map[string]bool{}, general: map[string]bool{}, nations: map[string]bool{}, asWritten: map[string]bool{}}
	// Of the joining words only their spelling is wanted: the gazetteer has their set.
	for name, words := range map[string]map[string]bool{"joining": {}, "plain": l.plain, "general": l.general, "nations": l.nations} {
		rows, err := tsv.Read(vocabulary, "data/"+name+".tsv")
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			for _, w := range fold.Words(r.Cells[len(r.Cells)-1]) {
				words[w] = true
			}
			if name == "general" {
				continue
			}
			for w := range strings.FieldsSeq(r.Cells[len(r.Cells)-1]) {
				l.asWritten[norm.NFC.String(w)] = true
			}
		}
	}
	for w := range cs.names.Words() {
		l.asWritten[w] = true
	}
	for i, trade := range ts.list {
		for _, language := range slices.Sorted(maps.Keys(trade.Words)) {
			for n, text := range trade.Words[language] {
				if !l.add(int32(i), language, text, n == 0) {
					return nil, fmt.Errorf("data/words/%s.tsv: %s: %q has no words", language, trade.ID, text)
				}
			}
		}
	}
	l.weigh()
	l.native.Build()
	l.roman.Build()
	l.sortStarts()
	return l, nil
}

// add indexes a phrase under its words, their umlauts spelled both ways.
func (l *lexicon) add(trade int32, language, text string, first bool) bool {
	folded := spoken(text)
	if len(folded) == 0 {
		return false
	}
	id := int32(len(l.phrases))
	l.phrases = append(l.phrases, phrase{trade: trade, language: language, first: first})
	l.key(strings.Join(folded, ""), id)
	long := spoken(l.abc.Umlauts.Replace(norm.NFC.String(text)))
	l.key(strings.Join(long, ""), id)
	seen := map[string]bool{}
	for n, w := range folded {
		if l.names.Little(w) && len(folded) > 1 || seen[w] {
			continue
		}
		seen[w] = true
		spellings := []string{w}
		if len(long) == len(folded) && long[n] != w {
			spellings = append(spellings, long[n])
		}
		l.occurs(l.word(w, language, spellings), id)
	}
	l.begin(folded, id)
	return true
}

func (l *lexicon) key(key string, id int32) {
	if list := l.byKey[key]; len(list) == 0 || list[len(list)-1] != id {
		l.byKey[key] = append(list, id)
	}
}

// word returns the id of a folded word, learning its spellings.
func (l *lexicon) word(w, language string, spellings []string) int32 {
	id, known := l.ids[w]
	if !known {
		id = int32(len(l.words))
		l.ids[w] = id
		l.words = append(l.words, word{last: -1})
	}
	if rest := bare(w); rest != w {
		spellings = append(spellings, rest)
	}
	for _, s := range spellings {
		l.native.Add(s, id)
	}
	if w[0] >= 0x80 && (!known || language == "uk") {
		l.inLatin(w, language, id)
	}
	return id
}

// inLatin learns how a word of another script may be typed in Latin letters.
func (l *lexicon) inLatin(w, language string, id int32) {
	if latin, ok := l.abc.Romanise(w, language); ok {
		l.roman.Add(l.abc.RoughLatin(latin), id)
	} else if key := l.abc.Consonants(bare(w)); len(key) >= 3 && !slices.Contains(l.arabic[key], id) {
		l.arabic[key] = append(l.arabic[key], id)
	}
}

func (l *lexicon) occurs(id, in int32) {
	w := &l.words[id]
	w.phrases = append(w.phrases, in)
	if trade := l.phrases[in].trade; w.last != trade {
		w.last = trade
		w.trades++
		w.divisions.add(l.trades[trade].CPV[0])
	}
}

// weigh gives words their rarity and phrases the sum of it. A word used by one
// trade says much, "service" little.
func (l *lexicon) weigh() {
	for i := range l.words {
		w := &l.words[i]
		w.rarity = float32(math.Log(1 + float64(len(l.trades))/float64(w.trades)))
		for _, p := range w.phrases {
			l.phrases[p].weight += w.rarity
		}
	}
}
