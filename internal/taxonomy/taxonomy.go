// Package taxonomy knows what things are called and where they are: the sixteen
// cities with every NUTS code they have had, the CPV codes, and the everyday
// words for trades in many languages that lead to those codes.
//
// New reads a vocabulary of our own that is part of the program, so that the
// service understands people before any official file has been loaded. Load
// adds the official lists later; both take part in every answer from then on.
//
// Sources of the codes: CPV is Regulation (EC) No 213/2008; NUTS is Regulation
// (EU) 2016/2066 (valid 2018–2020), (EU) 2019/1755 (2021–2023) and (EU)
// 2023/674 (from 2024).
package taxonomy

import (
	"fmt"
	"sync"
	"sync/atomic"
)

// Taxonomy is the vocabulary. Its base never changes after New; the official
// codes are replaced as a whole by Load. It is safe for concurrent use.
type Taxonomy struct {
	cities  *cities
	nuts    map[string]string // NUTS code → its successor, from our own table
	base    map[string]Code   // our own CPV labels: divisions and groups
	trades  *trades
	lexicon *lexicon

	loading  sync.Mutex // one Load at a time
	official atomic.Pointer[official]
}

// New reads the vocabulary that is part of the program. It fails only when
// that vocabulary is faulty, and then names the file and line.
func New() (*Taxonomy, error) {
	t := &Taxonomy{}
	var err error
	if t.nuts, err = readSuccessors("data/nuts.tsv"); err != nil {
		return nil, fmt.Errorf("taxonomy: %w", err)
	}
	if t.cities, err = readCities("data/cities.json", t.nuts); err != nil {
		return nil, fmt.Errorf("taxonomy: %w", err)
	}
	if t.base, err = readBase("data/divisions.tsv", "data/groups.tsv"); err != nil {
		return nil, fmt.Errorf("taxonomy: %w", err)
	}
	if t.trades, err = readTrades("data/trades.tsv", "data/words"); err != nil {
		return nil, fmt.Errorf("taxonomy: %w", err)
	}
	t.trades.byMain = mainTrades(t.trades.list)
	if t.lexicon, err = newLexicon(t.trades, t.cities); err != nil {
		return nil, fmt.Errorf("taxonomy: %w", err)
	}
	t.official.Store(&official{})
	return t, nil
}
