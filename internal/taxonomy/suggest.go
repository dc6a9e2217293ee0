package taxonomy

import (
	"cmp"
	"slices"
	"strings"

	"citiesgrow/internal/taxonomy/fold"
)

// start is a place where a phrase or one of its later words begins.
type start struct {
	text   string
	phrase int32
	later  bool
}

// begin notes the starts of a phrase.
func (l *lexicon) begin(folded []string, id int32) {
	for i := range folded {
		l.starts = append(l.starts, start{strings.Join(folded[i:], " "), id, i > 0})
	}
}

func (l *lexicon) sortStarts() {
	slices.SortStableFunc(l.starts, func(a, b start) int { return strings.Compare(a.text, b.text) })
}

// Suggest completes what is being typed with trades, those in the person's
// language first. Nothing typed gives the popular ones. Every trade suggested
// leads to codes.
func (t *Taxonomy) Suggest(prefix, language string, limit int) []Trade {
	l := t.lexicon
	typed := strings.Join(fold.Words(prefix), " ")
	if limit <= 0 {
		return nil
	}
	var order []int32
	if typed == "" {
		order = l.popular()
	} else {
		order = l.completes(typed, language)
		if len(order) == 0 {
			for _, h := range l.hits(l.tokens(prefix), []string{language}) {
				order = append(order, h.trade)
			}
		}
	}
	var list []Trade
	for _, i := range order[:min(limit, len(order))] {
		list = append(list, l.trades[i])
	}
	return list
}

func (l *lexicon) popular() []int32 {
	var order []int32
	for i, trade := range l.trades {
		if trade.Popular {
			order = append(order, int32(i))
		}
	}
	return order
}

// completes ranks the trades with a phrase that goes on from what was typed.
func (l *lexicon) completes(typed, language string) []int32 {
	from, _ := slices.BinarySearchFunc(l.starts, typed, func(s start, t string) int { return strings.Compare(s.text, t) })
	rank := map[int32]int{}
	// A single letter begins thousands of phrases; two thousand are enough to choose from.
	for _, s := range l.starts[from:min(from+2000, len(l.starts))] {
		if !strings.HasPrefix(s.text, typed) {
			break
		}
		p := l.phrases[s.phrase]
		points := 1
		if p.language == language {
			points += 16
		}
		if s.text == typed {
			points += 8
		}
		if !s.later {
			points += 4
		}
		if p.first {
			points += 2
		}
		if l.trades[p.trade].Popular {
			points++
		}
		rank[p.trade] = max(rank[p.trade], points)
	}
	order := make([]int32, 0, len(rank))
	for trade := range rank {
		order = append(order, trade)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(rank[b], rank[a]), cmp.Compare(a, b)) })
	return order
}
