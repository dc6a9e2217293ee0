package custody_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/casework/caseworktest"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/problem"
)

// A lost passphrase loses no report: a new key is confirmed and let in, the old one opens
// nothing new.
func TestALostPassphrase(t *testing.T) {
	h := caseworktest.New(t)
	r := h.Filed(caseworktest.Form("before"))
	id := h.First(h.Mia).ID
	_, err := h.Create(h.Mia, custody.KeyForm{Name: "mia", Passphrase: "five quick otters", Again: "five quick otters"})
	h.Must(err)
	if _, err := h.Open(h.Mia, id, false); !problem.Is(err, problem.Conflict) {
		t.Errorf("a key that waits: %v", err)
	}
	h.Must(h.Confirm(h.Keeper, "mia"))
	_, err = h.Share(h.Keeper)
	h.Must(err)
	if c, err := h.Open(h.Mia, id, false); err != nil || c.Account.What != "before" {
		t.Errorf("%v", err)
	}
	if in := h.Found(r); in.Account.What != "before" {
		t.Error("the receipt no longer opens it")
	}
	h.Must(h.Retire(h.Keeper, "mia"))
	if _, err := h.Open(h.Mia, id, false); err == nil {
		t.Error("a retired key opens it")
	}
	if err := h.Confirm(h.Keeper, "keeper"); !problem.Is(err, problem.NotFound) {
		t.Errorf("a custodian confirms themselves: %v", err)
	}
}

// What is wrong with a new key is said at its field, and no key is made.
func TestAKeyNeedsANameAndALongPassphrase(t *testing.T) {
	h := caseworktest.New(t)
	zoe := h.As("zoe", actor.Caseworker, "ghent")
	long := "абвгдежзийкл" // twelve letters, more bytes
	for name, c := range map[string]struct {
		form   custody.KeyForm
		fields map[string]string
	}{
		"nothing":      {custody.KeyForm{}, map[string]string{"name": "problem.required", "passphrase": "problem.min_length"}},
		"a blank name": {custody.KeyForm{Name: " ", Passphrase: long, Again: long}, map[string]string{"name": "problem.required"}},
		"eleven":       {custody.KeyForm{Name: "zoe", Passphrase: long[2:], Again: long[2:]}, map[string]string{"passphrase": "problem.min_length"}},
		"typed amiss":  {custody.KeyForm{Name: "zoe", Passphrase: long, Again: long + "x"}, map[string]string{"again": "problem.eqfield"}},
		"another space": {custody.KeyForm{Name: "zoe", Passphrase: caseworktest.Passphrase, Again: caseworktest.Passphrase + " "},
			map[string]string{"again": "problem.eqfield"}},
	} {
		_, err := h.Create(zoe, c.form)
		p := problem.Of(err)
		if p == nil || len(p.Fields) != len(c.fields) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for field, key := range c.fields {
			if p.Fields[field].Key != key {
				t.Errorf("%s: %s says %q", name, field, p.Fields[field].Key)
			}
		}
	}
	if made, err := h.Own(zoe); !problem.Is(err, problem.NotFound) {
		t.Errorf("a key was made: %+v %v", made, err)
	}
	made, err := h.Create(zoe, custody.KeyForm{Name: "zoe", Passphrase: long, Again: long})
	if err != nil || made.State != custody.Pending || !slices.Equal(made.Channels, []custody.Channel{custody.Discrimination}) {
		t.Errorf("%+v %v", made, err)
	}
	for name, ctx := range map[string]context.Context{"an entrepreneur": h.As("e", actor.Entrepreneur, "riga"), "staff": h.As("s", actor.Staff, "riga"),
		"an administrator": h.As("a", actor.Admin, "")} {
		if _, err := h.Create(ctx, custody.KeyForm{Name: "x", Passphrase: long, Again: long}); !problem.Is(err, problem.Forbidden) {
			t.Errorf("%s makes a key: %v", name, err)
		}
		if _, err := h.List(ctx); !problem.Is(err, problem.Forbidden) {
			t.Errorf("%s sees who holds keys: %v", name, err)
		}
	}
	if _, err := h.Create(t.Context(), custody.KeyForm{}); !problem.Is(err, problem.Unauthorized) {
		t.Errorf("nobody makes a key: %v", err)
	}
}

// An unlocked key closes after a quarter of an hour without use and after eight hours with it.
func TestAnOpenKeyCloses(t *testing.T) {
	h := caseworktest.New(t)
	isOpen := func(ctx context.Context) bool {
		key, err := h.Own(ctx)
		h.Must(err)
		return h.Unlocked(ctx, key)
	}
	began := h.Time
	h.Time = began.Add(15 * time.Minute)
	if !isOpen(h.Mia) {
		t.Error("closed after just a quarter of an hour")
	}
	h.Time = h.Time.Add(15*time.Minute + time.Second)
	if isOpen(h.Mia) {
		t.Error("open after more than a quarter of an hour")
	}
	if h.Time = h.Time.Add(-time.Second); isOpen(h.Mia) {
		t.Error("it opens again by itself")
	}
	h.Must(h.Unlock(h.Mia, caseworktest.Passphrase))
	began = h.Time
	for h.Time.Sub(began)+10*time.Minute <= 8*time.Hour {
		if h.Time = h.Time.Add(10 * time.Minute); !isOpen(h.Mia) {
			t.Fatalf("closed after %s of work", h.Time.Sub(began))
		}
	}
	if h.Time = began.Add(8*time.Hour + time.Second); isOpen(h.Mia) {
		t.Error("open after more than eight hours")
	}
	h.Must(h.Unlock(h.Mia, caseworktest.Passphrase))
	if isOpen(custody.WithSession(h.Mia, "another session")) {
		t.Error("open in another session")
	}
	h.Must(h.Lock(h.Mia))
	if isOpen(h.Mia) {
		t.Error("open after it was closed")
	}
	if err := h.Lock(h.As("s", actor.Staff, "riga")); !problem.Is(err, problem.Forbidden) {
		t.Errorf("staff close a key: %v", err)
	}
}
