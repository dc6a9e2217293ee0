// Package eval measures the quality of matching and search on files with judged answers: the contracts that suppliers won later
// (pt2024), and the notices in any language that have the code whose name is searched (crosslang). The files are described next
// to the data, and other splits in the same format can replace them. The ranking is that of the program with its default weights.
// Optionally it is repeated with each part left out.
package eval

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/taxonomy/codelist"
)

// Options selects what to measure.
type Options struct {
	Codes   string // official CPV table; default: next to the evaluations
	Notices string // file or folder of the notices for crosslang; default: next to the evaluations
	Scripts string // everyday queries; default: search/testdata/everyday.txt, skipped if it does not exist
	Parts   bool   // repeat with each part left out
}

// Report holds all results; a part is nil if its files do not exist.
type Report struct {
	Match     *Result   `json:"pt2024,omitempty"`
	Crosslang *Result   `json:"crosslang,omitempty"`
	Cold      *Cold     `json:"coldstart,omitempty"`
	Everyday  *Everyday `json:"everyday,omitempty"`
}

// Result holds the figures of one evaluation.
type Result struct {
	Figures
	Questions int                `json:"questions"`
	Answers   int                `json:"documents"`
	Off       map[string]Figures `json:"off,omitempty"` // left-out part → figures
	Buyers    *Buyers            `json:"buyers,omitempty"`
}

// Run measures everything that a folder contains, or one file of it. All splits of suppliers, and of queries, count as one. It
// writes the progress to progress. If one evaluation fails, Run returns the report of the others together with the error.
func Run(ctx context.Context, path string, o Options, progress io.Writer) (*Report, error) {
	folder, suppliers, questions, err := files(path)
	if err != nil {
		return nil, err
	}
	report := &Report{}
	var failed []error
	if len(suppliers) > 0 {
		if report.Match, err = matchQuality(ctx, filepath.Join(folder, "pt2024_tenders.jsonl"), suppliers, o, progress); err != nil {
			failed = append(failed, fmt.Errorf("match quality: %w", err))
		}
	}
	if len(questions) > 0 {
		if report.Crosslang, err = crossLanguage(ctx, folder, questions, o, progress); err != nil {
			failed = append(failed, fmt.Errorf("search across languages: %w", err))
		}
	}
	if data := find(o.Notices, folder, "ted"); exists(data) {
		codes := find(o.Codes, folder, "cpv", "cpv_2008_24langs.tsv")
		if report.Cold, err = coldStart(ctx, filepath.Dir(data), codes, progress); err != nil {
			failed = append(failed, fmt.Errorf("cold start: %w", err))
		}
		if scripts := cmp.Or(o.Scripts, filepath.Join("search", "testdata", "everyday.txt")); exists(scripts) || o.Scripts != "" {
			if report.Everyday, err = everyday(ctx, filepath.Dir(data), scripts, codes); err != nil {
				failed = append(failed, fmt.Errorf("everyday questions: %w", err))
			}
		}
	}
	return report, errors.Join(failed...)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

const (
	suppliersPattern = "pt2024_suppliers*.jsonl"
	questionsPattern = "crosslang_cpv*.json"
)

// files finds the files to judge in a folder, or takes the one file that was given.
func files(path string) (folder string, suppliers, questions []string, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", nil, nil, err
	}
	if inside := filepath.Join(path, "eval"); info.IsDir() && exists(inside) {
		path = inside // path is the whole data folder
	}
	if folder = path; !info.IsDir() {
		folder = filepath.Dir(path)
		if filepath.Ext(path) == ".json" {
			return folder, nil, []string{path}, nil
		}
		return folder, []string{path}, nil, nil
	}
	if suppliers, err = filepath.Glob(filepath.Join(folder, suppliersPattern)); err == nil {
		questions, err = filepath.Glob(filepath.Join(folder, questionsPattern))
	}
	if err == nil && len(suppliers)+len(questions) == 0 {
		err = fmt.Errorf("no evaluation in %s: want pt2024_tenders.jsonl with %s, or %s", folder, suppliersPattern, questionsPattern)
	}
	return folder, suppliers, questions, err
}

// find returns the given path, or the first usual location that exists: in the folder, next to it, or in the data folder of the
// tests.
func find(told, folder string, parts ...string) string {
	if told != "" {
		return told
	}
	name := filepath.Join(parts...)
	places := []string{filepath.Join(folder, name), filepath.Join(folder, "..", name)}
	if data := os.Getenv("CITIESGROW_DATA"); data != "" {
		places = append(places, filepath.Join(data, name))
	}
	places = append(places, filepath.Join("..", "shared", "data", name))
	for _, place := range places {
		if _, err := os.Stat(place); err == nil {
			return place
		}
	}
	return places[1]
}

// official returns a taxonomy with the official CPV table, if there is one.
func official(path string) (*taxonomy.Taxonomy, error) {
	taxa, err := taxonomy.New()
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return taxa, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	set, err := codelist.Parse(path, f)
	if err == nil {
		taxa.Load(set)
	}
	return taxa, err
}
