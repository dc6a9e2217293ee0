package embedded

import (
	"context"
	"fmt"
	"strings"

	"citiesgrow/internal/store"

	"go.mongodb.org/mongo-driver/bson"
)

// buildPage is how many documents are held in memory while keys are computed.
const buildPage = 500

// buildIndexes adds the columns, fills them from the documents that are
// stored, and makes the SQL indexes last, when they are made in one sweep.
func buildIndexes(tx *tx, collection string, fresh []store.Index) error {
	if len(fresh) == 0 {
		return nil
	}
	for _, ix := range fresh {
		if _, err := tx.exec(fmt.Sprintf(`ALTER TABLE c_%s ADD COLUMN k_%s BLOB`, collection, ix.Name)); err != nil {
			return err
		}
	}
	if err := fill(tx, collection, fresh); err != nil {
		return err
	}
	for _, ix := range fresh {
		if err := createIndex(tx, collection, ix); err != nil {
			return err
		}
	}
	return nil
}

func createIndex(tx *tx, collection string, ix store.Index) error {
	form := `CREATE INDEX x_%[1]s__%[2]s ON c_%[1]s (k_%[2]s, id) WHERE k_%[2]s IS NOT NULL`
	if ix.Unique {
		form = `CREATE UNIQUE INDEX x_%[1]s__%[2]s ON c_%[1]s (k_%[2]s) WHERE k_%[2]s IS NOT NULL`
	}
	if _, err := tx.exec(fmt.Sprintf(form, collection, ix.Name)); err != nil {
		var one, other string
		found, look := tx.row(fmt.Sprintf(`SELECT min(id), max(id) FROM c_%[1]s WHERE k_%[2]s IS NOT NULL
			GROUP BY k_%[2]s HAVING count(*) > 1 LIMIT 1`, collection, ix.Name), nil, &one, &other)
		if found && look == nil {
			return fmt.Errorf("index %s cannot be unique: %s and %s have the same key", ix.Name, one, other)
		}
		return err
	}
	_, err := tx.exec(`INSERT INTO catalog (collection, idx, signature) VALUES (?, ?, ?)`, collection, ix.Name, ix.Signature())
	return err
}

// fill computes the keys of all documents.
func fill(tx *tx, collection string, fresh []store.Index) error {
	columns := make([]string, len(fresh))
	for i, ix := range fresh {
		columns[i] = "k_" + ix.Name + " = ?"
	}
	update := fmt.Sprintf(`UPDATE c_%s SET %s WHERE id = ?`, collection, strings.Join(columns, ", "))
	for after := ""; ; {
		ids, docs, err := page(tx, collection, after)
		if err != nil || len(ids) == 0 {
			return err
		}
		for i, id := range ids {
			args, err := keys(fresh, docs[i])
			if err != nil {
				return fmt.Errorf("%s: %w", id, err)
			}
			if _, err := tx.run(update, append(args, id)...); err != nil {
				return err
			}
		}
		after = ids[len(ids)-1]
	}
}

func page(tx *tx, collection, after string) (ids []string, docs []bson.Raw, err error) {
	rows, err := tx.conn.QueryContext(context.Background(),
		fmt.Sprintf(`SELECT id, doc FROM c_%s WHERE id > ? ORDER BY id LIMIT %d`, collection, buildPage), after)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var doc []byte
		if err := rows.Scan(&id, &doc); err != nil {
			return nil, nil, err
		}
		ids, docs = append(ids, id), append(docs, doc)
	}
	return ids, docs, rows.Err()
}

// keys returns the column values of these indexes, nil where the document is
// not in one.
func keys(indexes []store.Index, doc bson.Raw) ([]any, error) {
	values := make([]any, len(indexes), len(indexes)+4)
	for i, ix := range indexes {
		key, held, err := ix.Key(doc)
		if err != nil {
			return nil, err
		}
		if held {
			values[i] = key
		}
	}
	return values, nil
}
