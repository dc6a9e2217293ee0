package question

import (
	"context"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/tender"
)

// Service holds the use cases.
type Service struct {
	kit       module.Kit
	tenders   *tender.Service
	questions *store.Collection[Question]
}

// New returns the service.
func New(k module.Kit, tenders *tender.Service) *Service {
	return &Service{kit: k, tenders: tenders, questions: store.Of[Question](k.DB, questions)}
}

// Create stores a question to the buyer of a tender that was posted here and is open, until the last
// day for questions. A firm may have a few unanswered questions at one tender.
func (s *Service) Create(ctx context.Context, id, text string) (*Question, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur); err != nil {
		return nil, err
	}
	t, err := s.tenders.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	now := s.kit.Now().UTC()
	switch until := t.Tender.Questions; {
	case t.Owner == "":
		return nil, problem.New(problem.Conflict, "question.elsewhere")
	case t.Status(now) != tender.StatusOpen || !until.IsZero() && now.After(until):
		return nil, problem.New(problem.Conflict, "question.over")
	case text == "":
		return nil, problem.Field("text", "problem.required")
	}
	asked, err := s.List(ctx, t.ID)
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

// List lists what was asked about a tender, the first first.
func (s *Service) List(ctx context.Context, id string) ([]*Question, error) {
	return s.questions.List(ctx, store.Query{Index: "tender", Equal: []any{id}})
}

// OnPage is what the page of a tender shows of its questions.
func (s *Service) OnPage(ctx context.Context, id string) ([]tender.Asked, error) {
	all, err := s.List(ctx, id)
	if err != nil {
		return nil, err
	}
	var shown []tender.Asked
	for _, q := range all {
		shown = append(shown, tender.Asked{ID: q.ID, Revision: q.Revision, Text: q.Text, Answer: q.Answer, Answered: q.Answered})
	}
	return shown, nil
}

// Answer stores the answer of the buyer, for all to read. The revision is the one that the buyer read, 0
// for any: when another answer was stored since, the Conflict problem has the question as it is stored.
func (s *Service) Answer(ctx context.Context, id string, revision int64, answer string) (*Question, error) {
	if err := actor.From(ctx).Must(tender.Buyers()...); err != nil {
		return nil, err
	}
	q, err := s.questions.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	if _, err := s.tenders.Own(ctx, q.TenderID); err != nil {
		return nil, err
	}
	if answer == "" {
		return nil, problem.Field("answer", "problem.required")
	}
	if revision != 0 && revision != q.Revision {
		return nil, problem.Stale("problem.conflict", q)
	}
	q.Answer, q.Answered = answer, s.kit.Now().UTC()
	return s.questions.Save(ctx, q)
}
