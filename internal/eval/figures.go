package eval

import (
	"fmt"
	"io"
	"math"
	"slices"
)

// Figures are means over queries, from 0 to 1.
type Figures struct {
	Hit10    float64 `json:"hit@10"`    // share of queries with a right answer in the first ten
	Hit50    float64 `json:"hit@50"`    //
	MRR      float64 `json:"mrr"`       // reciprocal rank of the first right answer
	NDCG10   float64 `json:"ndcg@10"`   // discounted gain of the first ten, divided by that of the ideal order
	Recall50 float64 `json:"recall@50"` // share of all right answers that are in the first 50
}

// mean accumulates the figures of queries.
type mean struct {
	sum  Figures
	n    int
	each []float64 // nDCG@10 of each query, for paired comparisons
}

// add evaluates one ranked list of answers.
func (m *mean) add(answers []string, right []string) {
	if len(right) == 0 {
		return
	}
	m.n++
	found, gain, first := 0, 0.0, 0
	for i, a := range answers {
		if i == 50 && first > 0 {
			break
		}
		if !slices.Contains(right, a) {
			continue
		}
		if first == 0 {
			first = i + 1
		}
		if i < 50 {
			found++
		}
		if i < 10 {
			gain += 1 / math.Log2(float64(i+2))
		}
	}
	best := 0.0
	for i := range min(10, len(right)) {
		best += 1 / math.Log2(float64(i+2))
	}
	if first > 0 {
		m.sum.MRR += 1 / float64(first)
	}
	if first > 0 && first <= 10 {
		m.sum.Hit10++
	}
	if first > 0 && first <= 50 {
		m.sum.Hit50++
	}
	m.sum.NDCG10 += gain / best
	m.each = append(m.each, gain/best)
	m.sum.Recall50 += float64(found) / float64(len(right))
}

func (m *mean) figures() Figures {
	n := float64(max(m.n, 1))
	return Figures{round(m.sum.Hit10 / n), round(m.sum.Hit50 / n), round(m.sum.MRR / n), round(m.sum.NDCG10 / n), round(m.sum.Recall50 / n)}
}

func round(f float64) float64 { return math.Round(f*1e4) / 1e4 }

// Write writes a report as Markdown tables.
func (r *Report) Write(w io.Writer) error {
	for _, part := range []struct {
		title  string
		result *Result
	}{{"Match quality (pt2024): later contracts of a firm, from its earlier ones", r.Match},
		{"Search across languages (crosslang): the label of a code finds its notices in every language", r.Crosslang}} {
		if part.result == nil {
			continue
		}
		if _, err := fmt.Fprintf(w, "## %s\n\n%d questions, %d documents\n\n| | hit@10 | hit@50 | MRR | nDCG@10 | recall@50 |\n|---|--:|--:|--:|--:|--:|\n",
			part.title, part.result.Questions, part.result.Answers); err != nil {
			return err
		}
		rows := []struct {
			name string
			Figures
		}{{"**all parts**", part.result.Figures}}
		for _, name := range sorted(part.result.Off) {
			rows = append(rows, struct {
				name string
				Figures
			}{"without " + name, part.result.Off[name]})
		}
		for _, row := range rows {
			if _, err := fmt.Fprintf(w, "| %s | %.3f | %.3f | %.3f | %.3f | %.3f |\n", row.name, row.Hit10, row.Hit50, row.MRR, row.NDCG10, row.Recall50); err != nil {
				return err
			}
		}
		if _, err := fmt.Fprintln(w); err != nil {
			return err
		}
	}
	if r.Match != nil && r.Match.Buyers != nil {
		if err := r.Match.Buyers.write(w); err != nil {
			return err
		}
	}
	if r.Cold != nil {
		if err := r.Cold.write(w); err != nil {
			return err
		}
	}
	if r.Everyday != nil {
		return r.Everyday.write(w)
	}
	return nil
}

func (e *Everyday) write(w io.Writer) error {
	_, err := fmt.Fprintf(w, "\n## Everyday questions on real notices\n\n%d questions, %d documents: mean precision@10 **%.3f**\n", e.Questions,
		e.Notices, e.Precision)
	for _, p := range e.Poor {
		if err == nil {
			_, err = fmt.Fprintf(w, "\n- poor: %s %q %.1f", p.Language, p.Words, p.Precision)
		}
	}
	if err == nil {
		_, err = fmt.Fprintln(w)
	}
	return err
}

func (c *Cold) write(w io.Writer) error {
	_, err := fmt.Fprintf(w, "## Cold start: firms that know a trade in everyday words, a city and a language\n\n"+
		"%d firms of %d trades in %d languages, each in %d cities; %d real notices, placed by a seed\n\n"+
		"| | shown | precision | by the main code | recall@50 | see nothing | words without trade |\n|---|--:|--:|--:|--:|--:|--:|\n", c.Firms, c.Trades,
		c.Languages, c.Cities, c.Notices)
	for _, row := range []struct {
		name string
		ColdFigure
	}{{"with the official codes", c.With}, {"with our own names alone", c.Without}} {
		if err == nil {
			_, err = fmt.Fprintf(w, "| %s | %d | %.3f | %.3f | %.3f | %.3f | %d |\n", row.name, row.Shown, row.Precision, row.Main, row.Recall50, row.Nothing,
				row.Tradeless)
		}
	}
	return err
}

// write prints the figures and below them published ones. The published figures are from other data, so they are only a rough
// reference.
func (b *Buyers) write(w io.Writer) error {
	_, err := fmt.Fprintf(w, "## The buyer's direction (pt2024): the place of the winner among all firms known before\n\n"+
		"%d of %d later awards have a winner known before, among %d firms\n\n| | top 1 | top 5 | top 10 |\n|---|--:|--:|--:|\n"+
		"| **by the fit** | %.3f | %.3f | %.3f |\n| García Rodríguez et al. 2020, a random forest on Spanish tenders | .10–.17 | .23–.32 | |\n\n",
		b.Awards, b.Of, b.Firms, b.Top1, b.Top5, b.Top10)
	return err
}
