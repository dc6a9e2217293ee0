package directory

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/hsds"
	"citiesgrow/internal/service"
)

// Import stores the services of another directory. Those of a provider's file belong to the provider and
// must be in the provider's city. City is the one of services without an address; where it is empty, they
// are in the city of the actor. When the store fails or the context ends, the report says what was done until
// then.
func (s *Service) Import(ctx context.Context, services iter.Seq2[*hsds.Service, error], city string) (*Imported, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Provider, actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	done := &Imported{Rejected: []Rejected{}, Remarks: []Remark{}}
	for one, err := range services {
		if ctx.Err() != nil {
			return done, ctx.Err()
		}
		if err != nil {
			done.reject(unread(err))
			continue
		}
		l, err := s.read(who, one, cmp.Or(city, who.City))
		if err != nil {
			done.reject(line(one, err.Error()))
			continue
		}
		switch receipt, err := s.services.Receive(ctx, l); {
		case errors.Is(err, service.ErrOtherAccount), errors.Is(err, service.ErrListedHere):
			done.reject(line(one, err.Error()))
		case err != nil:
			return done, err
		default:
			done.accept(receipt, one)
		}
	}
	return done, nil
}

// read converts a service, and returns as an error why it cannot be taken.
func (s *Service) read(who actor.Actor, one *hsds.Service, city string) (*service.Listing, error) {
	l, err := fromHSDS(one, s.kit.Taxonomy, city)
	if err != nil {
		return nil, err
	}
	if l.Assured.On.After(s.kit.Now()) {
		one.Note("assured_date", "the day is yet to come, and was left out")
		l.Assured = service.Assured{}
	}
	if !who.In(l.City) {
		return nil, fmt.Errorf("it is in another city: %s", l.City)
	}
	if l.Origin.Hash, err = digest(one); err != nil {
		return nil, err
	}
	l.Origin.From = l.Organization.Name
	return l, nil
}

// Export walks the directory as HSDS, without the services that are inactive.
func (s *Service) Export(ctx context.Context) iter.Seq2[*hsds.Service, error] {
	return func(yield func(*hsds.Service, error) bool) {
		for l, err := range s.services.All(ctx) {
			if err != nil {
				yield(nil, err)
				return
			}
			if l.Status != service.Inactive && !yield(ToHSDS(l, s.kit.Taxonomy), nil) {
				return
			}
		}
	}
}
