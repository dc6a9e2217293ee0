package interest_test

import (
	"testing"

	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
)

// A firm that followed two tenders that turn out to be one keeps the stronger of its words and the earlier days,
// whichever of the two was first.
func TestAFirmThatFollowedBothKeepsTheEarlierDay(t *testing.T) {
	for _, c := range []struct {
		says             string
		declares         [2]bool // at the first plan, at the second
		days             [2]int
		since, declareOn int
	}{
		{"it followed the first, then declared at the second", [2]bool{false, true}, [2]int{0, 2}, 0, 2},
		{"it declared at the second, then followed the first", [2]bool{false, true}, [2]int{2, 0}, 0, 0},
		{"it followed the second, then declared at the first", [2]bool{true, false}, [2]int{2, 0}, 0, 2},
		{"it declared at the first, then followed the second", [2]bool{true, false}, [2]int{0, 2}, 0, 0},
		{"it declared at both", [2]bool{true, true}, [2]int{2, 0}, 0, 0},
	} {
		t.Run(c.says, func(t *testing.T) {
			l := tendertest.New(t)
			for i, plan := range []string{"plan", "plan2"} {
				l.Received(release("ocds-eforms-"+plan, plan, "01", day(-60+i), "planning", nil))
			}
			for day0 := range 3 {
				for i, plan := range []string{"plan", "plan2"} {
					if l.Clock = day(day0); c.days[i] == day0 {
						l.Follows(firm, tender.IDOf("ocds-eforms-"+plan), c.declares[i])
					}
				}
			}
			l.Clock = day(5)
			got := l.Received(call(func(r *ocds.Release) { r.Related, r.Date = []string{"plan", "plan2"}, day(5) }))
			mine, err := l.Interests.ListOwn(as(l.System, firm))
			if err != nil || len(mine) != 1 || mine[0].TenderID != got.ID {
				t.Fatalf("%+v %v", mine, err)
			}
			if i := mine[0]; !i.Declared || !i.Since.Equal(day(c.since)) || !i.DeclaredOn.Equal(day(c.declareOn)) {
				t.Errorf("declared %v, since %s, declared on %s, want day %d and day %d", i.Declared, i.Since, i.DeclaredOn, c.since, c.declareOn)
			}
		})
	}
}
