package casework

import (
	"context"
	"errors"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
	"citiesgrow/internal/seal"
	"citiesgrow/internal/store"
)

// Get is a case with its sealed parts closed. Another caseworker's case is NotFound.
func (s *Service) Get(ctx context.Context, id string) (*report.Report, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Caseworker); err != nil {
		return nil, err
	}
	r, err := s.cases.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	channels, err := s.channels(ctx)
	if err != nil {
		return nil, err
	}
	if !mayRead(who, channels, r) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	return r, nil
}

// unsealed is a case with the secrets that the caseworker's unlocked key opens.
func (s *Service) unsealed(ctx context.Context, id string) (*report.Report, custody.Secrets, error) {
	r, err := s.Get(ctx, id)
	if err != nil {
		return nil, custody.Secrets{}, err
	}
	x, err := s.custody.Secrets(ctx, actor.Caseworker, id)
	if err != nil {
		return nil, custody.Secrets{}, err
	}
	return r, x, nil
}

// Open reads a case, after this was written to the audit log. Masked words are shown blacked out unless the
// caseworker asks for them, which is written to the log as well. It is a Conflict where the key is closed.
func (s *Service) Open(ctx context.Context, id string, unmasked bool) (*Case, error) {
	r, x, err := s.unsealed(ctx, id)
	if err != nil {
		return nil, err
	}
	act := "opened"
	if unmasked {
		act = "opened unmasked"
	}
	if err := s.custody.Audit.Append(ctx, r.City, act, r.Number, ""); err != nil {
		return nil, err
	}
	c, err := s.read(ctx, r, x)
	if err != nil {
		return nil, err
	}
	if c.Unmasked = unmasked; !unmasked {
		c.mask()
	}
	return c, nil
}

// read opens all that is sealed of a case for its caseworker.
func (s *Service) read(ctx context.Context, r *report.Report, x custody.Secrets) (c *Case, err error) {
	c = &Case{Report: r}
	if c.Account, err = r.OpenAccount(x.Shared); err != nil {
		return nil, err
	}
	if c.Known, err = internalOf(r, x); err != nil {
		return nil, err
	}
	if c.Said, err = r.OpenMessages(x.Shared); err != nil {
		return nil, err
	}
	if c.Files, err = s.reports.Attached(ctx, r.ID, x.Shared); err != nil {
		return nil, err
	}
	if c.Noted, err = s.notes(ctx, r, x); err != nil {
		return nil, err
	}
	if err := s.readIdentity(ctx, c); err != nil {
		return nil, err
	}
	if c.Parts, err = s.cases.List(ctx, store.Query{Index: "into", Equal: []any{r.ID}}); err != nil {
		return nil, err
	}
	if c.Alike, err = s.alike(ctx, r); err != nil {
		return nil, err
	}
	return c, nil
}

func (s *Service) notes(ctx context.Context, r *report.Report, x custody.Secrets) ([]Noted, error) {
	var all []Noted
	for _, n := range r.Notes {
		text, err := r.OpenNote(x.Internal, n)
		if err != nil {
			return nil, err
		}
		name, err := s.custody.Name(ctx, n.By)
		if err != nil {
			return nil, err
		}
		all = append(all, Noted{n, name, text})
	}
	return all, nil
}

// alike lists the other cases of the city about the same organisation, in the same channel, without those
// from which the caseworker is excluded.
func (s *Service) alike(ctx context.Context, r *report.Report) ([]*report.Report, error) {
	if r.About == "" {
		return nil, nil
	}
	found, err := s.cases.List(ctx, store.Query{Index: "about", Equal: []any{r.City, r.About}})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(found, func(o *report.Report) bool {
		return o.ID == r.ID || slices.Contains(o.Excluded, actor.From(ctx).ID) || o.Channel != r.Channel
	}), nil
}

// readIdentity opens who reported, where a custodian granted it and the caseworker's key opens it. That it
// was seen is written to the audit log.
func (s *Service) readIdentity(ctx context.Context, c *Case) error {
	if len(c.Report.Identity) == 0 || c.Decision != "granted" {
		return nil
	}
	secret, err := s.custody.IdentitySecret(ctx, actor.Caseworker, c.ID)
	if errors.Is(err, seal.ErrClosed) {
		return nil // granted to another caseworker, or to a key that was given up
	}
	if err != nil {
		return err
	}
	if err := s.custody.Audit.Append(ctx, c.City, "saw the identity", c.Number, ""); err != nil {
		return err
	}
	c.Who, err = c.OpenIdentity(secret)
	return err
}
