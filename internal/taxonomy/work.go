package taxonomy

import "slices"

// Work is what a person would call the work of a code, in the first of the languages:
// the name of the trade that the code stands for, else the official label, else the same
// of the nearest wider code that has words in that language. Where nothing has, it is
// the label of Label.
func (t *Taxonomy) Work(code string, languages ...string) string {
	id, ok := NormalCPV(code)
	if !ok || len(languages) == 0 {
		return t.Label(code, languages...)
	}
	language := languages[0]
	for _, c := range append([]string{id}, reversed(t.Ancestors(id))...) {
		if i, has := t.trades.byMain[c]; has && len(t.trades.list[i].Words[language]) > 0 {
			return t.trades.list[i].Words[language][0]
		}
		if known, ok := t.CPV(c); ok && known.Labels[language] != "" {
			return known.Labels[language]
		}
	}
	return t.Label(code, languages...)
}

func reversed(codes []string) []string {
	codes = slices.Clone(codes)
	slices.Reverse(codes)
	return codes
}

// mainTrades leads from a code to the trade that it stands for: the first that names it
// as its most typical code.
func mainTrades(list []Trade) map[string]int {
	byMain := map[string]int{}
	for i, trade := range list {
		if _, taken := byMain[trade.CPV[0]]; !taken {
			byMain[trade.CPV[0]] = i
		}
	}
	return byMain
}
