package support

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

// Topic is what a service is about, as people choose it from a list.
type Topic struct {
	ID    string
	CPV   []string // what it is called where it is bought: leads everyday words of any language to it
	Words []string // everyday words in many languages
}

//go:embed topics.tsv
var topicWords string

// topics are those of the directory, the most asked for first.
var topics = mustTopics(topicWords)

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

// mustTopics reads the table in the program: id, CPV codes, then words of one language a
// column. A line that cannot be read is a mistake of the program.
func mustTopics(table string) []Topic {
	var all []Topic
	for n, line := range strings.Split(strings.TrimSpace(table), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) < 3 {
			panic(fmt.Sprintf("topics.tsv:%d has %d cells", n+1, len(cells)))
		}
		t := Topic{ID: cells[0], CPV: strings.Fields(cells[1])}
		for _, cell := range cells[2:] {
			for word := range strings.SplitSeq(cell, ";") {
				if word = strings.TrimSpace(word); word != "" && !slices.Contains(t.Words, word) {
					t.Words = append(t.Words, word)
				}
			}
		}
		all = append(all, t)
	}
	return all
}
