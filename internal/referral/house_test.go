package referral_test

import (
	"testing"

	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/referral"
	"citiesgrow/internal/service/servicetest"
)

// house is the test town with the referrals to its services.
type house struct {
	*servicetest.Town
	*referral.Service
	t *testing.T
}

func open(t *testing.T, change ...func(*moduletest.House)) *house {
	t.Helper()
	h := &house{Town: servicetest.New(t, change...), t: t}
	h.Service = referral.New(h.Kit, h.Matches, h.Services)
	h.Open(h.Module())
	return h
}

func (h *house) site() func(token, method, path, body string) (int, string) {
	h.t.Helper()
	return h.Ask(h.Module(), h.Services.Module())
}
