package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/monitor"
)

// exportIndicators writes the figures of the given quarters, or of the last three years, the earliest first. Figures about
// persons contain only what a closed quarter may show.
func exportIndicators(c *call) error {
	return c.with(func(ctx context.Context, a *app) error {
		ctx = actor.AsSystem(ctx)
		if err := a.catchUp(ctx); err != nil {
			return err
		}
		quarters := a.monitor.Quarters()
		slices.Reverse(quarters)
		if len(c.args) > 0 {
			quarters = nil
		}
		for _, name := range c.args {
			q := monitor.Quarter(name)
			if from, _ := q.Bounds(); from.IsZero() {
				return fmt.Errorf("%q is no quarter: want one like 2026-Q4", name)
			}
			quarters = append(quarters, q)
		}
		words := a.kit.Words.For("en")
		var all []monitor.Line
		for _, q := range quarters {
			lines, err := a.monitor.Lines(ctx, q, words)
			if err != nil {
				return err
			}
			all = append(all, lines...)
		}
		if c.json {
			out := json.NewEncoder(c.stdout)
			out.SetIndent("", "  ")
			return out.Encode(all)
		}
		return monitor.WriteCSV(c.stdout, all)
	})
}
