package library

import (
	"context"
	"iter"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Service holds the use cases.
type Service struct {
	kit   module.Kit
	items *store.Collection[Item]
}

// New returns the service.
func New(k module.Kit) *Service { return &Service{kit: k, items: store.Of[Item](k.DB, items)} }

// Create adds an item. The staff of a city write of their own city, whatever the form says.
func (s *Service) Create(ctx context.Context, f Form) (*Item, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	return s.save(ctx, &Item{Meta: record.Meta{ID: record.NewID(s.kit.Random, "item")}, Test: who.Test}, f)
}

// Change changes an item, takes it out or brings it back. When it has moved on since the form was
// read, the Conflict problem carries what is stored now.
func (s *Service) Change(ctx context.Context, id string, f Form) (*Item, error) {
	i, err := s.Own(ctx, id)
	if err != nil {
		return nil, err
	}
	if f.Revision != i.Revision {
		return nil, problem.Stale("problem.conflict", i)
	}
	return s.save(ctx, i, f)
}

func (s *Service) save(ctx context.Context, i *Item, f Form) (*Item, error) {
	who := actor.From(ctx)
	if who.City != "" {
		f.City = who.City
	}
	if err := f.Apply(i, s.kit.Form(), who.Language, s.kit.Now()); err != nil {
		return nil, err
	}
	return s.items.Save(ctx, i)
}

// Own is an item that the actor looks after: of their city, any for the staff of the programme. What is
// another city's is as if it were not there.
func (s *Service) Own(ctx context.Context, id string) (*Item, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	i, err := s.items.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if !i.keptBy(who) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return i, nil
}

// Get is an item that everybody may see. One that was taken out is seen by those who look after it.
func (s *Service) Get(ctx context.Context, id string) (*Item, error) {
	i, err := s.items.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if !i.Hidden.IsZero() && !i.keptBy(actor.From(ctx)) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return i, nil
}

// keptBy reports whether an actor looks after an item.
func (i *Item) keptBy(who actor.Actor) bool {
	return who.Must(actor.Staff, actor.Admin) == nil && (who.City == "" || who.City == i.City)
}

// visible leaves out the items that were taken out.
func visible(all []*Item) []*Item {
	return slices.DeleteFunc(all, func(i *Item) bool { return !i.Hidden.IsZero() })
}

// All walks all items, for the seed.
func (s *Service) All(ctx context.Context) iter.Seq2[*Item, error] { return s.items.All(ctx) }
