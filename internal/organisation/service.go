package organisation

import (
	"cmp"
	"context"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
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

// Own is the organisation of the actor; a fresh one, not yet stored, when there is none.
func (s *Service) Own(ctx context.Context) (*Organisation, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Employer); err != nil {
		return nil, err
	}
	o, err := s.organisations.First(ctx, "account", who.ID)
	if problem.Is(err, problem.NotFound) {
		return &Organisation{Account: who.ID, Kind: Business, Name: cmp.Or(who.Organisation, who.Name), City: who.City, Language: who.Language, Test: who.Test}, nil
	}
	return o, err
}

// Verified is the actor's organisation once the city has verified it; before, a Conflict
// problem says what to do.
func (s *Service) Verified(ctx context.Context) (*Organisation, error) {
	o, err := s.Own(ctx)
	if err != nil {
		return nil, err
	}
	switch {
	case o.ID == "":
		return nil, problem.New(problem.Conflict, "organisation.page_first")
	case o.Verified.IsZero():
		return nil, problem.New(problem.Conflict, "organisation.not_verified")
	}
	return o, nil
}

// IsAgency reports whether the actor may act as the employment agency of a city: a verified
// agency there, or the city's staff.
func (s *Service) IsAgency(ctx context.Context, city string) (bool, error) {
	who := actor.From(ctx)
	switch {
	case who.Role == actor.System:
		return true, nil
	case who.Is(actor.Staff, actor.Admin):
		return who.Active && who.In(city), nil
	case !who.Is(actor.Employer) || !who.Active:
		return false, nil
	}
	o, err := s.Own(ctx)
	if err != nil {
		return false, err
	}
	return o.Is(Agency) && o.City == city, nil
}

// AgencyCity is the city for which the actor may act as its agency: their own; a Conflict
// problem where they are an employer or a school. Empty for staff of all cities.
func (s *Service) AgencyCity(ctx context.Context) (string, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Employer, actor.Staff, actor.Admin); err != nil {
		return "", err
	}
	if !who.Is(actor.Employer) {
		return who.City, nil
	}
	switch may, err := s.IsAgency(ctx, who.City); {
	case err != nil:
		return "", err
	case !may:
		return "", problem.New(problem.Conflict, "organisation.agency_only")
	}
	return who.City, nil
}

// Change stores the page of the actor's organisation. When it was changed since the form was read,
// the Conflict problem carries what is stored now.
func (s *Service) Change(ctx context.Context, f Form) (*Organisation, error) {
	o, err := s.Own(ctx)
	if err != nil {
		return nil, err
	}
	if f.Revision != 0 && f.Revision != o.Revision {
		return nil, problem.Stale("organisation.changed_meanwhile", o)
	}
	if err := f.Apply(o, s.kit.Form(), actor.From(ctx).Language); err != nil {
		return nil, err
	}
	if o.ID == "" {
		o.ID = record.NewID(s.kit.Random, "organisation")
	}
	return s.organisations.Save(ctx, o)
}

// Get returns an organisation that the city has verified; before that only its owner and the
// city's staff see it.
func (s *Service) Get(ctx context.Context, id string) (*Organisation, error) {
	o, err := s.organisations.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	who := actor.From(ctx)
	if o.Verified.IsZero() && !(who.ID != "" && o.Account == who.ID) && !(who.Is(actor.Staff, actor.Admin) && who.In(o.City)) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return o, nil
}

// List lists the verified organisations of a city, by kind (empty: all).
func (s *Service) List(ctx context.Context, city, kind string) ([]*Organisation, error) {
	q := store.Query{Index: "city"}
	if city != "" {
		q.Equal = append(q.Equal, city)
		if kind != "" {
			q.Equal = append(q.Equal, kind)
		}
	}
	all, err := s.organisations.List(ctx, q)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(o *Organisation) bool { return o.Verified.IsZero() || kind != "" && o.Kind != kind }), nil
}

// ListWaiting lists those that wait to be verified in the cities the actor looks after.
func (s *Service) ListWaiting(ctx context.Context) ([]*Organisation, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	q := store.Query{Index: "city"}
	if who.City != "" {
		q.Equal = []any{who.City}
	}
	all, err := s.organisations.List(ctx, q)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(o *Organisation) bool { return !o.Verified.IsZero() }), nil
}

// Verify lets an organisation be seen and act.
func (s *Service) Verify(ctx context.Context, id string) (*Organisation, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	o, err := s.organisations.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if who.Role != actor.System && !who.In(o.City) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	o.Verified, o.VerifiedBy = s.kit.Now().UTC(), who.ID
	return s.organisations.Save(ctx, o)
}
