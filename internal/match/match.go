// Package match says how a firm fits a tender, and why: the same reasons to both sides.
// The rules are written by people, always give the same answer, and know nothing of
// origin, nationality, religion or health. From the same comparison come the gap (what
// the firm lacks for this tender) and the reach (how many firms a draft leaves able to bid).
package match

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/taxonomy/fold"
	"citiesgrow/internal/tender"
	"citiesgrow/search"
)

// Match is a supplier's fit to a tender, with reasons, as it was when either last changed.
type Match struct {
	record.Meta `bson:",inline"`
	TenderID    string   `bson:"tender_id" json:"tenderId"`
	SupplierID  string   `bson:"supplier_id" json:"supplierId"`
	City        string   `bson:"city,omitempty" json:"city"` // of the tender
	Fit         float64  `bson:"fit" json:"fit"`             // what orders matches; above 0, without bound
	Score       int      `bson:"score" json:"score"`         // the fit as people read it, 0 to 100
	Fits        bool     `bson:"fits" json:"fits"`           // of the trade, where the firm works, and near enough in all else
	Parts       []Part   `bson:"parts" json:"parts"`
	Reasons     []Reason `bson:"reasons" json:"reasons"`
}

// Part is one of the things a fit is made of. The points of all parts add up to the score.
type Part struct {
	Name   string  `bson:"name" json:"name"`               // trade, words, place, customers; category, size, language, time, rivals
	Points float64 `bson:"points,omitempty" json:"points"` // below 0 for what lowers the fit
	Factor float64 `bson:"factor,omitempty" json:"factor"` // by which it does, above 0, at most 1; 0 for a part that adds
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

// enough is the score from which a pair of the same trade is a match: the rest is too far
// in all else. The score orders matches; what they rest on is the trade.
const enough = 45

// A Judge compares firms with tenders by some weights.
type Judge struct {
	Weights
	Taxa *taxonomy.Taxonomy
	Now  time.Time
}

// NewJudge returns a judge with the default weights.
func NewJudge(taxa *taxonomy.Taxonomy, now time.Time) Judge {
	return Judge{Weights: Default, Taxa: taxa, Now: now}
}

// Best are those of one side that are shown as matches, the best first, fifty at most.
func Best(weighed []*Match) []*Match {
	all := fitting(weighed)
	return all[:min(len(all), kept)]
}

// fitting are those that fit, the best first.
func fitting(weighed []*Match) []*Match {
	all := slices.DeleteFunc(slices.Clone(weighed), func(m *Match) bool { return !m.Fits })
	slices.SortStableFunc(all, func(a, b *Match) int { return cmp.Compare(b.Fit, a.Fit) })
	return all
}

// Weigh compares a firm with a tender by what they have in common, as the search explains
// it for the firm's offer, and by the rivals: the mean fit of the best firms. The result is
// the same whenever the same two are compared. A pair fits only by its trade, by the code or
// a neighbour of it or a word that names it, and where the firm works; what else is in common
// orders the pairs.
func (j Judge) Weigh(p *supplier.Profile, t *tender.Tender, common []search.Contribution, rivals float64) *Match {
	m := &Match{TenderID: t.ID, SupplierID: p.ID, City: t.City}
	m.Meta.ID = idOf(t.ID, p.ID)
	sums := j.sort(common, t)
	trade, code := taxonomy.Closeness(codesOf(p), t.CPV())
	m.reason("trade", state(trade >= taxonomy.VerySame, trade >= taxonomy.Neighbour || sums.named), Reason{CPV: code})
	if len(sums.told) > 0 {
		m.reason("words", "met", Reason{Words: strings.Join(sums.told[:min(3, len(sums.told))], ", ")})
	}
	where, city := j.place(p, t)
	m.reason("place", where, Reason{City: city})
	if sums.customers > 0 && t.Buyer.Name != "" {
		m.reason("customers", "met", Reason{Words: t.Buyer.Name})
	}
	m.add(j, []adding{{"trade", sums.trade}, {"words", sums.words}, {"place", sums.place}, {"customers", sums.customers}})
	m.lower(j, "category", j.category(m, codesOf(p), t.CPV()))
	m.lower(j, "size", j.size(m, p, t))
	m.lower(j, "language", j.language(m, p, t))
	m.lower(j, "time", j.hurry(m, t))
	m.lower(j, "rivals", j.Alone(rivals))
	m.Score = int(math.Round(j.percent(m.Fit)))
	m.Fits = (trade >= taxonomy.Neighbour || sums.named) && where != "lacking" && m.Score >= enough
	return m
}

// adding is a part that adds to the fit.
type adding struct {
	name string
	sum  float64
}

func (m *Match) add(j Judge, parts []adding) {
	for _, p := range parts {
		m.Fit += p.sum
	}
	for _, p := range parts {
		m.Parts = append(m.Parts, Part{Name: p.name, Points: tenths(j.percent(m.Fit) * p.sum / max(m.Fit, math.SmallestNonzeroFloat64))})
	}
}

// lower multiplies the fit and tells what points that takes.
func (m *Match) lower(j Judge, name string, factor float64) {
	before := j.percent(m.Fit)
	m.Fit *= factor
	m.Parts = append(m.Parts, Part{Name: name, Points: tenths(j.percent(m.Fit) - before), Factor: math.Round(100*factor) / 100})
}

func tenths(f float64) float64 { return math.Round(10*f) / 10 }

// percent is a fit as people read it: 0 for none, 63 for a good one, 100 never reached.
func (j Judge) percent(fit float64) float64 { return 100 * (1 - math.Exp(-fit/j.Good)) }

// summed is what a firm and a tender have in common, by kind.
type summed struct {
	trade, words, place, customers float64

	told  []string // what the firm said that tells of a trade, each word once, the strongest first
	named bool     // one of them stands in the tender's title, and names its trade
}

func (j Judge) sort(common []search.Contribution, t *tender.Tender) summed {
	titled := sync.OnceValue(func() map[string]bool { return wordsOfTitle(t) })
	var s summed
	said := map[string]bool{"": true}
	for _, c := range common {
		switch kind(c.Term) {
		case ofTrade:
			s.trade += c.Score
		case ofPlace:
			s.place += c.Score
		case ofCustomers:
			s.customers += c.Score
		default:
			s.words += c.Score
			word := fold.Text(c.Word)
			if said[word] || j.Taxa == nil || !j.Taxa.Telling(c.Word) {
				continue
			}
			said[word] = true
			s.told = append(s.told, c.Word)
			s.named = s.named || titled()[word] && j.names(c.Word, t.CPV())
		}
	}
	return s
}

// names says whether a word names the trade of one of some codes: it is known in the division, and in a group of
// many trades it leads to the very one. A plumber and an electrician both repair homes.
func (j Judge) names(word string, codes []string) bool {
	if !slices.ContainsFunc(codes, func(code string) bool { return taxonomy.TradeDigits(code) > 3 }) {
		return j.Taxa.Names(word, codes)
	}
	var led []string
	for _, m := range j.Taxa.Meanings(word) {
		led = append(led, m.CPV)
	}
	return j.Taxa.Names(word, slices.DeleteFunc(slices.Clone(codes), func(code string) bool {
		near, _ := taxonomy.Closeness(led, []string{code})
		return taxonomy.TradeDigits(code) > 3 && near < taxonomy.Neighbour
	}))
}

func wordsOfTitle(t *tender.Tender) map[string]bool {
	titled := map[string]bool{}
	for _, title := range t.Tender.Title {
		for _, w := range fold.Words(title) {
			titled[w] = true
		}
	}
	return titled
}

func idOf(tenderID, supplierID string) string { return "match-" + tenderID + "-" + supplierID }

func state(met, notTold bool) string {
	switch {
	case met:
		return "met"
	case notTold:
		return "unknown"
	}
	return "lacking"
}

func (m *Match) reason(part, state string, why Reason) {
	why.Part, why.State = part, state
	m.Reasons = append(m.Reasons, why)
}

// codesOf are the codes a firm stands for: those it confirmed, and those of its past
// contracts.
func codesOf(p *supplier.Profile) []string {
	codes := slices.Clone(p.CPV)
	for _, r := range p.References {
		codes = append(codes, r.CPV...)
	}
	return codes
}

// Trades reports whether one of a firm's codes is at least a neighbour of one of a contract's codes.
func Trades(p *supplier.Profile, codes []string) bool {
	score, _ := taxonomy.Closeness(p.CPV, codes)
	return score >= taxonomy.Neighbour
}

var matches = store.Spec{Name: "matches", Indexes: []store.Index{
	{Name: "tender", Fields: []string{"tender_id", "fit"}},
	{Name: "supplier", Fields: []string{"supplier_id", "fit"}},
}}
