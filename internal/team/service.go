package team

import (
	"cmp"
	"context"
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
	teams         *store.Collection[Request]
}

// New returns the service.
func New(k module.Kit, organisations *organisation.Service) *Service {
	return &Service{kit: k, organisations: organisations, teams: store.Of[Request](k.DB, teams)}
}

// Create puts a request of the actor's firm on the board.
func (s *Service) Create(ctx context.Context, f Form) (*Request, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur); err != nil {
		return nil, err
	}
	t := &Request{Meta: record.Meta{ID: record.NewID(s.kit.Random, "team")}, Account: who.ID, Firm: cmp.Or(who.Organisation, who.Name),
		City: who.City, Language: who.Language, Test: who.Test}
	if err := f.Apply(t, s.kit.Form()); err != nil {
		return nil, err
	}
	return s.teams.Save(ctx, t)
}

// school is the actor's, verified.
func (s *Service) school(ctx context.Context) (*organisation.Organisation, error) {
	o, err := s.organisations.Verified(ctx)
	if err != nil {
		return nil, err
	}
	if o.Kind != organisation.School {
		return nil, problem.New(problem.Conflict, "team.schools_only")
	}
	return o, nil
}

// Get is a request that the actor may see: its firm, schools and staff of the city.
func (s *Service) Get(ctx context.Context, id string) (*Request, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur, actor.Employer, actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	t, err := s.teams.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if t.Account == who.ID || who.Is(actor.Staff, actor.Admin) && who.In(t.City) {
		return t, nil
	}
	if who.Is(actor.Employer) {
		switch o, err := s.school(ctx); {
		case err == nil && o.City == t.City:
			return t, nil
		case err != nil && !problem.Is(err, problem.Conflict):
			return nil, err
		}
	}
	return nil, problem.New(problem.NotFound, "problem.not_found")
}

// AddOffer offers a school's team. Several may offer; the same school changes its offer.
func (s *Service) AddOffer(ctx context.Context, id string, of Offer) (*Request, error) {
	o, err := s.school(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := s.Get(ctx, id); err != nil {
		return nil, err
	}
	wrong := problem.New(problem.Invalid, "problem.invalid")
	if of.Team == "" {
		wrong.Add("team", problem.M("problem.required"))
	}
	if of.Students < 1 {
		wrong.Add("students", problem.M("team.students_missing"))
	}
	if err := wrong.OrNil(); err != nil {
		return nil, err
	}
	of.School, of.Account, of.Name, of.At = o.ID, o.Account, o.Name, s.kit.Now().UTC()
	return s.teams.Update(ctx, id, func(t *Request) error { return t.add(of, of.At) })
}

// Accept agrees with one of the schools that offered a team.
func (s *Service) Accept(ctx context.Context, id, school string) (*Request, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur); err != nil {
		return nil, err
	}
	t, err := s.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := t.accept(school, s.kit.Now().UTC()); err != nil {
		return nil, err
	}
	return s.teams.Save(ctx, t)
}

// Close says what came of it, by the firm or the school it agreed with; or takes the
// request back, by the firm.
func (s *Service) Close(ctx context.Context, id, result, helpful string) (*Request, error) {
	t, err := s.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	who := actor.From(ctx)
	if t.Account != who.ID && !t.agreedWith(who.ID) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	if err := t.close(result, helpful, t.Account == who.ID, s.kit.Now().UTC()); err != nil {
		return nil, err
	}
	return s.teams.Save(ctx, t)
}

// Fitting is a request with what a school has in common with it.
type Fitting struct {
	*Request
	Fit organisation.Fit
}

// List is the board: for a school the requests of its city, those in its trades and languages
// first; for a firm its own; for staff all of the city.
func (s *Service) List(ctx context.Context) ([]Fitting, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur, actor.Employer, actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	q := store.Query{Index: "city", Desc: true}
	if who.City != "" {
		q.Equal = []any{who.City}
	}
	var school *organisation.Organisation
	switch {
	case who.Is(actor.Entrepreneur):
		q = store.Query{Index: "account", Equal: []any{who.ID}, Desc: true}
	case who.Is(actor.Employer):
		var err error
		if school, err = s.school(ctx); err != nil {
			return nil, err
		}
	}
	found, err := s.teams.List(ctx, q)
	if err != nil {
		return nil, err
	}
	var all []Fitting
	for _, t := range found {
		f := Fitting{Request: t}
		if school != nil {
			if st := t.State(s.kit.Now()); st == "withdrawn" || st == "over" {
				continue
			}
			f.Fit = school.Fit(t.CPV, t.spoken()...)
		}
		all = append(all, f)
	}
	slices.SortStableFunc(all, func(a, b Fitting) int { return b.Fit.Rank() - a.Fit.Rank() })
	return all, nil
}
