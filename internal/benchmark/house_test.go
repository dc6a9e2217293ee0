package benchmark_test

import (
	"context"
	"testing"
	"time"

	"citiesgrow/internal/benchmark"
	"citiesgrow/internal/cluster"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
)

// house is the set-up of these tests: the benchmark of the clusters that are known, and a clock that a test moves.
type house struct {
	*benchmark.Service
	*moduletest.House
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
	h.Service = benchmark.New(h.Kit, clusters)
	h.Start(clusters.Module(nil, nil), h.Module())
	h.wide, h.riga, h.athens, h.tampere = h.Staff(""), h.Staff("riga"), h.Staff("athens"), h.Staff("tampere")
	return h
}

func wrong(err error, field string) bool {
	p := problem.Of(err)
	return p != nil && p.Fields[field].Key != ""
}
