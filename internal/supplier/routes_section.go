package supplier

import (
	"cmp"
	"slices"
	"time"

	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/web"
)

type sectionInput struct {
	Section string `path:"section"`
}

// SectionPage is the form of one section.
type SectionPage struct {
	Section   string
	Revision  int64
	Stored    []web.Fact // after a conflict: what is stored now
	Form      Form
	Steps     web.Steps
	Next      string
	Cities    []web.Option
	Languages []web.Option
	Codes     []web.Option // what the words mean
	Sees      []web.Option
	Kinds     []web.Option
	Years     []YearForm
	Insurance []InsuranceForm
	Papers    []CertificateForm
	Past      []ReferenceForm
}

func (s handlers) section(c *web.Ctx, in sectionInput) (*SectionPage, error) {
	if !slices.Contains(Sections(), in.Section) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	p, err := s.Own(c)
	if err != nil {
		return nil, err
	}
	city, _ := s.kit.Taxonomy.City(p.City)
	return s.sectionPage(c, in.Section, FormOf(p, city.Zone), p)
}

func (s handlers) againSection(c *web.Ctx, in Form) (*SectionPage, error) {
	p, err := s.Own(c)
	if err != nil {
		return nil, err
	}
	return s.sectionPage(c, cmp.Or(in.Section, "work"), in, p)
}

func (s handlers) sectionPage(c *web.Ctx, section string, f Form, p *Profile) (*SectionPage, error) {
	page := &SectionPage{Section: section, Revision: p.Revision, Form: f}
	if f.Revision != 0 && f.Revision != p.Revision {
		for _, part := range s.parts(c, p) {
			if part.Section == section {
				page.Stored = part.Facts
			}
		}
		if section == "work" {
			page.Stored = append([]web.Fact{{Label: c.Words.T("supplier.name"), Value: p.Name},
				{Label: c.Words.T("supplier.city"), Value: s.kit.CityName(c, p.City)}, {Label: c.Words.T("supplier.about"), Value: p.About}}, page.Stored...)
		}
	}
	told := map[string]bool{}
	for _, part := range p.Strength() {
		told[part.Section] = told[part.Section] || part.Told
	}
	for _, name := range Sections() {
		page.Steps = append(page.Steps, web.Step{Label: c.Words.T("supplier.section_" + name), Path: "/supplier/" + name, Current: name == section, Done: told[name]})
	}
	page.Cities = s.kit.CityOptions(c, nil)
	page.Languages = module.LanguageOptions(c)
	slices.SortStableFunc(page.Languages, func(a, b web.Option) int { return cmp.Compare(a.Label, b.Label) })
	for _, code := range s.offered(c, p) {
		o := web.Option{Value: code, Label: s.kit.Taxonomy.Work(code, c.Languages()...)}
		if slices.Contains(p.CPV, code) || !slices.ContainsFunc(page.Codes, func(other web.Option) bool { return other.Label == o.Label }) {
			page.Codes = append(page.Codes, o)
		}
	}
	for _, who := range []string{ToBuyers, ToInterested, ToMe} {
		page.Sees = append(page.Sees, web.Option{Value: who, Label: c.Words.T("supplier.seen_" + who)})
	}
	page.Kinds = module.Options(c, "supplier.insurance_", insuranceKinds())
	page.blanks(c.Now)
	return page, nil
}

// offered are the codes of the profile, then others its words may mean.
func (s handlers) offered(c *web.Ctx, p *Profile) []string {
	codes := slices.Clone(p.CPV)
	for _, said := range p.Said {
		for i, m := range s.kit.Taxonomy.Meanings(said.Words, said.Language) {
			if i < 4 && !slices.Contains(codes, m.CPV) {
				codes = append(codes, m.CPV)
			}
		}
	}
	return codes
}

// blanks adds empty rows to the lists of a form: three years of turnover, room for more papers.
func (p *SectionPage) blanks(now time.Time) {
	p.Years = slices.Clone(p.Form.Turnover)
	for year := now.Year() - 1; len(p.Years) < 3; year-- {
		if !slices.ContainsFunc(p.Years, func(y YearForm) bool { return y.Year == year }) {
			p.Years = append(p.Years, YearForm{Year: year})
		}
	}
	p.Insurance = append(slices.Clone(p.Form.Insurance), InsuranceForm{Kind: "liability"})
	p.Papers = append(slices.Clone(p.Form.Certificates), CertificateForm{}, CertificateForm{})
	p.Past = append(slices.Clone(p.Form.References), ReferenceForm{}, ReferenceForm{})
}

// Saved is a profile that was kept.
type Saved struct {
	*OwnPage
	path string
}

// Location leads to the next section, and to the matches after the last.
func (s Saved) Location() string { return s.path }

func (s handlers) save(c *web.Ctx, in Form) (Saved, error) {
	in.Page = c.Words.Code
	p, err := s.Change(c, in)
	if err != nil {
		return Saved{}, err
	}
	path := "/supplier/matches"
	if i := slices.Index(Sections(), in.Section); i >= 0 && i+1 < len(Sections()) {
		path = "/supplier/" + Sections()[i+1]
	}
	return Saved{&OwnPage{Profile: p, Strength: s.Meter(c, p)}, path + "?done=saved"}, nil
}
