package tender_test

import (
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
)

// What contradicts a contract and does not count is for staff alone; to all others it was never said.
func TestStaffAloneReadWhatDoesNotCount(t *testing.T) {
	s := tendertest.New(t)
	ctx := s.System
	s.Received(release("o", "n", "01", day(-9), "tender", nil))
	foreign := release("o", "f", "01", day(-8), "tenderAmendment", func(r *ocds.Release) {
		r.Buyer, r.Source.System, r.Tender.Title = ocds.Reference{Name: "Mallory Oy"}, "ocds", i18n.Text{"fi": "Kultaa"}
	})
	if _, err := s.Processes.Receive(ctx, foreign); err == nil {
		t.Fatal("a file without its source changes a contract")
	}
	id := tender.IDOf("o")
	for _, c := range []struct {
		who  actor.Actor
		want int
	}{{nobody, 1}, {firm, 1}, {gent, 1}, {person("c", actor.Caseworker, "helsinki"), 1}, {person("s", actor.Staff, "helsinki"), 2},
		{person("a", actor.Admin, ""), 2}} {
		past, err := s.Tenders.Notices(as(ctx, c.who), id)
		if err != nil || len(past) != c.want {
			t.Errorf("%q reads %d notices, want %d, %v", c.who.Role, len(past), c.want, err)
		}
	}
	if got, err := s.Tenders.Get(ctx, id); err != nil || got.Tender.Title["fi"] != "Koulujen siivous" || len(got.Notices) != 1 {
		t.Errorf("it counts: %+v %v", got.Tender.Title, err)
	}
}
