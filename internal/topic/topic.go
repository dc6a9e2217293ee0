// Package topic is the list of what support services are about, with the everyday words of each topic in
// the languages of the cities and of the people who come to them.
package topic

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"citiesgrow/internal/taxonomy/fold"
	"citiesgrow/internal/tsv"
	"citiesgrow/search"
)

// Topic is what a service is about, as users choose it from a list. Its name is the word key "topic." + ID.
type Topic struct {
	ID    string
	CPV   []string      // codes of what is bought under this topic: their words in any language lead to it
	Texts []search.Text // everyday words, a text for each language
}

// The topics are in one file, and their everyday words in one for each language: a line is a topic and its
// words, separated by semicolons.
//
//go:embed topics.tsv words/*.tsv
var tables embed.FS

// topics are in the order in which they are offered, the most frequent first.
var topics = mustTopics()

// All lists the topics, the most frequent first.
func All() []Topic { return slices.Clone(topics) }

// IDs lists their ids in the same order.
func IDs() []string {
	ids := make([]string, len(topics))
	for i, t := range topics {
		ids[i] = t.ID
	}
	return ids
}

// Known reports whether there is a topic of this id.
func Known(id string) bool {
	return slices.ContainsFunc(topics, func(t Topic) bool { return t.ID == id })
}

// Mentioned lists the ids of the topics of which a text contains an everyday word, in any language.
func Mentioned(text string) []string {
	folded := " " + strings.Join(fold.Words(text), " ") + " "
	var ids []string
	for _, t := range topics {
		if slices.ContainsFunc(t.words(), func(w string) bool {
			return strings.Contains(folded, " "+strings.Join(fold.Words(w), " ")+" ")
		}) {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

// words are the everyday words in all languages.
func (t Topic) words() []string {
	var all []string
	for _, text := range t.Texts {
		all = append(all, strings.Split(text.Words, ";")...)
	}
	return all
}

// mustTopics reads the embedded tables. A line that cannot be read is an error of the program.
func mustTopics() []Topic {
	var all []Topic
	for _, cells := range mustTable("topics.tsv") {
		all = append(all, Topic{ID: cells[0], CPV: strings.Fields(cells[1])})
	}
	names, err := tables.ReadDir("words")
	if err != nil {
		panic(err)
	}
	for _, e := range names {
		language := strings.TrimSuffix(e.Name(), ".tsv")
		for _, cells := range mustTable("words/" + e.Name()) {
			at := slices.IndexFunc(all, func(t Topic) bool { return t.ID == cells[0] })
			if at < 0 {
				panic(fmt.Sprintf("words/%s: there is no topic %q", e.Name(), cells[0]))
			}
			all[at].Texts = append(all[at].Texts, search.Text{Language: language, Words: cells[1], Weight: 2, Name: "topic"})
		}
	}
	return all
}

// mustTable reads the lines of a table of two columns.
func mustTable(name string) [][]string {
	rows, err := tsv.Read(tables, name)
	if err != nil {
		panic(err)
	}
	var lines [][]string
	for _, row := range rows {
		if len(row.Cells) != 2 {
			panic(tsv.Errorf(name, row.Line, "%d cells", len(row.Cells)))
		}
		lines = append(lines, row.Cells)
	}
	return lines
}
