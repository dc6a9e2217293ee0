package reach

import (
	"testing"

	"citiesgrow/internal/match/matchtest"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
	"citiesgrow/internal/supplier"
)

func TestReachCountsWhatTheLanguagesShutOut(t *testing.T) {
	dutch, french, arabic, silent := matchtest.Cleaner(), matchtest.Cleaner(), matchtest.Cleaner(), matchtest.Cleaner()
	dutch.Languages, french.Languages, arabic.Languages, silent.Languages = []string{"nl"}, []string{"fr", "en"}, []string{"ar", "en"}, nil
	c := notice.Content{Tender: ocds.Tender{Languages: []string{"nl"}}}
	r := Count([]*supplier.Profile{dutch, french, arabic, silent}, &c, moduletest.Now)
	if r.Able != 2 || r.Tongue.Excluded != 2 || r.Tongue.Add != "en" || r.Tongue.Regained != 2 {
		t.Errorf("able %d, tongue %+v: a firm that names no language is not shut out", r.Able, r.Tongue)
	}
}

func TestAContractAboveTheThresholdSaysSo(t *testing.T) {
	for _, c := range []struct {
		says, code, country string
		value               int64
		private, warned     bool
	}{
		{"services below it", "90919300", "BE", 215_999, false, false},
		{"services at it", "90919300", "BE", 216_000, false, true},
		{"works have a higher one", "45442100", "BE", 5_403_999, false, false},
		{"works at it", "45442100", "BE", 5_404_000, false, true},
		{"school meals are a specific service", "55524000", "BE", 700_000, false, false},
		{"and have one as well", "55524000", "BE", 750_000, false, true},
		{"a private buyer has none", "90919300", "BE", 900_000, true, false},
		{"the United Kingdom has a law of its own", "90919300", "GB", 900_000, false, false},
	} {
		value := record.Units(c.value, "EUR")
		content := notice.Content{Private: c.private, Tender: ocds.Tender{CPV: []string{c.code}, Value: &value, Places: []ocds.Place{{Country: c.country}}}}
		warned := false
		for _, w := range Warn(&content, moduletest.Now) {
			warned = warned || w.Key == "threshold"
		}
		if warned != c.warned {
			t.Errorf("%s: warned %v", c.says, warned)
		}
	}
}
