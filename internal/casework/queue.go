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

const (
	pageSize = 20 // cases of a page of the queue

	// What is read of the index to fill a page: its size first, then more at a time, since few of what
	// follows may be for this caseworker. mostBlocks bounds the cost of a page (1,020 cases).
	blockSize  = 5 * pageSize
	mostBlocks = 10
)

// Queue is a page of the cases that the caseworker may read: by what is due next, or, with a state, those
// in it, the newest first; and the token of the next page. Nothing sealed is opened for it. Only the last
// page is not full, and one that would cost more than mostBlocks: its token goes on where it ended.
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
	return s.fill(ctx, q, func(r *report.Report) bool { return mayRead(who, channels, r) })
}

// fill reads a page of the cases that keep accepts.
func (s *Service) fill(ctx context.Context, q store.Query, keep func(*report.Report) bool) ([]*report.Report, string, error) {
	var page []*report.Report
	q.Limit = pageSize
	for range mostBlocks + 1 {
		found, next, err := s.cases.Find(ctx, q)
		if err != nil {
			return nil, "", err
		}
		if n := upTo(found, keep, pageSize-len(page)); n < len(found) {
			// The block has more than the page takes. The part that it takes is read again, for its token.
			q.Limit = n
			if found, next, err = s.cases.Find(ctx, q); err != nil {
				return nil, "", err
			}
		}
		page = append(page, slices.DeleteFunc(found, func(r *report.Report) bool { return !keep(r) })...)
		if len(page) >= pageSize || next == "" {
			return page, next, nil
		}
		q.After, q.Limit = next, blockSize
	}
	return page, q.After, nil
}

// upTo is how many of the cases have to be taken for so many that keep accepts; all of them where
// there are not more than that.
func upTo(all []*report.Report, keep func(*report.Report) bool, wanted int) int {
	for i, r := range all {
		if keep(r) {
			if wanted--; wanted == 0 {
				return i + 1
			}
		}
	}
	return len(all)
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
