package seed

import (
	"context"
	"fmt"
	"slices"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/record"
	"citiesgrow/internal/tender"
)

// addPosted lets the demonstration's buyers post tenders of their own.
func (s *seeder) addPosted(ctx context.Context) error {
	for _, r := range s.posted {
		buyer := s.people[r["by"]]
		if buyer == nil {
			return fmt.Errorf("tender %s: no account %s", r["title"], r["by"])
		}
		r["city"] = buyer.City
		if err := s.post(ctx, buyer.Actor(), r); err != nil {
			return fmt.Errorf("tender %s: %w", r["title"], err)
		}
	}
	return nil
}

// post takes a tender through its life, from where it stands.
func (s *seeder) post(ctx context.Context, buyer actor.Actor, r row) error {
	as, when := actor.With(ctx, buyer), s.dates(r)
	t, form, err := s.drafted(as, r, when)
	if err != nil || r["state"] == "draft" {
		return err
	}
	if t.Stage == "" {
		if t, err = s.at(when.published).Publish(as, t.ID); err != nil {
			return err
		}
	}
	if err := s.interest(ctx, t.ID, r, when.published.AddDate(0, 0, 2)); err != nil {
		return err
	}
	switch {
	case t.Stage != tender.Competing, r["state"] == "open":
		return nil
	case r["state"] == "amended":
		return s.amend(as, t, form, when)
	}
	return s.end(as, t, r, when.later)
}

// drafted is the buyer's tender of this title, begun now when there is none.
func (s *seeder) drafted(as context.Context, r row, when dates) (*tender.Tender, tender.Form, error) {
	form := s.tenderForm(r, when.deadline)
	mine, err := s.Tenders.Posted(as)
	if err != nil {
		return nil, form, err
	}
	i := slices.IndexFunc(mine, func(t *tender.Tender) bool { return t.Working().Tender.Title[form.Language] == form.Title })
	if i >= 0 {
		return mine[i], form, nil
	}
	t, err := s.at(when.published).Draft(as, form)
	return t, form, err
}

func (s *seeder) amend(as context.Context, t *tender.Tender, form tender.Form, when dates) error {
	if len(t.Notices) > 1 {
		return nil
	}
	form.Deadline = formDay(when.deadline.AddDate(0, 0, 9))
	tenders := s.at(when.later)
	if _, err := tenders.Edit(as, t.ID, t.Revision, form); err != nil {
		return err
	}
	_, err := tenders.Publish(as, t.ID)
	return err
}

func (s *seeder) end(as context.Context, t *tender.Tender, r row, on time.Time) error {
	o := tender.Outcome{Kind: tender.Stage(r["state"]), Winner: r["winner"], Reason: r["reason"]}
	bids, small := counts(r["bids"])
	o.Bids, o.Small = bids, &small
	if r["win"] != "" {
		value := record.Units(int64(number(r["win"])), t.Value().Currency)
		o.Value, o.Size = &value, "small"
	}
	_, err := s.at(on).End(as, t.ID, o)
	return err
}
