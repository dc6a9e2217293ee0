// Package question holds the questions of firms about a tender that was posted here, and the answers
// of its buyer, which all may read. No page says who asked.
package question

import (
	"time"

	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Question is asked by a firm and answered to all. The account that asked is stored so that a flood of
// questions can be stopped; no page shows it, also not the buyer's.
type Question struct {
	record.Meta `bson:",inline"`
	TenderID    string    `bson:"tender_id" json:"tenderId"`
	Account     string    `bson:"account" json:"-"`
	Text        string    `bson:"text" json:"text"`
	Asked       time.Time `bson:"asked" json:"asked,omitzero"`
	Answer      string    `bson:"answer,omitempty" json:"answer"`
	Answered    time.Time `bson:"answered,omitempty" json:"answered,omitzero"`
}

// questions is how they are stored. Quiet: the time of a stored question must not show who was signed in.
var questions = store.Spec{Name: "questions", Quiet: true, Indexes: []store.Index{{Name: "tender", Fields: []string{"tender_id", "asked"}}}}

// mostOpen is how many unanswered questions one firm may have at one tender.
const mostOpen = 5
