// Package eval measures how well tenders are matched and found, on files of judged answers:
// which firms won what later (pt2024), and which notices of any language have the code whose
// label is asked for (crosslang). The files are those described beside the data; any other
// split in the same form can be put in their place. Everything is ranked by the code that
// ranks for people, with the weights of the house, and once more with each part left out.
package eval

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"citiesgrow/internal/taxonomy"
)

// Options say what to measure.
type Options struct {
	Codes   string // official CPV table; by default beside the evaluations
	Notices string // file or folder of the notices that crosslang judges; by default beside the evaluations
	Parts   bool   // once more with each part left out
}

// Report is what was measured; a part is nil when its files are not there.
type Report struct {
	Match     *Result `json:"pt2024,omitempty"`
	Crosslang *Result `json:"crosslang,omitempty"`
}

// Result is the figures of one evaluation.
type Result struct {
	Figures
	Questions int                `json:"questions"`
	Answers   int                `json:"documents"`
	Off       map[string]Figures `json:"off,omitempty"` // part left out → figures
}

// Run measures what a folder has. Progress goes to progress.
func Run(ctx context.Context, folder string, o Options, progress io.Writer) (*Report, error) {
	report := &Report{}
	suppliers, err := filepath.Glob(filepath.Join(folder, "pt2024_suppliers*.jsonl"))
	if err != nil {
		return nil, err
	}
	if len(suppliers) > 0 {
		if report.Match, err = matchQuality(ctx, filepath.Join(folder, "pt2024_tenders.jsonl"), suppliers, o, progress); err != nil {
			return nil, fmt.Errorf("match quality: %w", err)
		}
	}
	questions, err := filepath.Glob(filepath.Join(folder, "crosslang_cpv*.json"))
	if err != nil {
		return nil, err
	}
	if len(questions) > 0 {
		if report.Crosslang, err = crossLanguage(ctx, folder, questions, o, progress); err != nil {
			return nil, fmt.Errorf("search across languages: %w", err)
		}
	}
	if report.Match == nil && report.Crosslang == nil {
		return nil, errors.New("no evaluation in " + folder + ": want pt2024_tenders.jsonl with pt2024_suppliers*.jsonl, or crosslang_cpv*.json")
	}
	return report, nil
}

// official is a taxonomy with an official CPV table, where there is one.
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
	set, err := taxonomy.ParseCodes(path, f)
	if err == nil {
		taxa.Load(set)
	}
	return taxa, err
}
