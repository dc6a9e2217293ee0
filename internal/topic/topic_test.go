package topic_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/topic"
)

// Each language has words for each topic, and none of them stands for two.
func TestEveryLanguageHasWordsForEveryTopic(t *testing.T) {
	for _, language := range strings.Fields("ar bg ca da de el en es fa fi fr it lv nl pl pt ro ru so sv tr uk ur") {
		raw, err := os.ReadFile("words/" + language + ".tsv")
		if err != nil {
			t.Fatal(err)
		}
		least := 4
		if language == "en" {
			least = 3
		}
		words, meant := map[string]int{}, map[string]string{}
		for line := range strings.Lines(string(raw)) {
			topic, cell, _ := strings.Cut(strings.TrimSpace(line), "\t")
			for word := range strings.SplitSeq(cell, ";") {
				word = strings.ToLower(strings.TrimSpace(word))
				if other, ok := meant[word]; ok || word == "" {
					t.Errorf("%s %q stands for %q and %s", language, word, other, topic)
				}
				meant[word] = topic
				words[topic]++
			}
		}
		for _, topic := range topic.IDs() {
			if words[topic] < least {
				t.Errorf("%s has %d words for %s", language, words[topic], topic)
			}
		}
	}
}

// A text is about the topics whose everyday words it has as whole words, in any language and case.
func TestATextMentionsTopics(t *testing.T) {
	for text, want := range map[string][]string{
		"":                             nil,
		"Accountant for small firms":   {"tax"},
		"BUCHHALTUNG und Versicherung": {"tax", "insurance"},
		"The taxonomy of loanwords":    nil,
		"Мы помогаем: бухгалтер и страховка": {"tax", "insurance"},
	} {
		got := topic.Mentioned(text)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%q mentions %v, want %v", text, got, want)
		}
	}
}

// All and IDs are in one order, an id is known or not, and what a caller does to the list changes nothing.
func TestTheListOfTopics(t *testing.T) {
	all, ids := topic.All(), topic.IDs()
	if len(all) != len(ids) || len(all) == 0 {
		t.Fatalf("%d topics, %d ids", len(all), len(ids))
	}
	for i, one := range all {
		if one.ID != ids[i] || !topic.Known(one.ID) || len(one.Texts) < 20 {
			t.Errorf("%d. is %s with %d texts, its id %s", i+1, one.ID, len(one.Texts), ids[i])
		}
	}
	all[0].ID = "changed"
	if topic.IDs()[0] != ids[0] || topic.Known("changed") || topic.Known("") {
		t.Error("a caller changes the list, or an unknown id is known")
	}
}
