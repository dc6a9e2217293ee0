package notice_test

import (
	"slices"
	"testing"

	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
)

// A notice that an earlier version wrote has one reason, at the awards of the outcome's own kind
// alone: it is read as it was said, and no other lot is given that reason.
func TestOlderOutcomesAreRead(t *testing.T) {
	h := moduletest.New(t)
	older := func(tag string, change func(*ocds.Release)) *notice.Notice {
		r := ocds.Release{OCID: "ocds-old", ID: "ocds-old-" + tag, Tags: []string{tag}, Date: now, Language: "en",
			Source: ocds.Source{System: notice.Here, NoticeID: "ocds-old", Version: "02"},
			Tender: &ocds.Tender{Lots: []ocds.Lot{{ID: "LOT-0001"}, {ID: "LOT-0002"}, {ID: "LOT-0003"}}}}
		change(&r)
		return &notice.Notice{Meta: record.Meta{ID: "notice-" + tag}, Release: r}
	}
	decided := notice.Compile([]*notice.Notice{older("award", func(r *ocds.Release) {
		r.Awards = []ocds.Award{{ID: "award-1", Status: "active", Lots: []string{"LOT-0001"}, Suppliers: []ocds.Reference{{Name: "Four Brooms"}},
			Reason: "Best price."},
			{ID: "award-2", Status: "unsuccessful", Lots: []string{"LOT-0002"}}}
		r.Tender.Lots[2].Status = "cancelled"
	})}, h.Taxonomy)
	if got := reasonsOf(&decided); !slices.Equal(got, []string{"Best price.", "Best price.", "", ""}) {
		t.Errorf("reasons %q", got)
	}
	withdrawn := notice.Compile([]*notice.Notice{older("tenderCancellation", func(r *ocds.Release) {
		r.Tender.Status, r.Changes = "cancelled", []ocds.Amendment{{Reason: "No money."}}
	})}, h.Taxonomy)
	if o := withdrawn.Outcome; o.Kind != notice.Withdrawn || o.Reason != "No money." || len(o.Lots) != 0 || withdrawn.Reason != "No money." {
		t.Errorf("%+v, %q", o, withdrawn.Reason)
	}
}

// reasonsOf are the reasons of an outcome: of the whole, then of each lot in the order of the lots.
func reasonsOf(c *notice.Compiled) []string {
	all := []string{c.Outcome.Reason}
	for _, l := range c.Tender.Lots {
		for _, one := range c.Outcome.Lots {
			if one.Lot == l.ID {
				all = append(all, one.Reason)
			}
		}
	}
	return all
}
