package team

import (
	"context"
	"time"

	"citiesgrow/internal/mail"
	"citiesgrow/internal/problem"
)

// news is how long an offer, or an agreement, is worth a letter.
const news = 30 * 24 * time.Hour

// letters are those that follow from a request: to its firm about each school that offers a team, and
// to all schools that did once the firm agreed with one.
func (s *Service) letters(ctx context.Context, id string) ([]mail.Letter, error) {
	t, err := s.teams.Get(ctx, id)
	if problem.Is(err, problem.NotFound) || err == nil && t.Taken {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	fresh := func(at time.Time) bool { return s.kit.Now().Sub(at) < news }
	var all []mail.Letter
	write := func(about, account, key, name string) {
		all = append(all, mail.Letter{About: t.ID + about, Account: account, Key: key, Words: map[string]string{"Title": t.Title, "Name": name},
			Path: "/teams/" + t.ID})
	}
	for _, of := range t.Offers {
		if fresh(of.At) {
			write("/offer/"+of.School, t.Account, "team.letter_offer", of.Name)
		}
		switch {
		case t.Agreed == "" || !fresh(t.AgreedAt):
		case of.School == t.Agreed:
			write("/agreed/"+of.School, of.Account, "team.letter_agreed", t.Firm)
		default:
			write("/agreed/"+of.School, of.Account, "team.letter_other", t.Firm)
		}
	}
	return all, nil
}
