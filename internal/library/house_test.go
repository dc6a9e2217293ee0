package library_test

import (
	"context"
	"testing"
	"time"

	"citiesgrow/internal/library"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
)

// house is a library with staff of the programme and of three cities, and a clock that a test moves.
type house struct {
	*library.Service
	*moduletest.House
	t                           *testing.T
	wide, riga, athens, tampere context.Context
	now                         time.Time
}

func open(t *testing.T) *house {
	t.Helper()
	h := &house{House: moduletest.New(t), t: t, now: moduletest.Now}
	h.Kit.Now = func() time.Time { return h.now }
	h.Service = library.New(h.Kit)
	h.Start(h.Module())
	h.wide, h.riga, h.athens, h.tampere = h.Staff(""), h.Staff("riga"), h.Staff("athens"), h.Staff("tampere")
	return h
}

func wrong(err error, field string) bool {
	p := problem.Of(err)
	return p != nil && p.Fields[field].Key != ""
}
