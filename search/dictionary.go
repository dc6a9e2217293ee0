package search

import (
	"slices"
	"strings"
	"sync"
)

// dictionary numbers the values of a facet. All views share it: it only grows.
type dictionary struct {
	mu     sync.RWMutex
	names  []string
	number map[string]uint32
	sorted *alphabet // as far as it was asked for
}

func newDictionary(names []string) *dictionary {
	d := &dictionary{names: names, number: make(map[string]uint32, len(names))}
	for n, name := range names {
		d.number[name] = uint32(n)
	}
	return d
}

// find is the number of a value.
func (d *dictionary) find(value string) (uint32, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	n, known := d.number[value]
	return n, known
}

// add is the number of a value, a new one where it is new. Only the writer adds.
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

// alphabet is the values of a dictionary in the order of their names.
type alphabet struct {
	names []string
	order []uint32 // values, by rank
	ranks []uint32 // of the values
}

// alphabet is made anew when there are new values.
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

// size is how many values there are.
func (d *dictionary) size() int {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return len(d.names)
}
