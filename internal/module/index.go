package module

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"citiesgrow/internal/store"
	"citiesgrow/search"
)

// ErrNotIndexed is what describe returns for a document that is not in the search index, such as a draft.
var ErrNotIndexed = errors.New("not in the search index")

// Indexer is a follower that keeps the search index in step with a collection: the
// current state of each changed document is read and described, or taken out when
// describe returns ErrNotIndexed. Its bookmark lives inside the index.
func Indexer[T any](k Kit, kind search.Kind, spec store.Spec, describe func(context.Context, *T) (*search.Document, error)) store.Follower {
	from := store.Of[T](k.DB, spec)
	return store.Follower{
		Name:        "index " + kind.Name,
		Collections: []string{spec.Name},
		Bookmarks:   inIndex{k.Search},
		Handle: func(ctx context.Context, changes []store.Change) error {
			ids := make([]string, len(changes))
			gone := map[string]bool{}
			for i, c := range changes {
				ids[i] = c.ID
				gone[c.ID] = true
			}
			items, err := from.GetMany(ctx, ids)
			if err != nil {
				return err
			}
			var docs []search.Document
			for _, item := range items {
				d, err := describe(ctx, item)
				if errors.Is(err, ErrNotIndexed) {
					continue
				}
				if err != nil {
					return err
				}
				docs = append(docs, *d)
				delete(gone, d.ID)
			}
			var out []string
			for id := range gone {
				out = append(out, id)
			}
			return k.Search.Apply(ctx, kind.Name, docs, out)
		},
	}
}

// inIndex keeps a follower's bookmark inside the search index.
type inIndex struct{ engine *search.Engine }

func (b inIndex) Load(_ context.Context, name string) (store.Bookmark, error) {
	at, err := b.engine.Bookmark(name)
	return store.Bookmark(at), err
}

func (b inIndex) Save(_ context.Context, name string, at store.Bookmark) error {
	return b.engine.SetBookmark(name, string(at))
}

// IndexCheck compares what is kept with what is found, id by id.
func IndexCheck[T any](k Kit, kind search.Kind, spec store.Spec, describe func(context.Context, *T) (*search.Document,
	error)) func(context.Context) ([]string, error) {
	from := store.Of[T](k.DB, spec)
	return func(ctx context.Context) ([]string, error) {
		var wanted, differs []string
		for item, err := range from.All(ctx) {
			if err != nil {
				return nil, err
			}
			d, err := describe(ctx, item)
			if errors.Is(err, ErrNotIndexed) {
				continue
			}
			if err != nil {
				return nil, err
			}
			wanted = append(wanted, d.ID)
		}
		found := map[string]bool{}
		for _, id := range k.Search.IDs(kind.Name) {
			found[id] = true
		}
		for _, id := range wanted {
			if !found[id] {
				differs = append(differs, fmt.Sprintf("%s %s is stored and not in the index", kind.Name, id))
			}
			delete(found, id)
		}
		for id := range found {
			differs = append(differs, fmt.Sprintf("%s %s is in the index and not stored", kind.Name, id))
		}
		slices.Sort(differs)
		return differs, nil
	}
}
