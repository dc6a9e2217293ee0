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
	named(filepath.Base(name), Read(r), yield)
	return nil
}

// named walks services with the name of the file in which they and their mistakes are.
// It tells whether more are wanted.
func named(name string, all iter.Seq2[*Service, error], yield func(*Service, error) bool) bool {
	for s, err := range all {
		if err != nil {
			err = fmt.Errorf("%s: %w", name, err)
		}
		if s != nil {
			s.File = name
		}
		if !yield(s, err) {
			return false
		}
	}
	return true
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
	folder(z)(yield)
	return nil
}

// folder is the tabular packages and the JSON files in it and in its folders.
func folder(files fs.FS) iter.Seq2[*Service, error] {
	return func(yield func(*Service, error) bool) {
		some := false
		err := fs.WalkDir(files, ".", func(name string, e fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			more := true
			switch ends := strings.ToLower(path.Ext(name)); {
			case e.IsDir():
				tables, isPackage := tabular(files, name)
				if !isPackage {
					return nil
				}
				some = true
				if named(path.Join(name, "services.csv"), ReadTables(tables), yield) {
					return fs.SkipDir
				}
				more = false
			case ends == ".json" || ends == ".jsonl":
				some, more = true, one(files, name, yield)
			}
			if !more {
				return fs.SkipAll
			}
			return nil
		})
		if err == nil && !some {
			err = fmt.Errorf("%w: neither services.csv nor a JSON file in the folder", ErrFormat)
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

// tabular is a folder that holds a table of services.
func tabular(files fs.FS, name string) (fs.FS, bool) {
	tables, err := fs.Sub(files, name)
	if err != nil {
		return nil, false
	}
	for _, table := range []string{"services.csv", "service.csv"} {
		if _, err := fs.Stat(tables, table); err == nil {
			return tables, true
		}
	}
	return nil, false
}

func one(files fs.FS, name string, yield func(*Service, error) bool) bool {
	f, err := files.Open(name)
	if err != nil {
		return yield(nil, err)
	}
	defer f.Close()
	return named(name, Read(&bounded{r: f, left: mostBytes}), yield)
}
