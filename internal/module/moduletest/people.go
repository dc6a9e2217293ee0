package moduletest

import (
	"context"
	"maps"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
)

// Refused is a user, and the kind of problem with which they are refused.
type Refused struct {
	As   context.Context
	Kind problem.Kind
}

// Outsiders are users who are refused what is for staff alone.
func (h *House) Outsiders() map[string]Refused {
	asleep := actor.From(h.Staff("riga"))
	asleep.Active = false
	return map[string]Refused{
		"a visitor":       {h.t.Context(), problem.Unauthorized},
		"an entrepreneur": {h.As("amina", actor.Entrepreneur, "riga"), problem.Forbidden},
		"a buyer":         {h.As("buyer", actor.Buyer, "riga"), problem.Forbidden},
		"a caseworker":    {h.As("case", actor.Caseworker, "riga"), problem.Forbidden},
		"disabled staff":  {actor.With(h.t.Context(), asleep), problem.Forbidden},
	}
}

// Stale fails the test when err is not a conflict that carries what is stored now, and returns that.
func Stale[T any](h *House, err error) *T {
	h.t.Helper()
	if p := problem.Of(err); p != nil && p.Kind == problem.Conflict {
		if now, is := p.Current.(*T); is {
			return now
		}
	}
	h.t.Errorf("%v, want a conflict with what is stored", err)
	return new(T)
}

// ForStaff fails the test when an outsider reads one of these paths of the API, or staff do not.
func (s *Site) ForStaff(h *House, paths ...string) {
	s.t.Helper()
	for _, path := range paths {
		for says, c := range h.Outsiders() {
			want := map[problem.Kind]int{problem.Unauthorized: 401, problem.Forbidden: 403}[c.Kind]
			if r := s.Get(c.As, "/api/v1"+path); r.Status != want {
				s.t.Errorf("%s %s: status %d, want %d", says, path, r.Status, want)
			}
		}
		s.Shows(h.Staff("riga"), "/api/v1"+path, nil, nil)
	}
}

// OnlyStaff fails the test when an outsider is let in by one of these use cases, or staff are refused.
func (h *House) OnlyStaff(uses map[string]func(context.Context) error) {
	h.t.Helper()
	for says, use := range uses {
		for who, c := range h.Outsiders() {
			h.Is(use(c.As), c.Kind, who+": "+says)
		}
		if err := use(h.Staff("riga")); problem.Is(err, problem.Forbidden) || problem.Is(err, problem.Unauthorized) {
			h.t.Errorf("a city's staff: %s: %v", says, err)
		}
	}
}

// Failure is the error of a use case.
func Failure[T any](_ T, err error) error { return err }

// Fields are the names of the fields that err complains of, sorted.
func Fields(err error) []string {
	if p := problem.Of(err); p != nil {
		return slices.Sorted(maps.Keys(p.Fields))
	}
	return nil
}

// Key is the word key of what err says; "" where it is no problem.
func Key(err error) string {
	if p := problem.Of(err); p != nil {
		return p.Message.Key
	}
	return ""
}
