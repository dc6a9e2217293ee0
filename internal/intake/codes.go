package intake

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/taxonomy/codelist"
)

// Maximum size of one stored part of a list.
const (
	codesAPart = 500
	pairsAPart = 5000
)

// ImportCodes reads official code lists, stores them and uses them at once. A file replaces the codes of an earlier file with the
// same name. A file that is no code list is rejected with a reason, and the import continues.
func (s *Service) ImportCodes(ctx context.Context, r Request) (*Job, error) {
	if err := actor.From(ctx).Must(actor.Admin); err != nil {
		return nil, err
	}
	job, err := s.begin(ctx, "codes", r.Paths)
	if err != nil {
		return nil, err
	}
	job.Codes.Codes = map[string]int{}
	for item, err := range Open(ctx, r.Paths, r.Stdin, CodeLimits()) {
		var failed error
		if err == nil {
			err, failed = s.importList(ctx, item, job)
		}
		if failed != nil {
			return job, s.end(ctx, job, failed)
		}
		if err != nil && !errors.Is(err, ErrSkipped) {
			job.Codes.Rejected++
			line := rejection(item.Name, parsed{err: err})
			job.Rejections = append(job.Rejections, line)
			if r.Report != nil {
				r.Report(line)
			}
		}
		if r.Progress != nil {
			r.Progress(Progress{Now: item.Name, Summary: Summary{Read: job.Codes.Files, Rejected: job.Codes.Rejected}})
		}
	}
	err = ctx.Err()
	if err == nil {
		err = s.LoadCodes(ctx)
	}
	return job, s.end(ctx, job, err)
}

// importList reads and stores one list. Wrong is an error of the file, failed an error of the store.
func (s *Service) importList(ctx context.Context, item Item, job *Job) (wrong, failed error) {
	in, err := item.Open()
	if err != nil {
		return err, nil
	}
	defer in.Close()
	name := strings.TrimSuffix(item.Name[strings.LastIndexAny(item.Name, "/!")+1:], ".gz")
	set, err := codelist.Parse(name, in)
	if err != nil {
		return errors.New(strings.TrimPrefix(err.Error(), name+": ")), nil
	}
	parts := partsOf(name, set)
	written, err := s.replace(ctx, name, set.Scheme, parts)
	job.Codes.Files++
	job.Codes.Codes[set.Scheme] += len(set.Codes)
	job.Codes.Mapped += len(set.Map)
	job.Codes.Written += written
	return nil, err
}

// partsOf divides a list into documents whose ids are the same on every import.
func partsOf(name string, set taxonomy.Set) []*codeList {
	var parts []*codeList
	part := func() *codeList {
		p := &codeList{Meta: record.Meta{ID: fmt.Sprintf("codes-%s-%s-%03d", slug(set.Scheme), slug(name), len(parts))}, Scheme: set.Scheme, File: name,
			Part: len(parts)}
		parts = append(parts, p)
		return p
	}
	for codes := range slices.Chunk(set.Codes, codesAPart) {
		part().Codes = codes
	}
	for olds := range slices.Chunk(slices.Sorted(maps.Keys(set.Map)), pairsAPart) {
		p := part()
		p.Map = map[string]string{}
		for _, old := range olds {
			p.Map[old] = set.Map[old]
		}
	}
	return parts
}

// slug returns a name with only letters and digits, separated by hyphens.
func slug(name string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		}
		return '-'
	}, name), "-")
}

// replace stores the parts that changed, and deletes parts that remain of an earlier, longer list.
func (s *Service) replace(ctx context.Context, name, scheme string, parts []*codeList) (written int, err error) {
	for _, p := range parts {
		old, err := s.codes.Get(ctx, p.ID)
		if err != nil && !problem.Is(err, problem.NotFound) {
			return written, fmt.Errorf("codes: %w", err)
		}
		if err == nil {
			if same(old, p) {
				continue
			}
			p.Meta = old.Meta
		}
		if err := s.codes.Put(ctx, p); err != nil {
			return written, fmt.Errorf("codes: %w", err)
		}
		written++
	}
	left, err := s.codes.List(ctx, store.Query{Index: "file", Equal: []any{name, scheme}, From: len(parts)})
	if err != nil {
		return written, fmt.Errorf("codes: %w", err)
	}
	for _, p := range left {
		if err := s.codes.Delete(ctx, p.ID, p.Revision); err != nil && !problem.Is(err, problem.NotFound) {
			return written, fmt.Errorf("codes: %w", err)
		}
		written++
	}
	return written, nil
}

// same reports whether two parts have the same content.
func same(a, b *codeList) bool {
	if len(a.Codes) != len(b.Codes) || !maps.Equal(a.Map, b.Map) {
		return false
	}
	return slices.EqualFunc(a.Codes, b.Codes, func(x, y taxonomy.Code) bool {
		return x.ID == y.ID && x.Parent == y.Parent && maps.Equal(x.Labels, y.Labels)
	})
}

// LoadCodes loads all stored lists into the taxonomy. It is called once at the start.
func (s *Service) LoadCodes(ctx context.Context) error {
	var sets []taxonomy.Set
	for p, err := range s.codes.All(ctx) {
		if err != nil {
			return fmt.Errorf("load codes: %w", err)
		}
		sets = append(sets, taxonomy.Set{Scheme: p.Scheme, Codes: p.Codes, Map: p.Map})
	}
	if len(sets) > 0 {
		s.kit.Taxonomy.Load(sets...)
	}
	return nil
}

// loader follows the stored lists, so that every node uses lists that another node imported.
func (s *Service) loader() store.Follower {
	return store.Follower{Name: "load codes", Collections: []string{codeLists.Name}, Handle: func(ctx context.Context, changes []store.Change) error {
		if len(changes) == 0 {
			return nil
		}
		return s.LoadCodes(ctx)
	}}
}
