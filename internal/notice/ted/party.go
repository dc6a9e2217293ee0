package ted

import (
	"fmt"
	"strings"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/xmltree"
)

// people are the organisations of a notice. TED has no identifiers for them:
// the same name in the same town is the same organisation.
type people struct {
	parties []*ocds.Party
	known   map[string]*ocds.Party
}

func newPeople() *people { return &people{known: map[string]*ocds.Party{}} }

// add notes the organisation at an address in a role and returns it, or nil
// when the address has no name.
func (p *people) add(address *xmltree.Node, role string) *ocds.Party {
	name := strings.Join(strings.Fields(organisationName(address)), " ")
	if name == "" {
		return nil
	}
	town := address.At("TOWN")
	key := strings.ToLower(name + "|" + town)
	party, ok := p.known[key]
	if !ok {
		party = &ocds.Party{
			ID:         fmt.Sprintf("party-%d", len(p.parties)+1),
			Name:       name,
			Identifier: strings.Join(strings.Fields(address.At("NATIONALID")+" "+address.At("ORGANISATION/NATIONALID")), " "),
			Country:    codes.Country(address.Find("COUNTRY").Attr("VALUE")),
			NUTS:       address.Find("NUTS").Attr("CODE"),
			Town:       town,
			Postcode:   address.At("POSTAL_CODE"),
			Contact:    codes.Department(address.At("CONTACT_POINT")),
		}
		for _, path := range []string{"URL_GENERAL", "URL"} {
			if party.URL == "" {
				party.URL = codes.Link(address.At(path))
			}
		}
		p.known[key] = party
		p.parties = append(p.parties, party)
	}
	party.Roles = codes.Add(party.Roles, role)
	return party
}

// organisationName is OFFICIALNAME, or ORGANISATION of the older schemas.
func organisationName(address *xmltree.Node) string {
	for _, path := range []string{"OFFICIALNAME", "ORGANISATION/OFFICIALNAME", "ORGANISATION"} {
		if s := address.At(path); s != "" {
			return s
		}
	}
	return ""
}

func (p *people) list() []ocds.Party {
	all := make([]ocds.Party, 0, len(p.parties))
	for _, party := range p.parties {
		all = append(all, *party)
	}
	return all
}

// buyers reads section I of the form: the buyer, those it buys with, and what
// kind of authority it is. The first is returned.
func (rd *reader) buyers() ocds.Reference {
	body := rd.form.Find("CONTRACTING_BODY")
	var first *ocds.Party
	for _, path := range []string{"ADDRESS_CONTRACTING_BODY", "ADDRESS_CONTRACTING_BODY_ADDITIONAL"} {
		for a := range body.All(path) {
			first = rd.buyer(first, a)
		}
	}
	for a := range rd.form.Deep("CA_CE_CONCESSIONAIRE_PROFILE") { // before R2.0.9
		first = rd.buyer(first, a)
	}
	if first == nil {
		return ocds.Reference{Name: rd.root.At("TRANSLATION_SECTION/ML_AA_NAMES/AA_NAME")}
	}
	if body.Has("CENTRAL_PURCHASING") {
		first.Roles = codes.Add(first.Roles, "procuringEntity")
	}
	first.LegalType = firstCode(rd.form, "CA_TYPE", "TYPE_OF_CONTRACTING_AUTHORITY")
	first.Activity = firstCode(rd.form, "CA_ACTIVITY", "CE_ACTIVITY", "TYPE_OF_ACTIVITY", "ACTIVITY_OF_CONTRACTING_ENTITY")
	return ocds.Reference{ID: first.ID, Name: first.Name}
}

func (rd *reader) buyer(first *ocds.Party, address *xmltree.Node) *ocds.Party {
	p := rd.people.add(address, "buyer")
	if p != nil && p.Email == "" {
		p.Email = codes.Mail(address.At("E_MAIL"))
		if p.Email == "" {
			p.Email = codes.Mail(address.At("E_MAILS/E_MAIL"))
		}
	}
	if first == nil {
		return p
	}
	return first
}

// firstCode is the VALUE of the first element of one of these names.
func firstCode(n *xmltree.Node, names ...string) string {
	for _, name := range names {
		for c := range n.Deep(name) {
			if v := c.Attr("VALUE"); v != "" {
				return v
			}
		}
	}
	return ""
}

func (rd *reader) reviewBodies() {
	for a := range rd.form.All("COMPLEMENTARY_INFO/ADDRESS_REVIEW_BODY") {
		rd.people.add(a, "reviewBody")
	}
}
