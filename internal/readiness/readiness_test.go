package readiness_test

import (
	"fmt"
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
		ready, err := h.Change(amina, c.answers, 0)
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
	if _, err := h.Change(h.Provider("one", "riga"), nil, 0); !problem.Is(err, problem.Forbidden) {
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

// Answers that an adviser stored since the form was opened are not overwritten: the entrepreneur sees both, and
// saves again. A program that sends no revision replaces the answers.
func TestAnswersAreNotOverwrittenByAnOldForm(t *testing.T) {
	h := open(t)
	amina := h.Owner("amina", "riga")
	read, err := h.Change(amina, map[string]string{"bank": "yes"}, 0)
	h.Must(err)
	stored, err := h.Change(amina, map[string]string{"bank": "no", "offer": "yes"}, read.Revision)
	h.Must(err)
	ask := h.site()
	mine := fmt.Sprintf(`{"bank":"yes","safety":"no","offer":"yes","revision":%d}`, read.Revision)
	status, page := ask("amina", "POST", "/readiness", mine)
	for _, want := range []string{"stored “No”, yours “Yes”", "stored “Not told”, yours “No”", fmt.Sprintf(`name="revision" value="%d"`, stored.Revision),
		`name="safety" value="no" checked`} {
		if status != 409 || !strings.Contains(page, want) {
			t.Errorf("%d, the page lacks %s", status, want)
		}
	}
	if strings.Contains(page, "stored “Yes”") {
		t.Error("the page shows an answer that does not differ")
	}
	status, answer := ask("amina", "PUT", "/api/v1/readiness", mine)
	if status != 409 || !strings.Contains(answer, `"current":{`) || !strings.Contains(answer, `"answers":{"bank":"no","offer":"yes"}`) {
		t.Errorf("a program is answered %d %s", status, answer)
	}
	if now, err := h.Own(amina); err != nil || now.Revision != stored.Revision || now.Answers["bank"] != "no" {
		t.Errorf("it was changed: %+v %v", now, err)
	}
	if _, page := ask("amina", "GET", "/readiness", ""); !strings.Contains(page, fmt.Sprintf(`name="revision" value="%d"`, stored.Revision)) ||
		strings.Contains(page, "yours “") {
		t.Error("the form lacks the revision that was read")
	}
	if status, page := ask("amina", "POST", "/readiness", fmt.Sprintf(`{"bank":"perhaps","revision":%d}`, stored.Revision)); status != 422 ||
		strings.Contains(page, "yours “") {
		t.Errorf("%d: an answer that is none is shown as a conflict", status)
	}
	if _, err := h.Change(amina, nil, stored.Revision+1); !problem.Is(err, problem.Conflict) {
		t.Errorf("a revision that is not stored: %v", err)
	}
	for _, revision := range []int64{stored.Revision, 0} {
		if status, answer := ask("amina", "PUT", "/api/v1/readiness", fmt.Sprintf(`{"bank":"yes","revision":%d}`, revision)); status != 204 {
			t.Errorf("with revision %d: %d %s", revision, status, answer)
		}
	}
	if now, err := h.Own(amina); err != nil || now.Answers["bank"] != "yes" || now.Answers["offer"] != "" {
		t.Errorf("%+v %v", now, err)
	}
}
