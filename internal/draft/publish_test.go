package draft_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/draft"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
)

// A draft may be incomplete; a notice may not. Each thing that is missing is said at its field, and nothing is published.
func TestWhatIsMissingIsSaidBeforeItIsPublished(t *testing.T) {
	l := tendertest.New(t)
	mine := as(l.System, gent)
	two := []draft.LotForm{{Title: "North", Value: "40 000"}, {Title: "South", Value: "44 000"}}
	for _, c := range []struct {
		says   string
		want   []string
		change func(*draft.Form)
	}{
		{"nothing", nil, func(*draft.Form) {}},
		{"a description", []string{"description"}, func(f *draft.Form) { f.Description = "" }},
		{"where to send offers", []string{"submit_url"}, func(f *draft.Form) { f.SubmitURL = "" }},
		{"a reason for one piece", []string{"no_lots_why"}, func(f *draft.Form) { f.NoLotsWhy = "" }},
		{"no reason where it is private", nil, func(f *draft.Form) { f.NoLotsWhy, f.Private = "", "yes" }},
		{"no reason where there are two lots", nil, func(f *draft.Form) { f.NoLotsWhy, f.Lots = "", two }},
		{"a second lot", []string{"lots[0].title"}, func(f *draft.Form) { f.Lots, f.Value = two[:1], "" }},
		{"why the lots come to less", []string{"value_why"}, func(f *draft.Form) { f.Lots, f.Value = two, "84 000.01" }},
		{"the reason was given", nil, func(f *draft.Form) { f.Lots, f.Value, f.ValueWhy = two, "90 000", "A reserve." }},
		{"the lots have no values", nil, func(f *draft.Form) { f.Lots, f.Value = []draft.LotForm{{Title: "A"}, {Title: "B", Value: "1"}}, "5" }},
		{"the whole has no value", nil, func(f *draft.Form) { f.Lots, f.Value = two, "" }},
		{"a deadline that is now", []string{"deadline"}, func(f *draft.Form) { f.Deadline = "2026-11-22T10:00" }}, // nine o'clock in Greenwich
		{"a deadline in a minute", nil, func(f *draft.Form) { f.Deadline = "2026-11-22T10:01" }},
		{"everything", []string{"deadline", "description", "languages", "no_lots_why", "submit_url", "title", "trade"}, func(f *draft.Form) { *f = draft.Form{} }},
	} {
		t.Run(c.says, func(t *testing.T) {
			begun := l.Drafted(mine, with(c.change))
			_, err := l.Drafts.Publish(mine, begun.ID, 0)
			if !slices.Equal(moduletest.Fields(err), c.want) {
				t.Errorf("%v, want complaints at %v", err, c.want)
			}
			past, err := l.Tenders.Notices(mine, begun.ID)
			if want := map[bool]int{true: 1}[c.want == nil]; err != nil || len(past) != want {
				t.Errorf("%d notices, want %d, %v", len(past), want, err)
			}
		})
	}
}

// The page before publication shows the same in the order of the form, and publishes nothing.
func TestTheCheckListsWhatIsMissing(t *testing.T) {
	l := tendertest.New(t)
	begun := l.Drafted(as(l.System, gent), with(func(f *draft.Form) { f.SubmitURL, f.Title, f.Languages = "", "", nil }))
	site := l.Pages()
	got := site.Get(gent, "/api/v1/tenders/"+begun.ID+"/check")
	title, languages, where := strings.Index(got.Body, `"field":"title"`), strings.Index(got.Body, `"field":"languages"`),
		strings.Index(got.Body, `"field":"submit_url"`)
	if got.Status != http.StatusOK || title < 0 || languages < title || where < languages || strings.Count(got.Body, `"field":`) != 3 ||
		!strings.Contains(got.Body, fmt.Sprintf(`"revision":%d`, begun.Revision)) {
		t.Errorf("%d %s", got.Status, got.Body)
	}
	posted := site.Post(gent, "/tenders/"+begun.ID+"/publication", "revision", fmt.Sprint(begun.Revision))
	if posted.Status != http.StatusUnprocessableEntity {
		t.Errorf("published: %d", posted.Status)
	}
	if got := site.Get(nobody, "/tenders/"+begun.ID); got.Status != http.StatusNotFound {
		t.Errorf("it is public: %d", got.Status)
	}
}

