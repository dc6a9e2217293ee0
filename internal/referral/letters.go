package referral

import (
	"cmp"
	"context"
	"time"

	"citiesgrow/internal/mail"
	"citiesgrow/internal/problem"
)

// letters are those that follow from a referral as it stands: to the provider when it is new, to both sides
// when it waits too long, and about each later step to the client, or to who sent them; where they took the
// step themselves, to the provider.
func (s *Service) letters(ctx context.Context, id string) ([]mail.Letter, error) {
	r, err := s.referrals.Get(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	client := cmp.Or(r.Client.Account, r.By.Account)
	var all []mail.Letter
	add := func(about, to, key string, due time.Time) {
		all = append(all, mail.Letter{About: r.ID + about, Account: to, Key: key, Words: map[string]string{"Name": r.Name, "Client": r.Client.Name},
			Path: "/referrals/" + r.ID, Due: due})
	}
	add("/new", r.Provider, "referral.letter_new", time.Time{})
	if r.State == Open {
		add("/late", r.Provider, "referral.letter_late", r.late())
		add("/waiting", client, "referral.letter_waiting", r.late())
	}
	for _, step := range r.Steps {
		to := client
		if step.By.Account == client {
			to = r.Provider
		}
		if step.State != Open {
			add("/"+string(step.State), to, "referral.letter_"+string(step.State), time.Time{})
		}
	}
	return all, nil
}
