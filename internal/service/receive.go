package service

import (
	"context"
	"errors"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
)

// Receipt is what became of a service that another directory sent.
type Receipt string

const (
	Added     Receipt = "added"
	Updated   Receipt = "updated"
	Unchanged Receipt = "unchanged"
)

// Why a service of another directory is refused, in words for the person who runs the import.
var (
	ErrOtherAccount = errors.New("another account looks after the service of this id")
	ErrListedHere   = errors.New("it was listed here, and is changed here")
)

// Receive stores a service of another directory: a new one is listed for the actor, a known one is changed
// where its Origin.Hash has changed, so that what was corrected here stays until then. It returns
// ErrOtherAccount or ErrListedHere for one that the actor may not change.
func (s *Service) Receive(ctx context.Context, l *Listing) (Receipt, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Provider, actor.Staff, actor.Admin); err != nil {
		return "", err
	}
	l.Account, l.Test = who.ID, who.Test
	old, err := s.listings.First(ctx, "uuid", l.UUID)
	switch {
	case problem.Is(err, problem.NotFound):
		l.ID = record.NewID(s.kit.Random, "service")
		return s.received(ctx, l, Added)
	case err != nil:
		return "", err
	case s.mayChange(ctx, old) != nil:
		return "", ErrOtherAccount
	case old.Origin.Hash == l.Origin.Hash:
		return Unchanged, nil
	case old.Origin.Hash == "" && who.Role == actor.System:
		return "", ErrListedHere
	}
	l.Meta, l.Account, l.Key, l.Link, l.Test = old.Meta, old.Account, old.Key, old.Link, old.Test
	return s.received(ctx, l, Updated)
}

func (s *Service) received(ctx context.Context, l *Listing, as Receipt) (Receipt, error) {
	if err := s.listings.Put(ctx, l); err != nil {
		return "", err
	}
	return as, nil
}