// A contract can be changed while it is open; once it is over, its terms stay what they were.
func TestWhatIsOverIsNotChanged(t *testing.T) {
	l := tendertest.New(t)
	mine := as(l.System, gent)
	of := l.Published(mine, full()) // until 20 December at eleven o'clock in Greenwich
	if _, err := l.Drafts.Publish(mine, of.ID, 0); !problem.Is(err, problem.Conflict) || problem.Of(err).Message.Key != "tender.nothing_new" {
		t.Errorf("nothing new is published: %v", err)
	}
	later, err := l.Drafts.Change(mine, of.ID, of.Revision, with(func(f *draft.Form) { f.Deadline = "2027-01-20T12:00" }))
	if err != nil {
		t.Fatal(err)
	}
	l.Clock = time.Date(2026, 12, 20, 11, 0, 0, 0, time.UTC)
	if _, err := l.Drafts.Publish(mine, of.ID, 0); !problem.Is(err, problem.Conflict) || problem.Of(err).Message.Key != "tender.over" {
		t.Errorf("at its deadline it is prolonged: %v", err)
	}
	l.Clock = l.Clock.Add(-time.Second)
	got, err := l.Drafts.Publish(mine, later.ID, 0)
	if err != nil || got.Status(l.Clock) != tender.StatusOpen || !got.Deadline().Equal(time.Date(2027, 1, 20, 11, 0, 0, 0, time.UTC)) || got.Draft != nil {
		t.Errorf("a second before: %+v %v", got, err)
	}
	l.Clock = l.Clock.Add(time.Second)
	ended, err := l.Outcomes.Publish(mine, of.ID, notice.Outcome{Kind: notice.Withdrawn, Reason: "No money."})
	if err != nil || ended.Reason != "No money." {
		t.Fatalf("%+v %v", ended, err)
	}
	if _, err := l.Drafts.Change(mine, of.ID, ended.Revision, full()); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Drafts.Publish(mine, of.ID, 0); !problem.Is(err, problem.Conflict) {
		t.Errorf("what was taken back is published again: %v", err)
	}
}

// The first notice is a call, the next an amendment; a program reads the notice that it published at its place.
func TestEachPublicationIsANotice(t *testing.T) {
	l := tendertest.New(t)
	begun := l.Drafted(as(l.System, gent), full())
	site := l.Pages()
	first := site.Ask(gent, "POST", "/api/v1/tenders/"+begun.ID+"/publication", "")
	if first.Status != http.StatusCreated || first.Location != "/api/v1/tenders/"+begun.ID &&
		!strings.HasSuffix(first.Location, "/api/v1/tenders/"+begun.ID) || !strings.Contains(first.Body, `"notice":"notice-`) {
		t.Fatalf("%d %q %s", first.Status, first.Location, first.Body)
	}
	edited := site.Ask(gent, "PUT", "/api/v1/tenders/"+begun.ID, `{"title":"Cleaning of four schools",
		"description":"Daily.","trade":"school cleaning","city":"ghent","deadline":"2026-12-28T12:00",
		"languages":["nl"],"no_lots_why":"One.","submit_url":"https://a.example/x"}`)
	if edited.Status != http.StatusOK {
		t.Fatalf("%d %s", edited.Status, edited.Body)
	}
	if before := site.Get(nobody, "/api/v1/tenders/"+begun.ID); strings.Contains(before.Body, "four schools") {
		t.Error("a change is public before it is published")
	}
	if second := site.Ask(gent, "POST", "/api/v1/tenders/"+begun.ID+"/publication", ""); second.Status != http.StatusCreated || second.Body == first.Body {
		t.Fatalf("%d %s", second.Status, second.Body)
	}
	past, err := l.Tenders.Notices(as(l.System, nobody), begun.ID)
	if err != nil || len(past) != 2 || past[0].ID == past[1].ID {
		t.Fatalf("%d notices, %v", len(past), err)
	}
	tags := []string{past[0].Release.Tags[0], past[1].Release.Tags[0]}
	if slices.Sort(tags); !slices.Equal(tags, []string{"tender", "tenderAmendment"}) {
		t.Errorf("tags %v", tags)
	}
	page := site.Get(firm, "/tenders/"+begun.ID)
	for _, has := range []string{"Cleaning of four schools", "28 December 2026", "Stad Gent"} {
		if !strings.Contains(page.Body, has) {
			t.Errorf("the page lacks %q", has)
		}
	}
}

// Only verified buyers, employers and administrators post; all others are refused before anything is read.
func TestWhoMayPost(t *testing.T) {
	l := tendertest.New(t)
	may := map[actor.Role]bool{actor.Buyer: true, actor.Employer: true, actor.Admin: true}
	for _, role := range actor.Roles() {
		who := person(string(role), role, "ghent")
		_, err := l.Drafts.Create(as(l.System, who), full())
		if (err == nil) != may[role] {
			t.Errorf("%s posts: %v", role, err)
		}
		waiting := who
		waiting.Active = false
		if _, err := l.Drafts.Create(as(l.System, waiting), full()); err == nil {
			t.Errorf("%s posts while waiting", role)
		}
		if _, err := l.Tenders.ListOwn(as(l.System, who)); (err == nil) != may[role] {
			t.Errorf("%s lists: %v", role, err)
		}
	}
	if _, err := l.Drafts.Create(as(l.System, nobody), full()); !problem.Is(err, problem.Unauthorized) {
		t.Errorf("nobody posts: %v", err)
	}
}

// What a demonstration account posts is marked wherever it goes, so that nobody takes it for a contract.
func TestADemonstrationIsMarked(t *testing.T) {
	l := tendertest.New(t)
	demo := gent
	demo.Test = true
	of := l.Published(as(l.System, demo), full())
	if real := l.Published(as(l.System, gent), full()); real.Test {
		t.Error("a contract is marked as a demonstration")
	}
	past, err := l.Tenders.Notices(l.System, of.ID)
	if err != nil || !of.Test || !past[0].Release.Source.Test {
		t.Errorf("%v %+v %v", of.Test, past[0].Release.Source, err)
	}
}
