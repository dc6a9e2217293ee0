package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

type answer struct {
	total  int64
	figure int64
	ids    []string
}

func (p *peer) ask(ctx context.Context, job string, k int) (*answer, error) {
	job, way, _ := strings.Cut(job, "/")
	q := p.questions[job][k]
	rows, err := p.pool.Query(ctx, q.by(way), q.args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	a := &answer{}
	for rows.Next() {
		var what, value string
		var n int64
		if err := rows.Scan(&what, &value, &n); err != nil {
			return nil, err
		}
		switch what {
		case "hit":
			a.ids = append(a.ids, value)
		case "total":
			a.total = n
		case "theme", "language", "band":
			a.figure += n * n
		}
	}
	return a, rows.Err()
}

func (p *peer) run(ctx context.Context, job string, from, to int) error {
	for k := from; k < to; k++ {
		start := time.Now()
		a, err := p.ask(ctx, job, k)
		took := time.Since(start)
		if err != nil {
			return err
		}
		fmt.Fprintf(p.out, "answer\t%d\t%d\t%d\t%d\t%s\n", k, a.total, a.figure, took.Nanoseconds(), strings.Join(a.ids, ","))
	}
	fmt.Fprintln(p.out, "end")
	return nil
}

// rush asks with as many connections as clients.
func (p *peer) rush(ctx context.Context, job string, clients, ms int) error {
	bare, _, _ := strings.Cut(job, "/")
	size := int64(len(p.questions[bare]))
	if size == 0 {
		return fmt.Errorf("no questions of job %s", bare)
	}
	var next atomic.Int64
	var mu sync.Mutex
	var all []time.Duration
	var failed error
	var clientsDone sync.WaitGroup
	start := time.Now()
	until := start.Add(time.Duration(ms) * time.Millisecond)
	for range clients {
		clientsDone.Go(func() {
			var own []time.Duration
			var err error
			for err == nil && time.Now().Before(until) {
				begin := time.Now()
				_, err = p.ask(ctx, job, int((next.Add(1)-1)%size))
				own = append(own, time.Since(begin))
			}
			mu.Lock()
			defer mu.Unlock()
			all = append(all, own...)
			if err != nil {
				failed = err
			}
		})
	}
	clientsDone.Wait()
	if failed != nil {
		return failed
	}
	wall := time.Since(start)
	slices.Sort(all)
	at := func(percent int) int64 {
		if len(all) == 0 {
			return 0
		}
		return all[min(len(all)-1, len(all)*percent/100)].Nanoseconds()
	}
	fmt.Fprintf(p.out, "rushed\t%d\t%d\t%d\t%d\t%d\n", len(all), wall.Nanoseconds(), at(50), at(95), at(99))
	return nil
}
