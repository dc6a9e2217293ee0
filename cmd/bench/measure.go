package main

import (
	"context"
	"runtime"
	"time"
)

// warming is the length of the warm-up, as a multiple of Rush. Java needs some seconds to compile its code.
const warming = 3

// measure runs the jobs one after another, and for each job all contenders in turn.
func (r *runner) measure(ctx context.Context) error {
	all := []contender{
		&local{title: oursName, says: "with reasons", questions: r.field.questions, asks: r.engine.ask},
		&local{title: limitName, says: "no reasons", questions: r.field.questions, asks: func(ctx context.Context, q *question) (answer, error) {
			return r.field.limits[limitOf(q.job)].ask(ctx, q)
		}},
	}
	for _, p := range r.peers {
		all = append(all, p)
	}
	for _, job := range r.jobs() {
		list := entrants(job, all)
		r.say("job %s, %d entrants: warming", job, len(list))
		for _, e := range list {
			if err := e.warm(ctx, warming*r.Rush, r.Slice); err != nil {
				return err
			}
		}
		runtime.GC()
		idle(ctx)
		r.say("job %s: %d rounds of %d questions", job, r.Rounds, r.Slice)
		if err := compete(ctx, r.Options, list); err != nil {
			return err
		}
		if err := r.hurry(ctx, list); err != nil {
			return err
		}
		r.rows(list)
	}
	r.result.Memory = append(r.result.Memory, Memory{limitName, r.field.limitBytes(), "lists and columns: all notices, open notices, suppliers, services"})
	for _, p := range r.peers {
		r.result.Memory = append(r.result.Memory, Memory{p.title, p.memory(), "resident, all of its processes"})
	}
	return nil
}

// hurry measures the throughput of the usual ways with 1, 2 and 8 clients.
func (r *runner) hurry(ctx context.Context, list []*entrant) error {
	if r.Rush <= 0 {
		return nil
	}
	for _, clients := range rushes {
		r.say("job %s: %d clients", list[0].job, clients)
		for _, e := range list {
			if e.way.name != "" {
				continue
			}
			done, err := e.contender.rush(ctx, e.job, "", clients, r.Rush)
			if err != nil {
				return err
			}
			e.rush[clients] = done
		}
	}
	return nil
}

// rows computes the rows of a job, with ratios to the engine under test.
func (r *runner) rows(list []*entrant) {
	job := list[0].job
	for _, q := range r.field.questions[job] {
		r.result.Found[job] += float64(r.field.truths[q].total) / perJob
	}
	var ours time.Duration
	for _, e := range list {
		row := e.row(r.field, list[0].answers)
		if row.Engine == oursName {
			ours = row.CPU
		}
		if ours > 0 {
			row.Ratio = float64(row.CPU) / float64(ours)
		}
		r.result.Rows = append(r.result.Rows, row)
	}
}
