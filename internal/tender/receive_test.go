package tender_test

import (
	"fmt"
	"testing"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/tender"
)

// planned, called and decided are the notices of a procedure; only the first has no id of it.
func planned() *ocds.Release {
	return release("ocds-eforms-plan", "plan", "01", day(-90), "planning", func(r *ocds.Release) { r.Tender.Deadline = day(-80) })
}

func calledIn(procedure, title string) *ocds.Release {
	return release("ocds-eforms-"+procedure, "cn-"+procedure, "01", day(-40), "tender", func(r *ocds.Release) {
		r.Source.Procedure, r.Related, r.Tender.Title = procedure, []string{"plan"}, i18n.Text{"fi": title}
	})
}

func decidedIn(procedure string) *ocds.Release {
	r := award("an-"+procedure, day(-5), "LOT-0001", "Yksi Oy", "micro", 500_00)
	r.OCID, r.Source.Procedure = "ocds-eforms-"+procedure, procedure
	return r
}

func TestAPlanItsCallAndItsAwardAreOneContractInAnyOrder(t *testing.T) {
	for _, order := range [][3]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		_, s, ctx := house(t)
		all := []*ocds.Release{planned(), calledIn("a", "Siivous"), decidedIn("a")}
		got := receive(t, s, ctx, all[order[0]], all[order[1]], all[order[2]])
		if len(got.Notices) != 3 || got.Stage != tender.Awarded {
			t.Errorf("%v: %d notices, %s", order, len(got.Notices), got.Stage)
		}
	}
}

func TestAPlanMayBeginTwoProcedures(t *testing.T) {
	_, s, ctx := house(t)
	receive(t, s, ctx, planned())
	cleaning := receive(t, s, ctx, calledIn("a", "Siivous"))
	got, err := s.Receive(ctx, calledIn("b", "Ruokailu"))
	if err != nil || got.TenderID == cleaning.ID || len(got.Remarks) == 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	won := receive(t, s, ctx, decidedIn("a"))
	if won.ID != cleaning.ID || won.Tender.Title["fi"] != "Siivous" || len(won.Awards) != 1 {
		t.Errorf("the award of cleaning went to %q", won.Tender.Title["fi"])
	}
}

func TestBuyersOfOneTownAreNotOneBuyer(t *testing.T) {
	of := func(name, number string) ocds.Party {
		return ocds.Party{ID: "ORG-0001", Name: name, Identifier: number, Country: "LV", Town: "Rīga", Postcode: "LV-1050", URL: "https://portal.example",
			Roles: []string{"buyer"}}
	}
	for _, c := range []struct {
		a, b ocds.Party
		same bool
	}{
		{of("Rīgas pilsēta", ""), of("City of Riga", ""), true},
		{of("City of Riga", ""), of("Riga Municipality", ""), true},
		{of("City of Riga", "LV111"), of("Riga, City of", "111"), true},
		{of("City of Riga", "111"), of("City of Riga", "222"), true},
		{of("City of Riga", ""), of("Riga East University Hospital", ""), false},
		{of("City of Riga", "111"), of("City Council of Riga", "222"), false},
		{of("Riga Free Port Authority", ""), of("Riga Zoo", ""), false},
		{of("Hospital Clínic de Barcelona", ""), of("Barcelona de Serveis Municipals", ""), false},
		{of("Stadt Dresden", ""), of("Landeshauptstadt Dresden", ""), true},
		{of("Stadt Dresden", ""), of("Studentenwerk Dresden", ""), false},
	} {
		_, s, ctx := house(t)
		with := func(p ocds.Party, notice, replaces string) *ocds.Release {
			return release("ocds-eforms-"+notice, notice, "01", day(-9), "tender", func(r *ocds.Release) {
				r.Buyer, r.Parties, r.Replaces = ocds.Reference{ID: p.ID, Name: p.Name}, []ocds.Party{p}, replaces
				if replaces != "" {
					r.Related, r.Date = []string{replaces}, day(-3)
				}
			})
		}
		first := receive(t, s, ctx, with(c.a, "first", ""))
		if second := receive(t, s, ctx, with(c.b, "second", "first")); (second.ID == first.ID) != c.same {
			t.Errorf("%s (%s) and %s (%s): joined %v", c.a.Name, c.a.Identifier, c.b.Name, c.b.Identifier, !c.same)
		}
	}
}

func TestAFileIsTakenOnceItsSourceIsNamed(t *testing.T) {
	_, s, ctx := house(t)
	call := process(t, "ocds-zz0005-1", [3]string{"01", "tender", called})[0]
	call.Source.Feed = "ezamowienia"
	receive(t, s, ctx, call)
	won := process(t, "ocds-zz0005-1", [3]string{"12", "award", `"awards":[{"id":"a","status":"active","suppliers":[{"id":"s","name":"Czysto"}]}]`})[0]
	won.ID, won.Source.NoticeID = "2", "ocds-zz0005-1/2"
	if _, err := s.Receive(ctx, won); !problem.Is(err, problem.Invalid) {
		t.Fatalf("without its source: %v", err)
	}
	won.Source.Feed = "ezamowienia"
	if got := receive(t, s, ctx, won); len(got.Awards) != 1 {
		t.Errorf("with its source: %+v", got.Awards)
	}
}

