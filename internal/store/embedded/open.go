// Package embedded keeps the store in one folder, in SQLite: no server to
// install, one process at a time.
//
// A collection is a table: the document as BSON, its revision, and for each
// declared index a column with the key that store.Index.Key encodes, so that
// SQLite only ever compares bytes. A write and its line in the feed are one
// transaction. All writes go through one connection, whose sequence numbers
// are therefore handed out in the order of commits: who reads the feed up to a
// number has missed nothing below it. Writes that arrive while another is being
// made durable share the next transaction.
//
// The log is written ahead (WAL) and synced with every commit
// (synchronous=FULL): what Put has answered is on the disk. What is deleted is
// overwritten (secure_delete), and gone from the log after Compact.
package embedded

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"citiesgrow/internal/store"

	_ "modernc.org/sqlite" // the database/sql driver "sqlite"
)

const file = "store.db"

// ErrClosed is what every call gets after Close.
var ErrClosed = errors.New("the store is closed")

// Options are what the store is given.
type Options struct {
	Clock func() time.Time // nil is time.Now
	Log   *slog.Logger     // nil is silent
}

// DB is a store in a folder.
type DB struct {
	dir     string
	clock   func() time.Time
	log     *slog.Logger
	lock    *lock
	readers *sql.DB
	writer  *writer
	epoch   string // differs between this history and that of a restored copy

	specs struct {
		sync.RWMutex
		by map[string]*table
	}
	last atomic.Int64 // sequence number of the newest feed line
	bell bell
}

var _ store.DB = (*DB)(nil)

// Open opens the store in dir and makes the folder when there is none. It
// fails with an *InUseError when another process has it open.
func Open(dir string, opt Options) (*DB, error) {
	if opt.Clock == nil {
		opt.Clock = time.Now
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	held, err := acquire(dir, opt.Clock())
	if err != nil {
		return nil, err
	}
	db := &DB{dir: dir, clock: opt.Clock, log: opt.Log, lock: held}
	db.specs.by = map[string]*table{}
	if err := db.start(); err != nil {
		return nil, errors.Join(fmt.Errorf("data folder %s: %w", dir, err), db.Close())
	}
	return db, nil
}

func (db *DB) start() (err error) {
	path := filepath.Join(db.dir, file)
	writing, err := sql.Open("sqlite", dsn(path, "journal_mode(WAL)", "synchronous(FULL)", "secure_delete(ON)", "wal_autocheckpoint(2000)"))
	if err != nil {
		return err
	}
	writing.SetMaxOpenConns(1)
	if db.writer, err = newWriter(writing, db.committed); err != nil {
		return errors.Join(err, writing.Close())
	}
	if db.epoch, err = db.writer.prepare(); err != nil {
		return err
	}
	if db.readers, err = sql.Open("sqlite", dsn(path, "query_only(ON)")); err != nil {
		return err
	}
	count := 2 * max(2, runtime.GOMAXPROCS(0))
	db.readers.SetMaxOpenConns(count)
	db.readers.SetMaxIdleConns(count)
	var last sql.NullInt64
	if err := db.readers.QueryRow(`SELECT seq FROM sqlite_sequence WHERE name = 'feed'`).Scan(&last); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	db.last.Store(last.Int64)
	return nil
}

// dsn names the file and what is set on each connection to it. Cached pages
// take 8 MiB a connection.
func dsn(path string, pragmas ...string) string {
	values := url.Values{"_pragma": append([]string{"busy_timeout(10000)", "cache_size(-8192)"}, pragmas...)}
	return (&url.URL{Scheme: "file", OmitHost: true, Path: path, RawQuery: values.Encode()}).String()
}

// Name is "embedded".
func (db *DB) Name() string { return "embedded" }

// Now is the clock that was given, in UTC.
func (db *DB) Now() time.Time { return db.clock().UTC() }

// Ping reads a row.
func (db *DB) Ping(ctx context.Context) error {
	var one int
	if err := db.readers.QueryRowContext(ctx, `SELECT 1 FROM meta LIMIT 1`).Scan(&one); err != nil {
		return fmt.Errorf("ping: %w", err)
	}
	return nil
}

// Close ends the writes under way and gives the folder free. A second Close
// does nothing.
func (db *DB) Close() error {
	var errs []error
	if db.readers != nil {
		errs = append(errs, db.readers.Close())
	}
	if db.writer != nil {
		errs = append(errs, db.writer.close())
	}
	return errors.Join(append(errs, db.lock.release())...)
}

// Compact takes what was deleted out of the log too, and gives free space back
// to the disk. It rewrites the file: minutes for gigabytes, and writes wait.
func (db *DB) Compact(ctx context.Context) error {
	return db.writer.do(ctx, outside, func(tx *tx) error {
		if _, err := tx.exec(`VACUUM`); err != nil {
			return fmt.Errorf("compact: %w", err)
		}
		_, err := tx.exec(`PRAGMA wal_checkpoint(TRUNCATE)`)
		return err
	})
}
