package eval

import (
	"fmt"
	"io"
	"strings"
)

// notShown is printed for counts of fewer than ten suppliers, zero included.
const notShown = "none, or of fewer than ten firms: not told"

// Write writes the results as Markdown tables.
func (t *Tuning) Write(w io.Writer) error {
	var b strings.Builder
	b.WriteString("## The default weights on two cuts (pt2024)\n\n" +
		"| cut | ranked until | firms | questions | documents | hit@10 | nDCG@10 |\n|---|---|--:|--:|--:|--:|--:|\n")
	for _, c := range t.Cuts {
		fmt.Fprintf(&b, "| %s | %s | %d | %d | %d | %.4f | %.4f |\n", c.Day, c.End, c.Firms, c.Questions, c.Documents, c.House.Hit10, c.House.NDCG10)
	}
	t.writeTried(&b)
	t.Objections.write(&b)
	t.writeProposed(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

func (t *Tuning) writeTried(b *strings.Builder) {
	b.WriteString("\n## Each weight alone, and the difference to the default weights (± standard error, paired over the firms)\n\n| weight | value |")
	for _, c := range t.Cuts {
		fmt.Fprintf(b, " %s hit@10 | nDCG@10 |", c.Day)
	}
	b.WriteString(" agreement | holds on both |\n|---|--:|" + strings.Repeat("--:|--:|", len(t.Cuts)) + "--:|---|\n")
	for _, tried := range t.Tried {
		fmt.Fprintf(b, "| %s | %.4g |", tried.Weight, tried.Value)
		for _, g := range tried.Cuts {
			fmt.Fprintf(b, " %.4f (%+.4f) | %.4f (%+.4f ± %.4f) |", g.Hit10, g.Hit10Rise, g.NDCG10, g.NDCG10Rise, g.Error)
		}
		agreement := ""
		if tried.Agreement != nil {
			agreement = fmt.Sprintf("%.3f (%+.3f)", *tried.Agreement, *tried.Agreement-*t.Objections.House)
		}
		fmt.Fprintf(b, " %s | %s |\n", agreement, map[bool]string{true: "yes"}[tried.Holds])
	}
	fmt.Fprintf(b, "\nA change holds when neither hit@10 nor nDCG@10 falls on a cut, and nDCG@10 rises in the mean of the cuts"+
		" by at least %.3f and %d standard errors.\n", leastRise, leastInErrors)
}

func (o *Objections) write(b *strings.Builder) {
	b.WriteString("\n## What firms contested\n\n")
	if o == nil {
		b.WriteString("There is no store in the data folder: no objections were read.\n")
		return
	}
	if o.Reasons == nil {
		b.WriteString("Objections by reason: " + notShown + ".\n")
	}
	for _, reason := range sorted(o.Reasons) {
		fmt.Fprintf(b, "- %s: %d firms\n", strings.ReplaceAll(reason, "*", "the reasons that are not told one by one, together"), o.Reasons[reason])
	}
	if o.House == nil {
		b.WriteString("\nAgreement of the weights with the objections: " + notShown + ".\n")
		return
	}
	fmt.Fprintf(b, "\nAgreement of the default weights: in %.3f of the pairs a contested match stands below another match of the same firm"+
		" (mean of firms, ties count half).\n"+
		"A change that lowers it by more than %.2f is not proposed.\n", *o.House, mostLoss)
}

func (t *Tuning) writeProposed(b *strings.Builder) {
	b.WriteString("\n## What is proposed\n\n")
	none := true
	for _, tried := range t.Tried {
		switch {
		case tried.Proposed:
			fmt.Fprintf(b, "- %s %.4g holds on both cuts.\n", tried.Weight, tried.Value)
		case tried.Holds:
			fmt.Fprintf(b, "- %s %.4g holds on both cuts, and stands against what firms contested: not proposed.\n", tried.Weight, tried.Value)
		}
		none = none && !tried.Proposed
	}
	if t.few() {
		fmt.Fprintf(b, "Nothing: a cut has fewer than %d questions.\n", leastQuestions)
		return
	}
	if none {
		b.WriteString("No change: none holds on both cuts.\n")
		return
	}
	b.WriteString("\nNothing was changed: a person sets the weights in internal/match/weights.go, after `citiesgrow eval`.\n")
}
