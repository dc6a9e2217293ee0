package draft_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/draft"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/tender/tendertest"
)

// A buyer begins a draft on a page, is led on to where they said, and finds it in the list; what could not be read
// comes back as it was typed, and nothing is kept of it.
func TestABuyerBeginsADraftOnAPage(t *testing.T) {
	l := tendertest.New(t)
	site := l.Pages()
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
	if mine, err := l.Tenders.ListOwn(as(l.System, gent)); err != nil || len(mine) != 3 {
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
	l := tendertest.New(t)
	mine := as(l.System, gent)
	begun := l.Drafted(mine, full())
	if _, err := l.Drafts.Change(mine, begun.ID, begun.Revision, with(func(f *draft.Form) { f.Title = "The first to save" })); err != nil {
		t.Fatal(err)
	}
	site := l.Pages()
	pairs := []string{"revision", fmt.Sprint(begun.Revision), "title", "The second to save", "description", "Daily cleaning.", "city", "ghent", "trade",
		"school cleaning"}
	got := site.Post(gent, "/tenders/"+begun.ID, pairs...)
	if got.Status != http.StatusConflict || !strings.Contains(got.Body, "The first to save") || !strings.Contains(got.Body, `value="The second to save"`) {
		t.Errorf("%d: one of the two is lost", got.Status)
	}
	stored, err := l.Tenders.Own(mine, begun.ID)
	if err != nil || stored.Draft.Tender.Title["en"] != "The first to save" {
		t.Errorf("stored %+v %v", stored.Draft.Tender.Title, err)
	}
	// A program that sends no revision takes what is stored; one that sends an old one is refused.
	if got := site.Ask(gent, "PUT", "/api/v1/tenders/"+begun.ID, `{"revision":1,"title":"Third"}`); got.Status != http.StatusConflict {
		t.Errorf("an old revision: %d", got.Status)
	}
	if got := site.Ask(gent, "PUT", "/api/v1/tenders/"+begun.ID, `{"title":"Third"}`); got.Status != http.StatusOK {
		t.Errorf("without a revision: %d %s", got.Status, got.Body)
	}
}

// Throwing away on a page: a draft is gone, of a published contract the change alone.
func TestADraftIsThrownAwayOnAPage(t *testing.T) {
	l := tendertest.New(t)
	mine := as(l.System, gent)
	begun, of := l.Drafted(mine, full()), l.Published(mine, full())
	if _, err := l.Drafts.Change(mine, of.ID, of.Revision, with(func(f *draft.Form) { f.Title = "Another" })); err != nil {
		t.Fatal(err)
	}
	site := l.Pages()
	for _, id := range []string{begun.ID, of.ID} {
		if got := site.Post(person("other", actor.Buyer, "ghent"), "/tenders/"+id+"/delete"); got.Status != http.StatusNotFound {
			t.Errorf("another buyer throws it away: %d", got.Status)
		}
		if got := site.Post(gent, "/tenders/"+id+"/delete"); got.Status != http.StatusSeeOther || got.Location != "/tenders/mine?done=discarded" {
			t.Errorf("%d %q", got.Status, got.Location)
		}
	}
	if _, err := l.Tenders.Get(mine, begun.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("the draft: %v", err)
	}
	if kept, err := l.Tenders.Get(as(l.System, nobody), of.ID); err != nil || kept.Draft != nil || kept.Tender.Title["en"] == "Another" {
		t.Errorf("the contract: %+v %v", kept, err)
	}
}
