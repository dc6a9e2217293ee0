// Package search finds things by everyday words, narrows them by filters and ranks
// them for a profile. It is the only package that knows Bleve.
//
// Bleve does what it is good at: analysis of each language, durable storage of every
// document, dictionaries of words (for beginnings and spelling) and the bookmark of the
// change feed, which lives inside the index so that deleting its folder rewinds it.
// Ranking, filters, facets and ranges run on structures in memory: posting
// lists, and columns for each filter and number. They are kept in files of their own, so
// that a start reads them and analyses nothing again, and follow every write. No range or
// facet is ever a Bleve query, scores depend on the living documents alone and not on how
// they lie in segments, and the reasons of a hit are its own terms' contributions.
package search

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	index "github.com/blevesearch/bleve_index_api"
)

// Kind is one sort of thing that can be found, as a module declares it.
type Kind struct {
	Name    string   // "tenders"; also the collection it is made from
	Facets  []string // names of Document.Keys that can be filtered and counted
	Numbers []string // names of Document.Numbers that can bound or order a list
}

// Document is how a thing wants to be found.
type Document struct {
	ID      string
	Texts   []Text              // what words find it
	CPV     []string            // eight-digit codes; every level of them is a term
	Marks   []string            // what profiles may have in common with it besides words and codes: "place:pt112"
	Keys    map[string][]string // filter and facet values
	Numbers map[string]int64    // bounds and orders; times are Unix seconds, money minor units
	Until   int64               // Unix seconds until which it is open; 0: never; Always: without end
}

// Always is the Until of what has no end.
const Always int64 = 1 << 62

// Text is words in one language with the weight of their place.
type Text struct {
	Language string // ISO 639-1, empty when not known
	Words    string
	Weight   int    // 1 for a body, 3 for a title; at most 15
	Name     string // "title", "body": snippets are cut from "body"
}

// Engine holds one index of every kind. Its methods may be called at once from many
// goroutines; a question never waits for a write.
type Engine struct {
	log      *slog.Logger
	now      func() time.Time
	dir      string
	index    index.Index
	words    *analysis
	lexicon  *lexicon
	kinds    map[string]*partition // as declared by Start; never changed after
	readings readings
	stems    asked

	write   sync.Mutex
	journal int64 // number of the last journal line
	kept    keptFiles
}

// Options of Open.
type Options struct {
	Log *slog.Logger
	Now func() time.Time // clock; decides what is open
}

// Open opens the index in dir, or makes it. An empty dir keeps it in memory only.
// Nothing can be put or found before Start.
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

// Start declares what can be found and reads the index into memory.
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

// Close ends the engine; what was put is on disk.
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

// Count is the number of documents of a kind, of all kinds for "".
func (e *Engine) Count(kind string) int {
	n := 0
	for name, p := range e.kinds {
		if kind == "" || kind == name {
			n += p.now.Load().living
		}
	}
	return n
}

// largeWrite is a write whose new words wait for the next ones, since a dictionary is expensive
// to write often; until then they are looked through one by one.
const largeWrite = 500

// Put makes documents findable, replacing those with the same ids. When it returns,
// they are found and kept.
func (e *Engine) Put(ctx context.Context, kind string, docs ...Document) error {
	return e.Apply(ctx, kind, docs, nil)
}

// Delete takes documents out; unknown ids are no error.
func (e *Engine) Delete(ctx context.Context, kind string, ids ...string) error {
	return e.Apply(ctx, kind, nil, ids)
}

// Apply puts and deletes in one step. Of documents with the same id the last one counts.
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
		e.lexicon.fresh = nil // there are no files to write them to
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

// Bookmark and SetBookmark keep where the change feed was followed to.
func (e *Engine) Bookmark(name string) (string, error) {
	raw, err := internal(e.index, "bookmark/"+name)
	if err != nil {
		return "", fmt.Errorf("search: bookmark: %w", err)
	}
	return string(raw), nil
}

// SetBookmark stores it inside the index.
func (e *Engine) SetBookmark(name, bookmark string) error {
	e.write.Lock()
	defer e.write.Unlock()
	if err := e.index.SetInternal([]byte("bookmark/"+name), []byte(bookmark)); err != nil {
		return fmt.Errorf("search: bookmark: %w", err)
	}
	return nil
}

// IDs lists every document of a kind, for the check of the store against the index.
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
