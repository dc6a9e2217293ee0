package match

import (
	"citiesgrow/internal/notice"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/tender"
	"citiesgrow/web"
)

// FollowedPage lists the tenders the entrepreneur follows.
type FollowedPage struct {
	web.Whole[FollowedItem]
}

// FollowedItem is one of them, with what became of it.
type FollowedItem struct {
	tender.Item
	Declared bool            `json:"declared"`
	Here     bool            `json:"-"` // its buyer reads here
	Outcome  *notice.Outcome `json:"outcome,omitempty"`
}

func (s *Handlers) followed(c *web.Ctx, _ web.None) (*FollowedPage, error) {
	steps, err := s.interests.ListOwn(c)
	if err != nil {
		return nil, err
	}
	page := &FollowedPage{}
	page.Empty = web.Empty{Title: c.Words.T("interest.none"), Text: c.Words.T("interest.none_text"),
		Links: []web.Link{{Label: c.Words.T("nav.matches"), Path: "/supplier/matches"}}}
	for _, step := range steps {
		t, err := s.tenders.Get(c, step.TenderID)
		if problem.Is(err, problem.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		page.Items = append(page.Items, FollowedItem{Item: s.tenders.Item(c, t), Declared: step.Declared, Here: t.Owner != "", Outcome: t.Outcome})
	}
	return page, nil
}
