package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// peer is a contender in its own process. The protocol is in peers/protocol.md.
type peer struct {
	title string
	extra map[string][]way // by job, besides the usual way
	cmd   *exec.Cmd
	in    io.WriteCloser
	out   *bufio.Reader
	root  int // root of the processes that do the work
}

// openPeer starts a peer that peers/setup.sh has built.
func openPeer(ctx context.Context, name, peers, folder string, stderr io.Writer) (*peer, error) {
	build := filepath.Join(peers, "build")
	p := &peer{}
	switch name {
	case "lucene":
		path, err := os.ReadFile(filepath.Join(build, "lucene.classpath"))
		if err != nil {
			return nil, fmt.Errorf("the Lucene peer is not built, run %s: %w", filepath.Join(peers, "setup.sh"), err)
		}
		p.cmd = exec.Command("java", "-Xms256m", "-Xmx4g", fmt.Sprintf("-Dk1=%g", k1), fmt.Sprintf("-Db=%g", lengthB), "-cp", string(path), "Peer", folder)
		ranked := []way{{"top", "best only, total not exact"}, {"reasons", "explain of the best"}}
		p.extra = map[string][]way{"M": ranked, "R": ranked}
	case "postgres":
		binary, err := filepath.Abs(filepath.Join(build, "postgres"))
		if err == nil {
			_, err = os.Stat(binary)
		}
		if err != nil {
			return nil, fmt.Errorf("the PostgreSQL peer is not built, run %s: %w", filepath.Join(peers, "setup.sh"), err)
		}
		p.cmd = exec.Command(binary)
		p.extra = map[string][]way{"M": {{"cd", "ts_rank_cd"}}}
	}
	p.cmd.Stderr = stderr
	return p, p.start(ctx)
}

func (p *peer) start(ctx context.Context) error {
	var err error
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := p.cmd.Start(); err != nil {
		return fmt.Errorf("start peer: %w", err)
	}
	p.out = bufio.NewReaderSize(out, 1<<20)
	f, err := p.read(ctx, "ready", 3)
	if err != nil {
		return errors.Join(err, p.close())
	}
	p.root, err = strconv.Atoi(f[1])
	p.title = strings.Join(strings.Fields(f[2])[:2], " ")
	return err
}

// read expects a line with this prefix and number of fields.
func (p *peer) read(ctx context.Context, begins string, fields int) ([]string, error) {
	line, err := p.out.ReadString('\n')
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("peer %s: it is gone: %w", p.title, err)
	}
	f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
	if f[0] != begins || len(f) != fields {
		return nil, fmt.Errorf("peer %s: want %q, got %q", p.title, begins, line)
	}
	return f, nil
}

func (p *peer) command(ctx context.Context, begins string, fields int, command ...string) ([]string, error) {
	if _, err := fmt.Fprintln(p.in, strings.Join(command, "\t")); err != nil {
		return nil, fmt.Errorf("peer %s: %w", p.title, err)
	}
	return p.read(ctx, begins, fields)
}

// load indexes a file. It returns the CPU time and the size on disk in bytes.
func (p *peer) load(ctx context.Context, name, file string) (n int, used time.Duration, size int64, err error) {
	before, err := p.cpu()
	if err != nil {
		return 0, 0, 0, err
	}
	f, err := p.command(ctx, "loaded", 3, "load", name, file)
	if err != nil {
		return 0, 0, 0, err
	}
	after, err := p.cpu()
	n, _ = strconv.Atoi(f[1])
	size, _ = strconv.ParseInt(f[2], 10, 64)
	return n, after - before, size, err
}

func (p *peer) name() string { return p.title }

func (p *peer) ways(job string) []way {
	if kindOf(job) == "services" {
		return nil // peers have no index of services
	}
	return append([]way{{"", p.usual(job)}}, p.extra[job]...)
}

func (p *peer) usual(job string) string {
	if p.extra["R"] == nil && job != "SB" {
		return "ts_rank"
	}
	return ""
}

func (p *peer) slice(ctx context.Context, job, way string, from, to int) ([]answer, error) {
	if _, err := fmt.Fprintf(p.in, "run\t%s\t%d\t%d\n", wayOf(job, way), from, to); err != nil {
		return nil, fmt.Errorf("peer %s: %w", p.title, err)
	}
	var answers []answer
	for range to - from {
		f, err := p.read(ctx, "answer", 6)
		if err != nil {
			return nil, err
		}
		a := answer{}
		a.total, _ = strconv.Atoi(f[2])
		a.figure, _ = strconv.ParseUint(f[3], 10, 64)
		took, _ := strconv.ParseInt(f[4], 10, 64)
		a.took = time.Duration(took)
		if f[5] != "" {
			a.ids = strings.Split(f[5], ",")
		}
		answers = append(answers, a)
	}
	_, err := p.read(ctx, "end", 1)
	return answers, err
}

func (p *peer) rush(ctx context.Context, job, way string, clients int, d time.Duration) (rushed, error) {
	f, err := p.command(ctx, "rushed", 6, "rush", wayOf(job, way), strconv.Itoa(clients), strconv.FormatInt(d.Milliseconds(), 10))
	if err != nil {
		return rushed{}, err
	}
	n := make([]int64, len(f))
	for i := range f[1:] {
		n[i], _ = strconv.ParseInt(f[i+1], 10, 64)
	}
	return rushed{int(n[0]), time.Duration(n[1]), time.Duration(n[2]), time.Duration(n[3]), time.Duration(n[4])}, nil
}

func wayOf(job, way string) string {
	if way == "" {
		return job
	}
	return job + "/" + way
}

// settle is the time after which the CPU time of ended children is counted.
const settle = 5 * time.Millisecond

func (p *peer) cpu() (time.Duration, error) {
	time.Sleep(settle)
	return treeCPU(p.root)
}

func (p *peer) memory() int64 { return treeMemory(p.root) }

// close asks the peer to quit. It also quits at the end of its input.
func (p *peer) close() error {
	_, _ = fmt.Fprintln(p.in, "quit")
	_ = p.in.Close()
	if err := p.cmd.Wait(); err != nil {
		return fmt.Errorf("peer %s: %w", p.title, err)
	}
	return nil
}
