package process_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
)

func TestOnlyTheSourceOfAContractChangesIt(t *testing.T) {
	forged := `"buyer":{"id":"x","name":"%s"},"awards":[{"id":"a","status":"active","suppliers":[{"id":"s","name":"Mallory Ltd"}]}]`
	feed := func(r []*ocds.Release, name string) []*ocds.Release {
		for _, one := range r {
			one.Source.Feed = name
		}
		return r
	}
	fromHere := func(t *testing.T, s *tendertest.Market, ctx context.Context) string {
		mine := buyer(ctx, "account-b")
		begun, err := s.Drafts.Create(mine, full())
		if err != nil {
			t.Fatal(err)
		}
		published, err := s.Drafts.Publish(mine, begun.ID, 0)
		if err != nil {
			t.Fatal(err)
		}
		return published.OCID
	}
	imported := func(name string) func(*testing.T, *tendertest.Market, context.Context) string {
		return func(t *testing.T, s *tendertest.Market, ctx context.Context) string {
			s.Received(feed(releasesOf(t, "ocds-zz0003-1", [3]string{"01", "tender", called}), name)...)
			return "ocds-zz0003-1"
		}
	}
	fromTED := func(t *testing.T, s *tendertest.Market, ctx context.Context) string {
		s.Received(release("ocds-eforms-q", "q", "01", day(-9), "tender", nil))
		return "ocds-eforms-q"
	}
	for _, c := range []struct {
		says   string
		known  func(*testing.T, *tendertest.Market, context.Context) string
		source string
		buyer  string
		taken  bool
	}{
		{"what was posted here, by its buyer alone", fromHere, "", "Stad Gent", false},
		{"also not by a source with a name", fromHere, "ghent-portal", "Stad Gent", false},
		{"what came from a file, by a file", imported(""), "", "Gmina Sopot", true},
		{"but not for another buyer", imported(""), "", "Kancelaria Mallory", false},
		{"what came from a source, by that source", imported("ezamowienia"), "ezamowienia", "Gmina Sopot", true},
		{"by another source for the same buyer", imported("ezamowienia"), "platforma", "Gmina Sopot", true},
		{"not by another source for another buyer", imported("ezamowienia"), "platforma", "Kancelaria Mallory", false},
		{"not by a file without a source", imported("ezamowienia"), "", "Gmina Sopot", false},
		{"what TED published, not by a file", fromTED, "", "Helsingin kaupunki", false},
		{"but by a national portal for the same buyer", fromTED, "hilma", "Helsingin kaupunki", true},
	} {
		t.Run(c.says, func(t *testing.T) {
			s := tendertest.New(t)
			ctx := s.System
			ocid := c.known(t, s, ctx)
			before, err := s.Tenders.Get(ctx, tender.IDOf(ocid))
			if err != nil {
				before, err = s.Tenders.Get(ctx, "tender-"+strings.TrimPrefix(ocid, "ocds-citiesgrow-"))
			}
			if err != nil {
				t.Fatal(err)
			}
			r := feed(releasesOf(t, ocid, [3]string{"20", "award", fmt.Sprintf(forged, c.buyer)}), c.source)[0]
			r.ID, r.Source.NoticeID = "forged", ocid+"/forged"
			for range 2 { // a second attempt is rejected as well
				_, err = s.Processes.Receive(ctx, r)
				if (err == nil) != c.taken || err != nil && !problem.Is(err, problem.Invalid) {
					t.Fatalf("taken %v: %v", c.taken, err)
				}
			}
			after, err := s.Tenders.Get(ctx, before.ID)
			if err != nil {
				t.Fatal(err)
			}
			if won := len(after.Awards) > 0; won != c.taken || after.Buyer.Name != before.Buyer.Name && !c.taken {
				t.Errorf("awards %v, buyer %q", after.Awards, after.Buyer.Name)
			}
			for r, err := range s.Tenders.Releases(ctx) {
				if err != nil || r.ID == "forged" && !c.taken {
					t.Errorf("the export has %s, %v", r.ID, err)
				}
			}
			for who, want := range map[actor.Role]bool{"": c.taken, actor.Staff: true} {
				seen, err := s.Tenders.Notices(actor.With(t.Context(), actor.Actor{ID: string(who), Role: who, Active: true}), before.ID)
				if err != nil || slices.ContainsFunc(seen, func(n *notice.Notice) bool { return n.Release.ID == "forged" }) != want {
					t.Errorf("%q sees %d notices, %v", who, len(seen), err)
				}
			}
		})
	}
}
