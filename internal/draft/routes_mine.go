package draft

import (
	"citiesgrow/internal/tender"
	"citiesgrow/web"
)

// MinePage lists the buyer's own tenders.
type MinePage struct {
	web.Whole[MineItem]
}

// MineItem is a tender of the buyer, a draft or published.
type MineItem struct {
	tender.Item
	Draft      bool `json:"draft"`      // there is something unpublished
	Interested int  `json:"interested"` // firms that declared interest
	Over       bool `json:"-"`          // it awaits its outcome
}

func (s handlers) mine(c *web.Ctx, _ web.None) (*MinePage, error) {
	all, err := s.tenders.ListOwn(c)
	if err != nil {
		return nil, err
	}
	p := &MinePage{}
	p.Empty = web.Empty{Title: c.Words.T("tender.mine_none"), Text: c.Words.T("tender.mine_none_text"),
		Links: []web.Link{{Label: c.Words.T("tender.new"), Path: "/tenders/new"}}}
	for _, t := range all {
		shown := *t
		if t.Stage == "" {
			shown.Content = *t.Working()
		}
		item := MineItem{Item: s.tenders.Item(c, &shown), Draft: t.Draft != nil}
		if t.Stage == "" {
			item.Path += "/draft"
		} else {
			interested, err := s.interests.List(c, t.ID)
			if err != nil {
				return nil, err
			}
			item.Interested, item.Over = len(interested), item.Status == tender.StatusClosed
		}
		p.Items = append(p.Items, item)
	}
	return p, nil
}
