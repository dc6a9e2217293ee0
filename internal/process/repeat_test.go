package process_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/process"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
)

func TestTheSameNumberWithOtherContentIsAFurtherPublication(t *testing.T) {
	s := tendertest.New(t)
	ctx := s.System
	first, longer := releasesOf(t, "ocds-zz0004-1", [3]string{"01", "tender", called}),
		releasesOf(t, "ocds-zz0004-1", [3]string{"05", "tenderAmendment", strings.ReplaceAll(called, "2027-02-", "2027-03-")})
	s.Received(first...)
	for i, want := range []process.Result{process.Updated, process.Unchanged} {
		got, err := s.Processes.Receive(ctx, longer[0])
		if err != nil || got.Result != want || (len(got.Remarks) > 0) != (i == 0) {
			t.Errorf("time %d: %+v, %v", i+1, got, err)
		}
	}
	if got := s.Received(first...); got.Deadline().Format("2006-01-02") != "2027-03-20" || len(got.Notices) != 2 {
		t.Errorf("%s, %d notices", got.Deadline(), len(got.Notices))
	}
}

func TestReceivingTwiceChangesNothing(t *testing.T) {
	s := tendertest.New(t)
	ctx := s.System
	r := release("ocds-1", "n1", "01", day(-3), "tender", nil)
	for i, want := range []process.Result{process.Created, process.Unchanged, process.Unchanged} {
		got, err := s.Processes.Receive(ctx, r)
		if err != nil || got.Result != want {
			t.Fatalf("time %d: %s %v, want %s", i+1, got.Result, err, want)
		}
	}
	if got, err := s.Processes.Receive(ctx, release("ocds-1", "n1", "02", day(-2), "tenderAmendment", nil)); err != nil || got.Result != process.Updated {
		t.Errorf("the next version: %s %v", got.Result, err)
	}
	past, err := s.Tenders.Notices(ctx, tender.IDOf("ocds-1"))
	if err != nil || len(past) != 2 {
		t.Errorf("%d notices %v", len(past), err)
	}
}

func TestACrashBetweenNoticeAndTenderLeavesNoTrace(t *testing.T) {
	s := tendertest.New(t)
	h, ctx := s, s.System
	r := release("o", "n", "01", day(-1), "tender", nil)
	if _, err := s.Processes.Receive(ctx, r); err != nil {
		t.Fatal(err)
	}
	id := tender.IDOf("o")
	got, err := s.Tenders.Get(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	// This simulates a crash after the notice was stored.
	if err := h.DB.Delete(ctx, "tenders", id, got.Revision); err != nil {
		t.Fatal(err)
	}
	h.CatchUp()
	if again, err := s.Tenders.Get(ctx, id); err != nil || again.Tender.Title["fi"] != "Koulujen siivous" {
		t.Errorf("%+v %v", again, err)
	}
}

// Only the system and administrators can import notices.
func TestWhoBringsNotices(t *testing.T) {
	s := tendertest.New(t)
	ctx := s.System
	for i, role := range append(actor.Roles(), actor.System) {
		r := release(fmt.Sprint("o", i), fmt.Sprint("n", i), "01", day(-9), "tender", nil)
		_, err := s.Processes.Receive(as(ctx, person("x", role, "")), r)
		if may := role == actor.Admin || role == actor.System; (err == nil) != may {
			t.Errorf("%s brings a notice: %v", role, err)
		}
	}
	if _, err := s.Processes.Receive(as(ctx, nobody), release("o", "n", "01", day(-9), "tender", nil)); err == nil {
		t.Error("nobody brings a notice")
	}
}

// A notice with a future date is accepted, and the report of the import has a remark. Two days are tolerated for time zones and
// advance publication.
func TestANoticeOfTheFutureIsRemarked(t *testing.T) {
	s := tendertest.New(t)
	ctx := s.System
	for _, c := range []struct {
		at       time.Time
		remarked bool
	}{{day(2), false}, {day(2).Add(time.Second), true}} {
		id := c.at.String()
		got, err := s.Processes.Receive(ctx, release(id, id, "01", c.at, "tender", nil))
		if err != nil || (len(got.Remarks) > 0) != c.remarked {
			t.Errorf("%s: %+v %v", c.at, got.Remarks, err)
		}
	}
	bare := release("bare", "bare", "01", day(-1), "tender", func(r *ocds.Release) { r.Tender.Title, r.Buyer = nil, ocds.Reference{} })
	if got, err := s.Processes.Receive(ctx, bare); err != nil || len(got.Remarks) != 2 || got.Result != process.Created {
		t.Errorf("a notice without title and buyer: %+v %v", got, err)
	}
}
