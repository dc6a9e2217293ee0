package match

import (
	"math"
	"slices"
	"strings"

	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
)

// Weights are what the parts of a fit count. Words to Past, and the rivals, were tuned on the
// development split of award data of 2024 (`citiesgrow eval`), where the best values are
// flat: a tenth more or less changes little. `citiesgrow tune` tried each at 0.5, 0.8, 1.25 and 2
// times its value on two windows of time, with hit@10 .449 and .520, nDCG@10 .189 and .252: no
// change holds on both (docs/tuning.md). The same command reads what firms contested; there
// were none to read so far. The others have no data to be tuned on and are set by judgement. Zero
// switches a part off.
type Weights struct {
	Words     float64 // a word of a past contract or of what the firm says it does
	Label     float64 // a word of the official name of a code
	Trade     float64 // a level of a CPV code
	Place     float64 // a level of a place
	Customers float64 // a word of a customer's name
	Name      float64 // a word of the firm's own name

	Other   float64 // factor where the firm never did this category: goods, services or works
	Past    float64 // power of how far a value is from the nearest past one
	Large   float64 // power of how far a value is above the largest the firm can carry
	Foreign float64 // factor where the firm does not write the language asked for
	Hurry   float64 // factor in the last days before the deadline
	Rivals  float64 // power of the mean fit of the best firms
	Good    float64 // the fit that reads as 63 of 100
}

// Default are the weights that the service uses.
var Default = Weights{Words: 1, Label: 0.5, Trade: 1.5, Place: 1, Customers: 0.3, Name: 1,
	Other: 0.7, Past: 0.05, Large: 0.25, Foreign: 0.8, Hurry: 0.9, Rivals: 0.5, Good: 0.8}

// Marks of documents by what they are of.
const (
	ofWords = iota
	ofTrade
	ofPlace
	ofCustomers
)

func kind(term string) int {
	switch {
	case strings.HasPrefix(term, "#"):
		return ofTrade
	case strings.HasPrefix(term, "@"+tender.BuyerMark):
		return ofCustomers
	case strings.HasPrefix(term, "@"):
		return ofPlace
	}
	return ofWords
}

// categoryOf is goods, services or works, as the division of a CPV code has it (Regulation
// (EC) 213/2008: 45 is works, what comes before it and 48 are goods, the rest services).
func categoryOf(code string) string {
	switch {
	case strings.HasPrefix(code, "45"):
		return "works"
	case code < "45" || strings.HasPrefix(code, "48"):
		return "goods"
	}
	return "services"
}

// category lowers what is none of the categories that the firm's codes are of.
func (j Judge) category(m *Match, firm, asked []string) float64 {
	if len(firm) == 0 || len(asked) == 0 {
		return 1
	}
	for _, a := range asked {
		if slices.ContainsFunc(firm, func(f string) bool { return categoryOf(f) == categoryOf(a) }) {
			return 1
		}
	}
	m.reason("category", "lacking", Reason{})
	return orNone(j.Other)
}

// size holds the value, or the smallest lot, against what the firm did before and against
// the largest contract it can carry.
func (j Judge) size(m *Match, p *supplier.Profile, t *tender.Tender) float64 {
	asked := askedValue(t)
	if asked == 0 {
		m.reason("size", "unknown", Reason{})
		return 1
	}
	factor := 1.0
	if ratio := nearest(p.References, asked); ratio > 0 {
		factor *= math.Pow(ratio, -j.Past)
	}
	if p.Largest == nil || p.Largest.Minor == 0 {
		m.reason("size", "unknown", Reason{})
		return factor
	}
	carried := tender.Euros(*p.Largest) / asked
	if carried < 1 {
		factor *= math.Pow(carried, j.Large)
	}
	m.reason("size", state(carried >= 0.9, false), Reason{Amount: p.Largest})
	return factor
}

// askedValue is in euros; 0 when not told.
func askedValue(t *tender.Tender) float64 {
	value := t.Value()
	if value == nil || value.Minor == 0 {
		return 0
	}
	asked := tender.Euros(*value)
	for _, l := range t.Tender.Lots {
		if l.Value != nil && l.Value.Minor > 0 {
			asked = min(asked, tender.Euros(*l.Value))
		}
	}
	return asked
}

// nearest is how many times larger or smaller the nearest past value is; 0 when none is
// told.
func nearest(past []supplier.PastContract, asked float64) float64 {
	best := 0.0
	for _, r := range past {
		if r.Value == nil || r.Value.Minor <= 0 {
			continue
		}
		ratio := tender.Euros(*r.Value) / asked
		if ratio < 1 {
			ratio = 1 / ratio
		}
		if best == 0 || ratio < best {
			best = ratio
		}
	}
	return best
}

func (j Judge) language(m *Match, p *supplier.Profile, t *tender.Tender) float64 {
	asked := t.AnswerLanguages()
	if len(asked) == 0 || len(p.Languages) == 0 {
		m.reason("language", "unknown", Reason{})
		return 1
	}
	for _, l := range asked {
		if slices.Contains(p.Languages, l) {
			m.reason("language", "met", Reason{Words: l})
			return 1
		}
	}
	m.reason("language", "lacking", Reason{Words: strings.Join(asked, ",")})
	return orNone(j.Foreign)
}

// fewDays is too little for a firm of four to write an offer.
const fewDays = 3

func (j Judge) hurry(m *Match, t *tender.Tender) float64 {
	if d := t.Deadline(); !d.IsZero() && d.Sub(j.Now).Hours() < 24*fewDays {
		m.reason("time", "lacking", Reason{})
		return orNone(j.Hurry)
	}
	return 1
}

// fewRivals is a mean fit of the best firms below which it does not count: hardly anybody
// is known who fits.
const fewRivals = 0.5

// Alone lowers a fit where many firms fit as well: 1 where few do.
func (j Judge) Alone(rivals float64) float64 {
	return math.Pow(max(fewRivals, rivals)/fewRivals, -j.Rivals)
}

func orNone(factor float64) float64 {
	if factor == 0 {
		return 1
	}
	return factor
}
