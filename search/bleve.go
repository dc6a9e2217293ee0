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

// Bleve stores three things: the source of every document; every word of the index once, forwards and backwards, to find words by
// prefix, suffix and spelling; and a journal of the writes since the engine's own files were last written.
const (
	sourceField   = "s"
	wordField     = "w"
	backwardField = "b"
	journalKind   = "journal" // a reserved name, like wordsKind: no declared kind may have it
	wordsKind     = "words"
)

// version is stored in the index. An index of another version is deleted and built again, because all its data is in the store.
const version = "2"

func key(kind, id string) string { return kind + "/" + id }

// analysisQueue prepares documents for all indexes of a process, four at a time, as Bleve does by itself.
var analysisQueue = sync.OnceValue(func() *index.AnalysisQueue { return index.NewAnalysisQueue(4) })

// openBleve opens Bleve's index in a folder, or creates it; with an empty dir, an index in memory. An index of another version is
// deleted and created again. Bleve's query layer is not used: this package reads the stored data itself.
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

// internal returns a value of the index's own storage; nil if there is none.
func internal(ix index.Index, key string) ([]byte, error) {
	reader, err := ix.Reader()
	if err != nil {
		return nil, err
	}
	value, err := reader.GetInternal([]byte(key))
	return value, errors.Join(err, reader.Close())
}

// stored makes a Bleve document with one stored value, encoded as JSON.
func stored(id string, value any) (*document.Document, error) {
	raw, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("search: keep %s: %w", id, err)
	}
	doc := document.NewDocument(id)
	doc.AddField(document.NewTextFieldWithIndexingOptions(sourceField, nil, raw, index.StoreField))
	return doc, nil
}

// shortestCompound is the least number of letters of a word that is found by its suffix: a suffix of five letters and three
// before it.
const shortestCompound = 8

// dictionaryOf makes a Bleve document that adds words to the dictionary.
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

// ready is an analyzer that returns a given list of words.
type ready []string

// Analyze returns each word once and ignores its argument.
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

// reader opens a snapshot of the last write. The caller must close it.
func (e *Engine) reader() (index.IndexReader, error) { return e.index.Reader() }

// value decodes the value that is stored under an id. It returns false if there is none.
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

// sources calls each for every document of the declared kinds, and numbered for every journal entry and every dictionary
// document.
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

// nearby is a word of the index that is similar to a misspelt word.
type nearby struct {
	word     string
	distance int // edit distance in letters
}

// similar lists words of the index that are similar to a misspelt word, the nearest first. The first letter is assumed to be
// right. New words of a large write are missing until the dictionary is written.
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

// beginning lists the words of the index that start with the prefix and are longer.
func (e *Engine) beginning(prefix string) ([]string, error) {
	words, err := e.longer(wordField, prefix)
	return append(words, e.lexicon.waiting(func(w string) bool { return len(w) > len(prefix) && strings.HasPrefix(w, prefix) })...), err
}

// ending lists the words of the index that end with the suffix and are longer.
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

// mostLooked is the maximum number of dictionary entries that one prefix, suffix or spelling query reads.
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
