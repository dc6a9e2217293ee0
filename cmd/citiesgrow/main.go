// Command citiesgrow is the whole product in one program: the service, its demonstration, its imports and its maintenance
// commands.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"citiesgrow/internal/intake"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// command is one subcommand.
type command struct {
	name  string // "import notices"
	usage string
	about string
	run   func(*call) error
	flags func(*flag.FlagSet) // flags besides the common ones
}

// call is one invocation of a command.
type call struct {
	context.Context
	config
	args           []string
	stdin          io.Reader
	stdout, stderr io.Writer
	set            *flag.FlagSet
}

func commands() []command {
	return []command{
		{"demo", "[--addr A] [--data DIR]", "seed once, serve on loopback, print the demonstration logins", demo, nil},
		{"serve", "[--addr A] [--data DIR] [--mongodb-uri URI] [--base-url URL]", "the service", serve, nil},
		{"health", "[--addr A]", "ask the service on this machine whether it is ready", health, nil},
		{"import notices", "[--source NAME] [--ocid-prefix P,…] [--restore] PATH…", "eForms, TED and OCDS notices: files, folders, .gz, .zip or -",
			importNotices, noticeFlags},
		{"import codes", "PATH…", "official code lists (CPV, NUTS, eForms)", importCodes, nil},
		{"import hsds", "[--city C] PATH…", "support services from HSDS files: JSON, CSV tables, folders, .gz, .zip or -", importHSDS, hsdsFlags},
		{"export hsds", "", "the directory of support services as an HSDS 3.0 package", exportHSDS, nil},
		{"export indicators", "[QUARTER…] [--json]", "what the programme counts, by quarter (2026-Q4), as CSV", exportIndicators, nil},
		{"export ocds", "", "every published notice as an OCDS 1.1 release package", exportOCDS, nil},
		{"reindex", "", "build the search index and all derived data anew from the store", reindex, nil},
		{"check", "", "compare store, index and derived data, and say what differs", check, nil},
		{"backup", "FILE", "a consistent copy of the embedded store", backup, nil},
		{"restore", "FILE", "put a backup into an empty data folder", restore, nil},
		{"user add", "--email E --role R [--city C] [--name N]", "a staff account; the password is read from standard input", userAdd, userFlags},
		{"eval", "PATH [--json] [--parts=false]", "measure how well is matched and found, on judged answers", evaluate, evalFlags},
		{"tune", "PATH [--json] [--data DIR]", "try other weights on awards of two windows of time and on what firms contested; it changes none", tune, nil},
	}
}

// run finds the command and runs it. The exit code is 0 on success and 1 for an error. It is 2 for an invalid command line, and 3
// for an import that rejected some of its input.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	all := commands()
	for _, cmd := range all {
		words := strings.Fields(cmd.name)
		if len(args) < len(words) || strings.Join(args[:len(words)], " ") != cmd.name {
			continue
		}
		c := &call{Context: ctx, stdin: stdin, stdout: stdout, stderr: stderr, set: flag.NewFlagSet(cmd.name, flag.ContinueOnError)}
		c.set.SetOutput(stderr)
		c.set.Usage = func() {
			fmt.Fprintf(stderr, "citiesgrow %s %s\n%s\n", cmd.name, cmd.usage, cmd.about)
			c.set.PrintDefaults()
		}
		c.flags(c.set)
		if cmd.flags != nil {
			cmd.flags(c.set)
		}
		var err error
		if c.args, err = parseMixed(c.set, args[len(words):]); errors.Is(err, flag.ErrHelp) {
			return 0
		} else if err != nil {
			return 2
		}
		err = cmd.run(c)
		switch {
		case errors.Is(err, errUsage):
			c.set.Usage()
			return 2
		case errors.Is(err, context.Canceled) && ctx.Err() != nil:
			fmt.Fprintln(stderr, "citiesgrow: stopped")
			return 1
		case err != nil:
			fmt.Fprintln(stderr, "citiesgrow:", err)
			if errors.Is(err, intake.ErrSomeRefused) {
				return 3
			}
			return 1
		}
		return 0
	}
	usage(stderr, all)
	if len(args) == 1 && (args[0] == "help" || args[0] == "--help" || args[0] == "-h") {
		return 0
	}
	return 2
}

var errUsage = errors.New("usage")

// parseMixed parses flags before and after the paths; after "--" all arguments are paths.
func parseMixed(set *flag.FlagSet, args []string) ([]string, error) {
	var paths []string
	for {
		if err := set.Parse(args); err != nil {
			return nil, err
		}
		read := len(args) - set.NArg()
		if read > 0 && args[read-1] == "--" || set.NArg() == 0 {
			return append(paths, set.Args()...), nil
		}
		paths = append(paths, set.Arg(0))
		args = set.Args()[1:]
	}
}

func usage(w io.Writer, all []command) {
	fmt.Fprintln(w, "citiesgrow COMMAND, one of:")
	for _, c := range all {
		fmt.Fprintf(w, "  %-16s %s\n", c.name, c.about)
	}
	fmt.Fprintln(w, "citiesgrow COMMAND --help tells the flags.")
}

// logger writes JSON lines to standard error.
func (c *call) logger() *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.logLevel)); err != nil {
		level = slog.LevelInfo
	}
	return slog.New(slog.NewJSONHandler(c.stderr, &slog.HandlerOptions{Level: level}))
}

// quiet returns the logger of commands that print their own messages.
func (c *call) quiet() *slog.Logger {
	return slog.New(slog.NewJSONHandler(c.stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
}
