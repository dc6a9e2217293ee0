// Package tender holds the opportunities: what is bought, by whom, until when, and what came of it. A
// tender is what its notices say together (package notice). This package finds and shows tenders; the
// packages that write them are process and draft.
package tender

import (
	"time"

	"citiesgrow/internal/notice"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Tender is one opportunity as it stands now: the compiled release of its notices, and the draft of
// the buyer who posts it here. Compiled is empty until the first notice; a draft has a city and a
// buyer there, and no stage.
type Tender struct {
	record.Meta     `bson:",inline"`
	notice.Compiled `bson:",inline"`
	Owner           string          `bson:"owner,omitempty" json:"-"` // account of the buyer who posted it here
	Draft           *notice.Content `bson:"draft,omitempty" json:"-"` // what the buyer works on
	Test            bool            `bson:"test,omitempty" json:"demonstration,omitempty"`
	Joined          string          `bson:"joined,omitempty" json:"-"` // id of the tender that its notices turned out to be about
	Folded          int             `bson:"folded,omitempty" json:"-"` // version of the rules it was compiled by
}

// Status is how a tender stands for a reader.
type Status string

const (
	StatusDraft        Status = "draft"
	StatusPlanned      Status = "planned"
	StatusOpen         Status = "open"
	StatusClosed       Status = "closed" // the deadline is past, the outcome is not known
	StatusAwarded      Status = "awarded"
	StatusUnsuccessful Status = "unsuccessful"
	StatusWithdrawn    Status = "withdrawn"
)

// Statuses lists them in the order of a tender's life.
func Statuses() []Status {
	return []Status{StatusDraft, StatusPlanned, StatusOpen, StatusClosed, StatusAwarded, StatusUnsuccessful, StatusWithdrawn}
}

// openWithoutDeadline is how long a call for tenders without a deadline counts as
// open: the longest common period for answers, with room.
const openWithoutDeadline = 60 * 24 * time.Hour

// Ends is the moment from which the tender is no longer open; zero when it never was.
func (t *Tender) Ends() time.Time {
	if t.Stage != notice.Competing {
		return time.Time{}
	}
	if d := t.Deadline(); !d.IsZero() {
		return d
	}
	if len(t.Awards) > 0 {
		return t.Amended // what was decided once is not open
	}
	return t.Amended.Add(openWithoutDeadline)
}

// Status derives how the tender stands now.
func (t *Tender) Status(now time.Time) Status {
	switch t.Stage {
	case "":
		return StatusDraft
	case notice.Competing:
		if now.Before(t.Ends()) {
			return StatusOpen
		}
		return StatusClosed
	}
	return Status(t.Stage)
}

// Working is what the buyer works on: the draft, or what is published when there is none.
func (t *Tender) Working() *notice.Content {
	if t.Draft != nil {
		return t.Draft
	}
	return &t.Content
}

// How tenders and their notices are stored.
var (
	Collection = store.Spec{Name: "tenders", Indexes: []store.Index{
		{Name: "ocid", Fields: []string{"ocid"}, Unique: true},
		{Name: "owner", Fields: []string{"owner", "updated"}},
	}}
	Notices = store.Spec{Name: "notices", Indexes: []store.Index{
		{Name: "source", Fields: []string{"release.source.system", "release.source.notice_id", "release.source.version"}, Unique: true},
		{Name: "publication", Fields: []string{"release.source.publication"}},
		{Name: "notice", Fields: []string{"release.source.notice_id"}},
		{Name: "tender", Fields: []string{"tender_id", "release.date"}},
	}}
)
