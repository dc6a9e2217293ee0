package report

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Entry is one line of a city's log of who opened or changed what. Its hash covers the
// line before: a line that is changed, left out or put in between shows. It holds no
// content. The last line's hash is what a custodian writes down to notice a cut end.
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

func (e *Entry) sum(before string) string {
	h := sha256.Sum256([]byte(strings.Join([]string{before, e.City, fmt.Sprint(e.Number), e.Day, e.Who, e.Act, e.Case, e.Detail}, "\x00")))
	return hex.EncodeToString(h[:])
}

// logTries bounds how often the end of a log is looked for while others write to it.
const logTries = 200

// note writes a line of the city's log; it fails when the line was not written, and what it
// was about must then not happen.
func (s *Service) note(ctx context.Context, city, act, number, detail string) error {
	if city == "" {
		city = "all"
	}
	who := actor.From(ctx).ID
	if actor.From(ctx).Role == actor.System {
		who = "system"
	}
	for range logTries {
		last, err := s.end(ctx, city)
		if err != nil {
			return err
		}
		e := &Entry{City: city, Number: 1, Day: day(s.kit.Now()), Who: who, Act: act, Case: number, Detail: detail}
		before := ""
		if last != nil {
			e.Number, before = last.Number+1, last.Hash
		}
		e.Meta.ID = entryID(city, e.Number)
		e.Hash = e.sum(before)
		err = s.chain.Put(ctx, e)
		if err == nil || !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
	return problem.New(problem.Unavailable, "problem.conflict")
}

// end is the last line of a city's log, nil when there is none.
func (s *Service) end(ctx context.Context, city string) (*Entry, error) {
	last, _, err := s.chain.Find(ctx, store.Query{From: city + "-", To: city + ".", Desc: true, Limit: 1})
	if err != nil || len(last) == 0 {
		return nil, err
	}
	return last[0], nil
}

// Log is a page of the city's log, the newest first, for its custodian.
func (s *Service) Log(ctx context.Context, after string) ([]*Entry, string, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Custodian); err != nil {
		return nil, "", err
	}
	q := store.Query{Desc: true, Limit: 50, After: after}
	if who.City != "" {
		q.From, q.To = who.City+"-", who.City+"."
	}
	return s.chain.Find(ctx, q)
}

// Check reads every log from its beginning and tells where the chain is broken.
func (s *Service) Check(ctx context.Context) ([]string, error) {
	var wrong []string
	var last *Entry
	for e, err := range s.chain.All(ctx) {
		if err != nil {
			return nil, err
		}
		before, number := "", 1
		if last != nil && last.City == e.City {
			before, number = last.Hash, last.Number+1
		}
		if e.Number != number || e.ID != entryID(e.City, e.Number) {
			wrong = append(wrong, fmt.Sprintf("the log of cases of %s: line %d is missing", e.City, number))
		} else if e.Hash != e.sum(before) {
			wrong = append(wrong, fmt.Sprintf("the log of cases of %s: line %d was changed", e.City, e.Number))
		}
		last = e
	}
	return wrong, nil
}
