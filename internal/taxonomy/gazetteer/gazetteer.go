// Package gazetteer finds the names of places in what people type: in every language and in the forms of a sentence ("w Gdańsku",
// "Helsinki'de", "بميونخ"), which of them words exclude ("not in Ghent"), and which are part of another name ("Rue de Nantes").
package gazetteer

import (
	"fmt"
	"io/fs"
	"iter"
	"strings"

	"citiesgrow/internal/taxonomy/fold"
	"citiesgrow/internal/tsv"
)

// Gazetteer is the names of the places, which are numbered by who adds them. It does not change once all places are added, and is
// then safe for concurrent use.
type Gazetteer struct {
	byName    map[string]int    // folded spelling
	byForm    map[string]form   // folded, as a sentence has a name: "w Gdańsku"
	spelled   map[string]string // folded spelling → as the data has it
	ordinary  map[string]bool   // folded; with a small letter they are words of a language: Spanish "gente"
	little    map[string]bool   // little words ("of", "und", "для") and the words of the names themselves
	negations *negations
	proper    *proper
}

// form is a form of a place's name.
type form struct {
	place int
	name  string // the name itself, of several words the first
}

// Names is how one place is called.
type Names struct {
	Spellings []string
	Forms     []Form   // neither shown nor indexed
	Ordinary  []string // words and phrases that look like a name and are none in small letters
}

// Form is a form that a name has in a sentence, and the word that is looked up instead.
type Form struct{ Text, Name string }

// New reads the little words, and those that exclude a place or make it part of another name, from data/joining.tsv,
// data/negation.tsv and data/proper.tsv. It fails only where one of them is faulty, and names the line.
func New(files fs.FS) (*Gazetteer, error) {
	g := &Gazetteer{byName: map[string]int{}, byForm: map[string]form{}, spelled: map[string]string{}, ordinary: map[string]bool{},
		little: map[string]bool{}}
	rows, err := tsv.Read(files, "data/joining.tsv")
	if err != nil {
		return nil, fmt.Errorf("gazetteer: %w", err)
	}
	for _, r := range rows {
		g.addLittle(fold.Words(r.Cells[len(r.Cells)-1])...)
	}
	if g.proper, err = readProper(files, "data/proper.tsv"); err != nil {
		return nil, fmt.Errorf("gazetteer: %w", err)
	}
	if g.negations, err = readNegations(files, "data/negation.tsv"); err != nil {
		return nil, fmt.Errorf("gazetteer: %w", err)
	}
	return g, nil
}

func (g *Gazetteer) addLittle(words ...string) {
	for _, w := range words {
		g.little[w] = true
	}
}

// Add adds the names of a place. A spelling of two places is of the later one, a form of two places of the earlier one.
func (g *Gazetteer) Add(place int, n Names) {
	for _, name := range n.Spellings {
		key := Key(name)
		g.byName[key] = place
		if g.spelled[key] == "" {
			g.spelled[key] = name
		}
		g.addLittle(strings.Fields(key)...)
	}
	for _, f := range n.Forms {
		if _, known := g.byForm[Key(f.Text)]; !known { // Latvian "Gdaņsku" is written like Polish "Gdańsku"
			g.byForm[Key(f.Text)] = form{place, f.Name}
			g.addLittle(Key(f.Text))
		}
	}
	for _, o := range n.Ordinary {
		g.ordinary[Key(o)] = true
	}
}

// Place returns the place that is spelled so, folded as by Key.
func (g *Gazetteer) Place(key string) (int, bool) {
	i, ok := g.byName[key]
	return i, ok
}

// Little reports whether a folded word is one that stands between others and names no thing: "of", "und", or part of a place's name.
func (g *Gazetteer) Little(word string) bool { return g.little[word] }

// Words lists the folded words of all names, and the forms of names.
func (g *Gazetteer) Words() iter.Seq[string] {
	return func(yield func(string) bool) {
		for name := range g.byName {
			for w := range strings.FieldsSeq(name) {
				if !yield(w) {
					return
				}
			}
		}
		for f := range g.byForm {
			if !yield(f) {
				return
			}
		}
	}
}

// mostKey is how many bytes of a name are read.
const mostKey = 200

// Key is a name as it is compared: its folded words, parted by spaces.
func Key(name string) string {
	if len(name) > mostKey {
		name = strings.ToValidUTF8(name[:mostKey], "")
	}
	return strings.Join(fold.Words(name), " ")
}
