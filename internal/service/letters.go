package service

import (
	"cmp"
	"context"
	"time"

	"citiesgrow/internal/mail"
	"citiesgrow/internal/problem"
)

// referralLetters are the letters that follow from a referral: to the provider that it came, to both
// sides when it waits too long, and about each later step to the person, or to who sent them; where
// they took the step themselves, to the provider.
func (s *Service) referralLetters(ctx context.Context, id string) ([]mail.Letter, error) {
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
	add("/new", r.Provider, "support.letter_new", time.Time{})
	if r.State == Open {
		late := WorkingDays(r.Since(), patience)
		add("/late", r.Provider, "support.letter_late", late)
		add("/waiting", client, "support.letter_waiting", late)
	}
	for _, step := range r.Steps {
		to := client
		if step.By.Account == client {
			to = r.Provider
		}
		if step.State != Open {
			add("/"+string(step.State), to, "support.letter_"+string(step.State), time.Time{})
		}
	}
	return all, nil
}

// confirmLetter brings the link by which a provider confirms a service, two weeks before what is said
// of it is too old. Services stored before the link was kept have their letter in the outbox already.
func (s *Service) confirmLetter(ctx context.Context, id string) ([]mail.Letter, error) {
	l, err := s.listings.Get(ctx, id)
	if problem.Is(err, problem.NotFound) || err == nil && l.Link == "" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	letter := mail.Letter{About: l.ID + "/confirm", Account: l.Account, Language: l.Language, Key: "support.letter_confirm",
		Words: map[string]string{"Name": l.Name}, Path: "/confirmations/" + l.Link, Due: l.Assured.On.Add(stale - 14*24*time.Hour)}
	if l.Account == "" {
		letter.Email = l.Contact.Email
	}
	return []mail.Letter{letter}, nil
}
