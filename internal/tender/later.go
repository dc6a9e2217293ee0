package tender

import (
	"context"
	"slices"
)

// later collects the tenders that an import folds once for many notices.
type later struct{ ids []string }

type laterKey struct{}

// Later returns a context in which further notices of a known tender are stored and not yet
// folded, and a function that folds them. One goroutine uses the context. What is not folded
// because the program stops is folded by the follower.
func (s *Service) Later(ctx context.Context) (context.Context, func() error) {
	l := &later{}
	return context.WithValue(ctx, laterKey{}, l), func() error {
		for _, id := range l.ids {
			if err := s.fold(ctx, id); err != nil {
				return err
			}
		}
		return nil
	}
}

// foldSoon folds the tender of a notice, at once or with the others of its import.
func (s *Service) foldSoon(ctx context.Context, found process) error {
	l, _ := ctx.Value(laterKey{}).(*later)
	if l == nil || !found.known || len(found.others) > 0 {
		return s.fold(ctx, found.tender)
	}
	if !slices.Contains(l.ids, found.tender) {
		l.ids = append(l.ids, found.tender)
	}
	return nil
}
