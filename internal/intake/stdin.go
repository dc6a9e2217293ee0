package intake

import (
	"archive/zip"
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"
)

// stdin reads standard input: a notice, JSON, gzip or a zip archive. A zip archive is copied to a temporary file, because its
// directory is at the end.
func (w *walk) stdin(in io.Reader) bool {
	if in == nil {
		return w.yield(Item{Name: "-"}, errors.New("there is no standard input"))
	}
	r := bufio.NewReaderSize(in, 64<<10)
	if head, _ := r.Peek(len(zipMagic)); string(head) == zipMagic {
		return w.spooled(r)
	}
	var once atomic.Bool
	return w.yield(Item{Name: "-", open: func() (io.ReadCloser, error) {
		if once.Swap(true) {
			return nil, errTooLate
		}
		count := &counted{Reader: r}
		read := bufio.NewReader(count)
		if head, _ := read.Peek(2); string(head) != gzipMagic {
			return io.NopCloser(read), nil
		}
		z, err := gzip.NewReader(read)
		if err != nil {
			return nil, fmt.Errorf("not readable as gzip: %w", err)
		}
		return stacked{&growing{z, count, &budget{limits: w.limits}}, []io.Closer{z}}, nil
	}}, nil)
}

// counted counts the bytes that were read.
type counted struct {
	io.Reader
	n int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}

// growing is metered for a packed stream whose size is not known in advance.
type growing struct {
	io.Reader
	in     *counted
	budget *budget
}

func (g *growing) Read(p []byte) (int, error) {
	n, err := g.Reader.Read(p)
	g.budget.packed = g.in.n
	if spent := g.budget.spend(int64(n)); spent != nil {
		return 0, spent
	}
	return n, err
}

func (w *walk) spooled(in io.Reader) bool {
	f, err := os.CreateTemp("", "citiesgrow-import-*.zip")
	if err != nil {
		return w.yield(Item{Name: "-"}, err)
	}
	// The open file remains readable after it is removed: entries may be read after the walk.
	defer os.Remove(f.Name())
	n, err := io.Copy(f, io.LimitReader(in, w.limits.Unpacked+1))
	if err == nil && n > w.limits.Unpacked {
		err = ErrUnpacked
	}
	if err != nil {
		return w.yield(Item{Name: "-"}, errors.Join(err, f.Close()))
	}
	file := &shared{path: f.Name(), file: f, uses: 1} // one use is never released, because entries may be read after the walk
	z, err := zip.NewReader(file, n)
	if err != nil {
		return w.yield(Item{Name: "-"}, fmt.Errorf("not readable as a zip archive: %w", err))
	}
	return w.entries("-", z, &budget{limits: w.limits, packed: n}, file, true)
}
