package directory

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"citiesgrow/internal/hsds"
	"citiesgrow/internal/service"
)

// Imported is the report of an import.
type Imported struct {
	New       int        `json:"new"`
	Updated   int        `json:"updated"`
	Unchanged int        `json:"unchanged"`
	Rejected  []Rejected `json:"rejected"` // the first 1,000
	Remarks   []Remark   `json:"remarks"`  // likewise
	Refused   int        `json:"-"`        // how many services were refused
	Remarked  int        `json:"-"`        // how many remarks there are
}

// Rejected is a service of a file that was refused, and why.
type Rejected struct {
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`  // of a table, from 1
	Index  int    `json:"index,omitempty"` // of the object in its file, from 1
	ID     string `json:"id,omitempty"`
	Name   string `json:"name,omitempty"`
	Reason string `json:"reason"`
}

// Remark is what was left out of a service that was accepted.
type Remark Rejected

// String is the line that the command line prints for it.
func (r Rejected) String() string {
	at := r.File
	switch {
	case r.Line > 0:
		at += fmt.Sprintf(":%d", r.Line)
	case r.Index > 1:
		at += fmt.Sprintf(" #%d", r.Index)
	}
	said := slices.DeleteFunc([]string{at, r.ID, r.Name, r.Reason}, func(s string) bool { return s == "" })
	return strings.ReplaceAll(strings.Join(said, ": "), "\n", " ")
}

// String is the line that the command line prints for it.
func (r Remark) String() string { return Rejected(r).String() }

// mostRejected bounds how many are listed one by one.
const mostRejected = 1000

// Accepted is how many services of the import are stored now, including those that were stored before.
func (i *Imported) Accepted() int { return i.New + i.Updated + i.Unchanged }

// reject counts a service that was refused, and lists it among the first.
func (i *Imported) reject(r Rejected) {
	i.Refused++
	if len(i.Rejected) < mostRejected {
		i.Rejected = append(i.Rejected, r)
	}
}

// accept counts a service that was stored or is stored already, and lists what was left out of it.
func (i *Imported) accept(receipt service.Receipt, one *hsds.Service) {
	switch receipt {
	case service.Added:
		i.New++
	case service.Updated:
		i.Updated++
	default:
		i.Unchanged++
	}
	i.Remarked += len(one.Remarks)
	for _, r := range one.Remarks {
		if len(i.Remarks) < mostRejected {
			i.Remarks = append(i.Remarks, Remark(line(one, strings.TrimPrefix(r.Field+": "+r.Reason, ": "))))
		}
	}
}

// line is a service in the report.
func line(one *hsds.Service, reason string) Rejected {
	return Rejected{one.File, one.Line, one.Index, string(one.ID), string(one.Name), reason}
}

// unread is what could not be read, in the report.
func unread(err error) Rejected {
	var r *hsds.Refusal
	if errors.As(err, &r) {
		return Rejected{r.File, r.Line, r.Index, r.ID, r.Name, r.Reason}
	}
	return Rejected{Reason: err.Error()}
}

// Add adds the report of another import.
func (i *Imported) Add(other *Imported) {
	i.New, i.Updated, i.Unchanged = i.New+other.New, i.Updated+other.Updated, i.Unchanged+other.Unchanged
	i.Rejected, i.Remarks = append(i.Rejected, other.Rejected...), append(i.Remarks, other.Remarks...)
	i.Refused, i.Remarked = i.Refused+other.Refused, i.Remarked+other.Remarked
}
