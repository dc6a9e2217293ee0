package tender_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/ocds/decode"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/tender"
)

// receive takes notices in this order and returns the tender of the last.
func receive(t *testing.T, s *tender.Service, ctx context.Context, all ...*ocds.Release) *tender.Tender {
	t.Helper()
	id := ""
	for _, r := range all {
		got, err := s.Receive(ctx, r)
		if err != nil {
			t.Fatalf("%s: %v", r.ID, err)
		}
		id = got.TenderID
	}
	found, err := s.Get(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// process reads OCDS releases of one process: each is a day, a tag and the other members.
func process(t *testing.T, ocid string, releases ...[3]string) []*ocds.Release {
	t.Helper()
	var all []*ocds.Release
	for i, r := range releases {
		text := fmt.Sprintf(`{"ocid":%q,"id":"%d","date":"2026-11-%sT09:00:00Z","tag":[%q],"language":"pl",%s}`, ocid, i+1, r[0], r[1], r[2])
		for release, err := range decode.Read(strings.NewReader(text)) {
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, release)
		}
	}
	return all
}

const called = `"buyer":{"id":"b","name":"Gmina Sopot"},"tender":{"id":"t","title":"Sprzątanie","status":"active",` +
	`"tenderPeriod":{"endDate":"2027-02-10T12:00:00+01:00"},
"value":{"amount":90000,"currency":"PLN"},"documents":[{"id":"d1","url":"https://a.example/swz.pdf"}],
"lots":[{"id":"1","title":"Szkoła","value":{"amount":30000,"currency":"PLN"},"tenderPeriod":{"endDate":"2027-02-20T12:00:00+01:00"}},{"id":"2",` +
	`"title":"Urząd","value":{"amount":60000,"currency":"PLN"}}],
"items":[{"id":"1","relatedLot":"1","classification":{"scheme":"CPV","id":"90919300"},"deliveryAddress":{"locality":"Sopot","countryName":"Poland"}}]}`

func TestReleasesOfAProcessAreMergedById(t *testing.T) {
	_, s, ctx := house(t)
	got := receive(t, s, ctx, process(t, "ocds-zz0001-1",
		[3]string{"01", "tender", called},
		[3]string{"05", "tenderUpdate", `"tender":{"id":"t","value":null,"lots":[{"id":"2","status":"cancelled"}],"documents":[{"id":"d2",` +
			`"url":"https://a.example/odp.pdf"}]}`},
	)...)
	lots := got.Tender.Lots
	if len(lots) != 2 || lots[0].Title["pl"] != "Szkoła" || lots[1].Title["pl"] != "Urząd" || lots[1].Value == nil || lots[1].Status != "cancelled" ||
		lots[0].Status == "cancelled" {
		t.Errorf("lots: %+v", lots)
	}
	if len(got.Tender.Documents) != 2 || got.Tender.Title["pl"] != "Sprzątanie" || got.Tender.Value != nil {
		t.Errorf("documents %v, title %v, value %v (null takes it away)", got.Tender.Documents, got.Tender.Title, got.Tender.Value)
	}
	if got.Status(now) != tender.StatusOpen {
		t.Errorf("%s, though a lot can still be answered", got.Status(now))
	}
}

func TestAContractFillsTheAwardItNames(t *testing.T) {
	_, s, ctx := house(t)
	got := receive(t, s, ctx, process(t, "ocds-zz0001-2",
		[3]string{"01", "tender", called},
		[3]string{"10", "award", `"awards":[{"id":"a","status":"active","suppliers":[{"id":"s","name":"Czysto sp. z o.o."}],"relatedLots":["1"]}]`},
		[3]string{"12", "contract", `"contracts":[{"id":"c","awardID":"a","value":{"amount":28500,"currency":"PLN"},"dateSigned":"2026-11-11"}]`},
		[3]string{"13", "awardUpdate", `"awards":[{"id":"a","statusDetails":"podpisana"}]`},
	)...)
	if len(got.Awards) != 1 {
		t.Fatalf("%d awards", len(got.Awards))
	}
	a := got.Awards[0]
	if a.Value == nil || a.Value.Minor != 2850000 || a.Status != "active" || len(a.Suppliers) != 1 || a.Suppliers[0].Name != "Czysto sp. z o.o." ||
		got.Local(a.Date).Format("2006-01-02") != "2026-11-11" {
		t.Errorf("award: %+v", a)
	}
	if got.Status(now) != tender.StatusOpen || got.Tender.Lots[0].Status != "complete" {
		t.Errorf("%s, lot 1 %s: lot 2 can be answered until February", got.Status(now), got.Tender.Lots[0].Status)
	}
}

func TestAnEarlierEndOfTheWholeMovesTheLotsThatSharedIt(t *testing.T) {
	_, s, ctx := house(t)
	for i, c := range []struct{ change, want string }{
		{`"tender":{"id":"t","tenderPeriod":{"endDate":"2027-01-15T12:00:00+01:00"}}`, "2027-01-15T11:00:00Z"},
		{`"tender":{"id":"t","tenderPeriod":{"endDate":"2027-01-15T12:00:00+01:00"},"lots":[{"id":"1",` +
			`"tenderPeriod":{"endDate":"2027-01-30T12:00:00+01:00"}}]}`, "2027-01-30T11:00:00Z"},
		{`"tender":{"id":"t","tenderPeriod":{"endDate":"2027-03-15T12:00:00+01:00"}}`, "2027-03-15T11:00:00Z"},
		{`"tender":{"id":"t","tenderPeriod":{"endDate":"za tydzień"}}`, "0001-01-01T00:00:00Z"},
	} {
		shared := strings.Replace(called, `,"tenderPeriod":{"endDate":"2027-02-20T12:00:00+01:00"}`, "", 1)
		got := receive(t, s, ctx, process(t, fmt.Sprint("ocds-zz0002-", i),
			[3]string{"01", "tender", shared}, [3]string{"05", "tenderAmendment", c.change})...)
		if at := got.Deadline().Format(time.RFC3339); at != c.want {
			t.Errorf("%s: %s, want %s", c.change, at, c.want)
		}
	}
}

// No lot can be answered after the tender's end: an end of its own that is later moves with it,
// one that is earlier stays.
func TestALotCannotBeAnsweredAfterTheEndOfItsTender(t *testing.T) {
	_, s, ctx := house(t)
	for i, c := range []struct{ end, want string }{
		{"2027-02-15T12:00:00+01:00", "2027-02-15T11:00:00Z"},
		{"2027-03-15T12:00:00+01:00", "2027-02-20T11:00:00Z"},
	} {
		got := receive(t, s, ctx, process(t, fmt.Sprint("ocds-zz0010-", i), [3]string{"01", "tender", called},
			[3]string{"05", "tenderAmendment", `"tender":{"id":"t","tenderPeriod":{"endDate":"` + c.end + `"}}`})...)
		if at := got.Tender.Lots[0].Deadline.UTC().Format(time.RFC3339); at != c.want {
			t.Errorf("the end is %s: lot 1 until %s, want %s", c.end, at, c.want)
		}
	}
}

// award is an award notice about one lot; its ids are local to it.
func award(notice string, on time.Time, lot, winner, size string, cents int64) *ocds.Release {
	return release("ocds-eforms-p", notice, "01", on, "award", func(r *ocds.Release) {
		r.Source.FormType = "result"
		r.Tender = &ocds.Tender{Title: i18n.Text{"fi": "Siivous"}, Lots: []ocds.Lot{{ID: lot}}, Status: "complete"}
		r.Parties = []ocds.Party{{ID: "ORG-0001", Name: "Helsingin kaupunki", Roles: []string{"buyer"}},
			{ID: "ORG-0002", Name: winner, Size: size, Roles: []string{"supplier"}}}
		r.Buyer = ocds.Reference{ID: "ORG-0001", Name: "Helsingin kaupunki"}
		r.Awards = []ocds.Award{{ID: "RES-0001", Status: "active", Lots: []string{lot}, Suppliers: []ocds.Reference{{ID: "ORG-0002", Name: winner}},
			Value: &record.Money{Minor: cents, Currency: "EUR"}}}
		r.Bids = []ocds.BidCount{{Lot: lot, Kind: "tenders", Count: int(cents / 100)}}
	})
}

func call(change func(*ocds.Release)) *ocds.Release {
	return release("ocds-eforms-p", "cn", "01", day(-40), "tender", func(r *ocds.Release) {
		r.Tender.Lots = []ocds.Lot{{ID: "LOT-0001", Title: i18n.Text{"fi": "Pohjoinen"}, Deadline: day(-10)},
			{ID: "LOT-0002", Title: i18n.Text{"fi": "Etelä"}, Deadline: day(-10)}}
		r.Tender.Deadline = day(-10)
		if change != nil {
			change(r)
		}
	})
}

func TestALaterAwardNoticeAddsToTheEarlierOne(t *testing.T) {
	first, second := award("an1", day(-5), "LOT-0001", "Yksi Oy", "micro", 500_00), award("an2", day(-3), "LOT-0002", "Kaksi Oy", "large", 800_00)
	corrected := award("an3", day(-2), "LOT-0002", "Kolme Oy", "small", 700_00)
	corrected.Replaces = "AN2-01"
	corrected.Source.NoticeID, second.Source.NoticeID = "33333333-0000-4000-8000-000000000003", "22222222-0000-4000-8000-000000000002"
	corrected.Replaces = strings.ToUpper(second.Source.NoticeID) + "-01"
	for _, c := range []struct {
		says  string
		order []*ocds.Release
		want  string
	}{
		{"both are kept, each with its own size and value", []*ocds.Release{call(nil), first, second}, "Yksi Oy micro 50000, Kaksi Oy large 80000; bids 500 800"},
		{"in whatever order they come", []*ocds.Release{second, first, call(nil)}, "Yksi Oy micro 50000, Kaksi Oy large 80000; bids 500 800"},
		{"a correction replaces what its notice said", []*ocds.Release{call(nil), first, second, corrected},
			"Yksi Oy micro 50000, Kolme Oy small 70000; bids 500 700"},
		{"also when it comes first", []*ocds.Release{corrected, call(nil), second, first}, "Yksi Oy micro 50000, Kolme Oy small 70000; bids 500 700"},
	} {
		t.Run(c.says, func(t *testing.T) {
			_, s, ctx := house(t)
			got := receive(t, s, ctx, c.order...)
			var won, bids []string
			ids := map[string]bool{}
			for _, a := range got.Awards {
				won = append(won, fmt.Sprint(a.Suppliers[0].Name, " ", a.Suppliers[0].Size, " ", a.Value.Minor))
				ids[a.ID] = true
				if !slices.ContainsFunc(got.Parties, func(p ocds.Party) bool { return p.ID == a.Suppliers[0].ID && p.Name == a.Suppliers[0].Name }) {
					t.Errorf("the winner %+v is no party of %+v", a.Suppliers[0], got.Parties)
				}
			}
			for _, b := range got.Bids {
				bids = append(bids, fmt.Sprint(b.Count))
			}
			if text := strings.Join(won, ", ") + "; bids " + strings.Join(bids, " "); text != c.want || len(ids) != 2 {
				t.Errorf("got %s, want %s; ids %v", text, c.want, ids)
			}
			if got.Status(now) != tender.StatusAwarded || len(got.Tender.Lots) != 2 || got.Tender.Lots[0].Title["fi"] != "Pohjoinen" {
				t.Errorf("%s, lots %+v", got.Status(now), got.Tender.Lots)
			}
		})
	}
}

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
			_, s, ctx := house(t)
			got := receive(t, s, ctx, c.order...)
			if text := fmt.Sprint(got.Status(now), " ", got.Tender.Lots[0].Status, " ", got.Tender.Lots[1].Status); text != c.want {
				t.Errorf("got %q, want %q", text, c.want)
			}
			if strings.HasPrefix(c.want, "open") && got.Tender.Lots[1].Status == "cancelled" && !got.Deadline().Equal(day(20)) {
				t.Errorf("the deadline %s is that of the cancelled lot", got.Deadline())
			}
		})
	}
}

