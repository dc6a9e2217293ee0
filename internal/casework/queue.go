package casework

import (
	"context"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
	"citiesgrow/internal/store"
)

// pageSize is how many cases a page of the queue has.
const pageSize = 20

// Queue is a page of the cases that the caseworker may read: by what is due next, or, with a state, those
// in it, the newest first; and the token of the next page. Nothing sealed is opened for it.
func (s *Service) Queue(ctx context.Context, state report.State, after string) ([]*report.Report, string, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Caseworker); err != nil {
		return nil, "", err
	}
	q := store.Query{Index: "queue", Equal: []any{who.City}, From: "0", After: after}
	if state != "" {
		q = store.Query{Index: "state", Equal: []any{who.City, string(state)}, Desc: true, After: after}
	}
	channels, err := s.channels(ctx)
	if err != nil || len(channels) == 0 {
		return nil, "", err
	}
	q.Limit = pageSize
	found, next, err := s.cases.Find(ctx, q)
	if err != nil {
		return nil, "", err
	}
	return slices.DeleteFunc(found, func(r *report.Report) bool { return !mayRead(who, channels, r) }), next, nil
}

// channels are those that the caseworker reads; none without a key.
func (s *Service) channels(ctx context.Context) ([]custody.Channel, error) {
	h, err := s.custody.Own(ctx)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return h.Channels, nil
}

// mayRead reports whether a caseworker who reads these channels may read a case: it is of their city, and
// they are not excluded from it.
func mayRead(who actor.Actor, channels []custody.Channel, r *report.Report) bool {
	return r.City == who.City && !slices.Contains(r.Excluded, who.ID) && slices.Contains(channels, r.Channel)
}
