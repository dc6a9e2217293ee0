package monitor_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"citiesgrow/internal/module"
	"citiesgrow/internal/monitor"
	"citiesgrow/internal/record"
	"citiesgrow/internal/suppress"
)

type ctxt = context.Context

// cells is a spreadsheet as its cells.
func cells(t testing.TB, file []byte) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []string
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			all = append(all, strings.Join(r, "|"))
		}
	}
	return strings.Join(all, "\n")
}

// world is who asked for help, and who took part, in the third quarter.
type world struct {
	asked map[string]int // by city
	took  map[[3]string]int
	moved string // of which figure it differs from another world
}

// told closes the quarter of a world. It returns all texts that a user then sees, and the closed quarter with its merged rows.
func (w world) told(t *testing.T) (seen string, c *monitor.Closed) {
	t.Helper()
	h := open(t)
	n := 0
	for _, city := range h.Taxonomy.Cities() {
		for range w.asked[city.ID] {
			n++
			h.must(h.things.Put(h.system, &thing{Meta: record.Meta{ID: fmt.Sprint("thing-", n)}, City: city.ID,
				Day: time.Date(2026, 8, 9, 0, 0, 0, 0, time.UTC), Asked: true}))
		}
	}
	for at, count := range w.took {
		for k := range count {
			account := fmt.Sprint(at, k)
			h.persons, h.took = append(h.persons, module.Person{Account: account, City: at[0], Sex: at[1], Age: at[2]}), append(h.took, account, account)
		}
	}
	h.CatchUp()
	c, err := h.Close(h.wide, "2026-Q3")
	h.must(err)
	for _, r := range c.People {
		if r.Count < suppress.Least {
			t.Fatalf("%+v is told", r)
		}
	}
	seen = lines(c.People) + lines(c.Merged)
	for _, who := range []ctxt{h.wide, h.staff("riga"), h.staff("ghent")} {
		seen += h.look(who)
	}
	return seen, c
}

// Two worlds that differ only in counts that are not shown look the same to every user, in
// every page, answer and file: so nothing of them can be worked out from any combination.
func TestWhatIsNotToldCannotBeWorkedOut(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 7))
	cities := []string{"riga", "ghent", "lisbon", "athens"}
	for round := range 2 {
		w := world{asked: map[string]int{}, took: map[[3]string]int{}}
		for _, city := range cities {
			w.asked[city] = random.IntN(9) + 12*random.IntN(2)
			for _, sex := range []string{"woman", "man"} {
				for _, age := range []string{"18_to_60", "over_60"} {
					w.took[[3]string{city, sex, age}] = random.IntN(7) + 13*random.IntN(2)
				}
			}
		}
		seen, c := w.told(t)
		same := map[string]int{}
		for _, other := range w.others(c, random) {
			if told, _ := other.told(t); told == seen {
				same[other.moved]++
			}
		}
		for _, m := range c.Merged {
			// No firm wins in these worlds: TestTheValueOfOneFirmIsNotTold is about that.
			if m.Dimension == "city" && m.Figure != monitor.MigrantLed && same[m.Figure] == 0 {
				t.Errorf("round %d: no other world looks the same as\n%v\n%+v", round, w, m)
			}
		}
	}
}

// others are worlds with the same totals in which a person of a city that is not shown is
// in another such city.
func (w world) others(c *monitor.Closed, random *rand.Rand) []world {
	var all []world
	for _, m := range c.Merged {
		if m.Dimension != "city" {
			continue
		}
		found := 0
		for range 60 {
			if found == 2 {
				break
			}
			from, to := m.Values[random.IntN(len(m.Values))], m.Values[random.IntN(len(m.Values))]
			o := world{asked: map[string]int{}, took: map[[3]string]int{}}
			for k, v := range w.asked {
				o.asked[k] = v
			}
			for k, v := range w.took {
				o.took[k] = v
			}
			o.moved = m.Figure
			if m.Figure == "asked" && from != to && o.asked[from] > 0 {
				o.asked[from]--
				o.asked[to]++
				all, found = append(all, o), found+1
			}
			sex, age := []string{"woman", "man"}[random.IntN(2)], []string{"18_to_60", "over_60"}[random.IntN(2)]
			at := [3]string{from, sex, age}
			if m.Figure == monitor.Participants && from != to && o.took[at] > 0 {
				o.took[at]--
				o.took[[3]string{to, sex, age}]++
				all, found = append(all, o), found+1
			}
		}
	}
	return all
}

