package intake

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"runtime"
	"strconv"
	"sync"

	"citiesgrow/internal/charset"
	"citiesgrow/internal/notice/criterion"
	"citiesgrow/internal/notice/eforms"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/ocds/decode"
	"citiesgrow/internal/notice/ted"
)

// parsed is one notice, or the error that replaces it.
type parsed struct {
	release *ocds.Release
	index   int // number in a file of several notices, from 1
	line    int
	err     error
	bytes   int64 // bytes of the file that were read for it
}

// task is an item in the queue of the parsers. Its notices arrive in the order of the file.
type task struct {
	item Item
	err  error // error of the directory walk
	out  chan parsed
}

// big is the size in bytes above which only one notice is read at a time: its XML tree needs several times the memory of the
// file.
const big = 2 << 20

// parser reads items with one worker per processor.
type parser struct {
	ctx  context.Context
	turn chan struct{} // held by the worker that reads a big file

	trusted bool // OCDS files are an export of this service
}

// parse starts the workers. The tasks arrive in the order of the walk.
func parse(ctx context.Context, items func(yield func(Item, error) bool), trusted bool) <-chan *task {
	p := &parser{ctx: ctx, turn: make(chan struct{}, 1), trusted: trusted}
	workers := max(1, runtime.GOMAXPROCS(0))
	work, order := make(chan *task, workers), make(chan *task, 2*workers)
	var busy sync.WaitGroup
	for range workers {
		busy.Go(func() {
			for t := range work {
				p.read(t)
			}
		})
	}
	go func() {
		defer close(order)
		defer busy.Wait()
		defer close(work)
		for item, err := range items {
			t := &task{item: item, err: err, out: make(chan parsed, 8)}
			select {
			case order <- t:
			case <-ctx.Done():
				return
			}
			select {
			case work <- t:
			case <-ctx.Done():
				close(t.out)
				return
			}
		}
	}()
	return order
}

// read reads one item completely.
func (p *parser) read(t *task) {
	defer close(t.out)
	if t.err != nil {
		p.hand(t, parsed{err: t.err})
		return
	}
	defer func() {
		if r := recover(); r != nil {
			p.hand(t, parsed{err: fmt.Errorf("the reader failed on it: %v", r)})
		}
	}()
	f, err := t.item.Open()
	if err != nil {
		p.hand(t, parsed{err: err})
		return
	}
	gate := &gate{in: f, parser: p}
	defer gate.Close()
	in := bufio.NewReaderSize(gate, peeked)
	xml, err := isXML(in)
	if err == nil && !xml { // JSON does not declare its encoding
		in = bufio.NewReaderSize(charset.NewReader(in), peeked)
	}
	if err != nil {
		p.hand(t, parsed{err: err})
		return
	}
	kind, err := formatOf(in)
	if errors.Is(err, charset.ErrBinary) {
		err = errOther
	}
	if err != nil {
		p.hand(t, parsed{err: err})
		return
	}
	switch kind {
	case isJSON:
		gate.open = true // JSON is read release by release, so its size does not matter
		p.json(t, in, gate)
	case isEForms:
		p.one(t, in, gate, eforms.Read)
	case isTED:
		p.one(t, in, gate, ted.Read)
	}
}

func (p *parser) one(t *task, in io.Reader, gate *gate, read func(io.Reader) (*ocds.Release, error)) {
	r, err := read(in)
	p.hand(t, parsed{release: r, err: err, bytes: gate.read})
}

func (p *parser) json(t *task, in io.Reader, gate *gate) {
	before, index := int64(0), 0
	for r, err := range (decode.Reader{Criteria: criterion.Read, Trusted: p.trusted}).Read(in) {
		index++
		one := parsed{release: r, index: index, err: err, bytes: gate.read - before}
		before = gate.read
		var at *decode.PositionError
		if errors.As(err, &at) {
			one.line, one.index, one.err = at.Line, at.Index, at.Err
		}
		if errors.Is(err, decode.ErrNotOCDS) {
			one.err = fmt.Errorf("not a notice: %w", decode.ErrNotOCDS)
		}
		if !p.hand(t, one) {
			return
		}
	}
}

// hand passes a notice on. It returns false if the import was stopped.
func (p *parser) hand(t *task, one parsed) bool {
	select {
	case t.out <- one:
		return true
	case <-p.ctx.Done():
		return false
	}
}

// gate counts the bytes that are read of a file, and lets only one big file be read at a time.
type gate struct {
	in     io.ReadCloser
	parser *parser
	read   int64
	open   bool // never waits
	held   bool
}

func (g *gate) Read(b []byte) (int, error) {
	if !g.open && g.read > big {
		select {
		case g.parser.turn <- struct{}{}:
			g.open, g.held = true, true
		case <-g.parser.ctx.Done():
			return 0, g.parser.ctx.Err()
		}
	}
	n, err := g.in.Read(b)
	g.read += int64(n)
	return n, err
}

func (g *gate) Close() error {
	if g.held {
		g.held = false
		<-g.parser.turn
	}
	return g.in.Close()
}

var atLine = regexp.MustCompile(`\bline (\d+)`)

// rejection makes a Rejection of a parsing error.
func rejection(name string, one parsed) Rejection {
	r := Rejection{File: name, Line: one.line, Index: one.index, Reason: one.err.Error()}
	if len(r.Reason) > 500 {
		r.Reason = fmt.Sprintf("%.500s…", r.Reason)
	}
	if m := atLine.FindStringSubmatch(r.Reason); m != nil && r.Line == 0 {
		r.Line, _ = strconv.Atoi(m[1])
	}
	return r
}
