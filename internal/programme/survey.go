package programme

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Answer is what somebody who took part said of a visit or a conference: whether it
// helped. It does not tell who.
type Answer struct {
	record.Meta `bson:",inline"`
	Of          string `bson:"of" json:"-"`          // the visit or conference
	Helped      int    `bson:"helped" json:"helped"` // 1 not at all to 4 very much
	Learnt      string `bson:"learnt,omitempty" json:"learnt"`
	Better      string `bson:"better,omitempty" json:"better"`
	Language    string `bson:"language" json:"language"` // it was answered in
}

var answers = store.Spec{Name: "survey_answers", Quiet: true, Indexes: []store.Index{{Name: "of", Fields: []string{"of"}}}}

// Conferences keep the codes of their surveys.
type Conferences interface {
	// BeginSurvey gives a conference a code and returns it; one that has a code keeps it.
	BeginSurvey(ctx context.Context, id, code string) (string, error)
	// Surveyed is the conference whose survey has this code.
	Surveyed(ctx context.Context, code string) (id, title string, err error)
}

// answersShown is from how many on they are shown: of fewer, one could tell who said what.
const answersShown = 3

// mostAnswers bounds what one survey takes.
const mostAnswers = 500

// code is so many letters and digits that cannot be guessed.
func code(length int) string { return strings.ToLower(rand.Text()[:length]) }

// Asked is what a survey is about.
type Asked struct {
	Of, Title string
}

// Ask begins the survey of a visit or conference, or returns the one that runs: its code
// is given to who took part, who need no account.
func (s *Service) Ask(ctx context.Context, id string) (string, error) {
	if err := readers(ctx); err != nil {
		return "", err
	}
	v, err := s.visits.Get(ctx, id)
	if err == nil {
		if v.Survey == "" {
			v, err = s.visits.Update(ctx, id, func(v *Visit) error {
				if v.Survey == "" {
					v.Survey = code(16)
				}
				return nil
			})
		}
		if err != nil {
			return "", err
		}
		return v.Survey, nil
	}
	if !problem.Is(err, problem.NotFound) {
		return "", err
	}
	return s.conferences.BeginSurvey(ctx, id, code(16))
}

// Survey is what a code asks about. Anybody who has the code may see it.
func (s *Service) Survey(ctx context.Context, code string) (*Asked, error) {
	v, err := s.visits.First(ctx, "survey", code)
	if err == nil {
		return &Asked{v.ID, v.Title}, nil
	}
	if !problem.Is(err, problem.NotFound) {
		return nil, err
	}
	id, title, err := s.conferences.Surveyed(ctx, code)
	if err != nil {
		return nil, err
	}
	return &Asked{id, title}, nil
}

// AnswerForm is what somebody says.
type AnswerForm struct {
	Helped string `json:"helped" validate:"omitempty,oneof=1 2 3 4"`
	Learnt string `json:"learnt" validate:"max=2000"`
	Better string `json:"better" validate:"max=2000"`
}

// Answer keeps what somebody said, in the language in which they were asked.
func (s *Service) Answer(ctx context.Context, code, language string, f AnswerForm) error {
	asked, err := s.Survey(ctx, code)
	if err != nil {
		return err
	}
	if f.Helped == "" {
		return problem.Field("helped", "survey.helped_missing")
	}
	all, err := s.answersOf(ctx, asked.Of)
	if err != nil {
		return err
	}
	if len(all) >= mostAnswers {
		return problem.New(problem.Conflict, "survey.full")
	}
	return s.answers.Put(ctx, &Answer{Meta: record.Meta{ID: record.NewID(s.kit.Random, "answer")}, Of: asked.Of, Helped: int(f.Helped[0] - '0'),
		Learnt: f.Learnt, Better: f.Better, Language: language})
}

func (s *Service) answersOf(ctx context.Context, id string) ([]*Answer, error) {
	all, _, err := s.answers.Find(ctx, store.Query{Index: "of", Equal: []any{id}, Limit: mostAnswers})
	return all, err
}

// Said is what those who took part said, together.
type Said struct {
	Count  int      `json:"answers"`
	Helped int      `json:"helped"`          // of them said that it helped, or very much; 0 while too few answered
	Texts  []string `json:"texts,omitempty"` // what was learnt and what could be better, in no order that tells who
}

// Said sums the answers up for the staff of the cities; of fewer than three only how many.
func (s *Service) Said(ctx context.Context, id string) (*Said, error) {
	if err := actor.From(ctx).Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	all, err := s.answersOf(ctx, id)
	if err != nil {
		return nil, err
	}
	said := &Said{Count: len(all)}
	if len(all) < answersShown {
		return said, nil
	}
	for _, a := range all {
		if a.Helped >= 3 {
			said.Helped++
		}
		for _, text := range []string{a.Learnt, a.Better} {
			if text = strings.TrimSpace(text); text != "" {
				said.Texts = append(said.Texts, text)
			}
		}
	}
	slices.Sort(said.Texts)
	return said, nil
}
