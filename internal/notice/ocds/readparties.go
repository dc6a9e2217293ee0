package ocds

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"

	"citiesgrow/internal/notice/codes"
)

// cast are the parties of a release: those of its list, and those that OCDS 1.0
// writes out where they play their role.
type cast struct {
	all  []*Party
	byID map[string]*Party
}

func newCast() *cast { return &cast{byID: map[string]*Party{}} }

func (c *cast) read(v value) {
	for _, p := range v.list("parties") {
		c.add(p)
	}
}

// add reads an organisation, or fills the gaps of the one that is there. It returns
// nil for one without a name and without an id.
func (c *cast) add(v value, roles ...string) *Party {
	p := party(v)
	if p.ID == "" {
		if p.Name == "" {
			return nil
		}
		p.ID = partyID(v, p)
	}
	old := c.byID[p.ID]
	if old == nil {
		c.byID[p.ID] = p
		c.all = append(c.all, p)
		old = p
	}
	for _, gap := range []struct{ to, from *string }{{&old.Name, &p.Name}, {&old.Identifier, &p.Identifier}, {&old.Country, &p.Country},
		{&old.NUTS, &p.NUTS}, {&old.Town, &p.Town}, {&old.Postcode, &p.Postcode}, {&old.Size, &p.Size}, {&old.URL, &p.URL},
		{&old.Contact, &p.Contact}, {&old.Email, &p.Email}} {
		if *gap.to == "" {
			*gap.to = *gap.from
		}
	}
	old.Roles = codes.Add(old.Roles, slices.Concat(p.Roles, roles)...)
	return old
}

// partyID stands for the id that an organisation does not have.
func partyID(v value, p *Party) string {
	if p.Identifier != "" {
		return strings.Trim(v.str("identifier", "scheme")+"-"+p.Identifier, "-")
	}
	sum := sha256.Sum256([]byte(strings.ToLower(p.Name)))
	return "org-" + hex.EncodeToString(sum[:5])
}

// list returns the parties as they are published: the mail address of a buyer alone.
func (c *cast) list() []Party {
	var all []Party
	for _, p := range c.all {
		if p.Name == "" && len(p.Roles) == 0 {
			continue
		}
		if !slices.Contains(p.Roles, "buyer") {
			p.Email = ""
		}
		slices.Sort(p.Roles)
		all = append(all, *p)
	}
	return all
}

// sizes are what BT-165 calls them, and OCDS details.scale too.
var sizes = []string{"micro", "small", "medium", "sme", "large"}

// activities are the functions of government (COFOG) as BT-10 names them.
var activities = map[string]string{"01": "gen-pub", "02": "defence", "03": "pub-os", "04": "econ-aff", "05": "env-pro", "06": "hc-am",
	"07": "health", "08": "rcr", "09": "education", "10": "soc-pro"}

func party(v value) *Party {
	details, address := v.get("details"), v.get("address")
	p := &Party{
		ID: v.str("id"), Name: words(v.text("name", "")), Identifier: v.str("identifier", "id"), Roles: v.strs("roles"),
		Postcode: address.str("postalCode"), Town: address.str("locality"), URL: codes.Link(details.str("url")),
		Contact: codes.Department(v.str("contactPoint", "name")), Email: Generic(v.str("contactPoint", "email")),
		Leader: yes(v.flag(own, "leader")),
	}
	if p.Name == "" {
		p.Name = words(v.get("identifier").text("legalName", ""))
	}
	for _, other := range v.list("additionalIdentifiers") {
		if p.Identifier == "" {
			p.Identifier = other.str("id")
		}
	}
	if scale := strings.ToLower(details.str("scale")); slices.Contains(sizes, scale) {
		p.Size = scale
	}
	place := place(address)
	p.NUTS, p.Country = place.NUTS, place.Country
	for _, c := range details.list("classifications") {
		switch id := c.str("id"); c.str("scheme") {
		case "TED_CA_TYPE", "eu-buyer-legal-type":
			p.LegalType = id
		case "eu-main-activity":
			p.Activity = id
		case "COFOG":
			if p.Activity == "" {
				p.Activity = activities[id]
			}
		}
	}
	return p
}

// words is a text in the first of its languages that there is.
func words(t map[string]string) string {
	for _, language := range []string{"", "en"} {
		if t[language] != "" {
			return t[language]
		}
	}
	first := ""
	for language := range t {
		if first == "" || language < first {
			first = language
		}
	}
	return t[first]
}

// buyer is the one the release names, else the first party in that role, else the
// procuring entity.
func (g *reading) buyer() Reference {
	if p := g.parties.add(g.v.get("buyer"), "buyer"); p != nil {
		return Reference{ID: p.ID, Name: p.Name}
	}
	entity := g.v.get("tender", "procuringEntity")
	if entity.object() != nil {
		g.parties.add(entity, "procuringEntity")
	}
	for _, role := range []string{"buyer", "procuringEntity"} {
		for _, p := range g.parties.all {
			if slices.Contains(p.Roles, role) {
				p.Roles = codes.Add(p.Roles, "buyer")
				return Reference{ID: p.ID, Name: p.Name}
			}
		}
	}
	return Reference{}
}

// mailboxes are the words in addresses that belong to an office and not to a person.
var mailboxes = strings.Fields("info office contact procurement purchasing procure tender tenders tendering contract contracts commissioning commercial " +
	"einkauf vergabe vergabestelle zentrale poststelle post mail email enquiries enquiry sourcing supply supplies admin administration secretariat " +
	"secretaria sekretariat council buyer buying bids bid marches achats contratacion contratos compras concursos hankinnat hankinta kirjaamo inkoop " +
	"aanbesteding upphandling registrator anskaffelse udbud zamowienia przetargi iepirkumi iepirkums promitheies zakupki tendersupport corporate finance")

// Generic returns a mail address when it is that of an office, and "" when it is none
// or may be a person's: persons have no place in what is published.
func Generic(address string) string {
	address = codes.Mail(address)
	name, _, _ := strings.Cut(strings.ToLower(address), "@")
	for _, part := range strings.FieldsFunc(name, func(r rune) bool { return r == '.' || r == '-' || r == '_' || r == '+' }) {
		if slices.Contains(mailboxes, strings.TrimRight(part, "0123456789")) {
			return address
		}
	}
	return ""
}

// regions is a NUTS code of any level: a country of the Union, its neighbours or
// the former member, and up to three characters. Notices also write GR for EL.
var regions = regexp.MustCompile(`^(AL|AT|BE|BG|CH|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GR|HR|HU|IE|IS|IT|` +
	`LI|LT|LU|LV|ME|MK|MT|NL|NO|PL|PT|RO|RS|SE|SI|SK|TR|UK)[0-9A-Z]{0,3}$`)

// place reads an address: the region when it is a NUTS code, and the country by
// code, by name or from that region.
func place(address value) Place {
	p := Place{Town: address.str("locality"), Postcode: address.str("postalCode")}
	for _, name := range []string{"country", "countryName"} {
		if p.Country == "" {
			p.Country = codes.CountryNamed(address.str(name))
		}
	}
	region := strings.ToUpper(address.str("region"))
	if from := codes.Country(region[:min(len(region), 2)]); regions.MatchString(region) || region != "" && region == p.Country {
		if len(region) > 2 || p.Country == "" || p.Country == from { // "DE" may be Delaware
			p.NUTS, p.Country = region, cmp.Or(p.Country, from)
		}
	} else if p.Country == "" {
		p.Country = codes.CountryNamed(address.str("region"))
	}
	return p
}
