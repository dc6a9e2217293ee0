// Package moduletest gives a module's tests a real service to stand in: the embedded
// store and the search index in a temporary folder, a clock that stands still.
package moduletest

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/mail"
	"citiesgrow/internal/module"
	"citiesgrow/internal/store"
	"citiesgrow/internal/store/embedded"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/search"
	"citiesgrow/web"
)

// Now is when every test takes place.
var Now = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// House is a kit with its feed.
type House struct {
	module.Kit
	Feed *store.Feed
	t    testing.TB
}

// What never changes is read once for all tests of a package.
var (
	taxa  = sync.OnceValues(taxonomy.New)
	words = sync.OnceValues(func() (*i18n.Catalogue, error) { return i18n.Load(web.Locales()) })
)

// Stretch is what tests have in the place of Argon2id, which is slow by design: HKDF with SHA-256.
func Stretch(secret, salt []byte, _, _ uint32, _ uint8, size uint32) []byte {
	key, err := hkdf.Key(sha256.New, secret, salt, "", int(size))
	if err != nil {
		panic(err) // only where size is more than 255 hashes
	}
	return key
}

// New makes a kit; Start is called once its modules are made.
func New(t testing.TB) *House {
	t.Helper()
	dir := t.TempDir()
	h := &House{t: t}
	h.Kit = module.Kit{Now: func() time.Time { return Now }, Random: rand.Reader, Log: slog.New(slog.DiscardHandler), Stretch: Stretch}
	var err error
	h.DB, err = embedded.Open(filepath.Join(dir, "store"), embedded.Options{Clock: h.Now})
	h.must(err)
	h.Post = mail.NewOutbox(h.DB, h.Now)
	h.Taxonomy, err = taxa()
	h.must(err)
	h.Words, err = words()
	h.must(err)
	h.Search, err = search.Open(filepath.Join(dir, "index"), search.Options{Now: func() time.Time { return h.Kit.Now() }}) // also when a test moves the clock
	h.must(err)
	t.Cleanup(func() {
		h.must(h.Search.Close())
		h.must(h.DB.Close())
	})
	return h
}

// Start declares what the modules keep and find, and lets their followers follow.
func (h *House) Start(modules ...module.Module) {
	h.t.Helper()
	specs := []store.Spec{mail.Letters}
	var kinds []search.Kind
	var followers []store.Follower
	var migrations []store.Migration
	for _, m := range modules {
		specs, kinds, followers = append(specs, m.Collections...), append(kinds, m.Kinds...), append(followers, m.Followers...)
		migrations = append(migrations, m.Migrations...)
	}
	h.must(h.DB.Ensure(h.t.Context(), specs))
	h.must(store.Migrate(h.t.Context(), h.DB, migrations))
	h.must(h.Search.Start(kinds...))
	h.Feed = store.NewFeed(h.DB, h.Log, followers...)
}

// CatchUp waits until everything written has been followed.
func (h *House) CatchUp() {
	h.t.Helper()
	h.must(h.Feed.CatchUp(actor.AsSystem(h.t.Context())))
}

func (h *House) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}
