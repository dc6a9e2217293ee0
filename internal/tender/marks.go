package tender

import (
	"unicode/utf8"

	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/taxonomy/fold"
)

// Marks are what a tender and a firm may have in common besides words and codes: the
// levels of a place, so that the same town is nearer than the same country, and the words
// of the buyer's name, so that schools are near other schools.
const (
	CityMark  = "city:"
	PlaceMark = "place:"
	BuyerMark = "buyer:"
)

// Marks are those of a tender.
func (t *Tender) Marks() []string {
	var marks []string
	for _, city := range t.Cities {
		marks = append(marks, CityMark+city)
	}
	return append(append(marks, PlaceMarks(t.Tender.Places)...), BuyerMarks(t.Buyer.Name)...)
}

// CityMarks are those of a firm that works in a city of the programme.
func CityMarks(city taxonomy.City) []string {
	marks := []string{CityMark + city.ID}
	for _, code := range city.NUTS {
		marks = append(marks, PlaceMarks([]ocds.Place{{NUTS: code, Country: city.Country}})...)
	}
	return once(marks)
}

// PlaceMarks are the levels of some places: country, NUTS levels 1 to 3, town.
func PlaceMarks(places []ocds.Place) []string {
	var marks []string
	for _, p := range places {
		country := p.Country
		if country == "" && len(p.NUTS) >= 2 {
			country = p.NUTS[:2]
		}
		if country != "" {
			marks = append(marks, PlaceMark+country)
		}
		for n := 3; n <= len(p.NUTS); n++ {
			marks = append(marks, PlaceMark+p.NUTS[:n])
		}
		if town := fold.Text(p.Town); town != "" {
			marks = append(marks, PlaceMark+country+"/"+town)
		}
	}
	return once(marks)
}

// buyerLetters is how much of a word of a buyer's name counts: its language is not known.
const buyerLetters = 6

// BuyerMarks are the words of a buyer's name, without the shortest.
func BuyerMarks(name string) []string {
	var marks []string
	for _, word := range fold.Words(name) {
		if n := utf8.RuneCountInString(word); n > 2 {
			marks = append(marks, BuyerMark+string([]rune(word)[:min(n, buyerLetters)]))
		}
	}
	return once(marks)
}

// once leaves out what was named before.
func once(list []string) []string {
	seen := map[string]bool{}
	var kept []string
	for _, s := range list {
		if !seen[s] {
			seen[s] = true
			kept = append(kept, s)
		}
	}
	return kept
}
