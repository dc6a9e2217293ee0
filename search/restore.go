package search

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"

	"golang.org/x/sync/errgroup"
)

// load reads the engine's own files and then the journal. If the files are missing, damaged or of other kinds, it analyses all
// documents again from Bleve.
func (e *Engine) load() error {
	if e.dir != "" {
		err := e.restore()
		if err == nil {
			return e.replay()
		}
		if !os.IsNotExist(err) {
			e.log.Warn("search index is read anew", "why", err.Error())
		}
	}
	if e.dir != "" { // a new file must not have the name of an old one that remained
		if err := os.RemoveAll(filepath.Join(e.dir, ownFolder)); err != nil {
			return err
		}
	}
	for name, p := range e.kinds {
		e.kinds[name] = newPartition(p.kind)
	}
	e.lexicon, e.kept = newLexicon(e.words), storedFiles{}
	return e.rebuild()
}

func (e *Engine) restore() error {
	own := filepath.Join(e.dir, ownFolder)
	var m manifest
	if err := unpack(filepath.Join(own, manifestName), func(u *unpacker) {
		if all := u.strings(); u.err == nil && len(all) == 1 {
			u.err = json.Unmarshal([]byte(all[0]), &m)
		}
	}); err != nil {
		return err
	}
	if m.Version != version || len(m.Kinds) != len(e.kinds) {
		return fmt.Errorf("files are of version %q with %d kinds", m.Version, len(m.Kinds))
	}
	e.journal, e.kept = m.Journal, storedFiles{next: m.Next, lexicon: m.Lexicon, words: m.Words}
	for _, name := range m.Lexicon {
		if err := unpack(filepath.Join(own, name), e.lexicon.unpack); err != nil {
			return err
		}
	}
	e.kept.terms = len(e.lexicon.terms)
	for _, k := range m.Kinds {
		p := e.kinds[k.Kind.Name]
		if p == nil || !reflect.DeepEqual(p.kind, k.Kind) {
			return fmt.Errorf("files hold another kind %q", k.Kind.Name)
		}
		if err := p.restore(own, k, len(e.lexicon.terms)); err != nil {
			return err
		}
	}
	return nil
}

// restore makes the view of a stored kind. Its statistics are computed from the segments.
func (p *partition) restore(own string, k storedKind, terms int) error {
	v := &view{kind: &p.kind}
	for _, names := range k.Facets {
		v.facets = append(v.facets, newDictionary(names))
	}
	if len(v.facets) != len(p.kind.Facets) {
		return errDamaged
	}
	v.open, v.closed = make([]part, len(k.Open)), make([]part, len(k.Closed))
	var readers errgroup.Group
	readers.SetLimit(2)
	for half, parts := range map[*[]part][]storedPart{&v.open: k.Open, &v.closed: k.Closed} {
		for i, kept := range parts {
			readers.Go(func() error {
				s, err := readSegment(filepath.Join(own, kept.File), p.kind)
				if err == nil {
					s.name = kept.File
					(*half)[i] = part{s, kept.Dead, kept.Deaths}
				}
				return err
			})
		}
	}
	if err := readers.Wait(); err != nil {
		return err
	}
	if terms > 0 {
		v.df = v.df.reach(uint32(terms - 1))
	}
	for _, part := range v.parts(false) {
		v.sum(part)
	}
	p.now.Store(v)
	return nil
}

// sum adds the live documents of a part to the statistics.
func (v *view) sum(p part) {
	v.living += p.living()
	for w := (walk{segment: p.segment}); ; {
		term, more := w.term()
		if !more {
			break
		}
		v.df.add(term, int32(len(w.take().docs)))
	}
	if p.deaths > 0 {
		p.termsOf(p.dead, func(term uint32) { v.df.add(term, -1) })
	}
	for doc := range p.size() {
		if p.isDead(uint16(doc)) {
			continue
		}
		for _, l := range p.sizes.at(uint16(doc)) {
			v.measure(uint8(l>>24), int64(l&(1<<24-1)))
		}
	}
}

// replay applies the writes that the own files do not include.
func (e *Engine) replay() error {
	reader, err := e.reader()
	if err != nil {
		return err
	}
	defer reader.Close()
	touched := map[string][]string{}
	for {
		var l line
		found, err := value(reader, lineKey(e.journal+1), &l)
		if err != nil {
			return err
		}
		if !found {
			break
		}
		e.journal++
		e.kept.lines = append(e.kept.lines, lineKey(e.journal))
		touched[l.Kind] = append(append(touched[l.Kind], l.Put...), l.Gone...)
	}
	for kind, ids := range touched {
		p := e.kinds[kind]
		if p == nil {
			continue
		}
		ids = unique(ids)
		e.kept.changes += len(ids)
		var put []*entry
		var gone []string
		for _, id := range ids {
			var d Document
			found, err := value(reader, key(kind, id), &d)
			if err != nil {
				return err
			}
			if found {
				put = append(put, e.lexicon.entry(d))
			} else {
				gone = append(gone, id)
			}
		}
		p.change(put, gone, e.now().Unix())
	}
	return e.saveWords()
}

// rebuild analyses every document that Bleve has.
func (e *Engine) rebuild() error {
	reader, err := e.reader()
	if err != nil {
		return err
	}
	defer reader.Close()
	waiting := map[string][]*entry{}
	take := func(kind string) {
		e.kinds[kind].change(waiting[kind], nil, e.now().Unix())
		e.kept.changes += len(waiting[kind])
		waiting[kind] = nil
	}
	err = e.sources(reader, func(kind string, d Document) error {
		waiting[kind] = append(waiting[kind], e.lexicon.entry(d))
		if len(waiting[kind]) >= 2000 {
			take(kind)
		}
		return nil
	}, func(kind string, n int64) {
		if kind == journalKind {
			e.journal = max(e.journal, n)
			e.kept.lines = append(e.kept.lines, lineKey(n))
		} else {
			e.kept.words = max(e.kept.words, n)
		}
	})
	if err != nil {
		return err
	}
	for kind := range waiting {
		take(kind)
	}
	return e.saveWords()
}

func readSegment(path string, k Kind) (*segment, error) {
	s := blank(k, 0)
	err := unpack(path, func(u *unpacker) {
		names := u.strings()
		s.until = u.large()
		for i := range s.numbers {
			s.numbers[i].of = u.large()
		}
		for i := range s.facets {
			s.facets[i].set, s.facets[i].sets = u.small(), column{u.middle(), u.middle()}
		}
		s.sizes.start, s.sizes.values = u.middle(), u.middle()
		if s.terms = u.middle(); len(s.terms) == 0 {
			s.terms = nil
		}
		s.starts, s.docs, s.codes = u.middle(), u.small(), u.small()
		if u.err == nil {
			s.finish(names)
		}
	})
	return s, err
}
