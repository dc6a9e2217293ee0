package notice_test

import (
	"fmt"
	"strings"
	"testing"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
)

func TestLotsAreCancelledAwardedAndUnsuccessfulByThemselves(t *testing.T) {
	open := func(r *ocds.Release) {
		r.Tender.Deadline = day(20)
		for i := range r.Tender.Lots {
			r.Tender.Lots[i].Deadline = day(20 + i)
		}
	}
	takeBack := func(lots ...int) *ocds.Release {
		r := call(open)
		r.Source.NoticeID, r.ID, r.Date, r.Replaces = "cn2", "cn2", day(-30), "cn"
		r.Tags = []string{"tenderAmendment"}
		for _, i := range lots {
			r.Tender.Lots[i].Status = "cancelled"
			r.Changes = append(r.Changes, ocds.Amendment{Section: r.Tender.Lots[i].ID, Reason: "cancel", Description: i18n.Text{"fi": "Koulu suljetaan."}})
		}
		return r
	}
	correctedAgain := takeBack()
	correctedAgain.Source.NoticeID, correctedAgain.ID, correctedAgain.Date, correctedAgain.Replaces = "cn3", "cn3", day(-20), "cn2"
	lost := award("an1", day(-5), "LOT-0001", "", "", 0)
	lost.Awards = []ocds.Award{{ID: "RES-0001", Status: "unsuccessful", Lots: []string{"LOT-0001"}}}
	none := award("an3", day(-4), "LOT-0001", "", "", 0)
	none.Tender.Lots, none.Awards = nil, []ocds.Award{{ID: "RES-0001", Status: "unsuccessful"}}
	whole := func(states ...string) *ocds.Release {
		r := award("an4", day(-4), "LOT-0001", "Yksi Oy", "", 0)
		r.Tender.Lots, r.Awards = nil, nil
		for i, status := range states {
			a := ocds.Award{ID: fmt.Sprintf("RES-%04d", i+1), Status: status}
			if status == "active" {
				a.Suppliers = []ocds.Reference{{ID: "ORG-0002", Name: "Yksi Oy"}}
			}
			r.Awards = append(r.Awards, a)
		}
		return r
	}
	later := award("an5", day(-2), "LOT-0002", "Kaksi Oy", "", 1)
	pending := award("an1", day(-5), "LOT-0001", "", "", 0)
	pending.Awards = []ocds.Award{{ID: "RES-0001", Status: "pending", Lots: []string{"LOT-0001"}}}
	annulled := award("an1", day(-5), "LOT-0001", "Yksi Oy", "micro", 500_00)
	annulled.Awards[0].Status = "cancelled"
	for _, c := range []struct {
		says  string
		order []*ocds.Release
		want  string
	}{
		{"one lot cancelled leaves the other open", []*ocds.Release{call(open), takeBack(1)}, "open  cancelled"},
		{"and the last day is that of the open lot", []*ocds.Release{call(open), takeBack(1), correctedAgain}, "open  cancelled"},
		{"all lots cancelled take the whole back", []*ocds.Release{call(open), takeBack(0, 1)}, "withdrawn cancelled cancelled"},
		{"a lot without a winner leaves the other open", []*ocds.Release{call(open), lost}, "open unsuccessful "},
		{"a decision about the whole that nobody won", []*ocds.Release{call(open), none}, "unsuccessful unsuccessful unsuccessful"},
		{"a decision about the whole after one about a lot", []*ocds.Release{call(open), lost, none}, "unsuccessful unsuccessful unsuccessful"},
		{"a winner of a lot after nobody won the whole", []*ocds.Release{call(open), none, later}, "awarded unsuccessful complete"},
		{"a decision about the whole that somebody won", []*ocds.Release{call(open), whole("active")}, "awarded complete complete"},
		{"nobody won, beside what is pending", []*ocds.Release{call(open), whole("pending", "unsuccessful")}, "unsuccessful unsuccessful unsuccessful"},
		{"nobody won, beside what was annulled", []*ocds.Release{call(open), whole("cancelled", "unsuccessful")}, "unsuccessful unsuccessful unsuccessful"},
		{"somebody won and nobody won, of which lot is not said", []*ocds.Release{call(open), whole("active", "unsuccessful")}, "awarded  "},
		{"a part that nobody won, and a winner of the rest", []*ocds.Release{call(open), lost, whole("active")}, "awarded unsuccessful complete"},
		{"a part that is pending beside a whole that nobody won", []*ocds.Release{call(open), pending, none}, "open  unsuccessful"},
		{"a decision about the whole that was annulled", []*ocds.Release{call(open), whole("cancelled")}, "open  "},
		{"a lot without a winner beside one with", []*ocds.Release{call(nil), lost, award("an2", day(-3), "LOT-0002", "Kaksi Oy", "", 1)},
			"awarded unsuccessful complete"},
		{"an award that was annulled is none", []*ocds.Release{call(nil), annulled}, "closed  "},
	} {
		t.Run(c.says, func(t *testing.T) {
			s := tendertest.New(t)
			got := s.Received(c.order...)
			if text := fmt.Sprint(got.Status(now), " ", got.Tender.Lots[0].Status, " ", got.Tender.Lots[1].Status); text != c.want {
				t.Errorf("got %q, want %q", text, c.want)
			}
			if strings.HasPrefix(c.want, "open") && got.Tender.Lots[1].Status == "cancelled" && !got.Deadline().Equal(day(20)) {
				t.Errorf("the deadline %s is that of the cancelled lot", got.Deadline())
			}
		})
	}
}

func TestACancelledLotThatGoesOnIsOpen(t *testing.T) {
	s := tendertest.New(t)
	change := func(id string, n int, replaces, reason string) *ocds.Release {
		return call(func(r *ocds.Release) {
			r.Source.NoticeID, r.ID, r.Date, r.Replaces, r.Tags = id, id, day(-n), replaces, []string{"tenderAmendment"}
			r.Tender.Deadline, r.Tender.Lots[0].Deadline, r.Tender.Lots[1].Deadline = day(20), day(20), day(20)
			if reason == "cancel" {
				r.Tender.Lots[1].Status = "cancelled"
			}
			r.Changes = []ocds.Amendment{{Section: "LOT-0002", Reason: reason}}
		})
	}
	got := s.Received(call(nil), change("c2", 30, "cn", "cancel"), change("c3", 20, "c2", "cor-buy"))
	if got.Tender.Lots[1].Status == "cancelled" || got.Status(now) != tender.StatusOpen {
		t.Errorf("%s, lots %+v", got.Status(now), got.Tender.Lots[1].Status)
	}
}
