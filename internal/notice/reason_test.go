package notice_test

import (
	"testing"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
)

func TestTheReasonOfAWithdrawalIsTheBuyers(t *testing.T) {
	s := tendertest.New(t)
	back := call(nil)
	back.Source.NoticeID, back.Date, back.Replaces, back.Tags = "cn2", day(-30), "cn", []string{"tenderCancellation"}
	back.Changes = []ocds.Amendment{{Reason: "cancel", Description: i18n.Text{"fi": "Rahaa ei ole."}}}
	if got := s.Received(call(nil), back); got.Status(now) != tender.StatusWithdrawn || got.Reason != "Rahaa ei ole." {
		t.Errorf("%s, %q", got.Status(now), got.Reason)
	}
}

// A notice says what it changes (BT-141) and why (BT-762): the reason is why.
func TestTheReasonOfAWithdrawalIsWhyNotWhat(t *testing.T) {
	what, why := i18n.Text{"fi": "Ilmoitus perutaan."}, i18n.Text{"fi": "Rahat loppuivat."}
	for says, c := range map[string]struct {
		changes []ocds.Amendment
		want    string
	}{
		"both are given":             {[]ocds.Amendment{{Reason: "cancel", Description: what, Why: why}}, "Rahat loppuivat."},
		"why stands in the last one": {[]ocds.Amendment{{Reason: "cancel", Description: what}, {Reason: "cancel", Description: what, Why: why}}, "Rahat loppuivat."},
		"only one is given":          {[]ocds.Amendment{{Reason: "cancel", Description: what}}, "Ilmoitus perutaan."},
		"a correction is none":       {[]ocds.Amendment{{Section: "outcome", Description: what}, {Reason: "cancel", Description: why}}, "Rahat loppuivat."},
		"another change has another": {[]ocds.Amendment{{Reason: "cancel", Description: what}, {Reason: "cor-buy", Why: why}}, "Ilmoitus perutaan."},
	} {
		s := tendertest.New(t)
		ctx := s.System
		if _, err := s.Processes.Receive(ctx, release("o", "n", "01", day(-9), "tender", nil)); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Processes.Receive(ctx, release("o", "n", "02", day(-8), "tenderCancellation", func(r *ocds.Release) { r.Changes = c.changes })); err != nil {
			t.Fatal(err)
		}
		got, err := s.Tenders.Get(ctx, tender.IDOf("o"))
		if err != nil {
			t.Fatal(err)
		}
		if got.Stage != notice.Withdrawn || got.Reason != c.want {
			t.Errorf("%s: %s because %q, want %q", says, got.Stage, got.Reason, c.want)
		}
	}
}
