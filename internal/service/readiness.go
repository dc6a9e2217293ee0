package service

import (
	"context"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Readiness is how a firm answered ten questions that every public contract asks in some
// form. Its id is the account's.
type Readiness struct {
	record.Meta `bson:",inline"`
	Answers     map[string]string `bson:"answers" json:"answers"` // question → "yes" or "no"; what is left out was not answered
}

var readiness = store.Spec{Name: "readiness"}

// Questions are those of the test: each is a need, and a no leads to who supplies it.
func Questions() []string {
	return []string{ocds.Registration, Accounts, ocds.Insurance, Bank, ocds.References, Signature, Invoice, Safety, ocds.Language, Offer}
}

// Open are the needs that were answered with no.
func (r *Readiness) Open() []string {
	var open []string
	for _, q := range Questions() {
		if r.Answers[q] == "no" {
			open = append(open, q)
		}
	}
	return open
}

// Met counts the yes.
func (r *Readiness) Met() int {
	n := 0
	for _, q := range Questions() {
		if r.Answers[q] == "yes" {
			n++
		}
	}
	return n
}

// Answer keeps the answers of the entrepreneur; a question that is left out stays open.
func (s *Service) Answer(ctx context.Context, answers map[string]string) (*Readiness, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur); err != nil {
		return nil, err
	}
	kept := map[string]string{}
	for _, q := range Questions() {
		if a := answers[q]; a == "yes" || a == "no" {
			kept[q] = a
		}
	}
	r, err := s.Ready(ctx)
	if err != nil {
		return nil, err
	}
	r.ID, r.Answers = who.ID, kept
	if err = s.readiness.Put(ctx, r); problem.Is(err, problem.Conflict) {
		return s.readiness.Update(ctx, who.ID, func(old *Readiness) error { old.Answers = kept; return nil })
	}
	return r, err
}
