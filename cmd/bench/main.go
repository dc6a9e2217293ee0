package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	o, err := read(os.Args[1:], os.Stderr)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err == nil {
		err = Run(ctx, o, os.Stdout, os.Stderr)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// read parses the options of a command line.
func read(args []string, stderr io.Writer) (Options, error) {
	var o Options
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.SetOutput(stderr)
	docs := f.String("docs", "50000", "notices, and as many suppliers and services; several with commas give growth")
	jobs := f.String("jobs", "", "of S, SO, SB, M, R, D, start and fresh, with commas; empty: all")
	peers := f.String("peers", "", "of postgres and lucene, with commas; empty: none")
	f.StringVar(&o.PeerFolder, "peer-folder", "cmd/bench/peers", "where peers/setup.sh has built them")
	f.StringVar(&o.Folder, "folder", "", "for indexes and corpus files, removed at the end; empty: a temporary one")
	f.StringVar(&o.Plot, "plot", "", "SVG file for the growth plots; a table is written beside it, as .md")
	f.Uint64Var(&o.Seed, "seed", 42, "of the corpus and the questions")
	f.IntVar(&o.Rounds, "rounds", 10, "in each, all engines are asked the same slice of questions in turn")
	f.IntVar(&o.Slice, "slice", 12, "questions of a slice; there are 60 of each job")
	f.DurationVar(&o.Rush, "rush", 2*time.Second, "how long an engine is asked by 1, 2 and 8 clients each; it is warmed for three times that")
	f.BoolVar(&o.JSON, "json", false, "write the report as JSON")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if f.NArg() > 0 {
		return o, fmt.Errorf("%q is no option", f.Arg(0))
	}
	o.Jobs, o.Peers = cut(*jobs), cut(*peers)
	for _, n := range cut(*docs) {
		count, err := strconv.Atoi(n)
		if err != nil {
			return o, fmt.Errorf("--docs %q: want numbers with commas between", n)
		}
		o.Docs = append(o.Docs, count)
	}
	return o, nil
}

// cut splits the value of a flag at commas and spaces.
func cut(value string) []string {
	return strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' })
}
