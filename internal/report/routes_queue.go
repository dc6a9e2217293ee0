package report

import (
	"time"

	"citiesgrow/internal/module"
	"citiesgrow/web"
)

type queueInput struct {
	State State  `query:"state" validate:"omitempty,oneof=new open closed transferred merged"`
	After string `query:"after" validate:"max=600"`
	Lang  string `query:"lang" validate:"max=8"`
}

// QueuePage is the desk of a caseworker.
type QueuePage struct {
	web.Whole
	Items    []QueueItem  `json:"items"`
	Total    *int         `json:"total"` // null where it would take reading all of them
	Next     string       `json:"next,omitempty"`
	State    State        `json:"state,omitempty"`
	Unlocked bool         `json:"unlocked"`
	Key      *KeyPage     `json:"-"`
	States   []web.Option `json:"-"`
}

// QueueItem is a case in the queue: nothing of what was told.
type QueueItem struct {
	ID       string `json:"id"`
	Number   string `json:"number"`
	Door     Door   `json:"door"`
	Day      string `json:"day"`
	State    State  `json:"state"`
	Triage   string `json:"triage,omitempty"`
	Urgent   bool   `json:"urgent"`
	Waiting  bool   `json:"waiting"`
	Due      string `json:"due,omitempty"`
	What     string `json:"-"` // which clock it is
	Late     bool   `json:"late"`
	Coding   Coding `json:"coding"`
	Identity string `json:"identity,omitempty"` // asked, granted, refused
}

// Filed and By are the days as a page says them.
func (i QueueItem) Filed() time.Time { return on(i.Day) }

// By is the day on which the next thing is due.
func (i QueueItem) By() time.Time { return on(i.Due) }

func (s handlers) queue(c *web.Ctx, in queueInput) (*QueuePage, error) {
	key, err := s.showKey(c, web.None{})
	if err != nil {
		return nil, err
	}
	p := &QueuePage{Items: []QueueItem{}, State: in.State, Key: key, Unlocked: key.Open}
	if key.Standing != Trusted {
		return p, nil
	}
	found, next, err := s.Queue(c, in.State, in.After)
	if err != nil {
		return nil, err
	}
	p.Next = next
	for _, r := range found {
		p.Items = append(p.Items, s.item(r))
	}
	if total := len(found); in.After == "" && next == "" {
		p.Total = &total
	}
	p.States = append([]web.Option{{Label: c.Words.T("report.by_due")}}, module.Options(c, "report.state_",
		[]string{string(Received), string(Open), string(Closed), string(Transferred), string(Merged)})...)
	return p, nil
}

func (s handlers) item(r *Report) QueueItem {
	i := QueueItem{ID: r.ID, Number: r.Number, Door: r.Door, Day: r.Day, State: r.State, Triage: r.Triage, Urgent: r.Urgent, Waiting: r.Waiting != "",
		Coding: r.Coding}
	if r.Due != "" && r.Due != nothingDue {
		i.Due, i.Late = r.Due, r.Due < s.today()
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
