package problem_test

import (
	"errors"
	"fmt"
	"testing"

	"citiesgrow/internal/problem"
)

func TestAProblemIsFoundBehindOtherErrors(t *testing.T) {
	cause := errors.New("disk")
	err := fmt.Errorf("save: %w", problem.New(problem.Conflict, "x.changed", "Count", 2).Wrap(cause))
	if !problem.Is(err, problem.Conflict) || problem.Is(err, problem.NotFound) || !errors.Is(err, cause) {
		t.Errorf("%v", err)
	}
	if problem.Of(cause) != nil || problem.Is(nil, problem.Conflict) {
		t.Error("an internal error is taken for a problem")
	}
	if got := problem.Of(err).Message.Args["Count"]; got != 2 {
		t.Errorf("the argument is %v", got)
	}
}

func TestTheFirstComplaintAboutAFieldStays(t *testing.T) {
	p := problem.New(problem.Invalid, "problem.invalid")
	if p.OrNil() != nil {
		t.Error("nothing to complain about is an error")
	}
	p.Add("name", problem.M("problem.required"))
	p.Add("name", problem.M("problem.value"))
	if err := p.OrNil(); err == nil || problem.Of(err).Fields["name"].Key != "problem.required" {
		t.Errorf("%v", err)
	}
	if got := p.Error(); got != "invalid: problem.invalid name=problem.required" {
		t.Errorf("the log says %q", got)
	}
	var none *problem.Problem
	if none.OrNil() != nil {
		t.Error("no problem is an error")
	}
}

func TestAStaleFormIsToldWhatIsStored(t *testing.T) {
	var err error = problem.Stale("problem.conflict", "now")
	if p := problem.Of(err); p == nil || p.Kind != problem.Conflict || p.Current != "now" {
		t.Errorf("%v", err)
	}
}
