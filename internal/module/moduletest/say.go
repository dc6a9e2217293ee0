package moduletest

import (
	"context"
	"errors"
	"strings"
	"sync"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/mail"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
)

// Must ends the test on an error.
func (h *House) Must(err error) {
	h.t.Helper()
	h.must(err)
}

// As is the context of an active actor whose name is its id.
func (h *House) As(id string, role actor.Role, city string) context.Context {
	return actor.With(h.t.Context(), actor.Actor{ID: id, Name: id, Organisation: "House of " + id, Role: role, City: city, Language: "en", Active: true})
}

// Staff is the context of a city's staff.
func (h *House) Staff(city string) context.Context { return h.As("staff-"+city, actor.Staff, city) }

// Wrong fails the test when err does not complain of that field with that word key; any for "".
func (h *House) Wrong(err error, field, key string) {
	h.t.Helper()
	if p := problem.Of(err); p == nil || p.Fields[field].Key == "" || key != "" && p.Fields[field].Key != key {
		h.t.Errorf("%s: %v, want %s", field, err, key)
	}
}

// Is fails the test when err is not a problem of that kind.
func (h *House) Is(err error, kind problem.Kind, what string) {
	h.t.Helper()
	if !problem.Is(err, kind) {
		h.t.Errorf("%s: %v, want %s", what, err, kind)
	}
}

// Conflict fails the test when err is not a conflict of that word key.
func (h *House) Conflict(err error, key string) {
	h.t.Helper()
	if p := problem.Of(err); p == nil || p.Kind != problem.Conflict || p.Message.Key != key {
		h.t.Errorf("%v, want a conflict: %s", err, key)
	}
}

// Letters are those in the outbox, sent or not, whose About holds these words.
func (h *House) Letters(about string) []*mail.Letter {
	h.t.Helper()
	h.CatchUp()
	var all []*mail.Letter
	for l, err := range store.Of[mail.Letter](h.DB, mail.Letters).All(h.t.Context()) {
		h.must(err)
		if strings.Contains(l.About, about) {
			all = append(all, l)
		}
	}
	return all
}

// Crowd does something n times at once and ends the test when one fails.
func (h *House) Crowd(n int, do func(n int) error) {
	h.t.Helper()
	var wg sync.WaitGroup
	failed := make([]error, n)
	for i := range n {
		wg.Go(func() { failed[i] = do(i) })
	}
	wg.Wait()
	h.must(errors.Join(failed...))
}
