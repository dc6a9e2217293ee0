package service

import (
	"context"

	"citiesgrow/internal/slot"
)

// What appointments need to know of services (slot.Services).

// Offering is a service that the actor may see.
func (s *Service) Offering(ctx context.Context, id string) (slot.Offering, error) {
	return offering(s.Get(ctx, id))
}

// OwnOffering is a service that the actor looks after.
func (s *Service) OwnOffering(ctx context.Context, id string) (slot.Offering, error) {
	return offering(s.Own(ctx, id))
}

func offering(l *Listing, err error) (slot.Offering, error) {
	if err != nil {
		return slot.Offering{}, err
	}
	return slot.Offering{ID: l.ID, Name: l.Name, City: l.City, Language: l.Language, Account: l.Account, Open: l.Status == Active, Test: l.Test}, nil
}
