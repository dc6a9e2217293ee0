package service

import (
	"slices"
	"strings"

	"citiesgrow/internal/notice/ocds"
)

// What a firm may need besides the kinds of requirements of tenders; the readiness test asks for it.
const (
	Accounts   = "accounts"   // yearly accounts, tax in order
	Bank       = "bank"       // a business account, credit for the first months
	Signature  = "signature"  // an electronic signature
	Invoice    = "invoice"    // electronic invoices
	Offer      = "offer"      // help to write an offer
	Partner    = "partner"    // another firm to bid with
	Safety     = "safety"     // health and safety in order
	Permission = "permission" // a permit to work or to run a firm
)

// Needs lists what a service can supply, the kinds of requirements of tenders first.
func Needs() []string {
	return []string{ocds.Insurance, ocds.Certificate, ocds.Registration, ocds.Language, ocds.References, ocds.Turnover, ocds.Staff, ocds.Years,
		Accounts, Bank, Signature, Invoice, Offer, Partner, Safety, Permission}
}

// Supply is something that one has after a service: it answers a requirement of the same kind, of any detail
// where none is named.
type Supply struct {
	Kind   string `bson:"kind" json:"kind"`               // one of Needs
	Detail string `bson:"detail,omitempty" json:"detail"` // "liability", "ISO 9001", "lv"
}

// Need is what a firm looks for: one of Needs, and which.
type Need struct {
	Kind   string
	Detail string
}

// NeedsOf are the needs that answer a requirement, any one of them: of several languages each is one.
func NeedsOf(r ocds.Requirement) []Need {
	if r.Kind != ocds.Language {
		return []Need{{r.Kind, r.Detail}}
	}
	var all []Need
	for l := range strings.SplitSeq(r.Detail, ",") {
		all = append(all, Need{ocds.Language, l})
	}
	return all
}

// Supplied reports whether the service supplies a need. A detail that one of the two leaves out fits any:
// insurance of no kind answers for liability, professional insurance does not.
func (l *Listing) Supplied(n Need) bool {
	return slices.ContainsFunc(l.Supplies, func(s Supply) bool {
		return s.Kind == n.Kind && (s.Detail == "" || n.Detail == "" || plain(s.Detail) == plain(n.Detail))
	})
}

// keys are the index keys of a supply.
func (s Supply) keys() []string { return []string{s.Kind, s.Kind + ":" + plain(s.Detail)} }

// keys are the index keys of the supplies that answer the need.
func (n Need) keys() []string {
	if n.Detail == "" {
		return []string{n.Kind}
	}
	return []string{n.Kind + ":", n.Kind + ":" + plain(n.Detail)}
}

// plain is a detail without case, punctuation and year: "ISO 9001:2015" and "iso-9001" are the same.
func plain(s string) string {
	if name, year, dated := strings.Cut(s, ":"); dated && len(year) == 4 {
		s = name
	}
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '_' || r == '.' || r == ':' || r == ',' || r == '/' || r == '\u00a0' {
			return -1
		}
		return r
	}, strings.ToLower(s))
}
