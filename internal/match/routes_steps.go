package match

import (
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/tender"
	"citiesgrow/web"
)

type tryInput struct {
	ID       string `path:"id"`
	Revision int64  `json:"revision"`
	tender.Form
}

// ReachPage is the meter alone, for a draft that is being typed.
type ReachPage struct {
	*web.Reach
}

// newDraft stands for the id of a form that was never saved.
const newDraft = "new"

func (s *Handlers) tryReach(c *web.Ctx, in tryInput) (*ReachPage, error) {
	var stored tender.Content
	if in.ID != newDraft {
		t, err := s.tenders.Mine(c, in.ID)
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
	r, err := s.Reach(c, &content)
	return &ReachPage{r}, err
}

type followInput struct {
	ID       string `path:"id"`
	Declared string `json:"declared" validate:"omitempty,oneof=yes no"`
	Note     string `json:"note" validate:"max=1000"`
}

// Followed is a step towards a tender.
type Followed struct {
	ID       string `json:"id"`
	TenderID string `json:"tenderId"`
	Declared bool   `json:"declared"`
	outside  bool   // the buyer does not read here
}

// Location is the tender.
func (f Followed) Location() string {
	switch {
	case f.Declared && f.outside:
		return "/tenders/" + f.TenderID + "?done=noted"
	case f.Declared:
		return "/tenders/" + f.TenderID + "?done=declared"
	}
	return "/tenders/" + f.TenderID + "?done=followed"
}

func (s *Handlers) follow(c *web.Ctx, in followInput) (Followed, error) {
	p, err := s.suppliers.Mine(c)
	if err != nil {
		return Followed{}, err
	}
	if p.ID == "" {
		return Followed{}, problem.New(problem.Conflict, "interest.profile_first")
	}
	t, err := s.tenders.Get(c, in.ID)
	if err != nil {
		return Followed{}, err
	}
	planned := t.Status(c.Now) == tender.StatusPlanned
	if planned && in.Declared == "yes" {
		return Followed{}, problem.New(problem.Conflict, "interest.planned")
	}
	i, err := s.tenders.Follow(c, tender.Interest{TenderID: t.ID, Supplier: p.ID, Name: p.Name, Declared: in.Declared != "no" && !planned, Note: in.Note})
	if err != nil {
		return Followed{}, err
	}
	return Followed{ID: i.ID, TenderID: i.TenderID, Declared: i.Declared, outside: t.Owner == ""}, nil
}

func (s *Handlers) leave(c *web.Ctx, in module.ID) (web.Go, error) {
	return web.Go("/tenders/" + in.ID + "?done=left"), s.tenders.Leave(c, in.ID)
}
