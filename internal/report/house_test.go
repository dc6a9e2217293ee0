package report_test

import (
	"bytes"
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
	"citiesgrow/internal/store"
)

const passphrase = "four calm herons"

// house is a desk in Riga: two caseworkers, a custodian, and whoever reports.
type house struct {
	*report.Service
	*moduletest.House
	t        testing.TB
	now      time.Time
	pings    []string
	mia, ali context.Context
	keeper   context.Context
	other    string   // number of another case, to merge into
	people   sync.Map // actor.Actor, by token
}

func open(t testing.TB, change ...func(*moduletest.House)) *house {
	t.Helper()
	h := &house{House: moduletest.New(t), t: t, now: moduletest.Now}
	h.Kit.Now = func() time.Time { return h.now }
	for _, f := range change {
		f(h.House)
	}
	h.Service = report.New(h.Kit, bytes.Repeat([]byte{7}, 32), func(_ context.Context, email, language, key string) error {
		h.pings = append(h.pings, email+" "+language+" "+key)
		return nil
	})
	h.Start(h.Module())
	h.keeper = h.as("keeper", actor.Custodian, "riga")
	h.mia, h.ali = h.as("mia", actor.Caseworker, "riga"), h.as("ali", actor.Caseworker, "riga")
	h.seat(h.keeper)
	h.seat(h.mia)
	h.seat(h.ali)
	return h
}

// seat gives a confirmed and open key.
func (h *house) seat(ctx context.Context, doors ...report.Door) {
	h.t.Helper()
	if actor.From(ctx).Role == actor.Caseworker && len(doors) == 0 {
		doors = []report.Door{report.Discrimination}
	}
	h.must(h.Seat(ctx, passphrase, doors...))
}

// as is a signed-in session.
func (h *house) as(id string, role actor.Role, city string) context.Context {
	who := actor.Actor{ID: id, Name: id, Role: role, City: city, Active: true}
	h.people.Store(id, who)
	return report.WithSession(actor.With(h.t.Context(), who), id)
}

// site serves the pages and the API of reports; a person's token is their id.
func (h *house) site() func(token, method, path, body string) (int, string) {
	h.t.Helper()
	return h.Serve(h.Module(), h.person)
}

// key makes a key as a person does; whether it is confirmed is the rule's affair.
func (h *house) key(ctx context.Context) {
	h.t.Helper()
	_, err := h.MakeKey(ctx, report.KeyForm{Name: "desk of " + actor.From(ctx).ID, Passphrase: passphrase, Again: passphrase,
		Doors: []report.Door{report.Discrimination}})
	h.must(err)
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		var p *problem.Problem
		if errors.As(err, &p) {
			h.t.Fatalf("%v %v", err, p.Fields)
		}
		h.t.Fatal(err)
	}
}

func told(what string) report.Form {
	return report.Form{City: "riga", Ground: report.Words{"ethnic"}, Field: "work", What: what, Wish: "advice", Language: "en"}
}

func (h *house) filed(f report.Form) *report.Receipt {
	h.t.Helper()
	r, err := h.File(h.t.Context(), f)
	h.must(err)
	return r
}

// unlockAll opens keys that closed while the clock went on.
func (h *house) unlockAll() {
	h.t.Helper()
	for _, ctx := range []context.Context{h.mia, h.ali, h.keeper} {
		h.must(h.Unlock(ctx, passphrase))
	}
}

// first is the case that is due first for a caseworker.
func (h *house) first(ctx context.Context) *report.Report {
	h.t.Helper()
	all, _, err := h.Queue(ctx, "", "")
	h.must(err)
	if len(all) == 0 {
		h.t.Fatal("the queue is empty")
	}
	return all[0]
}

func (h *house) found(r *report.Receipt) *report.Inbox {
	h.t.Helper()
	in, err := h.Inbox(h.t.Context(), r.Receipt, "net")
	h.must(err)
	return in
}

// allOf asks for everything in a collection.
func allOf() store.Query { return store.Query{Limit: 1000} }

// person is who has a token; nobody has one that was not given.
func (h *house) person(token string) actor.Actor {
	who, _ := h.people.Load(token)
	known, _ := who.(actor.Actor)
	return known
}
