package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
)

// runJobs runs the jobs of all modules until the context ends, each in its own goroutine. The returned function waits for them,
// runs the jobs with AtStop once more, and returns their errors.
func (a *app) runJobs(ctx context.Context) (finished func() error) {
	var running sync.WaitGroup
	var atStop []module.Job
	for _, m := range a.modules {
		for _, job := range m.Jobs {
			running.Go(func() { a.repeat(actor.AsSystem(ctx), job) })
			if job.AtStop {
				atStop = append(atStop, job)
			}
		}
	}
	return func() error {
		running.Wait()
		var failed []error
		for _, job := range atStop {
			if err := job.Run(actor.AsSystem(context.WithoutCancel(ctx))); err != nil {
				failed = append(failed, fmt.Errorf("%s: %w", job.Name, err))
			}
		}
		return errors.Join(failed...)
	}
}

// repeat runs a job now and after each interval. An error is logged, and the next run tries again.
func (a *app) repeat(ctx context.Context, job module.Job) {
	tick := time.NewTicker(job.Every)
	defer tick.Stop()
	for {
		if err := job.Run(ctx); err != nil && ctx.Err() == nil {
			a.log.Warn("a job failed", "job", job.Name, "error", err.Error())
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
