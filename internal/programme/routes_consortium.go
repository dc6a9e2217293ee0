package programme

import (
	"slices"
	"time"

	"citiesgrow/internal/module"
	"citiesgrow/web"
)

type partnerInput struct {
	ID string `path:"id" json:"-"`
	PartnerForm
}

func (s *Service) tellPartner(c *web.Ctx, in partnerInput) (web.Go, error) {
	_, err := s.TellPartner(c, in.ID, in.PartnerForm)
	return "/programme/clusters?done=saved", err
}

func (s *Service) againPartner(c *web.Ctx, _ partnerInput) (*ClustersPage, error) {
	return s.clustersPage(c, web.None{})
}

// ClusterPage is one cluster as it stands.
type ClusterPage struct {
	ClusterView
	Key     []web.Fact   `json:"-"` // figures that follow from what is kept here
	Moments []Moment     `json:"timeline"`
	Actions []ActionItem `json:"actions"` // of the implementing city
	Wide    bool         `json:"-"`
}

// Moment is a milestone or a visit on the timeline.
type Moment struct {
	Title   string    `json:"title"`
	Path    string    `json:"path,omitempty"`
	Planned time.Time `json:"planned,omitzero"`
	Actual  time.Time `json:"actual,omitzero"`
	Late    bool      `json:"late,omitempty"` // planned for a day that is over, and not told as done
}

func (s *Service) clusterShow(c *web.Ctx, in module.IDLang) (*ClusterPage, error) {
	k, err := s.cluster(c, in.ID)
	if err != nil {
		return nil, err
	}
	visits, err := s.Visits(c)
	if err != nil {
		return nil, err
	}
	p := &ClusterPage{ClusterView: s.view(c, k), Moments: []Moment{}, Actions: []ActionItem{}, Wide: c.Actor.City == ""}
	add := func(m Moment) {
		m.Late = m.Actual.IsZero() && !m.Planned.IsZero() && c.Now.After(m.Planned.AddDate(0, 0, 1))
		p.Moments = append(p.Moments, m)
	}
	for _, m := range k.Milestones {
		add(Moment{Title: m.Title, Planned: m.Planned, Actual: m.Actual})
	}
	lessons, took := 0, 0
	for _, v := range visits {
		if v.Cluster != k.ID {
			continue
		}
		lessons += len(v.Lessons)
		if !v.Was.IsZero() {
			took++
		}
		add(Moment{Title: v.Title, Path: "/programme/visits/" + v.ID, Planned: v.From, Actual: v.Was})
	}
	slices.SortStableFunc(p.Moments, func(a, b Moment) int { return a.Planned.Compare(b.Planned) })
	done, late := 0, 0
	if k.Implementing != "" {
		plan, err := s.Plans(c, k.Implementing)
		if err != nil {
			return nil, err
		}
		if p.Actions, err = s.actionItems(c, plan); err != nil {
			return nil, err
		}
		for _, a := range p.Actions {
			if a.Status == "done" {
				done++
			}
			if a.Late {
				late++
			}
		}
	}
	for _, f := range []struct {
		key string
		n   int
	}{{"programme.key_visits", took}, {"programme.lessons", lessons}, {"programme.actions", len(p.Actions)}, {"programme.key_done", done},
		{"programme.key_late", late}} {
		p.Key = append(p.Key, web.Fact{Label: c.Words.T(f.key), Value: c.Words.Number(float64(f.n))})
	}
	return p, nil
}
