// Package unmet counts what firms of a city look for in the directory of services and do not find, and shows
// it to the city together with what its firms lack for contracts. It records what was searched for, never by whom.
package unmet

import (
	"slices"
	"strings"
	"unicode"

	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/taxonomy/fold"
)

// Unmet counts the searches for the same words, or the same topic, that found nothing in the directory of
// a city in one month.
type Unmet struct {
	record.Meta `bson:",inline"`
	City        string `bson:"city" json:"city"`
	Month       string `bson:"month" json:"month"` // "2026-11", in UTC
	Words       string `bson:"words,omitempty" json:"words"`
	Topic       string `bson:"topic,omitempty" json:"topic"` // the topic filter of a search without words
	Count       int    `bson:"count" json:"count"`
}

var unmets = store.Spec{Name: "unmet", Quiet: true, Indexes: []store.Index{{Name: "city", Fields: []string{"city", "month"}}}}

// The bounds of what is stored of a search, in words and in characters.
const (
	mostWords      = 6
	mostCharacters = 80
)

// anonymous returns the words of a search without what could identify the person who typed them: words
// with digits or with signs of an address are left out, and a long text altogether.
func anonymous(typed string) string {
	var harmless []string
	for _, w := range strings.Fields(strings.ToLower(typed)) {
		if !strings.ContainsFunc(w, func(r rune) bool { return unicode.IsDigit(r) || r == '@' || r == '/' }) {
			harmless = append(harmless, w)
		}
	}
	words := strings.Join(harmless, " ")
	if len(harmless) > mostWords || len(words) > mostCharacters {
		return ""
	}
	return words
}

// merged adds up the counts of the same words or topic over the months, the most frequent first.
func merged(rows []*Unmet) []*Unmet {
	by := map[[2]string]*Unmet{}
	var all []*Unmet
	for _, r := range rows {
		key := [2]string{fold.Text(r.Words), r.Topic}
		if by[key] == nil {
			by[key] = r
			all = append(all, r)
			continue
		}
		by[key].Count += r.Count
	}
	slices.SortStableFunc(all, func(a, b *Unmet) int { return b.Count - a.Count })
	return all
}
