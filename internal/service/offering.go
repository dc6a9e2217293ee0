package service

import (
	"context"

	"citiesgrow/internal/slot"
)

// Offering is what appointments need of a service that the actor may see (slot.Services).
func (s *Service) Offering(ctx context.Context, id string) (slot.Offering, error) {
	return offering(s.Get(ctx, id))
}

// OwnOffering is the same of a service that the actor looks after (slot.Services).
func (s *Service) OwnOffering(ctx context.Context, id string) (slot.Offering, error) {
	return offering(s.Own(ctx, id))
}

func offering(l *Listing, err error) (slot.Offering, error) {
	if err != nil {
		return slot.Offering{}, err
	}
	return slot.Offering{ID: l.ID, Name: l.Name, City: l.City, Language: l.Language, Account: l.Account, Open: l.Status == Active, Test: l.Test}, nil
}
