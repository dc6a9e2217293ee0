package intake

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

const (
	zipMagic  = "PK\x03\x04"
	gzipMagic = "\x1f\x8b"
)

// Errors of archives that are rejected as a whole.
var (
	ErrBomb      = errors.New("refused: it unpacks to far more than its size")
	ErrUnpacked  = errors.New("refused: the archive unpacks to more than is accepted")
	errNested    = errors.New("an archive inside an archive inside an archive is not read")
	errNestedBig = errors.New("an archive inside an archive is read only when it is small")
	errEncrypted = errors.New("the entry is encrypted")
	errNoEntries = errors.New("the archive is empty")

	errNothingWanted = errors.New("the archive holds no file of a kind that is read")
)

// budget limits the unpacked size of an archive. All entries share it.
type budget struct {
	limits Limits
	packed int64 // size of the archive
	out    atomic.Int64
	up     *budget // budget of the outer archive
}

func (b *budget) spend(n int64) error {
	if b == nil {
		return nil
	}
	total := b.out.Add(n)
	if total > b.limits.Unpacked {
		return ErrUnpacked
	}
	if total > b.limits.Free && total > b.limits.Ratio*max(b.packed, 1) {
		return ErrBomb
	}
	return b.up.spend(n)
}

// metered is a reader that spends a budget.
type metered struct {
	io.Reader
	budget *budget
}

func (m metered) Read(p []byte) (int, error) {
	n, err := m.Reader.Read(p)
	if spent := m.budget.spend(int64(n)); spent != nil {
		return 0, spent
	}
	return n, err
}

// stacked closes several closers, the last opened first.
type stacked struct {
	io.Reader
	closers []io.Closer
}

func (s stacked) Close() error {
	var errs []error
	for i := len(s.closers) - 1; i >= 0; i-- {
		errs = append(errs, s.closers[i].Close())
	}
	return errors.Join(errs...)
}

// unpacked returns the content of a file. It unpacks gzip, which it recognises by the content and not by the name.
func unpacked(f io.ReadCloser, size int64, limits Limits, up *budget) (io.ReadCloser, error) {
	in := bufio.NewReaderSize(f, 64<<10)
	if head, _ := in.Peek(2); string(head) != gzipMagic {
		return stacked{in, []io.Closer{f}}, nil
	}
	z, err := gzip.NewReader(in)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("not readable as gzip: %w", err), f.Close())
	}
	return stacked{metered{z, &budget{limits: limits, packed: size, up: up}}, []io.Closer{f, z}}, nil
}

// shared is the file of an archive. It stays open while at least one entry is being read.
type shared struct {
	path string
	mu   sync.Mutex
	file *os.File
	uses int
}

func (s *shared) take() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.file == nil {
		f, err := os.Open(s.path)
		if err != nil {
			return plainly(err)
		}
		s.file = f
	}
	s.uses++
	return nil
}

// Close releases one use. The last release closes the file.
func (s *shared) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.uses--; s.uses > 0 {
		return nil
	}
	err := s.file.Close()
	s.file = nil
	return err
}

// ReadAt reads for archive/zip. It is only called between take and Close.
func (s *shared) ReadAt(p []byte, at int64) (int, error) {
	s.mu.Lock()
	f := s.file
	s.mu.Unlock()
	if f == nil {
		return 0, os.ErrClosed
	}
	return f.ReadAt(p, at)
}

// archive yields the entries of a zip file.
func (w *walk) archive(shown, at string) bool {
	info, err := os.Stat(at)
	if err != nil {
		return w.yield(Item{Name: shown}, plainly(err))
	}
	file := &shared{path: at}
	if err := file.take(); err != nil {
		return w.yield(Item{Name: shown}, err)
	}
	defer file.Close()
	z, err := zip.NewReader(file, info.Size())
	if err != nil {
		return w.yield(Item{Name: shown}, fmt.Errorf("not readable as a zip archive: %w", err))
	}
	return w.entries(shown, z, &budget{limits: w.limits, packed: info.Size()}, file, true)
}

func (w *walk) entries(shown string, z *zip.Reader, b *budget, file *shared, outer bool) bool {
	if !slices.ContainsFunc(z.File, func(f *zip.File) bool { return !f.FileInfo().IsDir() }) {
		return w.yield(Item{Name: shown}, errNoEntries)
	}
	if !slices.ContainsFunc(z.File, func(f *zip.File) bool { return !f.FileInfo().IsDir() && w.wanted(f.Name) }) {
		return w.yield(Item{Name: shown}, errNothingWanted)
	}
	for _, f := range z.File {
		if w.ctx.Err() != nil {
			return false
		}
		name := shown + "!" + strings.ToValidUTF8(f.Name, "\uFFFD")
		more := true
		switch {
		case f.FileInfo().IsDir():
		case !w.wanted(f.Name):
			more = w.yield(Item{Name: name}, ErrSkipped)
		case f.Flags&1 != 0:
			more = w.yield(Item{Name: name}, errEncrypted)
		case strings.EqualFold(path.Ext(f.Name), ".zip"):
			more = w.nested(name, f, b, file, outer)
		default:
			more = w.yield(Item{Name: name, open: func() (io.ReadCloser, error) { return w.entry(f, b, file) }}, nil)
		}
		if !more {
			return false
		}
	}
	return true
}

// entry opens an entry. It is limited by its own budget and by that of the archive.
func (w *walk) entry(f *zip.File, b *budget, file *shared) (io.ReadCloser, error) {
	if file != nil {
		if err := file.take(); err != nil {
			return nil, err
		}
	}
	in, err := f.Open()
	if err != nil {
		if file != nil {
			err = errors.Join(err, file.Close())
		}
		return nil, err
	}
	own := &budget{limits: w.limits, packed: int64(f.CompressedSize64), up: b}
	closers := []io.Closer{in}
	if file != nil {
		closers = []io.Closer{file, in}
	}
	return unpacked(stacked{metered{in, own}, closers}, int64(f.UncompressedSize64), w.limits, b)
}

// nested reads an archive inside an archive, one level deep and in memory.
func (w *walk) nested(name string, f *zip.File, b *budget, file *shared, outer bool) bool {
	if !outer {
		return w.yield(Item{Name: name}, errNested)
	}
	in, err := w.entry(f, b, file)
	if err != nil {
		return w.yield(Item{Name: name}, err)
	}
	data, err := io.ReadAll(io.LimitReader(in, w.limits.Nested+1))
	err = errors.Join(err, in.Close())
	if err == nil && int64(len(data)) > w.limits.Nested {
		err = errNestedBig
	}
	if err != nil {
		return w.yield(Item{Name: name}, err)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return w.yield(Item{Name: name}, fmt.Errorf("not readable as a zip archive: %w", err))
	}
	return w.entries(name, z, &budget{limits: w.limits, packed: int64(len(data)), up: b}, nil, false)
}
