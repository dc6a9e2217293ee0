package reach

import (
	"fmt"
	"testing"
	"time"

	"citiesgrow/internal/match/matchtest"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
	"citiesgrow/internal/supplier"
)

// warned are the keys of what a content is warned of.
func warned(c *notice.Content, at time.Time) map[string]Warning {
	all := map[string]Warning{}
	for _, w := range Warn(c, at) {
		all[w.Key] = w
	}
	return all
}

// fair is a draft that leaves nothing to warn of.
func fair() notice.Content {
	c := matchtest.Schools().Content
	yes := true
	c.Tender.SMESuitable, c.Tender.NoLotsWhy, c.Tender.Deadline = &yes, "One building.", moduletest.Now.AddDate(0, 0, 40)
	return c
}

// A buyer is warned of a deadline that leaves firms too little time: 30 days for a contract that goes to the whole of
// Europe (Directive 2014/24/EU art. 27(4)), 14 below. At exactly that many days there is nothing to say.
func TestAShortDeadlineIsSaid(t *testing.T) {
	const day = 24 * time.Hour
	for _, c := range []struct {
		says    string
		euros   int64 // 0: no value is given
		left    time.Duration
		private bool
		least   int // 0: no warning
	}{
		{"small, exactly 14 days", 80_000, 14 * day, false, 0},
		{"small, a minute less", 80_000, 14*day - time.Minute, false, 14},
		{"small, 13 days", 80_000, 13 * day, false, 14},
		{"small, 29 days", 80_000, 29 * day, false, 0},
		{"just below the threshold, 14 days", 215_999, 14 * day, false, 0},
		{"at the threshold, 14 days", 216_000, 14 * day, false, 30},
		{"large, exactly 30 days", 300_000, 30 * day, false, 0},
		{"large, a minute less", 300_000, 30*day - time.Minute, false, 30},
		{"large, 29 days", 300_000, 29 * day, false, 30},
		{"large, of a private buyer, 14 days", 300_000, 14 * day, true, 0},
		{"large, of a private buyer, 13 days", 300_000, 13 * day, true, 14},
		{"no value, 14 days", 0, 14 * day, false, 0},
		{"no value, 13 days", 0, 13 * day, false, 14},
		{"over already: that is said elsewhere", 80_000, -day, false, 0},
	} {
		t.Run(c.says, func(t *testing.T) {
			content := fair()
			content.Private, content.Tender.Value, content.Tender.Deadline = c.private, nil, moduletest.Now.Add(c.left)
			if c.euros > 0 {
				content.Tender.Value = euros(c.euros)
			}
			got, has := warned(&content, moduletest.Now)["deadline"]
			if has != (c.least > 0) || got.Days != c.least || has && got.State != "lacking" {
				t.Errorf("%+v, want a warning of %d days", got, c.least)
			}
		})
	}
}

// A firm that writes none of the languages of an offer is not counted among those that can bid; one that has not told
// its languages is: it might well write one.
func TestAFirmWithoutTheLanguageIsNotCounted(t *testing.T) {
	firm := func(languages ...string) *supplier.Profile {
		p := matchtest.Cleaner()
		p.Languages = languages
		return p
	}
	for _, c := range []struct {
		says      string
		firm      *supplier.Profile
		asked     []string
		able      int
		shut      int
		add       string
		regaining int
	}{
		{"it writes the one", firm("fi"), []string{"fi"}, 1, 0, "", 0},
		{"it writes one of two", firm("sv"), []string{"fi", "sv"}, 1, 0, "", 0},
		{"it writes none", firm("uk"), []string{"fi", "sv"}, 0, 1, "uk", 1},
		{"it writes two others", firm("uk", "ar"), []string{"fi"}, 0, 1, "ar", 1},
		{"it has not told", firm(), []string{"fi"}, 1, 0, "", 0},
		{"none is asked", firm("uk"), nil, 1, 0, "", 0},
	} {
		content := fair()
		content.Tender.Languages = c.asked
		r := Count([]*supplier.Profile{c.firm}, &content, moduletest.Now)
		if r.Firms != 1 || r.Able != c.able || r.Tongue != (Tongue{Excluded: c.shut, Add: c.add, Regained: c.regaining}) {
			t.Errorf("%s: %+v", c.says, r)
		}
	}
}

// A firm that fails two requirements is one firm less, not two, and each requirement says what it costs alone.
func TestEachRequirementSaysWhatItCosts(t *testing.T) {
	few := ocds.Requirement{Kind: ocds.Staff, Number: 5}
	old := ocds.Requirement{Kind: ocds.Years, Number: 4}
	content := fair()
	content.Tender.Requirements = []ocds.Requirement{few, old, {Kind: ocds.Registration, Detail: "trade register"}}
	grown := matchtest.Cleaner()
	grown.Staff = 5
	r := Count([]*supplier.Profile{matchtest.Cleaner(), grown}, &content, moduletest.Now)
	if r.Firms != 2 || r.Able != 0 || fmt.Sprint(excluded(r)) != "[1 2 0]" || r.Costs[2].Unknown != 2 {
		t.Errorf("%+v", r)
	}
	content.Tender.Requirements = []ocds.Requirement{few}
	if r := Count([]*supplier.Profile{matchtest.Cleaner(), grown}, &content, moduletest.Now); r.Able != 1 {
		t.Errorf("with one requirement less: %+v", r)
	}
}

