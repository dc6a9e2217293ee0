package intake

import (
	"context"
	"errors"
	"fmt"
	"io"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/process"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Service holds the use cases.
type Service struct {
	kit       module.Kit
	processes *process.Service
	imports   *store.Collection[Job]
	codes     *store.Collection[codeList]
}

// New returns the service.
func New(k module.Kit, processes *process.Service) *Service {
	return &Service{kit: k, processes: processes, imports: store.Of[Job](k.DB, imports), codes: store.Of[codeList](k.DB, codeLists)}
}

// Request is what to import, with optional callbacks while it runs. The callbacks are called by one goroutine at a time.
type Request struct {
	Paths    []string
	Stdin    io.Reader // for the path "-"
	Source   string    // for notices: the name of the source as the operator gives it ("find-a-tender"); may be empty
	Prefixes []string  // for notices: ocids of the source must have one of these prefixes; empty allows all
	Restore  bool      // for notices: the files are an export of this service, and the sources that they name are accepted
	Progress func(Progress)
	Report   func(Rejection) // called for every rejection, including those that are not stored
	Remark   func(Remark)    // called for every remark, including those that are not stored
}

// Progress is the progress of an import.
type Progress struct {
	Summary
	Done, Total int64  // bytes of the files; unpacked bytes of archives. Total is 0 if it is unknown
	Now         string // name of the current item
}

// Import reads notices and receives each once. A notice that cannot be read is rejected with a reason, and the import continues.
// An error of the store ends the import; notices received so far stay stored. The job is stored and returned in either case. The
// same import can be run again to continue after an interruption.
func (s *Service) Import(ctx context.Context, r Request) (*Job, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Admin); err != nil {
		return nil, err
	}
	job, err := s.begin(ctx, "notices", r.Paths)
	if err != nil {
		return nil, err
	}
	err = s.run(ctx, job, r)
	return job, s.end(ctx, job, err)
}

// begin stores the start of an import.
func (s *Service) begin(ctx context.Context, kind string, sources []string) (*Job, error) {
	if len(sources) == 0 {
		return nil, problem.Field("paths", "intake.no_paths")
	}
	who := actor.From(ctx)
	job := &Job{Meta: record.Meta{ID: record.NewID(s.kit.Random, "import")}, Kind: kind, Started: s.kit.Now().UTC(), By: who.ID, ByName: who.Name,
		Sources: sources}
	if err := s.imports.Put(ctx, job); err != nil {
		return nil, fmt.Errorf("import: %w", err)
	}
	return job, nil
}

// end stores the result, even if the context is cancelled.
func (s *Service) end(ctx context.Context, job *Job, failure error) error {
	job.Ended = s.kit.Now().UTC()
	if failure != nil {
		job.Error = failure.Error()
	}
	if err := s.imports.Put(context.WithoutCancel(ctx), job); err != nil {
		failure = errors.Join(failure, fmt.Errorf("import %s: %w", job.ID, err))
	}
	return failure
}

func (s *Service) run(ctx context.Context, job *Job, r Request) error {
	ctx, stop := context.WithCancel(ctx)
	tasks := parse(ctx, Open(ctx, r.Paths, r.Stdin, NoticeLimits()), r.Restore)
	defer func() { // wait for all workers of the import
		stop()
		for t := range tasks {
			for range t.out {
			}
		}
	}()
	run := &running{service: s, job: job, request: r}
	run.progress.Total = size(ctx, r.Paths)
	for t := range tasks {
		for one := range t.out {
			if err := run.take(ctx, t.item.Name, one); err != nil {
				return err
			}
		}
		if ctx.Err() != nil {
			break
		}
	}
	if ctx.Err() != nil {
		return fmt.Errorf("the import was stopped: %w", context.Cause(ctx))
	}
	return run.flush(ctx)
}

// List lists the recent imports, the newest first.
func (s *Service) List(ctx context.Context, limit int) ([]*Job, error) {
	if err := actor.From(ctx).Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	all, _, err := s.imports.Find(ctx, store.Query{Index: "started", Desc: true, Limit: limit})
	return all, err
}

// Get returns one import.
func (s *Service) Get(ctx context.Context, id string) (*Job, error) {
	if err := actor.From(ctx).Must(actor.Staff, actor.Admin); err != nil {
		return nil, err
	}
	return s.imports.Get(ctx, id)
}
