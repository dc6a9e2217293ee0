package casework

import (
	"time"

	"citiesgrow/internal/custody"
	"citiesgrow/internal/report"
	"citiesgrow/web"
)

type queueInput struct {
	State report.State `query:"state" validate:"omitempty,oneof=new open closed transferred merged"`
	After string       `query:"after" validate:"max=600"`
}

// QueuePage is the cases that a caseworker may read.
type QueuePage struct {
	web.Whole[QueueItem]
	Total    *int             `json:"total"` // null where all of them would have to be read
	Next     string           `json:"next,omitempty"`
	State    report.State     `json:"state,omitempty"`
	Unlocked bool             `json:"unlocked"`
	Key      *custody.KeyPage `json:"-"`
	States   []web.Option     `json:"-"`
}

// QueueItem is a case in the queue, with nothing that is sealed.
type QueueItem struct {
	ID       string          `json:"id"`
	Number   string          `json:"number"`
	Channel  custody.Channel `json:"door"`
	Day      string          `json:"day"`
	State    report.State    `json:"state"`
	Triage   string          `json:"triage,omitempty"`
	Urgent   bool            `json:"urgent"`
	Waiting  bool            `json:"waiting"`
	Due      string          `json:"due,omitempty"`
	What     string          `json:"-"` // which clock it is
	Late     bool            `json:"late"`
	Coding   report.Coding   `json:"coding"`
	Identity string          `json:"identity,omitempty"` // asked, granted, refused
}

// Filed is the day of the report, as a page says it.
func (i QueueItem) Filed() time.Time { return report.On(i.Day) }

// By is the day on which the next thing is due.
func (i QueueItem) By() time.Time { return report.On(i.Due) }

func (h handlers) queue(c *web.Ctx, in queueInput) (*QueuePage, error) {
	key, err := h.custody.KeyPage(c)
	if err != nil {
		return nil, err
	}
	p := &QueuePage{State: in.State, Key: key, Unlocked: key.Open}
	if key.Standing != custody.Trusted {
		return p, nil
	}
	found, next, err := h.Queue(c, in.State, in.After)
	if err != nil {
		return nil, err
	}
	p.Next = next
	for _, r := range found {
		p.Items = append(p.Items, h.item(r))
	}
	if total := len(found); in.After == "" && next == "" {
		p.Total = &total
	}
	p.States = []web.Option{{Label: c.Words.T("casework.by_due")}}
	for _, state := range report.States() {
		p.States = append(p.States, web.Option{Value: string(state), Label: c.Words.T("report.state_" + string(state))})
	}
	return p, nil
}

func (h handlers) item(r *report.Report) QueueItem {
	i := QueueItem{ID: r.ID, Number: r.Number, Channel: r.Channel, Day: r.Day, State: r.State, Triage: r.Triage, Urgent: r.Urgent, Waiting: r.Waiting != "",
		Coding: r.Coding}
	if r.Due != "" && r.Due != report.NothingDue {
		i.Due, i.Late = r.Due, r.Due < h.today()
		for what, day := range map[string]string{"limit": r.Limit, "waiting": r.Waiting} {
			if day == r.Due {
				i.What = what
			}
		}
		switch {
		case r.Acknowledge == "" && r.AcknowledgeBy() == r.Due:
			i.What = "acknowledge"
		case i.What == "":
			i.What = "feedback"
		}
	}
	switch {
	case r.Decision != "":
		i.Identity = r.Decision
	case r.Asked != "":
		i.Identity = "asked"
	}
	return i
}

// ErasuresPage lists what is due to be erased.
type ErasuresPage struct {
	web.Whole[string]
	Numbers []string `json:"numbers"` // the same, by the name it had before
}

func (h handlers) erasures(c *web.Ctx, _ web.None) (*ErasuresPage, error) {
	numbers, err := h.EraseDue(custody.Session(c), true)
	if err != nil {
		return nil, err
	}
	numbers = append([]string{}, numbers...)
	return &ErasuresPage{Whole: web.Whole[string]{Items: numbers}, Numbers: numbers}, nil
}
