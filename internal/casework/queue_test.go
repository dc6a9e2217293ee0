package casework_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.mongodb.org/mongo-driver/bson"

	"citiesgrow/internal/casework"
	"citiesgrow/internal/casework/caseworktest"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/report"
	"citiesgrow/internal/store"
)

// counting is a store that counts what is read of it: the documents, by collection, and the questions.
type counting struct {
	store.DB
	mu   sync.Mutex
	read map[string]int
}

func (c *counting) count(what string, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.read[what] += n
}

// reset begins to count anew.
func (c *counting) reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.read = map[string]int{}
}

// sofar is what was counted since.
func (c *counting) sofar() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.read)
}

func (c *counting) Get(ctx context.Context, collection, id string) (bson.Raw, error) {
	c.count(collection, 1)
	c.count("questions", 1)
	return c.DB.Get(ctx, collection, id)
}

func (c *counting) GetMany(ctx context.Context, collection string, ids []string) ([]bson.Raw, error) {
	c.count(collection, len(ids))
	c.count("questions", 1)
	return c.DB.GetMany(ctx, collection, ids)
}

func (c *counting) Find(ctx context.Context, collection string, q store.Query) ([]bson.Raw, string, error) {
	found, next, err := c.DB.Find(ctx, collection, q)
	c.count(collection, len(found))
	c.count("questions", 1)
	return found, next, err
}

// The page of the queue does the same work for many cases as for few: it is a page of an index, and nothing
// sealed is read for it.
func TestTheQueueOfManyCostsAsThatOfFew(t *testing.T) {
	var costs []map[string]int
	for _, cases := range []int{2 * casework.PageSize, 25 * casework.PageSize} {
		db := &counting{read: map[string]int{}}
		h := caseworktest.New(t, func(h *moduletest.House) { db.DB, h.DB = h.DB, db })
		for n := range cases {
			h.Stored(n, func(r *report.Report) {
				r.State, r.Content = []report.State{report.Received, report.Open}[n%2], make([]byte, 1200)
			})
		}
		ask := h.Site()
		for _, path := range []string{"/cases", "/cases?state=new", "/api/v1/cases"} {
			db.reset()
			status, page := ask("mia", "GET", path, "")
			if shown := strings.Count(page, "/cases/report-") + strings.Count(page, `"id":"report-`); status != 200 || shown < casework.PageSize {
				t.Fatalf("%s: %d, %d cases", path, status, shown)
			}
			costs = append(costs, db.sofar())
		}
	}
	for n, few := range costs[:3] {
		many := costs[n+3]
		if !maps.Equal(few, many) {
			t.Errorf("few cases cost %v, many %v", few, many)
		}
		if few["reports"] < casework.PageSize || few["reports"] > casework.PageSize+1 || few["report_wraps"]+few["report_files"] > 0 || few["questions"] > 10 {
			t.Errorf("a page of the queue costs %v", few)
		}
	}
}

// A page is filled after the cases of others were left out: it is full, the next begins where it ended, and
// no case is missing or comes twice, wherever the others lie.
func TestAPageOfTheQueueIsFull(t *testing.T) {
	for name, others := range map[string]func(n int) bool{
		"none":            func(int) bool { return false },
		"every second":    func(n int) bool { return n%2 == 1 },
		"most":            func(n int) bool { return n%7 != 0 },
		"those at first":  func(n int) bool { return n < 3*casework.PageSize },
		"those at last":   func(n int) bool { return n >= 3*casework.PageSize },
		"those between":   func(n int) bool { return n >= casework.PageSize-1 && n < 8*casework.PageSize },
		"all but the end": func(n int) bool { return n < 9*casework.PageSize-2 },
	} {
		h := caseworktest.New(t)
		var want []string
		for n := range 9 * casework.PageSize {
			r := h.Stored(n, func(r *report.Report) {
				switch {
				case others(n) && n%3 == 0:
					r.Excluded = []string{"mia"}
				case others(n):
					r.Channel = custody.Irregularity
				}
			})
			if !others(n) {
				want = append(want, r.Number)
			}
		}
		for _, state := range []report.State{"", report.Received} {
			var got []string
			for after := ""; ; {
				page, next, err := h.Queue(h.Mia, state, after)
				h.Must(err)
				if len(page) > casework.PageSize || len(page) < casework.PageSize && len(got)+len(page) < len(want) {
					t.Errorf("%s belong to others: a page of %d after %d of %d", name, len(page), len(got), len(want))
				}
				for _, r := range page {
					got = append(got, r.Number)
				}
				if after = next; next == "" {
					break
				}
			}
			if slices.Sort(got); !slices.Equal(got, want) {
				t.Errorf("%s belong to others: %d of %d cases are shown", name, len(got), len(want))
			}
		}
	}
}

// The cost of a page is bounded where nearly all cases are others': it comes with fewer, and the next goes on.
func TestAPageOfOthersCasesHasItsPrice(t *testing.T) {
	db := &counting{read: map[string]int{}}
	h := caseworktest.New(t, func(h *moduletest.House) { db.DB, h.DB = h.DB, db })
	const all = 60 * casework.PageSize
	for n := range all {
		h.Stored(n, func(r *report.Report) {
			if n != all-1 {
				r.Channel = custody.Irregularity
			}
		})
	}
	db.reset()
	page, next, err := h.Queue(h.Mia, "", "")
	if cost := db.sofar(); err != nil || len(page) != 0 || next == "" || cost["reports"] != 51*casework.PageSize || cost["questions"] != 12 {
		t.Errorf("%d cases, next %q, %v, %v", len(page), next, cost, err)
	}
	if page, next, err = h.Queue(h.Mia, "", next); err != nil || len(page) != 1 || next != "" {
		t.Errorf("%d cases, next %q, %v", len(page), next, err)
	}
}

func BenchmarkQueue(b *testing.B) {
	for _, n := range []int{100, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			h := caseworktest.New(b)
			for i := range n {
				h.Stored(i*7919%n, func(r *report.Report) { r.Content = make([]byte, 1200) })
			}
			for b.Loop() {
				if _, _, err := h.Queue(h.Mia, "", ""); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
