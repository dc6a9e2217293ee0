package tender

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/ocds"
	"citiesgrow/web"
)

type idInput struct {
	ID string `path:"id"`
}

// ShowPage is one tender.
type ShowPage struct {
	*Tender
	Status   Status        `json:"status"`
	Title    string        `json:"title"` // in the reader's language, where the notice is known in it
	Deadline *web.Deadline `json:"deadline"`
	Gap      *web.Gap      `json:"gap,omitempty"` // for a signed-in entrepreneur

	Item        Item         `json:"-"`
	Description string       `json:"-"`
	Said        string       `json:"-"` // the language of title and description
	Short       []web.Fact   `json:"-"`
	Steps       []HowStep    `json:"-"`
	Lots        []LotView    `json:"-"`
	Asked       []string     `json:"-"` // the requirements, when there is no firm to hold them against
	History     []PastNotice `json:"-"`
	Winners     []WinnerView `json:"-"`
	Interest    *Interest    `json:"-"`
	Questions   []*Question  `json:"-"`
	MayAsk      bool         `json:"-"`
	MayFollow   bool         `json:"-"`
	Mine        bool         `json:"-"`
	Open        bool         `json:"-"`
}

// HowStep is one thing to do to answer a tender.
type HowStep struct{ Text, Label, Path string }

// LotView is a lot as a person reads it.
type LotView struct {
	Number, Title, Language, Description string
	Value                                any
	Asked                                []string
}

// PastNotice is one line of the history.
type PastNotice struct {
	Date    time.Time
	Kind    string // word key suffix
	Changes []string
	URL     string
}

// WinnerView is a firm that won.
type WinnerView struct {
	Name, Size string
	Value      any
}

func (s *Service) show(c *web.Ctx, in idInput) (*ShowPage, error) {
	t, err := s.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	if err := s.see(c, t); err != nil {
		return nil, err
	}
	item := s.Item(c, t)
	p := &ShowPage{Tender: t, Status: item.Status, Title: item.Title, Deadline: item.Deadline, Item: item,
		Mine: c.Actor.ID != "" && t.Owner == c.Actor.ID, MayFollow: c.Actor.Is(actor.Entrepreneur), Open: item.Status == StatusOpen}
	p.Description, p.Said = t.Tender.Description.In(t.Language)
	if s.beside != nil {
		if p.Gap, err = s.beside.Gap(c, t); err != nil {
			return nil, err
		}
	}
	if c.API {
		return p, nil
	}
	if p.MayFollow {
		if p.Interest, err = s.Interest(c, t.ID); err != nil {
			return nil, err
		}
	}
	if p.Questions, err = s.Questions(c, t.ID); err != nil {
		return nil, err
	}
	p.MayAsk = p.MayFollow && p.Open && t.Owner != "" && (t.Tender.Questions.IsZero() || c.Now.Before(t.Tender.Questions))
	past, err := s.noticesOf(c, t.ID)
	if err != nil {
		return nil, err
	}
	p.Short, p.Steps, p.Lots, p.Winners = s.inShort(c, t), s.howTo(c, t), lotViews(c, t), winners(c, t)
	p.History = history(c, past)
	p.Asked = sayAll(c, t.Requirements())
	return p, nil
}

// inShort answers what, where, how much, until when and in which language.
func (s *Service) inShort(c *web.Ctx, t *Tender) []web.Fact {
	w := c.Words
	var facts []web.Fact
	add := func(key, value string) {
		if value != "" {
			facts = append(facts, web.Fact{Label: w.T(key), Value: value})
		}
	}
	var labels []string
	for _, code := range t.CPV()[:min(3, len(t.CPV()))] {
		if label := s.kit.Taxonomy.Work(code, c.Languages()...); label != "" && !slices.Contains(labels, label) {
			labels = append(labels, label)
		}
	}
	add("tender.what", strings.Join(labels, "; "))
	add("tender.where", cmp.Or(s.kit.Taxonomy.CityNames(t.Cities, c.Languages()...), placeName(t)))
	add("tender.buyer", t.Buyer.Name)
	if v := t.Value(); v != nil {
		add("tender.value", w.Money(*v))
	} else {
		add("tender.value", w.T("site.value_not_told"))
	}
	if t.Tender.Period.Days > 0 {
		add("tender.period", w.T("tender.months", "Count", max(1, t.Tender.Period.Days/30)))
	}
	var languages []string
	for _, l := range t.AnswerLanguages() {
		languages = append(languages, w.LanguageName(l))
	}
	add("tender.languages", strings.Join(languages, ", "))
	var prefers []string
	for _, what := range t.Tender.Prefer {
		prefers = append(prefers, w.T("tender.prefer_"+what))
	}
	add("tender.prefer", strings.Join(prefers, ", "))
	if n := len(t.Tender.Lots); n > 1 {
		add("tender.lots", w.T("tender.lots_count", "Count", n))
	}
	add("tender.sme", w.T("tender.sme_"+triState(t.Tender.SMESuitable)))
	return facts
}

