package tender_test

import (
	"strings"
	"testing"

	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
	"citiesgrow/search"
)

func TestStatusFollowsFromDates(t *testing.T) {
	for _, c := range []struct {
		says string
		t    tender.Tender
		want tender.Status
	}{
		{"nothing published is a draft", tender.Tender{}, tender.StatusDraft},
		{"before the deadline it is open",
			tender.Tender{Compiled: notice.Compiled{Stage: notice.Competing, Content: notice.Content{Tender: ocds.Tender{Deadline: day(1)}}}}, tender.StatusOpen},
		{"at the deadline it is closed",
			tender.Tender{Compiled: notice.Compiled{Stage: notice.Competing, Content: notice.Content{Tender: ocds.Tender{Deadline: now}}}}, tender.StatusClosed},
		{"a lot that ends later keeps it open", tender.Tender{Compiled: notice.Compiled{Stage: notice.Competing,
			Content: notice.Content{Tender: ocds.Tender{Deadline: day(-1), Lots: []ocds.Lot{{Deadline: day(2)}}}}}}, tender.StatusOpen},
		{"without a deadline it is open for a while",
			tender.Tender{Compiled: notice.Compiled{Stage: notice.Competing, Amended: day(-10)}}, tender.StatusOpen},
		{"and not for ever", tender.Tender{Compiled: notice.Compiled{Stage: notice.Competing, Amended: day(-61)}}, tender.StatusClosed},
		{"an award ends it before its deadline",
			tender.Tender{Compiled: notice.Compiled{Stage: notice.Awarded, Content: notice.Content{Tender: ocds.Tender{Deadline: day(1)}}}}, tender.StatusAwarded},
	} {
		t.Run(c.says, func(t *testing.T) {
			if got := c.t.Status(now); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestTheCheckSaysWhatTheIndexLacks(t *testing.T) {
	s := tendertest.New(t)
	h, ctx := s, s.System
	if _, err := s.Processes.Receive(ctx, release("o", "n", "01", day(-1), "tender", nil)); err != nil {
		t.Fatal(err)
	}
	h.CatchUp()
	check := s.Tenders.Handlers(tendertest.NoFirm{}, s.Interests, s.Questions).Module().Check
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
