package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// Run runs the measurements and writes the report to stdout, as tables or as JSON. It prints the progress to stderr.
func Run(ctx context.Context, o Options, stdout, stderr io.Writer) error {
	if err := o.Check(); err != nil {
		return err
	}
	say := &progress{stderr, time.Now()}
	if err := o.setUp(ctx, say); err != nil {
		return err
	}
	report := &Report{Seed: o.Seed, Rounds: o.Rounds, Slice: o.Slice, Machine: machine()}
	c := newCorpus(o.Seed)
	for _, n := range o.Docs {
		r := &runner{Options: o, progress: say, n: n, corpus: c, stderr: stderr}
		f, err := r.run(ctx)
		if err != nil {
			return fmt.Errorf("bench of %d documents: %w", n, err)
		}
		report.Sizes = append(report.Sizes, *f)
	}
	if o.Plot != "" {
		if err := report.writePlot(o.Plot); err != nil {
			return fmt.Errorf("write the plots: %w", err)
		}
	}
	if o.JSON {
		return report.writeJSON(stdout)
	}
	return report.writeTables(stdout)
}

// setUp installs and builds the peers if that was not done before.
func (o Options) setUp(ctx context.Context, say *progress) error {
	built := map[string]string{"lucene": "lucene.classpath", "postgres": "postgres"}
	for _, name := range o.Peers {
		if _, err := os.Stat(filepath.Join(o.PeerFolder, "build", built[name])); err == nil {
			continue
		}
		say.say("setting up the peers")
		cmd := exec.CommandContext(ctx, "sh", filepath.Join(o.PeerFolder, "setup.sh"))
		cmd.Stdout, cmd.Stderr = say.w, say.w
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("set up the peers with %s: %w", filepath.Join(o.PeerFolder, "setup.sh"), err)
		}
		return nil
	}
	return nil
}

// writePlot writes the plots, and next to them a table with the same figures for people who cannot see them.
func (r *Report) writePlot(file string) error {
	var table strings.Builder
	r.writeGrowth(&table)
	beside := strings.TrimSuffix(file, ".svg") + ".md"
	return errors.Join(os.WriteFile(file, plot(r), 0o644), os.WriteFile(beside, []byte(strings.TrimLeft(table.String(), "\n")), 0o644))
}

// machine describes the machine of the run.
func machine() string {
	model := "unknown processor"
	if raw, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(raw)) {
			if name, value, found := strings.Cut(line, ":"); found && strings.TrimSpace(name) == "model name" {
				model = strings.TrimSpace(value)
				break
			}
		}
	}
	return fmt.Sprintf("%d × %s, %s", runtime.NumCPU(), model, runtime.Version())
}

// runner is a run of one size.
type runner struct {
	Options
	*progress
	n      int
	corpus *corpus
	stderr io.Writer
	folder string
	engine *engine
	field  *field
	result Size
	peers  []*peer
}

func (r *runner) run(ctx context.Context) (result *Size, err error) {
	if r.folder, err = os.MkdirTemp(r.Folder, "citiesgrow-bench-"); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.end()) }()
	r.result.Docs, r.result.Found = r.n, map[string]float64{}
	for _, step := range []func(context.Context) error{r.build, r.read, r.openPeers, r.measure, r.restart, r.freshness} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return &r.result, nil
}

// end closes everything and removes the folder.
func (r *runner) end() error {
	var all []error
	for _, p := range r.peers {
		all = append(all, p.close())
	}
	if r.engine != nil {
		all = append(all, r.engine.Close())
	}
	return errors.Join(append(all, os.RemoveAll(r.folder))...)
}
