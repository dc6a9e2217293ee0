package intake_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/intake"
	"citiesgrow/internal/testdata"
	"citiesgrow/search"
)

var folders = []string{"eforms-real", "eforms-converted-from-ted", "eforms-sdk-examples", "ted/xml", "ocds"}

// Every notice of the test data is accepted once, and a second import changes nothing.
func TestTheDataIsImportedOnce(t *testing.T) {
	h := open(t)
	for _, second := range []bool{false, true} {
		for _, folder := range folders {
			start := time.Now()
			job := h.bring(t, testdata.Dir(t, folder))
			sum := job.Summary
			t.Logf("%-26s %4d read %4d new %4d updated %4d unchanged %3d rejected %3d skipped  %v", folder, sum.Read, sum.New, sum.Updated, sum.Unchanged,
				sum.Rejected, sum.Skipped, time.Since(start).Round(time.Millisecond))
			if !second {
				reasons(t, job)
			}
			if sum.Read != sum.New+sum.Updated+sum.Unchanged+sum.Rejected {
				t.Errorf("%s: the sum is wrong: %+v", folder, sum)
			}
			// 11 of the OCDS files are schema files, and 2 have the ocid of another buyer's contract.
			if rejected := map[string]int{"ocds": 13, "eforms-sdk-examples": 7}[folder]; sum.Rejected != rejected || sum.Read < 45 {
				t.Errorf("%s: %d of %d rejected, want %d", folder, sum.Rejected, sum.Read, rejected)
			}
			if second && sum.New+sum.Updated > 0 {
				t.Errorf("%s: the second import brought %d new and %d updated", folder, sum.New, sum.Updated)
			}
			if job.Running() || job.Error != "" {
				t.Errorf("%s: the import is not over: %+v", folder, job)
			}
		}
	}
	if err := h.feed.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	found, err := h.kit.Search.Search(t.Context(), search.Query{Kind: "tenders", Words: "cleaning"})
	if err != nil || found.Total == 0 {
		t.Errorf("nothing that was imported is found: %+v, %v", found, err)
	}
}

var varying = regexp.MustCompile(`\d+`)

// reasons logs the reasons of rejections, grouped.
func reasons(t *testing.T, job *intake.Job) {
	t.Helper()
	groups := map[string][]string{}
	for _, r := range job.Rejections {
		reason := varying.ReplaceAllString(r.Reason, "N")
		groups[reason] = append(groups[reason], r.File[strings.LastIndex(r.File, "/")+1:])
		if r.File == "" || r.Reason == "" {
			t.Errorf("a rejection without a file or a reason: %+v", r)
		}
	}
	for _, reason := range slices.Sorted(maps.Keys(groups)) {
		t.Logf("    %d × %s (%s …)", len(groups[reason]), reason, groups[reason][0])
	}
}
