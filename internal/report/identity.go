package report

import (
	"context"
	"slices"
	"strings"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/seal"
	"citiesgrow/internal/store"
)

// AskForm is a caseworker's wish to know who reported.
type AskForm struct {
	Why string `json:"why" validate:"max=1000"`
}

// AskIdentity asks the custodian to let this caseworker see who reported. The reason is
// kept under the desk's secret, which the custodian's key opens for this alone.
func (s *Service) AskIdentity(ctx context.Context, id string, f AskForm) (*Report, error) {
	if strings.TrimSpace(f.Why) == "" {
		return nil, problem.Field("why", "problem.required")
	}
	return s.change(ctx, id, "asked for the identity", func(r *Report, x secrets) error {
		if len(r.Identity) == 0 {
			return problem.New(problem.Conflict, "report.no_identity")
		}
		r.Asked, r.Decision = actor.From(ctx).ID, ""
		return s.desk(r, x, func(d *Desk) { d.WhyAsked, d.WhyDecided = f.Why, "" })
	})
}

// Request is a wish that waits for the custodian: the case's number and the reason, and
// nothing of the case.
type Request struct {
	ID, Number, City, Day string
	Who, Why              string
}

// Requests lists the wishes of the custodian's city that wait.
func (s *Service) Requests(ctx context.Context) ([]Request, error) {
	key, err := s.key(ctx, actor.Custodian)
	if err != nil {
		return nil, err
	}
	who := actor.From(ctx)
	var all []Request
	for _, city := range s.citiesOf(who) {
		for _, state := range []State{Received, Open, Closed, Transferred} {
			for r, err := range s.reports.Each(ctx, store.Query{Index: "state", Equal: []any{city, string(state)}}) {
				if err != nil {
					return nil, err
				}
				if r.Asked == "" || r.Decision != "" {
					continue
				}
				one, err := s.request(ctx, key, who, r)
				if err != nil {
					return nil, err
				}
				all = append(all, one)
			}
		}
	}
	return all, nil
}

func (s *Service) citiesOf(who actor.Actor) []string {
	if who.City != "" {
		return []string{who.City}
	}
	var all []string
	for _, c := range s.kit.Taxonomy.Cities() {
		all = append(all, c.ID)
	}
	return all
}

func (s *Service) request(ctx context.Context, key *seal.Private, who actor.Actor, r *Report) (Request, error) {
	one := Request{ID: r.ID, Number: r.Number, City: r.City, Day: r.Day, Who: s.nameOf(ctx, r.Asked)}
	w, err := s.wraps.Get(ctx, r.ID)
	if err != nil {
		return one, err
	}
	x, err := unwrap(key, w.Keepers, who.ID, r.ID)
	if err != nil {
		return one, nil // another custodian decides
	}
	var d Desk
	if err := openJSON(x.desk, at(r.ID, "desk"), r.Desk, &d); err != nil {
		return one, err
	}
	one.Why = d.WhyAsked
	return one, nil
}

// DecideForm is the custodian's answer.
type DecideForm struct {
	Decision string `json:"decision" validate:"omitempty,oneof=granted refused"`
	Why      string `json:"why" validate:"max=1000"`
}

// Decide lets the caseworker who asked see who reported, or not, with the reason. The
// custodian's key opens the identity's secret and closes it again for that caseworker.
func (s *Service) Decide(ctx context.Context, id string, f DecideForm) error {
	key, err := s.key(ctx, actor.Custodian)
	if err != nil {
		return err
	}
	who := actor.From(ctx)
	r, err := s.reports.Get(ctx, id)
	if err != nil {
		return err
	}
	if !who.In(r.City) || r.Asked == "" || r.Decision != "" {
		return problem.New(problem.NotFound, "problem.not_found")
	}
	wrong := problem.New(problem.Invalid, "problem.invalid")
	if f.Decision == "" {
		wrong.Add("decision", problem.M("problem.required"))
	}
	if strings.TrimSpace(f.Why) == "" {
		wrong.Add("why", problem.M("problem.required"))
	}
	if err := wrong.OrNil(); err != nil {
		return err
	}
	w, err := s.wraps.Get(ctx, id)
	if err != nil {
		return err
	}
	x, err := unwrap(key, w.Keepers, who.ID, id)
	if err != nil {
		return problem.New(problem.Conflict, "report.not_for_you").Wrap(err)
	}
	if err := s.note(ctx, r.City, "identity "+f.Decision, r.Number, r.Asked); err != nil {
		return err
	}
	if f.Decision == "granted" {
		if err := s.grant(ctx, key, who.ID, r, w); err != nil {
			return err
		}
	}
	_, err = s.reports.Update(ctx, id, func(r *Report) error {
		r.Decision = f.Decision
		return s.desk(r, x, func(d *Desk) { d.WhyDecided = f.Why })
	})
	return err
}

