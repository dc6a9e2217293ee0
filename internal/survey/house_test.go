package survey_test

import (
	"context"
	"testing"
	"time"

	"citiesgrow/internal/actionplan"
	"citiesgrow/internal/cluster"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/survey"
	"citiesgrow/internal/visit"
)

// house is the set-up of these tests: the surveys of visits, and a clock that a test moves.
type house struct {
	*survey.Service
	*moduletest.House
	visits                      *visit.Service
	plans                       *actionplan.Service
	t                           *testing.T
	wide, riga, athens, tampere context.Context // staff
	now                         time.Time
}

func (h *house) site() *moduletest.Site {
	return h.Site(h.Module(), h.visits.Module(h.plans, h.Service))
}

// counts is where the figures of the cities come from: none of them.
type counts struct{}

func (counts) Measures() []string { return nil }

func (counts) Since(context.Context, string, string, time.Time) (int64, error) { return 0, nil }

func open(t *testing.T) *house {
	t.Helper()
	h := &house{House: moduletest.New(t), t: t, now: moduletest.Now}
	h.Kit.Now = func() time.Time { return h.now }
	clusters := cluster.New(h.Kit)
	h.visits = visit.New(h.Kit, clusters)
	h.plans = actionplan.New(h.Kit, h.visits, counts{})
	h.Service = survey.New(h.Kit, survey.Kind{Subjects: h.visits, Path: "/programme/visits", Summed: true})
	h.Start(clusters.Module(h.visits, h.plans), h.visits.Module(h.plans, h.Service), h.plans.Module(), h.Module())
	h.wide, h.riga, h.athens, h.tampere = h.Staff(""), h.Staff("riga"), h.Staff("athens"), h.Staff("tampere")
	return h
}

func wrong(err error, field string) bool {
	p := problem.Of(err)
	return p != nil && p.Fields[field].Key != ""
}
