package report

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"citiesgrow/internal/custody"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/seal"
	"citiesgrow/internal/store"
	"citiesgrow/internal/upload"
)

// limits are the limits of one attached file.
var limits = upload.Limits{Bytes: 5 << 20}

// filesTogether is the maximum size of all files of a request, in bytes.
const filesTogether = 7 << 20

// File is an attachment. Its head and content are sealed together under the shared secret.
type File struct {
	record.Meta `bson:",inline"`
	Report      string `bson:"report"`
	Day         string `bson:"day"`
	Box         []byte `bson:"box"`
}

// fileHead is stored as JSON before the content, with its length in four bytes.
type fileHead struct {
	Name string `json:"name"`
	Type string `json:"type"`
	From string `json:"from"`
}

func fileContext(report, file string) string { return custody.Context(report, "file "+file) }

// cleaned removes metadata from files: author, place and device.
func cleaned(all []upload.Sent) ([]*upload.File, error) {
	var clean []*upload.File
	together := 0
	for _, f := range all {
		if together += len(f.Data); together > filesTogether {
			return nil, problem.Field("files", "report.files_too_large")
		}
		one, err := upload.Clean(f.Name, f.Data, limits)
		switch {
		case errors.Is(err, upload.ErrTooLarge):
			return nil, problem.Field("files", "report.file_too_large", "Name", f.Name)
		case errors.Is(err, upload.ErrActive):
			return nil, problem.Field("files", "report.file_active", "Name", f.Name)
		case errors.Is(err, upload.ErrType), errors.Is(err, upload.ErrBroken):
			return nil, problem.Field("files", "report.file_type", "Name", f.Name)
		case err != nil:
			return nil, err
		}
		clean = append(clean, one)
	}
	return clean, nil
}

// attach seals a cleaned file and stores it.
func (s *Service) attach(ctx context.Context, report string, shared []byte, from string, clean *upload.File) error {
	head, err := json.Marshal(fileHead{clean.Name, clean.Type, from})
	if err != nil {
		return err
	}
	content := binary.BigEndian.AppendUint32(nil, uint32(len(head)))
	content = append(append(content, head...), clean.Data...)
	f := &File{Meta: record.Meta{ID: "file-" + strings.ToLower(rand.Text())}, Report: report, Day: s.today()}
	if f.Box, err = seal.Box(shared, fileContext(report, f.ID), content); err != nil {
		return err
	}
	return s.files.Put(ctx, f)
}

// Attached is an opened file.
type Attached struct {
	ID   string `json:"id"`
	Day  string `json:"day"`
	Name string `json:"name"`
	Type string `json:"type"`
	From string `json:"from"`
	Size int    `json:"size"`
	data []byte
}

// Data returns the content of the file.
func (a *Attached) Data() []byte { return a.data }

// open opens a sealed file. The error is seal.ErrClosed if the secret is not the right one.
func (f *File) open(shared []byte) (*Attached, error) {
	raw, err := seal.Open(shared, fileContext(f.Report, f.ID), f.Box)
	if err != nil {
		return nil, err
	}
	if len(raw) < 4 || int(binary.BigEndian.Uint32(raw)) > len(raw)-4 {
		return nil, seal.ErrClosed
	}
	n := int(binary.BigEndian.Uint32(raw))
	var head fileHead
	if err := json.Unmarshal(raw[4:4+n], &head); err != nil {
		return nil, err
	}
	return &Attached{f.ID, f.Day, head.Name, head.Type, head.From, len(raw) - 4 - n, raw[4+n:]}, nil
}

// Attached opens the files of a report with its shared secret, the oldest first.
func (s *Service) Attached(ctx context.Context, report string, shared []byte) ([]*Attached, error) {
	stored, err := s.filesOf(ctx, report)
	if err != nil {
		return nil, err
	}
	var all []*Attached
	for _, f := range stored {
		one, err := f.open(shared)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	slices.SortFunc(all, func(a, b *Attached) int { return strings.Compare(a.Day+a.Name, b.Day+b.Name) })
	return all, nil
}

func (s *Service) filesOf(ctx context.Context, report string) ([]*File, error) {
	return s.files.List(ctx, store.Query{Index: "report", Equal: []any{report}})
}

// FindFile returns a file of a report by its id, or a NotFound problem.
func FindFile(all []*Attached, id string) (*Attached, error) {
	i := slices.IndexFunc(all, func(a *Attached) bool { return a.ID == id })
	if i < 0 {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return all[i], nil
}
