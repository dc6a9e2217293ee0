package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// rushes are the numbers of clients for which throughput is measured.
var rushes = []int{1, 2, 8}

func (r *Report) writeJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

// writeTables writes the report in Markdown.
func (r *Report) writeTables(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# Bench\n\n%s; seed %d; %d rounds of %d questions of each of %d, all engines in turn; an engine that takes under %s for a slice is "+
		"asked it again, up to %d times.\n", r.Machine, r.Seed, r.Rounds, r.Slice, perJob, enough, mostRepeats)
	fmt.Fprintf(&b, "CPU is of the process (ours and the limit: with garbage collection; peers: of their whole process tree but for Java's compiler "+
		"threads). Compare within this run only.\n")
	for _, f := range r.Sizes {
		f.write(&b)
	}
	if len(r.Sizes) > 1 {
		r.writeGrowth(&b)
	}
	b.WriteString(notes)
	_, err := io.WriteString(w, b.String())
	return err
}

// notes explain the figures.
const notes = `
## What the figures are

- Peers get the words as ready terms: they pay for no stemming, ours does. Facets of ours also count what choosing another
  value of a filtered facet would bring; the peers and the limit count what was found only.
- Open only: the limit and Lucene have an index of the open notices, PostgreSQL a partition. What a term weighs, its rarity
  among all notices included, comes with the question, for all engines alike.
- Same totals: questions with exactly as many hits as there are. Same facets: the counts of theme, language and band equal ours.
- Overlap: the part of the exact BM25 best that an engine's best has; equal scores at the edge count. ts_rank knows neither
  the rarity of a word nor the weight of a clause.
- Reasons: ours come with every hit. Lucene's row with explain has them; the limit's and PostgreSQL's rows have none.
- Lucene: default merge policy, not merged by force, one thread for a question, up to 4 GB of heap, of which Java takes
  what it finds convenient; making its index includes reading lines of text. PostgreSQL: 1 GB of buffers, jit off, fsync and
  autovacuum off (all is read, nothing must survive), prepared statements, server processes only (not its client).
- The limit changes nothing, reads no words and explains nothing: a plain scorer, not a product, and no proof that less is
  impossible.
`

func (f *Size) write(b *strings.Builder) {
	fmt.Fprintf(b, "\n## %d notices, and as many suppliers and services\n", f.Docs)
	for _, j := range jobs {
		f.writeJob(b, j)
	}
	if len(f.Building) > 0 {
		b.WriteString("\n### Making the index\n\n| engine | what | documents per CPU second | × ours | CPU s | size MB | peak resident MB " +
			"|\n|---|---|--:|--:|--:|--:|--:|\n")
		for _, m := range f.Building {
			fmt.Fprintf(b, "| %s | %s | %.0f | %s | %.1f | %s | %s |\n", m.Engine, m.Kind, m.PerSecond(), f.buildingRatio(m), m.CPU.Seconds(),
				megabytes(m.Size), megabytes(m.Peak))
		}
		fmt.Fprintf(b, "\nOurs includes finding the terms of a text, %s of CPU a document, which the peers are spared; making the documents is in none.\n",
			short(f.Reading))
	}
	if len(f.Memory) > 0 {
		b.WriteString("\n### Memory\n\n| engine | MB | what |\n|---|--:|---|\n")
		for _, m := range f.Memory {
			fmt.Fprintf(b, "| %s | %s | %s |\n", m.Engine, megabytes(m.Bytes), m.What)
		}
	}
	if f.Start > 0 {
		fmt.Fprintf(b, "\n### Start\n\nOpening the index again took %s.\n", short(f.Start))
	}
	if x := f.Fresh; x != nil {
		fmt.Fprintf(b, "\n### Fresh\n\n%d new tenders, 1,000 a minute: from writing to found p50 %s, at most %s. Questions (M and S, 20 a second) p50 %s "+
			"alone, %s beside the writes (× %.2f); p99 %s and %s.\n",
			x.Written, short(x.FoundP50), short(x.FoundMost), short(x.QuietP50), short(x.WritingP50), float64(x.WritingP50)/float64(max(x.QuietP50, 1)),
			short(x.QuietP99), short(x.WritingP99))
	}
}

func (f *Size) writeJob(b *strings.Builder, j job) {
	var rows []Row
	for _, r := range f.Rows {
		if r.Job == j.name {
			rows = append(rows, r)
		}
	}
	if len(rows) == 0 {
		return
	}
	limit := time.Duration(0)
	for _, r := range rows {
		if r.Engine == limitName {
			limit = r.CPU
		}
	}
	fmt.Fprintf(b, "\n### %s: %s\n\nA question finds %.0f on average.\n\n| engine | CPU a question | × ours | × limit | p50 | p95 | p99 | answers a "+
		"second, 1 / 2 / 8 clients | same totals | same facets | overlap |\n|---|--:|--:|--:|--:|--:|--:|---|--:|--:|--:|\n", j.name, j.about, f.Found[j.name])
	for _, r := range rows {
		name := r.Engine
		if r.Way != "" {
			name += ", " + r.Way
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", name, short(r.CPU), times(r.Ratio), ratio(r.CPU, limit),
			short(r.P50), short(r.P95), short(r.P99), r.throughput(), r.totals(), r.facets(), r.overlap())
	}
}

func (f *Size) buildingRatio(m Building) string {
	for _, o := range f.Building {
		if o.Engine == oursName && o.Kind == m.Kind && o.PerSecond() > 0 {
			return times(m.PerSecond() / o.PerSecond())
		}
	}
	return "–"
}

// writeGrowth writes how the CPU time grows with the number of documents.
func (r *Report) writeGrowth(b *strings.Builder) {
	b.WriteString("\n## Growth, CPU a question\n\n| job | engine |")
	for _, f := range r.Sizes {
		fmt.Fprintf(b, " %d |", f.Docs)
	}
	b.WriteString(" growth |\n|---|---|" + strings.Repeat("--:|", len(r.Sizes)+1) + "\n")
	for _, s := range r.series() {
		fmt.Fprintf(b, "| %s | %s |", s.job, s.engine)
		for _, at := range s.cpu {
			fmt.Fprintf(b, " %s |", short(at))
		}
		fmt.Fprintf(b, " %s |\n", ratio(s.cpu[len(s.cpu)-1], s.cpu[0]))
	}
}

// series is one line of a plot: one way of an engine to run a job, at every size.
type series struct {
	job, engine string
	cpu         []time.Duration // by Report.Sizes; 0 if it was not run
}

func (r *Report) series() []series {
	var all []series
	for n, f := range r.Sizes {
		for _, row := range f.Rows {
			name := row.Engine
			if row.Way != "" {
				name += ", " + row.Way
			}
			i := slices.IndexFunc(all, func(s series) bool { return s.job == row.Job && s.engine == name })
			if i < 0 {
				i = len(all)
				all = append(all, series{row.Job, name, make([]time.Duration, len(r.Sizes))})
			}
			all[i].cpu[n] = row.CPU
		}
	}
	return all
}
