package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/match"
	"citiesgrow/internal/module"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/topic"
)

// Unmet is what was looked for in a city's directory in one month and not found. It
// tells what, never who.
type Unmet struct {
	record.Meta `bson:",inline"`
	City        string `bson:"city" json:"city"`
	Month       string `bson:"month" json:"month"` // "2026-11"
	Words       string `bson:"words,omitempty" json:"words"`
	Topic       string `bson:"topic,omitempty" json:"topic"` // the filter, where there were no words
	Count       int    `bson:"count" json:"count"`
}

var unmets = store.Spec{Name: "unmet", Quiet: true, Indexes: []store.Index{{Name: "city", Fields: []string{"city", "month"}}}}

// tally counts in memory and is written down now and then, so that a search writes
// nothing while somebody waits for it.
type tally struct {
	unmets *store.Collection[Unmet]
	now    func() time.Time
	cities func(id string) bool

	mu     sync.Mutex
	counts map[Unmet]int
}

// mostTallied bounds what is kept between two writings.
const mostTallied = 5000

func newTally(k module.Kit) *tally {
	return &tally{unmets: store.Of[Unmet](k.DB, unmets), now: k.Now, counts: map[Unmet]int{},
		cities: func(id string) bool { _, known := k.Taxonomy.City(id); return known }}
}

// note counts a search that found nothing, in each city it named, else in the person's.
func (t *tally) note(who actor.Actor, q Query) {
	cities := q.Cities
	if len(cities) == 0 && who.City != "" {
		cities = []string{who.City}
	}
	what := Unmet{Words: harmless(q.Words), Month: t.now().UTC().Format("2006-01")}
	if what.Words == "" && len(q.Topics) > 0 && topic.Known(q.Topics[0]) {
		what.Topic = q.Topics[0]
	}
	if what.Words == "" && what.Topic == "" {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, city := range cities {
		if what.City = city; t.cities(city) && (len(t.counts) < mostTallied || t.counts[what] > 0) {
			t.counts[what]++
		}
	}
}

// harmless is what was typed without what could tell who typed it: words with digits or
// signs in them are left out, and long texts altogether.
func harmless(typed string) string {
	var kept []string
	for _, w := range strings.Fields(strings.ToLower(typed)) {
		if !strings.ContainsFunc(w, func(r rune) bool { return unicode.IsDigit(r) || r == '@' || r == '/' }) {
			kept = append(kept, w)
		}
	}
	words := strings.Join(kept, " ")
	if len(kept) > 6 || len(words) > 80 {
		return ""
	}
	return words
}

// pending is what was counted in a city and not yet written down.
func (t *tally) pending(city string) []*Unmet {
	t.mu.Lock()
	defer t.mu.Unlock()
	var all []*Unmet
	for what, n := range t.counts {
		if what.City == city {
			what.Count = n
			all = append(all, &what)
		}
	}
	slices.SortFunc(all, func(a, b *Unmet) int { return strings.Compare(a.Words+a.Topic, b.Words+b.Topic) })
	return all
}

// flush writes down what was counted. What cannot be written is counted again.
func (t *tally) flush(ctx context.Context) error {
	t.mu.Lock()
	counts := t.counts
	t.counts = map[Unmet]int{}
	t.mu.Unlock()
	for what, n := range counts {
		if err := t.write(ctx, what, n); err != nil {
			t.mu.Lock()
			for what, n := range counts {
				t.counts[what] += n
			}
			t.mu.Unlock()
			return err
		}
		delete(counts, what)
	}
	return nil
}

func (t *tally) write(ctx context.Context, what Unmet, n int) error {
	sum := sha256.Sum256([]byte(what.City + "\x00" + what.Month + "\x00" + taxonomy.Fold(what.Words) + "\x00" + what.Topic))
	_, err := t.unmets.Upsert(ctx, "unmet-"+hex.EncodeToString(sum[:10]), func(u *Unmet) error {
		u.City, u.Month, u.Words, u.Topic = what.City, what.Month, what.Words, what.Topic
		u.Count += n
		return nil
	})
	return err
}

// Flush writes down the searches that found nothing; the house calls it now and then and
// before it stops.
func (s *Service) Flush(ctx context.Context) error { return s.unmet.flush(ctx) }

// Shortage is what firms of a city lack and how many services there supply it.
type Shortage struct {
	match.Shortage
	Services int
}

// Missing is what a city lacks.
type Missing struct {
	Searches  []*Unmet   // that found nothing in the last twelve months, the most frequent first
	Shortages []Shortage // what firms lack, those without a service first
	Firms     int        // looked at
}

// Missing tells what is looked for in a city and not there.
func (s *Service) Missing(ctx context.Context, city string) (*Missing, error) {
	if err := actor.From(ctx).MustIn(city, actor.Provider, actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	from := s.kit.Now().UTC().AddDate(-1, 0, 0).Format("2006-01")
	rows, err := s.unmet.unmets.List(ctx, store.Query{Index: "city", Equal: []any{city}, From: from, Desc: true})
	if err != nil {
		return nil, err
	}
	m := &Missing{Searches: joined(append(rows, s.unmet.pending(city)...))}
	lacking, looked, err := s.matches.LackingIn(ctx, city)
	if err != nil {
		return nil, err
	}
	m.Firms = looked
	for _, l := range lacking {
		n, err := s.suppliers(ctx, city, Need{l.Kind, l.Detail})
		if err != nil {
			return nil, err
		}
		m.Shortages = append(m.Shortages, Shortage{l, n})
	}
	slices.SortStableFunc(m.Shortages, func(a, b Shortage) int {
		if (a.Services == 0) != (b.Services == 0) {
			if a.Services == 0 {
				return -1
			}
			return 1
		}
		return 0
	})
	return m, nil
}

// joined adds the months up.
func joined(rows []*Unmet) []*Unmet {
	by := map[[2]string]*Unmet{}
	var all []*Unmet
	for _, r := range rows {
		key := [2]string{taxonomy.Fold(r.Words), r.Topic}
		if by[key] == nil {
			by[key] = r
			all = append(all, r)
			continue
		}
		by[key].Count += r.Count
	}
	slices.SortStableFunc(all, func(a, b *Unmet) int { return b.Count - a.Count })
	return all
}
