package readiness_test

import (
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/service"
	"citiesgrow/internal/service/servicetest"
	"citiesgrow/internal/supplier"
)

// Amina's firm lacks cover for a contract; the services that supply it in time come first,
// the nearest of them on top, and what comes too late says so.
func TestAGapLeadsToTheServiceThatFixesItInTime(t *testing.T) {
	h := open(t)
	amina := h.Owner("amina", "riga")
	h.Firm(amina, nil)
	slow := h.Listed(h.Provider("slow", "riga"), servicetest.Cover("Slow cover", 60))
	far := h.Listed(h.Provider("far", "ghent"), func() service.Form {
		f := servicetest.Cover("Cover from Ghent", 1)
		f.Cities = []string{"riga"}
		return f
	}())
	near := h.Listed(h.Provider("near", "riga"), servicetest.Cover("Cover in Riga", 5))
	later := h.Listed(h.Provider("later", "riga"), servicetest.Cover("Cover in Riga, later", 9))
	h.Listed(h.Provider("other", "riga"), service.Form{Name: "Cover for professionals", Topics: []string{"insurance"}, Apply: "Call.",
		Supplies: []service.SupplyForm{{Kind: "insurance", Detail: "professional"}}})
	h.Listed(h.Provider("alien", "lisbon"), servicetest.Cover("Cover in Lisbon", 1))
	closed := servicetest.Cover("Closed for the winter", 1)
	closed.Status = service.Closed
	h.Listed(h.Provider("closed", "riga"), closed)
	id := h.Tender(30)
	plan, err := h.Plan(amina, id)
	h.Must(err)
	if len(plan.Items) != 1 || plan.Items[0].Lack.Requirement.Kind != ocds.Insurance {
		t.Fatalf("she lacks %+v", plan.Items)
	}
	ways := plan.Items[0].Services
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
	_, err = h.Change(amina, map[string]string{"insurance": "no"}, 0)
	h.Must(err)
	plan, err = h.Plan(amina, "")
	h.Must(err)
	if len(plan.Items) != 1 || plan.Items[0].Lack.Tenders != 1 || plan.Items[0].Services[0].ID != near.ID || plan.Items[0].Services[0].Late {
		t.Errorf("for all matches: %+v", plan.Items)
	}
}

// What a service is not for is not offered, what a firm has not stated is no reason against it.
func TestRulesSayForWhom(t *testing.T) {
	h := open(t)
	amina := h.Owner("amina", "riga")
	h.Firm(amina, func(f *supplier.Form) { f.Founded = 2019 })
	starting := servicetest.Cover("For those who start", 1)
	starting.Stages = []string{"starting"}
	h.Listed(h.Provider("one", "riga"), starting)
	cooks := servicetest.Cover("For caterers", 1)
	cooks.Trades = []string{"5552"}
	h.Listed(h.Provider("two", "riga"), cooks)
	speakers := servicetest.Cover("For those who speak English", 1)
	speakers.OnlyLanguages = []string{"en"}
	mine := h.Listed(h.Provider("three", "riga"), speakers)
	plan, err := h.Plan(amina, h.Tender(30))
	h.Must(err)
	if ways := plan.Items[0].Services; len(ways) != 1 || ways[0].ID != mine.ID {
		t.Errorf("%d ways: %+v", len(ways), ways)
	}
	young := h.Owner("young", "riga")
	h.Firm(young, nil) // has not stated when it was founded
	plan, err = h.Plan(young, h.Tender(30))
	h.Must(err)
	if len(plan.Items[0].Services) != 2 {
		t.Errorf("a firm that has not told its age sees %d", len(plan.Items[0].Services))
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
	_, err := h.Change(amina, map[string]string{"signature": "no", "insurance": "yes", "nonsense": "no"}, 0)
	h.Must(err)
	plan, err := h.Plan(amina, "")
	h.Must(err)
	if len(plan.Items) != 2 || len(plan.Items[0].Services) != 1 || plan.Items[0].Services[0].ID != iso.ID || plan.Items[0].Until.IsZero() ||
		plan.Items[1].Kind != "signature" || len(plan.Items[1].Services) != 1 || plan.Items[1].Services[0].ID != sign.ID {
		t.Errorf("%+v", plan.Items)
	}
	ready, err := h.Own(amina)
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
	if len(plan.Items) != 1 || plan.Items[0].Lack.Ends.IsZero() || !plan.Items[0].Until.IsZero() {
		t.Fatalf("%+v", plan.Items)
	}
	if ways := plan.Items[0].Services; len(ways) != 1 || ways[0].ID != iso.ID || ways[0].Late {
		t.Errorf("%+v", ways)
	}
}

// What each thing that is lacking is needed for is said in the answer of the API, with its services.
func TestThePlanSaysWhy(t *testing.T) {
	h := open(t)
	amina := h.Owner("amina", "riga")
	h.Firm(amina, func(f *supplier.Form) {
		f.Certificates = []supplier.CertificateForm{{Name: "ISO 9001:2015", Until: "2026-12-12"}}
	})
	h.Tender(30)
	_, err := h.Change(amina, map[string]string{"bank": "no"}, 0)
	h.Must(err)
	ask := h.site()
	status, body := ask("amina", "GET", "/api/v1/services/plan", "")
	for _, want := range []string{`"because":"matches"`, `"tenders":1`, `"because":"paper"`, `"because":"readiness"`, `"kind":"bank"`, `"total":3`,
		`"services":[]`} {
		if status != 200 || !strings.Contains(body, want) {
			t.Errorf("%d: the plan lacks %s: %s", status, want, body)
		}
	}
}
