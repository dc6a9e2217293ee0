package service

import (
	"context"
	"time"

	"citiesgrow/internal/mail"
	"citiesgrow/internal/problem"
)

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
