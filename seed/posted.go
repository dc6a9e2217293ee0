package seed

import (
	"context"
	"fmt"
	"slices"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/draft"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/record"
	"citiesgrow/internal/tender"
)

// addPosted posts tenders of the demonstration's buyers.
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

// post takes a tender through its states, starting from its current one.
func (s *seeder) post(ctx context.Context, buyer actor.Actor, r row) error {
	as, when := actor.With(ctx, buyer), s.dates(r)
	t, form, err := s.drafted(as, r, when)
	if err != nil || r["state"] == "draft" {
		return err
	}
	if t.Stage == "" {
		if t, err = s.at(when.published).drafts.Publish(as, t.ID, t.Revision); err != nil {
			return err
		}
	}
	if err := s.interest(ctx, t.ID, r, when.published.AddDate(0, 0, 2)); err != nil {
		return err
	}
	switch {
	case t.Stage != notice.Competing, r["state"] == "open":
		return nil
	case r["state"] == "amended":
		return s.amend(as, t, form, when)
	}
	return s.end(as, t, r, when.later)
}

// drafted returns the buyer's tender with this title; it creates a draft if there is none.
func (s *seeder) drafted(as context.Context, r row, when dates) (*tender.Tender, draft.Form, error) {
	form := s.tenderForm(r, when.deadline)
	mine, err := s.Tenders.ListOwn(as)
	if err != nil {
		return nil, form, err
	}
	i := slices.IndexFunc(mine, func(t *tender.Tender) bool { return t.Working().Tender.Title[form.Language] == form.Title })
	if i >= 0 {
		return mine[i], form, nil
	}
	t, err := s.at(when.published).drafts.Create(as, form)
	return t, form, err
}

func (s *seeder) amend(as context.Context, t *tender.Tender, form draft.Form, when dates) error {
	if len(t.Notices) > 1 {
		return nil
	}
	form.Deadline = formDay(when.deadline.AddDate(0, 0, 9))
	drafts := s.at(when.later).drafts
	t, err := drafts.Change(as, t.ID, t.Revision, form)
	if err != nil {
		return err
	}
	_, err = drafts.Publish(as, t.ID, t.Revision)
	return err
}

func (s *seeder) end(as context.Context, t *tender.Tender, r row, on time.Time) error {
	o := notice.Outcome{Kind: notice.Stage(r["state"]), Winner: r["winner"], Reason: r["reason"]}
	bids, small := counts(r["bids"])
	o.Bids, o.Small = bids, &small
	if r["win"] != "" {
		value := record.Units(int64(number(r["win"])), t.Value().Currency)
		o.Value, o.Size = &value, "small"
	}
	_, err := s.at(on).outcomes.Publish(as, t.ID, o)
	return err
}
