package visit_test

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

// house is the set-up of these tests: the visits with what their pages show, and a clock that a test moves.
type house struct {
	*visit.Service
	*moduletest.House
	plans                       *actionplan.Service
	surveys                     *survey.Service
	t                           *testing.T
	wide, riga, athens, tampere context.Context // staff
	now                         time.Time
}

func (h *house) site() *moduletest.Site {
	return h.Site(h.Module(h.plans, h.surveys), h.surveys.Module())
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
	h.Service = visit.New(h.Kit, clusters)
	h.plans = actionplan.New(h.Kit, h, counts{})
	h.surveys = survey.New(h.Kit, survey.Kind{Subjects: h, Path: "/programme/visits", Summed: true})
	h.Start(clusters.Module(h, h.plans), h.Module(h.plans, h.surveys), h.plans.Module(), h.surveys.Module())
	h.wide, h.riga, h.athens, h.tampere = h.Staff(""), h.Staff("riga"), h.Staff("athens"), h.Staff("tampere")
	return h
}

func wrong(err error, field string) bool {
	p := problem.Of(err)
	return p != nil && p.Fields[field].Key != ""
}
