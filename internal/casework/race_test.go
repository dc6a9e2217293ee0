package casework_test

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/casework"
	"citiesgrow/internal/casework/caseworktest"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
)

// between is a store in which something happens once, right before the next change of a document of a
// collection.
type between struct {
	store.DB
	collection string
	happens    atomic.Pointer[func()]
}

func (b *between) Put(ctx context.Context, collection string, w store.Write) error {
	if collection == b.collection && w.Expected > 0 {
		if f := b.happens.Swap(nil); f != nil {
			(*f)()
		}
	}
	return b.DB.Put(ctx, collection, w)
}

// before lets f happen before the next change of the collection.
func (b *between) before(collection string, f func()) {
	b.collection = collection
	b.happens.Store(&f)
}

func racing(t *testing.T) (*between, *caseworktest.House) {
	db := &between{}
	return db, caseworktest.New(t, func(h *moduletest.House) { db.DB, h.DB = h.DB, db })
}

// Of the last two readers of a case who recuse themselves at once, one stays.
func TestTheLastTwoReadersDoNotBothGo(t *testing.T) {
	db, h := racing(t)
	h.Filed(caseworktest.Form("x"))
	id := h.First(h.Mia).ID
	db.before("reports", func() { h.Must(h.Recuse(h.Ali, id)) })
	if err := h.Recuse(h.Mia, id); problem.Of(err) == nil || problem.Of(err).Message.Key != "casework.last_reader" {
		t.Errorf("the last reader goes: %v", err)
	}
	if _, err := h.Open(h.Mia, id, false); err != nil {
		t.Errorf("no reader is left: %v", err)
	}
	if readers, _ := h.ReadersOf(id); !slices.Equal(readers, []string{"mia"}) {
		t.Errorf("sealed to %v", readers)
	}
}

// Of two custodians who decide a question at once, the first decides, and the identity is sealed as they
// decided, to the account that asked them.
func TestAQuestionIsDecidedOnce(t *testing.T) {
	for _, c := range []struct {
		first  string
		sealed bool
	}{{"refused", false}, {"granted", true}} {
		db, h := racing(t)
		second := h.As("second", actor.Custodian, "riga")
		h.Seat(second)
		id := h.Named(caseworktest.Form("x"))
		_, err := h.AskIdentity(h.Mia, id, casework.AskForm{Why: "To call her."})
		h.Must(err)
		db.before("reports", func() {
			h.Must(h.Decide(second, id, casework.DecideForm{Decision: c.first, Why: "First."}))
		})
		if err := h.Decide(h.Keeper, id, casework.DecideForm{Decision: "granted", Why: "Second."}); !problem.Is(err, problem.NotFound) {
			t.Errorf("after %s it is decided again: %v", c.first, err)
		}
		opened, err := h.Open(h.Mia, id, false)
		h.Must(err)
		if opened.Decision != c.first || opened.Known.WhyDecided != "First." || (opened.Who != nil) != c.sealed {
			t.Errorf("after %s: %q because of %q, %+v", c.first, opened.Decision, opened.Known.WhyDecided, opened.Who)
		}
		k, err := h.Slots(t.Context(), id)
		h.Must(err)
		var sealed []string
		for _, one := range k.Identity {
			sealed = append(sealed, one.Account)
		}
		if slices.Contains(sealed, "mia") != c.sealed || len(sealed) < 2 {
			t.Errorf("after %s the identity is sealed to %v", c.first, sealed)
		}
	}
}

// A question that a colleague asks in the moment of deciding is not decided by the answer to another.
func TestAnAnswerIsForWhoAsked(t *testing.T) {
	db, h := racing(t)
	id := h.Named(caseworktest.Form("x"))
	_, err := h.AskIdentity(h.Mia, id, casework.AskForm{Why: "To call her."})
	h.Must(err)
	db.before("reports", func() {
		_, err := h.AskIdentity(h.Ali, id, casework.AskForm{Why: "Me too."})
		h.Must(err)
	})
	if err := h.Decide(h.Keeper, id, casework.DecideForm{Decision: "granted", Why: "Yes."}); !problem.Is(err, problem.NotFound) {
		t.Errorf("%v", err)
	}
	kept, err := h.Kept(t.Context(), id)
	if err != nil || kept.Asked != "ali" || kept.Decision != "" {
		t.Errorf("%+v %v", kept, err)
	}
	if k, err := h.Slots(t.Context(), id); err != nil || len(k.Identity) != 1 {
		t.Errorf("the identity is sealed to %d, %v", len(k.Identity), err)
	}
}
