package slot

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/client"
	"citiesgrow/internal/mail"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Service holds the use cases.
type Service struct {
	*Free
	services Services
}

// New returns the service for the slots of these support services.
func New(k module.Kit, services Services) *Service { return &Service{NewFree(k), services} }

// Create adds a series of slots to a service and returns how many are new. A slot that already exists stays unchanged, so the
// same series can be sent twice.
func (s *Service) Create(ctx context.Context, service string, row Series) (int, error) {
	of, err := s.services.OwnOffering(ctx, service)
	if err != nil {
		return 0, err
	}
	city, _ := s.kit.Taxonomy.City(of.City)
	if row.From.Before(s.kit.Now()) {
		return 0, problem.Field("from", "slot.past")
	}
	times, err := row.Slots(city.Zone)
	if err != nil {
		return 0, err
	}
	coming, err := s.of(ctx, of.ID, s.kit.Now())
	if err != nil {
		return 0, err
	}
	added := 0
	for _, t := range times {
		if slices.ContainsFunc(coming, func(there *Slot) bool { return there.Start.Equal(t[0]) }) {
			continue
		}
		sum := sha256.Sum256([]byte(of.ID + "\x00" + t[0].Format(time.RFC3339)))
		made, err := s.add(ctx, &Slot{Meta: record.Meta{ID: "slot-" + hex.EncodeToString(sum[:6])}, Service: of.ID, Name: of.Name, Provider: of.Account,
			City: of.City, Start: t[0], End: t[1], Open: t[0], Where: row.Where, Test: of.Test})
		if err != nil {
			return 0, err
		}
		if made {
			added++
		}
	}
	return added, nil
}

// add stores a new slot, or offers a removed one again. It reports whether it stored one.
func (s *Service) add(ctx context.Context, slot *Slot) (made bool, err error) {
	err = s.slots.Put(ctx, slot)
	if !problem.Is(err, problem.Conflict) {
		return err == nil, err
	}
	old, err := s.slots.Get(ctx, slot.ID)
	if err != nil || old.Gone.IsZero() {
		return false, err
	}
	slot.Meta, slot.Version, slot.Off = old.Meta, old.Version, old.Off
	if err = s.slots.Put(ctx, slot); problem.Is(err, problem.Conflict) {
		return false, nil // the same series was sent twice
	}
	return err == nil, err
}

// of lists the slots of a service from a time on, without removed ones.
func (s *Service) of(ctx context.Context, service string, from time.Time) ([]*Slot, error) {
	all, err := s.slots.List(ctx, store.Query{Index: "service", Equal: []any{service}, From: from})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(slot *Slot) bool { return !slot.Gone.IsZero() }), nil
}

// get returns a slot that was not removed.
func (s *Service) get(ctx context.Context, id string) (*Slot, error) {
	slot, err := s.slots.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if !slot.Gone.IsZero() {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return slot, nil
}

// begun is how long the provider's list shows a slot after its start.
const begun = 12 * time.Hour

// List lists the coming slots of a service that the actor manages.
func (s *Service) List(ctx context.Context, service string) ([]*Slot, error) {
	if _, err := s.services.OwnOffering(ctx, service); err != nil {
		return nil, err
	}
	return s.of(ctx, service, s.kit.Now().Add(-begun))
}

// Remove removes a free slot.
func (s *Service) Remove(ctx context.Context, id string) (*Slot, error) {
	slot, err := s.get(ctx, id)
	if err != nil {
		return nil, err
	}
	if _, err := s.services.OwnOffering(ctx, slot.Service); err != nil {
		return nil, err
	}
	if slot.Taken() {
		return nil, problem.New(problem.Conflict, "slot.taken")
	}
	slot.Gone, slot.Open = s.kit.Now().UTC(), time.Time{}
	return s.slots.Save(ctx, slot)
}

// Booking is the input for a booking.
type Booking struct {
	Note   string
	Walk   *client.Client // a walk-in client; nil if the actor books for themselves
	Agreed bool           // the walk-in client agreed that name and contact data are passed on
}

// Book books a slot. An entrepreneur books for themselves, a provider or the city's staff for a walk-in client. Booking a slot
// that the same person already has changes nothing.
func (s *Service) Book(ctx context.Context, id string, b Booking) (*Slot, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur, actor.Provider, actor.Staff); err != nil {
		return nil, err
	}
	slot, err := s.get(ctx, id)
	if err != nil {
		return nil, err
	}
	if slot.Taken() && slot.Client.Account == who.ID {
		return slot, nil
	}
	person, err := client.New(who, b.Walk, b.Agreed, s.kit.Now())
	if err != nil {
		return nil, err
	}
	if err := s.bookable(ctx, slot); err != nil {
		return nil, err
	}
	if err := s.enough(ctx, person, slot); err != nil {
		return nil, err
	}
	slot.book(person, client.PersonOf(who), b.Note, s.kit.Now().UTC())
	if err := s.slots.Put(ctx, slot); problem.Is(err, problem.Conflict) {
		return nil, problem.New(problem.Conflict, "slot.gone") // another user booked it first
	} else if err != nil {
		return nil, err
	}
	return slot, nil
}

