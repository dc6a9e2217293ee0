package main

import (
	"math"
	"strconv"
	"time"

	"citiesgrow/search"
)

// clock is the fixed time of every run, so that the set of open notices does not depend on the day of the run.
var clock = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

const day = 24 * 60 * 60

// kinds lists the kinds of documents, as modules declare them.
func kinds() []search.Kind {
	return []search.Kind{
		{Name: "tenders", Facets: []string{"city", "cpv", "theme", "language", "band"}, Numbers: []string{"value", "deadline", "published", "ends"}},
		{Name: "suppliers", Facets: []string{"city", "cpv", "language"}, Numbers: []string{"staff"}},
		{Name: "services", Facets: []string{"city", "topic", "language", "cost", "mode", "stage"}, Numbers: []string{"assured"}},
	}
}

// corpus generates documents by number. It stores only vocabularies and probabilities. A document is generated on demand and is
// always the same. Several goroutines may do so at once.
type corpus struct {
	seed      uint64
	languages []tongue
	divisions []division
	cities    []place
	frequent  *lottery // word ranks
	topical   *lottery // indexes in division.topics
	trades    *lottery // divisions
	codes     *lottery // indexes in division.codes, modulo their number
	towns     *lottery
}

// place is a city of the programme, with the numbers of the languages of its texts.
type place struct {
	id        string
	languages []int
}

func newCorpus(seed uint64) *corpus {
	c := &corpus{seed: seed, languages: languages(seed), divisions: newDivisions(seed),
		frequent: zipf(vocabulary, 1.05), topical: zipf(topicWords, 0.8), trades: zipf(45, 0.8), codes: zipf(mostCodes, 0.7), towns: zipf(16, 0.5)}
	number := map[string]int{}
	for i, l := range c.languages {
		number[l.code] = i
	}
	for _, p := range [][]string{{"helsinki", "fi", "sv"}, {"munich", "de", "en"}, {"barcelona", "es", "en"}, {"rotterdam", "nl", "en"},
		{"birmingham", "en", "ar"}, {"lisbon", "pt", "en"},
		{"gdansk", "pl", "en"}, {"nantes", "fr", "ar"}, {"athens", "en", "ar"}, {"tampere", "fi", "sv"}, {"dresden", "de", "pl"}, {"ghent", "nl", "fr"},
		{"utrecht", "nl", "en"}, {"brighton", "en", "fr"}, {"riga", "en", "sv"}, {"nicosia", "en", "ar"}} {
		c.cities = append(c.cities, place{p[0], []int{number[p[1]], number[p[1]], number[p[1]], number[p[1]], number[p[2]]}})
	}
	return c
}

// text writes n words, of which topical percent are of the division's topic.
func (c *corpus) text(r *random, b []byte, l, division, n, topical int) []byte {
	words, topics := c.languages[l].words, c.divisions[division].topics
	for i := range n {
		if i > 0 {
			b = append(b, ' ')
		}
		rank := 0
		if r.below(100) < topical {
			rank = topics[c.topical.draw(r)]
		} else {
			rank = c.frequent.draw(r)
		}
		b = append(b, words[rank]...)
	}
	return b
}

func (c *corpus) code(r *random, division int) string {
	codes := c.divisions[division].codes
	return codes[c.codes.draw(r)%len(codes)]
}

// tender generates notice i: one city, usually one code, a title of about 8 words and a body of about 60. 30 % are open.
func (c *corpus) tender(i int) search.Document {
	r := draw(c.seed, 3, uint64(i))
	town := c.cities[c.towns.draw(&r)]
	division := c.trades.draw(&r)
	l := town.languages[r.below(len(town.languages))]
	title := c.text(&r, nil, l, division, 5+r.below(7), 60)
	body := c.text(&r, nil, l, division, 40+r.below(41), 30)
	codes := []string{c.code(&r, division)}
	for r.below(100) < 15 && len(codes) < 3 {
		codes = append(codes, c.code(&r, division))
	}
	value := int64(math.Exp(11.5+1.6*r.normal())) * 100
	deadline := clock.Unix()
	if r.below(100) < 30 {
		deadline += 3600 + int64(r.below(60*day))
	} else {
		deadline -= 3600 + int64(r.below(4*365*day))
	}
	published := deadline - int64(10+r.below(50))*day
	language := c.languages[l].code
	return search.Document{ID: id("tender-", i), CPV: codes, Until: deadline,
		Texts: []search.Text{{Language: language, Words: string(title), Weight: 3, Name: "title"},
			{Language: language, Words: string(body), Weight: 1, Name: "body"}},
		Keys: map[string][]string{"city": {town.id}, "cpv": search.Levels(codes...), "theme": {themes[min(r.below(10), 3)]},
			"language": {language}, "band": {band(value)}},
		Numbers: map[string]int64{"value": value, "deadline": deadline, "published": published, "ends": deadline + int64(30+r.below(1000))*day}}
}

var themes = [...]string{"services", "training", "support", "procurement"}

// band returns the class of a value in minor units.
func band(value int64) string {
	bounds := [...]int64{10_000_00, 40_000_00, 143_000_00, 1_000_000_00, 5_538_000_00}
	for i, b := range bounds {
		if value < b {
			return "band-" + strconv.Itoa(i)
		}
	}
	return "band-" + strconv.Itoa(len(bounds))
}

// supplier generates profile i: a name, 10 to 30 words about its work, codes of its trade and sometimes of a second one. It is
// always open.
func (c *corpus) supplier(i int) search.Document {
	r := draw(c.seed, 4, uint64(i))
	town := c.cities[c.towns.draw(&r)]
	division := c.trades.draw(&r)
	l := town.languages[r.below(len(town.languages))]
	name := c.text(&r, nil, l, division, 2+r.below(2), 50)
	does := c.text(&r, nil, l, division, 10+r.below(21), 65)
	codes := []string{c.code(&r, division)}
	for range r.below(5) {
		if r.below(4) == 0 {
			division = c.trades.draw(&r)
		}
		codes = append(codes, c.code(&r, division))
	}
	cities := []string{town.id}
	if other := c.cities[c.towns.draw(&r)].id; r.below(4) == 0 && other != town.id {
		cities = append(cities, other)
	}
	spoken := []string{c.languages[l].code}
	if other := c.languages[r.below(len(c.languages))].code; other != spoken[0] {
		spoken = append(spoken, other)
	}
	return search.Document{ID: id("supplier-", i), CPV: codes, Until: search.Always,
		Texts: []search.Text{{Language: spoken[0], Words: string(name), Weight: 3, Name: "title"},
			{Language: spoken[0], Words: string(does), Weight: 1, Name: "body"}},
		Keys:    map[string][]string{"city": cities, "cpv": search.Levels(codes...), "language": spoken},
		Numbers: map[string]int64{"staff": int64(1 + r.below(1+r.below(250)))}}
}

// document returns document i of a kind.
func (c *corpus) document(kind string, i int) search.Document {
	switch kind {
	case "suppliers":
		return c.supplier(i)
	case "services":
		return c.service(i)
	}
	return c.tender(i)
}

// id returns a readable id that sorts like its number.
func id(prefix string, i int) string {
	digits := strconv.Itoa(i)
	return prefix + "000000000"[:max(9-len(digits), 0)] + digits
}
