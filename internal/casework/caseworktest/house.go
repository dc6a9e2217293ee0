// Package caseworktest gives the tests of custody, report and casework one city with all three: two
// caseworkers and a custodian of Riga with confirmed and open keys, on the real embedded store.
package caseworktest

import (
	"bytes"
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/casework"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/module"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
	"citiesgrow/internal/seal"
)

// Passphrase is that of every key.
const Passphrase = "four calm herons"

type (
	keys    = custody.Service
	reports = report.Service
	cases   = casework.Service
)

// House is the modules of reports and cases under test, on a real store.
type House struct {
	*keys
	*reports
	*cases
	*moduletest.House
	Time     time.Time // of the clock
	Pings    []string  // what was written to reporters
	Mia, Ali context.Context
	Keeper   context.Context

	t      testing.TB
	cache  *custody.KeyCache
	people sync.Map // actor.Actor, by token
}

// New makes one; change may replace its store before the services are made.
func New(t testing.TB, change ...func(*moduletest.House)) *House {
	t.Helper()
	h := &House{House: moduletest.New(t), t: t, Time: moduletest.Now, cache: custody.NewKeyCache()}
	h.Kit.Now = func() time.Time { return h.Time }
	for _, f := range change {
		f(h.House)
	}
	h.With(bytes.Repeat([]byte{7}, 32), func(_ context.Context, email, language, key string) error {
		h.Pings = append(h.Pings, email+" "+language+" "+key)
		return nil
	})
	h.Start(h.Modules()...)
	h.Keeper = h.As("keeper", actor.Custodian, "riga")
	h.Mia, h.Ali = h.As("mia", actor.Caseworker, "riga"), h.As("ali", actor.Caseworker, "riga")
	h.Seat(h.Keeper)
	h.Seat(h.Mia)
	h.Seat(h.Ali)
	return h
}

// With makes the services anew on the same store, with another pepper and another mail server.
func (h *House) With(pepper seal.Pepper, pinger report.Pinger) {
	gate := seal.NewGate(h.Stretch)
	h.keys = custody.New(h.Kit, gate, h.cache)
	h.reports = report.New(h.Kit, h.keys, gate, pepper, pinger)
	h.cases = casework.New(h.Kit, h.keys, h.reports, pepper, pinger)
}

// Modules are those of the services, in the order of the program.
func (h *House) Modules() []module.Module {
	return []module.Module{h.keys.Module(), h.reports.Module(), h.cases.Module()}
}

// As is a signed-in session of a person; their token is their id.
func (h *House) As(id string, role actor.Role, city string) context.Context {
	who := actor.Actor{ID: id, Name: id, Role: role, City: city, Active: true}
	h.people.Store(id, who)
	return custody.WithSession(actor.With(h.t.Context(), who), id)
}

// Elsewhere is a second session of a person, with this token.
func (h *House) Elsewhere(token, id string) { h.people.Store(token, h.person(id)) }

func (h *House) person(token string) actor.Actor {
	who, _ := h.people.Load(token)
	known, _ := who.(actor.Actor)
	return known
}

// Site serves the pages and the API of the three modules.
func (h *House) Site() func(token, method, path, body string) (int, string) {
	h.t.Helper()
	all := h.Modules()
	return h.Serve(all[0], h.person, all[1:]...)
}

// Must ends the test on an error, and shows its fields.
func (h *House) Must(err error) {
	h.t.Helper()
	if err != nil {
		var p *problem.Problem
		if errors.As(err, &p) {
			h.t.Fatalf("%v %v", err, p.Fields)
		}
		h.t.Fatal(err)
	}
}
