package search

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	bleveanalysis "github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
)

// What Bleve keeps: every document as it was put, stored; every word of the index once,
// forwards and backwards, for beginnings, endings and spelling; and a journal of what
// changed since the own files were written.
const (
	sourceField   = "s"
	wordField     = "w"
	backwardField = "b"
	journalKind   = "journal" // reserved, besides the kinds that are declared
	wordsKind     = "words"
)

// version is written into the index; one of another version is made anew, since it is
// derived and the store has everything.
const version = "2"

func key(kind, id string) string { return kind + "/" + id }

// analysisQueue prepares documents for all indexes of a process, four at a time, as Bleve does by itself.
var analysisQueue = sync.OnceValue(func() *index.AnalysisQueue { return index.NewAnalysisQueue(4) })

// openBleve opens Bleve's index in a folder, or makes it; an empty dir is one in memory. One of another version
// is made anew. It is opened without Bleve's own way to search: we read what is stored.
func openBleve(dir string) (index.Index, error) {
	if dir == "" {
		return openScorch("")
	}
	path := filepath.Join(dir, "bleve")
	ix, err := openScorch(filepath.Join(path, "store"))
	if err != nil {
		return nil, err
	}
	made, err := internal(ix, "version")
	if err != nil || string(made) == version {
		return ix, err
	}
	if err := ix.Close(); err != nil {
		return nil, err
	}
	for _, old := range []string{path, filepath.Join(dir, ownFolder)} {
		if err := os.RemoveAll(old); err != nil {
			return nil, err
		}
	}
	if ix, err = openScorch(filepath.Join(path, "store")); err != nil {
		return nil, err
	}
	return ix, ix.SetInternal([]byte("version"), []byte(version))
}

func openScorch(path string) (index.Index, error) {
	ix, err := scorch.NewScorch(scorch.Name, map[string]any{"path": path}, analysisQueue())
	if err != nil {
		return nil, err
	}
	return ix, ix.Open()
}

// internal is a value of the index's own, nil where there is none.
func internal(ix index.Index, key string) ([]byte, error) {
	reader, err := ix.Reader()
	if err != nil {
		return nil, err
	}
	value, err := reader.GetInternal([]byte(key))
	return value, errors.Join(err, reader.Close())
}

// stored is a document of Bleve's with one value to keep.
func stored(id string, value any) (*document.Document, error) {
	raw, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("search: keep %s: %w", id, err)
	}
	doc := document.NewDocument(id)
	doc.AddField(document.NewTextFieldWithIndexingOptions(sourceField, nil, raw, index.StoreField))
	return doc, nil
}

// shortestCompound is how many letters a word must have to be looked for by its end: three
// before it, and an end of five.
const shortestCompound = 8

// dictionaryOf is a document with words for the dictionary.
func dictionaryOf(n int64, words []string) *document.Document {
	var backward []string
	for _, w := range words {
		if utf8.RuneCountInString(w) >= shortestCompound {
			backward = append(backward, reversed(w))
		}
	}
	doc := document.NewDocument(key(wordsKind, fmt.Sprintf("%015d", n)))
	doc.AddField(document.NewTextFieldCustom(wordField, nil, nil, index.IndexField|index.SkipFreqNorm, ready(words)))
	doc.AddField(document.NewTextFieldCustom(backwardField, nil, nil, index.IndexField|index.SkipFreqNorm, ready(backward)))
	return doc
}

// ready is an analyzer that hands out words cut before.
type ready []string

// Analyze returns each word once.
func (r ready) Analyze([]byte) bleveanalysis.TokenStream {
	tokens := make([]bleveanalysis.Token, len(r))
	stream := make(bleveanalysis.TokenStream, len(r))
	for i, w := range r {
		tokens[i] = bleveanalysis.Token{Term: []byte(w), Position: i + 1}
		stream[i] = &tokens[i]
	}
	return stream
}

func reversed(s string) string {
	letters := []rune(s)
	slices.Reverse(letters)
	return string(letters)
}

// reader opens what was written last; it must be closed.
func (e *Engine) reader() (index.IndexReader, error) { return e.index.Reader() }

