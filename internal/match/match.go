// Package match says how a firm fits a tender, and why: the same reasons to both sides.
// The rules are written by people, always give the same answer, and know nothing of
// origin, nationality, religion or health. From the same comparison come the gap (what
// the firm lacks for this tender) and the reach (how many firms a draft leaves able to bid).
package match

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/tender"
	"citiesgrow/search"
)

// Match is a supplier's fit to a tender, with reasons, as it was when either last changed.
type Match struct {
	record.Meta `bson:",inline"`
	TenderID    string   `bson:"tender_id" json:"tenderId"`
	SupplierID  string   `bson:"supplier_id" json:"supplierId"`
	City        string   `bson:"city,omitempty" json:"city"` // of the tender
	Score       int      `bson:"score" json:"score"`         // per cent, the sum of the parts
	Parts       []Part   `bson:"parts" json:"parts"`
	Reasons     []Reason `bson:"reasons" json:"reasons"`
}

// Part is one of the five things a fit is made of.
type Part struct {
	Name   string  `bson:"name" json:"name"`     // trade, words, place, size, language
	Score  float64 `bson:"score" json:"score"`   // 0 to 1
	Weight float64 `bson:"weight" json:"weight"` // share of the whole
}

// Reason is one line of why, told by its state and the facts it rests on.
type Reason struct {
	Part   string        `bson:"part" json:"part"`
	State  string        `bson:"state" json:"state"` // met, lacking or unknown
	CPV    string        `bson:"cpv,omitempty" json:"cpv,omitempty"`
	City   string        `bson:"city,omitempty" json:"city,omitempty"`
	Amount *record.Money `bson:"amount,omitempty" json:"amount,omitempty"`
	Words  string        `bson:"words,omitempty" json:"words,omitempty"` // found in both, or language codes
}

// Weights of the parts, in per cent. Trade and place decide; the rest orders. They are
// set by judgement on the demonstration data and are tuned on award data in bench.
var weights = map[string]float64{"trade": 42, "words": 20, "place": 20, "size": 10, "language": 8}

// enough is the score from which a pair is a match at all.
const enough = 45

// Found are words that stand in both a profile and a tender, with the strength of the
// find (BM25).
type Found struct {
	Words    []string
	Strength float64
}

// telling is the share of all tenders up to which a word says something of a trade: "de"
// and "services" stand in many.
const telling = 0.12

// found reads what the search explains. Words of many tenders, names of the sixteen cities
// and what is too short to mean anything are left out.
func found(because []search.Contribution, ordinary map[string]bool) Found {
	var f Found
	seen := map[string]bool{}
	for _, b := range because {
		word := taxonomy.Fold(b.Word)
		if strings.HasPrefix(b.Term, "#") || b.Share > telling || utf8.RuneCountInString(word) < 3 || ordinary[word] || seen[word] {
			continue
		}
		seen[word] = true
		f.Words = append(f.Words, b.Word)
		f.Strength += b.Score
	}
	return f
}

// Weigh compares a firm with a tender. The result is the same whenever the same two are
// compared.
func Weigh(p *supplier.Profile, t *tender.Tender, found Found) *Match {
	m := &Match{TenderID: t.ID, SupplierID: p.ID, City: t.City}
	m.Meta.ID = idOf(t.ID, p.ID)
	trade, code := closeness(p.CPV, t.CPV())
	m.add("trade", trade, state(trade >= 0.6, trade > 0), Reason{CPV: code})
	words := 1 - math.Exp(-found.Strength/8)
	if words > 0.2 {
		m.add("words", words, "met", Reason{Words: strings.Join(found.Words[:min(3, len(found.Words))], ", ")})
	} else {
		m.add("words", words, "", Reason{})
	}
	place, city := placeFit(p, t)
	m.add("place", place, state(place == 1, len(t.Cities) == 0), Reason{City: city})
	size, largest := sizeFit(p, t)
	m.add("size", size, state(size >= 0.9, size == unknown), Reason{Amount: largest})
	language, said := languageFit(p, t)
	m.add("language", language, state(language == 1, language == unknown), Reason{Words: said})
	sum := 0.0
	for _, part := range m.Parts {
		sum += part.Score * part.Weight
	}
	m.Score = int(math.Round(sum))
	if trade < 0.6 && words < 0.5 || place == 0 {
		m.Score = min(m.Score, enough-1) // size and language alone do not make it the firm's trade, nor its city
	}
	return m
}

