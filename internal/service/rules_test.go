package service_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/gap"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/service"
)

// A rule is met, not met, or not known because the firm has not stated it: that is no reason against it.
func TestARuleIsHeldAgainstAFirm(t *testing.T) {
	firm := gap.Firm{City: "riga", Cities: []string{"ghent"}, Founded: 2019, Staff: 3, Languages: []string{"en", "uk"}, CPV: []string{"55521200"}}
	for name, c := range map[string]struct {
		listing service.Listing
		firm    gap.Firm
		want    string
	}{
		"no rules":          {service.Listing{City: "riga"}, firm, "city met"},
		"another city":      {service.Listing{City: "lisbon"}, firm, "city lacking"},
		"where it works":    {service.Listing{City: "ghent"}, firm, "city met"},
		"for its city, too": {service.Listing{City: "lisbon", For: service.Rules{Cities: []string{"riga"}}}, firm, "city met"},
		"of no city":        {service.Listing{City: "riga"}, gap.Firm{}, "city unknown"},
		"at its stage":      {service.Listing{City: "riga", For: service.Rules{Stages: []string{"running"}}}, firm, "stage met, city met"},
		"at another stage":  {service.Listing{City: "riga", For: service.Rules{Stages: []string{"idea", "starting"}}}, firm, "stage lacking, city met"},
		"of unknown age": {service.Listing{City: "riga", For: service.Rules{Stages: []string{"starting"}}}, gap.Firm{City: "riga"},
			"stage unknown, city met"},
		"one of its languages":  {service.Listing{City: "riga", For: service.Rules{Languages: []string{"lv", "uk"}}}, firm, "city met, language met"},
		"none of its languages": {service.Listing{City: "riga", For: service.Rules{Languages: []string{"lv"}}}, firm, "city met, language lacking"},
		"languages not told": {service.Listing{City: "riga", For: service.Rules{Languages: []string{"lv"}}}, gap.Firm{City: "riga"},
			"city met, language unknown"},
		"its trade, wider":    {service.Listing{City: "riga", For: service.Rules{Trades: []string{"55500000"}}}, firm, "city met, trade met"},
		"its trade, narrower": {service.Listing{City: "riga", For: service.Rules{Trades: []string{"55521210"}}}, firm, "city met, trade lacking"},
		"another trade":       {service.Listing{City: "riga", For: service.Rules{Trades: []string{"90910000"}}}, firm, "city met, trade lacking"},
		"a trade not told": {service.Listing{City: "riga", For: service.Rules{Trades: []string{"90910000"}}}, gap.Firm{City: "riga"},
			"city met, trade unknown"},
	} {
		var got []string
		for _, r := range c.listing.CheckRules(c.firm, 2026) {
			got = append(got, r.Rule+" "+r.State)
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}

// A firm is starting up to its second year and growing from ten people.
func TestTheStageOfAFirm(t *testing.T) {
	for _, c := range []struct {
		founded, staff int
		want           string
	}{{0, 50, ""}, {2026, 0, "starting"}, {2024, 50, "starting"}, {2023, 9, "running"}, {2023, 10, "growing"}, {2023, 0, "running"}} {
		if got := service.StageOf(c.founded, c.staff, 2026); got != c.want || got != "" && !slices.Contains(service.Stages(), got) {
			t.Errorf("founded %d with %d people: %q", c.founded, c.staff, got)
		}
	}
}

// A service supplies a need of its kind; a detail that is named on both sides must be the same, however it
// is written.
func TestWhatAServiceSupplies(t *testing.T) {
	l := service.Listing{Supplies: []service.Supply{{Kind: "insurance", Detail: "liability"}, {Kind: "certificate", Detail: "ISO 9001:2015"}, {Kind: "bank"}}}
	for need, want := range map[service.Need]bool{
		{Kind: "insurance"}: true, {Kind: "insurance", Detail: "Liability"}: true, {Kind: "insurance", Detail: "professional"}: false,
		{Kind: "certificate", Detail: "iso-9001"}:      true,
		{Kind: "certificate", Detail: "ISO 9001:2008"}: true, {Kind: "certificate", Detail: "ISO 14001"}: false, {Kind: "bank", Detail: "credit"}: true,
		{Kind: "offer"}: false,
	} {
		if got := l.Supplied(need); got != want {
			t.Errorf("%+v: %t", need, got)
		}
	}
	if got := service.NeedsOf(ocds.Requirement{Kind: ocds.Language, Detail: "lv,ru"}); fmt.Sprint(got) != "[{language lv} {language ru}]" {
		t.Errorf("any of two languages is %v", got)
	}
	if got := service.NeedsOf(ocds.Requirement{Kind: ocds.Insurance, Detail: "liability"}); fmt.Sprint(got) != "[{insurance liability}]" {
		t.Errorf("cover is %v", got)
	}
	if got := (&service.Listing{City: "riga", For: service.Rules{Cities: []string{"ghent", "riga", "ghent"}}}).Cities(); !slices.Equal(got,
		[]string{"riga", "ghent"}) {
		t.Errorf("it serves %v", got)
	}
}

// Of services in time the nearest is first: in the firm's city at a place, there online, where the firm
// works, in its country, elsewhere; of those as near the one that is done first.
func TestTheNearestServiceIsFirst(t *testing.T) {
	h := open(t)
	firm := gap.Firm{City: "riga", Cities: []string{"riga", "ghent"}}
	for _, c := range []struct{ name, city, online string }{{"far", "ghent", ""}, {"here online", "riga", "yes"}, {"here", "riga", ""}} {
		f := cover(c.name, 5)
		f.Online = c.online
		h.Listed(h.Provider(c.name, c.city), f)
	}
	quick := cover("here, quick", 2)
	h.Listed(h.Provider("quick", "riga"), quick)
	deadline := h.Clock.AddDate(0, 0, 6)
	order := func(deadline time.Time) (names []string, late int) {
		ways, err := h.ListSupplying(t.Context(), firm, []service.Need{{Kind: "insurance", Detail: "liability"}}, deadline)
		h.Must(err)
		for _, w := range ways {
			names = append(names, w.Name)
			if w.Late {
				late++
			}
		}
		return names, late
	}
	if got, late := order(deadline); !slices.Equal(got, []string{"here, quick", "here", "here online", "far"}) || late != 0 {
		t.Errorf("%v, %d late", got, late)
	}
	// Five days from tomorrow end on the deadline to the second; a second less is too late.
	if got, late := order(deadline.Add(-time.Second)); late != 3 || got[0] != "here, quick" {
		t.Errorf("%v, %d late", got, late)
	}
	if _, late := order(time.Time{}); late != 0 {
		t.Errorf("%d are late without a deadline", late)
	}
	if ways, err := h.ListSupplying(t.Context(), gap.Firm{}, []service.Need{{Kind: "insurance"}}, deadline); err != nil || len(ways) != 0 {
		t.Errorf("a firm of no city is led to %d", len(ways))
	}
	if ways, err := h.ListSupplying(t.Context(), firm, []service.Need{{Kind: "insurance", Detail: "professional"}}, deadline); err != nil || len(ways) != 0 {
		t.Errorf("another insurance leads to %d", len(ways))
	}
	// A free appointment is when one could begin.
	l := h.ByName()["far"]
	slot := h.Slot(h.Provider("far", "ghent"), l.ID)
	ways, err := h.ListSupplying(t.Context(), firm, []service.Need{{Kind: "insurance"}}, time.Time{})
	h.Must(err)
	for _, w := range ways {
		if w.ID == l.ID && (w.Slot == nil || w.Slot.ID != slot.ID || !w.Begin.Equal(slot.Start) || !w.Done.Equal(slot.Start.AddDate(0, 0, 5))) {
			t.Errorf("%+v %s", w.Slot, w.Begin)
		}
	}
}
