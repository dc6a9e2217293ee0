package casework_test

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"sync"
	"testing"

	"go.mongodb.org/mongo-driver/bson"

	"citiesgrow/internal/casework"
	"citiesgrow/internal/casework/caseworktest"
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
