package encode

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/currency"

	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
)

// Release is a release in the names of the standard and its extensions.
func Release(r *ocds.Release, meta PackageMeta) fields {
	f := fields{"ocid": r.OCID, "id": strings.ReplaceAll(cmp.Or(r.ID, r.OCID), "#", "-"), "initiationType": "tender", "tag": writtenTags(r.Tags)}
	f["date"] = stamp(r.Date)
	if r.Date.IsZero() {
		f["date"] = stamp(meta.Published)
	}
	f.set("language", r.Language)
	f.set("buyer", reference(r.Buyer))
	f.set("parties", each(r.Parties, writtenParty))
	house := fields{"source": writtenSource(r.Source)}
	house.set("private", r.Private)
	if r.Tender != nil {
		t := writtenTender(r, r.Tender)
		t.set("amendments", amendments(r, r.Changes))
		f["tender"] = t
	} else {
		house.set("amendments", amendments(r, r.Changes))
	}
	f.set("awards", each(r.Awards, writtenAward))
	if statistics := writtenBids(r.Bids); len(statistics) > 0 {
		f["bids"] = fields{"statistics": statistics}
	}
	var related []fields
	for i, id := range r.Related {
		related = append(related, fields{"id": fmt.Sprint(i + 1), "relationship": []string{ocds.EarlierNotice}, "scheme": ocds.EarlierNotice, "identifier": id})
	}
	f.set("relatedProcesses", related)
	f[ocds.OwnMember] = house
	return f
}

func each[T any](all []T, write func(T) fields) []fields {
	var out []fields
	for _, one := range all {
		out = append(out, write(one))
	}
	return out
}

// writtenTags are those that the closed code list has; the standard asks for one.
func writtenTags(tags []string) []string {
	known := slices.DeleteFunc(slices.Clone(tags), func(t string) bool { return !slices.Contains(ocds.ReleaseTags, t) })
	if len(known) == 0 {
		return []string{"planning"}
	}
	return known
}

func writtenSource(s ocds.Source) fields {
	f := fields{}
	for name, text := range map[string]string{"system": s.System, "noticeId": s.NoticeID, "version": s.Version, "publication": s.Publication,
		"procedure": s.Procedure,
		"schema":    s.Schema, "feed": s.Feed, "noticeType": s.NoticeType, "subtype": s.Subtype, "formType": s.FormType, "url": s.URL} {
		f.set(name, text)
	}
	f.set("test", s.Test)
	return f
}

func reference(r ocds.Reference) fields {
	f := fields{}
	f.set("id", r.ID)
	f.set("name", r.Name)
	return f
}

func writtenParty(p ocds.Party) fields {
	f := fields{"id": p.ID}
	f.set("name", p.Name)
	f.set("roles", p.Roles)
	if p.Identifier != "" {
		f["identifier"] = fields{"id": p.Identifier}
	}
	f.set("address", address(ocds.Place{NUTS: p.NUTS, Country: p.Country, Town: p.Town, Postcode: p.Postcode}))
	contact := fields{}
	contact.set("name", p.Contact)
	contact.set("email", ocds.Generic(p.Email))
	f.set("contactPoint", contact)
	details := fields{}
	details.set("scale", p.Size)
	details.set("url", p.URL)
	var classes []fields
	for _, c := range [][2]string{{"eu-buyer-legal-type", p.LegalType}, {"eu-main-activity", p.Activity}} {
		if c[1] != "" {
			classes = append(classes, fields{"scheme": c[0], "id": c[1]})
		}
	}
	details.set("classifications", classes)
	f.set("details", details)
	if p.Leader {
		f[ocds.OwnMember] = fields{"leader": true}
	}
	return f
}

func address(p ocds.Place) fields {
	f := fields{}
	f.set("region", p.NUTS)
	f.set("countryName", p.Country)
	f.set("locality", p.Town)
	f.set("postalCode", p.Postcode)
	return f
}

// worth is an amount; a currency that ISO does not know is left out with it.
func worth(m *record.Money) fields {
	if m == nil {
		return nil
	}
	if _, err := currency.ParseISO(m.Currency); err != nil {
		return nil
	}
	return fields{"amount": json.Number(m.Major()), "currency": m.Currency}
}

func span(p ocds.Period) fields {
	f := fields{}
	f.set("startDate", p.Start)
	f.set("endDate", p.End)
	f.set("durationInDays", p.Days)
	return f
}

func writtenAward(a ocds.Award) fields {
	f := fields{"id": a.ID}
	f.set("status", ocds.CodeOf(ocds.AwardStatuses, a.Status))
	f.set("relatedLots", a.Lots)
	f.set("suppliers", each(a.Suppliers, reference))
	f.set("value", worth(a.Value))
	f.set("date", a.Date)
	f.set("statusDetails", a.Reason)
	return f
}

func writtenBids(counts []ocds.BidCount) []fields {
	words := map[string]string{}
	for word, kind := range ocds.BidMeasures {
		words[kind] = word
	}
	var all []fields
	for i, c := range counts {
		f := fields{"id": fmt.Sprint(i + 1), "measure": cmp.Or(words[c.Kind], c.Kind), "value": c.Count}
		f.set("relatedLot", c.Lot)
		all = append(all, f)
	}
	return all
}

func amendments(r *ocds.Release, changes []ocds.Amendment) []fields {
	var all []fields
	for i, a := range changes {
		f := fields{"id": fmt.Sprint(i + 1), "releaseID": r.ID}
		f.text("description", a.Description, r.Language)
		f.text("rationale", a.Why, r.Language)
		house := fields{}
		house.set("section", a.Section)
		house.set("reason", a.Reason)
		house.set("old", a.Old)
		house.set("new", a.New)
		f.set(ocds.OwnMember, house)
		all = append(all, f)
	}
	return all
}
