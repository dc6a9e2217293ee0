package monitor_test

import (
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"log/slog"
	"maps"
	mathrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/journey"
	"citiesgrow/internal/module"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/monitor"
	"citiesgrow/internal/store"
	"citiesgrow/internal/store/embedded"
	"citiesgrow/internal/taxonomy"
)

// kills is how often a process is killed: few in every run, 50 in make soak.
var kills = flag.Int("kills", 5, "how often a process is killed while it counts")

const killedDir = "MONITOR_TEST_CHILD"

// counting is a monitor on a folder of its own, as a process opens it.
type counting struct {
	*monitor.Service
	db     store.DB
	feed   *store.Feed
	things *store.Collection[thing]
	tables []*store.Collection[journey.Tally]
}

func countIn(ctx context.Context, dir string) (*counting, error) {
	now := func() time.Time { return moduletest.Now }
	db, err := embedded.Open(filepath.Join(dir, "store"), embedded.Options{Clock: now})
	if err != nil {
		return nil, err
	}
	taxa, err := taxonomy.New()
	if err != nil {
		return nil, err
	}
	c := &counting{db: db, things: store.Of[thing](db, things)}
	c.Service = monitor.New(module.Kit{DB: db, Taxonomy: taxa, Now: now, Random: rand.Reader, Log: slog.New(slog.DiscardHandler)},
		monitor.Sources{Journeys: []module.Journey{journeyOf(c.things)}})
	m := c.Module()
	c.tables = append(c.tables, store.Of[journey.Tally](db, m.Collections[1]))
	c.feed = store.NewFeed(db, nil, m.Followers...)
	return c, db.Ensure(ctx, append(m.Collections, things))
}

// TestMain lets this program be the process that is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv(killedDir); dir != "" {
		fmt.Fprintln(os.Stderr, countForever(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// countForever is traffic and followers at once.
func countForever(dir string) error {
	ctx := actor.AsSystem(context.Background())
	c, err := countIn(ctx, dir)
	if err != nil {
		return err
	}
	go func() { _ = c.feed.Run(ctx) }()
	random := mathrand.New(mathrand.NewPCG(uint64(time.Now().UnixNano()), 1))
	fmt.Println("counting")
	for err == nil {
		err = stir(ctx, c.things, random, []string{"riga", "ghent", ""}, 150)
	}
	return err
}

// However often and wherever a process is killed while it counts, what it counted is what
// happened: running totals, recounted ones and rebuilt ones are the same.
func TestKilledWhileCounting(t *testing.T) {
	dir := t.TempDir()
	ctx := actor.AsSystem(t.Context())
	written := 0
	for round := range *kills {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), killedDir+"="+dir)
		child.Stderr = os.Stderr
		out, err := child.StdoutPipe()
		if err == nil {
			err = child.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := out.Read(make([]byte, 8)); err != nil { // it counts
			t.Fatal(err)
		}
		time.Sleep(time.Duration(20+mathrand.IntN(180)) * time.Millisecond)
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = child.Wait() // it was killed
		written += after(t, ctx, dir, round, round == *kills-1)
	}
	if written == 0 {
		t.Error("nothing was written before the kills")
	}
}

// after opens what a killed process left, follows the rest, and holds the totals against what
// they are made of. It returns how many things there are.
func after(t *testing.T, ctx context.Context, dir string, round int, last bool) int {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	c, err := countIn(ctx, dir)
	must(err)
	defer func() { must(c.db.Close()) }()
	must(c.feed.CatchUp(ctx))
	wrong, err := c.Module().Check(ctx)
	must(err)
	if len(wrong) > 0 {
		t.Fatalf("after kill %d: %v", round, wrong)
	}
	count, n := map[string]int64{}, 0
	for v, err := range c.things.All(ctx) {
		must(err)
		count[v.City] += v.Count
		n++
	}
	for _, city := range []string{"riga", "ghent"} {
		b, err := c.City(ctx, city, "")
		must(err)
		if b.Totals["published"].Count != count[city] {
			t.Fatalf("after kill %d: %s is told %d, there are %d", round, city, b.Totals["published"].Count, count[city])
		}
	}
	if !last {
		return n
	}
	running := totals(t, ctx, c)
	for v, err := range c.tables[0].All(ctx) {
		must(err)
		must(c.tables[0].Delete(ctx, v.ID, v.Revision))
	}
	must(c.Counter().Rebuild(ctx))
	rebuilt := totals(t, ctx, c)
	// What is empty was once counted, and is not built again.
	maps.DeleteFunc(running, func(_ string, t journey.Totals) bool { return len(t) == 0 })
	if len(rebuilt) == 0 || !maps.EqualFunc(running, rebuilt, maps.Equal) {
		t.Errorf("running %v\nrebuilt %v", running, rebuilt)
	}
	return n
}

func totals(t *testing.T, ctx context.Context, c *counting) map[string]journey.Totals {
	t.Helper()
	all := map[string]journey.Totals{}
	for v, err := range c.tables[0].All(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		all[v.ID] = v.Totals
	}
	return all
}
