package intake

import (
	"cmp"
	"slices"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
)

// read is a parsed notice that waits to be received.
type read struct {
	file string
	parsed
}

// A batch is received at once. It is large enough that several writes share one sync of the disk, and small enough for little
// memory.
const (
	batchNotices = 200
	batchBytes   = 8 << 20
)

// groups divides a batch into notices that may be about the same tender: they have a process id in common or refer to each other.
// In a group the earlier publication comes first, so that a later one finds it. The order of the groups does not matter.
func groups(batch []read) [][]read {
	leader := make([]int, len(batch))
	for i := range leader {
		leader[i] = i
	}
	var find func(int) int
	find = func(i int) int {
		if leader[i] != i {
			leader[i] = find(leader[i])
		}
		return leader[i]
	}
	first := map[string]int{}
	for i, r := range batch {
		for _, clue := range clues(r.release) {
			if j, seen := first[clue]; seen {
				leader[find(i)] = find(j)
			} else {
				first[clue] = i
			}
		}
	}
	at := map[int]int{}
	var all [][]read
	for i, r := range batch {
		n, known := at[find(i)]
		if !known {
			n = len(all)
			at[find(i)] = n
			all = append(all, nil)
		}
		all[n] = append(all[n], r)
	}
	for _, g := range all {
		slices.SortStableFunc(g, func(a, b read) int {
			return cmp.Or(a.release.Date.Compare(b.release.Date), cmp.Compare(a.release.Source.Version, b.release.Source.Version))
		})
	}
	return all
}

// clues lists the ids by which two notices may belong to one process.
func clues(r *ocds.Release) []string {
	all := append([]string{r.OCID, r.Source.NoticeID, r.Source.Publication}, r.Related...)
	for i, name := range all {
		all[i] = codes.NoticeNumber(name)
	}
	return slices.DeleteFunc(all, func(s string) bool { return s == "" })
}
