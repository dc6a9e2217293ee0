package casework

import (
	"context"
	"strings"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
	"citiesgrow/internal/store"
)

// AskForm asks who reported.
type AskForm struct {
	Why string `json:"why" validate:"max=1000"`
}

// AskIdentity asks the custodian to let this caseworker see who reported. The reason is sealed under the
// internal secret, which the custodian's key opens for this alone.
func (s *Service) AskIdentity(ctx context.Context, id string, f AskForm) (*report.Report, error) {
	if strings.TrimSpace(f.Why) == "" {
		return nil, problem.Field("why", "problem.required")
	}
	return s.step(ctx, id, "asked for the identity", func(r *report.Report, x custody.Secrets) error {
		if len(r.Identity) == 0 {
			return problem.New(problem.Conflict, "casework.no_identity")
		}
		r.Asked, r.Decision = actor.From(ctx).ID, ""
		return setInternal(r, x, func(known *Internal) { known.WhyAsked, known.WhyDecided = f.Why, "" })
	})
}

// Request is a question that waits for the custodian: the case's number and the reason, and nothing of the
// case.
type Request struct {
	ID, Number, City, Day string
	Who, Why              string
}

// waits reports whether a case has a question that no custodian has decided.
func waits(r *report.Report) bool { return r.Asked != "" && r.Decision == "" }

// ListRequests lists what waits in the custodian's city. The reason is empty where another custodian has to
// decide, since the case is not sealed to this one.
func (s *Service) ListRequests(ctx context.Context) ([]Request, error) {
	if _, err := s.custody.Key(ctx, actor.Custodian); err != nil {
		return nil, err
	}
	var all []Request
	for _, city := range s.citiesOf(actor.From(ctx)) {
		for _, state := range []report.State{report.Received, report.Open, report.Closed, report.Transferred} {
			for r, err := range s.cases.Each(ctx, store.Query{Index: "state", Equal: []any{city, string(state)}}) {
				if err != nil {
					return nil, err
				}
				if !waits(r) {
					continue
				}
				one, err := s.request(ctx, r)
				if problem.Is(err, problem.NotFound) {
					continue // it is being erased
				}
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

func (s *Service) request(ctx context.Context, r *report.Report) (Request, error) {
	name, err := s.custody.Name(ctx, r.Asked)
	if err != nil {
		return Request{}, err
	}
	one := Request{ID: r.ID, Number: r.Number, City: r.City, Day: r.Day, Who: name}
	x, err := s.custody.Secrets(ctx, actor.Custodian, r.ID)
	if problem.Is(err, problem.Conflict) {
		return one, nil
	}
	if err != nil {
		return Request{}, err
	}
	known, err := internalOf(r, x)
	if err != nil {
		return Request{}, err
	}
	one.Why = known.WhyAsked
	return one, nil
}

// DecideForm is the custodian's answer.
type DecideForm struct {
	Decision string `json:"decision" validate:"omitempty,oneof=granted refused"`
	Why      string `json:"why" validate:"max=1000"`
}

func (f *DecideForm) check() error {
	wrong := problem.New(problem.Invalid, "problem.invalid")
	if f.Decision == "" {
		wrong.Add("decision", problem.M("problem.required"))
	}
	if strings.TrimSpace(f.Why) == "" {
		wrong.Add("why", problem.M("problem.required"))
	}
	return wrong.OrNil()
}

// Decide lets the caseworker who asked see who reported, or not, with the reason. The custodian's key opens
// the identity's secret and closes it again for that caseworker. A question that was decided is NotFound.
func (s *Service) Decide(ctx context.Context, id string, f DecideForm) error {
	if _, err := s.custody.Key(ctx, actor.Custodian); err != nil {
		return err
	}
	r, err := s.cases.Get(ctx, id)
	if err != nil {
		return err
	}
	if !actor.From(ctx).In(r.City) || !waits(r) {
		return problem.New(problem.NotFound, "problem.not_found")
	}
	if err := f.check(); err != nil {
		return err
	}
	x, err := s.custody.Secrets(ctx, actor.Custodian, id)
	if err != nil {
		return err
	}
	if err := s.custody.Audit.Append(ctx, r.City, "identity "+f.Decision, r.Number, r.Asked); err != nil {
		return err
	}
	if f.Decision == "granted" {
		if err := s.custody.GrantIdentity(ctx, id, r.Asked); err != nil {
			return err
		}
	}
	// A step whose precondition is checked again inside: the same question still waits.
	_, err = s.cases.Update(ctx, id, func(now *report.Report) error {
		if !waits(now) || now.Asked != r.Asked {
			return problem.New(problem.NotFound, "problem.not_found")
		}
		now.Decision = f.Decision
		return setInternal(now, x, func(known *Internal) { known.WhyDecided = f.Why })
	})
	if problem.Is(err, problem.NotFound) && f.Decision == "granted" {
		return s.undo(ctx, id, r.Asked, err)
	}
	return err
}

// undo takes back what was granted to an account where another custodian decided first, unless they granted
// it to the same account; it returns why.
func (s *Service) undo(ctx context.Context, id, account string, why error) error {
	r, err := s.cases.Get(ctx, id)
	if err != nil {
		return err
	}
	if r.Decision == "granted" && r.Asked == account {
		return why
	}
	if err := s.custody.RevokeIdentity(ctx, id, account); err != nil {
		return err
	}
	return why
}
