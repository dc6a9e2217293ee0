package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"

	"citiesgrow/internal/directory"
	"citiesgrow/internal/hsds"
	"citiesgrow/internal/intake"
)

func hsdsFlags(f *flag.FlagSet) {
	f.String("city", "", "id of the city that services without an address are in")
}

// importHSDS imports the services of other directories. It prints a line for each rejected service, and then a summary.
func importHSDS(c *call) error {
	if len(c.args) == 0 {
		return errUsage
	}
	city := c.set.Lookup("city").Value.String()
	return c.with(func(ctx context.Context, a *app) error {
		if _, known := a.kit.Taxonomy.City(city); city != "" && !known {
			return fmt.Errorf("--city %q is none of the sixteen", city)
		}
		sum := directory.Imported{Rejected: []directory.Rejected{}, Remarks: []directory.Remark{}}
		for _, path := range c.args {
			done, err := a.directory.Import(ctx, hsds.Open(path, c.stdin), city)
			if done != nil {
				sum.Add(done)
			}
			if err != nil {
				return err
			}
		}
		return c.tellImport(sum)
	})
}

func (c *call) tellImport(sum directory.Imported) error {
	if c.json {
		if err := json.NewEncoder(c.stdout).Encode(sum); err != nil {
			return err
		}
	} else {
		for _, r := range sum.Rejected {
			fmt.Fprintln(c.stderr, "rejected", r)
		}
		for _, r := range sum.Remarks {
			fmt.Fprintln(c.stderr, "remark", r)
		}
		fmt.Fprintf(c.stdout, "%d new, %d updated, %d unchanged, %d rejected", sum.New, sum.Updated, sum.Unchanged, sum.Refused)
		fmt.Fprintln(c.stdout, intake.WithRemarks(sum.Remarked))
	}
	if sum.Accepted() == 0 && sum.Refused == 0 {
		return nil // an empty page of an API
	}
	return intake.Verdict(sum.Accepted(), sum.Refused)
}

func exportHSDS(c *call) error {
	return c.with(func(ctx context.Context, a *app) error { return hsds.WriteAll(c.stdout, a.directory.Export(ctx)) })
}
