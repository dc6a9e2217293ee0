package tender

import (
	"cmp"
	"slices"
	"strings"

	"citiesgrow/internal/module"
	"citiesgrow/web"
)

// MinePage lists the buyer's own tenders.
type MinePage struct {
	web.Whole
	Items []MineItem `json:"items"`
	Total int        `json:"total"`
	Empty web.Empty  `json:"-"`
}

// MineItem is a tender of the buyer, a draft or published.
type MineItem struct {
	Item
	Draft      bool `json:"draft"`      // there is something unpublished
	Interested int  `json:"interested"` // firms that declared interest
	Over       bool `json:"-"`          // it awaits its outcome
}

func (s handlers) mine(c *web.Ctx, _ web.None) (*MinePage, error) {
	all, err := s.Posted(c)
	if err != nil {
		return nil, err
	}
	p := &MinePage{Items: []MineItem{}, Total: len(all), Empty: web.Empty{Title: c.Words.T("tender.mine_none"), Text: c.Words.T("tender.mine_none_text"),
		Links: []web.Link{{Label: c.Words.T("tender.new"), Path: "/tenders/new"}}}}
	for _, t := range all {
		shown := *t
		if t.Stage == "" {
			shown.Content = *t.Working()
		}
		item := MineItem{Item: s.Item(c, &shown), Draft: t.Draft != nil}
		if t.Stage == "" {
			item.Path += "/draft"
		} else {
			interested, err := s.Interested(c, t.ID)
			if err != nil {
				return nil, err
			}
			item.Interested, item.Over = len(interested), item.Status == StatusClosed
		}
		p.Items = append(p.Items, item)
	}
	return p, nil
}

// DraftPage is the buyer's form beside its reach.
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

// blankLots is how many empty lots the form offers beside those filled in.
const blankLots = 3

func (s handlers) showNew(c *web.Ctx, _ web.None) (*DraftPage, error) {
	return s.draftPage(c, nil, Form{City: c.Actor.City})
}

func (s handlers) againNew(c *web.Ctx, in createInput) (*DraftPage, error) {
	return s.draftPage(c, nil, in.Form)
}

func (s handlers) showDraft(c *web.Ctx, in module.ID) (*DraftPage, error) {
	t, err := s.Mine(c, in.ID)
	if err != nil {
		return nil, err
	}
	return s.draftPage(c, t, FormOf(t.Working(), s.zone(t.Working())))
}

func (s handlers) zone(content *Content) string {
	city, _ := s.kit.Taxonomy.City(content.City)
	return city.Zone
}

func (s handlers) againDraft(c *web.Ctx, in editInput) (*DraftPage, error) {
	t, err := s.Mine(c, in.ID)
	if err != nil {
		return nil, err
	}
	p, err := s.draftPage(c, t, in.Form)
	if err != nil || in.Revision == t.Revision {
		return p, err
	}
	if typed, err := in.Form.Content(*t.Working(), s.kit.Form(), c.Words); err == nil {
		for _, change := range Changes(t.Working(), &typed) {
			p.Stored = append(p.Stored, c.Words.T("tender.stored_now", "Field", c.Words.T("tender."+change.Field), "Stored", plain(c.Words, change.Old),
				"Typed", plain(c.Words, change.New)))
		}
	}
	return p, nil
}

func (s handlers) draftPage(c *web.Ctx, t *Tender, f Form) (*DraftPage, error) {
	p := &DraftPage{Form: f, Lots: append(append([]LotForm{}, f.Lots...), make([]LotForm, blankLots)...)}
	content := &Content{}
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
		reach, err := s.matcher.Reach(c, content)
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

// Saved is a draft that was kept.
type Saved struct {
	ID       string `json:"id"`
	Revision int64  `json:"revision"`
	Status   Status `json:"status"`
	path     string
}

// Location leads on to the draft, or to the tender once published.
func (s Saved) Location() string { return s.path }

func (s handlers) saved(c *web.Ctx, t *Tender, path string) Saved {
	return Saved{ID: t.ID, Revision: t.Revision, Status: t.Status(c.Now), path: path}
}

// Then is what a buyer wants after saving the form: stay, see it as it will be public, or
// have room for more lots.
type Then struct {
	Then string `json:"then" validate:"omitempty,oneof=check lots"`
}

// after is where the form leads on to.
func (in Then) after(id string) string {
	switch in.Then {
	case "check":
		return "/tenders/" + id + "/check"
	case "lots":
		return "/tenders/" + id + "/draft#lots"
	}
	return "/tenders/" + id + "/draft?done=saved"
}

type createInput struct {
	Then
	Form
}

// Issued is the tender after a notice of it was published.
type Issued struct {
	Saved
	Notice string `json:"notice"` // its id, as GET /tenders/{id}/notices lists it
}

// Place is where a program reads the tender with the new notice in it.
func (i Issued) Place() string { return "/tenders/" + i.ID }

// issued leads a browser on to path. The notice is the last: those posted here are numbered.
func (s handlers) issued(c *web.Ctx, t *Tender, path string) Issued {
	return Issued{s.saved(c, t, path), t.Notices[len(t.Notices)-1]}
}

func (s handlers) create(c *web.Ctx, in createInput) (Saved, error) {
	t, err := s.Draft(c, in.Form)
	if err != nil {
		return Saved{}, err
	}
	return s.saved(c, t, in.after(t.ID)), nil
}

type editInput struct {
	ID       string `path:"id"`
	Revision int64  `json:"revision" validate:"min=0"`
	Then
	Form
}

func (s handlers) edit(c *web.Ctx, in editInput) (Saved, error) {
	if in.Revision == 0 && c.API {
		t, err := s.Mine(c, in.ID)
		if err != nil {
			return Saved{}, err
		}
		in.Revision = t.Revision
	}
	t, err := s.Edit(c, in.ID, in.Revision, in.Form)
	if err != nil {
		return Saved{}, err
	}
	return s.saved(c, t, in.after(t.ID)), nil
}

func (s handlers) discard(c *web.Ctx, in module.ID) (web.Go, error) {
	return "/tenders/mine?done=discarded", s.Discard(c, in.ID)
}
