package hsds

import (
	"archive/zip"
	"bufio"
	"compress/gzip"
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

// What a packed file may hold unpacked, so that a small one cannot fill a machine.
const (
	mostBytes = 256 << 20
	mostFiles = 5000
)

// Open walks the services of what lies at a path: a JSON file, also packed with gzip; a table
// of services with the tables in its folder; a folder or a .zip of a tabular package or of
// JSON files; standard input for "-".
func Open(name string, stdin io.Reader) iter.Seq2[*Service, error] {
	return func(yield func(*Service, error) bool) {
		base := filepath.Base(name)
		if name == "-" {
			named("", unpacked(stdin), yield)
			return
		}
		info, err := os.Stat(name)
		switch {
		case err != nil:
			yield(nil, inFile(name, err))
		case info.IsDir():
			folder(os.DirFS(name), "the folder")(yield)
		case strings.EqualFold(filepath.Ext(name), ".zip"):
			if err := packed(name, yield); err != nil {
				yield(nil, inFile(base, err))
			}
		case slices.Contains(endings, strings.ToLower(filepath.Ext(name))):
			table(name, yield)
		default:
			if err := file(name, yield); err != nil {
				yield(nil, inFile(base, err))
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
	named(filepath.Base(name), unpacked(f), yield)
	return nil
}

// unpacked reads JSON, through gzip where it is packed so.
func unpacked(r io.Reader) iter.Seq2[*Service, error] {
	in := bufio.NewReader(r)
	if head, _ := in.Peek(2); string(head) != "\x1f\x8b" {
		return Read(in)
	}
	return func(yield func(*Service, error) bool) {
		z, err := gzip.NewReader(in)
		if err != nil {
			yield(nil, refusal(err))
			return
		}
		Read(&bounded{r: z, left: mostBytes})(yield)
	}
}

// table reads the table of services that was named, with those in its folder.
func table(name string, yield func(*Service, error) bool) {
	base := filepath.Base(name)
	files := os.DirFS(filepath.Dir(name))
	stem := strings.ToLower(strings.TrimSuffix(base, filepath.Ext(base)))
	if stem != "services" && stem != "service" {
		yield(nil, &Refusal{File: base, Reason: "only a table of services is read, with those in its folder: it is called services.csv", Err: ErrFormat})
		return
	}
	named(base, ReadTables(files), yield)
}

// named walks services with the name of the file in which they and their mistakes are.
// It reports whether more are wanted.
func named(name string, all iter.Seq2[*Service, error], yield func(*Service, error) bool) bool {
	for s, err := range all {
		if err != nil {
			r := *refusal(err)
			switch {
			case r.File == "":
				r.File = name
			case path.Dir(name) != ".":
				r.File = path.Join(path.Dir(name), r.File)
			}
			err = &r
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
	if len(z.File) == 0 {
		return &Refusal{Reason: "the archive is empty", Err: ErrFormat}
	}
	folder(z, "the archive")(yield)
	return nil
}

// folder is the tabular packages and the JSON files in it and in its folders.
func folder(files fs.FS, what string) iter.Seq2[*Service, error] {
	return func(yield func(*Service, error) bool) {
		some, any := false, false
		err := fs.WalkDir(files, ".", func(name string, e fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			more := true
			any = any || !e.IsDir()
			switch ends := strings.ToLower(path.Ext(name)); {
			case e.IsDir():
				tables, table, isPackage := tabular(files, name)
				if !isPackage {
					return nil
				}
				some, any = true, true
				if named(table, ReadTables(tables), yield) {
					return fs.SkipDir
				}
				more = false
			case ends == ".json" || ends == ".jsonl" || ends == ".ndjson" || ends == ".gz":
				some, more = true, one(files, name, yield)
			}
			if !more {
				return fs.SkipAll
			}
			return nil
		})
		switch {
		case err != nil:
			yield(nil, refusal(err))
		case !any:
			yield(nil, &Refusal{Reason: what + " is empty", Err: ErrFormat})
		case !some:
			yield(nil, &Refusal{Reason: "neither a table called services.csv nor a JSON file is in " + what, Err: ErrFormat})
		}
	}
}

func one(files fs.FS, name string, yield func(*Service, error) bool) bool {
	f, err := files.Open(name)
	if err != nil {
		return yield(nil, inFile(name, err))
	}
	defer f.Close()
	return named(name, unpacked(&bounded{r: f, left: mostBytes}), yield)
}
