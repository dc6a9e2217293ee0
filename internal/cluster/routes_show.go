package cluster

import (
	"slices"
	"time"

	"citiesgrow/internal/actionplan"
	"citiesgrow/internal/module"
	"citiesgrow/web"
)

// ShowPage is one cluster as it stands.
type ShowPage struct {
	View
	Key     []web.Fact        `json:"-"` // figures that follow from what is stored here
	Moments []Moment          `json:"timeline"`
	Actions []actionplan.View `json:"actions"` // of the implementing city
	Wide    bool              `json:"-"`
}

// Moment is a milestone or a visit on the timeline.
type Moment struct {
	Title   string    `json:"title"`
	Path    string    `json:"path,omitempty"` // of a visit
	Planned time.Time `json:"planned,omitzero"`
	Actual  time.Time `json:"actual,omitzero"`
	Late    bool      `json:"late,omitempty"` // planned for a day that is over, and not yet said to be done
	Lessons int       `json:"-"`              // of a visit
}

func (h handlers) show(c *web.Ctx, in module.ID) (*ShowPage, error) {
	k, err := h.Get(c, in.ID)
	if err != nil {
		return nil, err
	}
	p := &ShowPage{View: h.view(c, k), Moments: []Moment{}, Actions: []actionplan.View{}, Wide: c.Actor.City == ""}
	for _, m := range k.Milestones {
		p.Moments = append(p.Moments, Moment{Title: m.Title, Planned: m.Planned, Actual: m.Actual})
	}
	visits, err := h.visits.Timeline(c, k.ID)
	if err != nil {
		return nil, err
	}
	p.Moments = append(p.Moments, visits...)
	for i := range p.Moments {
		m := &p.Moments[i]
		m.Late = m.Actual.IsZero() && !m.Planned.IsZero() && c.Now.After(m.Planned.AddDate(0, 0, 1))
	}
	slices.SortStableFunc(p.Moments, func(a, b Moment) int { return a.Planned.Compare(b.Planned) })
	if k.Implementing != "" {
		plan, err := h.plans.List(c, k.Implementing)
		if err != nil {
			return nil, err
		}
		if p.Actions, err = actionplan.Views(c, h.plans, plan); err != nil {
			return nil, err
		}
	}
	p.Key = key(c, visits, p.Actions)
	return p, nil
}

// key are the figures of a cluster.
func key(c *web.Ctx, visits []Moment, actions []actionplan.View) []web.Fact {
	took, lessons, done, late := 0, 0, 0, 0
	for _, v := range visits {
		lessons += v.Lessons
		if !v.Actual.IsZero() {
			took++
		}
	}
	for _, a := range actions {
		if a.Status == "done" {
			done++
		}
		if a.Late {
			late++
		}
	}
	fact := func(key string, n int) web.Fact {
		return web.Fact{Label: c.Words.T(key), Value: c.Words.Number(float64(n))}
	}
	return []web.Fact{fact("cluster.key_visits", took), fact("visit.lessons", lessons), fact("actionplan.actions", len(actions)),
		fact("cluster.key_done", done), fact("cluster.key_late", late)}
}
