package web

import (
	"testing"
	"time"

	"citiesgrow/internal/i18n"
)

func TestTheTimeLeftIsInDaysThenInHours(t *testing.T) {
	words, err := i18n.Load(Locales())
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	v := &View{ctx: &Ctx{Now: now, Words: words.For("en")}}
	for _, c := range []struct {
		left       time.Duration
		want, leaf string
	}{
		{72 * time.Hour, "3 days left", "3 days"},
		{48 * time.Hour, "2 days left", "2 days"},
		{48*time.Hour - time.Minute, "1 day left", "1 day"},
		{25 * time.Hour, "1 day left", "1 day"},
		{24 * time.Hour, "1 day left", "1 day"},
		{23 * time.Hour, "23 hours left", "23 hours"},
		{119 * time.Minute, "1 hour left", "1 hour"},
		{time.Hour, "1 hour left", "1 hour"},
		{30 * time.Minute, "Less than one hour left", "under 1 hour"},
		{time.Second, "Less than one hour left", "under 1 hour"},
	} {
		if got := v.TimeLeft(now.Add(c.left)); got != c.want {
			t.Errorf("%v before: %q, want %q", c.left, got, c.want)
		}
		if got := v.LeafLeft(now.Add(c.left)); got != c.leaf {
			t.Errorf("%v before, on a card: %q, want %q", c.left, got, c.leaf)
		}
	}
	// The clock of another zone is the same moment.
	if got := v.TimeLeft(now.Add(25 * time.Hour).In(time.FixedZone("", 9*3600))); got != "1 day left" {
		t.Errorf("in another zone: %q", got)
	}
}
