package main

import (
	"context"
	"time"
)

// entrant is one way of one contender to run a job, with its measurements.
type entrant struct {
	contender
	way
	job     string
	repeat  int // number of times that a slice is repeated in a round
	cpu     time.Duration
	took    []time.Duration
	answers map[int]answer // the last answer to each query
	rush    map[int]rushed
}

// entrants lists all ways of all contenders to run a job.
func entrants(job string, all []contender) []*entrant {
	var list []*entrant
	for _, c := range all {
		for _, w := range c.ways(job) {
			list = append(list, &entrant{contender: c, way: w, job: job, answers: map[int]answer{}, rush: map[int]rushed{}})
		}
	}
	return list
}

// enough is the least time of a slice, so that overhead is negligible. mostRepeats is the maximum number of repetitions to reach
// it.
const (
	enough      = 20 * time.Millisecond
	mostRepeats = 50
)

// warm runs queries before the measurement, so that pages are loaded and Java has compiled its code. It also sets how often a
// slice is repeated.
func (e *entrant) warm(ctx context.Context, d time.Duration, slice int) error {
	r, err := e.contender.rush(ctx, e.job, e.way.name, 1, d)
	if err != nil {
		return err
	}
	one := time.Duration(slice) * r.Wall / time.Duration(max(r.Answers, 1))
	e.repeat = int(min(enough/max(one, 1)+1, mostRepeats))
	return nil
}

// round runs a slice of the queries and adds the cost.
func (e *entrant) round(ctx context.Context, from, to int) error {
	before, err := e.contender.cpu()
	if err != nil {
		return err
	}
	for range e.repeat {
		answers, err := e.slice(ctx, e.job, e.way.name, from, to)
		if err != nil {
			return err
		}
		for i, a := range answers {
			e.took = append(e.took, a.took)
			e.answers[from+i] = a
		}
	}
	after, err := e.contender.cpu()
	e.cpu += after - before
	return err
}

// compete runs the rounds of a job. In each round every entrant runs the same slice, and a different entrant starts.
func compete(ctx context.Context, o Options, list []*entrant) error {
	for round := range o.Rounds {
		from := round * o.Slice % perJob
		to := min(from+o.Slice, perJob)
		for i := range list {
			if err := list[(i+round)%len(list)].round(ctx, from, to); err != nil {
				return err
			}
		}
	}
	return nil
}

// row summarises an entrant in comparison with the exact answers and those of the engine under test.
func (e *entrant) row(f *field, ours map[int]answer) Row {
	r := Row{Job: e.job, Engine: e.contender.name(), Way: e.says, Asked: len(e.took), Of: len(e.answers), Overlap: -1, Rush: e.rush, Totals: true}
	if len(e.took) > 0 {
		r.CPU = e.cpu / time.Duration(len(e.took))
	}
	overlap := 0.0
	for k, a := range e.answers {
		truth := f.truths[f.questions[e.job][k]]
		if a.total == truth.total {
			r.Same++
		}
		if a.total < 0 {
			r.Totals = false
		}
		if a.figure == ours[k].figure {
			r.Counted++
		}
		overlap += truth.overlap(a.ids)
	}
	if e.job != "SB" && len(e.answers) > 0 {
		r.Overlap = overlap / float64(len(e.answers))
	}
	r.P50, r.P95, r.P99 = percentile(e.took, 50), percentile(e.took, 95), percentile(e.took, 99)
	return r
}
