package readiness_test

import (
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/problem"
	"citiesgrow/internal/readiness"
	"citiesgrow/internal/service/servicetest"
)

// house is the test town with the plans and readiness tests of its firms.
type house struct {
	*servicetest.Town
	*readiness.Service
	t *testing.T
}

func open(t *testing.T) *house {
	t.Helper()
	h := &house{Town: servicetest.New(t), t: t}
	h.Service = readiness.New(h.Kit, h.Matches, h.Services)
	h.Open(h.Module())
	return h
}

// site serves the pages of the plan and of the services to which it leads.
func (h *house) site() func(token, method, path, body string) (int, string) {
	h.t.Helper()
	return h.Ask(h.Module(), h.Services.Module())
}

// The readiness test is the entrepreneur's own: known questions with yes or no, the last answers stand.
func TestTheReadinessTest(t *testing.T) {
	h := open(t)
	amina := h.Owner("amina", "riga")
	if ready, err := h.Own(amina); err != nil || ready.Met() != 0 || len(ready.Open()) != 0 {
		t.Errorf("before it was taken: %+v %v", ready, err)
	}
	for _, c := range []struct {
		answers map[string]string
		met     int
		open    []string
	}{
		{map[string]string{"bank": "yes", "invoice": "no", "offer": "maybe", "luck": "yes", "safety": ""}, 1, []string{"invoice"}},
		{map[string]string{"bank": "no", "insurance": "no"}, 0, []string{"insurance", "bank"}}, {nil, 0, nil},
	} {
		ready, err := h.Change(amina, c.answers)
		h.Must(err)
		kept, err := h.Own(amina)
		h.Must(err)
		if ready.Met() != c.met || !slices.Equal(kept.Open(), c.open) || kept.Met() != c.met {
			t.Errorf("%v: %d met, %v open", c.answers, kept.Met(), kept.Open())
		}
	}
	if ready, err := h.Own(h.Owner("omar", "riga")); err != nil || len(ready.Answers) != 0 {
		t.Errorf("another's answers: %+v", ready)
	}
	if len(readiness.Questions()) != 10 {
		t.Errorf("%d questions", len(readiness.Questions()))
	}
	if _, err := h.Change(h.Provider("one", "riga"), nil); !problem.Is(err, problem.Forbidden) {
		t.Errorf("a provider answers: %v", err)
	}
	if _, err := h.Own(h.StaffOf("riga")); !problem.Is(err, problem.Forbidden) {
		t.Errorf("staff read it: %v", err)
	}
	if _, err := h.Plan(h.StaffOf("riga"), ""); !problem.Is(err, problem.Forbidden) {
		t.Errorf("staff read a firm's plan: %v", err)
	}
	ask := h.site()
	if status, _ := ask("amina", "PUT", "/api/v1/readiness", `{"bank":"perhaps"}`); status != 422 {
		t.Errorf("an answer that is none: %d", status)
	}
	if status, body := ask("amina", "PUT", "/api/v1/readiness", `{"bank":"yes","offer":"no"}`); status >= 400 {
		t.Errorf("%d %s", status, body)
	}
	if status, body := ask("amina", "GET", "/api/v1/readiness", ""); status != 200 || !strings.Contains(body, `"met":1`) || !strings.Contains(body, `"open":1`) {
		t.Errorf("%d %s", status, body)
	}
}
