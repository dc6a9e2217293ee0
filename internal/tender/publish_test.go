package tender_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/tender"
)

// A draft may be incomplete; a notice may not. Each thing that is missing is said at its field, and nothing is published.
func TestWhatIsMissingIsSaidBeforeItIsPublished(t *testing.T) {
	l := newLater(t)
	mine := as(l.ctx, gent)
	two := []tender.LotForm{{Title: "North", Value: "40 000"}, {Title: "South", Value: "44 000"}}
	for _, c := range []struct {
		says   string
		want   []string
		change func(*tender.Form)
	}{
		{"nothing", nil, func(*tender.Form) {}},
		{"a description", []string{"description"}, func(f *tender.Form) { f.Description = "" }},
		{"where to send offers", []string{"submit_url"}, func(f *tender.Form) { f.SubmitURL = "" }},
		{"a reason for one piece", []string{"no_lots_why"}, func(f *tender.Form) { f.NoLotsWhy = "" }},
		{"no reason where it is private", nil, func(f *tender.Form) { f.NoLotsWhy, f.Private = "", "yes" }},
		{"no reason where there are two lots", nil, func(f *tender.Form) { f.NoLotsWhy, f.Lots = "", two }},
		{"a second lot", []string{"lots[0].title"}, func(f *tender.Form) { f.Lots, f.Value = two[:1], "" }},
		{"why the lots come to less", []string{"value_why"}, func(f *tender.Form) { f.Lots, f.Value = two, "84 000.01" }},
		{"the reason was given", nil, func(f *tender.Form) { f.Lots, f.Value, f.ValueWhy = two, "90 000", "A reserve." }},
		{"the lots have no values", nil, func(f *tender.Form) { f.Lots, f.Value = []tender.LotForm{{Title: "A"}, {Title: "B", Value: "1"}}, "5" }},
		{"the whole has no value", nil, func(f *tender.Form) { f.Lots, f.Value = two, "" }},
		{"a deadline that is now", []string{"deadline"}, func(f *tender.Form) { f.Deadline = "2026-11-22T10:00" }}, // nine o'clock in Greenwich
		{"a deadline in a minute", nil, func(f *tender.Form) { f.Deadline = "2026-11-22T10:01" }},
		{"everything", []string{"deadline", "description", "languages", "no_lots_why", "submit_url", "title", "trade"}, func(f *tender.Form) { *f = tender.Form{} }},
	} {
		t.Run(c.says, func(t *testing.T) {
			draft := drafted(t, l.Service, mine, with(c.change))
			_, err := l.Publish(mine, draft.ID)
			if !slices.Equal(moduletest.Fields(err), c.want) {
				t.Errorf("%v, want complaints at %v", err, c.want)
			}
			past, err := l.Notices(mine, draft.ID)
			if want := map[bool]int{true: 1}[c.want == nil]; err != nil || len(past) != want {
				t.Errorf("%d notices, want %d, %v", len(past), want, err)
			}
		})
	}
}

// The page before publication shows the same in the order of the form, and publishes nothing.
func TestTheCheckListsWhatIsMissing(t *testing.T) {
	l := newLater(t)
	draft := drafted(t, l.Service, as(l.ctx, gent), with(func(f *tender.Form) { f.SubmitURL, f.Title, f.Languages = "", "", nil }))
	site := l.Site(l.Module(nil))
	got := site.Get(gent, "/api/v1/tenders/"+draft.ID+"/check")
	title, languages, where := strings.Index(got.Body, `"field":"title"`), strings.Index(got.Body, `"field":"languages"`),
		strings.Index(got.Body, `"field":"submit_url"`)
	if got.Status != http.StatusOK || title < 0 || languages < title || where < languages || strings.Count(got.Body, `"field":`) != 3 ||
		!strings.Contains(got.Body, fmt.Sprintf(`"revision":%d`, draft.Revision)) {
		t.Errorf("%d %s", got.Status, got.Body)
	}
	posted := site.Post(gent, "/tenders/"+draft.ID+"/publication", "revision", fmt.Sprint(draft.Revision))
	if posted.Status != http.StatusUnprocessableEntity {
		t.Errorf("published: %d", posted.Status)
	}
	if got := site.Get(nobody, "/tenders/"+draft.ID); got.Status != http.StatusNotFound {
		t.Errorf("it is public: %d", got.Status)
	}
}

