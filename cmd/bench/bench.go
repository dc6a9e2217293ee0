// Command bench measures the cost of search and matching, in comparison with other engines that do the same work. Every reader
// can verify a claim about speed with it.
//
// It generates its corpus from a seed: the same seed gives the same notices, suppliers and queries on every machine. All engines
// of a run index the same terms. They run the same queries in turn, one slice each, so that other load on the machine affects all
// of them. Figures of different runs must not be compared. The engine is compared with
//
//   - the limit: a minimal scorer with posting lists and columns, but without reasons;
//   - PostgreSQL 15 full-text search and Lucene 8, if they are installed (peers/setup.sh), as separate processes;
//   - exact BM25, slow and simple, which checks whether fast results are right.
package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// jobs are the measured jobs, in the order of the report.
var jobs = []job{
	{"S", "two words, filters, five facets, best 20 of all notices, open before closed"},
	{"SO", "the same among open notices; the peers have an index of only those"},
	{"SB", "filters and five facets without words, 20 by deadline, open before closed"},
	{"M", "a supplier's 30 to 45 words and 3 codes against open notices, best 50; the peers have an index of only those"},
	{"R", "a new tender's title and code against all suppliers, best 50"},
	{"D", "two words, a filter, six facets, best 20 of as many services of the directory; the peers take no part"},
}

type job struct{ name, about string }

// Options of Run.
type Options struct {
	Docs       []int         // notices, and as many suppliers and, for D, services; several sizes show the growth
	Seed       uint64        // seed of the corpus and the queries
	Jobs       []string      // of S, SO, SB, M, R, D, fresh, start; empty: all
	Peers      []string      // of "lucene", "postgres"; empty: none
	Rounds     int           // in each round every engine runs a slice of the queries
	Slice      int           // queries in a slice
	PeerFolder string        // folder in which peers/setup.sh has built the peers
	Folder     string        // folder for indexes and corpus files; empty: a temporary one
	Rush       time.Duration // how long an engine is queried by 1, 2 and 8 clients each; the warm-up is three times as long
	Plot       string        // file for the plots of the growth
	JSON       bool
}

// asked reports whether a job is part of the run.
func (o Options) asked(name string) bool {
	return len(o.Jobs) == 0 || slices.Contains(o.Jobs, name)
}

// Check returns an error for options that cannot be run.
func (o Options) Check() error {
	if len(o.Docs) == 0 || o.Rounds < 1 || o.Slice < 1 || o.Slice > perJob {
		return fmt.Errorf("want --docs, and --rounds and --slice from 1; a slice has at most %d questions", perJob)
	}
	for _, n := range o.Docs {
		if n < 100 {
			return fmt.Errorf("--docs %d: at least 100", n)
		}
	}
	for _, name := range o.Jobs {
		known := name == "fresh" || name == "start"
		for _, j := range jobs {
			known = known || j.name == name
		}
		if !known {
			return fmt.Errorf("--jobs: %q is none of S, SO, SB, M, R, D, fresh, start", name)
		}
	}
	for _, name := range o.Peers {
		if name != "lucene" && name != "postgres" {
			return fmt.Errorf("--peers: %q is neither lucene nor postgres", name)
		}
	}
	return nil
}

// progress prints the current step and the time since the start.
type progress struct {
	w     io.Writer
	start time.Time
}

func (p *progress) say(format string, args ...any) {
	fmt.Fprintf(p.w, "%7.1fs  %s\n", time.Since(p.start).Seconds(), strings.TrimSpace(fmt.Sprintf(format, args...)))
}
