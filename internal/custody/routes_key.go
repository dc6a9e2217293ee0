package custody

import (
	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/web"
)

// KeyPage is the state of one's own key.
type KeyPage struct {
	Made        bool         `json:"made"`
	Standing    Standing     `json:"state,omitempty"`
	Open        bool         `json:"open"`
	Fingerprint string       `json:"fingerprint,omitempty"`
	Name        string       `json:"name,omitempty"`
	Anew        bool         `json:"-"` // the form for a new key is shown
	Reader      bool         `json:"-"`
	Channels    []web.Option `json:"-"`
	Chosen      []string     `json:"-"`
}

// KeyPage is the state of the reader's own key, for the pages that need it open.
func (s *Service) KeyPage(c *web.Ctx) (*KeyPage, error) {
	p := &KeyPage{Reader: c.Actor.Is(actor.Caseworker), Name: c.Actor.Name, Chosen: []string{string(Discrimination)}, Anew: true,
		Channels: module.Options(c, "report.door_", []string{string(Discrimination), string(Irregularity)})}
	ctx := Session(c)
	h, err := s.Own(ctx)
	if problem.Is(err, problem.NotFound) {
		return p, nil
	}
	if err != nil {
		return nil, err
	}
	p.Made, p.Standing, p.Open, p.Fingerprint, p.Name, p.Anew = true, h.State, s.Unlocked(ctx, h), h.Public.Fingerprint(), h.Name, h.State == Retired
	return p, nil
}

func (h handlers) own(c *web.Ctx, _ web.None) (*KeyPage, error) { return h.KeyPage(c) }

func (h handlers) create(c *web.Ctx, in KeyForm) (web.Made, error) {
	made, err := h.Create(Session(c), in)
	if err != nil {
		return web.Made{}, err
	}
	return web.Made{ID: made.ID, At: "/cases/key"}, nil
}

func (h handlers) createAgain(c *web.Ctx, _ KeyForm) (*KeyPage, error) {
	p, err := h.KeyPage(c)
	if err != nil {
		return nil, err
	}
	p.Anew = true
	return p, nil
}

type unlockForm struct {
	Passphrase string `json:"passphrase" validate:"max=200" tidy:"no"`
	Next       string `json:"next" validate:"max=200"`
}

func (h handlers) unlock(c *web.Ctx, in unlockForm) (web.Go, error) {
	to := web.LocalPath(in.Next)
	if to == "/" {
		if to = "/cases"; c.Actor.Is(actor.Custodian) {
			to = "/custody"
		}
	}
	return web.Go(to), h.Unlock(Session(c), in.Passphrase)
}

func (h handlers) unlockAgain(c *web.Ctx, _ unlockForm) (*KeyPage, error) { return h.KeyPage(c) }

func (h handlers) lock(c *web.Ctx, _ web.None) (web.Go, error) {
	return "/cases/key", h.Lock(Session(c))
}

func (h handlers) retire(c *web.Ctx, in module.ID) (web.Go, error) {
	return "/custody?done=saved", h.Retire(Session(c), in.ID)
}