func TestAnAnnulledAwardWithoutItsCallIsNotOpen(t *testing.T) {
	_, s, ctx := house(t)
	r := award("an1", day(-5), "LOT-0001", "Yksi Oy", "micro", 500_00)
	r.Tags, r.Awards[0].Status, r.Tender.Deadline = []string{"awardCancellation"}, "cancelled", time.Time{}
	if got := receive(t, s, ctx, r); got.Status(now) != tender.StatusClosed {
		t.Errorf("%s", got.Status(now))
	}
}

func TestTheReasonOfAWithdrawalIsTheBuyers(t *testing.T) {
	_, s, ctx := house(t)
	back := call(nil)
	back.Source.NoticeID, back.Date, back.Replaces, back.Tags = "cn2", day(-30), "cn", []string{"tenderCancellation"}
	back.Changes = []ocds.Amendment{{Reason: "cancel", Description: i18n.Text{"fi": "Rahaa ei ole."}}}
	if got := receive(t, s, ctx, call(nil), back); got.Status(now) != tender.StatusWithdrawn || got.Reason != "Rahaa ei ole." {
		t.Errorf("%s, %q", got.Status(now), got.Reason)
	}
}

func TestANoticeIsFoundByAnyOfItsNames(t *testing.T) {
	plan := func() *ocds.Release {
		return release("ocds-eforms-11111111-0000-4000-8000-00000000000a", "11111111-0000-4000-8000-00000000000a", "01", day(-60), "planning", func(r *ocds.Release) {
			r.Source.Publication = "00079192-2026"
		})
	}
	for _, name := range []string{"11111111-0000-4000-8000-00000000000a", "11111111-0000-4000-8000-00000000000A", "11111111-0000-4000-8000-00000000000a-01",
		"79192-2026", "079192-2026", "00079192-2026", "2026/S 024-079192"} {
		for _, planFirst := range []bool{true, false} {
			_, s, ctx := house(t)
			next := release("ocds-eforms-procedure", "22222222-0000-4000-8000-00000000000b", "01", day(-30), "tender",
				func(r *ocds.Release) { r.Related = []string{name} })
			order := []*ocds.Release{plan(), next}
			if !planFirst {
				slices.Reverse(order)
			}
			got := receive(t, s, ctx, order...)
			if len(got.Notices) != 2 || got.Status(now) != tender.StatusOpen {
				t.Errorf("%s, plan first %v: %d notices, %s", name, planFirst, len(got.Notices), got.Status(now))
			}
		}
	}
}

