package search

import (
	"slices"
	"strings"
	"sync"
)

// dictionary maps the values of a facet to numbers. All views of a kind share it, and values are never removed.
type dictionary struct {
	mu     sync.RWMutex
	names  []string
	number map[string]uint32
	sorted *alphabet // cached; older than names if values were added since
}

func newDictionary(names []string) *dictionary {
	d := &dictionary{names: names, number: make(map[string]uint32, len(names))}
	for n, name := range names {
		d.number[name] = uint32(n)
	}
	return d
}

// find returns the number of a value; false for an unknown value.
func (d *dictionary) find(value string) (uint32, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	n, known := d.number[value]
	return n, known
}

// add returns the number of a value and adds the value if it is new. Only the writer calls it.
func (d *dictionary) add(value string) uint32 {
	if n, known := d.number[value]; known {
		return n
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	n := uint32(len(d.names))
	d.names = append(d.names, value)
	d.number[value] = n
	return n
}

// alphabet lists the values of a dictionary in the order of their names.
type alphabet struct {
	names []string
	order []uint32 // value numbers by rank
	ranks []uint32 // ranks by value number
}

// alphabet returns the sorted values. It sorts again only when values were added.
func (d *dictionary) alphabet() *alphabet {
	d.mu.RLock()
	a, names := d.sorted, d.names
	d.mu.RUnlock()
	if a != nil && len(a.names) == len(names) {
		return a
	}
	a = &alphabet{names, make([]uint32, len(names)), make([]uint32, len(names))}
	for n := range a.order {
		a.order[n] = uint32(n)
	}
	slices.SortFunc(a.order, func(x, y uint32) int { return strings.Compare(names[x], names[y]) })
	for rank, n := range a.order {
		a.ranks[n] = uint32(rank)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.sorted == nil || len(a.names) > len(d.sorted.names) {
		d.sorted = a
	}
	return a
}

// size returns the number of values.
func (d *dictionary) size() int {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return len(d.names)
}
