package tender_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/tender"
)

// A buyer begins a draft on a page, is led on to where they said, and finds it in the list; what could not be read
// comes back as it was typed, and nothing is kept of it.
func TestABuyerBeginsADraftOnAPage(t *testing.T) {
	l := newLater(t)
	site := l.Site(l.Module(nil))
	if page := site.Get(gent, "/tenders/new"); page.Status != http.StatusOK || !strings.Contains(page.Body, "Ghent") || strings.Contains(page.Body, "Riga") {
		t.Errorf("the form offers cities that are not the buyer's: %d", page.Status)
	}
	bad := site.Post(gent, "/tenders", "title", "Cleaning of schools", "value", "a lot", "lots[0].title", "North", "city", "ghent")
	if bad.Status != http.StatusUnprocessableEntity || !strings.Contains(bad.Body, `id="value-error"`) || !strings.Contains(bad.Body, "Cleaning of schools") ||
		!strings.Contains(bad.Body, "North") {
		t.Errorf("%d: what was typed is lost", bad.Status)
	}
	for then, leads := range map[string]string{"": "/draft?done=saved", "check": "/check", "lots": "/draft#lots"} {
		got := site.Post(gent, "/tenders", "title", "Cleaning "+then, "city", "ghent", "then", then)
		if got.Status != http.StatusSeeOther || !strings.HasPrefix(got.Location, "/tenders/tender-") || !strings.HasSuffix(got.Location, leads) {
			t.Errorf("%q: %d %q", then, got.Status, got.Location)
		}
	}
	if mine, err := l.Posted(as(l.ctx, gent)); err != nil || len(mine) != 3 {
		t.Errorf("%d drafts, %v", len(mine), err)
	}
	for says, who := range map[string]actor.Actor{"a firm": firm, "staff": person("s", actor.Staff, "ghent")} {
		if got := site.Post(who, "/tenders", "title", "X"); got.Status != http.StatusForbidden {
			t.Errorf("%s: %d", says, got.Status)
		}
	}
}

// After a conflict the page shows what is stored now beside what was typed, and neither is lost.
func TestAConflictShowsBoth(t *testing.T) {
	l := newLater(t)
	mine := as(l.ctx, gent)
	draft := drafted(t, l.Service, mine, full())
	if _, err := l.Edit(mine, draft.ID, draft.Revision, with(func(f *tender.Form) { f.Title = "The first to save" })); err != nil {
		t.Fatal(err)
	}
	site := l.Site(l.Module(nil))
	pairs := []string{"revision", fmt.Sprint(draft.Revision), "title", "The second to save", "description", "Daily cleaning.", "city", "ghent", "trade",
		"school cleaning"}
	got := site.Post(gent, "/tenders/"+draft.ID, pairs...)
	if got.Status != http.StatusConflict || !strings.Contains(got.Body, "The first to save") || !strings.Contains(got.Body, `value="The second to save"`) {
		t.Errorf("%d: one of the two is lost", got.Status)
	}
	stored, err := l.Mine(mine, draft.ID)
	if err != nil || stored.Draft.Tender.Title["en"] != "The first to save" {
		t.Errorf("stored %+v %v", stored.Draft.Tender.Title, err)
	}
	// A program that sends no revision takes what is stored; one that sends an old one is refused.
	if got := site.Ask(gent, "PUT", "/api/v1/tenders/"+draft.ID, `{"revision":1,"title":"Third"}`); got.Status != http.StatusConflict {
		t.Errorf("an old revision: %d", got.Status)
	}
	if got := site.Ask(gent, "PUT", "/api/v1/tenders/"+draft.ID, `{"title":"Third"}`); got.Status != http.StatusOK {
		t.Errorf("without a revision: %d %s", got.Status, got.Body)
	}
}

// Throwing away on a page: a draft is gone, of a published contract the change alone.
func TestADraftIsThrownAwayOnAPage(t *testing.T) {
	l := newLater(t)
	mine := as(l.ctx, gent)
	draft, of := drafted(t, l.Service, mine, full()), published(t, l.Service, mine, full())
	if _, err := l.Edit(mine, of.ID, of.Revision, with(func(f *tender.Form) { f.Title = "Another" })); err != nil {
		t.Fatal(err)
	}
	site := l.Site(l.Module(nil))
	for _, id := range []string{draft.ID, of.ID} {
		if got := site.Post(person("other", actor.Buyer, "ghent"), "/tenders/"+id+"/delete"); got.Status != http.StatusNotFound {
			t.Errorf("another buyer throws it away: %d", got.Status)
		}
		if got := site.Post(gent, "/tenders/"+id+"/delete"); got.Status != http.StatusSeeOther || got.Location != "/tenders/mine?done=discarded" {
			t.Errorf("%d %q", got.Status, got.Location)
		}
	}
	if _, err := l.Get(mine, draft.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("the draft: %v", err)
	}
	if kept, err := l.Get(as(l.ctx, nobody), of.ID); err != nil || kept.Draft != nil || kept.Tender.Title["en"] == "Another" {
		t.Errorf("the contract: %+v %v", kept, err)
	}
}

// Questions and answers on the page: what is sent empty is asked for again, who may not is refused.
func TestQuestionsOnAPage(t *testing.T) {
	l := newLater(t)
	of := published(t, l.Service, as(l.ctx, gent), full())
	site := l.Site(l.Module(nil))
	at := "/tenders/" + of.ID + "/questions"
	if got := site.Post(firm, at, "text", ""); got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Body, `id="text-error"`) {
		t.Errorf("an empty question: %d", got.Status)
	}
	if got := site.Post(firm, at, "text", "May we visit?"); got.Status != http.StatusSeeOther || got.Location != "/tenders/"+of.ID+"?done=asked" {
		t.Errorf("%d %q", got.Status, got.Location)
	}
	asked, err := l.Questions(l.ctx, of.ID)
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