// Staff of a city see its own rows alone, and no sums of others.
func TestACitySeesItsOwnRows(t *testing.T) {
	h := open(t)
	for _, city := range []string{"riga", "ghent", "lisbon"} {
		for n := range 20 {
			h.must(h.things.Put(h.system, &thing{Meta: record.Meta{ID: fmt.Sprint(city, n)}, City: city, Day: time.Date(2026, 8, 9, 0, 0, 0, 0, time.UTC), Asked: true}))
		}
	}
	h.CatchUp()
	_, err := h.Close(h.wide, "2026-Q3")
	h.must(err)
	rows, err := h.Rows(h.staff("riga"), "2026-Q3")
	h.must(err)
	if !slices.ContainsFunc(rows, func(r monitor.Row) bool { return r.Figure == "asked" && r.Count == 20 }) {
		t.Errorf("Riga's own is not there: %+v", rows)
	}
	for _, r := range rows {
		if r.City != "riga" || r.City == suppress.Others {
			t.Errorf("Riga sees %+v", r)
		}
	}
}

// What migrant-led firms won is shown in thousands, and only where no firm has most of it;
// where it must not be shown for one city, none is shown: it would follow from the others.
func TestTheValueOfOneFirmIsNotTold(t *testing.T) {
	even := func(city string, firms int) map[string]int64 {
		all := map[string]int64{}
		for n := range firms {
			all[fmt.Sprint(city, "-", n)] = 1_234_567 // cents
		}
		return all
	}
	for says, c := range map[string]struct {
		won  map[string]map[string]int64 // by city, by account
		want map[string][2]int64         // count and sum shown by city; "" all together
	}{
		"even": {map[string]map[string]int64{"riga": even("riga", 12), "ghent": even("ghent", 20), "lisbon": even("lisbon", 10),
			"athens": even("athens", 3)}, map[string][2]int64{"": {45, 55_600_000}, "riga": {12, 14_800_000}, "ghent": {20, 24_700_000}, "*": {13, 16_000_000}}},
		"most of a city": {map[string]map[string]int64{"riga": even("riga", 12), "ghent": even("ghent", 20), "lisbon": even("lisbon", 11)},
			map[string][2]int64{"": {43, 111_900_000}, "riga": {12, 0}, "ghent": {20, 0}, "*": {11, 0}}},
		"most of all": {map[string]map[string]int64{"riga": even("riga", 12), "ghent": even("ghent", 20), "lisbon": even("lisbon", 11)},
			map[string][2]int64{"": {43, 0}, "riga": {12, 0}, "ghent": {20, 0}, "*": {11, 0}}},
	} {
		h := open(t)
		switch says {
		case "most of a city":
			c.won["lisbon"]["lisbon-0"] = 60_000_000
		case "most of all":
			c.won["riga"]["riga-0"] = 900_000_000
		}
		for city, firms := range c.won {
			for account, cents := range firms {
				h.persons = append(h.persons, module.Person{Account: account, City: city, MigrantLed: true})
				h.won[account] = []module.Won{{Account: account, ValueMinor: cents}, {Account: "somebody who did not say so", ValueMinor: 7_000_000}}
				h.must(h.things.Put(h.system, &thing{Meta: record.Meta{ID: account}, City: city, Day: time.Date(2026, 8, 9, 0, 0, 0, 0, time.UTC), Won: true}))
			}
		}
		h.CatchUp()
		closed, err := h.Close(h.wide, "2026-Q3")
		h.must(err)
		got := map[string][2]int64{}
		for _, r := range closed.People {
			if r.Figure == monitor.MigrantLed {
				got[r.City] = [2]int64{r.Count, r.Sum}
			}
		}
		if !maps.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", says, got, c.want)
		}
	}
}
