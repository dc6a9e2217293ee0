package main

import (
	"slices"
	"strings"

	"citiesgrow/search"
)

// question is one query of a job: a search, or a profile to rank by.
type question struct {
	job     string
	search  *search.Query
	profile *search.Profile
	limit   int
	clauses []clause // its terms, as the engine read them
}

// kind returns the kind of documents that it searches.
func (q *question) kind() string {
	if q.search != nil {
		return q.search.Kind
	}
	return q.profile.Kind
}

func (q *question) openOnly() bool {
	return q.search != nil && q.search.OpenOnly || q.profile != nil && q.profile.OpenOnly
}

// perJob is the number of different queries of a job.
const perJob = 60

// questions generates the queries of a job for a corpus of n notices.
func (c *corpus) questions(job string, n int) []*question {
	all := make([]*question, perJob)
	for k := range all {
		r := draw(c.seed, 5, uint64(job[0]), uint64(len(job)), uint64(k))
		switch job {
		case "M":
			all[k] = c.matching(&r, n)
		case "R":
			all[k] = c.reverse(n, k)
		case "D":
			all[k] = c.helping(&r, n, k)
		default:
			all[k] = c.searching(job, &r, n, k)
		}
		all[k].job = job
	}
	return all
}

// searching searches for two words of a notice's title with one or two filters that this notice meets, so that there is always a
// hit. SB leaves the words out.
func (c *corpus) searching(job string, r *random, n, k int) *question {
	d := c.tender(r.below(n))
	words := twoWords(d.Texts[0].Words)
	for d.Until <= clock.Unix() && job == "SO" || job != "SB" && words == "" {
		d = c.tender(r.below(n))
		words = twoWords(d.Texts[0].Words)
	}
	q := &search.Query{Kind: "tenders", Words: words, Exact: true, OpenOnly: job == "SO", Size: 20,
		Facets: []string{"city", "cpv", "theme", "language", "band"}, Filters: map[string][]string{}, Ranges: map[string]search.Range{}}
	if job == "SB" {
		q.Words, q.Sort = "", search.Sort{Number: "deadline"}
	}
	if k%2 == 0 {
		q.Filters["city"] = d.Keys["city"]
	} else {
		q.Filters["cpv"] = []string{d.CPV[0][:2]}
	}
	switch k % 4 {
	case 2:
		q.Ranges["value"] = between(d.Numbers["value"]/4, d.Numbers["value"]*4)
	case 3:
		q.Ranges["deadline"] = between(d.Numbers["deadline"]-120*day, d.Numbers["deadline"]+120*day)
	}
	return &question{search: q, limit: q.Size}
}

func between(from, to int64) search.Range { return search.Range{From: &from, To: &to} }

// twoWords returns the two longest words of a title that start with different letters; empty if there are none.
func twoWords(title string) string {
	words := strings.Fields(title)
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	for _, w := range words[1:] {
		if len([]rune(w)) >= 4 && []rune(w)[0] != []rune(words[0])[0] {
			return words[0] + " " + w
		}
	}
	return ""
}

// matching is a supplier that is matched with open notices by 30 to 45 distinct words.
func (c *corpus) matching(r *random, n int) *question {
	s := c.supplier(n + r.below(n)) // a supplier that is not in the corpus
	language := s.Texts[0].Language
	l := slices.IndexFunc(c.languages, func(l tongue) bool { return l.code == language })
	division := slices.IndexFunc(c.divisions, func(d division) bool { return d.code == s.CPV[0][:2] })
	p := &search.Profile{Kind: "tenders", OpenOnly: true, Limit: 50, CPV: map[string]float64{}}
	known := map[string]bool{}
	want := 30 + r.below(16)
	add := func(words string) {
		for _, w := range strings.Fields(words) {
			if !known[w] && len(known) < want {
				known[w] = true
				p.Words = append(p.Words, search.Weighted{Text: w, Language: language, Weight: 0.3 + 0.7*r.unit()})
			}
		}
	}
	add(s.Texts[0].Words)
	add(s.Texts[1].Words)
	for len(known) < want {
		add(string(c.text(r, nil, l, division, 10, 80)))
	}
	for len(p.CPV) < 3 {
		p.CPV[c.code(r, division)] = 0.5 + 0.5*r.unit()
	}
	return &question{profile: p, limit: p.Limit}
}

// reverse is a new notice that is matched with suppliers by its title and its first code.
func (c *corpus) reverse(n, k int) *question {
	d := c.tender(n + k)
	p := &search.Profile{Kind: "suppliers", Limit: 50, CPV: map[string]float64{d.CPV[0]: 1},
		Words: []search.Weighted{{Text: d.Texts[0].Words, Language: d.Texts[0].Language, Weight: 1}}}
	return &question{profile: p, limit: p.Limit}
}
