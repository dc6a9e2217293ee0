package question_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/question"
	"citiesgrow/internal/tender/tendertest"
)

// Who answers from an older page does not replace an answer that was stored since: the page shows both, and
// what is sent from there replaces it.
func TestAnAnswerFromAnOlderPageReplacesNothing(t *testing.T) {
	l := tendertest.New(t)
	mine := as(l.System, gent)
	of := l.Published(mine, full())
	q, err := l.Questions.Create(as(l.System, firm), of.ID, "May we visit?")
	l.Must(err)
	if _, err := l.Questions.Answer(mine, q.ID, q.Revision, "Yes, on Monday."); err != nil {
		t.Fatal(err)
	}
	_, err = l.Questions.Answer(mine, q.ID, q.Revision, "No.")
	if stored := moduletest.Stale[question.Question](l.House, err); stored.Answer != "Yes, on Monday." {
		t.Errorf("the conflict has %q", stored.Answer)
	}
	site := l.Pages()
	at := "/questions/" + q.ID + "/answer"
	got := site.Post(gent, at, "answer", "No.", "revision", fmt.Sprint(q.Revision))
	if got.Status != http.StatusConflict || !strings.Contains(got.Body, "Yes, on Monday.") || !strings.Contains(got.Body, ">No.</textarea>") {
		t.Errorf("%d, the page of the conflict: %s", got.Status, got.Body)
	}
	now, err := l.Questions.List(mine, of.ID)
	l.Must(err)
	if now[0].Answer != "Yes, on Monday." {
		t.Errorf("stored: %q", now[0].Answer)
	}
	if !strings.Contains(got.Body, fmt.Sprintf(`name="revision" value="%d"`, now[0].Revision)) {
		t.Error("the form of the conflict has not the revision that is stored")
	}
	if got := site.Post(gent, at, "answer", "No.", "revision", fmt.Sprint(now[0].Revision)); got.Status != http.StatusSeeOther {
		t.Errorf("%d %s", got.Status, got.Body)
	}
	if page := site.Get(gent, "/tenders/"+of.ID); !strings.Contains(page.Body, "No.") || strings.Contains(page.Body, "Yes, on Monday.") {
		t.Error("the second answer was not stored")
	}
}

// The page of the conflict is for the buyer of the tender alone.
func TestAStrangerSeesNoPageOfAConflict(t *testing.T) {
	l := tendertest.New(t)
	of := l.Published(as(l.System, gent), full())
	q, err := l.Questions.Create(as(l.System, firm), of.ID, "May we visit?")
	l.Must(err)
	site := l.Pages()
	for says, who := range strangers() {
		if got := site.Post(who, "/questions/"+q.ID+"/answer", "answer", "", "revision", "7"); got.Status == http.StatusOK ||
			got.Status == http.StatusUnprocessableEntity || strings.Contains(got.Body, "</textarea>") {
			t.Errorf("%s: %d", says, got.Status)
		}
	}
}
