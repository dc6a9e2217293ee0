package mail

import (
	"context"

	"citiesgrow/internal/store"
)

// Rename gives the letters that wait other word keys, old → new, as a step of a migration: a letter is put into
// words when it goes, and the words of an earlier release may be under another key by then. Letters that were
// sent keep theirs.
func Rename(ctx context.Context, db store.DB, keys map[string]string) error {
	letters := store.Of[Letter](db, Letters)
	for l, err := range letters.All(ctx) {
		if err != nil {
			return err
		}
		if l.Due.IsZero() || keys[l.Key] == "" {
			continue
		}
		if _, err := letters.Update(ctx, l.ID, func(l *Letter) error {
			if key := keys[l.Key]; key != "" {
				l.Key = key
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}
