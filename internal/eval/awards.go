package eval

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"time"

	"citiesgrow/internal/match"
	"citiesgrow/internal/record"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/tender"
	"citiesgrow/search"
)

const (
	language = "pt"
	country  = "PT"
	before   = "train" // the earlier period: contracts that the suppliers already know
	later    = "test"  // the later period: its tenders are ranked, and its winners are the right answers
)

// judged is a line of pt2024_suppliers.*.jsonl: a supplier with its history and its right answers.
type judged struct {
	ID      string   `json:"supplier"`
	Name    string   `json:"name"`
	History []string `json:"history"`
	Titles  []string `json:"history_titles"`
	Fresh   []string `json:"relevant_fresh"` // won later, under a title that the supplier had not won before
}

// matchQuality ranks the later tenders for every supplier by its earlier contracts.
func matchQuality(ctx context.Context, tenders string, suppliers []string, o Options, progress io.Writer) (*Result, error) {
	awards, firms, err := readAwards(tenders, suppliers)
	if err != nil {
		return nil, err
	}
	t, err := newTrial(ctx, awards, firms, cutOfFiles)
	if err != nil {
		return nil, err
	}
	defer t.engine.Close()
	result := &Result{Questions: t.questions, Answers: t.ranked}
	m, buyers, err := t.run(ctx, match.Default, progress, "pt2024")
	if err != nil {
		return nil, err
	}
	result.Figures, result.Buyers = m.figures(), buyers
	if !o.Parts {
		return result, nil
	}
	result.Off = map[string]Figures{}
	for _, name := range sorted(parts) {
		w := match.Default
		parts[name](&w)
		m, _, err := t.run(ctx, w, progress, "pt2024 without "+name)
		if err != nil {
			return nil, err
		}
		result.Off[name] = m.figures()
	}
	return result, nil
}

// readAwards reads the tenders and all splits of suppliers.
func readAwards(tenders string, suppliers []string) (awards []award, firms []judged, err error) {
	if awards, err = lines[award](tenders); err != nil {
		return nil, nil, err
	}
	for _, path := range suppliers {
		some, err := lines[judged](path)
		if err != nil {
			return nil, nil, err
		}
		firms = append(firms, some...)
	}
	return awards, firms, nil
}

// parts are the ablations: each one leaves one part of the match out.
var parts = map[string]func(*match.Weights){
	"words of the work":        func(w *match.Weights) { w.Words = 0 },
	"names of codes":           func(w *match.Weights) { w.Label = 0 },
	"CPV levels":               func(w *match.Weights) { w.Trade = 0 },
	"places":                   func(w *match.Weights) { w.Place = 0 },
	"customers":                func(w *match.Weights) { w.Customers = 0 },
	"the firm's name":          func(w *match.Weights) { w.Name = 0 },
	"goods, services or works": func(w *match.Weights) { w.Other = 0 },
	"size of past contracts":   func(w *match.Weights) { w.Past = 0 },
	"rivals":                   func(w *match.Weights) { w.Rivals = 0 },
	"all but words and levels": func(w *match.Weights) { w.Label, w.Place, w.Customers, w.Name, w.Past, w.Rivals = 0, 0, 0, 0, 0, 0 },
}

// trial is an engine with all tenders, and the suppliers.
type trial struct {
	engine    *search.Engine
	taxa      *taxonomy.Taxonomy
	tenders   map[string]*tender.Tender // the tenders to rank
	firms     []*supplier.Profile       // the judged suppliers first, then others that won before
	fresh     map[string][]string       // supplier → right answers
	winners   map[string][]string       // later tender → its winners
	questions int
	ranked    int
}

// newTrial builds the index for a point in time: contracts of the later period are open then.
func newTrial(ctx context.Context, awards []award, firms []judged, moment time.Time) (*trial, error) {
	t := &trial{tenders: map[string]*tender.Tender{}, fresh: map[string][]string{}, winners: map[string][]string{}}
	var err error
	if t.taxa, err = taxonomy.New(); err != nil {
		return nil, err
	}
	t.taxa.Load(labels(awards))
	if t.engine, err = search.Open("", search.Options{Now: func() time.Time { return moment }}); err != nil {
		return nil, err
	}
	if err := t.engine.Start(tender.Kind); err != nil {
		return nil, err
	}
	past := map[string]supplier.PastContract{}
	var docs []search.Document
	for _, a := range awards {
		tn := a.tender()
		doc := tn.Document(t.taxa)
		doc.Until = 0
		if a.Period == later {
			t.tenders[a.ID], t.winners[a.ID] = tn, a.Winners
			doc.Until = search.Always
		}
		past[a.ID] = a.past()
		docs = append(docs, *doc)
	}
	for some := range slices.Chunk(docs, 2000) {
		if err := t.engine.Put(ctx, tender.Kind.Name, some...); err != nil {
			return nil, err
		}
	}
	t.ranked = len(t.tenders)
	t.enlist(awards, firms, past)
	return t, nil
}

