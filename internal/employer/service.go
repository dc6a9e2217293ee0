package employer

import (
	"context"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
)

// Service holds the use cases.
type Service struct {
	kit           module.Kit
	organisations *store.Collection[Organisation]
}

// New returns the service.
func New(k module.Kit) *Service {
	return &Service{kit: k, organisations: store.Of[Organisation](k.DB, organisations)}
}

// Mine is the organisation of the actor; a fresh one, not yet stored, when there is none.
func (s *Service) Mine(ctx context.Context) (*Organisation, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Employer); err != nil {
		return nil, err
	}
	o, err := s.organisations.First(ctx, "account", who.ID)
	if problem.Is(err, problem.NotFound) {
		return &Organisation{Account: who.ID, Kind: Business, Name: who.Organisation, City: who.City, Language: who.Language, Test: who.Test}, nil
	}
	return o, err
}

// verified is the actor's organisation once the city has verified it; before, a Conflict
// problem says what to do.
func (s *Service) verified(ctx context.Context) (*Organisation, error) {
	o, err := s.Mine(ctx)
	if err != nil {
		return nil, err
	}
	switch {
	case o.ID == "":
		return nil, problem.New(problem.Conflict, "employer.page_first")
	case o.Verified.IsZero():
		return nil, problem.New(problem.Conflict, "employer.not_verified")
	}
	return o, nil
}

// agencyIn tells whether the actor may act as the employment agency of a city: a verified
// agency there, or the city's staff where there is none.
func (s *Service) agencyIn(ctx context.Context, city string) (bool, error) {
	who := actor.From(ctx)
	switch {
	case who.Role == actor.System:
		return true, nil
	case who.Is(actor.Staff, actor.Admin):
		return who.Active && who.In(city), nil
	case !who.Is(actor.Employer) || !who.Active:
		return false, nil
	}
	o, err := s.Mine(ctx)
	return err == nil && o.Kind == Agency && o.City == city && !o.Verified.IsZero(), err
}