func TestTwoTendersThatTurnOutToBeOneAreJoined(t *testing.T) {
	_, s, ctx := house(t)
	plan := release("ocds-eforms-plan", "plan", "01", day(-60), "planning", nil)
	outcome := award("an1", day(-5), "LOT-0001", "Yksi Oy", "micro", 500_00)
	second := release("ocds-eforms-plan2", "plan2", "01", day(-50), "planning", nil)
	planned, again, decided := receive(t, s, ctx, plan), receive(t, s, ctx, second), receive(t, s, ctx, outcome)
	firm := func(id string) context.Context {
		return actor.With(ctx, actor.Actor{ID: id, Role: actor.Entrepreneur, City: "helsinki", Active: true})
	}
	for _, f := range []struct {
		id       string
		at       *tender.Tender
		declared bool
		note     string
	}{
		{"one", planned, false, "the plan"}, {"two", decided, false, "the outcome"}, {"three", planned, true, "we mean it"}, {"three", again, false, "we look"},
		{"four", planned, false, "we look"}, {"four", again, true, "we mean it"},
	} {
		if _, err := s.Follow(firm(f.id), tender.Interest{TenderID: f.at.ID, Declared: f.declared, Note: f.note}); err != nil {
			t.Fatal(err)
		}
	}
	got := receive(t, s, ctx, call(func(r *ocds.Release) { r.Related = []string{"plan", "plan2"} }))
	for _, ocid := range []string{"ocds-eforms-plan", "ocds-eforms-plan2", "ocds-eforms-p"} {
		if same, err := s.Get(ctx, tender.IDOf(ocid)); err != nil || same.ID != got.ID || len(same.Notices) != 4 {
			t.Errorf("%s leads to %+v, %v", ocid, same, err)
		}
	}
	// Who followed one of them follows what they became, once, and with what was said there.
	for id, note := range map[string]string{"one": "the plan", "two": "the outcome", "three": "we mean it", "four": "we mean it"} {
		all, err := s.Followed(firm(id))
		if err != nil || len(all) != 1 || all[0].TenderID != got.ID || all[0].Note != note || all[0].Declared != (note == "we mean it") {
			t.Errorf("%s follows %+v, %v", id, all, err)
		}
		if i, err := s.Interest(firm(id), got.ID); err != nil || i == nil {
			t.Errorf("%s is not among those who follow: %v", id, err)
		}
	}
}

