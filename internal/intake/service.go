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

// Request is what to import, and who wants to hear of it while it runs. The
// functions are called by one goroutine at a time.
type Request struct {
	Paths    []string
	Stdin    io.Reader // for the path "-"
	Source   string    // of notices: where they come from, as the operator names it ("find-a-tender"); may be empty
	Prefixes []string  // of notices: ocids of the source begin with one of these; any, where there are none
	Restore  bool      // of notices: the files are an export of this service, and what they say of their origin is believed
	Progress func(Progress)
	Report   func(Rejection) // every rejection, also those that the job has no room for
	Remark   func(Remark)    // every remark, likewise
}

// Progress is how far an import is.
type Progress struct {
	Summary
	Done, Total int64  // bytes of the files; of archives as they unpack. Total is 0 where it cannot be told
	Now         string // what is being read
}

// Import reads notices and receives each once. What cannot be read is rejected with a
// reason, and the rest goes on; an error of the store ends the import and keeps what
// was received. The job is returned, and stored, in either case; running the same
// import again after an interruption goes on where it stopped.
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

// begin stores that an import has started.
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

// end stores what came of it, also when the context is over.
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
	defer func() { // nothing of the import outlives it
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

// List lists the last imports, the newest first.
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
