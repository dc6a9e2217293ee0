// Package survey asks those who took part in a visit or a conference whether it helped. They answer
// with a code, without an account; nobody learns who said what, and what was said is shown to staff
// from three answers on.
package survey

import (
	"slices"
	"strings"

	"citiesgrow/internal/form"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Answer is what one person said. It does not say who.
type Answer struct {
	record.Meta `bson:",inline"`
	Of          string `bson:"of" json:"-"`          // the visit or conference
	Helped      int    `bson:"helped" json:"helped"` // 1 not at all to 4 very much
	Learnt      string `bson:"learnt,omitempty" json:"learnt"`
	Better      string `bson:"better,omitempty" json:"better"`
	Language    string `bson:"language" json:"language"` // it was answered in
}

var answers = store.Spec{Name: "survey_answers", Quiet: true, Indexes: []store.Index{{Name: "of", Fields: []string{"of"}}}}

// fewest is from how many answers on they are shown: of fewer, one could guess who said what.
const fewest = 3

// most is how many answers one survey takes.
const most = 500

// helps is the least of Helped that counts as help.
const helps = 3

// Form is what a person says.
type Form struct {
	Helped string `json:"helped" validate:"omitempty,oneof=1 2 3 4"`
	Learnt string `json:"learnt" validate:"max=2000"`
	Better string `json:"better" validate:"max=2000"`
}

// Apply reads the form over an answer.
func (f *Form) Apply(a *Answer, r *form.Reader) error {
	if f.Helped == "" {
		r.Wrong("helped", "survey.helped_missing")
		return r.Err()
	}
	a.Helped, a.Learnt, a.Better = int(f.Helped[0]-'0'), f.Learnt, f.Better
	return nil
}

// Summary is what those who took part said, together.
type Summary struct {
	Count  int      `json:"answers"`
	Helped int      `json:"helped"`          // of them said that it helped, or very much; 0 while too few answered
	Texts  []string `json:"texts,omitempty"` // what was learnt and what could be better, in an order that does not say who
}

// sum is the summary of answers; of fewer than three it says only how many there are.
func sum(all []*Answer) *Summary {
	s := &Summary{Count: len(all)}
	if len(all) < fewest {
		return s
	}
	for _, a := range all {
		if a.Helped >= helps {
			s.Helped++
		}
		for _, text := range []string{a.Learnt, a.Better} {
			if text = strings.TrimSpace(text); text != "" {
				s.Texts = append(s.Texts, text)
			}
		}
	}
	slices.Sort(s.Texts)
	return s
}
