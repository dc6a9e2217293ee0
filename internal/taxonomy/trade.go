package taxonomy

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"citiesgrow/internal/tsv"
)

// Trade is a kind of work as people name it, with the CPV codes it leads to.
// Its slices and map belong to the taxonomy: read them, do not change them.
type Trade struct {
	ID      string              // "office-cleaning"
	CPV     []string            // most typical first, 8 digits; a wider code stands for all below it
	Words   map[string][]string // by language: words and short phrases, the first is the one to show
	Sign    string              // plain name of a symbol for a tile, may be empty
	Popular bool                // one of the tiles of the home page
	names   bool                // the first code is officially called so, in short
}

// Name returns the word to show in the first of the languages that has one,
// else in English.
func (t Trade) Name(languages ...string) string {
	for _, l := range append(slices.Clone(languages), "en") {
		if words := t.Words[l]; len(words) > 0 {
			return words[0]
		}
	}
	return t.ID
}

type trades struct {
	list   []Trade
	byID   map[string]int
	byMain map[string]int // by the code that a trade names
}

// readTrades reads the trades and then one file of words for each language.
func readTrades(name, folder string) (*trades, error) {
	rows, err := tsv.Read(vocabulary, name)
	if err != nil {
		return nil, err
	}
	ts := &trades{byID: map[string]int{}}
	for _, r := range rows {
		trade, err := readTrade(name, r)
		if err != nil {
			return nil, err
		}
		if _, twice := ts.byID[trade.ID]; twice {
			return nil, tsv.Errorf(name, r.Line, "%q stands here twice", trade.ID)
		}
		ts.byID[trade.ID] = len(ts.list)
		ts.list = append(ts.list, trade)
	}
	files, err := vocabulary.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		language, isWords := strings.CutSuffix(f.Name(), ".tsv")
		if !isWords {
			return nil, fmt.Errorf("%s/%s: want files named after a language", folder, f.Name())
		}
		if err := ts.readWords(path.Join(folder, f.Name()), language); err != nil {
			return nil, err
		}
	}
	return ts, nil
}

// readTrade reads a line: id, codes, "popular" or "-", sign, "names".
func readTrade(name string, r tsv.Row) (Trade, error) {
	if len(r.Cells) < 2 {
		return Trade{}, tsv.Errorf(name, r.Line, "want an id and CPV codes")
	}
	t := Trade{ID: r.Cells[0], Words: map[string][]string{}}
	for code := range strings.FieldsSeq(r.Cells[1]) {
		id, ok := NormalCPV(code)
		if !ok {
			return Trade{}, tsv.Errorf(name, r.Line, "%q is no CPV code", code)
		}
		t.CPV = append(t.CPV, id)
	}
	if len(t.CPV) == 0 {
		return Trade{}, tsv.Errorf(name, r.Line, "%s leads to no CPV code", t.ID)
	}
	t.Popular = len(r.Cells) > 2 && r.Cells[2] == "popular"
	if len(r.Cells) > 3 {
		t.Sign = r.Cells[3]
	}
	t.names = len(r.Cells) > 4 && r.Cells[4] == "names"
	return t, nil
}

// readWords reads a language's file: trade, then words parted by semicolons.
func (ts *trades) readWords(name, language string) error {
	rows, err := tsv.Read(vocabulary, name)
	if err != nil {
		return err
	}
	for _, r := range rows {
		i, known := ts.byID[r.Cells[0]]
		if !known || len(r.Cells) != 2 {
			return tsv.Errorf(name, r.Line, "want a trade of data/trades.tsv, a tab, and words; got %q", strings.Join(r.Cells, "|"))
		}
		if ts.list[i].Words[language] != nil {
			return tsv.Errorf(name, r.Line, "%s stands here twice", r.Cells[0])
		}
		var words []string
		for w := range strings.SplitSeq(r.Cells[1], ";") {
			if w = strings.TrimSpace(w); w != "" {
				words = append(words, w)
			}
		}
		ts.list[i].Words[language] = words
	}
	return nil
}

// Trades lists all trades, in the order of the vocabulary.
func (t *Taxonomy) Trades() []Trade { return slices.Clone(t.trades.list) }

// Trade returns the trade with this id.
func (t *Taxonomy) Trade(id string) (Trade, bool) {
	i, ok := t.trades.byID[id]
	if !ok {
		return Trade{}, false
	}
	return t.trades.list[i], true
}
