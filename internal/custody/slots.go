package custody

import (
	"context"
	"errors"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/seal"
)

// Slots are the key slots of a report, or a NotFound problem once it was erased.
func (s *Service) Slots(ctx context.Context, report string) (*KeySlots, error) {
	return s.slots.Get(ctx, report)
}

// PutSlots stores the key slots of a new report, before the report itself: so no report is ever without them.
func (s *Service) PutSlots(ctx context.Context, k *KeySlots) error { return s.slots.Put(ctx, k) }

// EraseSlots takes the key slots of a report away: from then on it cannot be opened, in no copy. It is no
// error when they are gone, or when another node erases them.
func (s *Service) EraseSlots(ctx context.Context, report string) error {
	k, err := s.slots.Get(ctx, report)
	if err == nil {
		err = s.slots.Delete(ctx, k.ID, k.Revision)
	}
	if problem.Is(err, problem.NotFound) || problem.Is(err, problem.Conflict) {
		return nil
	}
	return err
}

// NotForYou is a report that is not sealed to the actor's key: it was filed before, or the key is new.
func NotForYou(cause error) error {
	return problem.New(problem.Conflict, "custody.not_for_you").Wrap(cause)
}

// Secrets are those of a report, opened with the actor's unlocked key in their role: caseworker or
// custodian. It is a Conflict where the key is closed or the report is not sealed to it (NotForYou).
func (s *Service) Secrets(ctx context.Context, role actor.Role, report string) (Secrets, error) {
	key, err := s.Key(ctx, role)
	if err != nil {
		return Secrets{}, err
	}
	k, err := s.slots.Get(ctx, report)
	if err != nil {
		return Secrets{}, err
	}
	all := k.Readers
	if role == actor.Custodian {
		all = k.Custodians
	}
	x, err := secretsOf(key, all, actor.From(ctx).ID, report)
	if err != nil {
		return Secrets{}, NotForYou(err)
	}
	return x, nil
}

// IdentitySecret opens the secret of the reporter's identity with the actor's unlocked key. It is a
// Conflict where the identity is not sealed to that key (NotForYou).
func (s *Service) IdentitySecret(ctx context.Context, role actor.Role, report string) ([]byte, error) {
	key, err := s.Key(ctx, role)
	if err != nil {
		return nil, err
	}
	k, err := s.slots.Get(ctx, report)
	if err != nil {
		return nil, err
	}
	secret, err := unwrap(key, k.Identity, actor.From(ctx).ID, identityContext(report))
	if err != nil {
		return nil, NotForYou(err)
	}
	return secret, nil
}

// GrantIdentity lets a caseworker open the identity of the reporter, whose secret the actor, a custodian,
// opens with their own key.
func (s *Service) GrantIdentity(ctx context.Context, report, account string) error {
	secret, err := s.IdentitySecret(ctx, actor.Custodian, report)
	if err != nil {
		return err
	}
	reader, err := s.holders.Get(ctx, account)
	if err != nil {
		return err
	}
	made, err := wrap([]*Holder{reader}, identityContext(report), secret)
	if err != nil {
		return err
	}
	// The program's own write: it replaces the slot of one account, whatever the others are.
	_, err = s.slots.Update(ctx, report, func(k *KeySlots) error {
		k.Identity = append(without(k.Identity, account), made...)
		return nil
	})
	return err
}

// RevokeIdentity takes away what GrantIdentity gave.
func (s *Service) RevokeIdentity(ctx context.Context, report, account string) error {
	// The program's own write, as that of GrantIdentity.
	_, err := s.slots.Update(ctx, report, func(k *KeySlots) error { k.Identity = without(k.Identity, account); return nil })
	return err
}

// RemoveReader takes the slots of a caseworker out of a report.
func (s *Service) RemoveReader(ctx context.Context, report, account string) error {
	// The program's own write: without the account's slots it is the same, however often it runs.
	_, err := s.slots.Update(ctx, report, func(k *KeySlots) error {
		k.Readers, k.Identity = without(k.Readers, account), without(k.Identity, account)
		return nil
	})
	return err
}

func without(all []Slot, account string) []Slot {
	return slices.DeleteFunc(all, func(s Slot) bool { return s.Account == account })
}

// closed reports whether a key does not open what it was tried on: it is another, or of an older key.
func closed(err error) bool { return errors.Is(err, seal.ErrClosed) }
