package process

import (
	"context"

	"citiesgrow/internal/notice"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/tender"
)

// join moves the notices of a tender to another tender that turned out to be the same. The page of the first tender then
// redirects to the other.
func (s *Service) join(ctx context.Context, from, into string) error {
	t, err := s.tenders.Get(ctx, from)
	if problem.Is(err, problem.NotFound) {
		return nil
	}
	if err != nil || t.Owner != "" {
		return err // a tender that was posted here is never joined to another
	}
	all, err := s.allNoticesOf(ctx, from)
	if err != nil {
		return err
	}
	for _, n := range all {
		n.TenderID = into
		if err := s.notices.Put(ctx, n); err != nil {
			return err
		}
	}
	if err := s.interests.Move(ctx, from, into); err != nil {
		return err
	}
	for try := 0; ; try++ {
		*t = tender.Tender{Meta: t.Meta, Compiled: notice.Compiled{OCID: t.OCID}, Joined: into}
		err := s.tenders.Put(ctx, t)
		if !problem.Is(err, problem.Conflict) || try > 10 {
			return err
		}
		if t, err = s.tenders.Get(ctx, from); err != nil {
			return err
		}
	}
}
