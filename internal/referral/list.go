package referral

import (
	"context"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/store"
)

// List lists the referrals in which the actor has a part: those that wait for an answer first, the longest
// waiting of them on top, then the others, the newest first.
func (s *Service) List(ctx context.Context) ([]*Referral, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur, actor.Provider, actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	var all []*Referral
	for _, q := range queries(who) {
		found, err := s.referrals.List(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, r := range found {
			if !slices.ContainsFunc(all, func(other *Referral) bool { return other.ID == r.ID }) {
				all = append(all, r)
			}
		}
	}
	slices.SortStableFunc(all, order)
	return all, nil
}

// order is the order of List.
func order(a, b *Referral) int {
	switch {
	case a.State == Open && b.State != Open:
		return -1
	case a.State != Open && b.State == Open:
		return 1
	case a.State == Open:
		return a.Since().Compare(b.Since())
	}
	return b.Since().Compare(a.Since())
}

// queries find the referrals in which the actor has a part.
func queries(who actor.Actor) []store.Query {
	by := func(index string, value ...any) store.Query {
		return store.Query{Index: index, Equal: value, Desc: true}
	}
	switch {
	case who.Is(actor.Entrepreneur):
		return []store.Query{by("client", who.ID)}
	case who.Is(actor.Provider):
		return []store.Query{by("provider", who.ID), by("by", who.ID)}
	case who.City == "":
		return []store.Query{by("city")}
	}
	return []store.Query{by("city", who.City), by("by", who.ID)}
}
