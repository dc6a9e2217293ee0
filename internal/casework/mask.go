package casework

import (
	"context"
	"slices"
	"strings"

	"citiesgrow/internal/custody"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
)

// MaskForm lists the words that are blacked out, one a line.
type MaskForm struct {
	Revision int64  `json:"revision" validate:"min=0"` // of the case that was read; 0 does not ask
	Words    string `json:"words" validate:"max=3000"`
}

// mostMasks bounds the words that are blacked out in a case.
const mostMasks = 100

// list reads the words, the longest first, so that a name within a longer one leaves nothing of it.
func (f *MaskForm) list() []string {
	var words []string
	for line := range strings.Lines(f.Words) {
		if w := strings.TrimSpace(line); w != "" {
			words = append(words, w)
		}
	}
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	return words
}

// Mask blacks words out wherever the case is shown or printed. It is a Conflict where this was edited since the
// case was read.
func (s *Service) Mask(ctx context.Context, id string, f MaskForm) (*report.Report, error) {
	if len(f.list()) > mostMasks {
		return nil, problem.Field("words", "problem.max_items", "Param", mostMasks)
	}
	return s.edit(ctx, id, editing{act: "masked", form: "masks", revision: f.Revision,
		stored: func(r *report.Report, x custody.Secrets) (any, error) {
			known, err := internalOf(r, x)
			if err != nil {
				return nil, err
			}
			return known.masks(r), nil
		},
		change: func(r *report.Report, x custody.Secrets) error {
			return setInternal(r, x, func(known *Internal) { known.Masks = f.list() })
		}})
}

func (known *Internal) masks(r *report.Report) *MaskForm {
	return &MaskForm{r.Revision, strings.Join(known.Masks, "\n")}
}

// black is what stands for a masked word.
const black = "█████"

// mask blacks the masked words out in the account and the messages.
func (c *Case) mask() {
	if len(c.Known.Masks) == 0 {
		return
	}
	var pairs []string
	for _, m := range c.Known.Masks {
		pairs = append(pairs, m, black)
	}
	r := strings.NewReplacer(pairs...)
	for _, text := range []*string{&c.Account.What, &c.Account.Where, &c.Account.Who, &c.Account.Evidence} {
		*text = r.Replace(*text)
	}
	for i := range c.Said {
		c.Said[i].Text = r.Replace(c.Said[i].Text)
	}
}
