package main

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
)

// A job runs at the start and then after each interval, as the system. A failed job is logged, runs again, and does not delay
// others. Jobs with AtStop run once more at the end.
func TestJobs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log strings.Builder
		runs := map[string]int{}
		count := func(name string, err error) func(context.Context) error {
			return func(ctx context.Context) error {
				if !actor.From(ctx).Is(actor.System) {
					t.Errorf("%s runs as %v", name, actor.From(ctx))
				}
				runs[name]++
				return err
			}
		}
		broken := errors.New("no store")
		a := &app{log: slog.New(slog.NewTextHandler(&log, nil)), modules: []module.Module{
			{Jobs: []module.Job{{Name: "hourly", Every: time.Hour, Run: count("hourly", nil)}}},
			{Jobs: []module.Job{{Name: "fails", Every: time.Minute, AtStop: true, Run: count("fails", broken)}}},
		}}
		ctx, stop := context.WithCancel(t.Context())
		finished := a.runJobs(ctx)
		synctest.Wait()
		if runs["hourly"] != 1 || runs["fails"] != 1 {
			t.Errorf("at the start: %v", runs)
		}
		time.Sleep(61 * time.Minute)
		synctest.Wait()
		if runs["hourly"] != 2 || runs["fails"] != 62 {
			t.Errorf("after an hour: %v", runs)
		}
		if !strings.Contains(log.String(), "job=fails") || strings.Contains(log.String(), "job=hourly") {
			t.Errorf("the log says %s", log.String())
		}
		stop()
		if err := finished(); !errors.Is(err, broken) || !strings.Contains(err.Error(), "fails") {
			t.Errorf("at the stop: %v", err)
		}
		if runs["hourly"] != 2 || runs["fails"] != 63 {
			t.Errorf("at the stop: %v", runs)
		}
	})
}
