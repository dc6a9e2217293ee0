package monitor

import (
	"time"

	"citiesgrow/internal/problem"
	"citiesgrow/web"
)

// QuartersPage lists the quarters.
type QuartersPage struct {
	web.Whole[QuarterItem]
	Wide bool `json:"-"`
}

// QuarterItem is one of them.
type QuarterItem struct {
	Quarter Quarter   `json:"quarter"`
	State   string    `json:"state"`
	Closed  time.Time `json:"closed,omitzero"`
	By      string    `json:"closedBy,omitempty"`
	Name    string    `json:"-"`
}

func (s handlers) quartersPage(c *web.Ctx, _ web.None) (*QuartersPage, error) {
	p := &QuartersPage{Wide: c.Actor.City == ""}
	for _, q := range s.Quarters() {
		shut, err := s.Closed(c, q)
		if err != nil {
			return nil, err
		}
		p.Items = append(p.Items, QuarterItem{Quarter: q, State: s.state(q, shut), Name: quarterName(c, q), Closed: shut.At, By: shut.ByName})
	}
	return p, nil
}

type closeInput struct {
	ID   string `path:"id"`
	Sure string `json:"sure" validate:"omitempty,oneof=yes"`
}

func (s handlers) closeQuarter(c *web.Ctx, in closeInput) (web.Go, error) {
	if _, known := Quarter(in.ID).start(); !known {
		return "", problem.New(problem.NotFound, "problem.not_found")
	}
	if in.Sure != "yes" {
		return "", problem.Field("sure", "monitor.sure_missing")
	}
	_, err := s.Close(c, Quarter(in.ID))
	return web.Go("/monitor/cities?quarter=" + in.ID), err
}

func (s handlers) againClose(c *web.Ctx, _ closeInput) (*QuartersPage, error) {
	return s.quartersPage(c, web.None{})
}
