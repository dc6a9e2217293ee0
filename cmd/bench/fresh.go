package main

import (
	"cmp"
	"context"
	"fmt"
	"sync"
	"time"

	"citiesgrow/search"
)

// Fresh is the effect of writes on queries, and the time until a written document is found.
type Fresh struct {
	Written    int           `json:"written"`
	FoundP50   time.Duration `json:"found_p50_ns"` // from Apply to the first answer that contains it
	FoundMost  time.Duration `json:"found_max_ns"`
	QuietP50   time.Duration `json:"quiet_p50_ns"` // time of a query without writes
	QuietP99   time.Duration `json:"quiet_p99_ns"`
	WritingP50 time.Duration `json:"writing_p50_ns"` // time of a query during writes
	WritingP99 time.Duration `json:"writing_p99_ns"`
}

const (
	freshTime  = 20 * time.Second
	freshEvery = time.Minute / 1000    // between two new tenders
	freshPace  = 50 * time.Millisecond // between two queries
	freshWord  = "zqxv"                // prefix of the word that finds one new tender
)

// restart closes the engine and opens it again from its folder.
func (r *runner) restart(ctx context.Context) error {
	if !r.asked("start") {
		return nil
	}
	r.say("start again")
	if err := r.engine.Close(); err != nil {
		return err
	}
	r.engine = nil
	begin := time.Now()
	e, err := openEngine(r.ourFolder())
	if err != nil {
		return err
	}
	r.engine, r.result.Start = e, time.Since(begin)
	if n := e.Count("tenders"); n != r.n {
		return fmt.Errorf("start again: %d tenders are left of %d", n, r.n)
	}
	return nil
}

// freshness runs queries at a steady pace, first alone, then while 1,000 tenders a minute are written.
func (r *runner) freshness(ctx context.Context) error {
	if !r.asked("fresh") {
		return nil
	}
	r.say("fresh: %s without and with writes", freshTime)
	questions := append(r.corpus.questions("M", r.n), r.corpus.questions("S", r.n)...)
	quiet, err := r.steady(ctx, questions)
	if err != nil {
		return err
	}
	writing, stop := context.WithCancel(ctx)
	defer stop()
	var found []time.Duration
	var failed error
	var done sync.WaitGroup
	done.Go(func() { found, failed = r.arrive(writing) })
	busy, err := r.steady(ctx, questions)
	stop()
	done.Wait()
	if err != nil || failed != nil {
		return fmt.Errorf("fresh: %w", cmp.Or(err, failed))
	}
	r.result.Fresh = &Fresh{Written: len(found), FoundP50: percentile(found, 50), FoundMost: percentile(found, 100),
		QuietP50: percentile(quiet, 50), QuietP99: percentile(quiet, 99), WritingP50: percentile(busy, 50), WritingP99: percentile(busy, 99)}
	return nil
}

// steady runs M and S in turn, at a pace that does not depend on the answers.
func (r *runner) steady(ctx context.Context, questions []*question) ([]time.Duration, error) {
	var took []time.Duration
	tick := time.NewTicker(freshPace)
	defer tick.Stop()
	for begin, k := time.Now(), 0; time.Since(begin) < freshTime; k++ {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-tick.C:
		}
		q := questions[(k%2*perJob+k/2%perJob)%len(questions)]
		start := time.Now()
		if _, err := r.engine.ask(ctx, q); err != nil {
			return nil, err
		}
		took = append(took, time.Since(start))
	}
	return took, nil
}

// arrive writes new tenders at a fixed rate. Tenders that are due during a write are written together. It measures for each batch
// the time until its last tender is found.
func (r *runner) arrive(ctx context.Context) ([]time.Duration, error) {
	var found []time.Duration
	begin := time.Now()
	for written := 0; ; {
		wait := time.Until(begin.Add(time.Duration(written+1) * freshEvery))
		select {
		case <-ctx.Done():
			return found, nil
		case <-time.After(wait):
		}
		var docs []search.Document
		for due := int(time.Since(begin) / freshEvery); written < due; written++ {
			d := r.corpus.tender(3*r.n + written)
			d.Texts[0].Words += " " + freshName(written)
			docs = append(docs, d)
		}
		start := time.Now()
		if err := r.engine.Apply(context.WithoutCancel(ctx), "tenders", docs, nil); err != nil {
			return nil, err
		}
		if err := r.until(ctx, freshName(written-1)); err != nil {
			return nil, err
		}
		for range docs {
			found = append(found, time.Since(start))
		}
	}
}

// freshName returns a word that no other document has. It has only letters, so that no analyzer splits it.
func freshName(i int) string {
	name := []byte(freshWord)
	for range 4 {
		name = append(name, byte('a'+i%26))
		i /= 26
	}
	return string(name)
}

// until repeats a query until a word is found.
func (r *runner) until(ctx context.Context, word string) error {
	q := &question{job: "fresh", search: &search.Query{Kind: "tenders", Words: word, Exact: true, Size: 1}, limit: 1}
	for range 10_000 {
		a, err := r.engine.ask(context.WithoutCancel(ctx), q)
		if err != nil {
			return err
		}
		if a.total > 0 {
			return nil
		}
		time.Sleep(time.Millisecond)
	}
	return fmt.Errorf("%q is not found after 10 seconds", word)
}
