package support

import (
	"context"
	"fmt"
	"iter"

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
	Rejected  []Rejected `json:"rejected"`
}

// Rejected is a service of a file that was not taken, and why.
type Rejected struct {
	File   string `json:"file,omitempty"`
	ID     string `json:"id,omitempty"`
	Name   string `json:"name,omitempty"`
	Reason string `json:"reason"`
}

// mostRejected bounds how many are told one by one.
const mostRejected = 1000

// Import takes the services of another directory: new ones are listed, known ones
// changed where the file has changed since, so that what was mended here stays until then. A
// provider's import belongs to the provider and stays in their city; the house's own may
// name the city of files that tell no address.
func (s *Service) Import(ctx context.Context, services iter.Seq2[*hsds.Service, error], city string) (*Imported, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Provider, actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	done := &Imported{Rejected: []Rejected{}}
	reject := func(r Rejected) {
		if len(done.Rejected) < mostRejected {
			done.Rejected = append(done.Rejected, r)
		}
	}
	for one, err := range services {
		if ctx.Err() != nil {
			return done, ctx.Err()
		}
		if err != nil {
			reject(Rejected{Reason: err.Error()})
			continue
		}
		l, err := fromHSDS(one, s.kit.Taxonomy, firstOf(city, who.City))
		if err == nil && !who.In(l.City) {
			err = fmt.Errorf("it is in another city: %s", l.City)
		}
		if err != nil {
			reject(Rejected{one.File, string(one.ID), string(one.Name), err.Error()})
			continue
		}
		switch kept, why, err := s.take(ctx, l, one); {
		case err != nil:
			return done, err
		case why != "":
			reject(Rejected{one.File, string(one.ID), string(one.Name), why})
		case kept == "new":
			done.New++
		case kept == "updated":
			done.Updated++
		default:
			done.Unchanged++
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
		return "", "somebody else looks after the service of this id", nil
	case old.Origin.Hash == l.Origin.Hash:
		return "unchanged", "", nil
	case old.Origin.Hash == "" && who.Role == actor.System:
		return "", "it was listed here, and is changed here", nil
	}
	l.Meta, l.Account, l.Key, l.Test = old.Meta, old.Account, old.Key, old.Test
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
