package caseworktest

import (
	"context"
	"sync"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/seal"
	"citiesgrow/internal/store"
)

// made is a key of a test process with its locker.
type made struct {
	key    *seal.Private
	locker seal.Locker
	err    error
}

// keysMade are the keys by account. A passphrase is stretched slowly by design, so it is done once for an
// account and not again in every test.
var keysMade sync.Map

func keyOf(account string) *made {
	once, _ := keysMade.LoadOrStore(account, sync.OnceValue(func() *made {
		key, err := seal.NewPrivate()
		if err != nil {
			return &made{err: err}
		}
		locker, err := seal.NewGate(moduletest.Stretch).Lock(context.Background(), key, Passphrase, account)
		return &made{key, locker, err}
	}))
	return once.(func() *made)()
}

// Seat gives the actor a confirmed key, open in their session, as Create, Confirm and Unlock would. A
// caseworker for whom no channel is said reads reports of discrimination.
func (h *House) Seat(ctx context.Context, channels ...custody.Channel) {
	h.t.Helper()
	who := actor.From(ctx)
	if who.Role == actor.Caseworker && len(channels) == 0 {
		channels = []custody.Channel{custody.Discrimination}
	}
	one := keyOf(who.ID)
	h.Must(one.err)
	h.cache.Put(ctx, one.key, h.Time)
	holders := store.Of[custody.Holder](h.DB, store.Spec{Name: "report_holders", Quiet: true})
	_, err := holders.Upsert(ctx, who.ID, func(k *custody.Holder) error {
		*k = custody.Holder{Meta: k.Meta, Name: "desk of " + who.ID, City: who.City, Role: who.Role, Channels: channels, Public: one.key.Public(),
			Locker: one.locker, State: custody.Trusted, Confirmed: "keeper"}
		return nil
	})
	h.Must(err)
}

// MakeKey makes a key as a person does: whether it is confirmed is decided by the rules.
func (h *House) MakeKey(ctx context.Context) {
	h.t.Helper()
	_, err := h.Create(ctx, custody.KeyForm{Name: "desk of " + actor.From(ctx).ID, Passphrase: Passphrase, Again: Passphrase,
		Channels: []custody.Channel{custody.Discrimination}})
	h.Must(err)
}

// UnlockAll opens the keys that closed while the clock went on.
func (h *House) UnlockAll() {
	h.t.Helper()
	for _, ctx := range []context.Context{h.Mia, h.Ali, h.Keeper} {
		h.Must(h.Unlock(ctx, Passphrase))
	}
}

// Holder is one of the keys as the custodian of Riga sees them.
func (h *House) Holder(id string) *custody.Holder {
	h.t.Helper()
	all, err := h.List(h.Keeper)
	h.Must(err)
	for _, one := range all {
		if one.ID == id {
			return one
		}
	}
	h.t.Fatalf("%s holds no key", id)
	return nil
}

// ReadersOf are the accounts that a case is sealed to.
func (h *House) ReadersOf(id string) (readers, custodians []string) {
	h.t.Helper()
	k, err := h.Slots(h.t.Context(), id)
	h.Must(err)
	for _, one := range k.Readers {
		readers = append(readers, one.Account)
	}
	for _, one := range k.Custodians {
		custodians = append(custodians, one.Account)
	}
	return readers, custodians
}

// Lines are the last fifty of the audit log of Riga, the latest first.
func (h *House) Lines() []*custody.Entry {
	h.t.Helper()
	all, _, err := h.Audit.List(h.Keeper, "")
	h.Must(err)
	return all
}
