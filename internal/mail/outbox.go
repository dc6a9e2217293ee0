// Package mail writes to people. A letter is put into the outbox when something happened
// or will happen; it is said in the language of its reader when it is due, and sent once.
// A letter that is no longer true is dropped before it goes.
package mail

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"time"

	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Letter is one that waits, or was sent. It holds word keys and what fills them, never
// the address of a person with an account: that is looked up when the letter goes.
type Letter struct {
	record.Meta `bson:",inline"`
	About       string            `bson:"about"`              // what it is about, as "slot-7kq/reminder": queued once
	Of          string            `bson:"of,omitempty"`       // the document that it follows from; see Settle
	Account     string            `bson:"account,omitempty"`  // to whom
	Email       string            `bson:"email,omitempty"`    // to a person without an account
	Language    string            `bson:"language,omitempty"` // theirs
	Key         string            `bson:"key"`                // the words are Key + "_subject" and Key + "_text"
	Words       map[string]string `bson:"words,omitempty"`    // what fills them
	Moments     map[string]Moment `bson:"moments,omitempty"`  // said as a date and a time of the reader's language
	Path        string            `bson:"path,omitempty"`     // of this site, to go on from the letter
	Calendar    []byte            `bson:"calendar,omitempty"` // an .ics to attach
	Due         time.Time         `bson:"due,omitempty"`      // not sent before; zero once sent or given up
	Wanted      time.Time         `bson:"wanted,omitempty"`   // Due as it was queued; zero for at once
	Claimed     time.Time         `bson:"claimed,omitempty"`  // until then a worker is sending it
	Sent        time.Time         `bson:"sent,omitempty"`
	Tries       int               `bson:"tries,omitempty"`
	Refused     string            `bson:"refused,omitempty"` // why it was given up
}

// Moment is a time as a city's clock shows it.
type Moment struct {
	At   time.Time `bson:"at"`
	Zone string    `bson:"zone"`
}

// Letters is how they are kept: quietly, nothing follows them.
var Letters = store.Spec{Name: "letters", Quiet: true, Indexes: []store.Index{{Name: "due", Fields: []string{"due"}},
	{Name: "of", Fields: []string{"of", "due"}}}}

// Outbox holds letters until they are due. A nil outbox takes none.
type Outbox struct {
	letters *store.Collection[Letter]
	now     func() time.Time
}

// NewOutbox opens the outbox of a store.
func NewOutbox(db store.DB, now func() time.Time) *Outbox {
	return &Outbox{letters: store.Of[Letter](db, Letters), now: now}
}

// Queue puts a letter in, to go when it is due, now for a zero time. One about the same
// is queued once, whether it still waits or was sent; while it waits and no worker is sending
// it, it is replaced by one that says something else.
func (o *Outbox) Queue(ctx context.Context, l Letter) error {
	if o == nil || l.Account == "" && l.Email == "" {
		return nil
	}
	now := o.now()
	l.Meta, l.Wanted = record.Meta{ID: letterID(l.About)}, l.Due
	if l.Due.IsZero() {
		l.Due = now
	}
	err := o.letters.Put(ctx, &l)
	if !problem.Is(err, problem.Conflict) {
		return err
	}
	_, err = o.letters.Update(ctx, l.ID, func(old *Letter) error {
		if old.stays(&l, now) {
			return errStays
		}
		meta := old.Meta
		*old = l
		old.Meta = meta
		return nil
	})
	if errors.Is(err, errStays) {
		return nil
	}
	return err
}

// errStays ends an update that would change nothing, so that it is not written.
var errStays = errors.New("the letter stays as it is")

// stays reports whether a stored letter is left as it is when another about the same is queued: it went or
// was given up, a worker is sending it, or it says the same.
func (l *Letter) stays(other *Letter, now time.Time) bool {
	return l.Due.IsZero() || now.Before(l.Claimed) || l.same(other)
}

// same reports whether two letters about the same say the same to the same reader at the same time. The
// calendar is left out: it holds the moment at which it was made.
func (l *Letter) same(other *Letter) bool {
	return l.Account == other.Account && l.Email == other.Email && l.Language == other.Language && l.Key == other.Key && l.Path == other.Path &&
		l.Of == other.Of && l.Wanted.Equal(other.Wanted) && maps.Equal(l.Words, other.Words) &&
		maps.EqualFunc(l.Moments, other.Moments, func(a, b Moment) bool { return a.Zone == b.Zone && a.At.Equal(b.At) })
}

// Settle makes the letters that follow from a document those wanted: each is queued once, and what
// waits and is no longer wanted is dropped. It is called with all letters of the document as it
// stands, as often as one likes; what was sent stays sent.
func (o *Outbox) Settle(ctx context.Context, of string, wanted []Letter) error {
	if o == nil {
		return nil
	}
	have := map[string]*Letter{}
	for l, err := range o.letters.Each(ctx, store.Query{Index: "of", Equal: []any{of}}) {
		if err != nil {
			return err
		}
		have[l.ID] = l
	}
	for _, l := range wanted {
		l.Of, l.Wanted = of, l.Due
		id := letterID(l.About)
		old := have[id]
		delete(have, id)
		if old != nil && old.stays(&l, o.now()) {
			continue
		}
		if err := o.Queue(ctx, l); err != nil {
			return err
		}
	}
	for _, l := range have {
		if l.Due.IsZero() {
			continue
		}
		if err := o.Drop(ctx, l.About); err != nil {
			return err
		}
	}
	return nil
}

// Drop takes out a letter that waits and is no longer true; one that is not there is no
// error, nor is one that went.
func (o *Outbox) Drop(ctx context.Context, about string) error {
	if o == nil {
		return nil
	}
	l, err := o.letters.Get(ctx, letterID(about))
	if problem.Is(err, problem.NotFound) || err == nil && l.Due.IsZero() {
		return nil
	}
	if err != nil {
		return err
	}
	if err = o.letters.Delete(ctx, l.ID, l.Revision); problem.Is(err, problem.NotFound) || problem.Is(err, problem.Conflict) {
		return nil // it went meanwhile
	}
	return err
}

func letterID(about string) string {
	sum := sha256.Sum256([]byte(about))
	return "letter-" + hex.EncodeToString(sum[:12])
}
