package ocds

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
