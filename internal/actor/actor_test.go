package actor

import (
	"context"
	"testing"

	"citiesgrow/internal/problem"
)

func TestMust(t *testing.T) {
	tables := []struct {
		says  string
		who   Actor
		city  string
		roles []Role
		want  problem.Kind
	}{
		{"nobody is asked to sign in", Actor{}, "riga", []Role{Staff}, problem.Unauthorized},
		{"a wrong role is refused", Actor{ID: "a", Role: Buyer, Active: true}, "riga", []Role{Staff}, problem.Forbidden},
		{"a buyer not yet verified is refused", Actor{ID: "a", Role: Buyer}, "riga", []Role{Buyer}, problem.Forbidden},
		{"staff of another city are refused", Actor{ID: "a", Role: Staff, City: "ghent", Active: true}, "riga", []Role{Staff}, problem.Forbidden},
		{"staff of the city may", Actor{ID: "a", Role: Staff, City: "riga", Active: true}, "riga", []Role{Staff}, ""},
		{"programme staff may everywhere", Actor{ID: "a", Role: Staff, Active: true}, "riga", []Role{Staff}, ""},
		{"the house itself may", Actor{Role: System}, "riga", []Role{Staff}, ""},
	}
	for _, c := range tables {
		t.Run(c.says, func(t *testing.T) {
			err := From(With(context.Background(), c.who)).MustIn(c.city, c.roles...)
			if got := problem.Of(err); (got == nil) != (c.want == "") || got != nil && got.Kind != c.want {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}
