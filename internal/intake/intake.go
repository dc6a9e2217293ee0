// Package intake brings in what others have published: notices in eForms, TED and
// OCDS form, and official code lists. It reads files, folders and archives of any
// size within fixed bounds of memory, hands each notice to the tenders once, and
// keeps of every import what came of it, with a reason for each thing refused.
package intake

import (
	"time"

	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/taxonomy"
)

// Job is one import.
type Job struct {
	record.Meta `bson:",inline"`
	Kind        string      `bson:"kind" json:"kind"` // "notices" or "codes"
	Started     time.Time   `bson:"started" json:"started,omitzero"`
	Ended       time.Time   `bson:"ended,omitempty" json:"ended,omitzero"` // zero while it runs, or when the program was killed
	By          string      `bson:"by,omitempty" json:"-"`                 // account, empty for the command line
	ByName      string      `bson:"by_name,omitempty" json:"by"`           // as it was then
	Sources     []string    `bson:"sources" json:"sources"`                // paths as they were given
	Summary     Summary     `bson:"summary" json:"summary"`                //
	Rejections  []Rejection `bson:"rejections,omitempty" json:"-"`         // the first 200
	Remarks     []Remark    `bson:"remarks,omitempty" json:"-"`            // the first 200
	Error       string      `bson:"error,omitempty" json:"error"`          // what ended it early
	Codes       CodeSummary `bson:"codes,omitempty" json:"codes"`          // of an import of code lists
}

// Summary counts notices. Read is the sum of the four others.
type Summary struct {
	Read      int `bson:"read" json:"read"`
	New       int `bson:"new" json:"new"`             // tenders nobody knew
	Updated   int `bson:"updated" json:"updated"`     // one more notice of a known tender
	Unchanged int `bson:"unchanged" json:"unchanged"` // here already
	Rejected  int `bson:"rejected" json:"rejected"`
	Skipped   int `bson:"skipped" json:"skipped"`                       // files of a folder that are of another kind; not in Read
	Remarked  int `bson:"remarked,omitempty" json:"remarked,omitempty"` // remarks on notices that were accepted
}

// Rejection is one notice or file that was refused, and why.
type Rejection struct {
	File   string `bson:"file" json:"file"`                       // folder/archive.zip!entry.xml
	Line   int    `bson:"line,omitempty" json:"line,omitempty"`   // from 1; 0 when not known
	Index  int    `bson:"index,omitempty" json:"index,omitempty"` // of the release in its file, from 1
	Reason string `bson:"reason" json:"reason"`
}

// Remark is something that an accepted notice says and that was not understood: it was left out.
type Remark struct {
	File   string `bson:"file" json:"file"`
	Line   int    `bson:"line,omitempty" json:"line,omitempty"`   // from 1; 0 when not known
	Index  int    `bson:"index,omitempty" json:"index,omitempty"` // of the release in its file, from 1
	ID     string `bson:"id,omitempty" json:"id,omitempty"`       // of the notice, as its source spells it
	Reason string `bson:"reason" json:"reason"`
}

// kept is how many rejections a job keeps, and how many remarks.
const kept = 200

// refuse counts a rejection and keeps it while there is room.
func (j *Job) refuse(r Rejection) {
	j.Summary.Read++
	j.Summary.Rejected++
	if len(j.Rejections) < kept {
		j.Rejections = append(j.Rejections, r)
	}
}

// remark counts a remark and keeps it while there is room.
func (j *Job) remark(r Remark) {
	j.Summary.Remarked++
	if len(j.Remarks) < kept {
		j.Remarks = append(j.Remarks, r)
	}
}

// Running reports whether the import has not ended, as far as anybody knows.
func (j *Job) Running() bool { return j.Ended.IsZero() }

// CodeSummary counts what an import of official code lists brought.
type CodeSummary struct {
	Files    int            `bson:"files" json:"files"`
	Codes    map[string]int `bson:"codes,omitempty" json:"codes"` // by scheme
	Mapped   int            `bson:"mapped" json:"mapped"`         // old codes with their successors
	Written  int            `bson:"written" json:"written"`       // parts that changed
	Rejected int            `bson:"rejected" json:"rejected"`
}

// codeList is a part of an official list: at most 500 codes, or 5,000 pairs of an old
// code and its successor.
type codeList struct {
	record.Meta `bson:",inline"`
	Scheme      string            `bson:"scheme"`
	File        string            `bson:"file"` // base name of what it was read from
	Part        int               `bson:"part"`
	Codes       []taxonomy.Code   `bson:"codes,omitempty"`
	Map         map[string]string `bson:"map,omitempty"`
}

// How they are kept.
var (
	imports   = store.Spec{Name: "imports", Indexes: []store.Index{{Name: "started", Fields: []string{"started"}}}}
	codeLists = store.Spec{Name: "codes", Indexes: []store.Index{{Name: "file", Fields: []string{"file", "scheme", "part"}}}}
)
