package process

import (
	"context"
	"errors"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Received is the result for a notice from another source.
type Received struct {
	TenderID string
	Result   Result
	Remarks  []string // values of the notice that were not accepted, for the report of the import
}

// Result of receiving a notice.
type Result string

const (
	Created   Result = "new"       // a notice of an unknown tender
	Updated   Result = "updated"   // a further notice of a known tender
	Unchanged Result = "unchanged" // the notice was already stored
)

// Remarks about accepted notices.
const (
	otherContent   = "a notice of this number was here with other content; this one was taken as a further publication"
	otherBuyer     = "it names the notice or procedure of another buyer; it was taken as a contract of its own"
	otherProcedure = "it names a notice from which another procedure began; it was taken as a contract of its own"
	inFuture       = "its date is in the future"
)

// Receive stores a notice from another source. The same content with the same source id and version is stored once. A notice
// whose source has no authority over its tender is stored as disputed, does not change the tender, and gives an Invalid problem.
func (s *Service) Receive(ctx context.Context, r *ocds.Release) (Received, error) {
	if err := actor.From(ctx).Must(actor.Admin); err != nil {
		return Received{}, err
	}
	release := *r
	got := Received{}
	for try := 0; try < 100; try++ {
		n, found, err := s.locate(ctx, &release)
		if err != nil {
			return Received{}, err
		}
		err = s.notices.Put(ctx, n)
		var taken *store.DuplicateError
		if !errors.As(err, &taken) {
			if err != nil {
				return Received{}, err
			}
			got.Remarks = append(got.Remarks, found.remarks...)
			return s.received(ctx, n, found, got)
		}
		old, err := s.notices.First(ctx, "source", release.Source.System, release.Source.NoticeID, release.Source.Version)
		if err != nil {
			return Received{}, err
		}
		if same(&old.Release, &release) {
			if old.Disputed == "" {
				return Received{TenderID: old.TenderID, Result: Unchanged}, nil
			}
			return s.judgeAgain(ctx, old, &release)
		}
		got.Remarks = codes.Add(got.Remarks, rename(&release, &old.Release, try)...)
	}
	return Received{}, problem.New(problem.Invalid, "problem.invalid").Wrap(errors.New("too many notices have this number"))
}

// locate finds the tender of a notice and builds the notice to store.
func (s *Service) locate(ctx context.Context, r *ocds.Release) (*notice.Notice, target, error) {
	found, err := s.find(ctx, r)
	if err != nil {
		return nil, target{}, err
	}
	if !found.known && r.SaysNothing() {
		return nil, target{}, problem.New(problem.Invalid, "problem.invalid").Wrap(errors.New("it changes a contract that is not known"))
	}
	n := &notice.Notice{Meta: record.Meta{ID: record.NewID(s.kit.Random, "notice")}, TenderID: found.tender, Release: *r}
	n.Release.OCID = found.ocid
	if found.known {
		if n.Disputed, err = s.dispute(ctx, found.tender, r); err != nil {
			return nil, target{}, err
		}
	}
	if r.Date.After(s.kit.Now().AddDate(0, 0, 2)) {
		found.remarks = append(found.remarks, inFuture)
	}
	return n, found, nil
}

// judgeAgain accepts a notice that was disputed when it first arrived, if its source is named now and has authority.
func (s *Service) judgeAgain(ctx context.Context, old *notice.Notice, r *ocds.Release) (Received, error) {
	reason, err := s.dispute(ctx, old.TenderID, r)
	if err != nil {
		return Received{}, err
	}
	if reason != "" {
		return Received{}, disputed(reason)
	}
	old.Disputed, old.Release.Source.Feed = "", r.Source.Feed
	if err := s.notices.Put(ctx, old); err != nil {
		return Received{}, err
	}
	return s.received(ctx, old, target{tender: old.TenderID, ocid: old.Release.OCID, known: true}, Received{})
}

// received compiles the tender of a new notice.
func (s *Service) received(ctx context.Context, n *notice.Notice, found target, got Received) (Received, error) {
	if n.Disputed != "" {
		return Received{}, disputed(n.Disputed)
	}
	for _, other := range found.others {
		if err := s.join(ctx, other, found.tender); err != nil {
			return Received{}, err
		}
	}
	if err := s.await(ctx, &n.Release, found.tender); err != nil {
		return Received{}, err
	}
	if err := s.compileSoon(ctx, found); err != nil {
		return Received{}, err
	}
	got.TenderID, got.Result = found.tender, Updated
	if !found.known {
		got.Result = Created
		got.Remarks = append(got.Remarks, lacks(&n.Release)...)
	}
	return got, nil
}

// lacks lists what the first notice of a tender should contain but does not.
func lacks(r *ocds.Release) []string {
	var all []string
	for _, one := range []struct {
		missing bool
		remark  string
	}{
		{r.Tender == nil || r.Tender.Title.Empty(), "the notice has no title"},
		{r.Buyer.Name == "", "the notice does not name a buyer"},
		{r.Date.IsZero(), "the notice has no date of publication"},
	} {
		if one.missing {
			all = append(all, one.remark)
		}
	}
	return all
}

func disputed(reason string) error {
	return problem.New(problem.Invalid, "problem.invalid").Wrap(errors.New(reason))
}
