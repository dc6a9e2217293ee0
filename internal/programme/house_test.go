package programme_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/event"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/programme"
)

// house is the programme with its own staff and that of three cities, and a clock that a test
// moves.
type house struct {
	*programme.Service
	events                      *event.Service
	house                       *moduletest.House
	t                           *testing.T
	wide, riga, athens, tampere context.Context
	now                         time.Time
}

func open(t *testing.T) *house {
	t.Helper()
	h := &house{house: moduletest.New(t), t: t, now: moduletest.Now}
	h.house.Kit.Now = func() time.Time { return h.now }
	h.events = event.New(h.house.Kit, nil)
	h.Service = programme.New(h.house.Kit, h.events.Conferences())
	h.house.Start(h.Module(), h.events.Module(nil))
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

func (h *house) guest(id string) context.Context {
	return actor.With(h.t.Context(), actor.Actor{ID: id, Name: id, Role: actor.Buyer, City: "riga", Active: true})
}

// conference is one that a survey can be about.
func (h *house) conference() *event.Event {
	h.t.Helper()
	e, err := h.events.Conferences().Create(h.wide, event.ConferenceForm{Title: "What came of it", City: "helsinki", Where: "Library", From: "2027-03-01",
		To: "2027-03-02", Capacity: 3})
	h.must(err)
	return e
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
