package draft

import (
	"cmp"
	"slices"
	"strings"

	"citiesgrow/internal/module"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/term"
	"citiesgrow/web"
)

// DraftPage is the form of a draft, with its reach.
type DraftPage struct {
	ID          string     `json:"id"`
	Revision    int64      `json:"revision"`
	Form        Form       `json:"draft"`
	Published   bool       `json:"published"`
	Unpublished bool       `json:"unpublished"` // the draft differs from what is published
	Reach       *web.Reach `json:"reach,omitempty"`

	Stored     []string     `json:"-"` // with a conflict: what differs in what is stored now
	Lots       []LotForm    `json:"-"`
	Written    []web.Option `json:"-"` // languages that the text can be in
	Social     []web.Option `json:"-"`
	Cities     []web.Option `json:"-"`
	Languages  []web.Option `json:"-"`
	Currencies []web.Option `json:"-"`
	Trade      string       `json:"-"` // what the codes mean
}

// blankLots is how many empty lots the form offers after those filled in.
const blankLots = 3

func (s handlers) showNew(c *web.Ctx, _ web.None) (*DraftPage, error) {
	return s.draftPage(c, nil, Form{City: c.Actor.City})
}

func (s handlers) againNew(c *web.Ctx, in createInput) (*DraftPage, error) {
	return s.draftPage(c, nil, in.Form)
}

func (s handlers) showDraft(c *web.Ctx, in module.ID) (*DraftPage, error) {
	t, err := s.tenders.Own(c, in.ID)
	if err != nil {
		return nil, err
	}
	return s.draftPage(c, t, FormOf(t.Working(), s.zone(t.Working())))
}

func (s handlers) zone(content *notice.Content) string {
	city, _ := s.kit.Taxonomy.City(content.City)
	return city.Zone
}

func (s handlers) againDraft(c *web.Ctx, in editInput) (*DraftPage, error) {
	t, err := s.tenders.Own(c, in.ID)
	if err != nil {
		return nil, err
	}
	p, err := s.draftPage(c, t, in.Form)
	if err != nil || in.Revision == t.Revision {
		return p, err
	}
	if typed, err := in.Form.Content(*t.Working(), s.kit.Form(), c.Words); err == nil {
		for _, change := range notice.Changes(t.Working(), &typed) {
			p.Stored = append(p.Stored, c.Words.T("tender.stored_now", "Field", c.Words.T("tender."+change.Field), "Stored", term.Plain(c.Words, change.Old),
				"Typed", term.Plain(c.Words, change.New)))
		}
	}
	return p, nil
}

func (s handlers) draftPage(c *web.Ctx, t *tender.Tender, f Form) (*DraftPage, error) {
	p := &DraftPage{Form: f, Lots: append(append([]LotForm{}, f.Lots...), make([]LotForm, blankLots)...)}
	content := &notice.Content{}
	if t != nil {
		p.ID, p.Revision, p.Published, p.Unpublished = t.ID, t.Revision, t.Stage != "", t.Draft != nil
		content = t.Working()
	}
	p.Cities = s.kit.CityOptions(c, c.Actor.In)
	seen := map[string]bool{}
	for _, l := range append([]string{"en"}, s.languagesOf(cmp.Or(f.City, c.Actor.City))...) {
		if !seen[l] {
			seen[l] = true
			p.Languages = append(p.Languages, web.Option{Value: l, Label: c.Words.LanguageName(l)})
		}
	}
	p.Written, p.Social = writtenOptions(c), socialOptions(c)
	for _, code := range f.CPV {
		if label := s.kit.Taxonomy.Work(code, c.Languages()...); label != "" {
			p.Trade = cmp.Or(p.Trade, label)
		}
	}
	if len(content.Tender.CPV) > 0 {
		reach, err := s.reacher.Reach(c, content)
		if err != nil {
			return nil, err
		}
		p.Reach = reach
	}
	return p, nil
}

// writtenOptions are all languages that have a name, by name.
func writtenOptions(c *web.Ctx) []web.Option {
	options := []web.Option{{Value: "", Label: c.Words.T("tender.language_found")}}
	for _, code := range c.Words.Named() {
		options = append(options, web.Option{Value: code, Label: c.Words.LanguageName(code)})
	}
	slices.SortFunc(options[1:], func(a, b web.Option) int { return strings.Compare(a.Label, b.Label) })
	return options
}

// socialAims are the objectives of BT-775 that a city's contract may have.
var socialAims = []string{"opp", "et-eq", "gen-eq", "work-cond", "acc-all", "hum-right", "other"}

func socialOptions(c *web.Ctx) []web.Option {
	var options []web.Option
	for _, code := range socialAims {
		options = append(options, web.Option{Value: code, Label: c.Words.T("term.social_" + code)})
	}
	return options
}

// languagesOf are those a bid in the city may sensibly be asked in.
func (s handlers) languagesOf(city string) []string {
	var all []string
	if found, known := s.kit.Taxonomy.City(city); known {
		return found.Languages
	}
	for _, c := range s.kit.Taxonomy.Cities() {
		all = append(all, c.Languages...)
	}
	return all
}
