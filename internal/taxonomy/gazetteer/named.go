package gazetteer

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"citiesgrow/internal/taxonomy/fold"
)

// Named lists the places that some words name, in the order in which they stand there, and the words that are left, as they were
// typed. A place that is excluded ("not in Ghent", "-Ghent") is not named, nor is one that is part of another name ("Rue de Nantes").
func (g *Gazetteer) Named(typed string) (places []int, rest string) {
	var named []place
	for _, p := range g.places(typed) {
		if p.negated || p.proper {
			continue
		}
		named = append(named, p)
		if !slices.Contains(places, p.number) {
			places = append(places, p.number)
		}
	}
	if len(named) == 0 {
		return nil, strings.Join(strings.Fields(typed), " ")
	}
	return places, without(typed, named)
}

// Normal writes the forms of the places' names as the names themselves, for looking them up, and leaves out the little
// words before them, which in another language than the reader's would be looked up as well: "sprzątanie Gdańsk". What stands
// between quotes or behind a minus stays as it is; a place that words exclude gets a minus.
func (g *Gazetteer) Normal(typed string) string {
	words := spans(typed)
	var b strings.Builder
	done, free := 0, 0
	for _, p := range g.places(typed) {
		if p.minus || p.proper || quoted(typed, p.from) {
			continue
		}
		b.WriteString(typed[done:g.littleBefore(typed, words[free:p.first], p.from)])
		if p.name == "" {
			p.name = typed[p.from:p.to]
		}
		if p.negated { // by words: a minus says it
			b.WriteString("-" + quotedWords(p.name))
		} else {
			b.WriteString(p.name)
		}
		done, free = p.to, p.last+1
	}
	b.WriteString(typed[done:])
	return b.String()
}

// quotedWords puts several words between quotes.
func quotedWords(name string) string {
	if strings.Contains(name, " ") {
		return `"` + name + `"`
	}
	return name
}

// mostLittle is how many little words stand before a name: "από την Αθήνα".
const mostLittle = 2

// littleBefore is where the little words before a place in a text begin; the place itself where there are none.
func (g *Gazetteer) littleBefore(typed string, before []span, at int) int {
	for range mostLittle {
		if len(before) == 0 {
			return at
		}
		last := before[len(before)-1]
		if !g.little[last.folded] || strings.TrimSpace(typed[last.to:at]) != "" || behindMinus(typed, last.from) {
			return at
		}
		before, at = before[:len(before)-1], last.from
	}
	return at
}

// span is one word of what was typed.
type span struct {
	from, to int // bytes
	folded   string
}

// place is a place's name among the words.
type place struct {
	number      int
	from, to    int    // bytes, with what an apostrophe joins to it
	first, last int    // words
	name        string // what to look for instead; empty where it is as it should be
	minus       bool   // a minus stands before it
	negated     bool   // a minus or words exclude it
	proper      bool   // it is part of another name, of a street or of a firm
}

// places finds the names of places, the longest first.
func (g *Gazetteer) places(typed string) []place {
	words := spans(typed)
	var all []place
	for i := 0; i < len(words) && len(all) < mostPlaces; {
		p, n, is := g.named(typed, words[i:])
		if !is {
			i += n
			continue
		}
		p.first, p.last = i, i+n-1
		free := 0 // the first word that is of no place yet
		if len(all) > 0 {
			free = all[len(all)-1].last + 1
		}
		g.apostrophes(&p, typed, words, free)
		all = append(all, p)
		i = p.last + 1
	}
	g.negate(words, all)
	firm := g.proper.has(words, g.proper.firm)
	for i := range all {
		all[i].minus = behindMinus(typed, all[i].from)
		all[i].negated = all[i].negated || all[i].minus
		all[i].proper = firm || g.proper.street(words, all[i].first, all[i].last)
	}
	return all
}

// mostTownWords is how many words the name of a town has at most, mostPlaces how many places are read.
const (
	mostTownWords = 5
	mostPlaces    = 32
)

// named reads the longest name that some words begin with, and says how many words it has; where they begin with none, how
// many to go on.
func (g *Gazetteer) named(typed string, words []span) (p place, n int, is bool) {
	for n := min(mostTownWords, len(words)); n > 0; n-- {
		p := place{from: words[0].from, to: words[n-1].to}
		key := phraseOf(words[:n])
		if g.ordinary[key] && !capital(typed[p.from:]) {
			return p, n, false
		}
		if is := g.called(&p, key); is {
			return p, n, true
		}
		for _, rest := range withoutPrefix(key) {
			if is := g.called(&p, rest); is {
				if p.name == "" {
					p.name = g.spelled[rest]
				}
				return p, n, true
			}
		}
	}
	return place{}, 1, false
}

// called reports whether a place has a name or a form like this.
func (g *Gazetteer) called(p *place, key string) bool {
	if number, known := g.byName[key]; known {
		p.number = number
		return true
	}
	form, known := g.byForm[key]
	p.number, p.name = form.place, form.name
	return known
}

func capital(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsUpper(r)
}

// withoutPrefix takes off what Arabic writes together with a name: "and", then "in", "for" or "like", then the article.
func withoutPrefix(key string) []string {
	if r, _ := utf8.DecodeRuneInString(key); !unicode.Is(unicode.Arabic, r) {
		return nil
	}
	rests := []string{key}
	for _, leads := range [][]string{{"و", "ف"}, {"ب", "ل", "ك"}, {"ال", "ل"}} {
		for _, rest := range rests {
			for _, lead := range leads {
				if cut, has := strings.CutPrefix(rest, lead); has {
					rests = append(rests, cut)
				}
			}
		}
	}
	return rests[1:]
}

// The longest ending behind an apostrophe ("Helsinki'deki") and the longest word before one ("dell'").
const (
	longestEnding  = 5
	longestElision = 4
)

// apostrophes takes in what an apostrophe joins to a name: a Turkish ending, a French or Italian article.
func (g *Gazetteer) apostrophes(p *place, typed string, words []span, free int) {
	from, to := p.from, p.to
	if p.last+1 < len(words) {
		next := words[p.last+1]
		_, place := g.byName[next.folded]
		if !place && one(typed[p.to:next.from], fold.Apostrophe) && utf8.RuneCountInString(next.folded) <= longestEnding {
			p.last, p.to = p.last+1, next.to
		}
	}
	if p.first > free {
		if before := words[p.first-1]; one(typed[before.to:p.from], fold.Apostrophe) && utf8.RuneCountInString(before.folded) <= longestElision {
			p.first, p.from = p.first-1, before.from
		}
	}
	if p.name == "" && (p.from != from || p.to != to) {
		p.name = typed[from:to]
	}
}

// one reports whether a text is one such rune.
func one(text string, such func(rune) bool) bool {
	r, size := utf8.DecodeRuneInString(text)
	return size > 0 && size == len(text) && such(r)
}

// spans cuts what was typed into words: whatever is no letter parts them, "cleaning,Ghent" as well.
func spans(typed string) []span {
	var words []span
	from := -1
	for i, r := range typed + " " {
		switch inside := !fold.Separator(r) && !fold.Apostrophe(r) || from >= 0 && fold.Ignored(r); {
		case inside && from < 0:
			from = i
		case !inside && from >= 0:
			if folded := fold.Words(typed[from:i]); len(folded) > 0 {
				words = append(words, span{from, i, strings.Join(folded, " ")})
			}
			from = -1
		}
	}
	return words
}
