package draft

import (
	"citiesgrow/internal/module"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/problem"
	"citiesgrow/web"
)

type tryInput struct {
	ID       string `path:"id"`
	Revision int64  `json:"revision"`
	Form
}

// ReachPage is the meter alone, for a draft that is being typed.
type ReachPage struct {
	*web.Reach
}

// newDraft stands for the id of a form that was never saved.
const newDraft = "new"

func (s handlers) tryReach(c *web.Ctx, in tryInput) (*ReachPage, error) {
	var stored notice.Content
	if in.ID != newDraft {
		t, err := s.tenders.Own(c, in.ID)
		if err != nil {
			return nil, err
		}
		stored = *t.Working()
	}
	// What cannot be read yet is left as it is stored: the person is still typing.
	content, err := in.Form.Content(stored, s.kit.Form(), c.Words)
	if err != nil && !problem.Is(err, problem.Invalid) {
		return nil, err
	}
	r, err := s.reacher.Reach(c, &content)
	if err != nil {
		return nil, err
	}
	return &ReachPage{r}, nil
}

func (s handlers) showReach(c *web.Ctx, in module.ID) (*web.Reach, error) {
	t, err := s.tenders.Own(c, in.ID)
	if err != nil {
		return nil, err
	}
	return s.reacher.Reach(c, t.Working())
}
