package intake_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/intake"
	"citiesgrow/internal/interest"
	"citiesgrow/internal/module"
	"citiesgrow/internal/process"
	"citiesgrow/internal/store"
	"citiesgrow/internal/store/embedded"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/tender"
	"citiesgrow/search"
)

// house is a store and an index with the modules that an import needs.
type house struct {
	kit       module.Kit
	tenders   *tender.Service
	interests *interest.Service
	processes *process.Service
	intake    *intake.Service
	feed      *store.Feed
}

var noon = time.Date(2025, 6, 1, 12, 0, 0, 0, time.UTC)

func open(t testing.TB) *house {
	t.Helper()
	h := &house{}
	db, err := embedded.Open(t.TempDir(), embedded.Options{Clock: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	engine, err := search.Open(t.TempDir(), search.Options{Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { engine.Close() })
	taxa, err := taxonomy.New()
	if err != nil {
		t.Fatal(err)
	}
	h.kit = module.Kit{DB: db, Search: engine, Taxonomy: taxa, Now: func() time.Time { return noon }, Random: rand.Reader, Log: slog.New(slog.DiscardHandler)}
	h.tenders = tender.New(h.kit)
	h.interests = interest.New(h.kit, h.tenders)
	h.processes = process.New(h.kit, h.interests)
	h.intake = intake.New(h.kit, h.processes)
	var followers []store.Follower
	var kinds []search.Kind
	for _, m := range []module.Module{h.processes.Module(), h.tenders.Handlers(nil, nil, nil).Module(), h.interests.Module(), h.intake.Module()} {
		if err := db.Ensure(t.Context(), m.Collections); err != nil {
			t.Fatal(err)
		}
		followers = append(followers, m.Followers...)
		kinds = append(kinds, m.Kinds...)
	}
	if err := engine.Start(kinds...); err != nil {
		t.Fatal(err)
	}
	h.feed = store.NewFeed(db, nil, followers...)
	return h
}

func system(t testing.TB) context.Context { return actor.AsSystem(t.Context()) }

// bring imports paths, and fails the test if the import fails.
func (h *house) bring(t testing.TB, paths ...string) *intake.Job {
	t.Helper()
	job, err := h.intake.Import(system(t), intake.Request{Paths: paths})
	if err != nil {
		t.Fatal(err)
	}
	return job
}

// state returns every tender without the fields that differ at random.
func (h *house) state(t testing.TB) map[string]tender.Tender {
	t.Helper()
	all := map[string]tender.Tender{}
	for one, err := range h.tenders.All(system(t)) {
		if err != nil {
			t.Fatal(err)
		}
		n := len(one.Notices)
		one.Meta.Revision, one.Meta.Created, one.Meta.Updated, one.Notices = int64(n), time.Time{}, time.Time{}, nil
		all[one.ID] = *one
	}
	return all
}

// file writes a test file and returns its path.
func file(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// imported runs an import as the command line does.
func (h *house) imported(t testing.TB, stdin []byte, asJSON bool, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	var out, log bytes.Buffer
	err = intake.Run(system(t), h.intake, intake.Request{Paths: args, Stdin: bytes.NewReader(stdin)}, &out, &log, asJSON, false)
	return out.String(), log.String(), err
}

// feed is the change feed of another node on the same store.
func feed(t testing.TB, h *house, followers ...store.Follower) *store.Feed {
	t.Helper()
	return store.NewFeed(h.kit.DB, nil, followers...)
}