func TestASourceWithANameGoesBeforeAFile(t *testing.T) {
	_, s, ctx := house(t)
	squatted := process(t, "ocds-zz0006-1", [3]string{"01", "tender", `"buyer":{"id":"x","name":"Mallory"},"tender":{"title":"Złoto"}`})[0]
	receive(t, s, ctx, squatted)
	real := process(t, "ocds-zz0006-1", [3]string{"02", "tender", called})[0]
	real.ID, real.Source.NoticeID, real.Source.Feed = "real", "ocds-zz0006-1/real", "ezamowienia"
	if got := receive(t, s, ctx, real); got.Buyer.Name != "Gmina Sopot" || got.Tender.Title["pl"] != "Sprzątanie" || len(got.Notices) != 1 {
		t.Errorf("%q of %q, %d notices", got.Tender.Title["pl"], got.Buyer.Name, len(got.Notices))
	}
}

func TestWhatWasTakenBackInAProcessMayComeBack(t *testing.T) {
	won := func(id, status, lot string) string {
		return fmt.Sprintf(`"awards":[{"id":%q,"status":%q,"relatedLots":[%q],"suppliers":[{"id":"s%s","name":"Firma %s"}]}]`, id, status, lot, id, id)
	}
	for _, c := range []struct {
		says     string
		releases [][3]string
		want     string
	}{
		{"a call that was cancelled is active again", [][3]string{{"05", "tenderCancellation", `"tender":{"id":"t","status":"cancelled"}`},
			{"06", "tenderUpdate", `"tender":{"id":"t","status":"active"}`}}, "open"},
		{"a cancellation without a status", [][3]string{{"05", "tenderCancellation", `"tender":{"id":"t"}`}}, "withdrawn"},
		{"a cancellation of one lot", [][3]string{{"05", "tenderCancellation", `"tender":{"id":"t","lots":[{"id":"1","status":"cancelled"}]}`}}, "open"},
		{"an annulled award takes no other with it", [][3]string{{"05", "award", won("a", "active", "1")}, {"06", "award", won("b", "active", "2")},
			{"07", "awardCancellation", `"awards":[{"id":"a"}]`}}, "open a:cancelled b:active"},
		{"what is awarded anew is not annulled", [][3]string{{"05", "award", won("a", "active", "1")},
			{"07", "awardCancellation", `"awards":[{"id":"a","status":"cancelled"}]`}, {"08", "award", won("c", "active", "1")}}, "open a:cancelled c:active"},
		{"null among awards removes none", [][3]string{{"05", "award", won("a", "active", "1")},
			{"06", "awardUpdate", `"awards":[null,{"id":"a","statusDetails":"x"}]`}}, "open a:active"},
		{"several contracts of one award are added up", [][3]string{{"05", "award", won("a", "active", "1")},
			{"06", "contract", `"contracts":[{"id":"k","awardID":"a","value":{"amount":100,"currency":"PLN"}},` +
				`{"id":"l","awardID":"a","value":{"amount":300,"currency":"PLN"}}]`}}, "open a:active=40000"},
	} {
		t.Run(c.says, func(t *testing.T) {
			_, s, ctx := house(t)
			got := receive(t, s, ctx, process(t, "ocds-zz0007-1", append([][3]string{{"01", "tender", called}}, c.releases...)...)...)
			text := string(got.Status(now))
			for _, a := range got.Awards {
				text += " " + a.ID + ":" + a.Status
				if a.Value != nil {
					text += fmt.Sprint("=", a.Value.Minor)
				}
			}
			if text != c.want {
				t.Errorf("got %q, want %q", text, c.want)
			}
			if len(got.Tender.Lots) != 2 || got.Tender.Lots[0].Title["pl"] != "Szkoła" {
				t.Errorf("lots %+v", got.Tender.Lots)
			}
		})
	}
}

func TestACancelledLotThatGoesOnIsOpen(t *testing.T) {
	_, s, ctx := house(t)
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
	got := receive(t, s, ctx, call(nil), change("c2", 30, "cn", "cancel"), change("c3", 20, "c2", "cor-buy"))
	if got.Tender.Lots[1].Status == "cancelled" || got.Status(now) != tender.StatusOpen {
		t.Errorf("%s, lots %+v", got.Status(now), got.Tender.Lots[1].Status)
	}
}

func TestManyNoticesOfOneImportAreFoldedOnce(t *testing.T) {
	_, s, ctx := house(t)
	within, fold := s.Later(ctx)
	releases := process(t, "ocds-zz0008-1", [3]string{"01", "tender", called}, [3]string{"02", "tenderUpdate", `"tender":{"id":"t","title":"Drugi"}`},
		[3]string{"03", "tenderUpdate", `"tender":{"id":"t","title":"Trzeci"}`})
	for _, r := range releases {
		if _, err := s.Receive(within, r); err != nil {
			t.Fatal(err)
		}
	}
	if err := fold(); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Get(ctx, tender.IDOf("ocds-zz0008-1")); err != nil || got.Tender.Title["pl"] != "Trzeci" || len(got.Notices) != 3 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAReleaseThatOnlyTakesBackNeedsItsContract(t *testing.T) {
	_, s, ctx := house(t)
	alone := process(t, "ocds-zz0009-1", [3]string{"05", "tenderCancellation", `"tender":{"id":"t"}`})[0]
	if _, err := s.Receive(ctx, alone); !problem.Is(err, problem.Invalid) {
		t.Errorf("a contract was made of it: %v", err)
	}
}
