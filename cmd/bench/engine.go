package main

import (
	"context"
	"fmt"
	"time"

	"citiesgrow/search"
)

// This file contains all calls of the engine.

// The constants of the engine's BM25.
const (
	k1      = search.K1
	lengthB = search.B
)

// clause is one query word with its alternative terms. A document scores the best of them.
type clause struct {
	word  string
	terms []term
}

type term struct {
	name   string
	weight float64 // idf is included for words
}

// engine is the engine under test.
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

// terms returns the terms of a document with their weights, and its length in each language.
func (e *engine) terms(d search.Document) (weights, lengths map[string]int) { return e.Terms(d) }

// read returns the clauses of a query.
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

// ask runs a query with reasons and facets.
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

// plainFacets are the facets that no query filters by. The sum of the squares of their counts shows whether two engines counted
// the same.
var plainFacets = []string{"theme", "language", "band"}

// answer is the result of one query.
type answer struct {
	total  int      // number of hits; -1 if unknown
	ids    []string // the best hits
	figure uint64   // figure of the facets; 0 if there is none
	took   time.Duration
}
