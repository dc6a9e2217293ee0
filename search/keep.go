package search

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	index "github.com/blevesearch/bleve_index_api"
)

// The engine's own files are in a folder next to Bleve's index: segments, pieces of the lexicon and a manifest. Segments and
// pieces are written once and never changed. The manifest lists the valid files and the last journal entry that they include. It
// is replaced by an atomic rename, so the process may stop at any time.

const (
	ownFolder    = "own"
	manifestName = "manifest"
	// worthKeeping is the number of changes after which the own files are written. After a crash, at most about this many
	// documents are analysed again.
	worthKeeping = 20_000
)

// storedFiles is the state of the files on disk.
type storedFiles struct {
	changes int      // documents changed since the files were written
	next    int      // number of the next file
	lexicon []string // file names of the pieces
	terms   int      // number of the lexicon's terms that the pieces contain
	lines   []string // ids of the journal entries to delete from Bleve after the next write of the files
	words   int64    // number of dictionary documents in Bleve
}

type manifest struct {
	Version string
	Journal int64
	Words   int64
	Next    int
	Lexicon []string
	Kinds   []storedKind
}

type storedKind struct {
	Kind   Kind
	Facets [][]string // values by their numbers
	Open   []storedPart
	Closed []storedPart
}

type storedPart struct {
	File   string
	Dead   []uint64 `json:",omitempty"`
	Deaths int      `json:",omitempty"`
}

// line is a journal entry: one write.
type line struct {
	Kind string
	Put  []string `json:",omitempty"`
	Gone []string `json:",omitempty"`
}

func lineKey(n int64) string { return key(journalKind, fmt.Sprintf("%015d", n)) }

// note adds the journal entry of a write to a batch.
func (e *Engine) note(batch *index.Batch, kind string, put []*entry, gone []string) error {
	if e.dir == "" {
		return nil
	}
	l := line{Kind: kind, Gone: gone}
	for _, entry := range put {
		l.Put = append(l.Put, entry.ID)
	}
	doc, err := stored(lineKey(e.journal+1), l)
	if err != nil {
		return err
	}
	e.kept.lines = append(e.kept.lines, doc.ID())
	batch.Update(doc)
	return nil
}

// wordsTogether is the number of words in one dictionary document. Bleve estimates the memory of a batch from the mean size of
// the documents in the previous batch. A document must therefore not be much larger than others.
const wordsTogether = 64

// saveWords writes the new words to the dictionary.
func (e *Engine) saveWords() error {
	words := e.lexicon.pending
	if len(words) == 0 {
		return nil
	}
	batch := index.NewBatch()
	for some := range slices.Chunk(words, wordsTogether) {
		e.kept.words++
		batch.Update(dictionaryOf(e.kept.words, some))
	}
	if err := e.index.Batch(batch); err != nil {
		return fmt.Errorf("search: write %d words to the dictionary: %w", len(words), err)
	}
	e.lexicon.saved()
	return nil
}

// keepIfWorth writes the own files after enough changes. Documents are safe in Bleve without them, so a failure is only logged,
// and the next write tries again.
func (e *Engine) keepIfWorth(changes int) {
	if e.kept.changes += changes; e.kept.changes < worthKeeping {
		return
	}
	if err := e.keep(); err != nil {
		e.log.Warn("search files are not written", "error", err.Error())
	}
}

// keep writes all changes to the own files.
func (e *Engine) keep() error {
	if e.dir == "" || e.kept.changes == 0 {
		return nil
	}
	if err := e.saveWords(); err != nil {
		return err
	}
	own := filepath.Join(e.dir, ownFolder)
	if err := os.MkdirAll(own, 0o700); err != nil {
		return err
	}
	m := manifest{Version: version, Journal: e.journal, Words: e.kept.words}
	for _, name := range sortedKeys(e.kinds) {
		v := e.kinds[name].now.Load()
		k := storedKind{Kind: *v.kind}
		for _, d := range v.facets {
			k.Facets = append(k.Facets, d.names)
		}
		var err error
		if k.Open, err = e.keepParts(own, v.open); err != nil {
			return err
		}
		if k.Closed, err = e.keepParts(own, v.closed); err != nil {
			return err
		}
		m.Kinds = append(m.Kinds, k)
	}
	if len(e.lexicon.fresh) > 0 || e.kept.terms < len(e.lexicon.terms) {
		name := e.fileName("lexicon")
		if err := pack(filepath.Join(own, name), func(p *packer) { e.lexicon.pack(p, e.kept.terms) }); err != nil {
			return fmt.Errorf("search: keep words: %w", err)
		}
		e.kept.lexicon = append(e.kept.lexicon, name)
		e.kept.terms, e.lexicon.fresh = len(e.lexicon.terms), nil
	}
	m.Lexicon, m.Next = e.kept.lexicon, e.kept.next
	if err := m.write(own); err != nil {
		return fmt.Errorf("search: keep the manifest: %w", err)
	}
	e.kept.changes = 0
	m.sweep(own)
	batch := index.NewBatch()
	for _, id := range e.kept.lines {
		batch.Delete(id)
	}
	e.kept.lines = nil
	if err := e.index.Batch(batch); err != nil {
		return fmt.Errorf("search: shorten the journal: %w", err)
	}
	return nil
}

func (e *Engine) fileName(what string) string {
	e.kept.next++
	return fmt.Sprintf("%s-%06d", what, e.kept.next)
}

func (e *Engine) keepParts(own string, parts []part) ([]storedPart, error) {
	var kept []storedPart
	for _, p := range parts {
		if p.name == "" {
			name := e.fileName("segment")
			if err := pack(filepath.Join(own, name), p.pack); err != nil {
				return nil, fmt.Errorf("search: keep a segment: %w", err)
			}
			p.name = name
		}
		kept = append(kept, storedPart{p.name, p.dead, p.deaths})
	}
	return kept, nil
}

func (m *manifest) write(own string) error {
	raw, err := json.Marshal(m)
	if err != nil {
		return err
	}
	path := filepath.Join(own, manifestName)
	if err := pack(path+".new", func(p *packer) { p.strings([]string{string(raw)}) }); err != nil {
		return err
	}
	if err := os.Rename(path+".new", path); err != nil {
		return err
	}
	folder, err := os.Open(own)
	if err != nil {
		return err
	}
	defer folder.Close()
	return folder.Sync()
}

// sweep removes files that the manifest does not list. A file that cannot be removed is tried again the next time.
func (m *manifest) sweep(own string) {
	holds := map[string]bool{manifestName: true}
	for _, name := range m.Lexicon {
		holds[name] = true
	}
	for _, k := range m.Kinds {
		for _, p := range append(k.Open, k.Closed...) {
			holds[p.File] = true
		}
	}
	files, _ := os.ReadDir(own)
	for _, f := range files {
		if !holds[f.Name()] {
			_ = os.Remove(filepath.Join(own, f.Name()))
		}
	}
}

func (s *segment) pack(p *packer) {
	p.strings(s.ids.names)
	p.large(s.until)
	for _, n := range s.numbers {
		p.large(n.of)
	}
	for _, f := range s.facets {
		p.small(f.set)
		p.middle(f.sets.start)
		p.middle(f.sets.values)
	}
	p.middle(s.sizes.start)
	p.middle(s.sizes.values)
	p.middle(s.terms)
	p.middle(s.starts)
	p.small(s.docs)
	p.small(s.codes)
}
