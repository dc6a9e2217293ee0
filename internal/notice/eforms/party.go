package eforms

import (
	"cmp"
	"slices"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/xmltree"
)

// organisations are those of the notice by their technical identifier. A touch
// point (TPO-0001) is a contact point of an organisation and leads to it.
type organisations struct {
	list   []*ocds.Party
	byID   map[string]*ocds.Party
	mails  map[string]string // of companies and touch points; published for buyers only
	office map[string]string // the departments of touch points, by their identifier
	asked  []string          // identifiers by which buyers were named, in order
	leader map[string]bool   // OPP-050: leads the group of buyers
}

func readOrganisations(ext *xmltree.Node) *organisations {
	o := &organisations{byID: map[string]*ocds.Party{}, mails: map[string]string{}, office: map[string]string{}, leader: map[string]bool{}}
	for n := range ext.All("Organizations/Organization") {
		company := n.Find("Company")
		p := party(company)
		if p.ID == "" {
			continue
		}
		o.list = append(o.list, p)
		o.byID[p.ID] = p
		o.mails[p.ID] = codes.Mail(company.At("Contact/ElectronicMail"))
		o.leader[p.ID] = n.At("GroupLeadIndicator") == "true"
		if n.At("AwardingCPBIndicator") == "true" || n.At("AcquiringCPBIndicator") == "true" { // OPP-051, OPP-052
			p.Roles = []string{"procuringEntity"}
		}
		for door := range n.All("TouchPoint") {
			if id := door.At("PartyIdentification/ID"); id != "" && o.byID[id] == nil {
				o.byID[id] = p
				o.mails[id] = codes.Mail(door.At("Contact/ElectronicMail"))
				o.office[id] = codes.Department(door.At("Contact/Name"), door.At("PostalAddress/Department"), door.At("PartyName/Name"))
			}
		}
	}
	return o
}

// party reads BT-500 to 514 and BT-165. Telephone and fax are never read.
func party(company *xmltree.Node) *ocds.Party {
	p := &ocds.Party{
		ID:         company.At("PartyIdentification/ID"), // OPT-200
		Name:       company.At("PartyName/Name"),
		Identifier: company.At("PartyLegalEntity/CompanyID"),
		Size:       company.At("CompanySizeCode"),
		URL:        codes.Link(company.At("WebsiteURI")),
		Contact:    codes.Department(company.At("Contact/Name"), company.At("PostalAddress/Department")), // BT-502, BT-16
	}
	setAddress(p, company.Find("PostalAddress"))
	return p
}

func setAddress(p *ocds.Party, a *xmltree.Node) {
	p.Town = a.At("CityName")
	p.Postcode = a.At("PostalZone")
	p.NUTS = a.At("CountrySubentityCode")
	p.Country = codes.Country(a.At("Country/IdentificationCode"))
}

// give adds a role to the organisation that the identifier leads to and
// returns it, or nil when the notice has no such organisation.
func (o *organisations) give(id, role string) *ocds.Party {
	p := o.byID[id]
	if p != nil {
		p.Roles = codes.Add(p.Roles, role)
	}
	return p
}

// buyers gives the buyers their role, mail, legal type (BT-11) and activity
// (BT-10, BT-610), and the review bodies theirs (BT-99 and its kin, OPT-301).
func (rd *reader) buyers() {
	for c := range rd.root.All("ContractingParty") {
		id := c.At("Party/PartyIdentification/ID") // OPT-300
		p := rd.orgs.give(id, "buyer")
		if p == nil {
			continue
		}
		rd.orgs.asked = codes.Add(rd.orgs.asked, id)
		p.Contact = cmp.Or(p.Contact, rd.orgs.office[id])
		for _, from := range []string{id, p.ID} {
			if p.Email == "" {
				p.Email = rd.orgs.mails[from]
			}
		}
		for kind := range c.All("ContractingPartyType/PartyTypeCode") {
			if kind.Attr("listName") != "buyer-contracting-type" && p.LegalType == "" {
				p.LegalType = kind.Text()
			}
		}
		if p.Activity == "" {
			p.Activity = c.At("ContractingActivity/ActivityTypeCode")
		}
	}
	for n := range rd.root.All("ProcurementProjectLot/TenderingTerms/AppealTerms/AppealReceiverParty/PartyIdentification/ID") {
		rd.orgs.give(n.Text(), "reviewBody")
	}
}

// buyer is the leader of the group, or the first buyer named.
func (o *organisations) buyer() ocds.Reference {
	var first ocds.Reference
	for _, id := range o.asked {
		p := o.byID[id]
		if first.ID == "" || o.leader[p.ID] {
			first = ocds.Reference{ID: p.ID, Name: p.Name}
		}
		if o.leader[p.ID] {
			break
		}
	}
	return first
}

// parties lists the organisations that play a role; those that only sent the
// notice or hand out papers do not.
func (o *organisations) parties() []ocds.Party {
	var all []ocds.Party
	for _, p := range o.list {
		if len(p.Roles) > 0 {
			slices.Sort(p.Roles)
			all = append(all, *p)
		}
	}
	return all
}
