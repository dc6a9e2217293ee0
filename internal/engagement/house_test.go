package engagement_test

import (
	"context"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/engagement"
	"citiesgrow/internal/form"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/record"
	"citiesgrow/web"
)

// house is the module with its store and a clock that a test moves.
type house struct {
	*moduletest.House
	*engagement.Service
	organisations *organisation.Service
	t             *testing.T
	now           time.Time
}

func open(t *testing.T) *house {
	t.Helper()
	h := &house{House: moduletest.New(t), t: t, now: moduletest.Now}
	h.Kit.Now = func() time.Time { return h.now }
	h.organisations = organisation.New(h.Kit)
	h.Service = engagement.New(h.Kit, h.organisations)
	h.Start(h.Module(), organisation.Module(h.organisations, nothing, nothing))
	return h
}

// nothing is for pages of organisations that show neither vacancies nor pledges.
func nothing(*web.Ctx, *organisation.Organisation, bool) ([]struct{}, error) { return nil, nil }

func (h *house) site() *moduletest.Site { return h.Site(h.Module()) }

// org is a verified organisation of a kind.
func (h *house) org(id, kind, city string) context.Context {
	h.t.Helper()
	as := h.As(id, actor.Employer, city)
	o, err := h.organisations.Change(as, organisation.Form{Kind: kind, Name: "House of " + id, Words: "cleaning", Languages: []string{"en", "lv"}})
	h.Must(err)
	_, err = h.organisations.Verify(h.Staff(city), o.ID)
	h.Must(err)
	return as
}

func day(n int) record.Day { return form.Day(moduletest.Now.AddDate(0, 0, n), "UTC") }
