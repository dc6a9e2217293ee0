package match

import (
	"citiesgrow/internal/module"
	"citiesgrow/web"
)

type objectInput struct {
	ID     string `path:"id"`
	Reason string `json:"reason" validate:"required,oneof=trade far large small language time other"`
}

// Objected is an objection as its firm gets it back.
type Objected struct {
	*Objection
}

// Location is the match in the firm's list.
func (o Objected) Location() string { return "/supplier/matches#" + o.TenderID }

func (s *Handlers) object(c *web.Ctx, in objectInput) (Objected, error) {
	o, err := s.Object(c, in.ID, in.Reason)
	return Objected{o}, err
}

func (s *Handlers) unobject(c *web.Ctx, in module.ID) (web.Go, error) {
	return web.Go("/supplier/matches#" + in.ID), s.Unobject(c, in.ID)
}

// objectionForm offers the reasons, or says which one was given.
type objectionForm struct {
	ID      string
	Taken   string
	Reasons []web.Option
}

func objectionFormOf(c *web.Ctx, id, taken string) objectionForm {
	f := objectionForm{ID: id}
	if taken != "" {
		f.Taken = c.Words.T("objection.taken", "Reason", c.Words.T("objection."+taken))
		return f
	}
	for _, reason := range ObjectionReasons() {
		f.Reasons = append(f.Reasons, web.Option{Value: reason, Label: c.Words.T("objection." + reason)})
	}
	return f
}
