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

// org is a verified organisation of a kind.
func (h *house) org(id, kind, city string) context.Context {
	h.t.Helper()
	as := h.As(id, actor.Employer, city)
	o, err := h.Change(as, organisation.Form{Kind: kind, Name: "House of " + id, Words: "cleaning", Languages: []string{"en", "lv"}})
	h.Must(err)
	_, err = h.Verify(h.Staff(city), o.ID)
	h.Must(err)
	return as
}
