package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/store/embedded"
)

// A conference and its registrations, as releases before December 2026 stored them.
type (
	earlierConference struct {
		record.Meta `bson:",inline"`
		Title       string    `bson:"title"`
		Language    string    `bson:"language"`
		City        string    `bson:"city"`
		Where       string    `bson:"where"`
		From        time.Time `bson:"from"`
		To          time.Time `bson:"to"`
		Capacity    int       `bson:"capacity"`
		Published   time.Time `bson:"published,omitempty"`
	}
	earlierGuests struct {
		record.Meta `bson:",inline"`
		Guests      []earlierGuest `bson:"guests,omitempty"`
	}
	earlierGuest struct {
		Account string    `bson:"account"`
		Name    string    `bson:"name"`
		At      time.Time `bson:"at"`
	}
)

// earlierStore returns a data folder of such a release.
func earlierStore(t *testing.T) (data string, db *embedded.DB) {
	t.Helper()
	data = t.TempDir()
	db, err := embedded.Open(filepath.Join(data, "store"), embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	conferences := store.Spec{Name: "conferences", Indexes: []store.Index{{Name: "from", Fields: []string{"from"}}, {Name: "survey", Fields: []string{"survey"}}}}
	guests := store.Spec{Name: "conference_guests", Quiet: true}
	day := time.Date(2027, 3, 1, 23, 59, 0, 0, time.UTC)
	err = db.Ensure(t.Context(), []store.Spec{conferences, guests})
	if err == nil {
		err = store.Of[earlierConference](db, conferences).Put(t.Context(), &earlierConference{Meta: record.Meta{ID: "conference-earlier"},
			Title: "What came of it", Language: "en", City: "riga", Where: "Hall", From: day, To: day, Capacity: 9, Published: day.AddDate(-1, 0, 0)})
	}
	if err == nil {
		err = store.Of[earlierGuests](db, guests).Put(t.Context(), &earlierGuests{Meta: record.Meta{ID: "conference-earlier"},
			Guests: []earlierGuest{{Account: "amina", Name: "Amina", At: day.AddDate(-1, 0, 0)}}})
	}
	if err != nil {
		t.Fatal(err)
	}
	return data, db
}

// attended fails the test unless the conference and its registrations exist.
func attended(t *testing.T, data string) {
	t.Helper()
	a, err := assemble(t.Context(), &config{addr: "127.0.0.1:0", data: data}, slog.New(slog.DiscardHandler), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	e, who, err := a.events.Conferences().Attendance(actor.AsSystem(t.Context()), "conference-earlier")
	if err != nil || e.Title != "What came of it" || len(who.Registrations) != 1 || who.Registrations[0].Name != "Amina" {
		t.Errorf("%+v %+v %v", e, who, err)
	}
}

// A start migrates a store of an earlier release. So does the restore of a backup of such a release.
func TestABackupOfAnEarlierRelease(t *testing.T) {
	data, db := earlierStore(t)
	file := filepath.Join(t.TempDir(), "copy")
	var copied bytes.Buffer
	if err := db.Backup(t.Context(), &copied); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, copied.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	restored, again := t.TempDir(), t.TempDir()
	next := filepath.Join(t.TempDir(), "next")
	for _, args := range [][]string{{"check", "--data", data}, {"restore", file, "--data", restored}, {"check", "--data", restored},
		{"backup", next, "--data", restored}, {"restore", next, "--data", again}} {
		var out, wrong bytes.Buffer
		if code := run(t.Context(), args, nil, &out, &wrong); code != 0 {
			t.Fatalf("%q: exit %d: %s%s", args, code, &out, &wrong)
		}
	}
	for _, folder := range []string{data, restored, again} {
		attended(t, folder)
	}
}

// A store that a later release has migrated is not opened. The error names the unknown migration.
func TestAStoreOfALaterRelease(t *testing.T) {
	data, db := earlierStore(t)
	later := store.Migration{Number: 900, Name: "something new", Run: func(context.Context, store.DB) error { return nil }}
	if err := errors.Join(store.Migrate(t.Context(), db, []store.Migration{later}), db.Close()); err != nil {
		t.Fatal(err)
	}
	var wrong bytes.Buffer
	if code := run(t.Context(), []string{"check", "--data", data}, nil, io.Discard, &wrong); code != 1 ||
		!strings.Contains(wrong.String(), "newer release") || !strings.Contains(wrong.String(), "something new") {
		t.Errorf("exit %d: %s", code, &wrong)
	}
}