func idOf(tenderID, supplierID string) string { return "match-" + tenderID + "-" + supplierID }

// unknown is the score of what was not told: it neither helps nor harms.
const unknown = 0.5

func state(met, notTold bool) string {
	switch {
	case met:
		return "met"
	case notTold:
		return "unknown"
	}
	return "lacking"
}

// add notes a part, and its reason where there is something to say.
func (m *Match) add(name string, score float64, state string, why Reason) {
	m.Parts = append(m.Parts, Part{name, score, weights[name]})
	if state == "" {
		return
	}
	why.Part, why.State = name, state
	m.Reasons = append(m.Reasons, why)
}

// closeness is how near the firm's codes come to the tender's, and the tender's code that
// was met. A firm's wider code answers for everything below it.
func closeness(firm, asked []string) (best float64, code string) {
	byLevel := []float64{0, 0, 0.35, 0.6, 0.8, 0.9, 0.95, 1, 1}
	for _, a := range asked {
		for _, f := range firm {
			short := strings.TrimRight(f, "0")
			n := common(f, a)
			score := byLevel[min(n, 8)]
			if len(short) >= 3 && strings.HasPrefix(a, short) {
				score = max(score, 0.95)
			}
			if f == a {
				score = 1
			}
			if score > best {
				best, code = score, a
			}
		}
	}
	return best, code
}

func common(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	// Zeros at the end of both are no digits they share.
	return min(n, max(len(strings.TrimRight(a, "0")), 2), max(len(strings.TrimRight(b, "0")), 2))
}

func placeFit(p *supplier.Profile, t *tender.Tender) (float64, string) {
	if len(t.Cities) == 0 {
		return 0.25, ""
	}
	for _, city := range t.Cities {
		if slices.Contains(p.Cities, city) {
			return 1, city
		}
	}
	return 0, t.City
}

// sizeFit holds the value, or the smallest lot, against the largest contract the firm can carry.
func sizeFit(p *supplier.Profile, t *tender.Tender) (float64, *record.Money) {
	value := t.Value()
	if p.Largest == nil || value == nil || value.Minor == 0 || p.Largest.Minor == 0 {
		return unknown, nil
	}
	asked := tender.Euros(*value)
	for _, l := range t.Tender.Lots {
		if l.Value != nil && l.Value.Minor > 0 {
			asked = min(asked, tender.Euros(*l.Value))
		}
	}
	return min(1, tender.Euros(*p.Largest)/asked), p.Largest
}

func languageFit(p *supplier.Profile, t *tender.Tender) (float64, string) {
	asked := t.AnswerLanguages()
	if len(asked) == 0 || len(p.Languages) == 0 {
		return unknown, ""
	}
	for _, l := range asked {
		if slices.Contains(p.Languages, l) {
			return 1, l
		}
	}
	return 0, strings.Join(asked, ",")
}

// trades tells whether a firm is of the trade of a content, for the reach: at least the
// same group of the CPV.
func trades(p *supplier.Profile, codes []string) bool {
	score, _ := closeness(p.CPV, codes)
	return score >= 0.6
}

var matches = store.Spec{Name: "matches", Indexes: []store.Index{
	{Name: "tender", Fields: []string{"tender_id", "score"}},
	{Name: "supplier", Fields: []string{"supplier_id", "score"}},
}}
