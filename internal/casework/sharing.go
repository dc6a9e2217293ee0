package casework

import (
	"context"

	"citiesgrow/internal/custody"
)

// Share lets the confirmed readers and custodians of today into the reports of the custodian's city, but
// not who is excluded from one. It stops when the time of the request is nearly over and returns how many
// reports are left.
func (s *Service) Share(ctx context.Context) (left int, err error) {
	return s.custody.Reseal(ctx, func(ctx context.Context, id string) (custody.Sealed, error) {
		r, err := s.cases.Get(ctx, id)
		if err != nil {
			return custody.Sealed{}, err
		}
		return r.Sealed(), nil
	})
}

// Admit confirms a holder's key (see custody.Service.Confirm) and lets it into earlier reports.
func (s *Service) Admit(ctx context.Context, holder string) error {
	if err := s.custody.Confirm(ctx, holder); err != nil {
		return err
	}
	_, err := s.Share(ctx)
	return err
}
