// Package module says what a module is and what it is given. A module is one
// folder under internal with a noun, its use cases and its doors; it hands the
// house a value of type Module, which reads like a form: this is kept, this can be
// found, these are the routes, this follows the feed. Leaving a line out is fine.
package module

import (
	"context"
	"io"
	"io/fs"
	"log/slog"
	"time"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/store"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/search"
	"citiesgrow/web"
)

// Module is one part of the house, as cmd/citiesgrow wires it.
type Module struct {
	Name        string
	Views       fs.FS // a folder views/*.html
	Collections []store.Spec
	Kinds       []search.Kind
	Followers   []store.Follower // run in the order of modules.go
	Routes      []web.Route
	Nav         []web.NavItem
	Check       func(ctx context.Context) ([]string, error) // what differs between what is kept and what was derived
}

// Kit is what every module is given. Nothing else is reached for.
type Kit struct {
	DB       store.DB
	Search   *search.Engine
	Taxonomy *taxonomy.Taxonomy
	Words    *i18n.Catalogue
	Now      func() time.Time
	Random   io.Reader
	Log      *slog.Logger
}

// Indexer is a follower that keeps the search index in step with a collection: the
// current state of each changed document is read and described, or taken out when
// describe returns nil. Its bookmark lives inside the index.
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
				if err != nil {
					return err
				}
				if d != nil {
					docs = append(docs, *d)
					delete(gone, d.ID)
				}
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
