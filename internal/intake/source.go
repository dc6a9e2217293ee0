package intake

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Limits are the limits of unpacking, and the file extensions that are read.
type Limits struct {
	Unpacked   int64    // maximum unpacked bytes of an archive
	Ratio      int64    // maximum unpacked size, as a multiple of the archive's size
	Free       int64    // unpacked bytes up to which Ratio is not checked
	Nested     int64    // maximum bytes of an archive inside an archive
	Extensions []string // of files in folders and archives; other files are skipped
}

// NoticeLimits returns the limits for an import of notices.
func NoticeLimits() Limits {
	return Limits{Unpacked: 1 << 30, Ratio: 200, Free: 10 << 20, Nested: 32 << 20, Extensions: []string{".xml", ".json", ".jsonl", ".ndjson", ".gz", ".zip"}}
}

// CodeLimits returns the limits for an import of code lists.
func CodeLimits() Limits {
	l := NoticeLimits()
	l.Extensions = []string{".gc", ".tsv", ".csv", ".json", ".xml", ".gz", ".zip"}
	return l
}

// ErrSkipped is the error of a file in a folder that is not read because of its name or type.
var ErrSkipped = errors.New("skipped: a file of another kind")

// Item is one input: a file, or an entry of an archive.
type Item struct {
	Name string // name for reports: folder/archive.zip!entry.xml
	open func() (io.ReadCloser, error)
}

// Open opens the item; entries of archives are unpacked while they are read. It may be called after the walk, and by another
// goroutine.
func (i Item) Open() (io.ReadCloser, error) { return i.open() }

// Open walks the paths in the given order: folders recursively and sorted, archives entry by entry; "-" is stdin. An error
// that is yielded with an Item is about that item only, and the walk continues.
func Open(ctx context.Context, paths []string, stdin io.Reader, limits Limits) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		w := walk{ctx: ctx, limits: limits, yield: yield}
		for _, p := range paths {
			if !w.path(p, stdin) {
				return
			}
		}
	}
}

// walk is the state of one walk. Its methods return false if the walk must stop.
type walk struct {
	ctx    context.Context
	limits Limits
	yield  func(Item, error) bool
}

func (w *walk) path(p string, stdin io.Reader) bool {
	if p == "-" {
		return w.stdin(stdin)
	}
	info, err := os.Stat(p)
	if err != nil {
		return w.yield(Item{Name: p}, plainly(err))
	}
	if !info.IsDir() {
		return w.file(p, p, true)
	}
	root, err := filepath.EvalSymlinks(p)
	if err != nil {
		return w.yield(Item{Name: p}, plainly(err))
	}
	return w.folder(p, root)
}

// plainly removes the path from an error, because the message already names it.
func plainly(err error) error {
	var e *fs.PathError
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}

func (w *walk) folder(name, root string) bool {
	err := filepath.WalkDir(root, func(at string, d fs.DirEntry, err error) error {
		shown := filepath.Join(name, strings.TrimPrefix(at, root))
		switch {
		case w.ctx.Err() != nil:
			return fs.SkipAll
		case err != nil:
			if !w.yield(Item{Name: shown}, plainly(err)) {
				return fs.SkipAll
			}
			return nil
		case d.IsDir():
			if at != root && strings.HasPrefix(d.Name(), ".") {
				return fs.SkipDir
			}
			return nil
		}
		info, err := os.Stat(at) // follow a link
		if err != nil || !info.Mode().IsRegular() || !w.wanted(at) {
			err = ErrSkipped
		}
		more := false
		if err != nil {
			more = w.yield(Item{Name: shown}, err)
		} else {
			more = w.file(shown, at, false)
		}
		if !more {
			return fs.SkipAll
		}
		return nil
	})
	return err == nil && w.ctx.Err() == nil
}

// besides are the names of common files that contain no notice.
var besides = []string{"readme", "license", "licence", "copying", "manifest", "package-lock"}

// wanted reports whether a file in a folder or an archive is read.
func (w *walk) wanted(name string) bool {
	base := strings.ToLower(path.Base(filepath.ToSlash(name)))
	stem, _, _ := strings.Cut(base, ".")
	return base != "" && base[0] != '.' && base[0] != '_' && !slices.Contains(besides, stem) &&
		!strings.Contains(filepath.ToSlash(name), "__MACOSX/") && slices.Contains(w.limits.Extensions, path.Ext(base))
}

// file reads a plain file or opens an archive. A path that the user named is recognised by its content, whatever its name is.
func (w *walk) file(shown, at string, named bool) bool {
	if w.ctx.Err() != nil {
		return false
	}
	packed := strings.EqualFold(filepath.Ext(at), ".zip")
	if named && !packed {
		packed = beginsWith(at, zipMagic)
	}
	if packed {
		return w.archive(shown, at)
	}
	return w.yield(Item{Name: shown, open: func() (io.ReadCloser, error) {
		f, err := os.Open(at)
		if err != nil {
			return nil, plainly(err)
		}
		var size int64
		if info, err := f.Stat(); err == nil {
			size = info.Size()
		}
		return unpacked(f, size, w.limits, nil)
	}}, nil)
}

func beginsWith(at, magic string) bool {
	f, err := os.Open(at)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, len(magic))
	_, err = io.ReadFull(f, head)
	return err == nil && string(head) == magic
}

// size returns the total size of the files below the paths, for the progress. Files whose size is unknown count as 0.
func size(ctx context.Context, paths []string) int64 {
	var total int64
	for _, p := range paths {
		root, err := filepath.EvalSymlinks(p)
		if err != nil {
			continue
		}
		_ = filepath.WalkDir(root, func(_ string, d fs.DirEntry, err error) error {
			if ctx.Err() != nil {
				return fs.SkipAll
			}
			if err == nil && !d.IsDir() {
				if info, err := d.Info(); err == nil {
					total += info.Size()
				}
			}
			return nil
		})
	}
	return total
}

var errTooLate = errors.New("standard input can be read once only")
