package taxonomy

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"citiesgrow/internal/i18n"
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
	byTown   map[string]int             // folded spelling
	byForm   map[string]cityForm        // folded, as a sentence has a name: "w Gdańsku"
	spelled  map[string]string          // folded spelling → as the data has it
	ordinary map[string]bool            // folded; with a small letter they are words of a language: Spanish "gente"
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

// cityForm is a form of a city's name.
type cityForm struct {
	city int
	name string // the name itself, of several words the first
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
	c := &cities{byID: map[string]int{}, byNUTS: map[string]int{}, within: map[string][]int{}, byTown: map[string]int{},
		byForm: map[string]cityForm{}, spelled: map[string]string{}, ordinary: map[string]bool{}, others: map[string]map[string]bool{}}
	for i, e := range entries {
		c.list = append(c.list, e.City)
		c.byID[e.ID] = i
		c.codes(i, e.City, e.Former, successors)
		towns := slices.Clone(e.Towns)
		for _, language := range slices.Sorted(maps.Keys(e.Names)) {
			towns = append(towns, e.Names[language])
		}
		for _, town := range towns {
			c.byTown[townKey(town)] = i
			if c.spelled[townKey(town)] == "" {
				c.spelled[townKey(town)] = town
			}
		}
		for _, p := range e.Postcodes {
			c.postcode = append(c.postcode, postcode{e.Country, postKey(p), i})
		}
		for _, language := range slices.Concat(e.Languages, slices.Sorted(maps.Keys(e.Forms))) {
			for _, f := range e.Forms[language] {
				if _, known := c.byForm[townKey(f)]; !known { // Latvian "Gdaņsku" is written like Polish "Gdańsku"
					c.byForm[townKey(f)] = cityForm{i, strings.Fields(e.Names[language])[0]}
				}
			}
		}
		for _, o := range e.Ordinary {
			c.ordinary[townKey(o)] = true
		}
		c.others[e.ID] = map[string]bool{}
		for _, town := range e.Elsewhere {
			c.others[e.ID][townKey(town)] = true
		}
	}
	return c, nil
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
