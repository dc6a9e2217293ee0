package tender_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/draft"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/tender/tendertest"
)

// harvested are the ids of the releases that a program reads page by page, as the Link header leads it.
func harvested(t *testing.T, site *moduletest.Site, path string) []string {
	t.Helper()
	var ids []string
	for path != "" {
		got := site.Get(nobody, path)
		if got.Status != http.StatusOK {
			t.Fatalf("%s: %d %s", path, got.Status, got.Body)
		}
		var page struct{ Releases []struct{ ID, Ocid string } }
		if err := json.Unmarshal([]byte(got.Body), &page); err != nil {
			t.Fatal(err)
		}
		if len(page.Releases) == 0 {
			t.Fatalf("%s: an empty package, which the standard does not know", path)
		}
		for _, r := range page.Releases {
			ids = append(ids, r.ID)
		}
		_, rest, more := strings.Cut(got.Header.Get("Link"), "/api/v1/ocds/")
		if path = ""; more {
			next, _, _ := strings.Cut(rest, ">")
			path = "/api/v1/ocds/" + next + "&size=2"
		}
	}
	slices.Sort(ids)
	return ids
}

// The standard knows no empty package: where nothing is published, a program is told so, and not that the service broke.
func TestWhereNothingIsPublishedThereIsNoPackage(t *testing.T) {
	l := tendertest.New(t)
	l.Drafted(as(l.System, gent), full())
	site := l.Pages()
	for _, path := range []string{"/api/v1/ocds/releases", "/api/v1/ocds/records/ocds-none"} {
		if got := site.Get(nobody, path); got.Status != http.StatusNotFound {
			t.Errorf("%s: %d %s", path, got.Status, got.Body)
		}
	}
	if got := site.Get(nobody, "/api/v1/ocds/releases?after=nonsense"); got.Status < 400 || got.Status >= 500 {
		t.Errorf("a token that was never given: %d", got.Status)
	}
}

// A program that follows the links gets every notice that counts once, and none that does not count: the notice of a
// source without authority stays with the staff, however many of them stand in a row.
func TestAHarvesterGetsWhatCounts(t *testing.T) {
	l := tendertest.New(t)
	var want []string
	for i := range 3 {
		r := release(fmt.Sprint("ocds-", i), fmt.Sprint("n", i), "01", day(-9), "tender", nil)
		l.Received(r)
		want = append(want, r.ID)
	}
	for i := range 9 { // somebody else's words on the first
		foreign := release("ocds-0", fmt.Sprint("f", i), "01", day(-8), "tenderAmendment", func(r *ocds.Release) {
			r.Buyer, r.Source.System = ocds.Reference{Name: "Mallory Oy"}, "ocds" // a file without its source
		})
		if _, err := l.Processes.Receive(l.System, foreign); err == nil {
			t.Fatal("a foreign source changes a contract")
		}
	}
	site := l.Pages()
	for _, size := range []string{"1", "2", "1000"} {
		if got := harvested(t, site, "/api/v1/ocds/releases?size="+size); !slices.Equal(got, want) {
			t.Errorf("pages of %s: %v, want %v", size, got, want)
		}
	}
	exported := 0
	for r, err := range l.Tenders.Releases(l.System) {
		if err != nil || r.Buyer.Name == "Mallory Oy" {
			t.Errorf("exported %s of %s, %v", r.ID, r.Buyer.Name, err)
		}
		exported++
	}
	if exported != len(want) {
		t.Errorf("%d exported, want %d", exported, len(want))
	}
}

// A record says everything that was published of a contract, and what it comes to.
func TestARecordSaysWhatWasPublishedAndWhatItComesTo(t *testing.T) {
	l := tendertest.New(t)
	mine := as(l.System, gent)
	of := l.Published(mine, full())
	if _, err := l.Drafts.Change(mine, of.ID, of.Revision, with(func(f *draft.Form) { f.Deadline = "2026-12-28T12:00" })); err != nil {
		t.Fatal(err)
	}
	l.Clock = day(1)
	if _, err := l.Drafts.Publish(mine, of.ID, 0); err != nil {
		t.Fatal(err)
	}
	got := l.Pages().Get(nobody, "/api/v1/ocds/records/"+of.OCID)
	var record struct {
		Records []struct {
			Ocid            string
			Releases        []struct{ Tag []string }
			CompiledRelease struct {
				Tag    []string
				Tender struct{ TenderPeriod struct{ EndDate string } }
			}
		}
	}
	if err := json.Unmarshal([]byte(got.Body), &record); err != nil || got.Status != http.StatusOK || len(record.Records) != 1 {
		t.Fatalf("%d %v %s", got.Status, err, got.Body)
	}
	r := record.Records[0]
	if r.Ocid != of.OCID || len(r.Releases) != 2 || r.Releases[0].Tag[0] != "tender" || r.Releases[1].Tag[0] != "tenderAmendment" ||
		r.CompiledRelease.Tag[0] != "compiled" ||
		!strings.HasPrefix(r.CompiledRelease.Tender.TenderPeriod.EndDate, "2026-12-28") {
		t.Errorf("%+v", r)
	}
	for _, private := range []string{gent.ID, "Draft", "draft"} {
		if strings.Contains(got.Body, private) {
			t.Errorf("the record tells %q", private)
		}
	}
}
