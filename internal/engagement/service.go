package engagement

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

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
	engagements   *store.Collection[Engagement]
}

// New returns the service.
func New(k module.Kit, organisations *organisation.Service) *Service {
	return &Service{kit: k, organisations: organisations, engagements: store.Of[Engagement](k.DB, engagements)}
}

// Create begins a record, in the actor's own city, or in any for staff of all cities.
func (s *Service) Create(ctx context.Context, f Form, city string) (*Engagement, error) {
	own, err := s.organisations.AgencyCity(ctx)
	if err != nil {
		return nil, err
	}
	city = cmp.Or(own, city)
	if _, known := s.kit.Taxonomy.City(city); !known {
		return nil, problem.Field("city", "problem.city_unknown")
	}
	who := actor.From(ctx)
	e := &Engagement{Meta: record.Meta{ID: record.NewID(s.kit.Random, "engagement")}, Side: cmp.Or(f.Side, EmployerSide), City: city,
		Keeper: cmp.Or(who.Name, who.Organisation), Test: who.Test}
	if err := f.Apply(e, s.kit.Form(), e.Keeper); err != nil {
		return nil, err
	}
	return s.engagements.Save(ctx, e)
}

// Get is a record of the actor's city.
func (s *Service) Get(ctx context.Context, id string) (*Engagement, error) {
	own, err := s.organisations.AgencyCity(ctx)
	if problem.Is(err, problem.Conflict) {
		return nil, problem.New(problem.NotFound, "problem.not_found") // no agency: it knows of no record
	}
	if err != nil {
		return nil, err
	}
	e, err := s.engagements.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if own != "" && e.City != own {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return e, nil
}

// Change changes a record. When it was changed since the form was read, the Conflict problem carries
// what is stored now.
func (s *Service) Change(ctx context.Context, id string, f Form) (*Engagement, error) {
	e, err := s.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if f.Revision != 0 && f.Revision != e.Revision {
		return nil, problem.Stale("organisation.changed_meanwhile", e)
	}
	if err := f.Apply(e, s.kit.Form(), cmp.Or(actor.From(ctx).Name, e.Keeper)); err != nil {
		return nil, err
	}
	return s.engagements.Save(ctx, e)
}

// AddEntry adds what happened. Two who write at once both keep their entry.
func (s *Service) AddEntry(ctx context.Context, id, kind, text string, shared bool) (*Engagement, error) {
	if _, err := s.Get(ctx, id); err != nil {
		return nil, err
	}
	who := actor.From(ctx)
	entry, err := newEntry(kind, text, shared, cmp.Or(who.Name, who.Organisation), s.kit.Now().UTC())
	if err != nil {
		return nil, err
	}
	return s.engagements.Update(ctx, id, func(e *Engagement) error {
		e.Entries = append(e.Entries, entry)
		return nil
	})
}

// Invite makes the code with which the person or organisation sees what concerns them.
// It is shown once; only its hash is stored.
func (s *Service) Invite(ctx context.Context, id string) (string, error) {
	e, err := s.Get(ctx, id)
	if err != nil {
		return "", err
	}
	code := strings.TrimPrefix(record.NewID(s.kit.Random, "c"), "c-")
	e.Code, e.CodeUntil = codeHash(code), s.kit.Now().Add(codeLife)
	if err := s.engagements.Put(ctx, e); err != nil {
		return "", err
	}
	return code[:5] + " " + code[5:], nil
}

// Link joins the actor to a record by its code.
func (s *Service) Link(ctx context.Context, code string) (*Engagement, error) {
	who := actor.From(ctx)
	if who.Nobody() || who.Assisted() {
		return nil, problem.New(problem.Unauthorized, "problem.sign_in")
	}
	e, err := s.engagements.First(ctx, "code", codeHash(code))
	if problem.Is(err, problem.NotFound) || err == nil && s.kit.Now().After(e.CodeUntil) {
		return nil, problem.Field("code", "account.code_wrong")
	}
	if err != nil {
		return nil, err
	}
	e.Account, e.Code, e.CodeUntil = who.ID, "", time.Time{}
	return s.engagements.Save(ctx, e)
}

// Unlink takes the actor's link away.
func (s *Service) Unlink(ctx context.Context, id string) error {
	who := actor.From(ctx)
	e, err := s.engagements.Get(ctx, id)
	if err != nil {
		return err
	}
	if who.Nobody() || e.Account != who.ID {
		return problem.New(problem.NotFound, "problem.not_found")
	}
	e.Account = ""
	return s.engagements.Put(ctx, e)
}

// ListOwn lists what concerns the actor.
func (s *Service) ListOwn(ctx context.Context) ([]Concern, error) {
	who := actor.From(ctx)
	if who.Nobody() {
		return nil, problem.New(problem.Unauthorized, "problem.sign_in")
	}
	found, err := s.engagements.List(ctx, store.Query{Index: "account", Equal: []any{who.ID}})
	if err != nil {
		return nil, err
	}
	var all []Concern
	for _, e := range found {
		all = append(all, e.concern())
	}
	return all, nil
}

// List lists the records of the actor's city, of a side and in a stage (empty: all): what is
// overdue first, then what is due next.
func (s *Service) List(ctx context.Context, side, stage string) ([]*Engagement, error) {
	city, err := s.organisations.AgencyCity(ctx)
	if err != nil {
		return nil, err
	}
	q := store.Query{Index: "city"}
	if city != "" {
		q.Equal = []any{city}
	}
	all, err := s.engagements.List(ctx, q)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(e *Engagement) bool { return side != "" && e.Side != side || stage != "" && e.Stage != stage })
	slices.SortStableFunc(all, func(a, b *Engagement) int {
		if a.Next.Due.IsZero() != b.Next.Due.IsZero() {
			if a.Next.Due.IsZero() {
				return 1
			}
			return -1
		}
		return a.Next.Due.Compare(b.Next.Due)
	})
	return all, nil
}
