package main

import (
	"math"
	"slices"
	"strings"

	"citiesgrow/search"
)

// exact computes BM25 by its formula, in float64, over every document: slow and simple. It shares only the weights of query terms
// with the engines that it checks. Each document of a kind is added once, and only terms that occur in a query are stored.
type exact struct {
	questions []*question
	terms     map[string]*exactTerm
	lengths   map[string]*mean // by language
	open      []bool
	passed    map[*question][]uint32 // for searches: the documents with all words that meet the filters
}

type exactTerm struct{ at []occurrence }

// occurrence is a term in a document, with its weight and the length of the document.
type occurrence struct {
	doc            uint32
	weight, length int32
}

type mean struct{ sum, docs float64 }

func newExact(questions []*question) *exact {
	x := &exact{questions: questions, terms: map[string]*exactTerm{}, lengths: map[string]*mean{}, passed: map[*question][]uint32{}}
	for _, q := range questions {
		for _, w := range q.clauses {
			for _, t := range w.terms {
				x.terms[t.name] = &exactTerm{}
			}
		}
	}
	return x
}

// languageOf returns the prefix of a term; "" for words without a language.
func languageOf(term string) string {
	switch {
	case strings.HasPrefix(term, "#"):
		return "#"
	case strings.HasPrefix(term, "_:"):
		return ""
	}
	language, _, _ := strings.Cut(term, ":")
	return language
}

func (x *exact) add(d search.Document, weights, lengths map[string]int) {
	doc := uint32(len(x.open))
	x.open = append(x.open, d.Until > clock.Unix())
	for language, n := range lengths {
		m := x.lengths[language]
		if m == nil {
			m = &mean{}
			x.lengths[language] = m
		}
		m.sum += float64(n)
		m.docs++
	}
	for name, weight := range weights {
		if t := x.terms[name]; t != nil {
			t.at = append(t.at, occurrence{doc, int32(weight), int32(lengths[languageOf(name)])})
		}
	}
	for _, q := range x.questions {
		if q.search != nil && hasAll(weights, q.clauses) && passes(d, q.search) {
			x.passed[q] = append(x.passed[q], doc)
		}
	}
}

func hasAll(weights map[string]int, clauses []clause) bool {
	for _, w := range clauses {
		if !slices.ContainsFunc(w.terms, func(t term) bool { return weights[t.name] > 0 }) {
			return false
		}
	}
	return true
}

// passes reports whether a document meets the filters and ranges of a search.
func passes(d search.Document, q *search.Query) bool {
	if q.OpenOnly && d.Until <= clock.Unix() {
		return false
	}
	for name, values := range q.Filters {
		if !slices.ContainsFunc(values, func(v string) bool { return slices.Contains(d.Keys[name], v) }) {
			return false
		}
	}
	for name, r := range q.Ranges {
		if n := d.Numbers[name]; n < *r.From || n > *r.To {
			return false
		}
	}
	return true
}

// score returns the BM25 score of one occurrence.
func (x *exact) score(t term, o occurrence) float64 {
	impact := 1.0
	if language := languageOf(t.name); language != "#" {
		m := x.lengths[language]
		tf := float64(o.weight)
		impact = tf * (k1 + 1) / (tf + k1*(1-lengthB+lengthB*float64(o.length)/(m.sum/m.docs)))
	}
	return t.weight * impact
}

// openFirst is added to the scores of open documents, so that they precede all closed ones.
const openFirst = 1e6

// truth is the right answer to a query.
type truth struct {
	total  int
	scores map[uint32]float64 // of the best documents and those with the same score as the last; with openFirst added if open documents come first
	best   int                // the requested number of hits, or the number found if it is smaller
}

// answer scores every document that has a word of the query and meets its conditions.
func (x *exact) answer(q *question) truth {
	scores := map[uint32]float64{}
	for _, w := range q.clauses {
		best := map[uint32]float64{}
		for _, t := range w.terms {
			for _, o := range x.terms[t.name].at {
				best[o.doc] = max(best[o.doc], x.score(t, o))
			}
		}
		for doc, s := range best {
			scores[doc] += s
		}
	}
	if q.search != nil {
		found := map[uint32]float64{}
		for _, doc := range x.passed[q] {
			found[doc] = scores[doc]
			if x.open[doc] {
				found[doc] += openFirst
			}
		}
		scores = found
	} else if q.openOnly() {
		for doc := range scores {
			if !x.open[doc] {
				delete(scores, doc)
			}
		}
	}
	return newTruth(scores, q.limit)
}

func newTruth(scores map[uint32]float64, limit int) truth {
	all := make([]float64, 0, len(scores))
	for _, s := range scores {
		all = append(all, s)
	}
	slices.Sort(all)
	t := truth{total: len(all), scores: map[uint32]float64{}, best: min(limit, len(all))}
	if t.best == 0 {
		return t
	}
	// Tolerate rounding to float32, as in the engines.
	edge := all[len(all)-t.best]
	edge -= 1e-5 * math.Mod(edge, openFirst)
	for doc, s := range scores {
		if s >= edge {
			t.scores[doc] = s
		}
	}
	return t
}

// overlap returns the share of the best documents that an answer contains. A document with the same score as the last of them
// counts as one of them.
func (t truth) overlap(ids []string) float64 {
	if t.best == 0 {
		return 1
	}
	n := 0
	for _, id := range ids {
		if _, among := t.scores[number(id)]; among {
			n++
		}
	}
	return float64(min(n, t.best)) / float64(t.best)
}

// number returns the number of a document from its id.
func number(id string) uint32 {
	n := uint32(0)
	for _, r := range id[strings.LastIndexByte(id, '-')+1:] {
		n = n*10 + uint32(r-'0')
	}
	return n
}
