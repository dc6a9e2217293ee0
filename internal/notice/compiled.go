package notice

import (
	"time"

	"citiesgrow/internal/notice/ocds"
)

// Compiled is what the notices of one procedure say together: the compiled release of OCDS.
type Compiled struct {
	OCID      string `bson:"ocid,omitempty" json:"ocid"`
	Content   `bson:",inline"`
	Awards    []ocds.Award    `bson:"awards,omitempty" json:"awards"`
	Bids      []ocds.BidCount `bson:"bids,omitempty" json:"bids"`
	Stage     Stage           `bson:"stage,omitempty" json:"stage"`
	Reason    string          `bson:"reason,omitempty" json:"reason,omitempty"`      // of a withdrawal or a failure
	Published time.Time       `bson:"published,omitempty" json:"published,omitzero"` // first notice
	Amended   time.Time       `bson:"amended,omitempty" json:"amended,omitzero"`     // last notice that changed it
	Source    ocds.Source     `bson:"source,omitempty" json:"source"`                // of the last notice
	Notices   []string        `bson:"notices,omitempty" json:"notices"`              // ids, in the order of publication
	Outcome   *Outcome        `bson:"outcome,omitempty" json:"outcome,omitempty"`
	Feeds     []string        `bson:"feeds,omitempty" json:"-"` // sources of the notices, each once: see Feed
	Calls     []string        `bson:"calls,omitempty" json:"-"` // procedure ids of the calls for tenders
}

// Over reports whether the procedure ended: with a winner, without one, or taken back.
func (c *Compiled) Over() bool {
	return c.Stage == Awarded || c.Stage == Unsuccessful || c.Stage == Withdrawn
}

// LastNotice is the day of the last notice, of the first where no other changed anything.
func (c *Compiled) LastNotice() time.Time {
	if c.Amended.IsZero() {
		return c.Published
	}
	return c.Amended
}
