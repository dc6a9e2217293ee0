package embedded

import (
	"context"
	"database/sql"
	"errors"
)

// tx is the writing connection with its prepared statements. Only the writer's
// goroutine touches it.
type tx struct {
	conn     *sql.Conn
	prepared map[string]*sql.Stmt
	seq      int64 // newest feed line of this transaction
}

// exec runs a statement once.
func (t *tx) exec(query string, args ...any) (sql.Result, error) {
	return t.conn.ExecContext(context.Background(), query, args...)
}

// statement prepares a statement that will come again.
func (t *tx) statement(query string) (*sql.Stmt, error) {
	if stmt, ok := t.prepared[query]; ok {
		return stmt, nil
	}
	stmt, err := t.conn.PrepareContext(context.Background(), query)
	if err == nil {
		t.prepared[query] = stmt
	}
	return stmt, err
}

func (t *tx) run(query string, args ...any) (sql.Result, error) {
	stmt, err := t.statement(query)
	if err != nil {
		return nil, err
	}
	return stmt.Exec(args...)
}

// row reads one row; found is false when there is none.
func (t *tx) row(query string, args []any, into ...any) (found bool, err error) {
	stmt, err := t.statement(query)
	if err != nil {
		return false, err
	}
	err = stmt.QueryRow(args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// forget drops the prepared statements, after the tables they name changed.
func (t *tx) forget() error {
	var errs []error
	for query, stmt := range t.prepared {
		errs = append(errs, stmt.Close())
		delete(t.prepared, query)
	}
	return errors.Join(errs...)
}

func (t *tx) close() error { return errors.Join(t.forget(), t.conn.Close()) }
