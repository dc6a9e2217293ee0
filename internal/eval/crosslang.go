package eval

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/tender"
	"citiesgrow/search"
)

// question is an entry of crosslang_cpv.*.json: a code, its names, and the notices that have it.
type question struct {
	CPV      string            `json:"cpv"`
	Labels   map[string]string `json:"labels"`
	Relevant []string          `json:"relevant"`
}

// tedNotice is a line of ted_notices.*.jsonl.
type tedNotice struct {
	ID       string   `json:"id"`
	Language string   `json:"lang"`
	CPV      []string `json:"cpv"`
	NUTS     []string `json:"nuts"`
	Title    string   `json:"title"`
	Text     string   `json:"descr"`
	Buyer    string   `json:"buyer"`
}

// crossLanguage searches for every code by its name in each language.
func crossLanguage(ctx context.Context, folder string, paths []string, o Options, progress io.Writer) (*Result, error) {
	var questions []question
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		var some []question
		if err := json.Unmarshal(raw, &some); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		questions = append(questions, some...)
	}
	taxa, err := official(find(o.Codes, folder, "cpv", "cpv_2008_24langs.tsv"))
	if err != nil {
		return nil, err
	}
	engine, n, err := noticesIn(ctx, find(o.Notices, folder, "ted"), taxa)
	if err != nil {
		return nil, err
	}
	defer engine.Close()
	ask := func(name string, meanings bool) (Figures, int, error) {
		var m mean
		for i, q := range questions {
			fmt.Fprintf(progress, "\r%s: %d of %d codes ", name, i, len(questions))
			for _, l := range sorted(q.Labels) {
				query := search.Query{Kind: tender.Kind.Name, Words: q.Labels[l], Languages: []string{l}, Size: 100}
				if meanings {
					query.Meanings = taxa.Meanings(q.Labels[l], l)
				}
				r, err := engine.Search(ctx, query)
				if err != nil {
					return Figures{}, 0, err
				}
				answers := make([]string, len(r.Hits))
				for i, h := range r.Hits {
					answers[i] = h.ID
				}
				m.add(answers, q.Relevant)
			}
		}
		fmt.Fprintf(progress, "\r%s: %d codes            \n", name, len(questions))
		return m.figures(), m.n, nil
	}
	result := &Result{Answers: n}
	if result.Figures, result.Questions, err = ask("crosslang", true); err != nil || !o.Parts {
		return result, err
	}
	off, _, err := ask("crosslang without meanings", false)
	result.Off = map[string]Figures{"meanings of words": off}
	return result, err
}

// noticesIn returns an engine with the notices of a file, or of all files of a folder.
func noticesIn(ctx context.Context, path string, taxa *taxonomy.Taxonomy) (*search.Engine, int, error) {
	paths := []string{path}
	if info, err := os.Stat(path); err != nil {
		return nil, 0, err
	} else if info.IsDir() {
		if paths, err = filepath.Glob(filepath.Join(path, "ted_notices*.jsonl")); err != nil {
			return nil, 0, err
		}
	}
	var all []*tender.Tender
	for _, path := range paths {
		some, err := readLines(path)
		if err != nil {
			return nil, 0, err
		}
		all = append(all, some...)
	}
	if len(all) == 0 {
		return nil, 0, fmt.Errorf("no notices in %s", path)
	}
	engine, err := opened(ctx, all, taxa, moment)
	return engine, len(all), err
}

// moment is the time of every query; the results here do not depend on it.
var moment = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
