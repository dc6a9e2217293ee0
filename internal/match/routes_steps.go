package match

import (
	"citiesgrow/internal/interest"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/tender"
	"citiesgrow/web"
)

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
	p, err := s.suppliers.Own(c)
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
	i, err := s.interests.Follow(c, interest.Interest{TenderID: t.ID, Supplier: p.ID, Name: p.Name, Declared: in.Declared != "no" && !planned, Note: in.Note})
	if err != nil {
		return Followed{}, err
	}
	return Followed{ID: i.ID, TenderID: i.TenderID, Declared: i.Declared, outside: t.Owner == ""}, nil
}

func (s *Handlers) leave(c *web.Ctx, in module.ID) (web.Go, error) {
	if err := s.interests.Leave(c, in.ID); err != nil {
		return "", err
	}
	return web.Go("/tenders/" + in.ID + "?done=left"), nil
}
