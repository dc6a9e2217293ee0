package vacancy

import (
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/web"
)

// WaitingPage is what waits for review.
type WaitingPage struct {
	web.Whole[WaitingItem]
}

// WaitingItem is a vacancy that waits.
type WaitingItem struct {
	Item
	Flags int `json:"flags"`
}

// waiting shows the queue; to an organisation that is no agency it says why it is empty.
func (h handlers) waiting(c *web.Ctx, _ web.None) (*WaitingPage, error) {
	p := &WaitingPage{}
	p.Empty = web.Empty{Title: c.Words.T("vacancy.queue_none"), Text: c.Words.T("vacancy.queue_none_text")}
	all, err := h.ListWaiting(c)
	if problem.Is(err, problem.Conflict) {
		p.Empty.Text = c.Words.T("organisation.agency_only")
		return p, nil
	}
	if err != nil {
		return nil, err
	}
	for _, v := range all {
		i := h.item(c, v)
		i.Title, i.Card.Title, i.Card.Path = v.Working().Title, v.Working().Title, "/vacancies/"+v.ID+"/review"
		if n := v.Undecided(); n > 0 {
			i.Card.Reasons = append(i.Card.Reasons, web.Reason{State: "lacking", Text: c.Words.T("vacancy.flags_count", "Count", n)})
		}
		p.Items = append(p.Items, WaitingItem{i, len(v.Flags)})
	}
	return p, nil
}

// ReviewPage is a vacancy that the reader reviews.
type ReviewPage struct {
	*Vacancy
	Shown *Content    `json:"content"`
	Views []FlagView  `json:"-"`
	Facts []web.Fact  `json:"-"`
	Input reviewInput `json:"-"`
	Old   bool        `json:"-"` // something of it is published
}

type reviewInput struct {
	ID       string   `path:"id"`
	Decision string   `json:"decision" validate:"omitempty,oneof=publish refuse"`
	Reason   string   `json:"reason" validate:"max=1000"`
	Flags    []string `json:"flags" validate:"max=50,dive,max=10"`
	Why      []string `json:"why" validate:"max=50,dive,max=1000"`
}

func (h handlers) reviewPage(c *web.Ctx, in module.ID) (*ReviewPage, error) {
	return h.reviewAgain(c, reviewInput{ID: in.ID})
}

func (h handlers) reviewAgain(c *web.Ctx, in reviewInput) (*ReviewPage, error) {
	v, err := h.GetWaiting(c, in.ID)
	if err != nil {
		return nil, err
	}
	return &ReviewPage{Vacancy: v, Shown: v.Working(), Views: flagViews(c, v.Flags), Facts: h.facts(c, v.Working(), v), Input: in, Old: v.Visible()}, nil
}

// Reviewed leads on to what else waits.
type Reviewed struct {
	*Vacancy
	State Stage `json:"state"`
}

// Location is the queue.
func (Reviewed) Location() string { return "/vacancies/review?done=judged" }

func (h handlers) review(c *web.Ctx, in reviewInput) (Reviewed, error) {
	v, err := h.Review(c, in.ID, Judgement{Publish: in.Decision == "publish", Reason: in.Reason, Flags: in.Flags, Why: in.Why})
	if err != nil {
		return Reviewed{}, err
	}
	return Reviewed{v, v.State(c.Now)}, nil
}
