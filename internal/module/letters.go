package module

import (
	"context"
	"strings"

	"citiesgrow/internal/mail"
	"citiesgrow/internal/store"
)

// Letters is a follower that keeps the letters which follow from a document in step with it. Write
// returns all that should have gone or should wait, as the document stands now, and none for one that
// is gone; it is called again whenever a document with this id changes in one of the collections.
// So a crash loses no letter, and none is queued twice: each says in About what it is about, by what
// is stored and not by the time of the call.
func Letters(k Kit, write func(ctx context.Context, id string) ([]mail.Letter, error), collections ...string) store.Follower {
	return store.Follower{
		Name:        "letters of " + strings.Join(collections, ", "),
		Collections: collections,
		Handle: func(ctx context.Context, changes []store.Change) error {
			done := map[string]bool{}
			for _, change := range changes {
				if done[change.ID] {
					continue
				}
				done[change.ID] = true
				letters, err := write(ctx, change.ID)
				if err != nil {
					return err
				}
				if err := k.Post.Settle(ctx, change.ID, letters); err != nil {
					return err
				}
			}
			return nil
		},
	}
}
