// Command bench measures what finding and matching cost, next to other engines that do the
// same work, so that every reader can check a claim about speed.
//
// It makes its own corpus from a seed: the same seed gives the same notices, suppliers
// and questions on every machine. All engines of a run index the same terms and are
// asked the same questions in turn, a slice each, so that a busy machine is busy for
// all of them; figures of different runs must not be compared. Beside the engine stand
//
//   - the limit: the least a scorer could do, posting lists and columns by hand, no reasons;
//   - PostgreSQL 15 full-text search and Lucene 8, where they are installed
//     (peers/setup.sh), as processes of their own;
//   - exact BM25, slow and plain, which reports whether fast answers are right ones.
package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// jobs are what is measured, in the order of the report.
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
	Docs       []int         // notices, as many suppliers and, for D, services; several give growth
	Seed       uint64        // of the corpus and the questions
	Jobs       []string      // of S, SO, SB, M, R, D, fresh, start; empty: all
	Peers      []string      // of "lucene", "postgres"; empty: none
	Rounds     int           // each asks a slice of the questions of every engine
	Slice      int           // questions in a slice
	PeerFolder string        // where peers/setup.sh has built them
	Folder     string        // for indexes and corpus files; empty: a temporary one
	Rush       time.Duration // how long an engine is asked by 1, 2 and 8 clients each; it is warmed for three times that
	Plot       string        // file for the growth plots
	JSON       bool
}

// asked reports whether a job is to be run.
func (o Options) asked(name string) bool {
	return len(o.Jobs) == 0 || slices.Contains(o.Jobs, name)
}

// Check refuses what cannot be run.
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

// progress writes what is being done, with the time since the start.
type progress struct {
	w     io.Writer
	start time.Time
}

func (p *progress) say(format string, args ...any) {
	fmt.Fprintf(p.w, "%7.1fs  %s\n", time.Since(p.start).Seconds(), strings.TrimSpace(fmt.Sprintf(format, args...)))
}
