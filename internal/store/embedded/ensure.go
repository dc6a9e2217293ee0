package embedded

import (
	"context"
	"fmt"

	"citiesgrow/internal/store"
)

// table is a collection as it is kept.
type table struct {
	spec store.Spec
	sql  statements
}

// Ensure makes and changes tables and indexes as declared. Each collection is
// one transaction: after a crash it is as before or as declared.
func (db *DB) Ensure(ctx context.Context, specs []store.Spec) error {
	for _, spec := range specs {
		if err := spec.Check(); err != nil {
			return err
		}
		if err := db.writer.do(ctx, alone, func(tx *tx) error { return ensure(tx, spec) }); err != nil {
			return fmt.Errorf("collection %s: %w", spec.Name, err)
		}
		db.specs.Lock()
		db.specs.by[spec.Name] = &table{spec: spec, sql: statementsFor(spec)}
		db.specs.Unlock()
	}
	return nil
}

func (db *DB) table(name string) (*table, error) {
	db.specs.RLock()
	defer db.specs.RUnlock()
	t, ok := db.specs.by[name]
	if !ok {
		return nil, fmt.Errorf("collection %q was not ensured", name)
	}
	return t, nil
}

func ensure(tx *tx, spec store.Spec) error {
	have, err := catalog(tx, spec.Name)
	if err != nil {
		return err
	}
	kind := fmt.Sprintf("quiet=%t", spec.Quiet)
	switch stored, exists := have[""]; {
	case !exists:
		if err := createTable(tx, spec, kind); err != nil {
			return err
		}
	case stored != kind:
		return fmt.Errorf("it is stored with %s and declared with %s: that cannot be changed", stored, kind)
	}
	delete(have, "")
	var fresh []store.Index
	for _, ix := range spec.Indexes {
		if have[ix.Name] != ix.Signature() {
			fresh = append(fresh, ix)
			continue
		}
		delete(have, ix.Name)
	}
	if len(have)+len(fresh) == 0 {
		return nil
	}
	for name := range have {
		if err := dropIndex(tx, spec.Name, name); err != nil {
			return err
		}
	}
	if err := buildIndexes(tx, spec.Name, fresh); err != nil {
		return err
	}
	return tx.forget()
}

// catalog returns the signatures of what is stored, by index.
func catalog(tx *tx, collection string) (map[string]string, error) {
	rows, err := tx.conn.QueryContext(context.Background(), `SELECT idx, signature FROM catalog WHERE collection = ?`, collection)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	have := map[string]string{}
	for rows.Next() {
		var name, signature string
		if err := rows.Scan(&name, &signature); err != nil {
			return nil, err
		}
		have[name] = signature
	}
	return have, rows.Err()
}

// createTable makes the table. A quiet one has no row numbers, which would
// reveal the order of writing.
func createTable(tx *tx, spec store.Spec, kind string) error {
	create := fmt.Sprintf(`CREATE TABLE c_%s (id TEXT PRIMARY KEY NOT NULL, rev INTEGER NOT NULL, doc BLOB NOT NULL)`, spec.Name)
	if spec.Quiet {
		create += ` WITHOUT ROWID`
	}
	if _, err := tx.exec(create); err != nil {
		return err
	}
	_, err := tx.exec(`INSERT INTO catalog (collection, idx, signature) VALUES (?, '', ?)`, spec.Name, kind)
	return err
}

func dropIndex(tx *tx, collection, index string) error {
	for _, change := range []string{`DROP INDEX IF EXISTS x_%[1]s__%[2]s`, `ALTER TABLE c_%[1]s DROP COLUMN k_%[2]s`} {
		if _, err := tx.exec(fmt.Sprintf(change, collection, index)); err != nil {
			return err
		}
	}
	_, err := tx.exec(`DELETE FROM catalog WHERE collection = ? AND idx = ?`, collection, index)
	return err
}
