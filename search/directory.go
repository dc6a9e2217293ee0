package search

import "hash/maphash"

// directory finds the number of a document by its id: a hash table with open addressing and linear probing.
type directory struct {
	names []string
	table []uint32 // document number + 1; 0 is a free slot
	seed  maphash.Seed
}

func newDirectory(names []string) directory {
	d := directory{names: names, seed: maphash.MakeSeed()}
	size := 16
	for size < len(names)*2 {
		size *= 2
	}
	d.table = make([]uint32, size)
	mask := uint64(size - 1)
	for i, name := range names {
		at := maphash.String(d.seed, name) & mask
		for d.table[at] != 0 {
			at = (at + 1) & mask
		}
		d.table[at] = uint32(i + 1)
	}
	return d
}

func (d *directory) find(id string) (doc uint16, known bool) {
	mask := uint64(len(d.table) - 1)
	for at := maphash.String(d.seed, id) & mask; d.table[at] != 0; at = (at + 1) & mask {
		if n := d.table[at] - 1; d.names[n] == id {
			return uint16(n), true
		}
	}
	return 0, false
}
