package directory_test

import (
	"encoding/json"
	"testing"

	"citiesgrow/internal/directory"
	"citiesgrow/internal/service"
	"citiesgrow/internal/service/servicetest"
)

// house is the test town with its directory.
type house struct {
	*servicetest.Town
	*directory.Service
	t *testing.T
}

func open(t *testing.T) *house {
	t.Helper()
	h := &house{Town: servicetest.New(t), t: t}
	h.Service = directory.New(h.Kit, h.Services)
	h.Open(h.Module())
	return h
}

// site serves the pages and the API of the exchange; a user's token is their id.
func (h *house) site() func(token, method, path, body string) (int, string) {
	h.t.Helper()
	return h.Ask(h.Module())
}

func same(a, b service.Form) bool {
	a.Revision, b.Revision = 0, 0
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}
