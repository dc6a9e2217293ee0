package support

import (
	"context"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/slot"
)

// What appointments need to know of services and of the people who come (slot.Services).

// Offering is a service that the actor may see.
func (s *Service) Offering(ctx context.Context, id string) (slot.Offering, error) {
	return offering(s.Get(ctx, id))
}

// OwnOffering is a service that the actor looks after.
func (s *Service) OwnOffering(ctx context.Context, id string) (slot.Offering, error) {
	return offering(s.Kept(ctx, id))
}

func offering(l *Listing, err error) (slot.Offering, error) {
	if err != nil {
		return slot.Offering{}, err
	}
	return slot.Offering{ID: l.ID, Name: l.Name, City: l.City, Language: l.Language, Account: l.Account, Open: l.Status == Active, Test: l.Test}, nil
}

// Visitor is who an appointment is for, and who books it, as of a referral.
func (s *Service) Visitor(ctx context.Context, walk *slot.Client, agreed bool) (slot.Client, slot.Person, error) {
	q := Request{Agreed: agreed}
	if walk != nil {
		q.Walk = &Client{Name: walk.Name, Contact: walk.Contact, Language: walk.Language}
	}
	who := actor.From(ctx)
	c, err := s.client(who, q)
	if err != nil {
		return slot.Client{}, slot.Person{}, err
	}
	return slot.Client{Account: c.Account, Name: c.Name, Contact: c.Contact, Language: c.Language, Consent: (*slot.Consent)(c.Consent)},
		slot.Person(person(who)), nil
}
