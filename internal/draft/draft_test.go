package draft_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/draft"
	"citiesgrow/internal/interest"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
)

// A draft is its buyer's alone. To everyone else it is as if there were none: no way to it says more than an id that
// was never given.
func TestADraftIsSeenByItsBuyerAlone(t *testing.T) {
	l := tendertest.New(t)
	begun := l.Drafted(as(l.System, gent), full())
	l.CatchUp()
	ways := map[string]func(ctx context.Context, id string) error{
		"Get":        func(ctx context.Context, id string) error { _, err := l.Tenders.Get(ctx, id); return err },
		"Notices":    func(ctx context.Context, id string) error { _, err := l.Tenders.Notices(ctx, id); return err },
		"Mine":       func(ctx context.Context, id string) error { _, err := l.Tenders.Own(ctx, id); return err },
		"Interested": func(ctx context.Context, id string) error { _, err := l.Interests.List(ctx, id); return err },
		"Edit": func(ctx context.Context, id string) error {
			_, err := l.Drafts.Change(ctx, id, begun.Revision, full())
			return err
		},
		"Publish": func(ctx context.Context, id string) error { _, err := l.Drafts.Publish(ctx, id, 0); return err },
		"Discard": func(ctx context.Context, id string) error { return l.Drafts.Discard(ctx, id) },
		"Ask": func(ctx context.Context, id string) error {
			_, err := l.Questions.Create(ctx, id, "What is it?")
			return err
		},
		"Follow": func(ctx context.Context, id string) error {
			_, err := l.Interests.Follow(ctx, interest.Interest{TenderID: id, Declared: true})
			return err
		},
		"End": func(ctx context.Context, id string) error {
			_, err := l.Outcomes.Publish(ctx, id, notice.Outcome{Kind: notice.Withdrawn, Reason: "x"})
			return err
		},
	}
	for says, who := range strangers() {
		ctx := as(l.System, who)
		for way, try := range ways {
			got, none := try(ctx, begun.ID), try(ctx, "tender-never2given")
			if got == nil || said(got) != said(none) {
				t.Errorf("%s by %s: %v, of none %v", says, way, got, none)
			}
		}
		if found, err := l.Tenders.GetMany(ctx, []string{begun.ID}); err != nil || len(found) != 0 {
			t.Errorf("%s finds it among many: %d %v", says, len(found), err)
		}
		for _, q := range []tender.Search{{}, {Words: "cleaning"}, {Words: "Stad Gent"}, {Cities: []string{"ghent"}}} {
			if found, err := l.Tenders.List(ctx, q); err != nil || found.Total != 0 || len(found.Facets["city"]) != 0 {
				t.Errorf("%s finds it in the list by %+v: %d %v %v", says, q, found.Total, found.Facets["city"], err)
			}
		}
	}
	if seen, err := l.Tenders.Get(as(l.System, gent), begun.ID); err != nil || seen.Working().Tender.Title["en"] != "Cleaning of three schools" {
		t.Errorf("its buyer: %+v %v", seen, err)
	}
	if found, err := l.Tenders.ListOwn(as(l.System, gent)); err != nil || len(found) != 1 || found[0].ID != begun.ID {
		t.Errorf("its buyer's list: %d %v", len(found), err)
	}
	if found, err := l.Tenders.ListOwn(as(l.System, person("other", actor.Buyer, "ghent"))); err != nil || len(found) != 0 {
		t.Errorf("another buyer's list: %d %v", len(found), err)
	}
}

// No page, file or JSON tells of a draft.
func TestNoPageTellsOfADraft(t *testing.T) {
	l := tendertest.New(t)
	begun := l.Drafted(as(l.System, gent), full())
	l.CatchUp()
	site := l.Pages()
	paths := []string{"/tenders/" + begun.ID, "/api/v1/tenders/" + begun.ID, "/api/v1/tenders/" + begun.ID + "/notices",
		"/api/v1/tenders/" + begun.ID + "/questions",
		"/tenders/" + begun.ID + "/calendar", "/tenders/" + begun.ID + "/draft", "/tenders/" + begun.ID + "/check", "/tenders/" + begun.ID + "/outcome"}
	for says, who := range map[string]actor.Actor{"nobody": nobody, "another buyer": person("other", actor.Buyer, "ghent"), "a firm": firm,
		"staff": person("s", actor.Staff, "ghent")} {
		for _, path := range paths {
			got, none := site.Get(who, path), site.Get(who, strings.Replace(path, begun.ID, "tender-never2given", 1))
			if got.Status < 300 || got.Status != none.Status || strings.Contains(got.Body, "three schools") {
				t.Errorf("%s at %s: %d, of none %d", says, path, got.Status, none.Status)
			}
		}
		for _, path := range []string{"/tenders", "/api/v1/tenders", "/api/v1/ocds/releases", "/tenders?q=cleaning"} {
			if got := site.Get(who, path); got.Status >= http.StatusInternalServerError || strings.Contains(got.Body, "three schools") ||
				strings.Contains(got.Body, begun.ID) {
				t.Errorf("%s at %s: %d, told", says, path, got.Status)
			}
		}
	}
	for _, path := range []string{"/tenders/mine", "/tenders/" + begun.ID + "/draft", "/tenders/" + begun.ID + "/check"} {
		if got := site.Get(gent, path); got.Status != http.StatusOK || !strings.Contains(got.Body, "three schools") {
			t.Errorf("its buyer at %s: %d", path, got.Status)
		}
	}
}

