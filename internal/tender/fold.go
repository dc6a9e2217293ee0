package tender

import (
	"cmp"
	"crypto/sha256"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/ocds"
	"citiesgrow/internal/taxonomy"
)

// Fold compiles what is known of a tender from its notices, in whatever order they
// arrived: later publications say more than earlier ones, and what a later one leaves
// out stays as it was (OCDS calls the result a compiled release). What belongs to the
// house, the draft and the owner, is kept.
func (t *Tender) Fold(notices []*Notice, places *taxonomy.Taxonomy) {
	ordered := slices.Clone(notices)
	slices.SortStableFunc(ordered, func(a, b *Notice) int {
		return cmp.Or(a.Release.Date.Compare(b.Release.Date), cmp.Compare(a.Release.Source.Version, b.Release.Source.Version),
			cmp.Compare(a.Release.Source.Publication, b.Release.Source.Publication), cmp.Compare(a.ID, b.ID))
	})
	t.Content, t.Awards, t.Bids, t.Stage, t.Reason, t.Notices, t.Outcome = Content{}, nil, nil, "", "", nil, nil
	t.Published, t.Amended = time.Time{}, time.Time{}
	for _, n := range ordered {
		t.fold(&n.Release)
		t.Notices = append(t.Notices, n.ID)
	}
	t.place(places)
}

func (t *Tender) fold(r *ocds.Release) {
	if t.Published.IsZero() {
		t.Published = r.Date
	}
	t.Amended = r.Date
	t.OCID, t.Source, t.Private = cmp.Or(t.OCID, r.OCID), r.Source, r.Private
	t.Language = cmp.Or(r.Language, t.Language)
	if r.Buyer.Name != "" {
		t.Buyer = r.Buyer
	}
	t.Parties = mergeParties(t.Parties, r.Parties)
	if r.Tender != nil {
		t.Tender = mergeTender(t.Tender, *r.Tender, slices.Contains(r.Tags, "award"))
	}
	t.Awards = mergeAwards(t.Awards, r.Awards)
	if len(r.Bids) > 0 {
		t.Bids = r.Bids
	}
	t.Stage = stage(t.Stage, r)
	if o := outcomeOf(r); o != nil {
		t.Outcome, t.Reason = o, o.Reason
	}
}

// stage is what one more release makes of the tender.
func stage(was Stage, r *ocds.Release) Stage {
	has := func(tags ...string) bool {
		return slices.ContainsFunc(r.Tags, func(t string) bool { return slices.Contains(tags, t) })
	}
	cancelled := r.Tender != nil && (r.Tender.Status == "cancelled" || r.Tender.Status == "withdrawn")
	switch {
	case has("tenderCancellation") || cancelled:
		return Withdrawn
	case r.Tender != nil && r.Tender.Status == "unsuccessful" && len(r.Awards) == 0:
		return Unsuccessful
	case has("award", "awardUpdate", "contract", "contractUpdate", "contractAmendment", "implementation", "implementationUpdate", "contractTermination"):
		if len(r.Awards) > 0 && !slices.ContainsFunc(r.Awards, func(a ocds.Award) bool { return a.Status != "unsuccessful" && a.Status != "cancelled" }) {
			if was == Awarded {
				return was
			}
			return Unsuccessful
		}
		return Awarded
	case has("tender", "tenderAmendment", "tenderUpdate"):
		if was == "" || was == Planned || was == Competing {
			return Competing
		}
		return was
	case has("planning", "planningUpdate"):
		return cmp.Or(was, Planned)
	}
	return cmp.Or(was, Competing)
}

