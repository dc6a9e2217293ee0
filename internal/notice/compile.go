package notice

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
)

// compiling is a compiled release while the statements of documents are added to it.
type compiling struct {
	Compiled
	decided   time.Time // date of the last outcome
	competing bool      // a call for tenders was published
	planned   bool      // a plan was
	concluded bool      // an outcome was
	withdrawn bool      // the whole was cancelled
}

// add adds the statement of the i-th document to what is known.
func (c *compiling) add(i int, d *document) {
	r := d.statement()
	c.Private = r.Private
	c.Language = cmp.Or(r.Language, c.Language)
	ids := c.addParties(i, r.Parties)
	if r.Buyer.Name != "" {
		c.Buyer = ocds.Reference{ID: cmp.Or(ids[r.Buyer.ID], r.Buyer.ID), Name: r.Buyer.Name}
	}
	if r.Tender != nil {
		c.Tender = mergeTender(c.Tender, *r.Tender, d.kind, outcomeOnly(r.Tags))
	}
	c.addAwards(i, r, ids, d.kind)
	c.addBids(i, r.Bids)
	c.note(r, d)
}

// note notes what a document makes of the stage of the tender.
func (c *compiling) note(r *ocds.Release, d *document) {
	has := func(prefixes ...string) bool {
		return slices.ContainsFunc(r.Tags, func(tag string) bool {
			return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(tag, p) })
		})
	}
	c.competing = c.competing || has("tender")
	c.planned = c.planned || has("planning")
	if has("award", "contract", "implementation") {
		c.concluded = true
		if last := d.releases[len(d.releases)-1]; last.Date.After(c.decided) {
			c.decided = last.Date
		}
	}
	// In a merged process the status says it, which may change back.
	cancelled := d.kind != merging && slices.Contains(r.Tags, "tenderCancellation") || r.Tender != nil &&
		(r.Tender.Status == "cancelled" || r.Tender.Status == "withdrawn")
	if !cancelled {
		return
	}
	c.withdrawn = true
	c.Reason = CancelReason(d.releases, "", c.Language)
}

// outcomeOnly reports whether a notice is about an outcome and repeats the call in short.
func outcomeOnly(tags []string) bool {
	return !slices.ContainsFunc(tags, func(tag string) bool { return strings.HasPrefix(tag, "tender") || strings.HasPrefix(tag, "planning") })
}

// mergeTender merges a later description into an earlier one: what the later says replaces what
// the earlier said. A notice of an outcome repeats the call in short: it fills gaps and takes
// nothing away.
func mergeTender(old, next ocds.Tender, kind documentKind, short bool) ocds.Tender {
	if short {
		return fill(old, next)
	}
	merged := overlay(old, next)
	if kind == patching {
		merged.Lots = patchLots(old.Lots, next.Lots)
	}
	if !next.Deadline.IsZero() {
		merged.DeadlineText = ""
		if len(next.Lots) == 0 {
			merged.Lots = moveDeadlines(merged.Lots, old.Deadline, next.Deadline)
		}
	} else if next.DeadlineText != "" {
		merged.Deadline = next.Deadline
	}
	return merged
}

// fill adds to the call what only the notice of its outcome says. Lots are those of the call;
// where it is not known, those of all outcomes.
func fill(old, outcome ocds.Tender) ocds.Tender {
	lots := slices.Clone(old.Lots)
	for _, l := range outcome.Lots {
		i := slices.IndexFunc(lots, func(o ocds.Lot) bool { return o.ID == l.ID })
		switch {
		case i >= 0:
			lots[i] = overlay(l, lots[i])
		case old.Status == "" || old.Status == "complete" || old.Status == "unsuccessful":
			lots = append(lots, l)
		}
	}
	merged := overlay(outcome, old)
	merged.Lots = lots
	return merged
}

// overlay is old with the fields of next; a field of next that is zero or empty stays as it was in old.
func overlay[T any](old, next T) T {
	from, into := reflect.ValueOf(&old).Elem(), reflect.ValueOf(&next).Elem()
	for i := range into.NumField() {
		field := into.Field(i)
		if terms, ok := field.Addr().Interface().(*ocds.Terms); ok {
			*terms = overlay(from.Field(i).Interface().(ocds.Terms), *terms)
			continue
		}
		empty := field.IsZero()
		if kind := field.Kind(); kind == reflect.Slice || kind == reflect.Map {
			empty = field.Len() == 0
		}
		if empty {
			field.Set(from.Field(i))
		}
	}
	return next
}

