package taxonomy

import (
	"math"
	"slices"
	"strings"
	"sync"
)

// labelIndex finds official labels by their words in all languages. It holds
// every label once, by number, with the rarity of its words.
type labelIndex struct {
	codes     []string // CPV codes in order
	languages []string
	labels    []label
	words     map[string]int32
	postings  [][]int32     // by word: labels, in order
	divisions []inDivisions // by word: of its labels' codes
	sorted    []string      // the words in order, for endings
	whole     map[string][]int32
	pool      sync.Pool // of labelScratch
}

// label is one code's words in one language.
type label struct {
	code     int32
	language uint8
	weight   float32 // sum of the rarity of its words
}

func newLabelIndex(list map[string]Code) *labelIndex {
	x := &labelIndex{words: map[string]int32{}, whole: map[string][]int32{}}
	numbers := map[string]uint8{}
	for id := range list {
		x.codes = append(x.codes, id)
	}
	slices.Sort(x.codes)
	for i, id := range x.codes {
		for _, language := range list[id].Labels.Languages() {
			n, known := numbers[language]
			if !known {
				if len(x.languages) == 255 {
					continue
				}
				n = uint8(len(x.languages))
				numbers[language] = n
				x.languages = append(x.languages, language)
			}
			x.add(int32(i), n, list[id].Labels[language])
		}
	}
	x.divisions = make([]inDivisions, len(x.postings))
	for w, postings := range x.postings {
		x.postings[w] = slices.Clip(postings)
		for _, l := range postings {
			x.divisions[w].add(x.codes[x.labels[l].code])
		}
		for _, l := range postings {
			x.labels[l].weight += x.rarity(int32(w))
		}
	}
	x.sorted = make([]string, 0, len(x.words))
	for w := range x.words {
		x.sorted = append(x.sorted, w)
	}
	slices.Sort(x.sorted)
	return x
}

func (x *labelIndex) add(code int32, language uint8, text string) {
	folded := spoken(text)
	if len(folded) == 0 {
		return
	}
	id := int32(len(x.labels))
	x.labels = append(x.labels, label{code: code, language: language})
	key := strings.Join(folded, "")
	x.whole[key] = append(x.whole[key], id)
	for _, w := range folded {
		n, known := x.words[w]
		if !known {
			n = int32(len(x.postings))
			x.words[strings.Clone(w)] = n
			x.postings = append(x.postings, nil)
		}
		if p := x.postings[n]; len(p) == 0 || p[len(p)-1] != id {
			x.postings[n] = append(p, id)
		}
	}
}

// rarity is the logarithm of how few labels have the word.
func (x *labelIndex) rarity(word int32) float32 {
	return float32(math.Log(1 + float64(len(x.labels))/float64(len(x.postings[word]))))
}
