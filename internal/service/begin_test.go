package service_test

import (
	"testing"
	"time"

	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/service"
)

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
