package main

import (
	"slices"
	"testing"
)

func filled(t *testing.T, n int) (*field, *engine) {
	t.Helper()
	e, err := openEngine(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	c := newCorpus(3)
	for _, k := range kinds() {
		if _, err := fill(t.Context(), c, n, e, k.Name, 1000); err != nil {
			t.Fatal(err)
		}
	}
	f, err := newField(c, n, []string{"S", "SO", "SB", "M", "R", "D"}, e)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range kinds() {
		if err := f.read(t.Context(), e, k.Name, nil); err != nil {
			t.Fatal(err)
		}
	}
	return f, e
}

// The engine and the limit find the same as exact BM25.
func TestEngineLimitAndExactAgree(t *testing.T) {
	f, e := filled(t, 2000)
	for _, j := range jobs {
		overlaps := map[string]float64{}
		for k, q := range f.questions[j.name] {
			truth := f.truths[q]
			ours, err := e.ask(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			least, err := f.limits[limitOf(j.name)].ask(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			if ours.total != truth.total || least.total != truth.total || truth.total == 0 {
				t.Errorf("%s %d: the engine found %d, the limit %d, exactly %d", j.name, k, ours.total, least.total, truth.total)
			}
			if ours.figure != least.figure {
				t.Errorf("%s %d: the engine's facets count %d, the limit's %d", j.name, k, ours.figure, least.figure)
			}
			if j.name == "SB" {
				if !slices.Equal(ours.ids, least.ids) {
					t.Errorf("SB %d: %v, the limit has %v", k, ours.ids, least.ids)
				}
				continue
			}
			overlaps["engine"] += truth.overlap(ours.ids) / perJob
			overlaps["limit"] += truth.overlap(least.ids) / perJob
		}
		t.Logf("%s: %v", j.name, overlaps)
		for name, o := range overlaps {
			if o < 0.95 {
				t.Errorf("%s: the best of the %s are %.3f of the exact ones", j.name, name, o)
			}
		}
	}
}
