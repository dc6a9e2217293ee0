package taxonomy

import (
	"slices"
	"strings"
)

// How near a meaning must come to the best one to be understood as well, and to compete with it.
const (
	besideBest = 0.5
	equally    = 0.95
)

// Understood are the meanings that may be told to a person as what was understood: sure, no guess, not less than half as sure as
// the best, and of each trade the first code. A part of a phrase means nothing within the phrase: "child care" is no care of the
// old. Where the same words mean work of several divisions equally, none of it is sure.
func Understood(meanings []Meaning) []Meaning {
	var said []Meaning
	for _, m := range meanings {
		if m.Guess || m.Weight < sure || len(said) > 0 && m.Weight < said[0].Weight*besideBest {
			continue
		}
		if !slices.ContainsFunc(said, func(s Meaning) bool { return m.Trade != "" && s.Trade == m.Trade || m.partOf(s) }) {
			said = append(said, m)
		}
	}
	var clear []Meaning
	for _, m := range said {
		if !slices.ContainsFunc(said, m.competes) {
			clear = append(clear, m)
		}
	}
	return clear
}

// partOf says whether fewer of the same words led to a meaning than to another.
func (m Meaning) partOf(o Meaning) bool {
	words, others := strings.Fields(m.Word), strings.Fields(o.Word)
	return len(words) < len(others) && !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(others, w) })
}

// competes says whether another meaning is as likely and leads to other work by the same words. Work as people name it stands
// before goods of the same name: who says "roof" works on roofs.
func (m Meaning) competes(o Meaning) bool {
	if m.CPV[:2] == o.CPV[:2] || min(m.Weight, o.Weight) < max(m.Weight, o.Weight)*equally || m.Trade != "" && o.Trade == "" {
		return false
	}
	others := strings.Fields(o.Word)
	return slices.ContainsFunc(strings.Fields(m.Word), func(w string) bool { return slices.Contains(others, w) })
}
