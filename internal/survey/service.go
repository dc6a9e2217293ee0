package survey

import (
	"context"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Subjects are things of a kind that can have a survey, visits or conferences. They keep the code of
// the survey; the answers are kept here.
type Subjects interface {
	// BeginSurvey gives a thing the code of its survey and returns it; one that has a code keeps it.
	BeginSurvey(ctx context.Context, id, code string) (string, error)
	// Surveyed is the thing whose survey has this code, a NotFound problem where there is none.
	Surveyed(ctx context.Context, code string) (id, title string, err error)
}

// Kind is one kind of subjects, with the routes of its surveys.
type Kind struct {
	Subjects
	Path   string // of the subjects: "/programme/visits"
	About  string // the route that begins a survey, in the description of the API
	Summed bool   // the summary of a survey is at PATH/{id}/survey
}

// Service holds the use cases.
type Service struct {
	kit     module.Kit
	kinds   []Kind
	answers *store.Collection[Answer]
}

// New returns the service of the surveys of these kinds of subjects.
func New(k module.Kit, kinds ...Kind) *Service {
	return &Service{kit: k, kinds: kinds, answers: store.Of[Answer](k.DB, answers)}
}

// codeLength makes codes of 77 bits, which cannot be guessed.
const codeLength = 16

// Begin begins the survey of a thing, or returns the code of the one that runs. The code is given to
// those who took part, who need no account.
func (s *Service) Begin(ctx context.Context, of Subjects, id string) (string, error) {
	if err := actor.From(ctx).Must(actor.Staff, actor.Admin); err != nil {
		return "", err
	}
	return of.BeginSurvey(ctx, id, record.NewCode(s.kit.Random, codeLength))
}

// Get is what the survey with a code is about. Everybody who has the code may see it.
func (s *Service) Get(ctx context.Context, code string) (id, title string, err error) {
	for _, of := range s.kinds {
		id, title, err := of.Surveyed(ctx, code)
		if !problem.Is(err, problem.NotFound) {
			return id, title, err
		}
	}
	return "", "", problem.New(problem.NotFound, "problem.not_found")
}

// Answer stores what a person said, and the language in which they were asked. Everybody who has the
// code may answer.
func (s *Service) Answer(ctx context.Context, code, language string, f Form) error {
	id, _, err := s.Get(ctx, code)
	if err != nil {
		return err
	}
	a := &Answer{Meta: record.Meta{ID: record.NewID(s.kit.Random, "answer")}, Of: id, Language: language}
	if err := f.Apply(a, s.kit.Form()); err != nil {
		return err
	}
	all, err := s.all(ctx, id)
	if err != nil {
		return err
	}
	if len(all) >= most {
		return problem.New(problem.Conflict, "survey.full")
	}
	return s.answers.Put(ctx, a)
}

func (s *Service) all(ctx context.Context, id string) ([]*Answer, error) {
	all, _, err := s.answers.Find(ctx, store.Query{Index: "of", Equal: []any{id}, Limit: most})
	return all, err
}

// Summary sums up for the staff of the cities what was said of a thing; of fewer than three answers only
// how many there are.
func (s *Service) Summary(ctx context.Context, id string) (*Summary, error) {
	if err := actor.From(ctx).Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	all, err := s.all(ctx, id)
	if err != nil {
		return nil, err
	}
	return sum(all), nil
}
