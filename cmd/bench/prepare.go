package main

import (
	"bufio"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"citiesgrow/search"
)

// batch is the number of documents that the engine gets at once.
const batch = 2000

func (r *runner) ourFolder() string { return filepath.Join(r.folder, "ours") }

// build fills the engine under test.
func (r *runner) build(ctx context.Context) (err error) {
	// Reset the peak of an earlier size. If that is not permitted, the peak is that of all sizes.
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
	before := heap()
	if r.engine, err = openEngine(r.ourFolder()); err != nil {
		return err
	}
	for _, k := range r.kinds() {
		r.say("%d %s into our index", r.n, k.Name)
		size := folderSize(r.ourFolder())
		used, err := fill(ctx, r.corpus, r.n, r.engine, k.Name, batch)
		if err != nil {
			return err
		}
		idle(ctx)
		_, peak := ownMemory()
		r.result.Building = append(r.result.Building, Building{oursName, k.Name, r.n, used, folderSize(r.ourFolder()) - size, peak})
	}
	held := heap() - before
	now, _ := ownMemory()
	r.result.Memory = append(r.result.Memory, Memory{oursName, held, "heap, all kinds"},
		Memory{oursName, now, "resident, all kinds, with the vocabularies of the bench"})
	return nil
}

// heap returns the memory in use after a garbage collection, and returns free memory to the system.
func heap() int64 {
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// idle waits until background work of a write has ended.
func idle(ctx context.Context) {
	for range 400 {
		before := processCPU()
		select {
		case <-ctx.Done():
			return
		case <-time.After(50 * time.Millisecond):
		}
		if processCPU()-before < 3*time.Millisecond {
			return
		}
	}
}

// kinds lists the kinds that the run needs; only job D needs services.
func (r *runner) kinds() []search.Kind {
	return slices.DeleteFunc(kinds(), func(k search.Kind) bool { return k.Name == "services" && !r.asked("D") })
}

// jobs lists the requested jobs of S, SO, SB, M, R and D.
func (r *runner) jobs() []string {
	var names []string
	for _, j := range jobs {
		if r.asked(j.name) {
			names = append(names, j.name)
		}
	}
	return names
}

// read reads the corpus again, for the limit, the right answers and the peers.
func (r *runner) read(ctx context.Context) (err error) {
	if r.field, err = newField(r.corpus, r.n, r.jobs(), r.engine); err != nil {
		return err
	}
	for _, k := range r.kinds() {
		r.say("the limit, the right answers and the peers' file of %s", k.Name)
		if err := r.readKind(ctx, k.Name); err != nil {
			return err
		}
	}
	r.result.Reading = r.field.analysis / time.Duration(r.field.documents)
	return nil
}

func (r *runner) readKind(ctx context.Context, kind string) error {
	if len(r.Peers) == 0 || kind == "services" {
		return r.field.read(ctx, r.engine, kind, nil)
	}
	f, err := os.Create(r.file(kind))
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	return errors.Join(r.field.read(ctx, r.engine, kind, w), w.Flush(), f.Close())
}

// file returns the path of a file for the peers with documents or queries.
func (r *runner) file(name string) string { return filepath.Join(r.folder, name+".tsv") }

// openPeers starts the peers one after another and loads all files.
func (r *runner) openPeers(ctx context.Context) error {
	if len(r.Peers) == 0 {
		return nil
	}
	var lines []string
	for _, job := range r.jobs() {
		if kindOf(job) == "services" {
			continue
		}
		for k, q := range r.field.questions[job] {
			lines = append(lines, q.line(k)+"\n")
		}
	}
	if err := os.WriteFile(r.file("questions"), []byte(strings.Join(lines, "")), 0o600); err != nil {
		return err
	}
	for _, name := range r.Peers {
		folder := filepath.Join(r.folder, name)
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return err
		}
		p, err := openPeer(ctx, name, r.PeerFolder, folder, r.stderr)
		if err != nil {
			return err
		}
		r.peers = append(r.peers, p)
		if err := r.load(ctx, p); err != nil {
			return err
		}
	}
	for _, name := range []string{"tenders", "suppliers"} {
		if err := os.Remove(r.file(name)); err != nil {
			return err
		}
	}
	return nil
}

func (r *runner) load(ctx context.Context, p *peer) error {
	for _, name := range []string{"tenders", "open", "suppliers"} {
		r.say("%d %s into %s", r.n, name, p.title)
		file := r.file(name)
		if name == "open" {
			file = r.file("tenders")
		}
		n, used, size, err := p.load(ctx, name, file)
		if err != nil {
			return err
		}
		if name == "open" {
			continue // included in all tenders, or an additional index that favours the peer
		}
		r.result.Building = append(r.result.Building, Building{p.title, name, n, used, size, 0})
	}
	_, err := p.command(ctx, "questions", 2, "questions", r.file("questions"))
	return err
}
