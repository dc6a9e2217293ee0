package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
)

// Parked is a change that a follower could not handle. Its id follows from
// follower, collection and document, so one document parks once.
type Parked struct {
	record.Meta `bson:",inline"`
	Follower    string    `bson:"follower" json:"follower"`
	Collection  string    `bson:"collection" json:"collection"`
	Document    string    `bson:"document" json:"document"` // the document's id
	At          int64     `bson:"at" json:"at"`             // the document's revision in the feed
	Deleted     bool      `bson:"deleted" json:"deleted"`
	Error       string    `bson:"error" json:"error"`        // of the last try, at most 500 bytes
	When        time.Time `bson:"when" json:"when,omitzero"` // of the last try
	Tries       int       `bson:"tries" json:"tries"`
}

var parkedSpec = Spec{Name: "parked", Quiet: true}

func parkedID(follower string, c Change) string {
	sum := sha256.Sum256([]byte(follower + "\x00" + c.Collection + "\x00" + c.ID))
	return "parked-" + hex.EncodeToString(sum[:10])
}

func (p *Parked) change() Change {
	return Change{Collection: p.Collection, ID: p.Document, Revision: p.At, Deleted: p.Deleted}
}

// failed notes another failure.
func (p *Parked) failed(err error, tries int, now time.Time) {
	p.Error, p.When = fmt.Sprintf("%.500s", err), now
	p.Tries += tries
}

// Parked lists what followers could not handle, oldest first. It does not wait
// for followers that are at work.
func (f *Feed) Parked(ctx context.Context) ([]Parked, error) {
	if err := f.ensure(ctx); err != nil {
		return nil, err
	}
	var list []Parked
	for p, err := range f.parked.All(ctx) {
		if err != nil {
			return nil, fmt.Errorf("parked: %w", err)
		}
		list = append(list, *p)
	}
	slices.SortStableFunc(list, func(a, b Parked) int { return a.When.Compare(b.When) })
	return list, nil
}

// Retry hands a parked change to its follower again. When that succeeds the
// entry is gone; otherwise it counts the try and the follower's error is
// returned. It returns a NotFound problem for an id that is not parked.
func (f *Feed) Retry(ctx context.Context, id string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.begin(ctx); err != nil {
		return err
	}
	p, err := f.parked.Get(ctx, id)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(f.followers, func(one *followed) bool { return one.Name == p.Follower })
	if at < 0 {
		return problem.New(problem.NotFound, "problem.not_found").Wrap(fmt.Errorf("no follower %s", p.Follower))
	}
	if failure := f.followers[at].try(ctx, []Change{p.change()}); failure != nil {
		_, err := f.parked.Update(ctx, id, func(p *Parked) error { p.failed(failure, 1, f.db.Now()); return nil })
		if err != nil {
			return fmt.Errorf("parked: %w", err)
		}
		return failure
	}
	return f.unpark(ctx, id)
}

// park keeps a change for people to see and for Retry.
func (f *Feed) park(ctx context.Context, follower string, c Change, tries int, failure error) error {
	id := parkedID(follower, c)
	_, err := f.parked.Upsert(ctx, id, func(p *Parked) error {
		p.Follower, p.Collection, p.Document, p.At, p.Deleted = follower, c.Collection, c.ID, c.Revision, c.Deleted
		p.failed(failure, tries, f.db.Now())
		return nil
	})
	if err != nil {
		return fmt.Errorf("park %s %s: %w", c.Collection, c.ID, err)
	}
	f.holds[id] = true
	f.log.Error("follower gave up on a change", "follower", follower, "collection", c.Collection, "id", c.ID, "tries", tries, "err", failure)
	return nil
}

func (f *Feed) unpark(ctx context.Context, id string) error {
	p, err := f.parked.Get(ctx, id)
	if err == nil {
		err = f.parked.Delete(ctx, id, p.Revision)
	}
	if err != nil && !problem.Is(err, problem.NotFound) {
		return fmt.Errorf("unpark: %w", err)
	}
	delete(f.holds, id)
	return nil
}
