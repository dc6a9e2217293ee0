package tender_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/tender"
	"citiesgrow/search"
)

var now = moduletest.Now

func day(n int) time.Time { return now.AddDate(0, 0, n) }

func release(ocid, notice, version string, date time.Time, tag string, change func(*ocds.Release)) *ocds.Release {
	value := record.Units(90_000, "EUR")
	r := &ocds.Release{OCID: ocid, ID: notice + version, Date: date, Tags: []string{tag}, Language: "fi",
		Buyer:  ocds.Reference{ID: "b", Name: "Helsingin kaupunki"},
		Source: ocds.Source{System: "eforms", NoticeID: notice, Version: version},
		Tender: &ocds.Tender{Title: i18n.Text{"fi": "Koulujen siivous"}, Description: i18n.Text{"fi": "Kolmen koulun siivous."}, CPV: []string{"90919300"},
			Places: []ocds.Place{{NUTS: "FI1B1", Country: "FI"}}, Deadline: day(20), Value: &value}}
	if change != nil {
		change(r)
	}
	return r
}

func TestStatusFollowsFromDates(t *testing.T) {
	for _, c := range []struct {
		says string
		t    tender.Tender
		want tender.Status
	}{
		{"nothing published is a draft", tender.Tender{}, tender.StatusDraft},
		{"before the deadline it is open", tender.Tender{Stage: tender.Competing, Content: tender.Content{Tender: ocds.Tender{Deadline: day(1)}}}, tender.StatusOpen},
		{"at the deadline it is closed", tender.Tender{Stage: tender.Competing, Content: tender.Content{Tender: ocds.Tender{Deadline: now}}}, tender.StatusClosed},
		{"a lot that ends later keeps it open", tender.Tender{Stage: tender.Competing,
			Content: tender.Content{Tender: ocds.Tender{Deadline: day(-1), Lots: []ocds.Lot{{Deadline: day(2)}}}}}, tender.StatusOpen},
		{"without a deadline it is open for a while", tender.Tender{Stage: tender.Competing, Amended: day(-10)}, tender.StatusOpen},
		{"and not for ever", tender.Tender{Stage: tender.Competing, Amended: day(-61)}, tender.StatusClosed},
		{"an award ends it before its deadline", tender.Tender{Stage: tender.Awarded, Content: tender.Content{Tender: ocds.Tender{Deadline: day(1)}}},
			tender.StatusAwarded},
	} {
		t.Run(c.says, func(t *testing.T) {
			if got := c.t.Status(now); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// house is the tender module in a real store.
func house(t *testing.T) (*moduletest.House, *tender.Service, context.Context) {
	h := moduletest.New(t)
	s := tender.New(h.Kit)
	h.Start(s.Module(nil))
	return h, s, actor.AsSystem(t.Context())
}

func TestNoticesInAnyOrderGiveTheSameTender(t *testing.T) {
	first := release("ocds-1", "n1", "01", day(-30), "tender", nil)
	later := release("ocds-1", "n1", "02", day(-20), "tenderAmendment", func(r *ocds.Release) { r.Tender.Deadline = day(40); r.Tender.Title = nil })
	award := release("ocds-1", "n2", "01", day(-1), "award", func(r *ocds.Release) {
		r.Tender = &ocds.Tender{Title: i18n.Text{"fi": "Jälki-ilmoitus"}}
		r.Awards = []ocds.Award{{ID: "a", Status: "active", Suppliers: []ocds.Reference{{ID: "s", Name: "Siivous Oy"}}}}
	})
	for _, order := range [][]*ocds.Release{{first, later}, {later, first}, {first, later, award}, {award, later, first}} {
		_, s, ctx := house(t)
		var id string
		for _, r := range order {
			got, err := s.Receive(ctx, r)
			if err != nil {
				t.Fatal(err)
			}
			id = got.TenderID
		}
		got, err := s.Get(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		if !got.Deadline().Equal(day(40)) || got.Tender.Title["fi"] != "Koulujen siivous" || got.City != "helsinki" || len(got.Notices) != len(order) {
			t.Errorf("deadline %s title %q city %q notices %d", got.Deadline(), got.Tender.Title["fi"], got.City, len(got.Notices))
		}
		want := tender.StatusOpen
		if slices.Contains(order, award) {
			want = tender.StatusAwarded
		}
		if got.Status(now) != want {
			t.Errorf("status %s, want %s", got.Status(now), want)
		}
	}
}

func TestReceivingTwiceChangesNothing(t *testing.T) {
	_, s, ctx := house(t)
	r := release("ocds-1", "n1", "01", day(-3), "tender", nil)
	for i, want := range []tender.Result{tender.Created, tender.Unchanged, tender.Unchanged} {
		got, err := s.Receive(ctx, r)
		if err != nil || got.Result != want {
			t.Fatalf("time %d: %s %v, want %s", i+1, got.Result, err, want)
		}
	}
	if got, err := s.Receive(ctx, release("ocds-1", "n1", "02", day(-2), "tenderAmendment", nil)); err != nil || got.Result != tender.Updated {
		t.Errorf("the next version: %s %v", got.Result, err)
	}
	past, err := s.Notices(ctx, tender.IDOf("ocds-1"))
	if err != nil || len(past) != 2 {
		t.Errorf("%d notices %v", len(past), err)
	}
}

func TestTheHistoryTellsWhatChanged(t *testing.T) {
	_, s, ctx := house(t)
	for _, r := range []*ocds.Release{
		release("o", "n", "01", day(-9), "tender", nil),
		release("o", "n", "02", day(-8), "tenderAmendment", func(r *ocds.Release) { r.Tender.Deadline = day(30) }),
	} {
		if _, err := s.Receive(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	past, err := s.Notices(ctx, tender.IDOf("o"))
	if err != nil {
		t.Fatal(err)
	}
	versions := tender.History(past)
	if len(versions) != 2 || len(versions[1].Changes) != 1 || versions[1].Changes[0].Field != "deadline" ||
		!versions[1].Changes[0].New.(time.Time).Equal(day(30)) {
		t.Errorf("versions %+v", versions)
	}
}

func buyer(ctx context.Context, id string) context.Context {
	return actor.With(ctx, actor.Actor{ID: id, Role: actor.Buyer, City: "ghent", Organisation: "Stad Gent", Active: true, Language: "en"})
}

func full() tender.Form {
	return tender.Form{Title: "Cleaning of three schools", Description: "Daily cleaning.", Trade: "school cleaning", City: "ghent", Value: "84 000",
		Deadline:  "2026-12-20T12:00",
		Languages: []string{"nl", "en"}, NoLotsWhy: "One building.", SME: "yes", SubmitURL: "https://tenders.ghent.example/schools",
		Requirements: tender.RequirementsForm{Turnover: "150.000", References: 2, Certificates: "ISO 9001, VCA"}}
}

func TestABuyerPublishesAmendsAndCloses(t *testing.T) {
	_, s, ctx := house(t)
	mine := buyer(ctx, "account-b")
	draft, err := s.Draft(mine, full())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get(actor.With(ctx, actor.Actor{}), draft.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("a draft is seen by others: %v", err)
	}
	if _, err := s.Mine(buyer(ctx, "account-other"), draft.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("a draft is edited by others: %v", err)
	}
	published, err := s.Publish(mine, draft.ID)
	if err != nil {
		t.Fatal(err)
	}
	// Noon in Ghent is eleven o'clock UTC in winter.
	if published.Status(now) != tender.StatusOpen || !published.Deadline().Equal(time.Date(2026, 12, 20, 11, 0, 0, 0, time.UTC)) ||
		published.Tender.CPV[0] != "90919300" || len(published.Requirements()) != 4 {
		t.Errorf("published %+v", published.Tender)
	}
	if _, err := s.Publish(mine, draft.ID); !problem.Is(err, problem.Conflict) {
		t.Errorf("publishing twice: %v", err)
	}
	change := full()
	change.Deadline = "2026-12-30T12:00"
	edited, err := s.Edit(mine, draft.ID, published.Revision, change)
	if err != nil {
		t.Fatal(err)
	}
	if seen, err := s.Get(actor.With(ctx, actor.Actor{}), draft.ID); err != nil || seen.Deadline().Day() != 20 {
		t.Errorf("an unpublished change is seen: %v %v", seen.Deadline(), err)
	}
	if _, err := s.Edit(mine, draft.ID, published.Revision, change); !problem.Is(err, problem.Conflict) || problem.Of(err).Current == nil {
		t.Errorf("a stale edit: %v", err)
	}
	if amended, err := s.Publish(mine, draft.ID); err != nil || len(amended.Notices) != 2 || amended.Deadline().Day() != 30 || edited.Draft == nil {
		t.Errorf("amended %+v %v", amended, err)
	}
	ended, err := s.End(mine, draft.ID, tender.Outcome{Kind: tender.Withdrawn, Reason: "The school closes."})
	if err != nil || ended.Status(now) != tender.StatusWithdrawn || ended.Outcome == nil {
		t.Errorf("ended %+v %v", ended, err)
	}
	if past, err := s.Notices(ctx, draft.ID); err != nil || len(past) != 3 {
		t.Errorf("%d notices, %v", len(past), err)
	}
}

func TestWhatADraftNeedsBeforeItIsPublished(t *testing.T) {
	_, s, ctx := house(t)
	mine := buyer(ctx, "account-b")
	for _, c := range []struct {
		says, field string
		change      func(*tender.Form)
	}{
		{"a title", "title", func(f *tender.Form) { f.Title = "" }},
		{"a deadline", "deadline", func(f *tender.Form) { f.Deadline = "" }},
		{"a deadline in the future", "deadline", func(f *tender.Form) { f.Deadline = "2026-11-01T12:00" }},
		{"a trade", "trade", func(f *tender.Form) { f.Trade = "" }},
		{"lots or a reason", "no_lots_why", func(f *tender.Form) { f.NoLotsWhy = "" }},
		{"a language for offers", "languages", func(f *tender.Form) { f.Languages = nil }},
	} {
		t.Run(c.says, func(t *testing.T) {
			f := full()
			c.change(&f)
			draft, err := s.Draft(mine, f)
			if err != nil {
				t.Fatal(err)
			}
			_, err = s.Publish(mine, draft.ID)
			if p := problem.Of(err); p == nil || p.Fields[c.field].Key == "" {
				t.Errorf("published without it: %v", err)
			}
		})
	}
}

func TestAFormTellsWhatItCannotRead(t *testing.T) {
	_, s, ctx := house(t)
	f := full()
	f.Value, f.Deadline, f.Trade, f.CPV, f.City = "a lot", "soon", "", []string{"12"}, "atlantis"
	_, err := s.Draft(buyer(ctx, "account-b"), f)
	p := problem.Of(err)
	if p == nil {
		t.Fatalf("accepted: %v", err)
	}
	for _, field := range []string{"value", "deadline", "cpv", "city"} {
		if p.Fields[field].Key == "" {
			t.Errorf("nothing is said about %s: %v", field, p.Fields)
		}
	}
}

func TestOnlyTheirCityAndOnlyWhenVerified(t *testing.T) {
	_, s, ctx := house(t)
	f := full()
	f.City = "riga"
	if _, err := s.Draft(buyer(ctx, "b"), f); !problem.Is(err, problem.Invalid) {
		t.Errorf("a buyer of Ghent posts in Riga: %v", err)
	}
	waiting := actor.With(ctx, actor.Actor{ID: "b", Role: actor.Buyer, City: "ghent"})
	if _, err := s.Draft(waiting, full()); !problem.Is(err, problem.Forbidden) {
		t.Errorf("a buyer not yet verified posts: %v", err)
	}
	if _, err := s.Receive(buyer(ctx, "b"), release("o", "n", "1", now, "tender", nil)); !problem.Is(err, problem.Forbidden) {
		t.Errorf("a buyer imports: %v", err)
	}
}

func TestACrashBetweenNoticeAndTenderLeavesNoTrace(t *testing.T) {
	h, s, ctx := house(t)
	r := release("o", "n", "01", day(-1), "tender", nil)
	if _, err := s.Receive(ctx, r); err != nil {
		t.Fatal(err)
	}
	id := tender.IDOf("o")
	got, err := s.Get(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	// As if the process had died after the notice was kept.
	if err := h.DB.Delete(ctx, "tenders", id, got.Revision); err != nil {
		t.Fatal(err)
	}
	h.CatchUp()
	if again, err := s.Get(ctx, id); err != nil || again.Tender.Title["fi"] != "Koulujen siivous" {
		t.Errorf("%+v %v", again, err)
	}
}

func TestAQuestionIsAnsweredToAllAndTellsNotWhoAsked(t *testing.T) {
	_, s, ctx := house(t)
	mine := buyer(ctx, "account-b")
	draft, err := s.Draft(mine, full())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Publish(mine, draft.ID); err != nil {
		t.Fatal(err)
	}
	firm := actor.With(ctx, actor.Actor{ID: "account-f", Role: actor.Entrepreneur, Active: true})
	q, err := s.Ask(firm, draft.ID, "May we visit the school?")
	if err != nil {
		t.Fatal(err)
	}
	for _, stranger := range []context.Context{buyer(ctx, "account-other"), firm} {
		if _, err := s.Answer(stranger, q.ID, "Yes."); err == nil {
			t.Error("somebody else answers")
		}
	}
	if _, err := s.Answer(mine, q.ID, "Yes, on Monday."); err != nil {
		t.Fatal(err)
	}
	all, err := s.Questions(ctx, draft.ID)
	if err != nil || len(all) != 1 || all[0].Answer != "Yes, on Monday." {
		t.Fatalf("%+v %v", all, err)
	}
	if told, err := json.Marshal(all); err != nil || strings.Contains(string(told), "account-f") {
		t.Errorf("the answer tells who asked: %s %v", told, err)
	}
	if _, err := s.Receive(ctx, release("o", "n", "01", day(-1), "tender", nil)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Ask(firm, tender.IDOf("o"), "?"); !problem.Is(err, problem.Conflict) {
		t.Errorf("a contract of another portal is asked here: %v", err)
	}
	for range 6 {
		_, err = s.Ask(firm, draft.ID, "And now?")
	}
	if !problem.Is(err, problem.Invalid) {
		t.Errorf("a flood of questions: %v", err)
	}
}

func TestTheCheckSaysWhatTheIndexLacks(t *testing.T) {
	h, s, ctx := house(t)
	if _, err := s.Receive(ctx, release("o", "n", "01", day(-1), "tender", nil)); err != nil {
		t.Fatal(err)
	}
	h.CatchUp()
	check := s.Module(nil).Check
	if differs, err := check(ctx); err != nil || len(differs) != 0 {
		t.Fatalf("%v %v", differs, err)
	}
	id := tender.IDOf("o")
	if err := h.Search.Apply(ctx, "tenders", []search.Document{{ID: "tender-ghost"}}, []string{id}); err != nil {
		t.Fatal(err)
	}
	differs, err := check(ctx)
	if err != nil || len(differs) != 2 || !strings.Contains(strings.Join(differs, "\n"), id+" is stored and not in the index") {
		t.Errorf("%v %v", differs, err)
	}
}
