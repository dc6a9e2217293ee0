package process

import (
	"context"
	"slices"
)

// batch collects the tenders that an import compiles once for several notices.
type batch struct{ ids []string }

type batchKey struct{}

// Batch returns a context and a function. With the context, further notices of a known tender are stored without compiling the
// tender. The function compiles these tenders. Only one goroutine may use the context. If the program stops before, the follower
// compiles them.
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

// compileSoon compiles the tender of a notice, now or at the end of the batch.
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
