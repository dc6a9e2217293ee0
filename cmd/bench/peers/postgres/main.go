// Command postgres is PostgreSQL 15 as a peer of the bench. It starts a cluster of its
// own in a temporary folder, reads commands on standard input and answers on standard
// output; ../protocol.md says how. It is a module of its own so that the product does
// not link the driver.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

func main() {
	runtime.LockOSThread() // the server ends with the thread that started it
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := serve(ctx, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "postgres:", err)
		stop()
		os.Exit(1)
	}
}

func serve(ctx context.Context, in io.Reader, out io.Writer) (err error) {
	c, err := startCluster(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.stop()) }()
	p := &peer{cluster: c, out: out, questions: map[string][]*question{}}
	fmt.Fprintf(out, "ready\t%d\tPostgreSQL %s\n", c.pid(), c.version)
	lines := bufio.NewScanner(in)
	for lines.Scan() && lines.Text() != "quit" {
		if err := p.obey(ctx, strings.Split(lines.Text(), "\t")); err != nil {
			fmt.Fprintf(out, "error\t%s\n", strings.Join(strings.Fields(err.Error()), " "))
		}
	}
	return lines.Err()
}

type peer struct {
	*cluster
	out       io.Writer
	questions map[string][]*question
}

func (p *peer) obey(ctx context.Context, c []string) error {
	number := func(i int) int {
		n, _ := strconv.Atoi(c[i])
		return n
	}
	switch {
	case c[0] == "load" && len(c) == 3:
		return p.load(ctx, c[1], c[2])
	case c[0] == "questions" && len(c) == 2:
		return p.read(c[1])
	case c[0] == "run" && len(c) == 4:
		return p.run(ctx, c[1], number(2), number(3))
	case c[0] == "rush" && len(c) == 4:
		return p.rush(ctx, c[1], number(2), number(3))
	}
	return fmt.Errorf("unknown command %q", c)
}

func (p *peer) read(file string) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	n := 0
	for line := range strings.Lines(string(raw)) {
		q, err := parseQuestion(strings.TrimRight(line, "\n"))
		if err != nil {
			return err
		}
		p.questions[q.job] = append(p.questions[q.job], q)
		n++
	}
	fmt.Fprintf(p.out, "questions\t%d\n", n)
	return nil
}