func placeName(t *Tender) string {
	for _, p := range t.Tender.Places {
		if p.Town != "" {
			return p.Town
		}
		if p.NUTS != "" {
			return p.NUTS
		}
	}
	return ""
}

func triState(b *bool) string {
	switch {
	case b == nil:
		return "unknown"
	case *b:
		return "yes"
	}
	return "no"
}

// howTo lists the steps to answer, as far as the notice tells them.
func (s *Service) howTo(c *web.Ctx, t *Tender) []HowStep {
	w := c.Words
	steps := []HowStep{{Text: w.T("how.check")}}
	if u := t.Tender.DocsURL; u != "" {
		steps = append(steps, HowStep{Text: w.T("how.documents"), Label: w.T("how.documents_link"), Path: u})
	}
	if q := t.Tender.Questions; !q.IsZero() {
		steps = append(steps, HowStep{Text: w.T("how.questions_until", "Date", q)})
	}
	var languages []string
	for _, l := range t.AnswerLanguages() {
		languages = append(languages, w.LanguageName(l))
	}
	send := HowStep{Text: w.T("how.send")}
	if d := t.Deadline(); !d.IsZero() {
		send.Text = w.T("how.send_before", "Date", d, "Languages", strings.Join(languages, ", "))
	}
	if u := t.Tender.SubmitURL; u != "" {
		send.Label, send.Path = w.T("how.send_link"), u
	} else if u := t.Source.URL; u != "" {
		send.Label, send.Path = w.T("how.original_link"), u
	}
	return append(steps, send)
}

func lotViews(c *web.Ctx, t *Tender) []LotView {
	var lots []LotView
	for _, l := range t.Tender.Lots {
		title, language := l.Title.In(c.Languages()...)
		description, _ := l.Description.In(language, t.Language)
		v := LotView{Number: l.ID, Title: title, Language: language, Description: description}
		if l.Value != nil {
			v.Value = l.Value
		}
		v.Asked = sayAll(c, l.Requirements)
		lots = append(lots, v)
	}
	return lots
}

// sayAll says requirements, each sentence once: notices repeat them lot by lot.
func sayAll(c *web.Ctx, requirements []ocds.Requirement) []string {
	var said []string
	for _, r := range requirements {
		if sentence := SayRequirement(c.Words, r); !slices.Contains(said, sentence) {
			said = append(said, sentence)
		}
	}
	return said
}

func winners(c *web.Ctx, t *Tender) []WinnerView {
	var all []WinnerView
	for _, a := range t.Awards {
		for _, w := range a.Suppliers {
			v := WinnerView{Name: w.Name}
			if i := slices.IndexFunc(t.Parties, func(p ocds.Party) bool { return p.ID == w.ID }); i >= 0 && t.Parties[i].Size != "" {
				v.Size = c.Words.T("size." + t.Parties[i].Size)
			}
			if a.Value != nil {
				v.Value = a.Value
			}
			all = append(all, v)
		}
	}
	return all
}

// history says each publication, the last first.
func history(c *web.Ctx, past []*Notice) []PastNotice {
	var lines []PastNotice
	for _, v := range History(past) {
		r := v.Notice.Release
		line := PastNotice{Date: r.Date, Kind: kindOf(r.Tags), URL: r.Source.URL}
		for _, change := range v.Changes {
			line.Changes = append(line.Changes, SayChange(c.Words, change))
		}
		lines = append(lines, line)
	}
	slices.Reverse(lines)
	return lines
}

// kindOf sums an OCDS release's tags up in one word key suffix.
func kindOf(tags []string) string {
	for _, kind := range []string{"tenderCancellation", "award", "contract", "tenderAmendment", "planning"} {
		if slices.ContainsFunc(tags, func(t string) bool { return strings.HasPrefix(t, kind) }) {
			return kind
		}
	}
	return "tender"
}

// NoticeList is everything published about a tender.
type NoticeList struct {
	Items []*Notice `json:"items"`
	Total int       `json:"total"`
}

func (s *Service) listNotices(c *web.Ctx, in idInput) (*NoticeList, error) {
	all, err := s.Notices(c, in.ID)
	return &NoticeList{Items: all, Total: len(all)}, err
}
