package match

import (
	"maps"
	"slices"

	"citiesgrow/internal/supplier"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/tender"
	"citiesgrow/search"
)

// How many the search brings before the rules weigh them.
const (
	mostTenders = 300
	mostFirms   = 100
)

// Offer is a firm as a profile to rank tenders by: what it says it does, what it did
// before, where, and for whom.
func (w Weights) Offer(p *supplier.Profile, taxa *taxonomy.Taxonomy) search.Profile {
	pr := search.Profile{Kind: tender.Kind.Name, CPV: map[string]float64{}, Marks: map[string]float64{}, OpenOnly: true, Limit: mostTenders}
	say := func(text, language string, weight float64, quiet bool) {
		if text != "" && weight > 0 {
			pr.Words = append(pr.Words, search.Weighted{Text: text, Language: language, Weight: weight, Quiet: quiet})
		}
	}
	marks := map[string]float64{}
	done := map[string]float64{} // codes, how often
	for _, code := range p.CPV {
		done[code]++
	}
	for _, said := range p.Said {
		say(said.Words, said.Language, w.Words, false)
	}
	for _, id := range p.Cities {
		city, _ := taxa.City(id)
		for _, mark := range tender.CityMarks(city) {
			marks[mark]++
		}
	}
	for _, r := range p.References {
		say(r.Title, r.Language, w.Words, false)
		for _, code := range r.CPV {
			done[code]++
		}
		for _, mark := range tender.PlaceMarks(r.Places) {
			marks[mark]++
		}
		for _, mark := range tender.BuyerMarks(r.Client) {
			marks[mark]++
		}
	}
	for _, code := range slices.Sorted(maps.Keys(done)) {
		pr.CPV[code] = done[code] * w.Trade
		for _, l := range p.Languages {
			say(taxa.LabelIn(code, l), l, w.Label*done[code], true)
		}
	}
	for _, l := range p.Languages {
		say(p.Name, l, w.Name, true)
	}
	for mark, n := range marks {
		weight := w.Place
		if kind("@"+mark) == ofCustomers {
			weight = w.Customers
		}
		pr.Marks[mark] = weight * n
	}
	return pr
}

// Ask is a tender as a profile to rank firms by.
func (w Weights) Ask(t *tender.Tender) search.Profile {
	pr := search.Profile{Kind: supplier.Kind.Name, CPV: map[string]float64{}, Limit: mostFirms}
	for _, code := range t.CPV() {
		pr.CPV[code] = 1
	}
	for language, words := range t.Tender.Title {
		pr.Words = append(pr.Words, search.Weighted{Text: words, Language: language, Weight: 1})
	}
	if len(t.Cities) > 0 {
		pr.Filters = map[string][]string{"city": t.Cities} // a firm of another city is no match, nor a rival
	}
	return pr
}
