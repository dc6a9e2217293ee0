package actionplan_test

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

// house is the set-up of these tests: the plans with the visits they come from, and a clock that a test moves.
type house struct {
	*actionplan.Service
	*moduletest.House
	visits                      *visit.Service
	measures                    *counts
	t                           *testing.T
	wide, riga, athens, tampere context.Context // staff
	now                         time.Time
}

func (h *house) site() *moduletest.Site { return h.Site(h.Module()) }

func open(t *testing.T) *house {
	t.Helper()
	h := &house{House: moduletest.New(t), t: t, now: moduletest.Now}
	h.Kit.Now = func() time.Time { return h.now }
	clusters := cluster.New(h.Kit)
	h.visits, h.measures = visit.New(h.Kit, clusters), &counts{}
	h.Service = actionplan.New(h.Kit, h.visits, h.measures)
	h.Start(clusters.Module(h.visits, h.Service), h.visits.Module(h.Service, survey.New(h.Kit)), h.Module())
	h.wide, h.riga, h.athens, h.tampere = h.Staff(""), h.Staff("riga"), h.Staff("athens"), h.Staff("tampere")
	return h
}

// counts is where the figures of the cities come from.
type counts struct{ known, asked []string }

func (c *counts) Measures() []string { return c.known }

func (c *counts) Since(_ context.Context, city, figure string, from time.Time) (int64, error) {
	c.asked = append(c.asked, city+" "+figure+" "+from.Format("2006-01-02"))
	return 7, nil
}

func wrong(err error, field string) bool {
	p := problem.Of(err)
	return p != nil && p.Fields[field].Key != ""
}
