package module

import (
	"context"

	"citiesgrow/internal/store"
	"citiesgrow/search"
)

// Found gets the documents that a query of the index finds, in the order of the hits. One that was deleted since it was
// indexed is left out, though the total counts it.
func Found[T any](ctx context.Context, index *search.Engine, from *store.Collection[T], q search.Query) ([]*T, *search.Result, error) {
	r, err := index.Search(ctx, q)
	if err != nil {
		return nil, nil, err
	}
	ids := make([]string, len(r.Hits))
	for i, h := range r.Hits {
		ids[i] = h.ID
	}
	found, err := from.GetMany(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	return found, r, nil
}