// mostHeld is the maximum number of coming slots of one service that a person may have.
const mostHeld = 2

// enough refuses a person who already has mostHeld slots of the service.
func (s *Service) enough(ctx context.Context, c client.Client, slot *Slot) error {
	if c.Account == "" {
		return nil
	}
	held, err := s.slots.List(ctx, store.Query{Index: "client", Equal: []any{c.Account}, From: s.kit.Now()})
	if err != nil {
		return err
	}
	n := 0
	for _, other := range held {
		if other.Service == slot.Service {
			n++
		}
	}
	if n >= mostHeld {
		return problem.New(problem.Conflict, "slot.enough", "Count", mostHeld)
	}
	return nil
}

func (s *Service) bookable(ctx context.Context, slot *Slot) error {
	switch of, err := s.services.Offering(ctx, slot.Service); {
	case err != nil:
		return err
	case slot.Taken():
		return problem.New(problem.Conflict, "slot.gone")
	case !slot.Start.After(s.kit.Now()):
		return problem.New(problem.Conflict, "slot.over")
	case !of.Open:
		return problem.New(problem.Conflict, "service.closed")
	}
	return nil
}

// Cancel cancels a booking. The client, the user who booked for the client, and the managers of the service may do so.
func (s *Service) Cancel(ctx context.Context, id string) (*Slot, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur, actor.Provider, actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	slot, err := s.get(ctx, id)
	if err != nil {
		return nil, err
	}
	to := slot.Provider
	if !slot.For(who.ID) {
		to = cmp.Or(slot.Client.Account, slot.By.Account)
		switch _, err := s.services.OwnOffering(ctx, slot.Service); {
		case problem.Of(err) != nil:
			return nil, problem.New(problem.NotFound, "problem.not_found")
		case err != nil:
			return nil, err
		}
	}
	if !slot.Taken() {
		return nil, problem.New(problem.Conflict, "slot.free")
	}
	slot.cancel(to, s.kit.Now().UTC())
	return s.slots.Save(ctx, slot)
}

// ListOwn lists the coming bookings that the actor has, made for a client, or provides.
func (s *Service) ListOwn(ctx context.Context) ([]*Slot, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur, actor.Provider, actor.Staff); err != nil {
		return nil, err
	}
	var all []*Slot
	for _, index := range []string{"client", "by", "provider"} {
		found, err := s.slots.List(ctx, store.Query{Index: index, Equal: []any{who.ID}, From: s.kit.Now().Add(-2 * time.Hour)})
		if err != nil {
			return nil, err
		}
		for _, slot := range found {
			if slot.Taken() && !slices.ContainsFunc(all, func(other *Slot) bool { return other.ID == slot.ID }) {
				all = append(all, slot)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *Slot) int { return a.Start.Compare(b.Start) })
	return all, nil
}

// Own returns a booking that the actor has, made for a client, or provides.
func (s *Service) Own(ctx context.Context, id string) (*Slot, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur, actor.Provider, actor.Staff); err != nil {
		return nil, err
	}
	slot, err := s.get(ctx, id)
	if err != nil {
		return nil, err
	}
	if !slot.For(who.ID) && !(slot.Taken() && slot.Provider == who.ID) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return slot, nil
}

// letters returns the letters of a slot according to its current state.
func (s *Service) letters(ctx context.Context, id string) ([]mail.Letter, error) {
	slot, err := s.slots.Get(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	city, _ := s.kit.Taxonomy.City(slot.City)
	return slot.letters(city.Zone, s.kit.Now()), nil
}
