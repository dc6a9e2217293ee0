package programme_test

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
	"citiesgrow/internal/problem"
	"citiesgrow/internal/programme"
	"citiesgrow/internal/store"
)

// house is the programme with its own staff and that of three cities, and a clock that a test
// moves.
type house struct {
	*programme.Service
	house                       *moduletest.House
	t                           *testing.T
	wide, riga, athens, tampere context.Context
	now                         time.Time
}

func open(t *testing.T) *house {
	t.Helper()
	h := &house{house: moduletest.New(t), t: t, now: moduletest.Now}
	h.house.Kit.Now = func() time.Time { return h.now }
	h.Service = programme.New(h.house.Kit)
	h.house.Start(h.Module())
	h.wide, h.riga, h.athens, h.tampere = h.staff(""), h.staff("riga"), h.staff("athens"), h.staff("tampere")
	return h
}

func (h *house) as(id string, role actor.Role, city string) context.Context {
	return actor.With(h.t.Context(), actor.Actor{ID: id, Name: id, Organisation: "House of " + id, Role: role, City: city, Language: "en", Active: true})
}

// staff is a city's, the programme's for "".
func (h *house) staff(city string) context.Context { return h.as("staff-"+city, actor.Staff, city) }

// outsiders are those who read nothing of the programme, with the kind of refusal.
func (h *house) outsiders() map[string]refused {
	asleep := actor.From(h.riga)
	asleep.Active = false
	return map[string]refused{
		"a visitor":       {h.t.Context(), problem.Unauthorized},
		"an entrepreneur": {h.as("amina", actor.Entrepreneur, "riga"), problem.Forbidden},
		"a buyer":         {h.as("buyer", actor.Buyer, "riga"), problem.Forbidden},
		"a caseworker":    {h.as("case", actor.Caseworker, "riga"), problem.Forbidden},
		"disabled staff":  {actor.With(h.t.Context(), asleep), problem.Forbidden},
	}
}

type refused struct {
	as   context.Context
	kind problem.Kind
}

// is fails the test when err is not a problem of that kind.
func (h *house) is(err error, kind problem.Kind, what string) {
	h.t.Helper()
	if !problem.Is(err, kind) {
		h.t.Errorf("%s: %v, want %s", what, err, kind)
	}
}

// field fails the test when err is not a problem of that field.
func (h *house) field(err error, name, key string) {
	h.t.Helper()
	if p := problem.Of(err); p == nil || p.Fields[name].Key != key {
		h.t.Errorf("%s: %v, want %s", name, err, key)
	}
}

// conflict fails the test when err is not a conflict of that key.
func (h *house) conflict(err error, key string) {
	h.t.Helper()
	if p := problem.Of(err); p == nil || p.Kind != problem.Conflict || p.Message.Key != key {
		h.t.Errorf("%v, want a conflict: %s", err, key)
	}
}

func failure[T any](_ T, err error) error { return err }

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatalf("%v %v", err, problem.Of(err))
	}
}

func wrong(err error, field string) bool {
	p := problem.Of(err)
	return p != nil && p.Fields[field].Key != ""
}

// letters are those in the outbox, as key and account.
func (h *house) letters() string {
	h.t.Helper()
	var all []string
	for _, l := range h.outbox("") {
		all = append(all, l.Key+"/"+l.Account)
	}
	return strings.Join(all, " ")
}

// outbox is the letters that wait, by a part of what they are about.
func (h *house) outbox(about string) []*mail.Letter {
	h.t.Helper()
	var all []*mail.Letter
	for l, err := range store.Of[mail.Letter](h.house.DB, mail.Letters).All(h.t.Context()) {
		h.must(err)
		if strings.Contains(l.About, about) {
			all = append(all, l)
		}
	}
	return all
}

// site serves the pages of the programme.
func (h *house) site() *moduletest.Site { return h.house.Site(h.Module()) }

// crowd does something as many times at once.
func (h *house) crowd(n int, do func(n int) error) {
	h.t.Helper()
	failed := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { failed[i] = do(i) })
	}
	all.Wait()
	h.must(errors.Join(failed...))
}
