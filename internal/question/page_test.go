package question_test

import (
	"net/http"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/tender/tendertest"
)

// Questions and answers on the page: what is sent empty is asked for again, who may not is refused.
func TestQuestionsOnAPage(t *testing.T) {
	l := tendertest.New(t)
	of := l.Published(as(l.System, gent), full())
	site := l.Pages()
	at := "/tenders/" + of.ID + "/questions"
	if got := site.Post(firm, at, "text", ""); got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Body, `id="text-error"`) {
		t.Errorf("an empty question: %d", got.Status)
	}
	if got := site.Post(firm, at, "text", "May we visit?"); got.Status != http.StatusSeeOther || got.Location != "/tenders/"+of.ID+"?done=asked" {
		t.Errorf("%d %q", got.Status, got.Location)
	}
	asked, err := l.Questions.List(l.System, of.ID)
	if err != nil || len(asked) != 1 {
		t.Fatalf("%d questions, %v", len(asked), err)
	}
	answer := "/questions/" + asked[0].ID + "/answer"
	for says, c := range map[string]struct {
		who  actor.Actor
		want int
	}{"a firm": {firm, http.StatusForbidden}, "another buyer": {person("other", actor.Buyer, "ghent"), http.StatusNotFound},
		"nobody": {nobody, http.StatusUnauthorized}} {
		if got := site.Ask(c.who, "POST", "/api/v1"+answer, `{"answer":"No."}`); got.Status != c.want {
			t.Errorf("%s answers: %d", says, got.Status)
		}
	}
	if got := site.Post(gent, answer, "answer", "Yes, on Monday."); got.Status != http.StatusSeeOther || !strings.HasPrefix(got.Location, "/tenders/"+of.ID) {
		t.Errorf("%d %q", got.Status, got.Location)
	}
	if page := site.Get(nobody, "/tenders/"+of.ID); !strings.Contains(page.Body, "Yes, on Monday.") || !strings.Contains(page.Body, "May we visit?") {
		t.Error("the page lacks the answer")
	}
}
