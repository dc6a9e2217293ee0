package casework

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/report"
	"citiesgrow/internal/store"
)

// The collections as they were stored on 1 December 2026.
var (
	oldReports = store.Spec{Name: "reports", Quiet: true}
	oldHolders = store.Spec{Name: "report_holders", Quiet: true}
	oldSlots   = store.Spec{Name: "report_wraps", Quiet: true, Apart: true}
	oldLog     = store.Spec{Name: "report_log", Quiet: true}
)

// migrations bring a store of before 1 December 2026 to what is read now.
func migrations() []store.Migration {
	return []store.Migration{{Number: 4, Name: "readers whom a reporter named are excluded", Run: excludeNamed}}
}

// excludeNamed writes down whom reporters named. Until 1 December 2026 a report was only not sealed to them,
// so a custodian who let readers in later sealed it to them as well, and so were parts that were split off.
//
// A reader was named where a key that was confirmed before the day of the report, and that nothing happened
// to since, has no slot in it: all other readers were sealed to. Where readers were let in before the
// migration each has a slot, and whom the reporter named is stored nowhere, sealed or not: those reports stay
// as they are.
func excludeNamed(ctx context.Context, db store.DB) error {
	m, err := readNamed(ctx, db)
	if err != nil {
		return err
	}
	slots, reports := store.Of[custody.KeySlots](db, oldSlots), store.Of[report.Report](db, oldReports)
	// Parts come before what they were split from: only there can it be seen again after the process was
	// killed.
	ids := slices.SortedFunc(slices.Values(m.ids), func(a, b string) int { return cmp.Compare(m.depth(b), m.depth(a)) })
	for _, id := range ids {
		named := m.namedIn(id)
		isNamed := func(s custody.Slot) bool { return slices.Contains(named, s.Account) }
		if slices.ContainsFunc(slices.Concat(m.slots[id].Readers, m.slots[id].Identity), isNamed) {
			if _, err := slots.Update(ctx, id, func(k *custody.KeySlots) error {
				k.Readers, k.Identity = slices.DeleteFunc(k.Readers, isNamed), slices.DeleteFunc(k.Identity, isNamed)
				return nil
			}); err != nil {
				return err
			}
		}
		missing := slices.DeleteFunc(named, func(account string) bool { return slices.Contains(m.excluded[id], account) })
		if len(missing) == 0 {
			continue
		}
		if _, err := reports.Update(ctx, id, func(r *report.Report) error {
			for _, account := range missing {
				if !slices.Contains(r.Excluded, account) {
					r.Excluded = append(r.Excluded, account)
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// named is what follows from a store about whom reporters named.
type named struct {
	ids      []string // of reports that have key slots
	slots    map[string]*custody.KeySlots
	excluded map[string][]string // accounts, by report, as they are stored
	from     map[string]string   // the report that a part was split from
	in       map[string][]string // accounts that were named, by the report in which it can be seen
}

func readNamed(ctx context.Context, db store.DB) (*named, error) {
	readers, since, err := oldReaders(ctx, db)
	if err != nil {
		return nil, err
	}
	m := &named{slots: map[string]*custody.KeySlots{}, excluded: map[string][]string{}, from: map[string]string{}, in: map[string][]string{}}
	for k, err := range store.Of[custody.KeySlots](db, oldSlots).All(ctx) {
		if err != nil {
			return nil, err
		}
		m.slots[k.ID] = k
	}
	for r, err := range store.Of[report.Report](db, oldReports).All(ctx) {
		if err != nil {
			return nil, err
		}
		k := m.slots[r.ID]
		if k == nil {
			continue // it is being erased
		}
		m.ids, m.excluded[r.ID] = append(m.ids, r.ID), r.Excluded
		if r.From != "" {
			m.from[r.ID] = r.From
		}
		for _, h := range readers {
			has := slices.ContainsFunc(k.Readers, func(s custody.Slot) bool { return s.Account == h.ID })
			read := h.City == r.City && slices.Contains(h.Channels, r.Channel) && since[judged(h)] < r.Day
			if read && !has && !slices.Contains(r.Excluded, h.ID) {
				m.in[r.ID] = append(m.in[r.ID], h.ID)
			}
		}
	}
	return m, nil
}

// oldReaders are the caseworkers with confirmed keys, and the days since when.
func oldReaders(ctx context.Context, db store.DB) (readers []*custody.Holder, since map[string]string, err error) {
	if since, err = confirmedSince(ctx, db); err != nil {
		return nil, nil, err
	}
	for h, err := range store.Of[custody.Holder](db, oldHolders).All(ctx) {
		if err != nil {
			return nil, nil, err
		}
		if h.Role == actor.Caseworker && h.State == custody.Trusted && since[judged(h)] != "" {
			readers = append(readers, h)
		}
	}
	return readers, since, nil
}

// judged is a key as the audit log has it where it was confirmed or retired.
func judged(h *custody.Holder) string { return h.ID + " " + h.Public.Fingerprint() }

// confirmedSince are the days on which keys were confirmed, by account and fingerprint as the audit log has
// them: the last day of one that was confirmed again, as after it was retired.
func confirmedSince(ctx context.Context, db store.DB) (map[string]string, error) {
	days := map[string]string{}
	for e, err := range store.Of[custody.Entry](db, oldLog).All(ctx) {
		if err != nil {
			return nil, err
		}
		if e.Act == "key confirmed" {
			days[strings.TrimSpace(e.Detail)] = e.Day
		}
	}
	return days, nil
}

// namedIn are the accounts that were named in a report, or in one that it was split from.
func (m *named) namedIn(id string) []string {
	var all []string
	for n := 0; id != "" && n <= len(m.ids); n++ {
		all = append(all, m.in[id]...)
		id = m.from[id]
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// depth is how often a report was split off another.
func (m *named) depth(id string) int {
	n := 0
	for id = m.from[id]; id != "" && n <= len(m.ids); id = m.from[id] {
		n++
	}
	return n
}
