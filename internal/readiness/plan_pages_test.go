package readiness_test

import (
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/service/servicetest"
)

// The plan of a firm is its own: what it lacks leads to services with their last day.
func TestThePageOfAPlan(t *testing.T) {
	h := open(t)
	amina := h.Owner("amina", "riga")
	h.Firm(amina, nil)
	l := h.Listed(h.Provider("one", "riga"), servicetest.Cover("Cover in Riga", 5))
	late := h.Listed(h.Provider("two", "riga"), servicetest.Cover("Too late", 90))
	id := h.Tender(30)
	ask := h.site()
	status, body := ask("amina", "GET", "/api/v1/services/plan?tender="+id, "")
	for _, want := range []string{`"because":"requirement"`, `"kind":"insurance"`, l.ID, late.ID, `"late":true`, id} {
		if status != 200 || !strings.Contains(body, want) {
			t.Errorf("%d: the plan lacks %s: %s", status, want, body)
		}
	}
	if strings.Index(body, l.ID) > strings.Index(body, late.ID) {
		t.Error("what comes too late is first")
	}
	for token, want := range map[string]int{"one": 403, "": 401} {
		if status, _ := ask(token, "GET", "/api/v1/services/plan", ""); status != want {
			t.Errorf("%q reads a plan: %d", token, status)
		}
	}
	if status, _ := ask("amina", "GET", "/api/v1/services/plan?tender=tender-none", ""); status != 404 {
		t.Errorf("for a contract that is not there: %d", status)
	}
	if _, page := ask("amina", "GET", "/services/"+l.ID+"?need=insurance&tender="+id, ""); !strings.Contains(page, id) {
		t.Error("the page of the service forgets the contract")
	}
	fresh := h.Actor(actor.Actor{ID: "fresh", Name: "fresh", Role: actor.Entrepreneur, City: "riga"})
	if plan, err := h.Plan(fresh, ""); err != nil || len(plan.Items) != 0 {
		t.Errorf("somebody without a firm lacks %+v %v", plan, err)
	}
}
