package embedded

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"citiesgrow/internal/store"

	"go.mongodb.org/mongo-driver/bson"
)

// manyPage is how many ids are asked for in one statement.
const manyPage = 500

// Get reads one document.
func (db *DB) Get(ctx context.Context, collection, id string) (bson.Raw, error) {
	t, err := db.table(collection)
	if err != nil {
		return nil, err
	}
	var doc []byte
	err = db.readers.QueryRowContext(ctx, t.sql.get, id).Scan(&doc)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, store.ErrNotFound
	}
	return doc, err
}

// GetMany reads several documents, in the order asked.
func (db *DB) GetMany(ctx context.Context, collection string, ids []string) ([]bson.Raw, error) {
	t, err := db.table(collection)
	if err != nil {
		return nil, err
	}
	found := make(map[string]bson.Raw, len(ids))
	for start := 0; start < len(ids); start += manyPage {
		part := ids[start:min(start+manyPage, len(ids))]
		args := make([]any, len(part))
		for i, id := range part {
			args[i] = id
		}
		query := fmt.Sprintf(`SELECT id, doc FROM c_%s WHERE id IN (?%s)`, t.spec.Name, strings.Repeat(", ?", len(part)-1))
		err := db.each(ctx, query, args, func(rows *sql.Rows) error {
			var id string
			var doc []byte
			err := rows.Scan(&id, &doc)
			found[id] = doc
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	docs := make([]bson.Raw, 0, len(found))
	for _, id := range ids {
		if doc, ok := found[id]; ok {
			docs = append(docs, doc)
		}
	}
	return docs, nil
}

// Find reads a page by one index. One document more than asked reports whether
// there is a next page.
func (db *DB) Find(ctx context.Context, collection string, q store.Query) ([]bson.Raw, string, error) {
	t, err := db.table(collection)
	if err != nil {
		return nil, "", err
	}
	span, err := t.spec.Span(q)
	if err != nil {
		return nil, "", err
	}
	query, args := selection(t.spec.Name, span)
	var docs []bson.Raw
	var last store.Position
	more := false
	err = db.each(ctx, query, args, func(rows *sql.Rows) error {
		if len(docs) == span.Limit {
			more = true
			return nil
		}
		var doc []byte
		if err := rows.Scan(&last.Key, &last.ID, &doc); err != nil {
			return err
		}
		docs = append(docs, doc)
		return nil
	})
	if err != nil || !more {
		return docs, "", err
	}
	return docs, last.Token(), nil
}

// selection writes the statement for a span.
func selection(collection string, span store.Span) (query string, args []any) {
	column, place, order, beyond := "id", "id", "id", ">"
	end := func(key []byte) any { return string(key) }
	conditions := []string{"1"}
	if span.By {
		column, place = "k_"+span.Index.Name, "k_"+span.Index.Name+", id"
		order = place
		end = func(key []byte) any { return key }
		conditions[0] = column + " IS NOT NULL"
	}
	if span.Desc {
		order, beyond = strings.ReplaceAll(order, ",", " DESC,")+" DESC", "<"
	}
	if len(span.Low) > 0 {
		conditions, args = append(conditions, column+" >= ?"), append(args, end(span.Low))
	}
	if span.High != nil {
		conditions, args = append(conditions, column+" < ?"), append(args, end(span.High))
	}
	switch {
	case span.After != nil && span.By:
		conditions, args = append(conditions, "("+place+") "+beyond+" (?, ?)"), append(args, span.After.Key, span.After.ID)
	case span.After != nil:
		conditions, args = append(conditions, "id "+beyond+" ?"), append(args, span.After.ID)
	}
	key := column
	if !span.By {
		key = "NULL"
	}
	return fmt.Sprintf(`SELECT %s, id, doc FROM c_%s WHERE %s ORDER BY %s LIMIT %d`,
		key, collection, strings.Join(conditions, " AND "), order, span.Limit+1), args
}

func (db *DB) each(ctx context.Context, query string, args []any, row func(*sql.Rows) error) error {
	rows, err := db.readers.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
