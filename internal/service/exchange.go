package service

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/hsds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
)

// Imported is what came of an import.
type Imported struct {
	New       int        `json:"new"`
	Updated   int        `json:"updated"`
	Unchanged int        `json:"unchanged"`
	Rejected  []Rejected `json:"rejected"` // the first 1,000
	Remarks   []Remark   `json:"remarks"`  // likewise
	Refused   int        `json:"-"`        // how many were not taken
	Remarked  int        `json:"-"`        // how many remarks there are
}

// Rejected is a service of a file that was not taken, and why.
type Rejected struct {
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`  // of a table, from 1
	Index  int    `json:"index,omitempty"` // of the object in its file, from 1
	ID     string `json:"id,omitempty"`
	Name   string `json:"name,omitempty"`
	Reason string `json:"reason"`
}

// Remark is something of a service that was taken, and that was left out.
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

// mostRejected bounds how many are told one by one.
const mostRejected = 1000

// Accepted is how many services are here now, those that were here already among them.
func (i *Imported) Accepted() int { return i.New + i.Updated + i.Unchanged }

func (i *Imported) reject(r Rejected) {
	i.Refused++
	if len(i.Rejected) < mostRejected {
		i.Rejected = append(i.Rejected, r)
	}
}

// accept counts a service by what it was, with what was left out of it.
func (i *Imported) accept(kept string, one *hsds.Service) {
	switch kept {
	case "new":
		i.New++
	case "updated":
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

// line is a service in a report.
func line(one *hsds.Service, reason string) Rejected {
	return Rejected{one.File, one.Line, one.Index, string(one.ID), string(one.Name), reason}
}

// unread is what a reader could not read, in a report.
func unread(err error) Rejected {
	var r *hsds.Refusal
	if errors.As(err, &r) {
		return Rejected{r.File, r.Line, r.Index, r.ID, r.Name, r.Reason}
	}
	return Rejected{Reason: err.Error()}
}

// Add adds what came of another import.
func (i *Imported) Add(other *Imported) {
	i.New, i.Updated, i.Unchanged = i.New+other.New, i.Updated+other.Updated, i.Unchanged+other.Unchanged
	i.Rejected, i.Remarks = append(i.Rejected, other.Rejected...), append(i.Remarks, other.Remarks...)
	i.Refused, i.Remarked = i.Refused+other.Refused, i.Remarked+other.Remarked
}

// Import takes the services of another directory: new ones are listed, known ones
// changed where the file has changed since, so that what was mended here stays until then. A
// provider's import belongs to the provider and stays in their city; the house's own may
// name the city of files that tell no address.
func (s *Service) Import(ctx context.Context, services iter.Seq2[*hsds.Service, error], city string) (*Imported, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Provider, actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	done := &Imported{Rejected: []Rejected{}, Remarks: []Remark{}}
	for one, err := range services {
		if ctx.Err() != nil {
			return done, ctx.Err()
		}
		if err != nil {
			done.reject(unread(err))
			continue
		}
		l, err := fromHSDS(one, s.kit.Taxonomy, cmp.Or(city, who.City))
		if err == nil && l.Assured.On.After(s.kit.Now()) {
			one.Note("assured_date", "the day is yet to come, and was left out")
			l.Assured = Assured{}
		}
		if err == nil && !who.In(l.City) {
			err = fmt.Errorf("it is in another city: %s", l.City)
		}
		if err != nil {
			done.reject(line(one, err.Error()))
			continue
		}
		switch kept, why, err := s.take(ctx, l, one); {
		case err != nil:
			return done, err
		case why != "":
			done.reject(line(one, why))
		default:
			done.accept(kept, one)
		}
	}
	return done, nil
}

// take stores one listing of a file, and says what it was, or why it was not taken.
func (s *Service) take(ctx context.Context, l *Listing, one *hsds.Service) (kept, why string, err error) {
	who := actor.From(ctx)
	if l.Origin.Hash, err = digest(one); err != nil {
		return "", "", err
	}
	l.Origin.From, l.Account, l.Test = l.Organization.Name, who.ID, who.Test
	old, err := s.listings.First(ctx, "uuid", l.UUID)
	switch {
	case problem.Is(err, problem.NotFound):
		l.ID = record.NewID(s.kit.Random, "service")
		return "new", "", s.listings.Put(ctx, l)
	case err != nil:
		return "", "", err
	case s.mayKeep(ctx, old) != nil:
		return "", "another account looks after the service of this id", nil
	case old.Origin.Hash == l.Origin.Hash:
		return "unchanged", "", nil
	case old.Origin.Hash == "" && who.Role == actor.System:
		return "", "it was listed here, and is changed here", nil
	}
	l.Meta, l.Account, l.Key, l.Link, l.Test = old.Meta, old.Account, old.Key, old.Link, old.Test
	return "updated", "", s.listings.Put(ctx, l)
}

// Export walks the directory as HSDS, the services that are given.
func (s *Service) Export(ctx context.Context) iter.Seq2[*hsds.Service, error] {
	return func(yield func(*hsds.Service, error) bool) {
		for l, err := range s.listings.All(ctx) {
			if err != nil {
				yield(nil, err)
				return
			}
			if l.Status != Inactive && !yield(l.HSDS(s.kit.Taxonomy), nil) {
				return
			}
		}
	}
}
