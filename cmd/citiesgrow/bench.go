package main

import (
	"flag"
	"fmt"
	"strconv"
	"strings"
	"time"

	"citiesgrow/internal/bench"
)

func benchFlags(f *flag.FlagSet) {
	f.String("docs", "50000", "notices, and as many suppliers and services; several with commas give growth")
	f.String("jobs", "", "of S, SO, SB, M, R, D, start and fresh, with commas; empty: all")
	f.String("peers", "", "of postgres and lucene, with commas; empty: none")
	f.String("peer-folder", "internal/bench/peers", "where peers/setup.sh has built them")
	f.String("folder", "", "for indexes and corpus files, removed at the end; empty: a temporary one")
	f.String("plot", "", "SVG file for the growth plots; a table is written beside it, as .md")
	f.Uint64("seed", 42, "of the corpus and the questions")
	f.Int("rounds", 10, "in each, all engines are asked the same slice of questions in turn")
	f.Int("slice", 12, "questions of a slice; there are 60 of each job")
	f.Duration("rush", 2*time.Second, "how long an engine is asked by 1, 2 and 8 clients each; it is warmed for three times that")
}

// benchmark measures finding and matching beside others.
func benchmark(c *call) error {
	if len(c.args) > 0 {
		return errUsage
	}
	value := func(name string) any { return c.set.Lookup(name).Value.(flag.Getter).Get() }
	o := bench.Options{Seed: value("seed").(uint64), Rounds: value("rounds").(int), Slice: value("slice").(int), Rush: value("rush").(time.Duration),
		Jobs: list(value("jobs")), Peers: list(value("peers")), PeerFolder: value("peer-folder").(string), Folder: value("folder").(string),
		Plot: value("plot").(string), JSON: c.json}
	for _, n := range list(value("docs")) {
		docs, err := strconv.Atoi(n)
		if err != nil {
			return fmt.Errorf("--docs %q: want numbers with commas between", n)
		}
		o.Docs = append(o.Docs, docs)
	}
	return bench.Run(c, o, c.stdout, c.stderr)
}

// list cuts a flag's values at commas.
func list(flag any) []string {
	return strings.FieldsFunc(flag.(string), func(r rune) bool { return r == ',' || r == ' ' })
}
