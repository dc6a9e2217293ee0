package question_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
)

func TestAQuestionIsAnsweredToAllAndTellsNotWhoAsked(t *testing.T) {
	s := tendertest.New(t)
	ctx := s.System
	mine := buyer(ctx, "account-b")
	begun, err := s.Drafts.Create(mine, full())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Drafts.Publish(mine, begun.ID, 0); err != nil {
		t.Fatal(err)
	}
	firm := actor.With(ctx, actor.Actor{ID: "account-f", Role: actor.Entrepreneur, Active: true})
	q, err := s.Questions.Create(firm, begun.ID, "May we visit the school?")
	if err != nil {
		t.Fatal(err)
	}
	for _, stranger := range []context.Context{buyer(ctx, "account-other"), firm} {
		if _, err := s.Questions.Answer(stranger, q.ID, 0, "Yes."); err == nil {
			t.Error("somebody else answers")
		}
	}
	if _, err := s.Questions.Answer(mine, q.ID, 0, "Yes, on Monday."); err != nil {
		t.Fatal(err)
	}
	all, err := s.Questions.List(ctx, begun.ID)
	if err != nil || len(all) != 1 || all[0].Answer != "Yes, on Monday." {
		t.Fatalf("%+v %v", all, err)
	}
	if told, err := json.Marshal(all); err != nil || strings.Contains(string(told), "account-f") {
		t.Errorf("the answer tells who asked: %s %v", told, err)
	}
	if _, err := s.Processes.Receive(ctx, release("o", "n", "01", day(-1), "tender", nil)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Questions.Create(firm, tender.IDOf("o"), "?"); !problem.Is(err, problem.Conflict) {
		t.Errorf("a contract of another portal is asked here: %v", err)
	}
	for range 6 {
		_, err = s.Questions.Create(firm, begun.ID, "And now?")
	}
	if !problem.Is(err, problem.Invalid) {
		t.Errorf("a flood of questions: %v", err)
	}
}
