package event_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/event"
	"citiesgrow/internal/mail"
	"citiesgrow/internal/module"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
)

// house is the module of events with its store and a clock that a test moves.
type house struct {
	*moduletest.House
	*event.Service
	t      *testing.T
	now    time.Time
	said   event.Survey // what a survey says
	before []string     // letters that an earlier release queued, by what they are about
}

func open(t *testing.T) *house {
	t.Helper()
	h := unstarted(t)
	h.Start(h.module())
	return h
}

func unstarted(t *testing.T) *house {
	t.Helper()
	h := &house{House: moduletest.New(t), t: t, now: moduletest.Now}
	h.Kit.Now = func() time.Time { return h.now }
	h.Service = event.New(h.Kit, verified)
	return h
}

// verified knows an employer who has no page, and one who waits for the city.
func verified(ctx context.Context) error {
	switch actor.From(ctx).ID {
	case "fresh":
		return problem.New(problem.Conflict, "organisation.page_first")
	case "waiting":
		return problem.New(problem.Conflict, "organisation.not_verified")
	}
	return nil
}

func (h *house) module() module.Module {
	return h.Service.Module(func(context.Context, string) (*event.Survey, error) { return &h.said, nil })
}

// hall is the same house for the conferences of the programme, with its own staff and that of a city.
type hall struct {
	*house
	*event.Service
	wide, riga context.Context
}

func openHall(t *testing.T) *hall {
	t.Helper()
	h := open(t)
	return &hall{house: h, Service: h.Conferences(), wide: h.staff(""), riga: h.staff("riga")}
}

// site serves the pages of events and conferences.
func (h *house) site() *moduletest.Site { return h.Site(h.module()) }

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatalf("%v %v", err, problem.Of(err))
	}
}

func (h *house) as(id string, role actor.Role, city string) context.Context {
	return actor.With(h.t.Context(), actor.Actor{ID: id, Name: id, Organisation: "House of " + id, Role: role, City: city, Language: "en", Active: true})
}

// staff is a city's, the programme's for "".
func (h *house) staff(city string) context.Context { return h.as("staff-"+city, actor.Staff, city) }

// outsiders are those who organise no conference and see no draft, with the kind of refusal.
func (h *hall) outsiders() map[string]refused {
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

// wrong fails the test when err is not a problem of that field.
func (h *house) wrong(err error, field, key string) {
	h.t.Helper()
	if p := problem.Of(err); p == nil || p.Fields[field].Key != key {
		h.t.Errorf("%s: %v, want %s", field, err, key)
	}
}

func wrong(err error, field string) bool {
	p := problem.Of(err)
	return p != nil && p.Fields[field].Key != ""
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

// letters are those in the outbox once the feed was followed, by a part of what they are about.
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

// send is what the worker does with the letters that are due: they are sent.
func (h *house) send() {
	h.t.Helper()
	h.CatchUp()
	all := store.Of[mail.Letter](h.DB, mail.Letters)
	for l, err := range all.All(h.t.Context()) {
		h.must(err)
		if !l.Due.After(h.now) {
			l.Due, l.Sent = time.Time{}, h.now
			h.must(all.Put(h.t.Context(), l))
		}
	}
}

func day(n int) string { return moduletest.Now.AddDate(0, 0, n).Format("2006-01-02") }

func failure[T any](_ T, err error) error { return err }

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
