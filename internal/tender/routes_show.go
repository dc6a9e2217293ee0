package tender

import (
	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/web"
)

// ShowPage is one tender.
type ShowPage struct {
	*Tender
	Status   Status        `json:"status"`
	Title    string        `json:"title"` // in the reader's language, where the notice is known in it
	Deadline *web.Deadline `json:"deadline"`
	Gap      *web.Gap      `json:"gap,omitempty"` // for a signed-in entrepreneur

	Item        Item          `json:"-"`
	Headline    string        `json:"-"` // what and where in the reader's language, when the title is in another
	Description string        `json:"-"`
	Said        string        `json:"-"` // the language of the description
	Zone        string        `json:"-"` // of days and hours
	Answer      string        `json:"-"` // what is asked until the deadline: see answerKind
	Short       []web.Fact    `json:"-"`
	Steps       []HowStep     `json:"-"`
	Terms       []TermGroup   `json:"-"`
	Lots        []LotView     `json:"-"`
	LotRules    []string      `json:"-"` // for how many lots a firm may offer
	Asked       []AskedView   `json:"-"` // the requirements, with the buyer's words
	Contacts    []Contact     `json:"-"`
	Papers      []PaperView   `json:"-"`
	History     []PastNotice  `json:"-"`
	Outcomes    []OutcomeView `json:"-"`
	Shared      string        `json:"-"` // the buyer's one reason for several outcomes
	Why         *Term         `json:"-"` // the buyer's reason for taking it back
	Interest    *Interest     `json:"-"`
	Questions   []*Question   `json:"-"`
	MayAsk      bool          `json:"-"`
	MayFollow   bool          `json:"-"`
	Mine        bool          `json:"-"`
	Open        bool          `json:"-"`
	Asks        bool          `json:"-"` // an answer is still possible, if only to a consultation
	AskedElse   string        `json:"-"` // where requirements stand that are not here
	Unread      []string      `json:"-"` // deadlines that were not understood, as the notice writes them
}

func (s handlers) show(c *web.Ctx, in module.ID) (*ShowPage, error) {
	t, err := s.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	if err := s.see(c, t); err != nil {
		return nil, err
	}
	p := s.page(c, t)
	if p.Gap, err = s.matcher.Gap(c, t); err != nil {
		return nil, err
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
	s.fill(c, p, past)
	return p, nil
}

// page begins the page of a tender.
func (s handlers) page(c *web.Ctx, t *Tender) *ShowPage {
	item := s.Item(c, t)
	p := &ShowPage{Tender: t, Status: item.Status, Title: item.Title, Deadline: item.Deadline, Item: item,
		Mine: c.Actor.ID != "" && t.Owner == c.Actor.ID, MayFollow: c.Actor.Is(actor.Entrepreneur), Open: item.Status == StatusOpen}
	p.Description, p.Said = t.Tender.Description.In(c.Words.Code, t.Language)
	return p
}

// fill says everything that the page shows and the API does not.
func (s handlers) fill(c *web.Ctx, p *ShowPage, past []*Notice) {
	t := p.Tender
	p.Zone, p.Answer, p.Headline = s.deadline(c, t).Zone, answerKind(t), s.headline(c, t)
	p.Contacts = contacts(c, t)
	p.Asks = p.Open || p.Status == StatusPlanned && (t.Deadline().IsZero() || c.Now.Before(t.Deadline()))
	if p.Asks {
		p.LotRules = lotRules(c, t)
	}
	p.Short, p.Steps = s.inShort(c, t, p.Zone, p.LotRules), s.howTo(c, p)
	p.Terms, p.Lots = s.termGroups(c, t, p.Zone), s.lotViews(c, t, p.Zone, past)
	p.Outcomes, p.History, p.Papers = outcomes(c, t), history(c, past, p.Zone), papers(c, t)
	p.Asked = askedViews(c, t.Tender.Requirements)
	if len(t.Tender.Lots) == 1 {
		p.Asked = askedViews(c, t.Requirements())
	}
	p.AskedElse, p.Unread = askedElsewhere(c, t), unreadDeadlines(t)
	if p.Status == StatusWithdrawn || p.Status == StatusUnsuccessful {
		p.Why = whyOver(c, t, past)
	}
	p.sayOnce()
}

// NoticeList is everything published about a tender.
type NoticeList struct {
	web.Whole
	Items []*Notice `json:"items"`
	Total int       `json:"total"`
}

func (s handlers) listNotices(c *web.Ctx, in module.ID) (*NoticeList, error) {
	all, err := s.Notices(c, in.ID)
	return &NoticeList{Items: all, Total: len(all)}, err
}