func TestTheExampleOfAProcedureIDNeverJoinsTwoBuyers(t *testing.T) {
	_, s, ctx := house(t)
	of := func(notice, buyer, country string) *ocds.Release {
		return release("ocds-eforms-example", notice, "01", day(-9), "tender", func(r *ocds.Release) {
			r.Buyer = ocds.Reference{ID: "ORG-0001", Name: buyer}
			r.Parties = []ocds.Party{{ID: "ORG-0001", Name: buyer, Country: country, Roles: []string{"buyer"}}}
		})
	}
	one, other := receive(t, s, ctx, of("n1", "City of Riga", "LV")), receive(t, s, ctx, of("n2", "Gmina Gdansk", "PL"))
	again := receive(t, s, ctx, of("n3", "Gmina Gdansk", "PL"))
	if one.ID == other.ID || again.ID != other.ID || one.Buyer.Name != "City of Riga" || other.Buyer.Name != "Gmina Gdansk" {
		t.Errorf("%s %s %s", one.ID, other.ID, again.ID)
	}
}

func TestOnlyTheSourceOfAContractChangesIt(t *testing.T) {
	forged := `"buyer":{"id":"x","name":"%s"},"awards":[{"id":"a","status":"active","suppliers":[{"id":"s","name":"Mallory Ltd"}]}]`
	feed := func(r []*ocds.Release, name string) []*ocds.Release {
		for _, one := range r {
			one.Source.Feed = name
		}
		return r
	}
	fromHere := func(t *testing.T, s *tender.Service, ctx context.Context) string {
		mine := buyer(ctx, "account-b")
		draft, err := s.Draft(mine, full())
		if err != nil {
			t.Fatal(err)
		}
		published, err := s.Publish(mine, draft.ID)
		if err != nil {
			t.Fatal(err)
		}
		return published.OCID
	}
	imported := func(name string) func(*testing.T, *tender.Service, context.Context) string {
		return func(t *testing.T, s *tender.Service, ctx context.Context) string {
			receive(t, s, ctx, feed(process(t, "ocds-zz0003-1", [3]string{"01", "tender", called}), name)...)
			return "ocds-zz0003-1"
		}
	}
	fromTED := func(t *testing.T, s *tender.Service, ctx context.Context) string {
		receive(t, s, ctx, release("ocds-eforms-q", "q", "01", day(-9), "tender", nil))
		return "ocds-eforms-q"
	}
	for _, c := range []struct {
		says   string
		known  func(*testing.T, *tender.Service, context.Context) string
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
			_, s, ctx := house(t)
			ocid := c.known(t, s, ctx)
			before, err := s.Get(ctx, tender.IDOf(ocid))
			if err != nil {
				before, err = s.Get(ctx, "tender-"+strings.TrimPrefix(ocid, "ocds-citiesgrow-"))
			}
			if err != nil {
				t.Fatal(err)
			}
			r := feed(process(t, ocid, [3]string{"20", "award", fmt.Sprintf(forged, c.buyer)}), c.source)[0]
			r.ID, r.Source.NoticeID = "forged", ocid+"/forged"
			for range 2 { // a second try is refused like the first
				_, err = s.Receive(ctx, r)
				if (err == nil) != c.taken || err != nil && !problem.Is(err, problem.Invalid) {
					t.Fatalf("taken %v: %v", c.taken, err)
				}
			}
			after, err := s.Get(ctx, before.ID)
			if err != nil {
				t.Fatal(err)
			}
			if won := len(after.Awards) > 0; won != c.taken || after.Buyer.Name != before.Buyer.Name && !c.taken {
				t.Errorf("awards %v, buyer %q", after.Awards, after.Buyer.Name)
			}
			for r, err := range s.Releases(ctx) {
				if err != nil || r.ID == "forged" && !c.taken {
					t.Errorf("the export has %s, %v", r.ID, err)
				}
			}
			for who, want := range map[actor.Role]bool{"": c.taken, actor.Staff: true} {
				seen, err := s.Notices(actor.With(t.Context(), actor.Actor{ID: string(who), Role: who, Active: true}), before.ID)
				if err != nil || slices.ContainsFunc(seen, func(n *tender.Notice) bool { return n.Release.ID == "forged" }) != want {
					t.Errorf("%q sees %d notices, %v", who, len(seen), err)
				}
			}
		})
	}
}

func TestTheSameNumberWithOtherContentIsAFurtherPublication(t *testing.T) {
	_, s, ctx := house(t)
	first, longer := process(t, "ocds-zz0004-1", [3]string{"01", "tender", called}),
		process(t, "ocds-zz0004-1", [3]string{"05", "tenderAmendment", strings.ReplaceAll(called, "2027-02-", "2027-03-")})
	receive(t, s, ctx, first...)
	for i, want := range []tender.Result{tender.Updated, tender.Unchanged} {
		got, err := s.Receive(ctx, longer[0])
		if err != nil || got.Result != want || (len(got.Remarks) > 0) != (i == 0) {
			t.Errorf("time %d: %+v, %v", i+1, got, err)
		}
	}
	if got := receive(t, s, ctx, first...); got.Deadline().Format("2006-01-02") != "2027-03-20" || len(got.Notices) != 2 {
		t.Errorf("%s, %d notices", got.Deadline(), len(got.Notices))
	}
}
