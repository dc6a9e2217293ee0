package eval

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strings"

	"citiesgrow/internal/form"
	"citiesgrow/internal/match"
	"citiesgrow/internal/record"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/taxonomy/fold"
	"citiesgrow/internal/tender"
	"citiesgrow/search"
)

// Test data: new suppliers, and words that name no trade. Both were fixed before any tuning.
//
//go:embed data/coldstart.txt
var beginners []byte

//go:embed data/tradeless.txt
var tradeless []byte

// Cold is the evaluation of the cold start: suppliers of which only a trade in everyday words, a city and a language are known. A
// notice belongs to a trade if one of its official codes is in a group that was assigned to the trade beforehand.
type Cold struct {
	Firms     int        `json:"firms"` // each one is ranked in every city
	Trades    int        `json:"trades"`
	Languages int        `json:"languages"`
	Cities    int        `json:"cities"`
	Notices   int        `json:"notices"`
	With      ColdFigure `json:"official"` // with the official list of codes
	Without   ColdFigure `json:"own"`      // only with the project's own names of codes
}

// ColdFigure holds the figures over all suppliers and cities.
type ColdFigure struct {
	Shown     int     `json:"shown"`
	Precision float64 `json:"precision"`     // share of the shown matches that belong to the trade
	Main      float64 `json:"precisionMain"` // the same, by the first code of a notice only
	Recall50  float64 `json:"recall@50"`     // share of the notices of the trade in the city that are among the first 50 matches; mean over suppliers
	Nothing   float64 `json:"nothing"`       // share of suppliers without any match although the city has notices of their trade
	Tradeless int     `json:"tradeless"`     // matches whose shown words all name no trade
}

// beginner is one new supplier of the test data.
type beginner struct {
	trade    string
	groups   []string
	language string
	words    string
}

// readBeginners parses the test data: an unindented line is a trade with its groups, and the indented lines below it are
// suppliers.
func readBeginners(raw []byte) ([]beginner, error) {
	var all []beginner
	var now beginner
	scanner := bufio.NewScanner(bytes.NewReader(raw))
	for n := 1; scanner.Scan(); n++ {
		line := scanner.Text()
		switch said, is := strings.CutPrefix(line, "\t"); {
		case is:
			language, words, ok := strings.Cut(said, ": ")
			if !ok || now.trade == "" {
				return nil, fmt.Errorf("coldstart.txt:%d: want a trade above, a language, a colon and words", n)
			}
			now.language, now.words = language, words
			all = append(all, now)
		case line != "" && !strings.HasPrefix(line, "#"):
			fields := strings.Fields(line)
			now = beginner{trade: fields[0], groups: fields[1:]}
			if len(now.groups) == 0 || len(now.groups) > 3 || slices.ContainsFunc(now.groups, func(g string) bool { return len(g) < 3 || g[:2] != now.groups[0][:2] }) {
				return nil, fmt.Errorf("coldstart.txt:%d: want one to three groups of one division", n)
			}
		}
	}
	return all, scanner.Err()
}

// profile returns the supplier in a city, as its form would create it.
func (b *beginner) profile(city string, taxa *taxonomy.Taxonomy) (*supplier.Profile, error) {
	p := &supplier.Profile{Meta: record.Meta{ID: "beginner"}}
	f := supplier.Form{Section: "work", Name: "X", City: city, Words: b.words, Language: b.language}
	err := f.Apply(p, form.New(taxa), b.language, moment)
	p.Name = ""
	return p, err
}

// of reports whether one of some codes is in an assigned group, or is a wider code of such a group.
func (b *beginner) of(codes []string) bool {
	return slices.ContainsFunc(codes, func(c string) bool {
		wide := strings.TrimRight(c, "0")
		return slices.ContainsFunc(b.groups, func(g string) bool {
			return strings.HasPrefix(c, g) || len(wide) >= 3 && strings.HasPrefix(g, wide)
		})
	})
}

