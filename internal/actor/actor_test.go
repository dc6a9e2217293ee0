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

// What concerns all cities is for those who are limited to none.
func TestMustEverywhere(t *testing.T) {
	for says, c := range map[string]struct {
		who  Actor
		want problem.Kind
	}{
		"staff of a city":        {Actor{ID: "a", Role: Staff, City: "riga", Active: true}, problem.Conflict},
		"an admin of a city":     {Actor{ID: "a", Role: Admin, City: "riga", Active: true}, problem.Conflict},
		"staff of the programme": {Actor{ID: "a", Role: Staff, Active: true}, ""},
		"a buyer of no city":     {Actor{ID: "a", Role: Buyer, Active: true}, problem.Forbidden},
		"a visitor":              {Actor{}, problem.Unauthorized},
		"the system":             {Actor{Role: System}, ""},
	} {
		err := c.who.MustEverywhere(Staff, Admin)
		if got := problem.Of(err); (got == nil) != (c.want == "") || got != nil && got.Kind != c.want {
			t.Errorf("%s: got %v, want %q", says, err, c.want)
		}
	}
}
