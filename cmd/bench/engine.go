package main

import (
	"context"
	"fmt"
	"time"

	"citiesgrow/search"
)

// This file is all that the package asks of the engine.

// The constants of the engine's BM25.
const (
	k1      = search.K1
	lengthB = search.B
)

// clause is one word of a question with the terms that may stand for it: a document scores
// the best of them.
type clause struct {
	word  string
	terms []term
}

type term struct {
	name   string
	weight float64 // its rarity included
}

// engine is ours.
type engine struct{ *search.Engine }

func openEngine(dir string) (*engine, error) {
	e, err := search.Open(dir, search.Options{Now: func() time.Time { return clock }})
	if err != nil {
		return nil, err
	}
	if err := e.Start(kinds()...); err != nil {
		return nil, err
	}
	return &engine{e}, nil
}

// terms are those that find a document, with their weights, and its length by language.
func (e *engine) terms(d search.Document) (weights, lengths map[string]int) { return e.Terms(d) }

// read says what a question means in terms.
func (e *engine) read(q *question) ([]clause, error) {
	var told []search.Clause
	if q.search == nil {
		told = e.ReadProfile(*q.profile)
	} else {
		var err error
		if told, err = e.Read(*q.search); err != nil {
			return nil, fmt.Errorf("read a question of job %s: %w", q.job, err)
		}
	}
	var clauses []clause
	for _, w := range told {
		one := clause{word: w.Word}
		for _, t := range w.Terms {
			one.terms = append(one.terms, term{t.Name, t.Weight})
		}
		clauses = append(clauses, one)
	}
	return clauses, nil
}

// ask answers a question, with reasons and facets.
func (e *engine) ask(ctx context.Context, q *question) (answer, error) {
	var result *search.Result
	var err error
	if q.search != nil {
		result, err = e.Search(ctx, *q.search)
	} else {
		result, err = e.Rank(ctx, *q.profile)
	}
	if err != nil {
		return answer{}, fmt.Errorf("ask job %s: %w", q.job, err)
	}
	a := answer{total: result.Total, ids: make([]string, len(result.Hits))}
	for i, h := range result.Hits {
		a.ids[i] = h.ID
	}
	for _, facet := range plainFacets {
		for _, c := range result.Facets[facet] {
			a.figure += uint64(c.Count) * uint64(c.Count)
		}
	}
	return a, nil
}

// plainFacets are those that no question filters by. The squares of their counts,
// added up, are the figure by which engines show that they counted the same.
var plainFacets = []string{"theme", "language", "band"}

// answer is what one engine says to one question.
type answer struct {
	total  int      // documents found; -1 when not told
	ids    []string // the best
	figure uint64   // of the facets; 0 when not given
	took   time.Duration
}