// A contract can be changed while it is open; once it is over, its terms stay what they were.
func TestWhatIsOverIsNotChanged(t *testing.T) {
	l := newLater(t)
	mine := as(l.ctx, gent)
	of := published(t, l.Service, mine, full()) // until 20 December at eleven o'clock in Greenwich
	if _, err := l.Publish(mine, of.ID); !problem.Is(err, problem.Conflict) || problem.Of(err).Message.Key != "tender.nothing_new" {
		t.Errorf("nothing new is published: %v", err)
	}
	later, err := l.Edit(mine, of.ID, of.Revision, with(func(f *tender.Form) { f.Deadline = "2027-01-20T12:00" }))
	if err != nil {
		t.Fatal(err)
	}
	l.clock = time.Date(2026, 12, 20, 11, 0, 0, 0, time.UTC)
	if _, err := l.Publish(mine, of.ID); !problem.Is(err, problem.Conflict) || problem.Of(err).Message.Key != "tender.over" {
		t.Errorf("at its deadline it is prolonged: %v", err)
	}
	l.clock = l.clock.Add(-time.Second)
	got, err := l.Publish(mine, later.ID)
	if err != nil || got.Status(l.clock) != tender.StatusOpen || !got.Deadline().Equal(time.Date(2027, 1, 20, 11, 0, 0, 0, time.UTC)) || got.Draft != nil {
		t.Errorf("a second before: %+v %v", got, err)
	}
	l.clock = l.clock.Add(time.Second)
	ended, err := l.End(mine, of.ID, tender.Outcome{Kind: tender.Withdrawn, Reason: "No money."})
	if err != nil || ended.Reason != "No money." {
		t.Fatalf("%+v %v", ended, err)
	}
	if _, err := l.Edit(mine, of.ID, ended.Revision, full()); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Publish(mine, of.ID); !problem.Is(err, problem.Conflict) {
		t.Errorf("what was taken back is published again: %v", err)
	}
}

// The first notice is a call, the next an amendment; a program reads the notice that it published at its place.
func TestEachPublicationIsANotice(t *testing.T) {
	l := newLater(t)
	draft := drafted(t, l.Service, as(l.ctx, gent), full())
	site := l.Site(l.Module(nil))
	first := site.Ask(gent, "POST", "/api/v1/tenders/"+draft.ID+"/publication", "")
	if first.Status != http.StatusCreated || first.Location != "/api/v1/tenders/"+draft.ID &&
		!strings.HasSuffix(first.Location, "/api/v1/tenders/"+draft.ID) || !strings.Contains(first.Body, `"notice":"notice-`) {
		t.Fatalf("%d %q %s", first.Status, first.Location, first.Body)
	}
	edited := site.Ask(gent, "PUT", "/api/v1/tenders/"+draft.ID, `{"title":"Cleaning of four schools",
		"description":"Daily.","trade":"school cleaning","city":"ghent","deadline":"2026-12-28T12:00",
		"languages":["nl"],"no_lots_why":"One.","submit_url":"https://a.example/x"}`)
	if edited.Status != http.StatusOK {
		t.Fatalf("%d %s", edited.Status, edited.Body)
	}
	if before := site.Get(nobody, "/api/v1/tenders/"+draft.ID); strings.Contains(before.Body, "four schools") {
		t.Error("a change is public before it is published")
	}
	if second := site.Ask(gent, "POST", "/api/v1/tenders/"+draft.ID+"/publication", ""); second.Status != http.StatusCreated || second.Body == first.Body {
		t.Fatalf("%d %s", second.Status, second.Body)
	}
	past, err := l.Notices(as(l.ctx, nobody), draft.ID)
	if err != nil || len(past) != 2 || past[0].ID == past[1].ID {
		t.Fatalf("%d notices, %v", len(past), err)
	}
	tags := []string{past[0].Release.Tags[0], past[1].Release.Tags[0]}
	if slices.Sort(tags); !slices.Equal(tags, []string{"tender", "tenderAmendment"}) {
		t.Errorf("tags %v", tags)
	}
	page := site.Get(firm, "/tenders/"+draft.ID)
	for _, has := range []string{"Cleaning of four schools", "28 December 2026", "Stad Gent"} {
		if !strings.Contains(page.Body, has) {
			t.Errorf("the page lacks %q", has)
		}
	}
}

// Only verified buyers, employers and administrators post; all others are refused before anything is read.
func TestWhoMayPost(t *testing.T) {
	l := newLater(t)
	may := map[actor.Role]bool{actor.Buyer: true, actor.Employer: true, actor.Admin: true}
	for _, role := range actor.Roles() {
		who := person(string(role), role, "ghent")
		_, err := l.Draft(as(l.ctx, who), full())
		if (err == nil) != may[role] {
			t.Errorf("%s posts: %v", role, err)
		}
		waiting := who
		waiting.Active = false
		if _, err := l.Draft(as(l.ctx, waiting), full()); err == nil {
			t.Errorf("%s posts while waiting", role)
		}
		if _, err := l.Posted(as(l.ctx, who)); (err == nil) != may[role] {
			t.Errorf("%s lists: %v", role, err)
		}
	}
	if _, err := l.Draft(as(l.ctx, nobody), full()); !problem.Is(err, problem.Unauthorized) {
		t.Errorf("nobody posts: %v", err)
	}
}

// What a demonstration account posts is marked wherever it goes, so that nobody takes it for a contract.
func TestADemonstrationIsMarked(t *testing.T) {
	l := newLater(t)
	demo := gent
	demo.Test = true
	of := published(t, l.Service, as(l.ctx, demo), full())
	if real := published(t, l.Service, as(l.ctx, gent), full()); real.Test {
		t.Error("a contract is marked as a demonstration")
	}
	past, err := l.Notices(l.ctx, of.ID)
	if err != nil || !of.Test || !past[0].Release.Source.Test {
		t.Errorf("%v %+v %v", of.Test, past[0].Release.Source, err)
	}
}
