package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// contender is one engine of a run.
type contender interface {
	name() string
	// ways lists the variants in which it can run a job; the first one is the usual one, "".
	ways(job string) []way
	// slice runs the queries from (inclusive) to (exclusive), one after another.
	slice(ctx context.Context, job, way string, from, to int) ([]answer, error)
	// rush runs queries with several clients at once for some time.
	rush(ctx context.Context, job, way string, clients int, d time.Duration) (rushed, error)
	// cpu returns the CPU time used so far by its process and its child processes.
	cpu() (time.Duration, error)
	close() error
}

// way is a variant of running a job, with its name in the report.
type way struct{ name, says string }

// rushed is the result of a rush.
type rushed struct {
	Answers int           `json:"answers"`
	Wall    time.Duration `json:"wall_ns"`
	P50     time.Duration `json:"p50_ns"`
	P95     time.Duration `json:"p95_ns"`
	P99     time.Duration `json:"p99_ns"`
}

// perSecond returns the throughput.
func (r rushed) perSecond() float64 {
	if r.Wall == 0 {
		return 0
	}
	return float64(r.Answers) / r.Wall.Seconds()
}

// local is a contender in this process.
type local struct {
	title     string
	says      string // what its usual way returns
	questions map[string][]*question
	asks      func(ctx context.Context, q *question) (answer, error)
}

func (l *local) name() string                { return l.title }
func (l *local) cpu() (time.Duration, error) { return processCPU(), nil }
func (l *local) close() error                { return nil }

func (l *local) ways(job string) []way {
	if job == "SB" { // without words there are no reasons
		return []way{{}}
	}
	return []way{{"", l.says}}
}

func (l *local) slice(ctx context.Context, job, _ string, from, to int) ([]answer, error) {
	answers := make([]answer, 0, to-from)
	for _, q := range l.questions[job][from:to] {
		start := time.Now()
		a, err := l.asks(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", l.title, err)
		}
		a.took = time.Since(start)
		answers = append(answers, a)
	}
	return answers, nil
}

func (l *local) rush(ctx context.Context, job, _ string, clients int, d time.Duration) (rushed, error) {
	var next atomic.Int64
	var mu sync.Mutex
	var all []time.Duration
	var failed error
	var done sync.WaitGroup
	start := time.Now()
	for range clients {
		done.Go(func() {
			var own []time.Duration
			var err error
			for err == nil && time.Since(start) < d {
				begin := time.Now()
				_, err = l.asks(ctx, l.questions[job][int(next.Add(1)-1)%perJob])
				own = append(own, time.Since(begin))
			}
			mu.Lock()
			defer mu.Unlock()
			all = append(all, own...)
			if err != nil {
				failed = fmt.Errorf("%s: %w", l.title, err)
			}
		})
	}
	done.Wait()
	r := rushed{Answers: len(all), Wall: time.Since(start)}
	r.P50, r.P95, r.P99 = percentile(all, 50), percentile(all, 95), percentile(all, 99)
	return r, failed
}

// percentile returns the p-th percentile. It sorts its argument.
func percentile(all []time.Duration, p int) time.Duration {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[min(len(all)-1, len(all)*p/100)]
}
