package process

import (
	"context"
	"slices"
)

// batch collects the tenders that an import compiles once for many notices.
type batch struct{ ids []string }

type batchKey struct{}

// Batch returns a context in which further notices of a known tender are stored and not yet
// compiled, and a function that compiles them. One goroutine uses the context. What is not compiled
// because the program stops is compiled by the follower.
func (s *Service) Batch(ctx context.Context) (context.Context, func() error) {
	b := &batch{}
	return context.WithValue(ctx, batchKey{}, b), func() error {
		for _, id := range b.ids {
			if err := s.compile(ctx, id); err != nil {
				return err
			}
		}
		return nil
	}
}

// compileSoon compiles the tender of a notice, at once or with the others of its import.
func (s *Service) compileSoon(ctx context.Context, found target) error {
	b, _ := ctx.Value(batchKey{}).(*batch)
	if b == nil || !found.known || len(found.others) > 0 {
		return s.compile(ctx, found.tender)
	}
	if !slices.Contains(b.ids, found.tender) {
		b.ids = append(b.ids, found.tender)
	}
	return nil
}
