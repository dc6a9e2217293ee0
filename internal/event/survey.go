package event

import (
	"context"

	"citiesgrow/internal/problem"
)

// BeginSurvey gives an event the code of its survey and returns it. If the event already has a code, that one is returned.
func (s *Service) BeginSurvey(ctx context.Context, id, code string) (string, error) {
	if err := readers(ctx); err != nil {
		return "", err
	}
	if _, err := s.load(ctx, id); err != nil {
		return "", err
	}
	e, err := s.events.Update(ctx, id, func(e *Event) error {
		if e.Survey == "" {
			e.Survey = code
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	return e.Survey, nil
}

// Surveyed returns the event whose survey has this code. Every user with the code may see the title.
func (s *Service) Surveyed(ctx context.Context, code string) (id, title string, err error) {
	if code == "" {
		return "", "", problem.New(problem.NotFound, "problem.not_found")
	}
	e, err := s.events.First(ctx, "survey", code)
	if err != nil {
		return "", "", err
	}
	return e.ID, e.Title, nil
}
