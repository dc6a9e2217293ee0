package organisation_test

import (
	"context"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/pledge"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/vacancy"
)

// house is the module, with what its pages show of others, and a clock that a test moves.
type house struct {
	*moduletest.House
	*organisation.Service
	vacancies *vacancy.Service
	pledges   *pledge.Service
	modules   []module.Module
	t         *testing.T
	now       time.Time
}

func open(t *testing.T) *house {
	t.Helper()
	h := &house{House: moduletest.New(t), t: t, now: moduletest.Now}
	h.Kit.Now = func() time.Time { return h.now }
	h.Service = organisation.New(h.Kit)
	h.vacancies = vacancy.New(h.Kit, h.Service)
	h.pledges = pledge.New(h.Kit, h.Service)
	h.modules = []module.Module{organisation.Module(h.Service, h.vacancies.OnPage(), h.pledges.OnPage()), h.vacancies.Module(), h.pledges.Module()}
	h.Start(h.modules...)
	return h
}

func (h *house) site() *moduletest.Site { return h.Site(h.modules...) }

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
	o, err := h.Change(as, organisation.Form{Kind: kind, Name: "House of " + id, Words: "cleaning", Languages: []string{"en", "lv"}})
	h.must(err)
	_, err = h.Verify(h.staff(city), o.ID)
	h.must(err)
	return as
}