// What is changed and not yet published is the buyer's alone as well.
func TestAnUnpublishedChangeIsNotPublic(t *testing.T) {
	l := tendertest.New(t)
	of := l.Published(as(l.System, gent), full())
	if _, err := l.Drafts.Change(as(l.System, gent), of.ID, of.Revision, with(func(f *draft.Form) { f.Title = "Secret plan" })); err != nil {
		t.Fatal(err)
	}
	l.CatchUp()
	site := l.Pages()
	for _, path := range []string{"/tenders/" + of.ID, "/api/v1/tenders/" + of.ID, "/api/v1/tenders/" + of.ID + "/notices", "/tenders",
		"/api/v1/ocds/releases", "/api/v1/ocds/records/" + of.OCID,
		"/tenders/" + of.ID + "/calendar"} {
		if got := site.Get(firm, path); got.Status != http.StatusOK || strings.Contains(got.Body, "Secret plan") {
			t.Errorf("%s: %d, tells the change", path, got.Status)
		}
	}
	if got := site.Get(gent, "/tenders/"+of.ID+"/check"); !strings.Contains(got.Body, "Secret plan") {
		t.Errorf("the buyer does not see the change: %d", got.Status)
	}
	// Thrown away, it is gone, and the contract stays.
	if err := l.Drafts.Discard(as(l.System, gent), of.ID); err != nil {
		t.Fatal(err)
	}
	seen, err := l.Tenders.Get(as(l.System, nobody), of.ID)
	if err != nil || seen.Draft != nil || seen.Tender.Title["en"] != "Cleaning of three schools" {
		t.Errorf("%+v %v", seen, err)
	}
	if err := l.Drafts.Discard(as(l.System, gent), of.ID); !problem.Is(err, problem.Conflict) {
		t.Errorf("thrown away twice: %v", err)
	}
}

// A draft that is thrown away leaves nothing, neither to its buyer nor in the list.
func TestADraftThatIsThrownAwayIsGone(t *testing.T) {
	l := tendertest.New(t)
	begun := l.Drafted(as(l.System, gent), full())
	if err := l.Drafts.Discard(as(l.System, gent), begun.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Tenders.Get(as(l.System, gent), begun.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("it is still there: %v", err)
	}
	if mine, err := l.Tenders.ListOwn(as(l.System, gent)); err != nil || len(mine) != 0 {
		t.Errorf("%d in the list, %v", len(mine), err)
	}
}

// Two people at one desk: who saves second is shown what the first saved, and nothing is lost.
func TestTheSecondToSaveIsShownWhatTheFirstSaved(t *testing.T) {
	l := tendertest.New(t)
	mine := as(l.System, gent)
	begun := l.Drafted(mine, full())
	first, err := l.Drafts.Change(mine, begun.ID, begun.Revision, with(func(f *draft.Form) { f.Title = "First" }))
	if err != nil {
		t.Fatal(err)
	}
	_, err = l.Drafts.Change(mine, begun.ID, begun.Revision, with(func(f *draft.Form) { f.Title = "Second" }))
	p := problem.Of(err)
	if p == nil || p.Kind != problem.Conflict || p.Current.(*tender.Tender).Working().Tender.Title["en"] != "First" {
		t.Fatalf("%v", err)
	}
	if _, err := l.Drafts.Publish(mine, begun.ID, begun.Revision); !problem.Is(err, problem.Conflict) {
		t.Errorf("what was changed since the check is published: %v", err)
	}
	if got, err := l.Drafts.Publish(mine, begun.ID, first.Revision); err != nil || got.Tender.Title["en"] != "First" {
		t.Errorf("what was checked is not published: %v", err)
	}
	if _, err := l.Drafts.Change(mine, begun.ID, 0, full()); !problem.Is(err, problem.Conflict) {
		t.Errorf("without a revision: %v", err)
	}
}
