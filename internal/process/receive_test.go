package process_test

import (
	"testing"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
)

// planned, called and decided are notices of a procedure; the first has no procedure id.
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
		s := tendertest.New(t)
		all := []*ocds.Release{planned(), calledIn("a", "Siivous"), decidedIn("a")}
		got := s.Received(all[order[0]], all[order[1]], all[order[2]])
		if len(got.Notices) != 3 || got.Stage != notice.Awarded {
			t.Errorf("%v: %d notices, %s", order, len(got.Notices), got.Stage)
		}
	}
}

func TestAPlanMayBeginTwoProcedures(t *testing.T) {
	s := tendertest.New(t)
	ctx := s.System
	s.Received(planned())
	cleaning := s.Received(calledIn("a", "Siivous"))
	got, err := s.Processes.Receive(ctx, calledIn("b", "Ruokailu"))
	if err != nil || got.TenderID == cleaning.ID || len(got.Remarks) == 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	won := s.Received(decidedIn("a"))
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
		s := tendertest.New(t)
		with := func(p ocds.Party, notice, replaces string) *ocds.Release {
			return release("ocds-eforms-"+notice, notice, "01", day(-9), "tender", func(r *ocds.Release) {
				r.Buyer, r.Parties, r.Replaces = ocds.Reference{ID: p.ID, Name: p.Name}, []ocds.Party{p}, replaces
				if replaces != "" {
					r.Related, r.Date = []string{replaces}, day(-3)
				}
			})
		}
		first := s.Received(with(c.a, "first", ""))
		if second := s.Received(with(c.b, "second", "first")); (second.ID == first.ID) != c.same {
			t.Errorf("%s (%s) and %s (%s): joined %v", c.a.Name, c.a.Identifier, c.b.Name, c.b.Identifier, !c.same)
		}
	}
}

func TestAFileIsTakenOnceItsSourceIsNamed(t *testing.T) {
	s := tendertest.New(t)
	ctx := s.System
	call := releasesOf(t, "ocds-zz0005-1", [3]string{"01", "tender", called})[0]
	call.Source.Feed = "ezamowienia"
	s.Received(call)
	won := releasesOf(t, "ocds-zz0005-1", [3]string{"12", "award", `"awards":[{"id":"a","status":"active","suppliers":[{"id":"s","name":"Czysto"}]}]`})[0]
	won.ID, won.Source.NoticeID = "2", "ocds-zz0005-1/2"
	if _, err := s.Processes.Receive(ctx, won); !problem.Is(err, problem.Invalid) {
		t.Fatalf("without its source: %v", err)
	}
	won.Source.Feed = "ezamowienia"
	if got := s.Received(won); len(got.Awards) != 1 {
		t.Errorf("with its source: %+v", got.Awards)
	}
}

func TestASourceWithANameGoesBeforeAFile(t *testing.T) {
	s := tendertest.New(t)
	squatted := releasesOf(t, "ocds-zz0006-1", [3]string{"01", "tender", `"buyer":{"id":"x","name":"Mallory"},"tender":{"title":"Złoto"}`})[0]
	s.Received(squatted)
	real := releasesOf(t, "ocds-zz0006-1", [3]string{"02", "tender", called})[0]
	real.ID, real.Source.NoticeID, real.Source.Feed = "real", "ocds-zz0006-1/real", "ezamowienia"
	if got := s.Received(real); got.Buyer.Name != "Gmina Sopot" || got.Tender.Title["pl"] != "Sprzątanie" || len(got.Notices) != 1 {
		t.Errorf("%q of %q, %d notices", got.Tender.Title["pl"], got.Buyer.Name, len(got.Notices))
	}
}

func TestManyNoticesOfOneImportAreFoldedOnce(t *testing.T) {
	s := tendertest.New(t)
	ctx := s.System
	within, fold := s.Processes.Batch(ctx)
	releases := releasesOf(t, "ocds-zz0008-1", [3]string{"01", "tender", called}, [3]string{"02", "tenderUpdate", `"tender":{"id":"t","title":"Drugi"}`},
		[3]string{"03", "tenderUpdate", `"tender":{"id":"t","title":"Trzeci"}`})
	for _, r := range releases {
		if _, err := s.Processes.Receive(within, r); err != nil {
			t.Fatal(err)
		}
	}
	if err := fold(); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Tenders.Get(ctx, tender.IDOf("ocds-zz0008-1")); err != nil || got.Tender.Title["pl"] != "Trzeci" || len(got.Notices) != 3 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAReleaseThatOnlyTakesBackNeedsItsContract(t *testing.T) {
	s := tendertest.New(t)
	ctx := s.System
	alone := releasesOf(t, "ocds-zz0009-1", [3]string{"05", "tenderCancellation", `"tender":{"id":"t"}`})[0]
	if _, err := s.Processes.Receive(ctx, alone); !problem.Is(err, problem.Invalid) {
		t.Errorf("a contract was made of it: %v", err)
	}
}