// mergeTender lays a later description over an earlier one. An award notice repeats
// the tender in short: it fills gaps and does not take away.
func mergeTender(old, next ocds.Tender, short bool) ocds.Tender {
	if short {
		old, next = next, old
	}
	keep := func(has bool, set func()) {
		if !has {
			set()
		}
	}
	keep(len(next.Title) > 0, func() { next.Title = old.Title })
	keep(len(next.Description) > 0, func() { next.Description = old.Description })
	keep(next.Status != "", func() { next.Status = old.Status })
	keep(next.Category != "", func() { next.Category = old.Category })
	keep(next.Method != "", func() { next.Method = old.Method })
	keep(next.Procedure != "", func() { next.Procedure = old.Procedure })
	keep(next.LegalBasis != "", func() { next.LegalBasis = old.LegalBasis })
	keep(next.Value != nil, func() { next.Value = old.Value })
	keep(len(next.CPV) > 0, func() { next.CPV = old.CPV })
	keep(len(next.Places) > 0, func() { next.Places = old.Places })
	keep(!next.Deadline.IsZero(), func() { next.Deadline = old.Deadline })
	keep(!next.Questions.IsZero(), func() { next.Questions = old.Questions })
	keep(!next.Opening.IsZero(), func() { next.Opening = old.Opening })
	keep(next.Period != ocds.Period{}, func() { next.Period = old.Period })
	keep(len(next.Lots) > 0, func() { next.Lots = old.Lots })
	keep(len(next.Languages) > 0, func() { next.Languages = old.Languages })
	keep(len(next.DocumentLanguages) > 0, func() { next.DocumentLanguages = old.DocumentLanguages })
	keep(next.DocsURL != "", func() { next.DocsURL = old.DocsURL })
	keep(next.SubmitURL != "", func() { next.SubmitURL = old.SubmitURL })
	keep(len(next.Requirements) > 0, func() { next.Requirements = old.Requirements })
	keep(len(next.AwardCriteria) > 0, func() { next.AwardCriteria = old.AwardCriteria })
	keep(len(next.Documents) > 0, func() { next.Documents = old.Documents })
	keep(next.SMESuitable != nil, func() { next.SMESuitable = old.SMESuitable })
	keep(next.Electronic != nil, func() { next.Electronic = old.Electronic })
	keep(next.Guarantee != nil, func() { next.Guarantee = old.Guarantee })
	keep(len(next.Social) > 0, func() { next.Social = old.Social })
	keep(len(next.Reserved) > 0, func() { next.Reserved = old.Reserved })
	keep(!next.Terms.IsZero(), func() { next.Terms = old.Terms })
	return next
}

func mergeParties(old, next []ocds.Party) []ocds.Party {
	for _, p := range next {
		i := slices.IndexFunc(old, func(o ocds.Party) bool { return o.ID == p.ID && o.Name == p.Name })
		if i < 0 {
			old = append(old, p)
			continue
		}
		for _, role := range old[i].Roles {
			if !slices.Contains(p.Roles, role) {
				p.Roles = append(p.Roles, role)
			}
		}
		old[i] = p
	}
	return old
}

func mergeAwards(old, next []ocds.Award) []ocds.Award {
	for _, a := range next {
		if i := slices.IndexFunc(old, func(o ocds.Award) bool { return o.ID == a.ID }); i >= 0 {
			old[i] = a
		} else {
			old = append(old, a)
		}
	}
	return old
}

// place derives the cities from every place of performance, and from the buyer's seat
// where none is told.
func (c *Content) place(places *taxonomy.Taxonomy) {
	c.Cities, c.City = nil, ""
	add := func(p ocds.Place) {
		city, known := places.CityByPlace(p.NUTS, p.Country, p.Town, p.Postcode)
		if known && !slices.Contains(c.Cities, city.ID) {
			c.Cities = append(c.Cities, city.ID)
		}
	}
	for _, p := range c.Tender.Places {
		add(p)
	}
	for _, l := range c.Tender.Lots {
		for _, p := range l.Places {
			add(p)
		}
	}
	for _, p := range c.Parties {
		if len(c.Cities) == 0 && slices.Contains(p.Roles, "buyer") {
			add(ocds.Place{NUTS: p.NUTS, Country: p.Country, Town: p.Town, Postcode: p.Postcode})
		}
	}
	if len(c.Cities) > 0 {
		c.City = c.Cities[0]
	}
}

// idAlphabet is the one of record.NewID.
const idAlphabet = "23456789abcdefghjkmnpqrstwxyz"

// IDOf is the id of the tender of a contracting process: the same for every notice
// about it and on every import, so that importing twice finds the first.
func IDOf(ocid string) string {
	sum := sha256.Sum256([]byte(ocid))
	var id strings.Builder
	id.WriteString("tender-")
	for _, b := range sum[:12] {
		id.WriteByte(idAlphabet[int(b)%len(idAlphabet)])
	}
	return id.String()
}
