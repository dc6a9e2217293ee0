package tender_test

import (
	"testing"

	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
)

func TestAnEmptyListLeadsSomewhere(t *testing.T) {
	s := tendertest.New(t)
	h, ctx := s, s.System
	if _, err := s.Processes.Receive(ctx, release("o", "n", "01", day(-1), "tender", nil)); err != nil {
		t.Fatal(err)
	}
	h.CatchUp()
	for _, q := range []tender.Search{
		{Words: "xyzzyq", Reader: []string{"en"}},
		{Words: "siivous", Cities: []string{"athens"}, Reader: []string{"uk"}},
		{Cities: []string{"athens"}, Bands: []string{"5m-"}, Reader: []string{"ar"}},
	} {
		found, err := s.Tenders.List(ctx, q)
		if err != nil || found.Total != 0 {
			t.Fatalf("%+v found %d %v", q, found.Total, err)
		}
		ways, err := s.Tenders.Ways(ctx, q)
		if err != nil || len(ways) == 0 {
			t.Errorf("%+v leads nowhere: %v", q, err)
		}
		for _, w := range ways {
			if w.Count < 1 {
				t.Errorf("%+v leads to nothing", w)
			}
		}
	}
	if found, err := s.Tenders.List(ctx, tender.Search{Words: "прибирання шкіл", Reader: []string{"uk"}}); err != nil || found.Total != 1 {
		t.Errorf("cleaning of schools in Ukrainian found %d %v", found.Total, err)
	}
}

// A reader whose language has the words of few trades, or of none, gets what there is.
func TestAnEmptyListInALanguageOfFewTrades(t *testing.T) {
	s := tendertest.New(t)
	ctx := s.System
	for _, reader := range [][]string{{"ca"}, {"da"}, {"so"}, {"xx"}, nil} {
		for _, words := range []string{"clean", "limp", "тран", "s", ""} {
			if _, err := s.Tenders.Ways(ctx, tender.Search{Words: words, Reader: reader}); err != nil {
				t.Errorf("%v %q: %v", reader, words, err)
			}
		}
	}
}

func TestAListIsNarrowedByTheDaysLeft(t *testing.T) {
	s := tendertest.New(t)
	h, ctx := s, s.System
	for id, days := range map[string]int{"over": -1, "soon": 3, "month": 20, "later": 50} {
		r := release(id, id, "01", now.AddDate(0, 0, -5), "tender", func(r *ocds.Release) { r.Tender.Deadline = day(days) })
		if _, err := s.Processes.Receive(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	h.CatchUp()
	all, err := s.Tenders.List(ctx, tender.Search{})
	if err != nil || all.Total != 4 || len(all.Facets["deadline"]) != 3 {
		t.Fatalf("%d tenders, spans %v, %v", all.Total, all.Facets["deadline"], err)
	}
	for span, id := range map[string]string{"week": "soon", "month": "month", "later": "later"} {
		found, err := s.Tenders.List(ctx, tender.Search{Due: span})
		if err != nil || found.Total != 1 || found.Tenders[0].ID != tender.IDOf(id) {
			t.Errorf("%s: %d found, %v", span, found.Total, err)
		}
	}
}

// Every state that a list offers can be asked for together with any other.
func TestSeveralStatesInOneFilter(t *testing.T) {
	s := tendertest.New(t)
	h, ctx := s, s.System
	for id, c := range map[string]struct {
		tag  string
		days int
	}{"open": {"tender", 5}, "closed": {"tender", -1}, "planned": {"planning", 30}} {
		r := release(id, id, "01", now.AddDate(0, 0, -5), c.tag, func(r *ocds.Release) { r.Tender.Deadline = day(c.days) })
		if _, err := s.Processes.Receive(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	h.CatchUp()
	for _, c := range []struct {
		states []string
		want   int
	}{{nil, 3}, {[]string{"open"}, 1}, {[]string{"closed"}, 1}, {[]string{"planned"}, 1}, {[]string{"open", "planned"}, 2}, {[]string{"open", "closed"}, 2},
		{[]string{"closed", "planned"}, 2}, {[]string{"open", "closed", "planned", "awarded"}, 3}, {[]string{"awarded"}, 0}} {
		found, err := s.Tenders.List(ctx, tender.Search{Statuses: c.states})
		if err != nil || found.Total != c.want || len(found.Tenders) != c.want {
			t.Errorf("%v: %d found, want %d, %v", c.states, found.Total, c.want, err)
		}
	}
}

// A notice is found by any number it is known by, also an earlier notice's, and another number
// finds nothing.
func TestANoticeIsFoundByItsNumbers(t *testing.T) {
	s := tendertest.New(t)
	h, ctx := s, s.System
	const first, second = "7c2f4a10-93d1-4b6e-8a55-0d9e21f7b344", "e81b0d77-4410-4f2a-9c3d-55aa7e6f0912"
	var got *tender.Tender
	for i, uuid := range []string{first, second} {
		r := release("o", uuid, "01", day(i-3), "tender", func(r *ocds.Release) { r.Source.Publication = []string{"00118204-2026", "00120417-2026"}[i] })
		got = s.Received(r)
	}
	if _, err := s.Processes.Receive(ctx, release("other", "7c2f4a10-93d1-4b6e-8a55-0d9e21f7b345", "01", day(-3), "tender", nil)); err != nil {
		t.Fatal(err)
	}
	h.CatchUp()
	for words, want := range map[string]int{first: 1, "7C2F4A10-93D1-4B6E-8A55-0D9E21F7B344": 1, first + "-01": 1, second: 1, "118204-2026": 1, "00118204-2026": 1,
		"120417-2026": 1, "118205-2026": 0, "2026/S 044-118204": 1, "2026/S 44-00118204": 1, "118204/2026": 1, "2026/S 044-118205": 0, "118205/2026": 0,
		got.ID: 1, "tender-zzzz1111zz": 0, "7c2f4a10-93d1-4b6e-8a55-0d9e21f7b346": 0, "9091": 2, "909": 2, "90": 2, "4544": 0} {
		found, err := s.Tenders.List(ctx, tender.Search{Words: words, Reader: []string{"en"}})
		if err != nil || found.Total != want {
			t.Errorf("%s: %d found, want %d, %v", words, found.Total, want, err)
		}
	}
}
