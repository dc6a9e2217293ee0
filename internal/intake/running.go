package intake

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/process"
)

// running is an import in progress.
type running struct {
	service  *Service
	job      *Job
	request  Request
	progress Progress
	batch    []read
	bytes    int64
}

// take counts a rejection, or adds a notice to the batch.
func (r *running) take(ctx context.Context, name string, one parsed) error {
	r.progress.Now = name
	r.progress.Done += one.bytes
	switch {
	case errors.Is(one.err, ErrSkipped):
		r.job.Summary.Skipped++
		return nil
	case one.err != nil && ctx.Err() != nil:
		return nil // it was not read to the end: the next run reads it again
	case one.err != nil:
		r.refuse(rejection(name, one))
		return nil
	}
	if err := r.attribute(one.release); err != nil {
		one.err = err
		r.refuse(rejection(name, one))
		return nil
	}
	r.batch = append(r.batch, read{name, one})
	r.bytes += one.bytes
	if len(r.batch) < batchNotices && r.bytes < batchBytes {
		return nil
	}
	return r.flush(ctx)
}

// attribute sets the source of a notice. It returns an error if the ocid does not have a prefix of the source.
func (r *running) attribute(n *ocds.Release) error {
	if !r.request.Restore {
		n.Source.Feed = r.request.Source
	}
	prefixes := r.request.Prefixes
	if n.Source.System != "ocds" || len(prefixes) == 0 || slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(n.OCID, p) }) {
		return nil
	}
	return fmt.Errorf("the ocid %.80s is not one of the source: its ocids begin with %s", n.OCID, strings.Join(prefixes, " or "))
}

func (r *running) refuse(line Rejection) {
	r.job.refuse(line)
	if r.request.Report != nil {
		r.request.Report(line)
	}
	r.tell()
}

// remark reports a value of an accepted notice that was left out.
func (r *running) remark(line Remark) {
	r.job.remark(line)
	if r.request.Remark != nil {
		r.request.Remark(line)
	}
}

func (r *running) tell() {
	if r.request.Progress != nil {
		r.progress.Summary = r.job.Summary
		r.request.Progress(r.progress)
	}
}

// outcome is the result for one notice.
type outcome struct {
	read
	received process.Received
	err      error
}

// writers is the number of groups that are received at once. Their writes share one sync of the disk.
const writers = 8

// flush receives the batch, group by group, and counts the results.
func (r *running) flush(ctx context.Context) error {
	all := groups(r.batch)
	r.batch, r.bytes = nil, 0
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	work, done := make(chan []read), make(chan outcome)
	var busy sync.WaitGroup
	for range min(writers, len(all)) {
		busy.Go(func() {
			for group := range work {
				within, compile := r.service.processes.Batch(ctx)
				for _, one := range group {
					got, err := r.receive(within, one.release)
					done <- outcome{one, got, err}
				}
				if err := compile(); err != nil {
					done <- outcome{read: group[len(group)-1], err: err}
				}
			}
		})
	}
	go func() {
		defer close(done)
		defer busy.Wait()
		defer close(work)
		for _, group := range all {
			select {
			case work <- group:
			case <-ctx.Done():
				return
			}
		}
	}()
	var failure error
	for o := range done {
		if err := r.count(o); err != nil && failure == nil {
			failure = fmt.Errorf("%s: %w", o.file, err)
			stop()
		}
	}
	return failure
}

// receive receives one notice. It turns a panic into an error, so that one notice cannot stop the import of all others.
func (r *running) receive(ctx context.Context, release *ocds.Release) (got process.Received, err error) {
	defer func() {
		if p := recover(); p != nil {
			r.service.kit.Log.Error("import: a notice made the program panic", "notice", release.Source.NoticeID, "panic", p, "stack", string(debug.Stack()))
			err = problem.New(problem.Invalid, "problem.invalid").Wrap(fmt.Errorf("it cannot be taken in: %v", p))
		}
	}()
	if err := ctx.Err(); err != nil {
		return process.Received{}, err
	}
	return r.service.processes.Receive(ctx, release)
}

// remarks reports the values of a notice that were left out or not accepted.
func (r *running) remarks(o outcome) {
	if o.received.Result == process.Unchanged {
		return
	}
	line := Remark{File: o.file, Line: o.line, Index: o.index, ID: o.release.Source.NoticeID}
	for _, one := range o.release.Remarks {
		line.Reason = one.String()
		r.remark(line)
	}
	for _, reason := range o.received.Remarks {
		line.Reason = reason
		r.remark(line)
	}
}

// count counts the result for a notice. An error of the notice is a rejection. Any other error comes from the store and ends the
// import.
func (r *running) count(o outcome) error {
	switch kind := problem.Of(o.err); {
	case o.err == nil:
	case kind != nil && (kind.Kind == problem.Invalid || kind.Kind == problem.TooLarge || kind.Kind == problem.Malformed):
		o.parsed.err = o.err
		if kind.Err != nil {
			o.parsed.err = kind.Err
		}
		if kind.Kind == problem.TooLarge {
			o.parsed.err = errors.New("the notice is too large to be kept")
		}
		r.refuse(rejection(o.file, o.parsed))
		return nil
	default:
		return o.err
	}
	sum := &r.job.Summary
	sum.Read++
	r.remarks(o)
	switch o.received.Result {
	case process.Created:
		sum.New++
	case process.Updated:
		sum.Updated++
	default:
		sum.Unchanged++
	}
	r.tell()
	return nil
}
