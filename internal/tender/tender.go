// Package tender holds the opportunities: what is bought, by whom, until when, and
// what came of it. What is known of a tender is folded from its notices, which are
// added and never edited, so anyone can see what was published when and what changed.
// A buyer here works on a draft; publishing turns the draft into one more notice.
//
// What a repeated list means depends on the source of the notice:
//
//   - Releases of an OCDS process are merged by the rules of the standard. Ids hold for the
//     whole process: a list with ids changes what it repeats, adds what is new and removes
//     nothing; null removes; a list without ids is replaced as a whole.
//   - An eForms or TED notice repeats all that it says. A later version of it, and a change
//     notice that names it, replace what it said, lists included; a lot that was cancelled
//     stays cancelled. A notice that names no earlier one adds: the ids of its results,
//     organisations and contracts are its own. The lots are those of the call for tenders.
//   - A TED corrigendum (F14) changes the fields that it names.
//   - What is posted here replaces what was posted before, and an outcome the earlier outcome.
//
// Which source may change which contract is said in authority.go.
package tender

import (
	"time"

	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Tender is one opportunity as it stands now.
type Tender struct {
	record.Meta `bson:",inline"`
	OCID        string `bson:"ocid,omitempty" json:"ocid"`
	Content     `bson:",inline"`
	Awards      []ocds.Award    `bson:"awards,omitempty" json:"awards"`
	Bids        []ocds.BidCount `bson:"bids,omitempty" json:"bids"`
	Stage       Stage           `bson:"stage,omitempty" json:"stage"`
	Reason      string          `bson:"reason,omitempty" json:"reason,omitempty"`      // of a withdrawal or a failure
	Published   time.Time       `bson:"published,omitempty" json:"published,omitzero"` // first notice
	Amended     time.Time       `bson:"amended,omitempty" json:"amended,omitzero"`     // last notice that changed it
	Source      ocds.Source     `bson:"source,omitempty" json:"source"`                // of the last notice
	Notices     []string        `bson:"notices,omitempty" json:"notices"`              // ids, in the order of publication
	Owner       string          `bson:"owner,omitempty" json:"-"`                      // account of the buyer who posted it here
	Draft       *Content        `bson:"draft,omitempty" json:"-"`                      // what the buyer works on
	Outcome     *Outcome        `bson:"outcome,omitempty" json:"outcome,omitempty"`
	Test        bool            `bson:"test,omitempty" json:"demonstration,omitempty"`
	Feeds       []string        `bson:"feeds,omitempty" json:"-"`  // sources of its notices, see authority.go
	Calls       []string        `bson:"calls,omitempty" json:"-"`  // procedure ids of its calls for tenders
	Joined      string          `bson:"joined,omitempty" json:"-"` // id of the tender that its notices turned out to be about
	Folded      int             `bson:"folded,omitempty" json:"-"` // version of the rules it was folded by
}

// Content is what a notice says and a draft will say.
type Content struct {
	Language string         `bson:"language,omitempty" json:"language"`
	Buyer    ocds.Reference `bson:"buyer" json:"buyer"`
	Parties  []ocds.Party   `bson:"parties,omitempty" json:"parties"`
	Tender   ocds.Tender    `bson:"tender" json:"tender"`
	City     string         `bson:"city,omitempty" json:"city"`     // id of the first city it is performed in; empty elsewhere
	Cities   []string       `bson:"cities,omitempty" json:"cities"` // ids of all of them
	Private  bool           `bson:"private,omitempty" json:"privateBuyer,omitempty"`
}

// Notice is one publication about a tender: an OCDS release.
type Notice struct {
	record.Meta `bson:",inline"`
	TenderID    string `bson:"tender_id" json:"tenderId"`
	// why it does not count: its source has no authority over the tender; seen by staff alone
	Disputed string       `bson:"disputed,omitempty" json:"disputed,omitempty"`
	Release  ocds.Release `bson:"release" json:"release"`
}

// Stage is what the notices say has become of a tender. Whether it is open follows
// from the date alone: see Status.
type Stage string

const (
	Planned      Stage = "planned"      // announced, not yet to be answered
	Competing    Stage = "competing"    // published for answers
	Awarded      Stage = "awarded"      // at least one lot has a winner
	Unsuccessful Stage = "unsuccessful" // nobody won
	Withdrawn    Stage = "withdrawn"    // taken back by the buyer
)

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

// openWithoutDeadline is how long a call for tenders that tells no deadline counts as
// open: the longest common period for answers, with room.
const openWithoutDeadline = 60 * 24 * time.Hour

// Ends is the moment from which the tender is no longer open; zero when it never was.
func (t *Tender) Ends() time.Time {
	if t.Stage != Competing {
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
	case Competing:
		if now.Before(t.Ends()) {
			return StatusOpen
		}
		return StatusClosed
	}
	return Status(t.Stage)
}

// Requirements lists what a tenderer must meet: what holds for every lot, then what a
// lot asks besides, with the lot's title.
func (c *Content) Requirements() []ocds.Requirement {
	all := append([]ocds.Requirement(nil), c.Tender.Requirements...)
	for _, l := range c.Tender.Lots {
		all = append(all, l.Requirements...)
	}
	return all
}

// CPV lists every code of the tender and its lots, the main one first.
func (c *Content) CPV() []string {
	seen := map[string]bool{}
	var codes []string
	add := func(code string) {
		if code != "" && !seen[code] {
			seen[code] = true
			codes = append(codes, code)
		}
	}
	for _, code := range c.Tender.CPV {
		add(code)
	}
	for _, l := range c.Tender.Lots {
		for _, code := range l.CPV {
			add(code)
		}
		for _, item := range l.Items {
			add(item.CPV)
		}
	}
	return codes
}

// Value is what the whole tender is worth: its own value or the sum of its lots'; nil
// when not told.
func (c *Content) Value() *record.Money {
	if c.Tender.Value != nil {
		return c.Tender.Value
	}
	return c.lotsSum()
}

// Interest is a supplier's step towards a tender; one document a supplier and tender.
type Interest struct {
	record.Meta `bson:",inline"`
	TenderID    string    `bson:"tender_id" json:"tenderId"`
	Account     string    `bson:"account" json:"-"`
	Supplier    string    `bson:"supplier" json:"supplier"` // id of the profile
	Name        string    `bson:"name" json:"name"`         // of the firm, as it was then
	City        string    `bson:"city" json:"city"`         // of the tender, for the figures
	Declared    bool      `bson:"declared" json:"declared"` // interested, where false is only following
	Note        string    `bson:"note,omitempty" json:"note"`
	Since       time.Time `bson:"since" json:"since,omitzero"`
	DeclaredOn  time.Time `bson:"declared_on,omitempty" json:"declaredOn,omitzero"` // zero while not declared
}

// How they are kept.
var (
	tenders = store.Spec{Name: "tenders", Indexes: []store.Index{
		{Name: "ocid", Fields: []string{"ocid"}, Unique: true},
		{Name: "owner", Fields: []string{"owner", "updated"}},
	}}
	notices = store.Spec{Name: "notices", Indexes: []store.Index{
		{Name: "source", Fields: []string{"release.source.system", "release.source.notice_id", "release.source.version"}, Unique: true},
		{Name: "publication", Fields: []string{"release.source.publication"}},
		{Name: "notice", Fields: []string{"release.source.notice_id"}},
		{Name: "tender", Fields: []string{"tender_id", "release.date"}},
	}}
	interests = store.Spec{Name: "interests", Indexes: []store.Index{
		{Name: "tender", Fields: []string{"tender_id", "since"}},
		{Name: "account", Fields: []string{"account", "since"}},
		{Name: "since", Fields: []string{"since"}},
	}}
)
