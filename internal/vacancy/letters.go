package vacancy

import (
	"context"
	"time"

	"citiesgrow/internal/mail"
	"citiesgrow/internal/problem"
)

// news is how long a decision is worth a letter.
const news = 30 * 24 * time.Hour

// letters are those that follow from a vacancy: one to its organisation about each decision.
func (s *Service) letters(ctx context.Context, id string) ([]mail.Letter, error) {
	v, err := s.vacancies.Get(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var all []mail.Letter
	for _, d := range v.Reviews {
		if s.kit.Now().Sub(d.At) < news {
			all = append(all, mail.Letter{About: v.ID + "/review/" + d.At.UTC().Format(time.RFC3339), Account: v.Account, Key: "vacancy.letter_" + d.What,
				Words: map[string]string{"Title": v.Title}, Path: "/vacancies/" + v.ID})
		}
	}
	return all, nil
}
