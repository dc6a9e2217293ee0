package tender_test

import (
	"testing"

	"citiesgrow/internal/ocds"
	"citiesgrow/internal/tender"
)

func TestAnEmptyListLeadsSomewhere(t *testing.T) {
	h, s, ctx := house(t)
	if _, err := s.Receive(ctx, release("o", "n", "01", day(-1), "tender", nil)); err != nil {
		t.Fatal(err)
	}
	h.CatchUp()
	for _, q := range []tender.Search{
		{Words: "xyzzyq", Reader: []string{"en"}},
		{Words: "siivous", Cities: []string{"athens"}, Reader: []string{"uk"}},
		{Cities: []string{"athens"}, Bands: []string{"5m-"}, Reader: []string{"ar"}},
	} {
		found, err := s.List(ctx, q)
		if err != nil || found.Total != 0 {
			t.Fatalf("%+v found %d %v", q, found.Total, err)
		}
		ways, err := s.Ways(ctx, q)
		if err != nil || len(ways) == 0 {
			t.Errorf("%+v leads nowhere: %v", q, err)
		}
		for _, w := range ways {
			if w.Count < 1 {
				t.Errorf("%+v leads to nothing", w)
			}
		}
	}
	if found, err := s.List(ctx, tender.Search{Words: "прибирання шкіл", Reader: []string{"uk"}}); err != nil || found.Total != 1 {
		t.Errorf("cleaning of schools in Ukrainian found %d %v", found.Total, err)
	}
}

// A reader whose language has the words of few trades, or of none, gets what there is.
func TestAnEmptyListInALanguageOfFewTrades(t *testing.T) {
	_, s, ctx := house(t)
	for _, reader := range [][]string{{"ca"}, {"da"}, {"so"}, {"xx"}, nil} {
		for _, words := range []string{"clean", "limp", "тран", "s", ""} {
			if _, err := s.Ways(ctx, tender.Search{Words: words, Reader: reader}); err != nil {
				t.Errorf("%v %q: %v", reader, words, err)
			}
		}
	}
}

func TestAListIsNarrowedByTheDaysLeft(t *testing.T) {
	h, s, ctx := house(t)
	for id, days := range map[string]int{"over": -1, "soon": 3, "month": 20, "later": 50} {
		r := release(id, id, "01", now.AddDate(0, 0, -5), "tender", func(r *ocds.Release) { r.Tender.Deadline = day(days) })
		if _, err := s.Receive(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	h.CatchUp()
	all, err := s.List(ctx, tender.Search{})
	if err != nil || all.Total != 4 || len(all.Facets["deadline"]) != 3 {
		t.Fatalf("%d tenders, spans %v, %v", all.Total, all.Facets["deadline"], err)
	}
	for span, id := range map[string]string{"week": "soon", "month": "month", "later": "later"} {
		found, err := s.List(ctx, tender.Search{Due: span})
		if err != nil || found.Total != 1 || found.Tenders[0].ID != tender.IDOf(id) {
			t.Errorf("%s: %d found, %v", span, found.Total, err)
		}
	}
}
