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

// Taxonomy is the vocabulary: that of the program, which never changes, and the official codes, which are
// replaced as a whole by Load. It is safe for concurrent use.
type Taxonomy struct {
	*own

	loading  sync.Mutex // one Load at a time
	official atomic.Pointer[official]
}

// own is the vocabulary that is part of the program.
type own struct {
	cities  *cities
	nuts    map[string]string // NUTS code → its successor, from our own table
	base    map[string]Code   // our own CPV labels: divisions and groups
	trades  *trades
	lexicon *lexicon
}

// builtIn reads the vocabulary that is part of the program, once for a process.
var builtIn = sync.OnceValues(readOwn)

// New returns the vocabulary that is part of the program, without official codes. It fails only when that
// vocabulary is faulty, and then names the file and line.
func New() (*Taxonomy, error) {
	v, err := builtIn()
	if err != nil {
		return nil, fmt.Errorf("taxonomy: %w", err)
	}
	t := &Taxonomy{own: v}
	t.official.Store(&official{})
	return t, nil
}

func readOwn() (*own, error) {
	v := &own{}
	var err error
	if v.nuts, err = readSuccessors("data/nuts.tsv"); err != nil {
		return nil, err
	}
	if v.cities, err = readCities("data/cities.json", v.nuts); err != nil {
		return nil, err
	}
	if v.base, err = readBase("data/divisions.tsv", "data/groups.tsv"); err != nil {
		return nil, err
	}
	if v.trades, err = readTrades("data/trades.tsv", "data/words"); err != nil {
		return nil, err
	}
	v.trades.byMain = mainTrades(v.trades.list)
	v.lexicon, err = newLexicon(v.trades, v.cities)
	return v, err
}
