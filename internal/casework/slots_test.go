package casework_test

import (
	"errors"
	"testing"

	"citiesgrow/internal/casework"
	"citiesgrow/internal/casework/caseworktest"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/report"
	"citiesgrow/internal/store/storetest"
)

// Wherever the process is killed while a report is filed or a case is split, each case of the queue can be opened.
func TestNoCaseIsWithoutItsKeySlots(t *testing.T) {
	var db *storetest.Fragile
	h := caseworktest.New(t, func(h *moduletest.House) { db = storetest.NewFragile(h.DB, 1000); h.DB = db })
	h.Filed(caseworktest.Form("Two matters."))
	whole := h.First(h.Mia).ID
	for name, make := range map[string]func() error{
		"filed": func() error {
			_, err := h.File(t.Context(), caseworktest.Form("x"))
			return err
		},
		"split": func() error {
			_, err := h.Split(h.Mia, whole, casework.SplitForm{What: "The second."})
			return err
		},
	} {
		before, _ := h.Queued(h.Mia, report.State(""))
		kills := 0
		for db.Takes(0); ; db.Takes(kills) {
			err := make()
			db.Takes(1000)
			if err == nil {
				break
			}
			if kills++; !errors.Is(err, storetest.ErrPower) || kills > 9 {
				t.Fatalf("%s: %v after %d kills", name, err, kills)
			}
			all, _, err := h.Queue(h.Mia, "", "")
			h.Must(err)
			for _, r := range all {
				if _, err := h.Open(h.Mia, r.ID, false); err != nil {
					t.Errorf("%s, killed after %d writes: %v", name, kills-1, err)
				}
			}
		}
		if after, _ := h.Queued(h.Mia, report.State("")); kills < 2 || len(after) != len(before)+1 {
			t.Errorf("%s: %d kills, %d cases where %d were", name, kills, len(after), len(before))
		}
	}
}