func (s *Service) grant(ctx context.Context, key *seal.Private, custodian string, r *Report, w *Wraps) error {
	i := slices.IndexFunc(w.Identity, func(w Wrap) bool { return w.Account == custodian })
	if i < 0 {
		return problem.New(problem.Conflict, "report.not_for_you")
	}
	secret, err := key.Unwrap(identityContext(r.ID), w.Identity[i].Box)
	if err != nil {
		return problem.New(problem.Conflict, "report.not_for_you").Wrap(err)
	}
	reader, err := s.holders.Get(ctx, r.Asked)
	if err != nil {
		return err
	}
	box, err := seal.Wrap(reader.Public, identityContext(r.ID), secret)
	if err != nil {
		return err
	}
	_, err = s.wraps.Update(ctx, r.ID, func(w *Wraps) error {
		w.Identity = append(slices.DeleteFunc(w.Identity, func(w Wrap) bool { return w.Account == reader.ID }), Wrap{reader.ID, box})
		return nil
	})
	return err
}

// seen is the identity where the caseworker was let in, nil elsewhere. Seeing it is noted.
func (s *Service) seen(ctx context.Context, r *Report) (*Identity, error) {
	if len(r.Identity) == 0 || r.Decision != "granted" {
		return nil, nil
	}
	key, err := s.key(ctx, actor.Caseworker)
	if err != nil {
		return nil, err
	}
	w, err := s.wraps.Get(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(w.Identity, func(w Wrap) bool { return w.Account == actor.From(ctx).ID })
	if i < 0 {
		return nil, nil
	}
	secret, err := key.Unwrap(identityContext(r.ID), w.Identity[i].Box)
	if err != nil {
		return nil, nil // of a key that was given up
	}
	if err := s.note(ctx, r.City, "saw the identity", r.Number, ""); err != nil {
		return nil, err
	}
	var who Identity
	return &who, openJSON(secret, identityContext(r.ID), r.Identity, &who)
}

// Holders lists who holds keys for the custodian's city.
func (s *Service) Holders(ctx context.Context) ([]*Holder, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Custodian); err != nil {
		return nil, err
	}
	return s.holdersIn(ctx, who.City)
}

// Confirm lets reports be sealed to a holder: a custodian has compared the fingerprint of
// the key with its owner.
func (s *Service) Confirm(ctx context.Context, id string) error {
	return s.judge(ctx, id, Trusted, "key confirmed")
}

// Retire ends it: nothing is sealed to the holder any more, and what was is taken away.
func (s *Service) Retire(ctx context.Context, id string) error {
	if err := s.judge(ctx, id, Retired, "key retired"); err != nil {
		return err
	}
	for w, err := range s.wraps.All(ctx) {
		if err != nil {
			return err
		}
		theirs := func(w Wrap) bool { return w.Account == id }
		if !slices.ContainsFunc(w.Readers, theirs) && !slices.ContainsFunc(w.Identity, theirs) {
			continue
		}
		if _, err := s.wraps.Update(ctx, w.ID, func(w *Wraps) error {
			w.Readers, w.Identity = slices.DeleteFunc(w.Readers, theirs), slices.DeleteFunc(w.Identity, theirs)
			return nil
		}); err != nil && !problem.Is(err, problem.NotFound) {
			return err
		}
	}
	return nil
}

func (s *Service) judge(ctx context.Context, id string, state Standing, act string) error {
	if _, err := s.key(ctx, actor.Custodian); err != nil {
		return err
	}
	who := actor.From(ctx)
	h, err := s.holders.Get(ctx, id)
	if err != nil {
		return err
	}
	if !who.In(h.City) || h.ID == who.ID {
		return problem.New(problem.NotFound, "problem.not_found")
	}
	if err := s.note(ctx, h.City, act, "", h.ID+" "+h.Public.Fingerprint()); err != nil {
		return err
	}
	_, err = s.holders.Update(ctx, id, func(h *Holder) error {
		h.State, h.Confirmed = state, who.ID
		return nil
	})
	return err
}