// patchLots merges the parts of lots that a corrigendum changes into the lots.
func patchLots(old, changed []ocds.Lot) []ocds.Lot {
	lots := slices.Clone(old)
	for _, l := range changed {
		if i := slices.IndexFunc(lots, func(o ocds.Lot) bool { return o.ID == l.ID }); i >= 0 {
			lots[i] = overlay(lots[i], l)
		}
	}
	return lots
}

// moveDeadlines gives the new deadline of the whole to the lots that shared the old one, and
// to those that would end after it.
func moveDeadlines(lots []ocds.Lot, was, now time.Time) []ocds.Lot {
	lots = slices.Clone(lots)
	for i := range lots {
		if at := lots[i].Deadline; !at.IsZero() && (at.Equal(was) || at.After(now)) {
			lots[i].Deadline = now
		}
	}
	return lots
}

// addParties adds the parties of a document and returns what each of its ids is called here:
// an id of another party gets the number of the document behind it.
func (c *compiling) addParties(i int, parties []ocds.Party) map[string]string {
	ids := map[string]string{}
	for _, p := range parties {
		at := slices.IndexFunc(c.Parties, func(o ocds.Party) bool { return sameParty(o, p) })
		if at >= 0 {
			ids[p.ID] = c.Parties[at].ID
			p.ID = c.Parties[at].ID
			p.Roles = codes.Add(slices.Clone(c.Parties[at].Roles), p.Roles...)
			slices.Sort(p.Roles)
			c.Parties[at] = overlay(c.Parties[at], p)
			continue
		}
		ids[p.ID] = c.freeID(p.ID, i, func(id string) bool {
			return slices.ContainsFunc(c.Parties, func(o ocds.Party) bool { return o.ID == id })
		})
		p.ID = ids[p.ID]
		c.Parties = append(c.Parties, p)
	}
	return ids
}

// sameParty compares two parties that two documents name: by their registration numbers, or by
// name where one of them has none.
func sameParty(a, b ocds.Party) bool {
	if a.Identifier != "" && b.Identifier != "" {
		return a.Identifier == b.Identifier && strings.EqualFold(a.Name, b.Name)
	}
	return a.Name != "" && strings.EqualFold(a.Name, b.Name)
}

func (c *compiling) freeID(id string, i int, taken func(string) bool) string {
	for free, n := id, i+1; ; n++ {
		if !taken(free) {
			return free
		}
		free = fmt.Sprintf("%s/%d", id, n)
	}
}

// addAwards adds the awards of a document, each with its winners as the document has them, so
// that no award gets the size or the value of another notice. A modification of a contract
// (contractAmendment) changes the award of the same lots and winners.
func (c *compiling) addAwards(i int, r *ocds.Release, ids map[string]string, kind documentKind) {
	modifies := slices.Contains(r.Tags, "contractAmendment")
	for _, a := range standing(r) {
		a.Suppliers = slices.Clone(a.Suppliers)
		for j := range a.Suppliers {
			s := &a.Suppliers[j]
			if at := slices.IndexFunc(r.Parties, func(p ocds.Party) bool { return p.ID == s.ID }); at >= 0 {
				s.Size = r.Parties[at].Size
			}
			s.ID = cmp.Or(ids[s.ID], s.ID)
		}
		if kind != merging && slices.Contains(r.Tags, "awardCancellation") {
			a.Status = "cancelled"
		}
		if at := slices.IndexFunc(c.Awards, func(o ocds.Award) bool { return modifies && sameWinners(o, a) }); at >= 0 {
			a.ID = c.Awards[at].ID
			c.Awards[at] = overlay(c.Awards[at], a)
			continue
		}
		a.ID = c.freeID(a.ID, i, func(id string) bool {
			return slices.ContainsFunc(c.Awards, func(o ocds.Award) bool { return o.ID == id })
		})
		c.Awards = append(c.Awards, a)
	}
}

func sameWinners(a, b ocds.Award) bool {
	return slices.Equal(a.Lots, b.Lots) && len(a.Suppliers) > 0 &&
		slices.EqualFunc(a.Suppliers, b.Suppliers, func(x, y ocds.Reference) bool { return strings.EqualFold(x.Name, y.Name) })
}

// addBids adds the counts of a document. A later count of the same kind for the same lot
// replaces the earlier one; counts without a lot are of the document's contract alone.
func (c *compiling) addBids(i int, counts []ocds.BidCount) {
	for _, b := range counts {
		at := slices.IndexFunc(c.Bids, func(o ocds.BidCount) bool { return b.Lot != "" && o.Lot == b.Lot && o.Kind == b.Kind })
		if at >= 0 {
			c.Bids[at] = b
			continue
		}
		c.Bids = append(c.Bids, b)
	}
}
