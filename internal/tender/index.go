package tender

import (
	"context"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/module"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/search"
)

// Kind is how tenders can be narrowed and ordered.
var Kind = search.Kind{
	Name:    "tenders",
	Facets:  []string{"city", "cpv", "theme", "language", "band", "category", "status", "source"},
	Numbers: []string{"value", "deadline", "deadline_day", "published", "ends"},
}

// describe is the search document of a tender; a draft has none.
func (s *Service) describe(ctx context.Context, t *Tender) (*search.Document, error) {
	if t.Stage == "" {
		return nil, module.ErrNotIndexed
	}
	numbers, err := s.known(ctx, t)
	return t.Document(s.kit.Taxonomy, numbers...), err
}

// namedCodes is of how many codes a tender is found by the names: one with forty would be
// found by everything.
const namedCodes = 3

// Document is what finds a published tender, by the numbers it is known by too, and what it
// has in common with firms.
func (t *Tender) Document(taxa *taxonomy.Taxonomy, numbers ...string) *search.Document {
	d := &search.Document{ID: t.ID, CPV: t.CPV(), Marks: t.Marks(), Keys: map[string][]string{}, Numbers: map[string]int64{}}
	for language, words := range t.Tender.Title {
		d.Texts = append(d.Texts, search.Text{Language: language, Words: words, Weight: 3, Name: "title"})
	}
	for language, words := range t.Tender.Description {
		d.Texts = append(d.Texts, search.Text{Language: language, Words: words, Weight: 1, Name: "body"})
	}
	for _, l := range t.Tender.Lots {
		d.Texts = append(d.Texts, lotTexts(l, t.Tender)...)
	}
	d.Texts = append(d.Texts, search.Text{Words: t.Buyer.Name, Weight: 1, Name: "buyer"},
		search.Text{Words: joined(strings.Join(numbers, " ")), Weight: 1, Name: "number"})
	if names := cityNames(t.Cities, taxa); names != "" {
		d.Texts = append(d.Texts, search.Text{Words: names, Weight: 1, Name: "city"})
	}
	for _, code := range d.CPV[:min(len(d.CPV), namedCodes)] {
		if label := taxa.LabelIn(code, t.Language); label != "" {
			d.Texts = append(d.Texts, search.Text{Language: t.Language, Words: label, Weight: 2, Name: "label"})
		}
	}
	d.Keys["city"] = t.Cities
	d.Keys["cpv"] = search.Levels(d.CPV...)
	d.Keys["theme"] = Themes(d.CPV)
	d.Keys["language"] = t.AnswerLanguages()
	d.Keys["category"] = some(t.Tender.Category)
	d.Keys["source"] = some(t.Source.System)
	d.Keys["status"] = some(string(t.Stage))
	if v := t.Value(); v != nil && v.Minor > 0 {
		euros := Euros(*v)
		d.Numbers["value"] = int64(math.Round(euros))
		d.Keys["band"] = some(Band(euros))
	}
	if ends := t.Ends(); !ends.IsZero() {
		d.Until = ends.Unix()
		d.Numbers["ends"] = ends.Unix()
	}
	if deadline := t.Deadline(); !deadline.IsZero() {
		d.Numbers["deadline"] = deadline.Unix()
		d.Numbers["deadline_day"] = civilDay(t.Local(deadline))
	}
	d.Numbers["published"] = t.Published.Unix()
	return d
}

// civilDay is the day of a moment where it is meant, in seconds: days are compared whatever
// zone they are in.
func civilDay(local time.Time) int64 {
	return time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, time.UTC).Unix()
}

// cityNames is every name of some cities once. They are in no language: a text in each
// would make a tender look as if it could be read in all of them.
func cityNames(cities []string, taxa *taxonomy.Taxonomy) string {
	var names []string
	for _, id := range cities {
		city, _ := taxa.City(id)
		for _, language := range slices.Sorted(maps.Keys(city.Names)) {
			if name := city.Names[language]; !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return strings.Join(names, ", ")
}

// lotTexts leaves out what only repeats the tender.
func lotTexts(l ocds.Lot, t ocds.Tender) []search.Text {
	var texts []search.Text
	for language, words := range l.Title {
		if words != t.Title[language] {
			texts = append(texts, search.Text{Language: language, Words: words, Weight: 2, Name: "lot"})
		}
	}
	for language, words := range l.Description {
		if words != t.Description[language] {
			texts = append(texts, search.Text{Language: language, Words: words, Weight: 1, Name: "body"})
		}
	}
	return texts
}

// themeOf leads groups of CPV codes to the programme's other themes: what is bought
// there also serves them. Every tender is theme A, matching buyers and suppliers.
var themeOf = []struct{ prefix, theme string }{
	{"796", "b"}, {"8053", "b"}, {"98133", "b"}, // recruitment, vocational training, membership organisations of employers
	{"7941", "c"}, {"805", "c"}, {"795300", "c"}, {"795400", "c"}, {"853123", "c"}, // business advice, training, translation, interpreting, guidance
	{"7911", "d"}, {"75130", "d"}, {"853121", "d"}, // legal advice, support services for government, social services without accommodation
}

// Themes lists the programme themes (a to d) that a tender with these codes serves.
func Themes(codes []string) []string {
	themes := []string{"a"}
	for _, code := range codes {
		for _, rule := range themeOf {
			if strings.HasPrefix(code, rule.prefix) && !slices.Contains(themes, rule.theme) {
				themes = append(themes, rule.theme)
			}
		}
	}
	slices.Sort(themes)
	return themes
}

// Thresholds from which a city must publish a contract in the Official Journal of the Union, in
// euros: of services and goods, of works, and of social and other specific services (Delegated
// Regulation (EU) 2025/2152, from 1 January 2026; Directive 2014/24/EU art. 4 and annex XIV).
const (
	Threshold       = 216_000
	WorksThreshold  = 5_404_000
	SocialThreshold = 750_000
)

// bands are the value bands in euros, upper bound first excluded. The last two edges are thresholds.
var bands = []struct {
	below float64
	name  string
}{{10_000, "0-10k"}, {50_000, "10-50k"}, {Threshold, "50-216k"}, {1_000_000, "216k-1m"}, {WorksThreshold, "1-5m"}, {math.Inf(1), "5m-"}}

// Band is the value band of an amount in euros.
func Band(euros float64) string {
	for _, b := range bands {
		if euros < b.below {
			return b.name
		}
	}
	return bands[len(bands)-1].name
}

// Bands lists the bands, the smallest first.
func Bands() []string {
	var names []string
	for _, b := range bands {
		names = append(names, b.name)
	}
	return names
}

// euroRates is what a euro costs in other currencies, rounded, autumn 2026. They sort
// amounts into bands and bounds; no price is computed from them.
var euroRates = map[string]float64{
	"EUR": 1, "GBP": 0.87, "PLN": 4.25, "SEK": 11, "DKK": 7.46, "NOK": 11.6, "CZK": 24.5, "HUF": 390, "RON": 5.05, "BGN": 1.956,
	"HRK": 7.53, "CHF": 0.94, "USD": 1.16, "UAH": 48, "MDL": 19.7, "AMD": 445, "CAD": 1.62, "ISK": 143, "MKD": 61.6, "TRY": 48,
}

// Euros is an amount in euros, roughly.
func Euros(m record.Money) float64 {
	if rate := euroRates[m.Currency]; rate > 0 {
		return m.Float() / rate
	}
	return m.Float()
}

func some(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}
