package account

import (
	"context"
	"crypto/rand"
	"log/slog"
	"sync"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
	"citiesgrow/internal/store/embedded"
	"citiesgrow/internal/taxonomy"
)

// house is the service on a real store, with a clock that the test moves.
type house struct {
	*Service
	folder string
	mu     sync.Mutex
	now    time.Time
}

func open(t *testing.T) *house {
	t.Helper()
	h := &house{folder: t.TempDir(), now: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	clock := func() time.Time { h.mu.Lock(); defer h.mu.Unlock(); return h.now }
	db, err := embedded.Open(h.folder, embedded.Options{Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close the store: %v", err)
		}
	})
	if err := db.Ensure(t.Context(), []store.Spec{accounts, sessions}); err != nil {
		t.Fatal(err)
	}
	words, err := taxonomy.New()
	if err != nil {
		t.Fatal(err)
	}
	h.Service, err = New(module.Kit{DB: db, Taxonomy: words, Now: clock, Random: rand.Reader, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// pass moves the clock on.
func (h *house) pass(d time.Duration) { h.mu.Lock(); defer h.mu.Unlock(); h.now = h.now.Add(d) }

const password = "three quiet horses walk"

func registration(email string, role actor.Role) Registration {
	return Registration{Email: email, Password: password, Name: "Amina", City: "riga", Organisation: "Riga, schools", Role: role, Network: "203.0.113.0/24"}
}

func (h *house) add(t *testing.T, email string, role actor.Role, city string) *Account {
	t.Helper()
	r := registration(email, role)
	r.City = city
	a, err := h.Create(actor.AsSystem(t.Context()), r)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// in signs in, and must succeed.
func (h *house) in(t *testing.T, email string) string {
	t.Helper()
	token, _, _, err := h.SignIn(t.Context(), email, password, "203.0.113.0/24")
	if err != nil {
		t.Fatalf("sign in %s: %v", email, err)
	}
	return token
}

// who resolves a token.
func (h *house) who(t *testing.T, token string) actor.Actor {
	t.Helper()
	a, err := h.Resolve(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func as(t *testing.T, a *Account) context.Context {
	t.Helper()
	return actor.With(t.Context(), a.Actor())
}

func wantKind(t *testing.T, says string, err error, want problem.Kind) {
	t.Helper()
	if !problem.Is(err, want) {
		t.Errorf("%s: %v, want %s", says, err, want)
	}
}
