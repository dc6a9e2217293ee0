package outcome_test

import (
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
)

func TestABuyerPublishesAmendsAndCloses(t *testing.T) {
	s := tendertest.New(t)
	ctx := s.System
	mine := buyer(ctx, "account-b")
	begun, err := s.Drafts.Create(mine, full())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Tenders.Get(actor.With(ctx, actor.Actor{}), begun.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("a draft is seen by others: %v", err)
	}
	if _, err := s.Tenders.Own(buyer(ctx, "account-other"), begun.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("a draft is edited by others: %v", err)
	}
	published, err := s.Drafts.Publish(mine, begun.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	// Noon in Ghent is eleven o'clock UTC in winter.
	if published.Status(now) != tender.StatusOpen || !published.Deadline().Equal(time.Date(2026, 12, 20, 11, 0, 0, 0, time.UTC)) ||
		published.Tender.CPV[0] != "90919300" || len(published.Requirements()) != 4 {
		t.Errorf("published %+v", published.Tender)
	}
	if _, err := s.Drafts.Publish(mine, begun.ID, 0); !problem.Is(err, problem.Conflict) {
		t.Errorf("publishing twice: %v", err)
	}
	change := full()
	change.Deadline = "2026-12-30T12:00"
	edited, err := s.Drafts.Change(mine, begun.ID, published.Revision, change)
	if err != nil {
		t.Fatal(err)
	}
	if seen, err := s.Tenders.Get(actor.With(ctx, actor.Actor{}), begun.ID); err != nil || seen.Deadline().Day() != 20 {
		t.Errorf("an unpublished change is seen: %v %v", seen.Deadline(), err)
	}
	if _, err := s.Drafts.Change(mine, begun.ID, published.Revision, change); !problem.Is(err, problem.Conflict) || problem.Of(err).Current == nil {
		t.Errorf("a stale edit: %v", err)
	}
	if amended, err := s.Drafts.Publish(mine, begun.ID, 0); err != nil || len(amended.Notices) != 2 || amended.Deadline().Day() != 30 || edited.Draft == nil {
		t.Errorf("amended %+v %v", amended, err)
	}
	ended, err := s.Outcomes.Publish(mine, begun.ID, notice.Outcome{Kind: notice.Withdrawn, Reason: "The school closes."})
	if err != nil || ended.Status(now) != tender.StatusWithdrawn || ended.Outcome == nil {
		t.Errorf("ended %+v %v", ended, err)
	}
	if past, err := s.Tenders.Notices(ctx, begun.ID); err != nil || len(past) != 3 {
		t.Errorf("%d notices, %v", len(past), err)
	}
}
