// Package search finds documents by everyday words, filters them and ranks them for a profile. It is the only package that
// imports Bleve.
//
// Bleve has four tasks: analysis of each language, durable storage of every document, dictionaries of words (for prefixes,
// suffixes and spelling) and the bookmark of the change feed. The bookmark is inside the index, so that deleting the folder of
// the index also rewinds the feed.
//
// Ranking, filters, facets and ranges use structures in memory: posting lists, and a column for each filter and number. Every
// write updates them. They are stored in the engine's own files, so that a start reads them and analyses nothing again. No range
// or facet is a Bleve query. Scores depend only on the live documents and not on their segments. The reasons of a hit are the
// contributions of its own terms.
package search

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	index "github.com/blevesearch/bleve_index_api"
)

// Kind is one type of document that can be found, as a module declares it.
type Kind struct {
	Name    string   // "tenders"; also the name of the collection it is made from
	Facets  []string // names of Document.Keys that can be filtered and counted
	Numbers []string // names of Document.Numbers that can bound or order a list
}

// Document is the form in which the engine indexes a thing.
type Document struct {
	ID      string
	Texts   []Text              // texts that words find
	CPV     []string            // eight-digit codes; every level of them is a term
	Marks   []string            // terms besides words and codes that a profile may have in common with it: "place:pt112"
	Keys    map[string][]string // filter and facet values
	Numbers map[string]int64    // for ranges and orders; times are Unix seconds, money minor units
	Until   int64               // Unix seconds until which it is open; 0: never open; Always: without end
}

// Always is the Until of a document that never closes.
const Always int64 = 1 << 62

// Text is a text in one language, with the weight of its field.
type Text struct {
	Language string // ISO 639-1; empty if unknown
	Words    string
	Weight   int    // 1 for a body, 3 for a title; at most 15
	Name     string // "title", "body"; snippets come from "body"
}

// Engine holds the index of every kind. Its methods are safe for concurrent use. A query never waits for a write.
type Engine struct {
	log      *slog.Logger
	now      func() time.Time
	dir      string
	index    index.Index
	words    *analysis
	lexicon  *lexicon
	kinds    map[string]*partition // as declared by Start; not changed afterwards
	readings readings
	stems    asked

	write   sync.Mutex
	journal int64 // number of the last journal line
	kept    storedFiles
}

// Options of Open.
type Options struct {
	Log *slog.Logger
	Now func() time.Time // decides which documents are open
}

// Open opens the index in dir, or creates it. With an empty dir it is in memory only. Start must be called before documents can
// be stored or found.
func Open(dir string, o Options) (*Engine, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	e := &Engine{log: o.Log, now: o.Now, dir: dir, kinds: map[string]*partition{}}
	var err error
	if e.words, err = sharedAnalysis(); err != nil {
		return nil, err
	}
	e.lexicon = newLexicon(e.words)
	if e.index, err = openBleve(dir); err != nil {
		return nil, fmt.Errorf("search index in %s: %w", dir, err)
	}
	return e, nil
}

// Start declares the kinds and reads the index into memory.
func (e *Engine) Start(kinds ...Kind) error {
	start := time.Now()
	e.write.Lock()
	defer e.write.Unlock()
	for _, k := range kinds {
		e.kinds[k.Name] = newPartition(k)
	}
	if err := e.load(); err != nil {
		return fmt.Errorf("read search index: %w", err)
	}
	for name, p := range e.kinds {
		e.log.Info("search index read", "kind", name, "documents", p.now.Load().living, "ms", time.Since(start).Milliseconds())
	}
	return nil
}

// Close writes the own files and closes the index.
func (e *Engine) Close() error {
	e.write.Lock()
	defer e.write.Unlock()
	err := e.keep()
	if closing := e.index.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return fmt.Errorf("close search index: %w", err)
	}
	return nil
}

func (e *Engine) kind(name string) (*partition, error) {
	p := e.kinds[name]
	if p == nil {
		return nil, fmt.Errorf("search: no kind %q was declared", name)
	}
	return p, nil
}

// Count is the number of documents of a kind, or of all kinds for "".
func (e *Engine) Count(kind string) int {
	n := 0
	for name, p := range e.kinds {
		if kind == "" || kind == name {
			n += p.now.Load().living
		}
	}
	return n
}

// largeWrite is the number of documents from which a write leaves its new words for a later write, because writing the dictionary
// is expensive. Until then these words are searched one by one.
const largeWrite = 500

// Put stores documents and replaces those with the same ids. When it returns, they are durable and can be found.
func (e *Engine) Put(ctx context.Context, kind string, docs ...Document) error {
	return e.Apply(ctx, kind, docs, nil)
}

// Delete removes documents. Unknown ids are no error.
func (e *Engine) Delete(ctx context.Context, kind string, ids ...string) error {
	return e.Apply(ctx, kind, nil, ids)
}

// Apply stores and deletes documents in one step. Of several documents with the same id, the last one counts.
func (e *Engine) Apply(ctx context.Context, kind string, put []Document, gone []string) error {
	if len(put)+len(gone) == 0 {
		return nil
	}
	e.write.Lock()
	defer e.write.Unlock()
	p, err := e.kind(kind)
	if err != nil {
		return err
	}
	last := map[string]int{}
	for i, d := range put {
		last[d.ID] = i
	}
	entries := make([]*entry, 0, len(put))
	batch := index.NewBatch()
	for i, d := range put {
		if err := ctx.Err(); err != nil {
			return err
		}
		if last[d.ID] != i {
			continue
		}
		entries = append(entries, e.lexicon.entry(d))
		doc, err := stored(key(kind, d.ID), d)
		if err != nil {
			return err
		}
		batch.Update(doc)
	}
	for _, id := range gone {
		batch.Delete(key(kind, id))
	}
	if err := e.note(batch, kind, entries, gone); err != nil {
		return err
	}
	if err := e.index.Batch(batch); err != nil {
		return fmt.Errorf("search: write %d documents: %w", len(put), err)
	}
	e.journal++
	if e.dir == "" {
		e.lexicon.fresh = nil // an index in memory has no files to write them to
	}
	p.change(entries, gone, e.now().Unix())
	if len(put) < largeWrite {
		if err := e.saveWords(); err != nil {
			return err
		}
	}
	e.keepIfWorth(len(put) + len(gone))
	return nil
}

// Bookmark returns the stored position of a follower of the change feed; empty if there is none.
func (e *Engine) Bookmark(name string) (string, error) {
	raw, err := internal(e.index, "bookmark/"+name)
	if err != nil {
		return "", fmt.Errorf("search: bookmark: %w", err)
	}
	return string(raw), nil
}

// SetBookmark stores the position of a follower inside the index.
func (e *Engine) SetBookmark(name, bookmark string) error {
	e.write.Lock()
	defer e.write.Unlock()
	if err := e.index.SetInternal([]byte("bookmark/"+name), []byte(bookmark)); err != nil {
		return fmt.Errorf("search: bookmark: %w", err)
	}
	return nil
}

// IDs lists the ids of all documents of a kind. The check of the store against the index uses it.
func (e *Engine) IDs(kind string) []string {
	p := e.kinds[kind]
	if p == nil {
		return nil
	}
	var ids []string
	for _, p := range p.now.Load().parts(false) {
		for doc, id := range p.ids.names {
			if !p.isDead(uint16(doc)) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}
