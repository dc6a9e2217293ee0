package service_test

import (
	"testing"
	"time"

	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/service"
	"citiesgrow/internal/supplier"
)

// Amina's firm lacks cover for a contract; the services that supply it in time come first,
// the nearest of them on top, and what comes too late says so.
func TestAGapLeadsToTheServiceThatFixesItInTime(t *testing.T) {
	h := open(t)
	amina := h.Owner("amina", "riga")
	h.Firm(amina, nil)
	slow := h.Listed(h.Provider("slow", "riga"), cover("Slow cover", 60))
	far := h.Listed(h.Provider("far", "ghent"), func() service.Form { f := cover("Cover from Ghent", 1); f.Cities = []string{"riga"}; return f }())
	near := h.Listed(h.Provider("near", "riga"), cover("Cover in Riga", 5))
	later := h.Listed(h.Provider("later", "riga"), cover("Cover in Riga, later", 9))
	h.Listed(h.Provider("other", "riga"), service.Form{Name: "Cover for professionals", Topics: []string{"insurance"}, Apply: "Call.",
		Supplies: []service.SupplyForm{{Kind: "insurance", Detail: "professional"}}})
	h.Listed(h.Provider("alien", "lisbon"), cover("Cover in Lisbon", 1))
	closed := cover("Closed for the winter", 1)
	closed.Status = service.Closed
	h.Listed(h.Provider("closed", "riga"), closed)
	id := h.Tender(30)
	plan, err := h.Plan(amina, id)
	h.Must(err)
	if len(plan.Answers) != 1 || plan.Answers[0].Lack.Requirement.Kind != ocds.Insurance {
		t.Fatalf("she lacks %+v", plan.Answers)
	}
	ways := plan.Answers[0].Ways
	want := []string{near.ID, later.ID, far.ID, slow.ID}
	if len(ways) != len(want) {
		t.Fatalf("%d ways, want %d", len(ways), len(want))
	}
	for i, w := range ways {
		if w.ID != want[i] || w.Late != (w.ID == slow.ID) {
			t.Errorf("%d. is %s, late %t", i+1, w.Name, w.Late)
		}
	}
	if got := ways[0].Done.Sub(moduletest.Now); got < 5*24*time.Hour || got > 7*24*time.Hour {
		t.Errorf("five days from tomorrow is in %s", got)
	}

	// Without a contract in mind she sees what her matches ask for; a no of the readiness
	// test that says the same does not say it twice.
	_, err = h.Answer(amina, map[string]string{"insurance": "no"})
	h.Must(err)
	plan, err = h.Plan(amina, "")
	h.Must(err)
	if len(plan.Answers) != 1 || plan.Answers[0].Lack.Tenders != 1 || plan.Answers[0].Ways[0].ID != near.ID || plan.Answers[0].Ways[0].Late {
		t.Errorf("for all matches: %+v", plan.Answers)
	}
}

// A free appointment, opening hours and a waiting list move the day on which one has it.
func TestWhenOneCouldBegin(t *testing.T) {
	now := moduletest.Now // a Sunday, 10:00 in Riga
	slot := now.AddDate(0, 0, 3)
	for name, c := range map[string]struct {
		listing service.Listing
		slot    time.Time
		want    time.Time
	}{
		"nothing told":           {service.Listing{}, time.Time{}, now.AddDate(0, 0, 1)},
		"a free slot":            {service.Listing{Days: 2}, slot, slot},
		"a waiting list":         {service.Listing{Capacity: &service.Capacity{Free: 0, WaitDays: 20}}, time.Time{}, now.AddDate(0, 0, 20)},
		"a list of unknown time": {service.Listing{Capacity: &service.Capacity{Free: 0}}, time.Time{}, now.AddDate(0, 0, 1)},
		"free places":            {service.Listing{Capacity: &service.Capacity{Free: 2, WaitDays: 20}}, time.Time{}, now.AddDate(0, 0, 1)},
	} {
		begin := c.listing.Begin(c.slot, now, "Europe/Riga")
		if !begin.Equal(c.want) || !c.listing.Done(begin).Equal(begin.AddDate(0, 0, c.listing.Days)) {
			t.Errorf("%s: %s, want %s", name, begin, c.want)
		}
	}
}

