package embedded

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/store/storetest"
)

const childDir, childPrefix = "CITIESGROW_CRASH_DIR", "CITIESGROW_CRASH_PREFIX"

// TestMain is the child of the crash test when the environment says so.
func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		if err := child(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func child(dir string) error {
	db, err := Open(dir, Options{})
	if err != nil {
		return err
	}
	if os.Getenv(childPrefix) == "" { // hold the folder until stdin ends
		fmt.Println("open")
		_, err = io.Copy(io.Discard, os.Stdin)
		return err
	}
	return storetest.CrashChild(context.Background(), db, os.Getenv(childPrefix), os.Stdout)
}

func command(dir, prefix string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childDir+"="+dir, childPrefix+"="+prefix)
	return cmd
}

func opener(dir string) storetest.Open {
	return func(clock func() time.Time) (store.DB, error) { return Open(dir, Options{Clock: clock}) }
}

func TestContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Open { return opener(t.TempDir()) })
}

func TestCrash(t *testing.T) {
	dir := t.TempDir()
	storetest.Crash(t, 5, opener(dir), func(prefix string) *exec.Cmd { return command(dir, prefix) })
}

func TestSecondProcessIsRefused(t *testing.T) {
	dir := t.TempDir()
	first := command(dir, "")
	out, err := first.StdoutPipe()
	must(t, err)
	hold, err := first.StdinPipe()
	must(t, err)
	must(t, first.Start())
	if _, err := fmt.Fscanln(out, new(string)); err != nil {
		t.Fatal(err)
	}
	_, err = Open(dir, Options{})
	var used *InUseError
	if !errors.As(err, &used) || used.PID != first.Process.Pid || used.Since.IsZero() {
		t.Fatalf("the second got %v", err)
	}
	if !strings.Contains(err.Error(), fmt.Sprint("process ", first.Process.Pid)) || !strings.Contains(err.Error(), dir) {
		t.Fatalf("the message does not name the first: %v", err)
	}
	if err := Restore(dir, strings.NewReader("")); !errors.As(err, &used) {
		t.Fatalf("restore into a folder in use: %v", err)
	}
	must(t, hold.Close())
	_ = first.Wait() // the lock ends with the process, however that ended
	db, err := Open(dir, Options{})
	must(t, err)
	must(t, db.Close())
	must(t, db.Close())
}

type note struct {
	record.Meta `bson:",inline"`
	Text        string `bson:"text"`
}

var noteSpec = store.Spec{Name: "notes", Indexes: []store.Index{{Name: "text", Fields: []string{"text"}}}}

func notes(t testing.TB, dir string) (*DB, *store.Collection[note]) {
	t.Helper()
	db, err := Open(dir, Options{})
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	must(t, db.Ensure(t.Context(), []store.Spec{noteSpec}))
	return db, store.Of[note](db, noteSpec)
}

func TestBackupAndRestore(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	db, kept := notes(t, dir)
	must(t, kept.Put(t.Context(), &note{Meta: record.Meta{ID: "a"}, Text: "kept"}))
	_, before, err := db.Changes(t.Context(), "", 10)
	must(t, err)
	var copied bytes.Buffer
	must(t, db.Backup(t.Context(), &copied))
	must(t, kept.Put(t.Context(), &note{Meta: record.Meta{ID: "b"}, Text: "too late"}))

	must(t, Restore(other, bytes.NewReader(copied.Bytes())))
	restored, found := notes(t, other)
	if got, err := found.First(t.Context(), "text", "kept"); err != nil || got.ID != "a" {
		t.Fatalf("restored: %v, %v", got, err)
	}
	if _, err := found.Get(t.Context(), "b"); err == nil {
		t.Fatal("what was written after the backup is in it")
	}
	changes, _, err := restored.Changes(t.Context(), before, 10)
	if err != nil || len(changes) != 1 {
		t.Fatalf("a bookmark from before the restore must begin again: %v, %v", changes, err)
	}
	if err := Restore(t.TempDir(), strings.NewReader("not a copy")); err == nil {
		t.Fatal("nonsense was restored")
	}
	damaged := bytes.Clone(copied.Bytes())
	for i := 4096; i < len(damaged); i++ {
		damaged[i] ^= 0x55
	}
	empty := t.TempDir()
	if err := Restore(empty, bytes.NewReader(damaged)); err == nil {
		t.Fatal("a damaged copy was restored")
	}
	if _, err := os.Stat(filepath.Join(empty, file)); err == nil {
		t.Fatal("a damaged copy left a store behind")
	}
	must(t, restored.Close())
	if err := Restore(other, bytes.NewReader(copied.Bytes())); !errors.Is(err, ErrNotEmpty) {
		t.Fatalf("restore over a store: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "backup-*")); len(left) != 0 {
		t.Fatalf("left behind: %v", left)
	}
}

// What is deleted is in no file of the folder after Compact, and what is
// overwritten neither.
func TestDeletionIsReal(t *testing.T) {
	const canary = "canary-4f1c9a"
	dir := t.TempDir()
	db, kept := notes(t, dir)
	v := &note{Meta: record.Meta{ID: "a"}, Text: canary + strings.Repeat(" and more", 2000)}
	must(t, kept.Put(t.Context(), v))
	if !folderHas(t, dir, canary) {
		t.Fatal("the canary was never there")
	}
	must(t, kept.Delete(t.Context(), "a", 1))
	must(t, db.Compact(t.Context()))
	if folderHas(t, dir, canary) {
		t.Fatal("what was deleted is still in the folder")
	}
}

func folderHas(t *testing.T, dir, text string) bool {
	t.Helper()
	files, err := os.ReadDir(dir)
	must(t, err)
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(dir, f.Name()))
		must(t, err)
		if bytes.Contains(data, []byte(text)) {
			return true
		}
	}
	return false
}

func TestClosed(t *testing.T) {
	db, kept := notes(t, t.TempDir())
	must(t, db.Close())
	if err := kept.Put(t.Context(), &note{Meta: record.Meta{ID: "a"}}); !errors.Is(err, ErrClosed) {
		t.Fatalf("put: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, kept = notes(t, t.TempDir())
	if err := kept.Put(ctx, &note{Meta: record.Meta{ID: "a"}}); !errors.Is(err, context.Canceled) {
		t.Fatalf("put with a context that ended: %v", err)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
