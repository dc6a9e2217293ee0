package search

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2"
	bleveanalysis "github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
)

const (
	termsField  = "t" // every term of the document, as often as it weighs
	sourceField = "s" // the document itself, stored
)

// version is written into the index; one of another version is made anew, since it is
// derived and the store has everything.
const version = "1"

// entry is a document with its terms.
type entry struct {
	Document
	weights map[string]int
	lengths map[string]int
}

func (a *analysis) entry(d Document) *entry {
	weights, lengths := a.terms(d)
	return &entry{Document: d, weights: weights, lengths: lengths}
}

func key(kind, id string) string { return kind + "/" + id }

// bleve gives the entry the form Bleve keeps. The words are already analysed, so its
// terms are handed over as they are.
func (e *entry) bleve(kind string) *document.Document {
	doc := document.NewDocument(key(kind, e.ID))
	doc.AddField(document.NewTextFieldCustom(termsField, nil, nil, index.IndexField, ready(e.weights)))
	source, _ := json.Marshal(e.Document)
	doc.AddField(document.NewTextFieldWithIndexingOptions(sourceField, nil, source, index.StoreField))
	return doc
}

// ready is an analyzer that hands out terms made before.
type ready map[string]int

// Analyze returns each term as often as it weighs.
func (r ready) Analyze([]byte) bleveanalysis.TokenStream {
	var stream bleveanalysis.TokenStream
	for _, term := range slices.Sorted(maps.Keys(r)) {
		t := &bleveanalysis.Token{Term: []byte(term), Position: len(stream) + 1}
		for range min(r[term], 1<<16-1) {
			stream = append(stream, t)
		}
	}
	return stream
}

func openBleve(dir string) (bleve.Index, error) {
	mapping := bleve.NewIndexMapping()
	if dir == "" {
		return bleve.NewMemOnly(mapping)
	}
	path := filepath.Join(dir, "bleve")
	ix, err := bleve.Open(path)
	if err == nil {
		made, err := ix.GetInternal([]byte("version"))
		if err == nil && string(made) == version {
			return ix, nil
		}
		if err := ix.Close(); err != nil {
			return nil, err
		}
	} else if !errors.Is(err, bleve.ErrorIndexPathDoesNotExist) && !errors.Is(err, bleve.ErrorIndexMetaMissing) && !errors.Is(err, bleve.ErrorIndexMetaCorrupt) {
		return nil, err
	}
	if err := os.RemoveAll(path); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	ix, err = bleve.NewUsing(path, mapping, scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, err
	}
	return ix, ix.SetInternal([]byte("version"), []byte(version))
}

// load fills the partitions from the segments: the sources give columns, the term
// dictionary gives the postings, so nothing is analysed again.
func (e *Engine) load() error {
	advanced, err := e.index.Advanced()
	if err != nil {
		return err
	}
	reader, err := advanced.Reader()
	if err != nil {
		return err
	}
	defer reader.Close()
	found, err := e.loadSources(reader)
	if err != nil || len(found) == 0 {
		return err
	}
	if err := loadTerms(reader, found); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		kind, _, _ := strings.Cut(found[name].at, "/")
		if p := e.kinds[kind]; p != nil {
			found[name].entry.measure()
			p.add(found[name].entry)
		}
	}
	return nil
}

type stored struct {
	at    string
	entry *entry
}

// loadSources reads every stored document, by Bleve's own number of it.
func (e *Engine) loadSources(reader index.IndexReader) (map[string]*stored, error) {
	found := map[string]*stored{}
	ids, err := reader.DocIDReaderAll()
	if err != nil {
		return nil, err
	}
	defer ids.Close()
	for {
		internal, err := ids.Next()
		if err != nil || internal == nil {
			return found, err
		}
		id, err := reader.ExternalID(internal)
		if err != nil {
			return nil, err
		}
		d, err := e.source(reader, id)
		if err != nil {
			return nil, err
		}
		found[string(internal)] = &stored{at: id, entry: &entry{Document: *d, weights: map[string]int{}, lengths: map[string]int{}}}
	}
}

func (e *Engine) source(reader index.IndexReader, id string) (*Document, error) {
	doc, err := reader.Document(id)
	if err != nil {
		return nil, err
	}
	if doc == nil {
		return nil, fmt.Errorf("%s is not in the index", id)
	}
	var d Document
	doc.VisitFields(func(f index.Field) {
		if f.Name() == sourceField && err == nil {
			err = json.Unmarshal(f.Value(), &d)
		}
	})
	return &d, err
}

func loadTerms(reader index.IndexReader, found map[string]*stored) error {
	dict, err := reader.FieldDict(termsField)
	if err != nil {
		return err
	}
	defer dict.Close()
	for {
		term, err := dict.Next()
		if err != nil || term == nil {
			return err
		}
		name := strings.Clone(term.Term)
		postings, err := reader.TermFieldReader(context.Background(), []byte(name), termsField, true, false, false)
		if err != nil {
			return err
		}
		var at index.TermFieldDoc
		for {
			doc, err := postings.Next(&at)
			if err != nil {
				postings.Close()
				return err
			}
			if doc == nil {
				break
			}
			if s := found[string(doc.ID)]; s != nil {
				s.entry.weights[name] = int(doc.Freq)
			}
		}
		postings.Close()
	}
}

// measure counts the lengths from the terms.
func (e *entry) measure() {
	for term, weight := range e.weights {
		if language := languageOf(term); language != cpvMark {
			e.lengths[language] += weight
		}
	}
}

// similar lists words of the index near a misspelt one, from Bleve's term dictionary,
// with their distance in letters.
func (e *Engine) similar(word string, distance int) (map[string]int, error) {
	near := map[string]int{}
	err := e.dictionary(func(reader index.IndexReader) (index.FieldDict, error) {
		fuzzy, can := reader.(index.IndexReaderFuzzy)
		if !can {
			return reader.FieldDictRange(termsField, []byte(foldedMark+word), []byte(foldedMark+word))
		}
		first := []rune(word)[0]
		return fuzzy.FieldDictFuzzy(termsField, foldedMark+word, distance, foldedMark+string(first))
	}, func(term string, d *index.DictEntry) {
		near[term] = int(d.EditDistance)
	})
	return near, err
}

// beginning lists words of the index that begin so.
func (e *Engine) beginning(prefix string) (map[string]int, error) {
	long := map[string]int{}
	err := e.dictionary(func(reader index.IndexReader) (index.FieldDict, error) {
		return reader.FieldDictPrefix(termsField, []byte(foldedMark+prefix))
	}, func(term string, d *index.DictEntry) {
		long[term] = int(d.Count)
	})
	return long, err
}

// mostWords bounds the words that a prefix or a misspelling may stand for.
const mostWords = 64

func (e *Engine) dictionary(open func(index.IndexReader) (index.FieldDict, error), each func(string, *index.DictEntry)) error {
	advanced, err := e.index.Advanced()
	if err != nil {
		return err
	}
	reader, err := advanced.Reader()
	if err != nil {
		return err
	}
	defer reader.Close()
	dict, err := open(reader)
	if err != nil {
		return err
	}
	defer dict.Close()
	for n := 0; n < mostWords; n++ {
		term, err := dict.Next()
		if err != nil || term == nil {
			return err
		}
		each(strings.Clone(term.Term), term)
	}
	return nil
}
