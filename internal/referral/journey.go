package referral

import (
	"context"
	"time"

	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
)

// journey is what is counted of referrals.
func (s *Service) journey() module.Journey {
	return module.Journey{Collection: referrals.Name, Read: s.steps, Figures: []module.Figure{
		{Name: "asked", Theme: "c", People: true, Source: "referrals that were not passed on (after), by the day they were made"},
		{Name: "helped", Theme: "c", People: true, Source: "referrals of state \"done\", by the day of their last step"},
	}}
}

// steps are the figures in which a referral counts; one that was re-routed counts where it was passed on to.
func (s *Service) steps(ctx context.Context, id string) ([]module.Step, error) {
	r, err := s.referrals.Get(ctx, id)
	if problem.Is(err, problem.NotFound) || err == nil && r.After != "" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	all := []module.Step{{Figure: "asked", City: r.City, Of: id, Count: 1, Day: r.Created}}
	if r.State == Done {
		all = append(all, module.Step{Figure: "helped", City: r.City, Of: id, Count: 1, Day: r.Since()})
	}
	return all, nil
}

// took lists the accounts that asked for a service, or were referred to one, in [from, to).
func (s *Service) took(ctx context.Context, from, to time.Time) ([]string, error) {
	var all []string
	for _, city := range s.kit.Taxonomy.Cities() {
		for _, state := range States() {
			for r, err := range s.referrals.Each(ctx, store.Query{Index: "city", Equal: []any{city.ID, string(state)}, From: from, To: to}) {
				if err != nil {
					return nil, err
				}
				if r.Client.Account != "" {
					all = append(all, r.Client.Account)
				}
			}
		}
	}
	return all, nil
}
