package embedded

import (
	"context"
	"crypto/rand"
	"fmt"
)

// What a file of ours says of itself.
const (
	application = 0x43475257 // "CGRW"
	version     = 1
)

// base is what every store has. The feed keeps the newest line of each
// document only, so it never grows beyond the number of documents there were.
// The catalog says which indexes the tables have; the row with the empty index
// is the collection itself.
const base = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE catalog (collection TEXT NOT NULL, idx TEXT NOT NULL, signature TEXT NOT NULL,
	PRIMARY KEY (collection, idx)) WITHOUT ROWID;
CREATE TABLE feed (seq INTEGER PRIMARY KEY AUTOINCREMENT, collection TEXT NOT NULL, id TEXT NOT NULL,
	rev INTEGER NOT NULL, deleted INTEGER NOT NULL);
CREATE UNIQUE INDEX feed_document ON feed (collection, id);
`

// prepare makes a new file ours, checks an old one, and returns its epoch.
func (w *writer) prepare() (epoch string, err error) {
	err = w.do(context.Background(), alone, func(tx *tx) error {
		var app, ver, tables int64
		if _, err := tx.row(`SELECT (SELECT * FROM pragma_application_id), (SELECT * FROM pragma_user_version),
			(SELECT count(*) FROM sqlite_schema)`, nil, &app, &ver, &tables); err != nil {
			return err
		}
		switch {
		case tables == 0:
			return create(tx, &epoch)
		case app != application:
			return fmt.Errorf("%s is not a store of ours", file)
		case ver > version:
			return fmt.Errorf("%s was written by a newer release (format %d, this one knows %d)", file, ver, version)
		}
		_, err := tx.row(`SELECT value FROM meta WHERE name = 'epoch'`, nil, &epoch)
		return err
	})
	return epoch, err
}

func create(tx *tx, epoch *string) error {
	*epoch = rand.Text()
	if _, err := tx.exec(base); err != nil {
		return err
	}
	if _, err := tx.exec(`INSERT INTO meta (name, value) VALUES ('epoch', ?)`, *epoch); err != nil {
		return err
	}
	_, err := tx.exec(fmt.Sprintf(`PRAGMA application_id = %d; PRAGMA user_version = %d`, application, version))
	return err
}
