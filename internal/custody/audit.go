package custody

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Entry is one line of a city's audit log of who opened or changed what. Its hash covers the line before,
// so a line that is changed, left out or inserted shows. It holds no content. The hash of the last line is
// what a custodian writes down to notice when the end is cut off.
type Entry struct {
	record.Meta `bson:",inline"`
	City        string `bson:"city"` // "all" for what concerns every city
	Number      int    `bson:"number"`
	Day         string `bson:"day"`
	Who         string `bson:"who"` // account
	Act         string `bson:"act"`
	Case        string `bson:"case,omitempty"` // its number
	Detail      string `bson:"detail,omitempty"`
	Hash        string `bson:"hash"` // hex
}

func entryID(city string, number int) string { return fmt.Sprintf("%s-%09d", city, number) }

// sum is the hash of the entry after one with the hash before; empty for the first.
func (e *Entry) sum(before string) string {
	h := sha256.Sum256([]byte(strings.Join([]string{before, e.City, fmt.Sprint(e.Number), e.Day, e.Who, e.Act, e.Case, e.Detail}, "\x00")))
	return hex.EncodeToString(h[:])
}

// AuditLog holds a chained log for each city.
type AuditLog struct {
	now     func() time.Time
	entries *store.Collection[Entry]
}

// appendTries bounds how often the end of a log is looked for while others append to it.
const appendTries = 200

// Append writes a line of the city's log about the case of a number. It fails when the line was not
// written, and what it is about must then not happen.
func (l *AuditLog) Append(ctx context.Context, city, act, number, detail string) error {
	if city == "" {
		city = "all"
	}
	who := actor.From(ctx).ID
	if actor.From(ctx).Role == actor.System {
		who = "system"
	}
	for range appendTries {
		last, err := l.last(ctx, city)
		if err != nil {
			return err
		}
		e := &Entry{City: city, Number: last.Number + 1, Day: l.now().UTC().Format(time.DateOnly), Who: who, Act: act, Case: number, Detail: detail}
		e.Meta.ID = entryID(city, e.Number)
		e.Hash = e.sum(last.Hash)
		err = l.entries.Put(ctx, e)
		if err == nil || !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
	return problem.New(problem.Unavailable, "problem.conflict")
}

// last is the last line of a city's log; the number 0 and no hash where it has none.
func (l *AuditLog) last(ctx context.Context, city string) (Entry, error) {
	found, _, err := l.entries.Find(ctx, store.Query{From: city + "-", To: city + ".", Desc: true, Limit: 1})
	if err != nil || len(found) == 0 {
		return Entry{}, err
	}
	return *found[0], nil
}

// List is a page of the log of the custodian's city, the newest line first, and the token of the next page.
func (l *AuditLog) List(ctx context.Context, after string) ([]*Entry, string, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Custodian); err != nil {
		return nil, "", err
	}
	q := store.Query{Desc: true, Limit: 50, After: after}
	if who.City != "" {
		q.From, q.To = who.City+"-", who.City+"."
	}
	return l.entries.Find(ctx, q)
}

// Check reads every log from its beginning and says where the chain is broken.
func (l *AuditLog) Check(ctx context.Context) ([]string, error) {
	var wrong []string
	var last Entry
	for e, err := range l.entries.All(ctx) {
		if err != nil {
			return nil, err
		}
		if last.City != e.City {
			last = Entry{}
		}
		if number := last.Number + 1; e.Number != number || e.ID != entryID(e.City, e.Number) {
			wrong = append(wrong, fmt.Sprintf("the log of cases of %s: line %d is missing", e.City, number))
		} else if e.Hash != e.sum(last.Hash) {
			wrong = append(wrong, fmt.Sprintf("the log of cases of %s: line %d was changed", e.City, e.Number))
		}
		last = *e
	}
	return wrong, nil
}
