package team_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/mail"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
	"citiesgrow/internal/team"
	"citiesgrow/web"
)

// house is the module with its store and a clock that a test moves.
type house struct {
	*moduletest.House
	*team.Service
	organisations *organisation.Service
	t             *testing.T
	now           time.Time
}

func open(t *testing.T) *house {
	t.Helper()
	h := &house{House: moduletest.New(t), t: t, now: moduletest.Now}
	h.Kit.Now = func() time.Time { return h.now }
	h.organisations = organisation.New(h.Kit)
	h.Service = team.New(h.Kit, h.organisations)
	h.Start(h.Module(), organisation.Module(h.organisations, nothing, nothing))
	return h
}

// nothing is for pages of organisations that show neither vacancies nor pledges.
func nothing(*web.Ctx, *organisation.Organisation, bool) ([]struct{}, error) { return nil, nil }

func (h *house) site() *moduletest.Site { return h.Site(h.Module()) }

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) as(id string, role actor.Role, city string) context.Context {
	return actor.With(h.t.Context(), actor.Actor{ID: id, Name: id, Organisation: "House of " + id, Role: role, City: city, Language: "en", Active: true})
}

// wrong fails the test when err is not a problem of that field.
func (h *house) wrong(err error, field, key string) {
	h.t.Helper()
	if p := problem.Of(err); p == nil || p.Fields[field].Key != key {
		h.t.Errorf("%s: %v, want %s", field, err, key)
	}
}

// is fails the test when err is not a problem of that kind.
func (h *house) is(err error, kind problem.Kind, what string) {
	h.t.Helper()
	if !problem.Is(err, kind) {
		h.t.Errorf("%s: %v, want %s", what, err, kind)
	}
}

// conflict fails the test when err is not a conflict of that key.
func (h *house) conflict(err error, key string) {
	h.t.Helper()
	if p := problem.Of(err); p == nil || p.Kind != problem.Conflict || p.Message.Key != key {
		h.t.Errorf("%v, want a conflict: %s", err, key)
	}
}

func (h *house) staff(city string) context.Context { return h.as("staff-"+city, actor.Staff, city) }

// org is a verified organisation of a kind.
func (h *house) org(id, kind, city string) context.Context {
	h.t.Helper()
	as := h.as(id, actor.Employer, city)
	o, err := h.organisations.Change(as, organisation.Form{Kind: kind, Name: "House of " + id, Words: "cleaning", Languages: []string{"en", "lv"}})
	h.must(err)
	_, err = h.organisations.Verify(h.staff(city), o.ID)
	h.must(err)
	return as
}

// letters are those that follow from what is stored, by what they are about.
func (h *house) letters(about string) []*mail.Letter {
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

func failure[T any](_ T, err error) error { return err }

func (h *house) crowd(n int, do func(n int) error) {
	h.t.Helper()
	var wg sync.WaitGroup
	var mu sync.Mutex
	var failed error
	for i := range n {
		wg.Go(func() {
			if err := do(i); err != nil {
				mu.Lock()
				failed = errors.Join(failed, err)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if failed != nil {
		h.t.Fatal(failed)
	}
}