// What a service is not for is not offered, what a firm has not told is no reason against it.
func TestRulesSayForWhom(t *testing.T) {
	h := open(t)
	amina := h.Owner("amina", "riga")
	h.Firm(amina, func(f *supplier.Form) { f.Founded = 2019 })
	starting := cover("For those who start", 1)
	starting.Stages = []string{"starting"}
	h.Listed(h.Provider("one", "riga"), starting)
	cooks := cover("For caterers", 1)
	cooks.Trades = []string{"5552"}
	h.Listed(h.Provider("two", "riga"), cooks)
	speakers := cover("For those who speak English", 1)
	speakers.OnlyLanguages = []string{"en"}
	mine := h.Listed(h.Provider("three", "riga"), speakers)
	plan, err := h.Plan(amina, h.Tender(30))
	h.Must(err)
	if ways := plan.Answers[0].Ways; len(ways) != 1 || ways[0].ID != mine.ID {
		t.Errorf("%d ways: %+v", len(ways), ways)
	}
	young := h.Owner("young", "riga")
	h.Firm(young, nil) // has not told when it began
	plan, err = h.Plan(young, h.Tender(30))
	h.Must(err)
	if len(plan.Answers[0].Ways) != 2 {
		t.Errorf("a firm that has not told its age sees %d", len(plan.Answers[0].Ways))
	}
}

// A paper that ends and a no in the readiness test lead to help as well.
func TestPapersAndAnswersLeadToHelp(t *testing.T) {
	h := open(t)
	amina := h.Owner("amina", "riga")
	h.Firm(amina, func(f *supplier.Form) {
		f.Certificates = []supplier.CertificateForm{{Name: "ISO 9001:2015", Until: "2026-12-12"}}
	})
	iso := h.Listed(h.Provider("iso", "riga"), service.Form{Name: "Certificates", Topics: []string{"certificate"}, Apply: "Call.",
		Supplies: []service.SupplyForm{{Kind: "certificate", Detail: "ISO-9001"}}})
	sign := h.Listed(h.Provider("sign", "riga"), service.Form{Name: "E-signature", Topics: []string{"digital"}, Apply: "Call.",
		Supplies: []service.SupplyForm{{Kind: "signature"}}})
	_, err := h.Answer(amina, map[string]string{"signature": "no", "insurance": "yes", "nonsense": "no"})
	h.Must(err)
	plan, err := h.Plan(amina, "")
	h.Must(err)
	if len(plan.Answers) != 2 || len(plan.Answers[0].Ways) != 1 || plan.Answers[0].Ways[0].ID != iso.ID || plan.Answers[0].Until.IsZero() ||
		plan.Answers[1].Kind != "signature" || len(plan.Answers[1].Ways) != 1 || plan.Answers[1].Ways[0].ID != sign.ID {
		t.Errorf("%+v", plan.Answers)
	}
	ready, err := h.Ready(amina)
	h.Must(err)
	if ready.Met() != 1 || len(ready.Open()) != 1 {
		t.Errorf("%d met, %v open", ready.Met(), ready.Open())
	}
}

// A paper that has ended already is needed at once: no day is named, and no service is too late for it.
func TestForAPaperThatHasEndedNothingIsTooLate(t *testing.T) {
	h := open(t)
	amina := h.Owner("amina", "riga")
	h.Firm(amina, func(f *supplier.Form) {
		f.Certificates = []supplier.CertificateForm{{Name: "ISO 9001:2015", Until: "2026-11-01"}}
	})
	f := service.Form{Name: "Certificates", Topics: []string{"certificate"}, Apply: "Call.",
		Supplies: []service.SupplyForm{{Kind: "certificate", Detail: "ISO-9001"}}}
	iso := h.Listed(h.Provider("iso", "riga"), f)
	plan, err := h.Plan(amina, "")
	h.Must(err)
	if len(plan.Answers) != 1 || plan.Answers[0].Lack.Ends.IsZero() || !plan.Answers[0].Until.IsZero() {
		t.Fatalf("%+v", plan.Answers)
	}
	if ways := plan.Answers[0].Ways; len(ways) != 1 || ways[0].ID != iso.ID || ways[0].Late {
		t.Errorf("%+v", ways)
	}
}
