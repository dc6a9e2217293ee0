package embedded

import (
	"context"
	"database/sql"
	"errors"
	"sync"

	"citiesgrow/internal/store"
)

// How a job wants to run.
const (
	shared  = iota // with others in one transaction
	alone          // in a transaction of its own
	outside        // in none
)

// batchMost bounds how many jobs share a transaction, so that the first does
// not wait long for the last.
const batchMost = 256

// writer owns the one connection that writes. Jobs are run by its goroutine in
// the order in which they come.
type writer struct {
	pool      *sql.DB
	tx        *tx
	jobs      chan *job
	committed func(seq int64) // called with the newest feed line after each commit
	closing   sync.RWMutex    // held for reading while a job is handed over
	closed    bool
	done      chan struct{}
}

type job struct {
	ctx  context.Context
	mode int
	run  func(*tx) error // may run twice: a failed batch is tried again one by one
	err  error
	done chan struct{}
}

func newWriter(pool *sql.DB, committed func(int64)) (*writer, error) {
	conn, err := pool.Conn(context.Background())
	if err != nil {
		return nil, err
	}
	w := &writer{pool: pool, tx: &tx{conn: conn, prepared: map[string]*sql.Stmt{}},
		jobs: make(chan *job, batchMost), committed: committed, done: make(chan struct{})}
	go w.loop()
	return w, nil
}

// do hands a job over and returns its result. A job that has begun is waited
// for, whatever ctx says, so that its result is never in doubt.
func (w *writer) do(ctx context.Context, mode int, run func(*tx) error) error {
	j := &job{ctx: ctx, mode: mode, run: run, done: make(chan struct{})}
	w.closing.RLock()
	if w.closed {
		w.closing.RUnlock()
		return ErrClosed
	}
	w.jobs <- j
	w.closing.RUnlock()
	<-j.done
	return j.err
}

func (w *writer) loop() {
	defer close(w.done)
	var held *job // came with a batch it cannot be part of
	for {
		first := held
		held = nil
		if first == nil {
			var ok bool
			if first, ok = <-w.jobs; !ok {
				return
			}
		}
		batch := []*job{first}
		for first.mode == shared && held == nil && len(batch) < batchMost {
			next, ok := w.more()
			if !ok {
				break
			}
			if next.mode == shared {
				batch = append(batch, next)
			} else {
				held = next
			}
		}
		w.work(batch)
	}
}

// more returns a job that is waiting already.
func (w *writer) more() (*job, bool) {
	select {
	case j, ok := <-w.jobs:
		return j, ok
	default:
		return nil, false
	}
}

func (w *writer) work(batch []*job) {
	switch {
	case batch[0].mode == outside:
		batch[0].err = batch[0].run(w.tx)
	case !w.attempt(batch) && len(batch) > 1:
		for _, j := range batch {
			w.attempt([]*job{j})
		}
	}
	for _, j := range batch {
		close(j.done)
	}
}

// attempt runs the jobs in one transaction. It returns false, and nothing is
// written, when one of them broke or the commit did. A job that is refused
// (conflict, duplicate, not found) has written nothing and breaks nothing.
func (w *writer) attempt(batch []*job) bool {
	w.tx.seq = 0
	if _, err := w.tx.exec(`BEGIN IMMEDIATE`); err != nil {
		return w.fail(batch, err)
	}
	for _, j := range batch {
		if j.err = j.ctx.Err(); j.err != nil {
			continue
		}
		if j.err = j.run(w.tx); j.err != nil && !refused(j.err) {
			return w.fail(batch, j.err)
		}
	}
	if _, err := w.tx.exec(`COMMIT`); err != nil {
		return w.fail(batch, err)
	}
	if w.tx.seq > 0 {
		w.committed(w.tx.seq)
	}
	return true
}

func (w *writer) fail(batch []*job, err error) bool {
	_, _ = w.tx.exec(`ROLLBACK`) // fails where SQLite has rolled back by itself
	for _, j := range batch {
		j.err = err
	}
	return false
}

func refused(err error) bool {
	var taken *store.DuplicateError
	return errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrNotFound) || errors.As(err, &taken)
}

// close ends the jobs that were handed over, then the connection.
func (w *writer) close() error {
	w.closing.Lock()
	if w.closed {
		w.closing.Unlock()
		return nil
	}
	w.closed = true
	close(w.jobs)
	w.closing.Unlock()
	<-w.done
	return errors.Join(w.tx.close(), w.pool.Close())
}
