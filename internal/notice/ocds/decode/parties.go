package decode

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"

	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/notice/ocds/loosejson"
)

// cast are the parties of a release: those of its list, and those that OCDS 1.0
// writes out where they play their role.
type cast struct {
	all  []*ocds.Party
	byID map[string]*ocds.Party
}

func newCast() *cast { return &cast{byID: map[string]*ocds.Party{}} }

func (c *cast) read(v loosejson.Value) {
	for _, p := range v.List("parties") {
		c.add(p)
	}
}

// add reads an organisation, or fills the gaps of the one that is there. It returns
// nil for one without a name and without an id.
func (c *cast) add(v loosejson.Value, roles ...string) *ocds.Party {
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
func partyID(v loosejson.Value, p *ocds.Party) string {
	if p.Identifier != "" {
		return strings.Trim(v.String("identifier", "scheme")+"-"+p.Identifier, "-")
	}
	sum := sha256.Sum256([]byte(strings.ToLower(p.Name)))
	return "org-" + hex.EncodeToString(sum[:5])
}

// list returns the parties as they are published: the mail address of a buyer alone.
func (c *cast) list() []ocds.Party {
	var all []ocds.Party
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

func party(v loosejson.Value) *ocds.Party {
	details, address := v.Get("details"), v.Get("address")
	p := &ocds.Party{
		ID: v.String("id"), Name: words(v.Text("name", "")), Identifier: v.String("identifier", "id"), Roles: v.Strings("roles"),
		Postcode: address.String("postalCode"), Town: address.String("locality"), URL: codes.Link(details.String("url")),
		Contact: codes.Department(v.String("contactPoint", "name")), Email: ocds.Generic(v.String("contactPoint", "email")),
		Leader: yes(v.Flag(ocds.OwnMember, "leader")),
	}
	if p.Name == "" {
		p.Name = words(v.Get("identifier").Text("legalName", ""))
	}
	for _, other := range v.List("additionalIdentifiers") {
		if p.Identifier == "" {
			p.Identifier = other.String("id")
		}
	}
	if scale := strings.ToLower(details.String("scale")); slices.Contains(sizes, scale) {
		p.Size = scale
	}
	place := place(address)
	p.NUTS, p.Country = place.NUTS, place.Country
	for _, c := range details.List("classifications") {
		switch id := c.String("id"); c.String("scheme") {
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
func (g *reading) buyer() ocds.Reference {
	if p := g.parties.add(g.v.Get("buyer"), "buyer"); p != nil {
		return ocds.Reference{ID: p.ID, Name: p.Name}
	}
	entity := g.v.Get("tender", "procuringEntity")
	if entity.Object() != nil {
		g.parties.add(entity, "procuringEntity")
	}
	for _, role := range []string{"buyer", "procuringEntity"} {
		for _, p := range g.parties.all {
			if slices.Contains(p.Roles, role) {
				p.Roles = codes.Add(p.Roles, "buyer")
				return ocds.Reference{ID: p.ID, Name: p.Name}
			}
		}
	}
	return ocds.Reference{}
}

// regions is a NUTS code of any level: a country of the Union, its neighbours or
// the former member, and up to three characters. Notices also write GR for EL.
var regions = regexp.MustCompile(`^(AL|AT|BE|BG|CH|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GR|HR|HU|IE|IS|IT|` +
	`LI|LT|LU|LV|ME|MK|MT|NL|NO|PL|PT|RO|RS|SE|SI|SK|TR|UK)[0-9A-Z]{0,3}$`)

// place reads an address: the region when it is a NUTS code, and the country by
// code, by name or from that region.
func place(address loosejson.Value) ocds.Place {
	p := ocds.Place{Town: address.String("locality"), Postcode: address.String("postalCode")}
	for _, name := range []string{"country", "countryName"} {
		if p.Country == "" {
			p.Country = codes.CountryNamed(address.String(name))
		}
	}
	region := strings.ToUpper(address.String("region"))
	if from := codes.Country(region[:min(len(region), 2)]); regions.MatchString(region) || region != "" && region == p.Country {
		if len(region) > 2 || p.Country == "" || p.Country == from { // "DE" may be Delaware
			p.NUTS, p.Country = region, cmp.Or(p.Country, from)
		}
	} else if p.Country == "" {
		p.Country = codes.CountryNamed(address.String("region"))
	}
	return p
}
