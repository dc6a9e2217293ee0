package store

import (
	"context"
	"fmt"

	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
)

// Bookmarks keep how far a follower got. A follower whose results live outside
// the store (a search index) keeps its bookmark there, so that losing the one
// loses the other and it starts again.
type Bookmarks interface {
	// Load returns the empty bookmark for a name never saved.
	Load(ctx context.Context, name string) (Bookmark, error)
	Save(ctx context.Context, name string, b Bookmark) error
}

var bookmarkSpec = Spec{Name: "bookmarks", Quiet: true}

type bookmarkRecord struct {
	record.Meta `bson:",inline"`
	At          Bookmark `bson:"at"`
}

// storedBookmarks keeps bookmarks in the store itself, under the follower's name.
type storedBookmarks struct{ marks *Collection[bookmarkRecord] }

func (s storedBookmarks) Load(ctx context.Context, name string) (Bookmark, error) {
	mark, err := s.marks.Get(ctx, name)
	switch {
	case problem.Is(err, problem.NotFound):
		return "", nil
	case err != nil:
		return "", fmt.Errorf("bookmark: %w", err)
	}
	return mark.At, nil
}

func (s storedBookmarks) Save(ctx context.Context, name string, b Bookmark) error {
	if _, err := s.marks.Upsert(ctx, name, func(mark *bookmarkRecord) error { mark.At = b; return nil }); err != nil {
		return fmt.Errorf("bookmark: %w", err)
	}
	return nil
}
