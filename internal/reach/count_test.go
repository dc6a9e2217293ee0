package reach

import (
	"testing"

	"citiesgrow/internal/match/matchtest"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender/tendertest"
)

var euros = tendertest.Euros

func TestReachCountsOnlyWhatFirmsTold(t *testing.T) {
	strong, silent := matchtest.Cleaner(), &supplier.Profile{CPV: []string{"90910000"}}
	strong.Turnover[0].Amount = *euros(900_000)
	c := matchtest.Schools(ocds.Requirement{Kind: ocds.Turnover, Amount: euros(400_000)}).Content
	r := Count([]*supplier.Profile{matchtest.Cleaner(), strong, silent}, &c, moduletest.Now)
	if r.Firms != 3 || r.Able != 2 || r.Costs[0].Excluded != 1 || r.Costs[0].Unknown != 1 {
		t.Errorf("%+v", r)
	}
	if r.Costs[0].Lower == nil || *r.Costs[0].Lower != *euros(160_000) || r.Costs[0].Regained != 0 {
		t.Errorf("advice %+v", r.Costs[0])
	}
	c.Tender.Requirements[0].Amount = euros(170_000)
	weak := matchtest.Cleaner()
	weak.Turnover[0].Amount = *euros(165_000)
	if r := Count([]*supplier.Profile{weak}, &c, moduletest.Now); r.Costs[0].Regained != 1 {
		t.Errorf("at twice the value one firm more could bid: %+v", r.Costs[0])
	}
}

func TestWarnings(t *testing.T) {
	c := matchtest.Schools(ocds.Requirement{Kind: ocds.Turnover, Amount: euros(400_000)}).Content
	c.Tender.Languages, c.Tender.Deadline = []string{"fi"}, moduletest.Now.AddDate(0, 0, 5)
	said := map[string]bool{}
	for _, w := range Warn(&c, moduletest.Now) {
		said[w.Key] = true
	}
	for _, key := range []string{"turnover", "lots", "deadline", "language", "sme"} {
		if !said[key] {
			t.Errorf("nothing is said about %s", key)
		}
	}
	yes := true
	c.Tender.SMESuitable, c.Tender.NoLotsWhy, c.Tender.Requirements, c.Tender.Deadline, c.Tender.Languages = &yes, "One building.", nil,
		moduletest.Now.AddDate(0, 0, 40), []string{"fi", "en"}
	if w := Warn(&c, moduletest.Now); len(w) != 0 {
		t.Errorf("a fair draft is warned: %+v", w)
	}
}
