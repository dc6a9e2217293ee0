//go:build soak

package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/draft"
	"citiesgrow/internal/record"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
)

// A busy day: 1,000 tenders a minute pass through the whole program (store, feed, index, matcher). Each must be found and matched
// within a second. The times of concurrent searches are logged. Run it with `make soak`.
const (
	soakFirms   = 3000
	soakBefore  = 3000
	soakTenders = 300
	aMinute     = time.Minute / 1000
)

var soakTrades = []struct{ words, cpv string }{
	{"office cleaning", "90919200"}, {"painting walls", "45442110"}, {"school meals", "55524000"}, {"translation", "79530000"},
	{"garden maintenance", "77311000"}, {"removals", "98392000"}, {"sewing", "98393000"}, {"interpreting", "79540000"},
}

func TestSoakPublishedIsFoundAndMatchedWithinASecond(t *testing.T) {
	h := newHouse(t, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	ctx := actor.AsSystem(t.Context())
	cities := h.app.kit.Taxonomy.Cities()
	for i := range soakFirms {
		trade, city := soakTrades[i%len(soakTrades)], cities[i%len(cities)]
		p := &supplier.Profile{Account: fmt.Sprint("account-", i), Name: fmt.Sprintf("Firm %d", i), City: city.ID, Cities: []string{city.ID},
			CPV:       []string{trade.cpv},
			Languages: []string{"en"}, Said: []supplier.Phrase{{Words: trade.words, Language: "en"}}, Meta: record.Meta{ID: fmt.Sprintf("supplier-soak-%d", i)}}
		if err := h.app.suppliers.Put(ctx, p); err != nil {
			t.Fatal(err)
		}
	}
	publish := func(i int, word string) string {
		trade, city := soakTrades[i%len(soakTrades)], cities[i%len(cities)]
		buyer := actor.With(t.Context(), actor.Actor{ID: "buyer-" + city.ID, Role: actor.Buyer, City: city.ID, Organisation: "City of " + city.ID,
			Active: true, Language: "en"})
		draft, err := h.app.drafts.Create(buyer, draft.Form{Title: trade.words + " " + word, Description: "Weekly work for one year.", Language: "en",
			Trade: trade.words, City: city.ID, Deadline: "2026-12-20", Languages: []string{"en"}, NoLotsWhy: "One.", SubmitURL: "https://tenders.example/one"})
		if err == nil {
			_, err = h.app.drafts.Publish(buyer, draft.ID, 0)
		}
		if err != nil {
			t.Fatal(err)
		}
		return draft.ID
	}
	for i := range soakBefore {
		publish(i, fmt.Sprintf("zp%dx", i))
	}
	h.catchUp()
	alone := h.asking(ctx, 5*time.Second)
	busy, stop := context.WithCancel(ctx)
	var meanwhile []time.Duration
	var readers sync.WaitGroup
	readers.Go(func() { meanwhile = h.asking(busy, time.Hour) })

	var found, matched []time.Duration
	var mu sync.Mutex
	var waiting sync.WaitGroup
	begin := time.Now()
	for i := range soakTenders {
		time.Sleep(time.Until(begin.Add(time.Duration(i) * aMinute)))
		word := fmt.Sprintf("zq%dx", i)
		id := publish(i, word)
		published := time.Now()
		waiting.Go(func() {
			until := func(done func() bool) time.Duration {
				for !done() && time.Since(published) < 20*time.Second {
					time.Sleep(5 * time.Millisecond)
				}
				return time.Since(published)
			}
			f := until(func() bool {
				r, err := h.app.tenders.List(ctx, tender.Search{Words: word, TotalOnly: true})
				return err == nil && r.Total == 1
			})
			m := until(func() bool {
				_, firms, err := h.app.matches.List(ctx, id)
				return err == nil && len(firms) > 0
			})
			mu.Lock()
			defer mu.Unlock()
			found, matched = append(found, f), append(matched, m)
		})
	}
	waiting.Wait()
	stop()
	readers.Wait()
	slices.Sort(found)
	slices.Sort(matched)
	t.Logf("%d tenders at 1000 a minute among %d firms: found after p50 %v p95 %v max %v, matched after p50 %v p95 %v max %v", soakTenders, soakFirms,
		at(found, .5), at(found, .95), at(found, 1), at(matched, .5), at(matched, .95), at(matched, 1))
	t.Logf("a search: alone p50 %v p95 %v (%d), meanwhile p50 %v p95 %v (%d)", at(alone, .5), at(alone, .95), len(alone), at(meanwhile, .5),
		at(meanwhile, .95), len(meanwhile))
	if worst := at(matched, .95); worst > time.Second {
		t.Errorf("found and matched only after %v", worst)
	}
}

// asking searches at a steady pace until the context or the time ends, and returns the sorted times.
func (h *house) asking(ctx context.Context, most time.Duration) []time.Duration {
	var took []time.Duration
	for begin := time.Now(); ctx.Err() == nil && time.Since(begin) < most; time.Sleep(10 * time.Millisecond) {
		start := time.Now()
		if _, err := h.app.tenders.List(actor.AsSystem(h.t.Context()), tender.Search{Words: soakTrades[len(took)%len(soakTrades)].words,
			Reader: []string{"en"}}); err != nil {
			h.t.Error(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	return took
}

func at(sorted []time.Duration, share float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(int(share*float64(len(sorted))), len(sorted)-1)].Round(10 * time.Microsecond)
}
