package tender

import (
	"cmp"
	"context"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
)

// Follow notes that a supplier follows a tender, or means to bid (declared). Saying it
// again changes the note; the buyer sees only declared interest.
func (s *Service) Follow(ctx context.Context, i Interest) (*Interest, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur); err != nil {
		return nil, err
	}
	t, err := s.Get(ctx, i.TenderID)
	if err != nil {
		return nil, err
	}
	now := s.kit.Now().UTC()
	if st := t.Status(now); i.Declared && st != StatusOpen && st != StatusPlanned {
		return nil, problem.New(problem.Conflict, "tender.over")
	}
	i.Meta = record.Meta{ID: interestID(t.ID, who.ID)}
	i.Account, i.City, i.TenderID = who.ID, t.City, t.ID
	old, err := s.interests.Get(ctx, i.ID)
	switch {
	case problem.Is(err, problem.NotFound):
		i.Since = now
	case err != nil:
		return nil, err
	default:
		i.Meta = old.Meta
		i.Since, i.DeclaredOn, i.Declared = old.Since, old.DeclaredOn, i.Declared || old.Declared
		i.Note = cmp.Or(i.Note, old.Note)
	}
	if i.Declared && i.DeclaredOn.IsZero() {
		i.DeclaredOn = now
		if old != nil && old.Declared {
			i.DeclaredOn = old.Since
		}
	}
	if err := s.interests.Put(ctx, &i); err != nil {
		return nil, err
	}
	return &i, nil
}

func interestID(tender, account string) string { return "interest-" + tender + "-" + account }

// Leave takes a supplier's interest back.
func (s *Service) Leave(ctx context.Context, tender string) error {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur); err != nil {
		return err
	}
	i, err := s.interests.Get(ctx, interestID(tender, who.ID))
	if err != nil {
		return err
	}
	return s.interests.Delete(ctx, i.ID, i.Revision)
}

// Interest is the actor's own step towards a tender; nil when there is none.
func (s *Service) Interest(ctx context.Context, tender string) (*Interest, error) {
	i, err := s.interests.Get(ctx, interestID(tender, actor.From(ctx).ID))
	if problem.Is(err, problem.NotFound) {
		return nil, nil
	}
	return i, err
}

// Followed lists the tenders the actor follows, the latest first.
func (s *Service) Followed(ctx context.Context) ([]*Interest, error) {
	who := actor.From(ctx)
	if err := who.Must(actor.Entrepreneur); err != nil {
		return nil, err
	}
	all, err := s.interests.List(ctx, store.Query{Index: "account", Equal: []any{who.ID}, Desc: true})
	return all, err
}

// Interested lists who declared interest, for the buyer.
func (s *Service) Interested(ctx context.Context, tender string) ([]*Interest, error) {
	if _, err := s.Mine(ctx, tender); err != nil {
		return nil, err
	}
	all, err := s.interestsOf(ctx, tender)
	if err != nil {
		return nil, err
	}
	var declared []*Interest
	for _, i := range all {
		if i.Declared {
			declared = append(declared, i)
		}
	}
	return declared, nil
}

func (s *Service) interestsOf(ctx context.Context, tender string) ([]*Interest, error) {
	all, err := s.interests.List(ctx, store.Query{Index: "tender", Equal: []any{tender}})
	return all, err
}

// End closes a tender with its outcome, which is published as a notice. Everyone who
// follows it sees what became of it. A second outcome corrects the first.
func (s *Service) End(ctx context.Context, id string, o Outcome) (*Tender, error) {
	t, err := s.Mine(ctx, id)
	if err != nil {
		return nil, err
	}
	again := t.Outcome != nil
	if err := t.Close(o, s.kit.Now().UTC()); err != nil {
		return nil, err
	}
	tag := "award"
	switch {
	case t.Outcome.Kind == Withdrawn:
		tag = "tenderCancellation"
	case again:
		tag = "awardUpdate"
	}
	content := t.Content
	content.Tender.Lots = slices.Clone(content.Tender.Lots)
	for i := range content.Tender.Lots {
		content.Tender.Lots[i].Status = "" // it follows from this outcome alone
	}
	return s.issue(ctx, t, tag, content, t.Outcome)
}
