package main

import (
	"strconv"
	"strings"

	"citiesgrow/search"
)

// The directory of services, as package service indexes it.

// subjects is the number of topics.
const subjects = 16

// subjectWords is the number of everyday words of a topic in each language. Their ranks start at subjectRank.
const subjectWords, subjectRank = 6, 2000

// service generates service i: a name, a description of 20 to 60 words, a provider, one or two topics with their everyday words
// in every language, and one or two cities. It is always open.
func (c *corpus) service(i int) search.Document {
	r := draw(c.seed, 6, uint64(i))
	town := c.cities[c.towns.draw(&r)]
	topics := []int{r.below(subjects)}
	if other := r.below(subjects); other != topics[0] && r.below(3) == 0 {
		topics = append(topics, other)
	}
	l := town.languages[r.below(len(town.languages))]
	language := c.languages[l].code
	division := topics[0] % len(c.divisions)
	name := c.text(&r, nil, l, division, 3+r.below(4), 60)
	does := c.text(&r, nil, l, division, 20+r.below(41), 40)
	by := c.text(&r, nil, l, division, 2+r.below(2), 20)
	cities := []string{town.id}
	if other := c.cities[c.towns.draw(&r)].id; r.below(4) == 0 && other != town.id {
		cities = append(cities, other)
	}
	spoken := []string{language}
	if other := c.languages[r.below(len(c.languages))].code; other != language {
		spoken = append(spoken, other)
	}
	d := search.Document{ID: id("service-", i), Until: search.Always,
		Texts: []search.Text{{Language: language, Words: string(name), Weight: 3, Name: "title"}, {Language: language, Words: string(does), Weight: 1, Name: "body"},
			{Words: string(by), Weight: 1, Name: "by"}},
		Keys: map[string][]string{"city": cities, "language": spoken, "cost": {choice(&r, 70, "free", "paid")}, "mode": {choice(&r, 60, "place", "online")},
			"stage": {"stage-" + strconv.Itoa(r.below(4))}},
		Numbers: map[string]int64{"assured": clock.Unix() - int64(r.below(400))*day}}
	for _, t := range topics {
		d.Keys["topic"] = append(d.Keys["topic"], "topic-"+strconv.Itoa(t))
		d.CPV = append(d.CPV, c.divisions[t%len(c.divisions)].codes[0])
		for _, other := range c.languages {
			words := make([]byte, 0, 80)
			for n := range subjectWords {
				words = append(append(words, other.words[subjectRank+t*subjectWords+n]...), ' ')
			}
			d.Texts = append(d.Texts, search.Text{Language: other.code, Words: string(words), Weight: 2, Name: "topic"})
		}
	}
	return d
}

// choice returns the first value with a probability of often percent.
func choice(r *random, often int, first, second string) string {
	if r.below(100) < often {
		return first
	}
	return second
}

// helping searches for two words of a service's name, or for one of them and an everyday word of its topic. It filters by city,
// by topic, or by city and price, so that this service matches.
func (c *corpus) helping(r *random, n, k int) *question {
	d := c.service(r.below(n))
	words := twoWords(d.Texts[0].Words)
	for words == "" {
		d = c.service(r.below(n))
		words = twoWords(d.Texts[0].Words)
	}
	if k%2 == 1 {
		topical := d.Texts[3+r.below(len(c.languages))].Words
		words = strings.Fields(words)[0] + " " + strings.Fields(topical)[r.below(subjectWords)]
	}
	q := &search.Query{Kind: "services", Words: words, Exact: true, Size: 20, Filters: map[string][]string{},
		Facets: []string{"city", "topic", "language", "cost", "mode", "stage"}}
	switch k % 3 {
	case 0:
		q.Filters["city"] = d.Keys["city"][:1]
	case 1:
		q.Filters["topic"] = d.Keys["topic"][:1]
	case 2:
		q.Filters["city"], q.Filters["cost"] = d.Keys["city"][:1], d.Keys["cost"]
	}
	return &question{search: q, limit: q.Size}
}
