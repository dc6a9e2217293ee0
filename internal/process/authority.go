package process

import (
	"context"
	"slices"

	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/problem"
)

// A notice changes a tender only if its source has authority over it:
//   - over a tender posted here, only its buyer here;
//   - over a tender from a source, that source and any other named source with the same buyer (TED and a national portal publish the same procedure);
//   - a file without a named source has authority only over tenders that came from such files.
//
// These are the reasons why a notice is disputed:
const (
	postedHere    = "the contract was posted here: only its buyer can change it"
	foreignSource = "the contract comes from another source: name the source of this file to let it change the contract"
	foreignBuyer  = "the contract is of another buyer"
	namedSource   = "a source with a name publishes this contract of another buyer"
)

// dispute returns the reason why a notice must not change the tender that it names; "" if it may. A named source has priority
// over files without one: if their buyers differ, the notices from those files become disputed.
func (s *Service) dispute(ctx context.Context, id string, r *ocds.Release) (string, error) {
	t, err := s.tenders.Get(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return "", nil // the program stopped after it stored a notice and before it stored the tender
	}
	if err != nil {
		return "", err
	}
	own, buyers := notice.Feed(r.Source), buyersIn(r)
	shared := s.commonBuyer(buyersOf(t), buyers)
	switch {
	case slices.Contains(t.Feeds, notice.Here) && own != notice.Here: // only a restored export may say that its source is this service
		return postedHere, nil
	case len(t.Feeds) == 0:
		return "", nil
	case own != "" && !shared && slices.Equal(t.Feeds, []string{""}):
		return "", s.outrank(ctx, id)
	case !slices.Contains(t.Feeds, own) && (own == "" || len(buyers) == 0):
		return foreignSource, nil
	case !shared:
		return foreignBuyer, nil
	}
	return "", nil
}

// outrank marks all notices of a tender as disputed. It is called if they all came from files without a named source.
func (s *Service) outrank(ctx context.Context, id string) error {
	past, err := s.noticesOf(ctx, id)
	if err != nil {
		return err
	}
	for _, n := range past {
		n.Disputed = namedSource
		if err := s.notices.Put(ctx, n); err != nil {
			return err
		}
	}
	return nil
}
