package notice_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
)

func TestNoticesInAnyOrderGiveTheSameTender(t *testing.T) {
	first := release("ocds-1", "n1", "01", day(-30), "tender", nil)
	later := release("ocds-1", "n1", "02", day(-20), "tenderAmendment", func(r *ocds.Release) { r.Tender.Deadline = day(40); r.Tender.Title = nil })
	award := release("ocds-1", "n2", "01", day(-1), "award", func(r *ocds.Release) {
		r.Tender = &ocds.Tender{Title: i18n.Text{"fi": "Jälki-ilmoitus"}}
		r.Awards = []ocds.Award{{ID: "a", Status: "active", Suppliers: []ocds.Reference{{ID: "s", Name: "Siivous Oy"}}}}
	})
	for _, order := range [][]*ocds.Release{{first, later}, {later, first}, {first, later, award}, {award, later, first}} {
		s := tendertest.New(t)
		ctx := s.System
		var id string
		for _, r := range order {
			got, err := s.Processes.Receive(ctx, r)
			if err != nil {
				t.Fatal(err)
			}
			id = got.TenderID
		}
		got, err := s.Tenders.Get(ctx, id)
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

func TestTheHistoryTellsWhatChanged(t *testing.T) {
	s := tendertest.New(t)
	ctx := s.System
	for _, r := range []*ocds.Release{
		release("o", "n", "01", day(-9), "tender", nil),
		release("o", "n", "02", day(-8), "tenderAmendment", func(r *ocds.Release) { r.Tender.Deadline = day(30) }),
	} {
		if _, err := s.Processes.Receive(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	past, err := s.Tenders.Notices(ctx, tender.IDOf("o"))
	if err != nil {
		t.Fatal(err)
	}
	versions := notice.History(past)
	if len(versions) != 2 || len(versions[1].Changes) != 1 || versions[1].Changes[0].Field != "deadline" ||
		!versions[1].Changes[0].New.(time.Time).Equal(day(30)) {
		t.Errorf("versions %+v", versions)
	}
}

// A history says what each notice changed, in the order of publication, whatever order they came in.
func TestAHistoryIsInTheOrderOfPublication(t *testing.T) {
	s := tendertest.New(t)
	ctx := s.System
	at := func(version string, n int, title string) *ocds.Release {
		return release("o", "n", version, day(n), "tenderUpdate", func(r *ocds.Release) { r.Tender.Title = i18n.Text{"fi": title} })
	}
	for _, r := range []*ocds.Release{at("02", -8, "Toinen"), at("01", -9, "Ensimmäinen"), at("03", -7, "Kolmas")} {
		if _, err := s.Processes.Receive(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	past, err := s.Tenders.Notices(ctx, tender.IDOf("o"))
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, v := range notice.History(past) {
		line := v.Notice.Release.Source.Version
		for _, c := range v.Changes {
			line += fmt.Sprint(" ", c.Field, ": ", c.Old, " to ", c.New)
		}
		told = append(told, line)
	}
	if want := []string{"01", "02 title: Ensimmäinen to Toinen", "03 title: Toinen to Kolmas"}; !slices.Equal(told, want) {
		t.Errorf("%q, want %q", told, want)
	}
}
