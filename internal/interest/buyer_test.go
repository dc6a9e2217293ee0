package interest_test

import (
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/tender/tendertest"
)

// What is published of an outcome is what everyone reads; the firms that only followed are on no page.
func TestWhoFollowedIsOnNoPage(t *testing.T) {
	l := tendertest.New(t)
	open := l.Published(as(l.System, gent), full())
	l.Follows(person("Quiet Ltd", actor.Entrepreneur, "ghent"), open.ID, false)
	l.Follows(person("Keen Ltd", actor.Entrepreneur, "ghent"), open.ID, true)
	l.CatchUp()
	site := l.Pages()
	for says, who := range map[string]actor.Actor{"nobody": nobody, "another firm": firm, "another buyer": person("other", actor.Buyer, "ghent"),
		"staff": person("s", actor.Staff, "ghent"), "the buyer": gent} {
		for _, path := range []string{"/tenders/" + open.ID, "/api/v1/tenders/" + open.ID, "/tenders/mine", "/api/v1/ocds/releases"} {
			if got := site.Get(who, path); strings.Contains(got.Body, "Quiet Ltd") || strings.Contains(got.Body, "account-Keen") || says != "the buyer" &&
				strings.Contains(got.Body, "Keen Ltd") {
				t.Errorf("%s at %s reads who follows", says, path)
			}
		}
	}
	own := site.Get(gent, "/api/v1/tenders/mine")
	if !strings.Contains(own.Body, `"interested":1`) || !strings.Contains(own.Body, `"total":1`) {
		t.Errorf("the buyer's list: %s", own.Body)
	}
}
