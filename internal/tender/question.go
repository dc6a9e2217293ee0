package tender

import (
	"context"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Question is asked by a firm and answered to all. Who asked is kept so that a flood can
// be stopped, and is shown to nobody, the buyer included.
type Question struct {
	record.Meta `bson:",inline"`
	TenderID    string    `bson:"tender_id" json:"tenderId"`
	Account     string    `bson:"account" json:"-"`
	Text        string    `bson:"text" json:"text"`
	Asked       time.Time `bson:"asked" json:"asked,omitzero"`
	Answer      string    `bson:"answer,omitempty" json:"answer"`
	Answered    time.Time `bson:"answered,omitempty" json:"answered,omitzero"`
}

// questions are quiet: the time of a stored question must not tell who was signed in.
var questions = store.Spec{Name: "questions", Quiet: true, Indexes: []store.Index{{Name: "tender", Fields: []string{"tender_id", "asked"}}}}

// mostOpen is how many unanswered questions one firm may have at one tender.
const mostOpen = 5

// Ask puts a question to the buyer of a tender that was posted here and is still open.
func (s *Service) Ask(ctx context.Context, tender, text string) (*Question, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur); err != nil {
		return nil, err
	}
	t, err := s.Get(ctx, tender)
	if err != nil {
		return nil, err
	}
	now := s.kit.Now().UTC()
	switch until := t.Tender.Questions; {
	case t.Owner == "":
		return nil, problem.New(problem.Conflict, "question.elsewhere")
	case t.Status(now) != StatusOpen || !until.IsZero() && now.After(until):
		return nil, problem.New(problem.Conflict, "question.over")
	case text == "":
		return nil, problem.Field("text", "problem.required")
	}
	asked, err := s.Questions(ctx, tender)
	if err != nil {
		return nil, err
	}
	open := 0
	for _, q := range asked {
		if q.Account == who.ID && q.Answer == "" {
			open++
		}
	}
	if open >= mostOpen {
		return nil, problem.Field("text", "question.wait")
	}
	q := &Question{Meta: record.Meta{ID: record.NewID(s.kit.Random, "question")}, TenderID: t.ID, Account: who.ID, Text: text, Asked: now}
	return s.questions.Save(ctx, q)
}

// Questions lists what was asked about a tender, the first first.
func (s *Service) Questions(ctx context.Context, tender string) ([]*Question, error) {
	all, err := s.questions.List(ctx, store.Query{Index: "tender", Equal: []any{tender}})
	return all, err
}

// Answer is the buyer's, for everybody to read.
func (s *Service) Answer(ctx context.Context, id, answer string) (*Question, error) {
	if err := actor.From(ctx).Must(buyers...); err != nil {
		return nil, err
	}
	q, err := s.questions.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if _, err := s.Mine(ctx, q.TenderID); err != nil {
		return nil, err
	}
	if answer == "" {
		return nil, problem.Field("answer", "problem.required")
	}
	return s.questions.Update(ctx, id, func(q *Question) error {
		q.Answer, q.Answered = answer, s.kit.Now().UTC()
		return nil
	})
}