// value reads what was stored under an id; false where there is nothing.
func value(reader index.IndexReader, id string, into any) (bool, error) {
	doc, err := reader.Document(id)
	if err != nil || doc == nil {
		return false, err
	}
	found := false
	doc.VisitFields(func(f index.Field) {
		if f.Name() == sourceField && err == nil {
			found, err = true, json.Unmarshal(f.Value(), into)
		}
	})
	return found, err
}

// sources walks every document of the declared kinds, and the numbers of the journal's
// lines and of the dictionary's documents.
func (e *Engine) sources(reader index.IndexReader, each func(kind string, d Document) error, numbered func(kind string, n int64)) error {
	ids, err := reader.DocIDReaderAll()
	if err != nil {
		return err
	}
	defer ids.Close()
	for {
		internal, err := ids.Next()
		if err != nil || internal == nil {
			return err
		}
		id, err := reader.ExternalID(internal)
		if err != nil {
			return err
		}
		kind, rest, _ := strings.Cut(id, "/")
		if kind == journalKind || kind == wordsKind {
			if n, err := strconv.ParseInt(rest, 10, 64); err == nil {
				numbered(kind, n)
			}
		}
		if e.kinds[kind] == nil {
			continue
		}
		var d Document
		if found, err := value(reader, id, &d); err != nil {
			return err
		} else if !found {
			return fmt.Errorf("%s has no source", id)
		}
		if err := each(kind, d); err != nil {
			return err
		}
	}
}

// nearby is a word of the index like a misspelt one.
type nearby struct {
	word     string
	distance int // letters
}

// similar lists words of the index near a misspelt one, the nearest first. The first
// letter is taken to be right. Words of a large write are not among them before the
// dictionary has them.
func (e *Engine) similar(word string, distance int) ([]nearby, error) {
	var near []nearby
	first, _ := utf8.DecodeRuneInString(word)
	err := e.dictionary(func(reader index.IndexReader) (index.FieldDict, error) {
		fuzzy, can := reader.(index.IndexReaderFuzzy)
		if !can {
			return reader.FieldDictRange(wordField, []byte(word), []byte(word))
		}
		return fuzzy.FieldDictFuzzy(wordField, word, distance, string(first))
	}, func(d *index.DictEntry) {
		near = append(near, nearby{strings.Clone(d.Term), int(d.EditDistance)})
	})
	slices.SortStableFunc(near, func(a, b nearby) int { return a.distance - b.distance })
	return near, err
}

// beginning lists longer words of the index that begin so.
func (e *Engine) beginning(prefix string) ([]string, error) {
	words, err := e.longer(wordField, prefix)
	return append(words, e.lexicon.waiting(func(w string) bool { return len(w) > len(prefix) && strings.HasPrefix(w, prefix) })...), err
}

// ending lists longer words of the index that end so.
func (e *Engine) ending(suffix string) ([]string, error) {
	words, err := e.longer(backwardField, reversed(suffix))
	for i, w := range words {
		words[i] = reversed(w)
	}
	return append(words, e.lexicon.waiting(func(w string) bool { return len(w) > len(suffix) && strings.HasSuffix(w, suffix) })...), err
}

func (e *Engine) longer(field, prefix string) ([]string, error) {
	var long []string
	err := e.dictionary(func(reader index.IndexReader) (index.FieldDict, error) {
		return reader.FieldDictPrefix(field, []byte(prefix))
	}, func(d *index.DictEntry) {
		if d.Term != prefix {
			long = append(long, strings.Clone(d.Term))
		}
	})
	return long, err
}

// mostLooked bounds the words that are looked at for a beginning or a misspelling.
const mostLooked = 1024

func (e *Engine) dictionary(open func(index.IndexReader) (index.FieldDict, error), each func(*index.DictEntry)) error {
	reader, err := e.reader()
	if err != nil {
		return err
	}
	defer reader.Close()
	dict, err := open(reader)
	if err != nil {
		return err
	}
	defer dict.Close()
	for range mostLooked {
		entry, err := dict.Next()
		if err != nil || entry == nil {
			return err
		}
		each(entry)
	}
	return nil
}
