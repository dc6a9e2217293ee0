package tender

import (
	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/term"
	"citiesgrow/web"
)

// ShowPage is one tender.
type ShowPage struct {
	*Tender
	Status   Status        `json:"status"`
	Title    string        `json:"title"` // in the reader's language, where the notice is known in it
	Deadline *web.Deadline `json:"deadline"`
	Gap      *web.Gap      `json:"gap,omitempty"` // for a signed-in entrepreneur

	Item        Item               `json:"-"`
	Headline    string             `json:"-"` // what and where in the reader's language, when the title is in another
	Description string             `json:"-"`
	Said        string             `json:"-"` // the language of the description
	Zone        string             `json:"-"` // of days and hours
	Answer      string             `json:"-"` // what is asked until the deadline: see answerKind
	Short       []web.Fact         `json:"-"`
	Steps       []HowStep          `json:"-"`
	Terms       []term.Group       `json:"-"`
	Lots        []LotView          `json:"-"`
	LotRules    []string           `json:"-"` // for how many lots a firm may offer
	Asked       []term.Requirement `json:"-"` // the requirements, with the buyer's words
	Contacts    []Contact          `json:"-"`
	Papers      []PaperView        `json:"-"`
	History     []term.Past        `json:"-"`
	Outcomes    []term.Decision    `json:"-"`
	Shared      string             `json:"-"` // the buyer's one reason for several outcomes
	Why         *term.Term         `json:"-"` // the buyer's reason for taking it back
	Interest    *Step              `json:"-"`
	Questions   []Asked            `json:"-"`
	MayAsk      bool               `json:"-"`
	MayFollow   bool               `json:"-"`
	Mine        bool               `json:"-"`
	Open        bool               `json:"-"`
	Asks        bool               `json:"-"` // an answer is still possible, if only to a consultation
	AskedElse   string             `json:"-"` // where requirements stand that are not here
	Unread      []string           `json:"-"` // deadlines that were not understood, as the notice writes them
}

// Show is the page of a tender; also after a question that was refused.
func (s *Handlers) Show(c *web.Ctx, in module.ID) (*ShowPage, error) {
	t, err := s.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	if err := s.interests.See(c, t); err != nil {
		return nil, err
	}
	p := s.page(c, t)
	if gap, ok, err := s.matcher.Gap(c, t); err != nil {
		return nil, err
	} else if ok {
		p.Gap = gap
	}
	if c.API {
		return p, nil
	}
	if p.MayFollow {
		if step, ok, err := s.interests.Step(c, t.ID); err != nil {
			return nil, err
		} else if ok {
			p.Interest = &step
		}
	}
	if p.Questions, err = s.questions.OnPage(c, t.ID); err != nil {
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

// Preview is the page of a tender as it would be with its draft published now.
func (s *Service) Preview(c *web.Ctx, t *Tender) *ShowPage {
	draft := *t
	draft.Content, draft.Stage, draft.Awards, draft.Outcome, draft.Reason = *t.Working(), notice.Competing, nil, nil, ""
	p := s.page(c, &draft)
	p.Open = true
	s.fill(c, p, nil)
	return p
}

// page begins the page of a tender.
func (s *Service) page(c *web.Ctx, t *Tender) *ShowPage {
	item := s.Item(c, t)
	p := &ShowPage{Tender: t, Status: item.Status, Title: item.Title, Deadline: item.Deadline, Item: item,
		Mine: c.Actor.ID != "" && t.Owner == c.Actor.ID, MayFollow: c.Actor.Is(actor.Entrepreneur), Open: item.Status == StatusOpen}
	p.Description, p.Said = t.Tender.Description.In(c.Words.Code, t.Language)
	return p
}

// fill says everything that the page shows and the API does not.
func (s *Service) fill(c *web.Ctx, p *ShowPage, past []*notice.Notice) {
	t := p.Tender
	r := s.reader(c)
	p.Zone, p.Answer, p.Headline = s.deadline(c, t).Zone, answerKind(t), r.Headline(&t.Compiled)
	p.Contacts = contacts(c, t)
	p.Asks = p.Open || p.Status == StatusPlanned && (t.Deadline().IsZero() || c.Now.Before(t.Deadline()))
	if p.Asks {
		p.LotRules = r.LotRules(&t.Compiled)
	}
	for _, one := range r.InShort(&t.Compiled, p.Zone, p.LotRules) {
		p.Short = append(p.Short, web.Fact{Label: one.Label, Value: one.Value})
	}
	p.Steps, p.Terms, p.Lots = s.howTo(c, p), r.Groups(&t.Compiled, p.Zone), s.lots(c, t, p.Zone, past)
	p.Outcomes, p.History, p.Papers = r.Decisions(&t.Compiled), r.History(past, p.Zone), papers(c, t)
	p.Asked = r.Requirements(t.Tender.Requirements)
	if len(t.Tender.Lots) == 1 {
		p.Asked = r.Requirements(t.Requirements())
	}
	p.AskedElse, p.Unread = r.RequirementsElsewhere(&t.Compiled), term.UnreadDeadlines(&t.Compiled)
	if p.Status == StatusWithdrawn || p.Status == StatusUnsuccessful {
		if why, ok := r.WhyOver(&t.Compiled, past); ok {
			p.Why = &why
		}
	}
	p.sayOnce()
}

// NoticeList is everything published about a tender.
type NoticeList struct {
	web.Whole[*notice.Notice]
}

func (s *Handlers) listNotices(c *web.Ctx, in module.ID) (*NoticeList, error) {
	all, err := s.Notices(c, in.ID)
	if err != nil {
		return nil, err
	}
	return &NoticeList{Whole: web.Whole[*notice.Notice]{Items: all}}, nil
}

// LotView is a lot with its own deadline, where it has one.
type LotView struct {
	term.Lot
	Deadline *web.Deadline
}

func (s *Service) lots(c *web.Ctx, t *Tender, zone string, past []*notice.Notice) []LotView {
	var all []LotView
	for _, lot := range s.reader(c).Lots(&t.Compiled, zone, past) {
		v := LotView{Lot: lot}
		if !lot.Until.IsZero() {
			v.Deadline = s.deadline(c, t)
			v.Deadline.At = lot.Until
		}
		all = append(all, v)
	}
	return all
}

// reader is the person who asks, for package term.
func (s *Service) reader(c *web.Ctx) term.Reader {
	return term.Reader{Words: c.Words, Taxonomy: s.kit.Taxonomy, Now: c.Now}
}
