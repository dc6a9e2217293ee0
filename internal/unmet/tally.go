package unmet

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"sync"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/service"
	"citiesgrow/internal/store"
	"citiesgrow/internal/taxonomy/fold"
	"citiesgrow/internal/topic"
)

// Tally counts searches in memory and writes the counts to the store when Flush is called, so that a
// search waits for no write. It is safe for use by several goroutines.
type Tally struct {
	unmets *store.Collection[Unmet]
	now    func() time.Time
	cities func(id string) bool

	mu     sync.Mutex
	counts map[Unmet]int
}

// mostCounted bounds how many different searches are held in memory between two writes.
const mostCounted = 5000

// NewTally returns an empty tally.
func NewTally(k module.Kit) *Tally {
	return &Tally{unmets: store.Of[Unmet](k.DB, unmets), now: k.Now, counts: map[Unmet]int{},
		cities: func(id string) bool { _, known := k.Taxonomy.City(id); return known }}
}

// Note counts a search of a user that found nothing, in each city that it names, else in the user's own.
// A search without words is counted by its first topic; one without either is not counted.
func (t *Tally) Note(who actor.Actor, q service.Query) {
	cities := q.Cities
	if len(cities) == 0 && who.City != "" {
		cities = []string{who.City}
	}
	search := Unmet{Words: anonymous(q.Words), Month: t.now().UTC().Format("2006-01")}
	if search.Words == "" && len(q.Topics) > 0 && topic.Known(q.Topics[0]) {
		search.Topic = q.Topics[0]
	}
	if search.Words == "" && search.Topic == "" {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, city := range cities {
		if search.City = city; t.cities(city) && (len(t.counts) < mostCounted || t.counts[search] > 0) {
			t.counts[search]++
		}
	}
}

// pending lists what was counted in a city and is not written yet.
func (t *Tally) pending(city string) []*Unmet {
	t.mu.Lock()
	defer t.mu.Unlock()
	var all []*Unmet
	for search, n := range t.counts {
		if search.City == city {
			search.Count = n
			all = append(all, &search)
		}
	}
	slices.SortFunc(all, func(a, b *Unmet) int { return strings.Compare(a.Words+a.Topic, b.Words+b.Topic) })
	return all
}

// Flush writes the counts to the store. Counts that could not be written stay for the next time.
func (t *Tally) Flush(ctx context.Context) error {
	t.mu.Lock()
	counts := t.counts
	t.counts = map[Unmet]int{}
	t.mu.Unlock()
	for search, n := range counts {
		if err := t.write(ctx, search, n); err != nil {
			t.mu.Lock()
			for search, n := range counts {
				t.counts[search] += n
			}
			t.mu.Unlock()
			return err
		}
		delete(counts, search)
	}
	return nil
}

// write adds a count to the document of its city, month and words; the id follows from them.
func (t *Tally) write(ctx context.Context, search Unmet, n int) error {
	sum := sha256.Sum256([]byte(search.City + "\x00" + search.Month + "\x00" + fold.Text(search.Words) + "\x00" + search.Topic))
	_, err := t.unmets.Upsert(ctx, "unmet-"+hex.EncodeToString(sum[:10]), func(u *Unmet) error {
		u.City, u.Month, u.Words, u.Topic = search.City, search.Month, search.Words, search.Topic
		u.Count += n
		return nil
	})
	return err
}
