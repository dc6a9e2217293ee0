// Package intake imports notices in the formats of eForms, TED and OCDS, and official code lists. It reads files, folders and
// archives of any size with limited memory, and passes each notice once to package process. It stores the result of every import,
// with a reason for each rejection.
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
	Ended       time.Time   `bson:"ended,omitempty" json:"ended,omitzero"` // zero while it runs, or if the program was killed
	By          string      `bson:"by,omitempty" json:"-"`                 // account; empty for the command line
	ByName      string      `bson:"by_name,omitempty" json:"by"`           // name of the account at that time
	Sources     []string    `bson:"sources" json:"sources"`                // paths as given
	Summary     Summary     `bson:"summary" json:"summary"`                //
	Rejections  []Rejection `bson:"rejections,omitempty" json:"-"`         // the first 200
	Remarks     []Remark    `bson:"remarks,omitempty" json:"-"`            // the first 200
	Error       string      `bson:"error,omitempty" json:"error"`          // why it ended early
	Codes       CodeSummary `bson:"codes,omitempty" json:"codes"`          // of an import of code lists
}

// Summary counts notices. Read is the sum of New, Updated, Unchanged and Rejected.
type Summary struct {
	Read      int `bson:"read" json:"read"`
	New       int `bson:"new" json:"new"`             // notices of a tender that was not known
	Updated   int `bson:"updated" json:"updated"`     // further notices of a known tender
	Unchanged int `bson:"unchanged" json:"unchanged"` // notices that were already stored
	Rejected  int `bson:"rejected" json:"rejected"`
	Skipped   int `bson:"skipped" json:"skipped"`                       // files in folders that are not read because of their name or type; not in Read
	Remarked  int `bson:"remarked,omitempty" json:"remarked,omitempty"` // remarks on notices that were accepted
}

// Rejection is a notice or file that was rejected, with the reason.
type Rejection struct {
	File   string `bson:"file" json:"file"`                       // folder/archive.zip!entry.xml
	Line   int    `bson:"line,omitempty" json:"line,omitempty"`   // from 1; 0 if unknown
	Index  int    `bson:"index,omitempty" json:"index,omitempty"` // number of the release in its file, from 1
	Reason string `bson:"reason" json:"reason"`
}

// Remark is a value of an accepted notice that was not understood and is left out.
type Remark struct {
	File   string `bson:"file" json:"file"`
	Line   int    `bson:"line,omitempty" json:"line,omitempty"`   // from 1; 0 if unknown
	Index  int    `bson:"index,omitempty" json:"index,omitempty"` // number of the release in its file, from 1
	ID     string `bson:"id,omitempty" json:"id,omitempty"`       // id of the notice as in its source
	Reason string `bson:"reason" json:"reason"`
}

// kept is the maximum number of rejections, and of remarks, that a job stores.
const kept = 200

// refuse counts a rejection, and stores it up to the limit.
func (j *Job) refuse(r Rejection) {
	j.Summary.Read++
	j.Summary.Rejected++
	if len(j.Rejections) < kept {
		j.Rejections = append(j.Rejections, r)
	}
}

// remark counts a remark, and stores it up to the limit.
func (j *Job) remark(r Remark) {
	j.Summary.Remarked++
	if len(j.Remarks) < kept {
		j.Remarks = append(j.Remarks, r)
	}
}

// Running reports whether the import has no end. An import whose process was killed also has none.
func (j *Job) Running() bool { return j.Ended.IsZero() }

// CodeSummary counts the result of an import of code lists.
type CodeSummary struct {
	Files    int            `bson:"files" json:"files"`
	Codes    map[string]int `bson:"codes,omitempty" json:"codes"` // by scheme
	Mapped   int            `bson:"mapped" json:"mapped"`         // old codes with their successors
	Written  int            `bson:"written" json:"written"`       // stored parts that changed
	Rejected int            `bson:"rejected" json:"rejected"`
}

// codeList is a stored part of an official list: at most 500 codes, or 5,000 pairs of an old code and its successor.
type codeList struct {
	record.Meta `bson:",inline"`
	Scheme      string            `bson:"scheme"`
	File        string            `bson:"file"` // base name of the imported file
	Part        int               `bson:"part"`
	Codes       []taxonomy.Code   `bson:"codes,omitempty"`
	Map         map[string]string `bson:"map,omitempty"`
}

// Collections.
var (
	imports   = store.Spec{Name: "imports", Indexes: []store.Index{{Name: "started", Fields: []string{"started"}}}}
	codeLists = store.Spec{Name: "codes", Indexes: []store.Index{{Name: "file", Fields: []string{"file", "scheme", "part"}}}}
)
