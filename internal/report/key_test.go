package report_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
)

// A lost passphrase loses no report: a new key is confirmed and let in, the old one opens
// nothing new.
func TestALostPassphrase(t *testing.T) {
	h := open(t)
	r := h.filed(told("before"))
	id := h.first(h.mia).ID
	_, err := h.MakeKey(h.mia, report.KeyForm{Name: "mia", Passphrase: "five quick otters", Again: "five quick otters"})
	h.must(err)
	if _, err := h.Open(h.mia, id, false); !problem.Is(err, problem.Conflict) {
		t.Errorf("a key that waits: %v", err)
	}
	h.must(h.Confirm(h.keeper, "mia"))
	_, err = h.Share(h.keeper)
	h.must(err)
	if c, err := h.Open(h.mia, id, false); err != nil || c.Account.What != "before" {
		t.Errorf("%v", err)
	}
	if in := h.found(r); in.Account.What != "before" {
		t.Error("the receipt no longer opens it")
	}
	h.must(h.Retire(h.keeper, "mia"))
	if _, err := h.Open(h.mia, id, false); err == nil {
		t.Error("a retired key opens it")
	}
	if err := h.Confirm(h.keeper, "keeper"); !problem.Is(err, problem.NotFound) {
		t.Errorf("a custodian confirms themselves: %v", err)
	}
}

// What is wrong with a new key is said beside its field, and no key is made.
func TestAKeyNeedsANameAndALongPassphrase(t *testing.T) {
	h := open(t)
	zoe := h.as("zoe", actor.Caseworker, "ghent")
	long := "абвгдежзийкл" // twelve letters, more bytes
	for name, c := range map[string]struct {
		form   report.KeyForm
		fields map[string]string
	}{
		"nothing":       {report.KeyForm{}, map[string]string{"name": "problem.required", "passphrase": "problem.min_length"}},
		"a blank name":  {report.KeyForm{Name: " ", Passphrase: long, Again: long}, map[string]string{"name": "problem.required"}},
		"eleven":        {report.KeyForm{Name: "zoe", Passphrase: long[2:], Again: long[2:]}, map[string]string{"passphrase": "problem.min_length"}},
		"typed amiss":   {report.KeyForm{Name: "zoe", Passphrase: long, Again: long + "x"}, map[string]string{"again": "problem.eqfield"}},
		"another space": {report.KeyForm{Name: "zoe", Passphrase: passphrase, Again: passphrase + " "}, map[string]string{"again": "problem.eqfield"}},
	} {
		_, err := h.MakeKey(zoe, c.form)
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
	if made, _, err := h.Mine(zoe); err != nil || made != nil {
		t.Errorf("a key was made: %+v %v", made, err)
	}
	made, err := h.MakeKey(zoe, report.KeyForm{Name: "zoe", Passphrase: long, Again: long})
	if err != nil || made.State != report.Pending || !slices.Equal(made.Doors, []report.Door{report.Discrimination}) {
		t.Errorf("%+v %v", made, err)
	}
	for name, ctx := range map[string]context.Context{"an entrepreneur": h.as("e", actor.Entrepreneur, "riga"), "staff": h.as("s", actor.Staff, "riga"),
		"an administrator": h.as("a", actor.Admin, "")} {
		if _, err := h.MakeKey(ctx, report.KeyForm{Name: "x", Passphrase: long, Again: long}); !problem.Is(err, problem.Forbidden) {
			t.Errorf("%s makes a key: %v", name, err)
		}
		if _, err := h.Holders(ctx); !problem.Is(err, problem.Forbidden) {
			t.Errorf("%s sees who holds keys: %v", name, err)
		}
	}
	if _, err := h.MakeKey(t.Context(), report.KeyForm{}); !problem.Is(err, problem.Unauthorized) {
		t.Errorf("nobody makes a key: %v", err)
	}
}

// An unlocked key closes after a quarter of an hour without use and after eight hours with it.
func TestAnOpenKeyCloses(t *testing.T) {
	h := open(t)
	isOpen := func(ctx context.Context) bool {
		_, unlocked, err := h.Mine(ctx)
		h.must(err)
		return unlocked
	}
	began := h.now
	h.now = began.Add(15 * time.Minute)
	if !isOpen(h.mia) {
		t.Error("closed after just a quarter of an hour")
	}
	h.now = h.now.Add(15*time.Minute + time.Second)
	if isOpen(h.mia) {
		t.Error("open after more than a quarter of an hour")
	}
	if h.now = h.now.Add(-time.Second); isOpen(h.mia) {
		t.Error("it opens again by itself")
	}
	h.must(h.Unlock(h.mia, passphrase))
	began = h.now
	for h.now.Sub(began)+10*time.Minute <= 8*time.Hour {
		if h.now = h.now.Add(10 * time.Minute); !isOpen(h.mia) {
			t.Fatalf("closed after %s of work", h.now.Sub(began))
		}
	}
	if h.now = began.Add(8*time.Hour + time.Second); isOpen(h.mia) {
		t.Error("open after more than eight hours")
	}
	h.must(h.Unlock(h.mia, passphrase))
	if isOpen(report.WithSession(h.mia, "another session")) {
		t.Error("open in another session")
	}
	h.must(h.Lock(h.mia))
	if isOpen(h.mia) {
		t.Error("open after it was closed")
	}
	if err := h.Lock(h.as("s", actor.Staff, "riga")); !problem.Is(err, problem.Forbidden) {
		t.Errorf("staff close a key: %v", err)
	}
}
