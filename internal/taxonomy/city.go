package taxonomy

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/taxonomy/gazetteer"
)

// City is one of the sixteen cities of the programme.
type City struct {
	ID        string    `json:"id"`        // "brighton-hove"; stable, part of addresses
	Names     i18n.Text `json:"names"`     // what people call it, by language
	Country   string    `json:"country"`   // ISO 3166-1 alpha-2: "GR", "GB"
	NUTS      []string  `json:"nuts"`      // every level-3 code it has had since NUTS 2016, newest first
	Wider     []string  `json:"wider"`     // level-3 codes around it that count as the city
	Towns     []string  `json:"towns"`     // spellings of the town in notices
	Lat       float64   `json:"lat"`       // degrees north, of the city hall
	Lon       float64   `json:"lon"`       // degrees east
	Zone      string    `json:"zone"`      // IANA time zone
	Languages []string  `json:"languages"` // of administration, ISO 639-1
	Currency  string    `json:"currency"`  // ISO 4217
	Law       string    `json:"law"`       // "eu" (Directive 2014/24/EU) or "uk" (Procurement Act 2023)
}

// cities answers every question about place without a search.
type cities struct {
	list     []City                     // by id
	byID     map[string]int             //
	byNUTS   map[string]int             // level 3, any year
	within   map[string][]int           // level 0 to 2, any year
	names    *gazetteer.Gazetteer       //
	postcode []postcode                 //
	others   map[string]map[string]bool // city id → folded towns of its NUTS region that are not the city
}

// postcode says that codes of a country beginning so belong to a city.
type postcode struct {
	country, prefix string
	city            int
}

// cityEntry is a city as data/cities.json has it, with what only look-ups need.
type cityEntry struct {
	City
	Former    []string `json:"former"`    // level-3 codes from before NUTS 2016, still met in old notices
	Postcodes []string `json:"postcodes"` // beginnings
	Elsewhere []string `json:"elsewhere"` // other towns with the same NUTS code
	// Forms are those of the names in a sentence, by language: neither shown nor indexed.
	Forms    map[string][]string `json:"forms"`
	Ordinary []string            `json:"ordinary"` // words and phrases that look like a name and are none in small letters
}

func readCities(name string, successors map[string]string) (*cities, error) {
	data, err := vocabulary.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var entries []cityEntry
	if err := json.Unmarshal(data, &entries); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	slices.SortFunc(entries, func(a, b cityEntry) int { return strings.Compare(a.ID, b.ID) })
	c := &cities{byID: map[string]int{}, byNUTS: map[string]int{}, within: map[string][]int{}, others: map[string]map[string]bool{}}
	if c.names, err = gazetteer.New(vocabulary); err != nil {
		return nil, err
	}
	for i, e := range entries {
		c.list = append(c.list, e.City)
		c.byID[e.ID] = i
		c.codes(i, e.City, e.Former, successors)
		c.names.Add(i, e.names())
		for _, p := range e.Postcodes {
			c.postcode = append(c.postcode, postcode{e.Country, postKey(p), i})
		}
		c.others[e.ID] = map[string]bool{}
		for _, town := range e.Elsewhere {
			c.others[e.ID][gazetteer.Key(town)] = true
		}
	}
	return c, nil
}

// names is how the city is called: as a town in notices, in each language, and in sentences, first in its own languages.
func (e *cityEntry) names() gazetteer.Names {
	n := gazetteer.Names{Spellings: slices.Clone(e.Towns), Ordinary: e.Ordinary}
	for _, language := range slices.Sorted(maps.Keys(e.Names)) {
		n.Spellings = append(n.Spellings, e.Names[language])
	}
	for _, language := range slices.Concat(e.Languages, slices.Sorted(maps.Keys(e.Forms))) {
		for _, f := range e.Forms[language] {
			n.Forms = append(n.Forms, gazetteer.Form{Text: f, Name: strings.Fields(e.Names[language])[0]})
		}
	}
	return n
}

// codes notes every code that means city i, at every level.
func (c *cities) codes(i int, city City, former []string, successors map[string]string) {
	for _, code := range slices.Concat(city.NUTS, city.Wider, former) {
		c.byNUTS[code] = i
		for level := 2; level < len(code); level++ {
			for _, wide := range []string{code[:level], successors[code[:level]]} {
				if wide != "" && !slices.Contains(c.within[wide], i) {
					c.within[wide] = append(c.within[wide], i)
				}
			}
		}
	}
	if !slices.Contains(c.within[city.Country], i) {
		c.within[city.Country] = append(c.within[city.Country], i)
	}
}

// Cities lists the cities in alphabetical order of their ids.
func (t *Taxonomy) Cities() []City { return slices.Clone(t.cities.list) }

// City returns the city with this id.
func (t *Taxonomy) City(id string) (City, bool) {
	i, ok := t.cities.byID[id]
	if !ok {
		return City{}, false
	}
	return t.cities.list[i], true
}

// CityNames says cities by id in the first of the languages, with the commas of the first; ids
// that are none are left out.
func (t *Taxonomy) CityNames(ids []string, languages ...string) string {
	var names []string
	for _, id := range ids {
		if city, known := t.City(id); known {
			name, _ := city.Names.In(languages...)
			names = append(names, name)
		}
	}
	if len(languages) == 0 {
		return i18n.Join("", names)
	}
	return i18n.Join(languages[0], names)
}

// CitiesNamed lists the ids of the cities that some words name, in any language and in the forms of a sentence ("w Gdańsku",
// "Helsinki'de", "بميونخ"), in the order in which they stand there, and the words that are left, as they were typed. A city
// that is excluded ("not in Ghent", "-Ghent") is not named, nor is one that is part of another name ("Rue de Nantes").
func (t *Taxonomy) CitiesNamed(words string) (ids []string, rest string) {
	named, rest := t.cities.names.Named(words)
	for _, i := range named {
		ids = append(ids, t.cities.list[i].ID)
	}
	return ids, rest
}

// NameCities writes the forms of the cities' names as the names themselves, for looking them up, and leaves out the little
// words before them: "sprzątanie Gdańsk". See gazetteer.Normal.
func (t *Taxonomy) NameCities(typed string) string { return t.cities.names.Normal(typed) }

// FirmsName reports whether a question has the legal form of a firm in it ("GmbH"), and so is a firm's name.
func (t *Taxonomy) FirmsName(words string) bool { return t.cities.names.FirmsName(words) }
