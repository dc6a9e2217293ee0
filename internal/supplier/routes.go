package supplier

import (
	"cmp"
	"embed"
	"slices"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/module"
	"citiesgrow/internal/store"
	"citiesgrow/search"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// handlers answer requests.
type handlers struct{ *Service }

// Module describes the suppliers to the program.
func (s *Service) Module() module.Module {
	h := handlers{s}
	owner, reader := web.Only(actor.Entrepreneur), web.Only(actor.Buyer, actor.Employer, actor.Staff, actor.Admin)
	return module.Module{
		Name:        "supplier",
		Views:       views,
		Collections: []store.Spec{profiles, declarations},
		Journeys:    s.journeys(),
		Kinds:       []search.Kind{Kind},
		Followers:   []store.Follower{module.Indexer(s.kit, Kind, profiles, s.describe)},
		Check:       module.IndexCheck(s.kit, Kind, profiles, s.describe),
		Routes: []web.Route{
			web.Handle(web.Route{Method: "GET", Path: "/supplier", View: "supplier/own", Who: owner, About: "The profile of the entrepreneur who asks."}, h.own),
			web.Handle(web.Route{Method: "GET", Path: "/supplier/{section}", View: "supplier/section", Who: owner, Voice: web.PageOnly}, h.section),
			web.Again(web.Handle(web.Route{Method: "PUT", Path: "/supplier", Who: owner, Area: actor.AreaProfile,
				About: "Change the profile, or one section of it."}, h.save), "supplier/section", h.againSection),
			web.Handle(web.Route{Method: "PUT", Path: "/supplier/declaration", Who: owner,
				About: "Tell, or take back, whether the firm is migrant-led, sex and age: counted, never shown."}, h.declare),
			web.Handle(web.Route{Method: "GET", Path: "/suppliers", View: "supplier/list", Who: reader,
				About: "Search firms by trade, area, language and size."}, h.list),
			web.Handle(web.Route{Method: "GET", Path: "/suppliers/{id}", View: "supplier/show",
				Who: web.Only(actor.Buyer, actor.Employer, actor.Staff, actor.Admin, actor.Entrepreneur), About: "One firm, as far as its owner lets it be seen."}, h.show),
		},
		Nav: []web.NavItem{
			{Key: "nav.supplier", Path: "/supplier", Who: owner},
			{Key: "nav.suppliers", Path: "/suppliers", Who: web.Only(actor.Buyer, actor.Staff, actor.Admin)},
		},
	}
}

// OwnPage is the owner's view of the firm.
type OwnPage struct {
	*Profile
	Strength web.Meter       `json:"strength"`
	Expiring []Expiring      `json:"expiring,omitempty"`
	Told     DeclarationForm `json:"declaration"` // of themselves, for the count alone

	Parts []PartView   `json:"-"`
	Sexes []web.Option `json:"-"`
	Ages  []web.Option `json:"-"`
	Fresh bool         `json:"-"` // nothing was filled in yet
}

// PartView is a section with what was filled in.
type PartView struct {
	Section, Title, SeenBy string
	Facts                  []web.Fact
}

func (s handlers) own(c *web.Ctx, _ web.None) (*OwnPage, error) {
	p, err := s.Own(c)
	if err != nil {
		return nil, err
	}
	declared, err := s.OwnDeclaration(c)
	if err != nil {
		return nil, err
	}
	page := &OwnPage{Profile: p, Strength: s.Meter(c, p), Expiring: p.ExpiringSoon(c.Now), Told: DeclarationForm{declared.MigrantLed, declared.Sex, declared.Age},
		Fresh: p.ID == ""}
	if !c.API {
		for i, e := range page.Expiring {
			if slices.Contains(insuranceKinds(), e.Name) {
				page.Expiring[i].Name = c.Words.T("supplier.insurance_" + e.Name)
			}
		}
		page.Parts = s.parts(c, p)
		page.Sexes, page.Ages = choices(c.Words, "supplier.sex_", module.Sexes()), choices(c.Words, "supplier.age_", module.AgeBands())
	}
	return page, nil
}

// Meter says how much of a profile is filled in, and the three most useful things to add.
func (s *Service) Meter(c *web.Ctx, p *Profile) web.Meter {
	m := web.Meter{Percent: p.Percent(), Label: c.Words.T("supplier.strength")}
	for _, part := range p.Strength() {
		if !part.Told && len(m.Next) < 3 {
			m.Next = append(m.Next, web.Link{Label: c.Words.T("supplier.part_" + part.Key), Path: "/supplier/" + part.Section})
		}
	}
	return m
}

// parts says the profile section by section.
func (s handlers) parts(c *web.Ctx, p *Profile) []PartView {
	w := c.Words
	var out []PartView
	for _, section := range Sections() {
		v := PartView{Section: section, Title: w.T("supplier.section_" + section)}
		add := func(key, value string) {
			v.Facts = append(v.Facts, web.Fact{Label: w.T(key), Value: cmp.Or(value, w.T("site.not_told"))})
		}
		switch section {
		case "work":
			v.SeenBy = w.T("supplier.seen_buyers")
			add("supplier.words", workOf(w, p))
			add("supplier.cities", s.kit.Taxonomy.CityNames(p.Cities, c.Languages()...))
			add("supplier.languages", languageNames(c, p.Languages))
		case "size":
			v.SeenBy = w.T("supplier.seen_" + p.Visible.Capacity)
			if p.Founded > 0 {
				add("supplier.founded", yearText(p.Founded)) // next to the turnover, so that a young firm is judged fairly
			}
			add("supplier.turnover", yearAmounts(c, p.Turnover))
			if p.Largest != nil {
				add("supplier.largest", w.Money(*p.Largest))
			}
			if p.Staff > 0 {
				add("supplier.staff", w.Number(float64(p.Staff)))
			}
		case "proof":
			v.SeenBy = w.T("supplier.seen_" + p.Visible.Proof)
			for _, i := range p.Insurance {
				add("supplier.insurance_"+i.Kind, w.Money(i.Amount))
			}
			for _, cert := range p.Certificates {
				add("supplier.certificate", cert.Name)
			}
			if len(p.Registrations) > 0 {
				add("supplier.registrations", w.Join(p.Registrations))
			}
			add("supplier.references", w.T("supplier.references_count", "Count", len(p.References)))
		case "contact":
			v.SeenBy = w.T("supplier.seen_" + p.Visible.Contact)
			add("supplier.email", p.Contact.Email)
			add("supplier.phone", p.Contact.Phone)
			if p.Contact.Web != "" {
				v.Facts = append(v.Facts, web.Fact{Label: w.T("supplier.web"), Value: p.Contact.Web, URL: p.Contact.Web})
			}
		}
		out = append(out, v)
	}
	return out
}

// workOf is what the firm does, in its own words.
func workOf(w *i18n.Words, p *Profile) string {
	var words []string
	for _, said := range p.Said {
		words = append(words, said.Words)
	}
	return w.Join(words)
}

func languageNames(c *web.Ctx, codes []string) string {
	var names []string
	for _, l := range codes {
		names = append(names, c.Words.LanguageName(l))
	}
	return c.Words.Join(names)
}

func yearAmounts(c *web.Ctx, all []YearAmount) string {
	var lines []string
	for _, t := range all {
		lines = append(lines, c.Words.T("supplier.year_amount", "Year", yearText(t.Year), "Amount", t.Amount))
	}
	return c.Words.JoinParts(lines)
}

// yearText keeps a year from being written with a thousands sign.
func yearText(year int) string { return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006") }

// DeclarationForm is what an owner says of themselves; empty where they say nothing.
type DeclarationForm struct {
	MigrantLed string `json:"migrant_led" validate:"omitempty,oneof=yes no"`
	Sex        string `json:"sex" validate:"omitempty,oneof=woman man other"`
	Age        string `json:"age" validate:"omitempty,oneof=under_18 18_to_60 over_60"`
}

// choices are the answers to a question about oneself, the last for those who do not want to say.
func choices(w *i18n.Words, key string, values []string) []web.Option {
	var all []web.Option
	for _, v := range values {
		all = append(all, web.Option{Value: v, Label: w.T(key + v)})
	}
	return append(all, web.Option{Label: w.T("site.not_told")})
}

func (s handlers) declare(c *web.Ctx, in DeclarationForm) (web.Go, error) {
	return "/supplier?done=saved", s.Declare(c, Declaration{MigrantLed: in.MigrantLed, Sex: in.Sex, Age: in.Age})
}
