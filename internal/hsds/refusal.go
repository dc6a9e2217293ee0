package hsds

import (
	"archive/zip"
	"compress/flate"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// Refusal is a service, or the rest of a file, that was not read. It reads as a sentence for
// the person who runs the import.
type Refusal struct {
	File   string // in which it stands
	Index  int    // of the object in a JSON file, from 1; 0 where it is the whole file
	Line   int    // of a table, from 1; 0 where there is none
	ID     string
	Name   string
	Reason string
	Err    error // behind it, where there is one
}

func (r *Refusal) Error() string {
	at := r.File
	switch {
	case r.Line > 0:
		at += fmt.Sprintf(" line %d", r.Line)
	case r.Index > 0:
		at += fmt.Sprintf(" object %d", r.Index)
	}
	if at == "" {
		return r.Reason
	}
	return at + ": " + r.Reason
}

func (r *Refusal) Unwrap() error { return r.Err }

// Remark is a field of a service that was left out, or mended, and why.
type Remark struct {
	Field  string // "cost_options[0].amount"
	Reason string
}

// ErrFormat is behind what is no HSDS file.
var ErrFormat = errors.New("not an HSDS file")

// refusal is an error in plain words.
func refusal(err error) *Refusal {
	var r *Refusal
	if errors.As(err, &r) {
		return r
	}
	return &Refusal{Reason: plainly(err), Err: err}
}

// plainly says what a library's error means.
func plainly(err error) string {
	var syntax *json.SyntaxError
	var corrupt flate.CorruptInputError
	var row *csv.ParseError
	var path *fs.PathError
	is := func(any ...error) bool {
		for _, e := range any {
			if errors.Is(err, e) {
				return true
			}
		}
		return false
	}
	switch {
	case errors.As(err, &corrupt), is(gzip.ErrHeader, gzip.ErrChecksum, zip.ErrFormat, zip.ErrAlgorithm, zip.ErrChecksum):
		return "the archive is damaged, or is none"
	case errors.As(err, &syntax):
		return "not well-formed JSON"
	case errors.As(err, &row):
		return "not a table: quotes do not match"
	case is(io.ErrUnexpectedEOF, io.EOF):
		return "it ends in the middle"
	case is(fs.ErrNotExist):
		return "there is no such file"
	case is(fs.ErrPermission):
		return "the file may not be read"
	case errors.As(err, &path):
		return path.Err.Error()
	}
	return err.Error()
}
