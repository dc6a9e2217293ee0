// Package readiness shows a firm what to do next: a test of ten questions that every public contract asks
// in some form, and a plan that leads from each thing that the firm lacks to the services that supply it
// before it is needed.
package readiness

import (
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
	"citiesgrow/internal/service"
	"citiesgrow/internal/store"
)

// Readiness holds the answers of a firm to the readiness test. Its id is that of the account.
type Readiness struct {
	record.Meta `bson:",inline"`
	Answers     map[string]string `bson:"answers" json:"answers"` // question → "yes" or "no"; what is left out was not answered
}

var readinesses = store.Spec{Name: "readiness"}

// Questions are those of the test. Each is a need (service.Needs): the answer no leads to the services that
// supply it.
func Questions() []string {
	return []string{ocds.Registration, service.Accounts, ocds.Insurance, service.Bank, ocds.References, service.Signature, service.Invoice, service.Safety,
		ocds.Language, service.Offer}
}

// Open lists the needs that were answered with no, in the order of the questions.
func (r *Readiness) Open() []string {
	var open []string
	for _, q := range Questions() {
		if r.Answers[q] == "no" {
			open = append(open, q)
		}
	}
	return open
}

// Met counts the questions that were answered with yes.
func (r *Readiness) Met() int {
	n := 0
	for _, q := range Questions() {
		if r.Answers[q] == "yes" {
			n++
		}
	}
	return n
}

// answered returns the answers that are a yes or a no to one of the questions.
func answered(answers map[string]string) map[string]string {
	valid := map[string]string{}
	for _, q := range Questions() {
		if a := answers[q]; a == "yes" || a == "no" {
			valid[q] = a
		}
	}
	return valid
}
