package embedded

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// ErrNotEmpty says that a folder to restore into holds a store already.
var ErrNotEmpty = errors.New("the folder holds a store already: move it away first")

// Backup writes a consistent copy of the store to w while work goes on: the
// SQLite file as it is at one moment. It needs free space in the data folder
// for one copy. What was deleted is not in it, nor what is kept apart (store.WriteApart).
func (db *DB) Backup(ctx context.Context, w io.Writer) error {
	temp, err := os.MkdirTemp(db.dir, "backup-")
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	defer os.RemoveAll(temp)
	path := filepath.Join(temp, file)
	if err := copyTo(ctx, filepath.Join(db.dir, file), path); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if err := leaveOut(ctx, path, db.apart()); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	defer f.Close()
	if _, err := io.Copy(w, f); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return nil
}

// copyTo reads on a connection of its own: writers do not wait for it.
func copyTo(ctx context.Context, from, to string) error {
	pool, err := sql.Open("sqlite", dsn(from))
	if err != nil {
		return err
	}
	_, err = pool.ExecContext(ctx, `VACUUM INTO ?`, to)
	return errors.Join(err, pool.Close())
}

// apart names the collections that a backup leaves out.
func (db *DB) apart() []string {
	db.specs.RLock()
	defer db.specs.RUnlock()
	var names []string
	for name, t := range db.specs.by {
		if t.spec.Apart {
			names = append(names, name)
		}
	}
	return names
}

// leaveOut empties collections of a copy, so that no page of theirs is left in it.
func leaveOut(ctx context.Context, path string, names []string) error {
	if len(names) == 0 {
		return nil
	}
	pool, err := sql.Open("sqlite", dsn(path, "secure_delete(ON)"))
	if err != nil {
		return err
	}
	pool.SetMaxOpenConns(1)
	for _, name := range names {
		if _, err = pool.ExecContext(ctx, `DELETE FROM c_`+name); err != nil {
			break
		}
	}
	if err == nil {
		_, err = pool.ExecContext(ctx, `VACUUM`)
	}
	return errors.Join(err, pool.Close())
}

// Restore makes a store in dir of a copy that Backup wrote. It fails with
// ErrNotEmpty when there is one, with an *InUseError when dir is in use, and
// leaves no store behind when the copy is damaged. Bookmarks that followers
// keep elsewhere do not fit the restored store, so they begin again.
func Restore(dir string, r io.Reader) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	held, err := acquire(dir, time.Now())
	if err != nil {
		return err
	}
	path := filepath.Join(dir, file)
	if _, err = os.Stat(path); err == nil {
		err = ErrNotEmpty
	} else {
		err = restore(path, r)
	}
	if err = errors.Join(err, held.release()); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	return nil
}

func restore(path string, r io.Reader) error {
	temp := path + ".restoring"
	defer os.Remove(temp)
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := renew(temp); err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// renew checks the copy and gives it a new epoch.
func renew(path string) error {
	pool, err := sql.Open("sqlite", dsn(path, "synchronous(FULL)"))
	if err != nil {
		return err
	}
	pool.SetMaxOpenConns(1)
	var app int
	var verdict string
	err = pool.QueryRow(`SELECT * FROM pragma_application_id`).Scan(&app)
	if err == nil && app != application {
		err = errors.New("this is no copy of a store")
	}
	if err == nil {
		err = pool.QueryRow(`PRAGMA integrity_check(1)`).Scan(&verdict)
	}
	if err == nil && verdict != "ok" {
		err = fmt.Errorf("the copy is damaged: %s", verdict)
	}
	if err == nil {
		_, err = pool.Exec(`UPDATE meta SET value = ? WHERE name = 'epoch'`, rand.Text())
	}
	if err == nil { // one file, no write-ahead log
		_, err = pool.Exec(`PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE`)
	}
	return errors.Join(err, pool.Close())
}