func excluded(r Reach) []int {
	var all []int
	for _, c := range r.Costs {
		all = append(all, c.Excluded)
	}
	return all
}

// A requirement of one lot counts like one of the whole.
func TestTheRequirementsOfLotsCount(t *testing.T) {
	content := fair()
	content.Tender.Lots = []ocds.Lot{{ID: "LOT-0001"}, {ID: "LOT-0002", Requirements: []ocds.Requirement{{Kind: ocds.Staff, Number: 9}}}}
	if r := Count([]*supplier.Profile{matchtest.Cleaner()}, &content, moduletest.Now); r.Able != 0 || len(r.Costs) != 1 || r.Costs[0].Excluded != 1 {
		t.Errorf("%+v", r)
	}
}

// More turnover than twice the value may be asked only with a reason (Directive 2014/24/EU art. 58(3)): the buyer is
// warned above it, not at it, and is shown how many firms the limit lets in again.
func TestTheTurnoverLimitIsTwiceTheValue(t *testing.T) {
	for _, c := range []struct {
		says         string
		value, asked int64
		told         int64 // turnover of the firm
		warned       bool
		regained     int
	}{
		{"at twice the value", 80_000, 160_000, 150_000, false, 0},
		{"a euro above it", 80_000, 160_001, 160_000, true, 1},
		{"the firm is below the limit as well", 80_000, 300_000, 159_999, true, 0},
		{"the firm has what is asked", 80_000, 300_000, 300_000, true, 0},
		{"no value is given", 0, 900_000, 1, false, 0},
	} {
		content := fair()
		content.Tender.Value = nil
		if c.value > 0 {
			content.Tender.Value = euros(c.value)
		}
		content.Tender.Requirements = []ocds.Requirement{{Kind: ocds.Turnover, Amount: euros(c.asked)}}
		p := matchtest.Cleaner()
		p.Turnover[0].Amount = *euros(c.told)
		r := Count([]*supplier.Profile{p}, &content, moduletest.Now)
		got, has := warned(&content, moduletest.Now)["turnover"]
		if has != c.warned || (r.Costs[0].Lower != nil) != c.warned || r.Costs[0].Regained != c.regained {
			t.Errorf("%s: %+v, %+v", c.says, got, r.Costs[0])
		}
		if has && (*got.Limit != *euros(2 * c.value) || *r.Costs[0].Lower != *euros(2 * c.value) || got.State != "lacking") {
			t.Errorf("%s: the limit is %+v", c.says, got)
		}
	}
}

// Amounts in other currencies are compared by what they are worth.
func TestATurnoverInAnotherCurrencyIsComparedByItsWorth(t *testing.T) {
	content := fair()
	zloty := record.Units(680_000, "PLN") // 160,000 euros
	content.Tender.Requirements = []ocds.Requirement{{Kind: ocds.Turnover, Amount: &zloty}}
	if w, has := warned(&content, moduletest.Now)["turnover"]; has {
		t.Errorf("warned of what is worth twice the value: %+v", w)
	}
	more := record.Units(690_000, "PLN")
	content.Tender.Requirements[0].Amount = &more
	if _, has := warned(&content, moduletest.Now)["turnover"]; !has {
		t.Error("not warned of what is worth more")
	}
}

// What a draft is warned of beside: each warning is gone once what it says is done.
func TestEachWarningCanBeMet(t *testing.T) {
	if got := Warn(&notice.Content{}, moduletest.Now); len(got) != 3 { // lots, sme, value
		t.Errorf("an empty draft: %+v", got)
	}
	no := false
	for key, c := range map[string]struct {
		state  string
		change func(*notice.Content)
	}{
		"lots":     {"lacking", func(c *notice.Content) { c.Tender.NoLotsWhy = "" }},
		"language": {"unknown", func(c *notice.Content) { c.Tender.Languages = []string{"fi"} }},
		"sme":      {"unknown", func(c *notice.Content) { c.Tender.SMESuitable = nil }},
		"value":    {"unknown", func(c *notice.Content) { c.Tender.Value = nil }},
	} {
		content := fair()
		if got := Warn(&content, moduletest.Now); len(got) != 0 {
			t.Fatalf("a fair draft is warned: %+v", got)
		}
		c.change(&content)
		if got := Warn(&content, moduletest.Now); len(got) != 1 || got[0].Key != key || got[0].State != c.state {
			t.Errorf("%s: %+v", key, got)
		}
	}
	content := fair()
	content.Tender.SMESuitable = &no
	if got := Warn(&content, moduletest.Now); len(got) != 0 {
		t.Errorf("a buyer who said no is asked again: %+v", got)
	}
	content = fair()
	content.Private, content.Tender.NoLotsWhy = true, ""
	if _, has := warned(&content, moduletest.Now)["lots"]; has {
		t.Error("a private buyer need not say why there are no lots")
	}
}
