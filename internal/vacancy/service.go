package vacancy

import (
	"context"
	"reflect"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Service holds the use cases.
type Service struct {
	kit           module.Kit
	organisations *organisation.Service
	vacancies     *store.Collection[Vacancy]
}

// New returns the service.
func New(k module.Kit, organisations *organisation.Service) *Service {
	return &Service{kit: k, organisations: organisations, vacancies: store.Of[Vacancy](k.DB, vacancies)}
}

// Create begins a draft that only its organisation sees.
func (s *Service) Create(ctx context.Context, f Form) (*Vacancy, error) {
	o, err := s.organisations.Verified(ctx)
	if err != nil {
		return nil, err
	}
	c, err := s.read(ctx, f, o.City, Content{})
	if err != nil {
		return nil, err
	}
	v := &Vacancy{Meta: record.Meta{ID: record.NewID(s.kit.Random, "vacancy")}, Account: o.Account, Organisation: o.ID, Name: o.Name, City: o.City, Test: o.Test}
	v.change(c)
	return s.vacancies.Save(ctx, v)
}

func (s *Service) read(ctx context.Context, f Form, city string, c Content) (Content, error) {
	r := s.kit.Form()
	place, _ := r.City("city", city)
	r.In(place)
	if err := f.Apply(&c, r, actor.From(ctx).Language, s.kit.Now()); err != nil {
		return Content{}, err
	}
	return c, nil
}

// Own is one of the actor's own; one of another organisation is not found.
func (s *Service) Own(ctx context.Context, id string) (*Vacancy, error) {
	return module.Own(ctx, s.vacancies, id, func(v *Vacancy) string { return v.Account }, actor.Employer)
}

// Change changes a draft. What is published stays as it is until the change is reviewed. When the
// vacancy was changed since the form was read, the Conflict problem carries what is stored now.
func (s *Service) Change(ctx context.Context, id string, f Form) (*Vacancy, error) {
	v, err := s.Own(ctx, id)
	if err != nil {
		return nil, err
	}
	if f.Revision != 0 && f.Revision != v.Revision {
		return nil, problem.Stale("organisation.changed_meanwhile", v)
	}
	if v.Over() {
		return nil, problem.New(problem.Conflict, "vacancy.over")
	}
	c, err := s.read(ctx, f, v.City, *v.Working())
	if err != nil || reflect.DeepEqual(c, *v.Working()) {
		return v, err // nothing new, which a reviewer would have to read again
	}
	v.change(c)
	return s.vacancies.Save(ctx, v)
}

// Submit sends a vacancy to the employment agency, which publishes it. As for a new one, the city
// must vouch for the organisation as it is called now.
func (s *Service) Submit(ctx context.Context, id string, because []string) (*Vacancy, error) {
	v, err := s.Own(ctx, id)
	if err != nil {
		return nil, err
	}
	if _, err := s.organisations.Verified(ctx); err != nil {
		return nil, err
	}
	if err := v.submit(because, s.kit.Now().UTC()); err != nil {
		return nil, err
	}
	return s.vacancies.Save(ctx, v)
}

// Close notes that so many more places were filled, or withdraws the vacancy for a reason.
func (s *Service) Close(ctx context.Context, id string, filled int, reason string) (*Vacancy, error) {
	v, err := s.Own(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := v.close(filled, reason); err != nil {
		return nil, err
	}
	return s.vacancies.Save(ctx, v)
}

// ListOwn lists the actor's own, the newest first.
func (s *Service) ListOwn(ctx context.Context) ([]*Vacancy, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Employer); err != nil {
		return nil, err
	}
	return s.vacancies.List(ctx, store.Query{Index: "account", Equal: []any{who.ID}, Desc: true})
}

// ListOpen lists what an organisation has published and is open, the newest first.
func (s *Service) ListOpen(ctx context.Context, organisation string) ([]*Vacancy, error) {
	all, err := s.vacancies.List(ctx, store.Query{Index: "organisation", Equal: []any{organisation}, Desc: true})
	if err != nil {
		return nil, err
	}
	now := s.kit.Now()
	return slices.DeleteFunc(all, func(v *Vacancy) bool { return !v.Visible() || v.State(now) != Published }), nil
}

// Get returns a vacancy that may be seen: before it is published by its organisation and, once it
// was sent, by its reviewers.
func (s *Service) Get(ctx context.Context, id string) (*Vacancy, error) {
	v, err := s.vacancies.Get(ctx, id)
	if err != nil || v.Visible() {
		return v, err
	}
	who := actor.From(ctx)
	if who.ID != "" && v.Account == who.ID {
		return v, nil
	}
	may, err := s.organisations.IsAgency(ctx, v.City)
	if err != nil {
		return nil, err
	}
	if !may || v.Stage == Draft {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return v, nil
}

// Fitting is a vacancy with what a school has in common with it.
type Fitting struct {
	*Vacancy
	Fit organisation.Fit
}

// ListFitting lists placements and apprenticeships of the actor's city in the trades and languages
// that the actor's school teaches, those that share both first; none for an organisation that is
// no school.
func (s *Service) ListFitting(ctx context.Context) (*organisation.Organisation, []Fitting, error) {
	o, err := s.organisations.Own(ctx)
	if err != nil {
		return nil, nil, err
	}
	if o.Kind != organisation.School {
		return o, nil, nil
	}
	found, err := s.List(ctx, Question{Cities: []string{o.City}, Kinds: []string{Placement, Apprenticeship}, Page: 1, Size: 100})
	if err != nil {
		return nil, nil, err
	}
	var all []Fitting
	for _, v := range found.Vacancies {
		if fit := v.fit(o); fit.Trade != "" || fit.Language != "" && len(o.Trades) == 0 {
			all = append(all, Fitting{v, fit})
		}
	}
	slices.SortStableFunc(all, func(a, b Fitting) int { return b.Fit.Rank() - a.Fit.Rank() })
	return o, all, nil
}
