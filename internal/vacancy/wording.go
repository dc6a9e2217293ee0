package vacancy

import (
	"embed"
	"slices"
	"strings"

	"citiesgrow/internal/taxonomy/fold"
	"citiesgrow/internal/tsv"
)

// Flag is words of a vacancy that seem to shut people out by a ground that the law
// protects (Directives 2000/43/EC, 2000/78/EC and 2006/54/EC; Equality Act 2010). It is
// a question to a person: the program refuses nothing.
type Flag struct {
	Field    string `bson:"field" json:"field"`
	Words    string `bson:"words" json:"words"`   // as they stand there
	Ground   string `bson:"ground" json:"ground"` // one of Grounds
	Rule     string `bson:"rule" json:"rule"`     // word keys wording.<rule> (why) and wording.<rule>_better
	Because  string `bson:"because,omitempty" json:"because,omitempty"`
	Decision string `bson:"decision,omitempty" json:"decision,omitempty"` // keep or change; empty: not decided yet
	By       string `bson:"by,omitempty" json:"by,omitempty"`
	Reason   string `bson:"reason,omitempty" json:"reason,omitempty"`
}

// Grounds lists those that are looked for.
func Grounds() []string {
	return []string{"origin", "language", "religion", "sex", "age", "disability", "orientation", "family", "looks"}
}

// rule is one kind of wording with the phrases of all languages.
type rule struct {
	id, ground string
	phrases    []phrase
}

// phrase is folded words one after another; a word that ends with * is a stem, "…" stands
// for up to three words, "#" for a number. Exceptions are words of the same sentence that make it
// harmless.
type phrase struct {
	words   []string
	unless  [][]string
	written string
}

//go:embed words
var wordingTable embed.FS

var rules = mustRules("words/wording.tsv")

// mustRules reads the table in the program: rule, ground, language, phrases parted by
// semicolons, exceptions parted by semicolons.
func mustRules(table string) []rule {
	rows, err := tsv.Read(wordingTable, table)
	if err != nil {
		panic(err)
	}
	var all []rule
	for _, row := range rows {
		cells := append(row.Cells, "", "")
		if len(cells) < 6 || !slices.Contains(Grounds(), cells[1]) {
			panic(tsv.Errorf(table, row.Line, "%q", row.Cells))
		}
		i := slices.IndexFunc(all, func(r rule) bool { return r.id == cells[0] })
		if i < 0 {
			all, i = append(all, rule{id: cells[0], ground: cells[1]}), len(all)
		}
		var unless [][]string
		for u := range strings.SplitSeq(cells[4], ";") {
			if words := pattern(u); len(words) > 0 {
				unless = append(unless, words)
			}
		}
		for p := range strings.SplitSeq(cells[3], ";") {
			if p = strings.TrimSpace(p); p != "" {
				all[i].phrases = append(all[i].phrases, phrase{words: pattern(p), unless: unless, written: p})
			}
		}
	}
	return all
}

func pattern(p string) []string {
	var words []string
	for _, w := range strings.Fields(p) {
		stem := strings.HasSuffix(w, "*")
		if w != "…" && w != "#" {
			w = fold.Text(strings.TrimSuffix(w, "*"))
		}
		if stem {
			w += "*"
		}
		words = append(words, w)
	}
	return words
}

// Rules lists the ids of all rules, for the words that explain them.
func Rules() []string {
	var ids []string
	for _, r := range rules {
		ids = append(ids, r.id)
	}
	return ids
}

// token is a word of a text: as it stands there, and folded.
type token struct{ written, folded string }

// Wording flags the words of a vacancy that seem to shut people out, the title first.
func Wording(c *Content) []Flag {
	var flags []Flag
	for _, part := range []struct{ field, text string }{{"title", c.Title}, {"description", c.Description}, {"occupation", c.Occupation},
		{"level_why", c.LevelWhy}} {
		for sentence := range strings.FieldsFuncSeq(part.text, func(r rune) bool { return strings.ContainsRune(".!?\n;•", r) }) {
			for _, f := range flagged(tokens(sentence)) {
				f.Field = part.field
				if !slices.ContainsFunc(flags, func(o Flag) bool { return o.Rule == f.Rule && o.Words == f.Words }) {
					flags = append(flags, f)
				}
			}
		}
	}
	return flags
}

func tokens(sentence string) []token {
	var all []token
	for w := range strings.FieldsFuncSeq(sentence, func(r rune) bool { return strings.ContainsRune(" \t\u00a0,:()[]\"“”„«»'’‘/–—-+", r) }) {
		if folded := fold.Text(w); folded != "" {
			all = append(all, token{w, folded})
		}
	}
	return all
}

func flagged(words []token) []Flag {
	var flags []Flag
	for _, r := range rules {
		for _, p := range r.phrases {
			for at := range words {
				n := p.match(words[at:])
				if n == 0 || p.excused(words) {
					continue
				}
				var said []string
				for _, w := range words[at : at+n] {
					said = append(said, w.written)
				}
				flags = append(flags, Flag{Words: strings.Join(said, " "), Ground: r.ground, Rule: r.id})
				break
			}
		}
	}
	return flags
}

// match counts the words that the phrase takes at the beginning, 0 when it is not there.
func (p phrase) match(words []token) int { return match(p.words, words) }

func match(pattern []string, words []token) int {
	at := 0
	for i, want := range pattern {
		if want == "…" {
			for skip := 0; skip <= 3 && at+skip < len(words); skip++ {
				if n := match(pattern[i+1:], words[at+skip:]); n > 0 {
					return at + skip + n
				}
			}
			return 0
		}
		if at >= len(words) || !fits(want, words[at].folded) {
			return 0
		}
		at++
	}
	return at
}

func fits(want, word string) bool {
	switch {
	case want == "#":
		return strings.Trim(word, "0123456789") == ""
	case strings.HasSuffix(want, "*"):
		return strings.HasPrefix(word, strings.TrimSuffix(want, "*"))
	}
	return want == word
}

// excused reports whether another word of the sentence makes the phrase harmless.
func (p phrase) excused(words []token) bool {
	for _, want := range p.unless {
		for at := range words {
			if match(want, words[at:]) > 0 {
				return true
			}
		}
	}
	return false
}

// kept are the flags of now, with what was said and decided of the same words before.
func kept(before, now []Flag) []Flag {
	for i, f := range now {
		for _, b := range before {
			if b.Rule == f.Rule && b.Words == f.Words {
				now[i].Because, now[i].Decision, now[i].By, now[i].Reason = b.Because, b.Decision, b.By, b.Reason
			}
		}
	}
	return now
}
