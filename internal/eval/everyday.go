package eval

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/tender"
	"citiesgrow/search"
)

// Everyday is the evaluation of everyday queries on real notices.
type Everyday struct {
	Questions int     `json:"questions"`
	Notices   int     `json:"documents"`
	Precision float64 `json:"precision@10"` // of the first ten hits, or of all if there are fewer: share that is of an accepted group
	Poor      []Poor  `json:"poor,omitempty"`
}

// Poor is a query with less than half of its first ten hits right.
type Poor struct {
	Language  string  `json:"language"`
	Words     string  `json:"words"`
	Precision float64 `json:"precision@10"`
}

// daily is a line of everyday.txt.
type daily struct {
	groups   []string
	language string
	words    string
}

func readEveryday(path string) ([]daily, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []daily
	scanner := bufio.NewScanner(f)
	for n := 1; scanner.Scan(); n++ {
		line := scanner.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.SplitN(line, " ", 3)
		if len(cells) < 3 {
			return nil, fmt.Errorf("%s:%d: want groups, a language and words", path, n)
		}
		all = append(all, daily{strings.Split(cells[0], ","), cells[1], cells[2]})
	}
	return all, scanner.Err()
}

// everyday runs the queries as the list of contracts does.
func everyday(ctx context.Context, folder, scripts, codes string) (*Everyday, error) {
	questions, err := readEveryday(scripts)
	if err != nil {
		return nil, err
	}
	taxa, err := official(codes)
	if err != nil {
		return nil, err
	}
	notices, err := realNotices(folder, tedXML, tedLines, eFormsXML, british)
	if err != nil {
		return nil, err
	}
	engine, err := opened(ctx, notices, taxa, moment)
	if err != nil {
		return nil, err
	}
	defer engine.Close()
	of := map[string][]string{}
	for _, t := range notices {
		of[t.ID] = t.CPV()
	}
	e := &Everyday{Questions: len(questions), Notices: len(notices)}
	sum := 0.0
	for _, q := range questions {
		p, err := q.ask(ctx, engine, taxa, of)
		if err != nil {
			return nil, err
		}
		if sum += p; p < 0.5 {
			e.Poor = append(e.Poor, Poor{q.language, q.words, round(p)})
		}
	}
	e.Precision = round(sum / float64(max(len(questions), 1)))
	return e, nil
}

func (q *daily) ask(ctx context.Context, engine *search.Engine, taxa *taxonomy.Taxonomy, of map[string][]string) (float64, error) {
	r, err := engine.Search(ctx, tender.Ask(q.words, taxa, q.language))
	if err != nil {
		return 0, err
	}
	right := func(id string) bool {
		return slices.ContainsFunc(of[id], func(c string) bool { return slices.Contains(q.groups, c[:3]) })
	}
	there := 0
	for id := range of {
		if right(id) {
			there++
		}
	}
	found := 0
	for _, h := range r.Hits[:min(10, len(r.Hits))] {
		if right(h.ID) {
			found++
		}
	}
	return float64(found) / float64(max(1, min(10, there))), nil
}
