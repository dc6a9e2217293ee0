package event

import (
	"context"

	"citiesgrow/internal/problem"
)

// BeginSurvey gives an event the code of its survey and returns it; one that has a code keeps it.
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

// Surveyed is the event whose survey has this code. Everybody who has the code may see what it is about.
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
