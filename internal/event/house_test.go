package event_test

import (
	"context"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/event"
	"citiesgrow/internal/mail"
	"citiesgrow/internal/module"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
	"citiesgrow/internal/survey"
)

// house is the module under test with its store and a clock that the test sets.
type house struct {
	*moduletest.House
	*event.Service
	t      *testing.T
	now    time.Time
	said   survey.Summary // the summary of every survey
	before []string       // identities of letters that an earlier release queued
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

// verified rejects two employers: one without a page and one that the city has not verified.
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
	return h.Service.Module(func(context.Context, string) (*survey.Summary, error) { return &h.said, nil })
}

// hall is a house for conferences, with staff of the programme and of one city.
type hall struct {
	*house
	*event.Service
	wide, riga context.Context
}

func openHall(t *testing.T) *hall {
	t.Helper()
	h := open(t)
	return &hall{house: h, Service: h.Conferences(), wide: h.Staff(""), riga: h.Staff("riga")}
}

// site serves the pages of events and conferences.
func (h *house) site() *moduletest.Site { return h.Site(h.module()) }

// outsiders lists the actors who plan no conferences and see no drafts, with the expected kind of error.
func (h *hall) outsiders() map[string]refused {
	asleep := actor.From(h.riga)
	asleep.Active = false
	return map[string]refused{
		"a visitor":       {h.t.Context(), problem.Unauthorized},
		"an entrepreneur": {h.As("amina", actor.Entrepreneur, "riga"), problem.Forbidden},
		"a buyer":         {h.As("buyer", actor.Buyer, "riga"), problem.Forbidden},
		"a caseworker":    {h.As("case", actor.Caseworker, "riga"), problem.Forbidden},
		"disabled staff":  {actor.With(h.t.Context(), asleep), problem.Forbidden},
	}
}

type refused struct {
	as   context.Context
	kind problem.Kind
}

func wrong(err error, field string) bool {
	p := problem.Of(err)
	return p != nil && p.Fields[field].Key != ""
}

// send marks the letters that are due as sent, as the worker does.
func (h *house) send() {
	h.t.Helper()
	h.CatchUp()
	all := store.Of[mail.Letter](h.DB, mail.Letters)
	for l, err := range all.All(h.t.Context()) {
		h.Must(err)
		if !l.Due.After(h.now) {
			l.Due, l.Sent = time.Time{}, h.now
			h.Must(all.Put(h.t.Context(), l))
		}
	}
}

func day(n int) string { return moduletest.Now.AddDate(0, 0, n).Format("2006-01-02") }
