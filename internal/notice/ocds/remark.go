package ocds

import "slices"

// Remark is something in a release that could not be understood or was not believed. The
// release is read without it.
type Remark struct {
	Field  string `bson:"field" json:"field"`         // name of the field as the source has it
	Text   string `bson:"text,omitempty" json:"text"` // what stands there, at most 200 characters
	Reason string `bson:"reason" json:"reason"`       // one of the constants below
}

// String says it in one line: "endDate: the date was not understood: 10/03/2031".
func (r Remark) String() string {
	text := r.Field + ": " + r.Reason
	if r.Text != "" {
		text += ": " + r.Text
	}
	return text
}

// Reasons of remarks.
const (
	NotADate       = "the date was not understood"
	NotApplied     = "the change is shown in the history and was not applied to the contract"
	NotAnAmount    = "the amount was not understood"
	NegativeAmount = "an amount below zero is not taken"
	AmountTooLarge = "an amount this large is not taken"
)

// remark notes something, each thing once.
func (g *reading) remark(field, text, reason string) {
	r := Remark{Field: field, Text: short(text), Reason: reason}
	if !slices.Contains(g.remarks, r) {
		g.remarks = append(g.remarks, r)
	}
}

// short cuts a text to what a report has room for.
func short(s string) string {
	const most = 200
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i] + "…"
		}
	}
	return s
}