// enlist makes profiles of the judged suppliers and of all others that won before. The others count as rivals.
func (t *trial) enlist(awards []award, firms []judged, past map[string]supplier.PastContract) {
	known := map[string]bool{}
	for _, f := range firms {
		p := &supplier.Profile{Meta: record.Meta{ID: f.ID}, Name: f.Name, Languages: []string{language}}
		for i, id := range f.History {
			r, found := past[id]
			if !found && i < len(f.Titles) {
				r = supplier.PastContract{Title: f.Titles[i], Language: language}
			}
			p.References = append(p.References, r)
		}
		known[f.ID] = true
		t.firms = append(t.firms, p)
		t.fresh[f.ID] = f.Fresh
		if len(f.Fresh) > 0 {
			t.questions++
		}
	}
	others := map[string]*supplier.Profile{}
	for _, a := range awards {
		if a.Period == later {
			continue
		}
		for _, id := range a.Winners {
			if known[id] {
				continue
			}
			if others[id] == nil {
				others[id] = &supplier.Profile{Meta: record.Meta{ID: id}, Languages: []string{language}}
			}
			others[id].References = append(others[id].References, past[a.ID])
		}
	}
	for _, id := range slices.Sorted(maps.Keys(others)) {
		t.firms = append(t.firms, others[id])
	}
}

// run ranks the tenders for every judged supplier and compares them with what it won. For every later tender it also determines
// the rank of the winner among all suppliers known before.
func (t *trial) run(ctx context.Context, w match.Weights, progress io.Writer, name string) (*mean, *Buyers, error) {
	j := match.Judge{Weights: w}
	fits := make([]map[string]float64, len(t.firms)) // for each supplier, the scores of its best tenders
	of := map[string][]float64{}                     // for each tender, the scores of its suppliers
	for i, p := range t.firms {
		if i%500 == 0 {
			fmt.Fprintf(progress, "\r%s: %d of %d firms ", name, i, len(t.firms))
		}
		ranked, err := t.engine.Rank(ctx, w.Offer(p, t.taxa))
		if err != nil {
			return nil, nil, err
		}
		fits[i] = map[string]float64{}
		for _, h := range ranked.Hits {
			fit := j.Weigh(p, t.tenders[h.ID], h.Because, 0).Fit
			fits[i][h.ID] = fit
			of[h.ID] = append(of[h.ID], fit)
		}
	}
	fmt.Fprintf(progress, "\r%s: %d firms            \n", name, len(t.firms))
	buyers := t.placesOfWinners(fits, of)
	rivals := map[string]float64{}
	for id, all := range of {
		rivals[id] = match.Mean(all)
	}
	m := &mean{}
	for i, p := range t.firms {
		fresh, asked := t.fresh[p.ID]
		if !asked {
			break
		}
		final := map[string]float64{}
		for id, fit := range fits[i] {
			final[id] = fit * j.Alone(rivals[id])
		}
		answers := slices.SortedFunc(maps.Keys(final), func(a, b string) int {
			return cmp.Or(cmp.Compare(final[b], final[a]), cmp.Compare(a, b))
		})
		m.add(answers, fresh)
	}
	return m, buyers, nil
}

// lines reads a file with one JSON value in each line.
func lines[T any](path string) ([]T, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []T
	scanner := bufio.NewScanner(f)
	scanner.Buffer(nil, 64<<20)
	for n := 1; scanner.Scan(); n++ {
		if len(scanner.Bytes()) == 0 {
			continue
		}
		var one T
		if err := json.Unmarshal(scanner.Bytes(), &one); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		all = append(all, one)
	}
	if err := scanner.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return all, nil
}

func sorted[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }
