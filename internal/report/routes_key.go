package report

import (
	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
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
	Doors       []web.Option `json:"-"`
	Chosen      []string     `json:"-"`
}

func (s handlers) showKey(c *web.Ctx, _ web.None) (*KeyPage, error) {
	h, open, err := s.Mine(ctxOf(c))
	if err != nil {
		return nil, err
	}
	p := &KeyPage{Reader: c.Actor.Is(actor.Caseworker), Name: c.Actor.Name, Chosen: []string{string(Discrimination)}, Anew: h == nil || h.State == Retired,
		Doors: module.Options(c, "report.door_", []string{string(Discrimination), string(Irregularity)})}
	if h != nil {
		p.Made, p.Standing, p.Open, p.Fingerprint, p.Name = true, h.State, open, h.Public.Fingerprint(), h.Name
	}
	return p, nil
}

func (s handlers) makeKey(c *web.Ctx, in KeyForm) (web.Made, error) {
	h, err := s.MakeKey(ctxOf(c), in)
	if err != nil {
		return web.Made{}, err
	}
	return web.Made{ID: h.ID, At: "/cases/key"}, nil
}

func (s handlers) againKey(c *web.Ctx, _ KeyForm) (*KeyPage, error) {
	p, err := s.showKey(c, web.None{})
	if err == nil {
		p.Anew = true
	}
	return p, err
}

type unlockForm struct {
	Passphrase string `json:"passphrase" validate:"max=200" tidy:"no"`
	Next       string `json:"next" validate:"max=200"`
}

func (s handlers) unlock(c *web.Ctx, in unlockForm) (web.Go, error) {
	to := web.LocalPath(in.Next)
	if to == "/" {
		if to = "/cases"; c.Actor.Is(actor.Custodian) {
			to = "/custody"
		}
	}
	return web.Go(to), s.Unlock(ctxOf(c), in.Passphrase)
}

func (s handlers) againUnlock(c *web.Ctx, _ unlockForm) (*KeyPage, error) {
	return s.showKey(c, web.None{})
}

func (s handlers) lock(c *web.Ctx, _ web.None) (web.Go, error) { return "/cases/key", s.Lock(ctxOf(c)) }
