package web

import (
	"fmt"
	"testing"
)

func TestACardTellsWhatFitsApartFromWhatIsLacking(t *testing.T) {
	met, lacking, untold, note := Reason{State: "met", Text: "a"}, Reason{State: "lacking", Text: "b"}, Reason{State: "unknown", Text: "c"},
		Reason{State: "info", Text: "d"}
	for _, c := range []struct {
		says   string
		card   Card
		states string
	}{
		{"nothing is said", Card{}, "[]"},
		{"all is met", Card{Judged: true, Reasons: []Reason{met}}, "[met all]"},
		{"what was not held against all that is asked is not all met", Card{Reasons: []Reason{met}}, "[met]"},
		{"something is lacking", Card{Judged: true, Reasons: []Reason{lacking, met, lacking}}, "[met lacking]"},
		{"something is not told", Card{Judged: true, Reasons: []Reason{untold, met}}, "[met unknown]"},
		{"a note is none of them", Card{Judged: true, Reasons: []Reason{note, met, lacking}}, "[met lacking]"},
	} {
		states := []string{}
		for _, f := range c.card.Fits() {
			states = append(states, f.State)
		}
		if fmt.Sprint(states) != c.states {
			t.Errorf("%s: %v, want %s", c.says, states, c.states)
		}
	}
	if notes := (Card{Reasons: []Reason{met, note}}).Notes(); len(notes) != 1 || notes[0] != note {
		t.Errorf("notes %v", notes)
	}
}
