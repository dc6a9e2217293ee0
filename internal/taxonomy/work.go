package taxonomy

import (
	"slices"
	"strings"
)

// Work is what the work of a code is called in the first of the languages: the official
// label, else the trade that names the code, else the same of the nearest wider code that
// has words in that language. Where nothing has, it is the label of Label. A trade that
// only leads to a code does not name it: who makes sandwiches is led to "Meal delivery
// service".
func (t *Taxonomy) Work(code string, languages ...string) string {
	id, ok := NormalCPV(code)
	if !ok || len(languages) == 0 {
		return t.Label(code, languages...)
	}
	language := languages[0]
	for _, c := range append([]string{id}, reversed(t.Ancestors(id))...) {
		if known, ok := t.CPV(c); ok && known.Labels[language] != "" {
			return known.Labels[language]
		}
		if i, has := t.trades.byMain[c]; has && len(t.trades.list[i].Words[language]) > 0 {
			return t.trades.list[i].Words[language][0]
		}
	}
	return t.Label(code, languages...)
}

// LabelIn is what the list of codes calls a code in one language, or its nearest wider code that
// has words in it; empty where none has.
func (t *Taxonomy) LabelIn(code, language string) string {
	id, ok := NormalCPV(code)
	if !ok {
		return ""
	}
	for _, c := range append([]string{id}, reversed(t.Ancestors(id))...) {
		if known, ok := t.CPV(c); ok && known.Labels[language] != "" {
			return known.Labels[language]
		}
	}
	return ""
}

// Works names some codes, each name once, three at most. A code that is wider than another
// of them says nothing more and is left out.
func (t *Taxonomy) Works(codes []string, languages ...string) []string {
	var names []string
	for _, code := range codes {
		if slices.ContainsFunc(codes, func(o string) bool { return o != code && strings.HasPrefix(o, Prefix(code)) }) {
			continue
		}
		if name := t.Work(code, languages...); name != "" && !slices.Contains(names, name) && len(names) < 3 {
			names = append(names, name)
		}
	}
	return names
}

func reversed(codes []string) []string {
	codes = slices.Clone(codes)
	slices.Reverse(codes)
	return codes
}

// mainTrades leads from a code to the trade that names it.
func mainTrades(list []Trade) map[string]int {
	byMain := map[string]int{}
	for i, trade := range list {
		if _, taken := byMain[trade.CPV[0]]; trade.names && !taken {
			byMain[trade.CPV[0]] = i
		}
	}
	return byMain
}
