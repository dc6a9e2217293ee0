package vacancy_test

import (
	"context"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/vacancy"
	"citiesgrow/web"
)

// house is the module with its store, its index and a clock that a test moves.
type house struct {
	*moduletest.House
	*vacancy.Service
	organisations *organisation.Service
	t             *testing.T
	now           time.Time
}

func open(t *testing.T) *house {
	t.Helper()
	h := &house{House: moduletest.New(t), t: t, now: moduletest.Now}
	h.Kit.Now = func() time.Time { return h.now }
	h.organisations = organisation.New(h.Kit)
	h.Service = vacancy.New(h.Kit, h.organisations)
	h.Start(h.Module(), organisation.Module(h.organisations, h.OnPage(), noPledges))
	return h
}

// noPledges is for pages of organisations that show no pledges.
func noPledges(*web.Ctx, *organisation.Organisation, bool) ([]struct{}, error) { return nil, nil }

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

func job(title string) vacancy.Form {
	return vacancy.Form{Kind: vacancy.Job, Title: title, Description: "You clean offices in the morning.", Language: "en",
		Occupation: "office cleaning", WageFrom: "1100", WagePer: "month",
		Hours: 30, Places: 2, Closes: "2026-12-30", ApplyAt: "jobs@house.example", Levels: []vacancy.LevelForm{{Language: "lv", Level: "A2"}}}
}

// published takes a vacancy through its review.
func (h *house) published(as context.Context, f vacancy.Form) *vacancy.Vacancy {
	h.t.Helper()
	v, err := h.Create(as, f)
	h.Must(err)
	_, err = h.Submit(as, v.ID, nil)
	h.Must(err)
	v, err = h.Review(h.Staff(v.City), v.ID, vacancy.Judgement{Publish: true})
	h.Must(err)
	h.CatchUp()
	return v
}

func day(n int) string { return moduletest.Now.AddDate(0, 0, n).Format("2006-01-02") }

// steps is what is counted of one vacancy.
func (h *house) steps(id string) []module.Step {
	h.t.Helper()
	all, err := h.Module().Journeys[0].Read(h.t.Context(), id)
	h.Must(err)
	return all
}
