package interest

import (
	"cmp"
	"context"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/tender"
)

// Service holds the use cases.
type Service struct {
	kit       module.Kit
	tenders   *tender.Service
	interests *store.Collection[Interest]
	sightings *store.Collection[Sighting]
}

// New returns the service.
func New(k module.Kit, tenders *tender.Service) *Service {
	return &Service{kit: k, tenders: tenders, interests: store.Of[Interest](k.DB, interests), sightings: store.Of[Sighting](k.DB, sightings)}
}

// Module is interests as cmd/citiesgrow wires them. Their pages are those of tenders and matches.
func (s *Service) Module() module.Module {
	return module.Module{Name: "interest", Collections: []store.Spec{interests, sightings}, Journeys: s.journeys(),
		Took: []module.Took{{Theme: "a", Accounts: s.took}}}
}

// Follow stores that the actor's firm follows a tender, or wants to bid (Declared). A second call
// keeps the first day, and what was declared stays declared; an empty note leaves the old one.
// A tender that is over can be followed, and no interest can be declared in it.
func (s *Service) Follow(ctx context.Context, i Interest) (*Interest, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur); err != nil {
		return nil, err
	}
	t, err := s.tenders.Get(ctx, i.TenderID)
	if err != nil {
		return nil, err
	}
	now := s.kit.Now().UTC()
	if st := t.Status(now); i.Declared && st != tender.StatusOpen && st != tender.StatusPlanned {
		return nil, problem.New(problem.Conflict, "tender.over")
	}
	i.Meta = record.Meta{ID: interestID(t.ID, who.ID)}
	i.Account, i.City, i.TenderID = who.ID, t.City, t.ID
	old, err := s.interests.Get(ctx, i.ID)
	switch {
	case problem.Is(err, problem.NotFound):
		i.Since = now
	case err != nil:
		return nil, err
	default:
		i.Meta = old.Meta
		i.Since, i.DeclaredOn, i.Declared = old.Since, old.DeclaredOn, i.Declared || old.Declared
		i.Note = cmp.Or(i.Note, old.Note)
	}
	if i.Declared && i.DeclaredOn.IsZero() {
		i.DeclaredOn = now
		if old != nil && old.Declared {
			i.DeclaredOn = old.Since
		}
	}
	if err := s.interests.Put(ctx, &i); err != nil {
		return nil, err
	}
	return &i, nil
}

// Leave deletes the interest of the actor's firm in a tender.
func (s *Service) Leave(ctx context.Context, tender string) error {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur); err != nil {
		return err
	}
	i, err := s.interests.Get(ctx, interestID(tender, who.ID))
	if err != nil {
		return err
	}
	return s.interests.Delete(ctx, i.ID, i.Revision)
}

// Own is the interest of the actor in a tender; a NotFound problem where there is none.
func (s *Service) Own(ctx context.Context, tender string) (*Interest, error) {
	return s.interests.Get(ctx, interestID(tender, actor.From(ctx).ID))
}

// Step is what the page of a tender shows of the actor's interest; false where there is none.
func (s *Service) Step(ctx context.Context, id string) (tender.Step, bool, error) {
	i, err := s.Own(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return tender.Step{}, false, nil
	}
	if err != nil {
		return tender.Step{}, false, err
	}
	return tender.Step{Declared: i.Declared}, true, nil
}

// ListOwn lists the interests of the actor, the latest first.
func (s *Service) ListOwn(ctx context.Context) ([]*Interest, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur); err != nil {
		return nil, err
	}
	return s.interests.List(ctx, store.Query{Index: "account", Equal: []any{who.ID}, Desc: true})
}

// List lists the declared interests in a tender, the earliest first, for the buyer who posted it.
func (s *Service) List(ctx context.Context, tender string) ([]*Interest, error) {
	if _, err := s.tenders.Own(ctx, tender); err != nil {
		return nil, err
	}
	all, err := s.interestsOf(ctx, tender)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(i *Interest) bool { return !i.Declared }), nil
}

func (s *Service) interestsOf(ctx context.Context, tender string) ([]*Interest, error) {
	return s.interests.List(ctx, store.Query{Index: "tender", Equal: []any{tender}})
}
