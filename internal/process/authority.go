package process

import (
	"context"
	"slices"

	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/problem"
)

// A notice changes a contract only where its source has authority over it:
//   - over a contract posted here, only its buyer here;
//   - over one from a source, that source, and any other that the operator names, for the
//     same buyer (TED and a national portal publish the same procedure);
//   - a file whose source was not named has authority over what came from such files alone.
//
// Reasons for which a notice does not count:
const (
	postedHere    = "the contract was posted here: only its buyer can change it"
	foreignSource = "the contract comes from another source: name the source of this file to let it change the contract"
	foreignBuyer  = "the contract is of another buyer"
	namedSource   = "a source with a name publishes this contract of another buyer"
)

// dispute says why a notice does not count for the tender that it names; "" where it does. A
// source with a name goes before files without one: what these said of another buyer's
// contract under the same id no longer counts then.
func (s *Service) dispute(ctx context.Context, id string, r *ocds.Release) (string, error) {
	t, err := s.tenders.Get(ctx, id)
	if problem.Is(err, problem.NotFound) {
		return "", nil // stopped between a notice and its tender
	}
	if err != nil {
		return "", err
	}
	own, buyers := notice.Feed(r.Source), buyersIn(r)
	shared := s.commonBuyer(buyersOf(t), buyers)
	switch {
	case slices.Contains(t.Feeds, notice.Here) && own != notice.Here: // only what is restored says that it is from here
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

// outrank takes back what files without a source said of a tender.
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
