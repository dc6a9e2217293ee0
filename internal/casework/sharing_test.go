package casework_test

import (
	"context"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/casework/caseworktest"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/problem"
)

// A custodian lets readers of their city into its reports, each by what they read, and touches no other
// city's; no one else lets readers in.
func TestACustodianLetsReadersOfTheCityIn(t *testing.T) {
	h := caseworktest.New(t)
	zoe, ghent := h.As("zoe", actor.Caseworker, "ghent"), h.As("ghent-keeper", actor.Custodian, "ghent")
	h.Seat(zoe)
	h.Seat(ghent)
	here := h.IDOf(h.Filed(caseworktest.Form("here")).Number)
	f := caseworktest.Form("there")
	f.City = "ghent"
	there := h.IDOf(h.Filed(f).Number)
	second, breach, zack := h.As("second", actor.Caseworker, "riga"), h.As("breach", actor.Caseworker, "riga"), h.As("zack", actor.Caseworker, "ghent")
	h.Seat(second)
	h.Seat(breach, custody.Irregularity)
	h.Seat(zack)
	for name, c := range map[string]struct {
		ctx  context.Context
		want problem.Kind
	}{"a caseworker": {h.Mia, problem.Forbidden}, "an administrator": {h.As("a", actor.Admin, ""), problem.Forbidden},
		"nobody": {t.Context(), problem.Unauthorized}} {
		if _, err := h.Share(c.ctx); !problem.Is(err, c.want) {
			t.Errorf("%s lets readers in: %v", name, err)
		}
	}
	left, err := h.Share(h.Keeper)
	if err != nil || left != 0 {
		t.Fatalf("%d left, %v", left, err)
	}
	if readers, keepers := h.ReadersOf(here); len(readers) != 3 || len(keepers) != 1 {
		t.Errorf("Riga's report is sealed to %v and %v", readers, keepers)
	}
	if readers, _ := h.ReadersOf(there); len(readers) != 1 {
		t.Errorf("Ghent's report is sealed to %v", readers)
	}
	if _, err := h.Open(second, here, false); err != nil {
		t.Errorf("who was let in does not read: %v", err)
	}
	if _, err := h.Open(breach, here, false); !problem.Is(err, problem.NotFound) {
		t.Errorf("a reader of irregularities reads it: %v", err)
	}
	if _, err := h.Open(zack, there, false); !problem.Is(err, problem.Conflict) {
		t.Errorf("who was not let in reads Ghent's: %v", err)
	}
	// A custodian who moved from one city to another with their key lets no one into the old one.
	moved := h.As("moved", actor.Custodian, "ghent")
	h.Seat(moved)
	theirs := h.IDOf(h.Filed(f).Number)
	h.Seat(h.As("late", actor.Caseworker, "ghent"))
	moved = h.As("moved", actor.Custodian, "riga")
	h.Seat(moved)
	_, err = h.Share(moved)
	h.Must(err)
	if readers, _ := h.ReadersOf(theirs); len(readers) != 2 {
		t.Errorf("from another city it is sealed to %v", readers)
	}
	h.Must(h.Lock(h.Keeper))
	if _, err := h.Share(h.Keeper); !problem.Is(err, problem.Conflict) {
		t.Errorf("with a locked key: %v", err)
	}
}

// When the time of a request is nearly over, letting in stops and says how many reports are left; the next
// try goes on.
func TestLettingInStopsInTime(t *testing.T) {
	h := caseworktest.New(t)
	for range 3 {
		h.Filed(caseworktest.Form("x"))
	}
	id := h.First(h.Mia).ID
	h.Seat(h.As("second", actor.Caseworker, "riga"))
	short, cancel := context.WithTimeout(h.Keeper, 4*time.Second)
	defer cancel()
	if left, err := h.Share(short); err != nil || left != 3 {
		t.Errorf("%d left, %v", left, err)
	}
	if readers, _ := h.ReadersOf(id); len(readers) != 2 {
		t.Errorf("sealed to %v", readers)
	}
	enough, cancel := context.WithTimeout(h.Keeper, time.Minute)
	defer cancel()
	if left, err := h.Share(enough); err != nil || left != 0 {
		t.Errorf("%d left, %v", left, err)
	}
	if readers, _ := h.ReadersOf(id); len(readers) != 3 {
		t.Errorf("sealed to %v", readers)
	}
}
