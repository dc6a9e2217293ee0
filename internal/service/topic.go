package service

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"citiesgrow/search"
)

// Topic is what a service is about, as people choose it from a list.
type Topic struct {
	ID  string
	CPV []string // what it is called where it is bought: leads everyday words of any language to it

	texts []search.Text // everyday words, a text for each language
}

// The topics are in one file, and their everyday words in one for each language: a line is a
// topic and its words, parted by semicolons.
//
//go:embed topics.tsv free.tsv words/*.tsv
var topicFiles embed.FS

// words are the everyday words in all languages.
func (t Topic) words() []string {
	var all []string
	for _, text := range t.texts {
		all = append(all, strings.Split(text.Words, ";")...)
	}
	return all
}

// topics are those of the directory, the most asked for first.
var topics = mustTopics()

// Topics lists them.
func Topics() []Topic { return slices.Clone(topics) }

// TopicIDs lists their ids.
func TopicIDs() []string {
	ids := make([]string, len(topics))
	for i, t := range topics {
		ids[i] = t.ID
	}
	return ids
}

// mustTopics reads the tables in the program. A line that cannot be read is a mistake of
// the program.
func mustTopics() []Topic {
	var all []Topic
	for _, cells := range mustTable("topics.tsv") {
		all = append(all, Topic{ID: cells[0], CPV: strings.Fields(cells[1])})
	}
	names, err := topicFiles.ReadDir("words")
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
			all[at].texts = append(all[at].texts, search.Text{Language: language, Words: cells[1], Weight: 2, Name: "topic"})
		}
	}
	return all
}

// mustTable is the lines of a table of two columns.
func mustTable(name string) [][]string {
	raw, err := topicFiles.ReadFile(name)
	if err != nil {
		panic(err)
	}
	var lines [][]string
	for line := range strings.Lines(string(raw)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(strings.TrimSpace(line), "\t")
		if len(cells) != 2 {
			panic(fmt.Sprintf("%s: %q has %d cells", name, line, len(cells)))
		}
		lines = append(lines, cells)
	}
	return lines
}
