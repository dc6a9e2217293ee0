package main

import (
	"bufio"
	"context"
	"fmt"
	"time"

	"citiesgrow/search"
)

// field is a corpus of one size with all its queries.
type field struct {
	n         int
	corpus    *corpus
	questions map[string][]*question
	limits    map[string]*limit // "tenders", "open", "suppliers", "services"
	truths    map[*question]truth
	analysis  time.Duration // CPU time of analysing the words of all documents
	documents int
}

// kindOf returns the kind of documents that a job searches.
func kindOf(job string) string {
	switch job {
	case "R":
		return "suppliers"
	case "D":
		return "services"
	}
	return "tenders"
}

// limitOf returns the name of the limit's index for a job.
func limitOf(job string) string {
	switch job {
	case "SO", "M":
		return "open"
	}
	return kindOf(job)
}

// newField reads the queries of some jobs with the engine.
func newField(c *corpus, n int, names []string, e *engine) (*field, error) {
	f := &field{n: n, corpus: c, questions: map[string][]*question{}, truths: map[*question]truth{},
		limits: map[string]*limit{"tenders": newLimit("tender-"), "open": newLimit("tender-"), "suppliers": newLimit("supplier-"), "services": newLimit("service-")}}
	for _, name := range names {
		f.questions[name] = c.questions(name, n)
		for _, q := range f.questions[name] {
			var err error
			if q.clauses, err = e.read(q); err != nil {
				return nil, err
			}
		}
	}
	return f, nil
}

// read reads all documents of a kind once. It adds them to the limit and to the exact answers, and writes the file for the peers
// if one is given.
func (f *field) read(ctx context.Context, e *engine, kind string, file *bufio.Writer) error {
	var asked []*question
	for name, questions := range f.questions {
		if kindOf(name) == kind && name != "SB" {
			asked = append(asked, questions...)
		}
	}
	x := newExact(asked)
	for i := range f.n {
		if i%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		d := f.corpus.document(kind, i)
		var weights, lengths map[string]int
		f.analysis += spent(func() { weights, lengths = e.terms(d) })
		f.documents++
		x.add(d, weights, lengths)
		f.limits[kind].add(d, weights, lengths, true)
		if kind == "tenders" {
			f.limits["open"].add(d, weights, lengths, d.Until > clock.Unix())
		}
		if file != nil {
			if err := writeDocument(file, d, weights); err != nil {
				return fmt.Errorf("write %s for the peers: %w", kind, err)
			}
		}
	}
	f.limits[kind].seal()
	if kind == "tenders" {
		f.limits["open"].seal()
	}
	for _, q := range asked {
		f.truths[q] = x.answer(q)
	}
	f.browse(kind)
	return nil
}

// browse computes the right answers for queries without words.
func (f *field) browse(kind string) {
	if kind != "tenders" || f.questions["SB"] == nil {
		return
	}
	totals := make([]int, perJob)
	for i := range f.n {
		d := f.corpus.tender(i)
		for k, q := range f.questions["SB"] {
			if passes(d, q.search) {
				totals[k]++
			}
		}
	}
	for k, q := range f.questions["SB"] {
		f.truths[q] = truth{total: totals[k]}
	}
}

// fill adds the corpus to the engine in batches. It returns the CPU time of that, without the time of generating the documents.
func fill(ctx context.Context, c *corpus, n int, e *engine, kind string, batch int) (time.Duration, error) {
	before := processCPU()
	var made time.Duration
	for from := 0; from < n; from += batch {
		docs := make([]search.Document, min(batch, n-from))
		made += spent(func() {
			for i := range docs {
				docs[i] = c.document(kind, from+i)
			}
		})
		if err := e.Apply(ctx, kind, docs, nil); err != nil {
			return 0, err
		}
	}
	return processCPU() - before - made, nil
}

func (f *field) limitBytes() (sum int64) {
	for _, l := range f.limits {
		sum += l.bytes()
	}
	return sum
}
