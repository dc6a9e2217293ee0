package embedded

import (
	"context"
	"fmt"
	"strings"

	"citiesgrow/internal/store"

	"modernc.org/sqlite"
)

// statements are a table's own, written once.
type statements struct{ insert, update, remove, revision, get string }

func statementsFor(spec store.Spec) statements {
	columns, marks, sets := "", "", ""
	for _, ix := range spec.Indexes {
		columns += ", k_" + ix.Name
		marks += ", ?"
		sets += ", k_" + ix.Name + " = ?"
	}
	// The keys come first: Put appends the rest to them.
	return statements{
		insert: fmt.Sprintf(`INSERT INTO c_%s (%s) VALUES (%s)`, spec.Name, strings.TrimPrefix(columns+", rev, doc, id", ", "),
			strings.TrimPrefix(marks+", ?, ?, ?", ", ")),
		update:   fmt.Sprintf(`UPDATE c_%s SET %s WHERE id = ? AND rev = ?`, spec.Name, strings.TrimPrefix(sets+", rev = ?, doc = ?", ", ")),
		remove:   fmt.Sprintf(`DELETE FROM c_%s WHERE id = ? AND rev = ?`, spec.Name),
		revision: fmt.Sprintf(`SELECT rev FROM c_%s WHERE id = ?`, spec.Name),
		get:      fmt.Sprintf(`SELECT doc FROM c_%s WHERE id = ?`, spec.Name),
	}
}

const feedLine = `INSERT OR REPLACE INTO feed (collection, id, rev, deleted) VALUES (?, ?, ?, ?)`

// Put writes the document, its keys and its feed line.
func (db *DB) Put(ctx context.Context, collection string, w store.Write) error {
	t, err := db.table(collection)
	if err != nil {
		return err
	}
	keyed, err := keys(t.spec.Indexes, w.Doc)
	if err != nil {
		return err
	}
	args := append(keyed, w.Expected+1, []byte(w.Doc), w.ID)
	return db.writer.do(ctx, shared, func(tx *tx) error {
		if w.Expected == 0 {
			if _, err := tx.run(t.sql.insert, args...); err != nil {
				return t.constraint(tx, w, keyed, err)
			}
			return t.feed(tx, w.ID, 1, false)
		}
		done, err := tx.run(t.sql.update, append(args, w.Expected)...)
		if err != nil {
			return t.constraint(tx, w, keyed, err)
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return conflictOr(err)
		}
		return t.feed(tx, w.ID, w.Expected+1, false)
	})
}

// Delete removes the document and says so in the feed.
func (db *DB) Delete(ctx context.Context, collection, id string, revision int64) error {
	t, err := db.table(collection)
	if err != nil {
		return err
	}
	return db.writer.do(ctx, shared, func(tx *tx) error {
		var stored int64
		found, err := tx.row(t.sql.revision, []any{id}, &stored)
		switch {
		case err != nil:
			return err
		case !found:
			return store.ErrNotFound
		case stored != revision:
			return store.ErrConflict
		}
		if _, err := tx.run(t.sql.remove, id, revision); err != nil {
			return err
		}
		return t.feed(tx, id, revision, true)
	})
}

func (t *table) feed(tx *tx, id string, revision int64, deleted bool) error {
	if t.spec.Quiet {
		return nil
	}
	done, err := tx.run(feedLine, t.spec.Name, id, revision, deleted)
	if err != nil {
		return err
	}
	tx.seq, err = done.LastInsertId()
	return err
}

func conflictOr(err error) error {
	if err != nil {
		return err
	}
	return store.ErrConflict
}

// constraint says which rule a write met: the id exists, or a unique key does.
// The statement that met it has written nothing.
func (t *table) constraint(tx *tx, w store.Write, keyed []any, err error) error {
	const constraintFailed = 19 // SQLITE_CONSTRAINT, the low byte of its kinds
	refusal, ok := err.(*sqlite.Error)
	if !ok || refusal.Code()&0xff != constraintFailed {
		return err
	}
	var other string
	if w.Expected == 0 {
		if found, err := tx.row(t.sql.revision, []any{w.ID}, new(int64)); err != nil || found {
			return conflictOr(err)
		}
	}
	for i, ix := range t.spec.Indexes {
		if !ix.Unique || keyed[i] == nil {
			continue
		}
		look := fmt.Sprintf(`SELECT id FROM c_%[1]s WHERE k_%[2]s = ? AND id <> ?`, t.spec.Name, ix.Name)
		found, err := tx.row(look, []any{keyed[i], w.ID}, &other)
		if err != nil {
			return err
		}
		if found {
			return &store.DuplicateError{Collection: t.spec.Name, Index: ix.Name}
		}
	}
	return err
}