// coldStart measures with the official codes and without them.
func coldStart(ctx context.Context, folder, codes string, progress io.Writer) (*Cold, error) {
	firms, err := readBeginners(beginners)
	if err != nil {
		return nil, err
	}
	c := &Cold{Firms: len(firms), Trades: distinct(firms, func(b beginner) string { return b.trade }),
		Languages: distinct(firms, func(b beginner) string { return b.language })}
	for _, way := range []struct {
		path string
		to   *ColdFigure
	}{{codes, &c.With}, {"", &c.Without}} {
		taxa, err := official(way.path)
		if err != nil {
			return nil, err
		}
		notices, err := realNotices(folder, tedLines, eFormsXML, british)
		if err != nil {
			return nil, err
		}
		placed(notices, taxa)
		engine, err := opened(ctx, notices, taxa, moment)
		if err != nil {
			return nil, err
		}
		c.Notices, c.Cities = len(notices), len(taxa.Cities())
		*way.to, err = beginning(ctx, engine, taxa, notices, firms, progress)
		if closing := engine.Close(); err == nil {
			err = closing
		}
		if err != nil {
			return nil, err
		}
	}
	return c, nil
}

func distinct[T any](all []T, of func(T) string) int {
	seen := map[string]bool{}
	for _, one := range all {
		seen[of(one)] = true
	}
	return len(seen)
}

// beginning ranks notices for every supplier in every city.
func beginning(ctx context.Context, engine *search.Engine, taxa *taxonomy.Taxonomy, notices []*tender.Tender, firms []beginner,
	progress io.Writer) (ColdFigure, error) {
	byID, inCity := map[string]*tender.Tender{}, map[string][]*tender.Tender{}
	for _, t := range notices {
		byID[t.ID] = t
		inCity[t.City] = append(inCity[t.City], t)
	}
	j := match.NewJudge(taxa, moment)
	sums := coldSums{empty: emptyWords(tradeless, taxa)}
	for i := range firms {
		fmt.Fprintf(progress, "\rcold start: %d of %d firms ", i, len(firms))
		for _, city := range taxa.Cities() {
			p, err := firms[i].profile(city.ID, taxa)
			if err != nil {
				return ColdFigure{}, err
			}
			ranked, err := engine.Rank(ctx, j.Offer(p, taxa))
			if err != nil {
				return ColdFigure{}, err
			}
			var found []*match.Match
			for _, h := range ranked.Hits {
				if t := byID[h.ID]; t.City == city.ID { // a notice of another city is no match: see match.Weigh
					found = append(found, j.Weigh(p, t, h.Because, 0))
				}
			}
			sums.add(&firms[i], match.Best(found), byID, inCity[city.ID])
		}
	}
	fmt.Fprintf(progress, "\rcold start: %d firms            \n", len(firms))
	return sums.figure(), nil
}

// coldSums accumulates the figures.
type coldSums struct {
	ColdFigure
	empty       map[string]bool
	right, main int
	asked       int // suppliers with notices of their trade in the city
	nothing     int
	recall      float64
}

func (s *coldSums) add(b *beginner, shown []*match.Match, byID map[string]*tender.Tender, there []*tender.Tender) {
	s.Shown += len(shown)
	found := 0
	for i, m := range shown {
		codes := byID[m.TenderID].CPV()
		if b.of(codes) {
			s.right++
			if i < 50 && byID[m.TenderID].City == there[0].City {
				found++
			}
		}
		if b.of(codes[:1]) {
			s.main++
		}
		if words := wordsOf(m); len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !s.empty[w] }) {
			s.Tradeless++
		}
	}
	n := 0
	for _, t := range there {
		if b.of(t.CPV()) {
			n++
		}
	}
	if n == 0 {
		return
	}
	s.asked++
	s.recall += float64(found) / float64(n)
	if len(shown) == 0 {
		s.nothing++
	}
}

func (s *coldSums) figure() ColdFigure {
	share := func(a float64, b int) float64 { return round(a / float64(max(b, 1))) }
	f := s.ColdFigure
	f.Precision, f.Main = share(float64(s.right), f.Shown), share(float64(s.main), f.Shown)
	f.Recall50, f.Nothing = share(s.recall, s.asked), share(float64(s.nothing), s.asked)
	return f
}

// wordsOf lists the words that a match shows, folded.
func wordsOf(m *match.Match) []string {
	var words []string
	for _, r := range m.Reasons {
		if r.Part == "words" {
			words = append(words, fold.Words(r.Words)...)
		}
	}
	return words
}

// emptyWords lists words that name no trade, and the names of the cities.
func emptyWords(raw []byte, taxa *taxonomy.Taxonomy) map[string]bool {
	empty := map[string]bool{}
	for _, w := range fold.Words(string(raw)) {
		empty[w] = true
	}
	for _, city := range taxa.Cities() {
		for _, name := range city.Names {
			for _, w := range fold.Words(name) {
				empty[w] = true
			}
		}
	}
	return empty
}
