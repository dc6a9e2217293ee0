package hsds

import (
	"archive/zip"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// What a packed file may hold unpacked, so that a small one cannot fill a machine.
const (
	mostBytes = 256 << 20
	mostFiles = 5000
)

// Open walks the services of what lies at a path: a JSON file, also packed with gzip; a
// folder or a .zip of a tabular package or of JSON files; standard input for "-".
func Open(name string, stdin io.Reader) iter.Seq2[*Service, error] {
	return func(yield func(*Service, error) bool) {
		if name == "-" {
			Read(stdin)(yield)
			return
		}
		info, err := os.Stat(name)
		switch {
		case err != nil:
			yield(nil, err)
		case info.IsDir():
			folder(os.DirFS(name))(yield)
		case strings.HasSuffix(strings.ToLower(name), ".zip"):
			err := packed(name, yield)
			if err != nil {
				yield(nil, fmt.Errorf("%s: %w", filepath.Base(name), err))
			}
		default:
			if err := file(name, yield); err != nil {
				yield(nil, fmt.Errorf("%s: %w", filepath.Base(name), err))
			}
		}
	}
}

func file(name string, yield func(*Service, error) bool) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(strings.ToLower(name), ".gz") {
		unpacked, err := gzip.NewReader(f)
		if err != nil {
			return err
		}
		r = &bounded{r: unpacked, left: mostBytes}
	}
	Read(r)(yield)
	return nil
}

// bounded ends with an error, not as if the file ended there.
type bounded struct {
	r    io.Reader
	left int64
}

var errTooLarge = errors.New("it is too large unpacked")

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}

func packed(name string, yield func(*Service, error) bool) error {
	z, err := zip.OpenReader(name)
	if err != nil {
		return err
	}
	defer z.Close()
	var size uint64
	for _, f := range z.File {
		if size += f.UncompressedSize64; size > mostBytes || len(z.File) > mostFiles {
			return errTooLarge
		}
	}
	// The package may lie in a folder of its own.
	var files fs.FS = z
	for _, f := range z.File {
		if path.Base(f.Name) == "services.csv" && path.Dir(f.Name) != "." {
			if files, err = fs.Sub(z, path.Dir(f.Name)); err != nil {
				return err
			}
		}
	}
	folder(files)(yield)
	return nil
}

// folder is a tabular package where it has a table of services, else the JSON files in it.
func folder(files fs.FS) iter.Seq2[*Service, error] {
	return func(yield func(*Service, error) bool) {
		for _, table := range []string{"services.csv", "service.csv"} {
			if _, err := fs.Stat(files, table); err == nil {
				ReadTables(files)(yield)
				return
			}
		}
		names, err := fs.Glob(files, "*.json*")
		if err != nil || len(names) == 0 {
			yield(nil, fmt.Errorf("%w: neither services.csv nor a JSON file in the folder", ErrFormat))
			return
		}
		slices.Sort(names)
		for _, name := range names {
			if !one(files, name, yield) {
				return
			}
		}
	}
}

func one(files fs.FS, name string, yield func(*Service, error) bool) bool {
	f, err := files.Open(name)
	if err != nil {
		return yield(nil, err)
	}
	defer f.Close()
	more := true
	Read(&bounded{r: f, left: mostBytes})(func(s *Service, err error) bool {
		if err != nil {
			err = fmt.Errorf("%s: %w", name, err)
		}
		more = yield(s, err)
		return more
	})
	return more
}
