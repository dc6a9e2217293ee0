package search

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"citiesgrow/internal/taxonomy/fold"
)

// Fragment is a piece of a snippet. Hit says that it is a word that matched.
type Fragment struct {
	Text string
	Hit  bool
}

// snippetLength is the length of a snippet in bytes.
const snippetLength = 220

// snippets adds to every hit on the page the passage with the most matching words.
func (e *Engine) snippets(q Query, r *Result) error {
	reader, err := e.reader()
	if err != nil {
		return fmt.Errorf("search: snippets: %w", err)
	}
	defer reader.Close()
	for i := range r.Hits {
		var d Document
		if found, err := value(reader, key(q.Kind, r.Hits[i].ID), &d); err != nil || !found {
			continue // written or deleted after the search: the hit has no snippet
		}
		r.Hits[i].Source = &d
		r.Hits[i].Snippet = e.words.snippet(&d, r.Hits[i].Because, q.Languages)
	}
	return nil
}

func (a *analysis) snippet(d *Document, because []Contribution, languages []string) []Fragment {
	terms := map[string]bool{}
	for _, c := range because {
		terms[c.Term] = true
	}
	var best []Fragment
	most := -1
	for _, t := range d.Texts {
		if t.Name != "body" || t.Words == "" {
			continue
		}
		marks := a.marks(t, terms)
		score := 2 * len(marks)
		if slices.Contains(languages, t.Language) {
			score++
		}
		if score > most {
			most, best = score, passage(t.Words, marks)
		}
	}
	return best
}

// marks lists the words of a text that matched, in their order.
func (a *analysis) marks(t Text, terms map[string]bool) []token {
	var marks []token
	for _, stem := range a.tokens(t.Language, t.Words) {
		if terms[stem.stem] {
			marks = append(marks, stem)
		}
	}
	for _, word := range cutTokens("", t.Words) {
		folded := foldedMark + fold.Text(t.Words[word.start:word.end])
		if terms[folded] && !slices.ContainsFunc(marks, func(m token) bool { return m.start < word.end && word.start < m.end }) {
			marks = append(marks, word)
		}
	}
	slices.SortFunc(marks, func(a, b token) int { return a.start - b.start })
	return marks
}

// passage returns the part of a text with the most marks, cut between words.
func passage(words string, marks []token) []Fragment {
	from := 0
	if len(marks) > 0 {
		from = marks[0].start
		most := 0
		for i, m := range marks {
			n := 0
			for _, other := range marks[i:] {
				if other.end-m.start > snippetLength {
					break
				}
				n++
			}
			if n > most {
				most, from = n, m.start
			}
		}
	}
	from = wordStart(words, max(0, from-snippetLength/4))
	to := wordEnd(words, min(len(words), from+snippetLength))
	var fragments []Fragment
	if from > 0 {
		fragments = append(fragments, Fragment{Text: "… "})
	}
	at := from
	for _, m := range marks {
		if m.start < at || m.end > to {
			continue
		}
		addSpaced(&fragments, words[at:m.start], false)
		addSpaced(&fragments, words[m.start:m.end], true)
		at = m.end
	}
	addSpaced(&fragments, words[at:to], false)
	if to < len(words) {
		fragments = append(fragments, Fragment{Text: " …"})
	}
	return fragments
}

// addSpaced adds a fragment, and reduces white space to one space.
func addSpaced(fragments *[]Fragment, s string, hit bool) {
	if s == "" {
		return
	}
	text := strings.Join(strings.Fields(s), " ")
	if strings.TrimLeft(s, " \n\t\r") != s {
		text = " " + text
	}
	if text != " " && strings.TrimRight(s, " \n\t\r") != s {
		text += " "
	}
	*fragments = append(*fragments, Fragment{text, hit})
}

func wordStart(s string, i int) int {
	for i > 0 && s[i-1] != ' ' && s[i-1] != '\n' {
		i--
	}
	return i
}

func wordEnd(s string, i int) int {
	for i < len(s) && s[i] != ' ' && s[i] != '\n' {
		i++
	}
	for i > 0 && i < len(s) && !utf8.RuneStart(s[i]) {
		i--
	}
	return i
}
