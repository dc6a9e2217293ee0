package service_test

import (
	"encoding/json"
	"testing"

	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/service"
	"citiesgrow/internal/service/servicetest"
)

// house is the test town with the use cases of its services.
type house struct {
	*servicetest.Town
	*service.Service
	t *testing.T
}

func open(t *testing.T, change ...func(*moduletest.House)) *house {
	t.Helper()
	town := servicetest.New(t, change...)
	town.Open()
	return &house{Town: town, Service: town.Services, t: t}
}

var cover, full = servicetest.Cover, servicetest.Full

func same(a, b service.Form) bool {
	a.Revision, b.Revision = 0, 0
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

// site serves the pages and the API of services; a user's token is their id.
func (h *house) site() func(token, method, path, body string) (int, string) {
	h.t.Helper()
	return h.Ask(h.Service.Module())
}
