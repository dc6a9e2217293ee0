package report_test

import (
	"context"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
)

// readersOf are the accounts that a case is sealed to.
func (h *house) readersOf(id string) (readers, keepers []string) {
	h.t.Helper()
	w, err := h.WrapsOf(h.t.Context(), id)
	h.must(err)
	for _, one := range w.Readers {
		readers = append(readers, one.Account)
	}
	for _, one := range w.Keepers {
		keepers = append(keepers, one.Account)
	}
	return readers, keepers
}

// A custodian lets readers of their city into its reports, each by what they read, and touches no other
// city's; nobody else lets anybody in.
func TestACustodianLetsReadersOfTheCityIn(t *testing.T) {
	h := open(t)
	zoe, ghent := h.as("zoe", actor.Caseworker, "ghent"), h.as("ghent-keeper", actor.Custodian, "ghent")
	h.seat(zoe)
	h.seat(ghent)
	here := h.idOf(h.filed(told("here")).Number)
	f := told("there")
	f.City = "ghent"
	there := h.idOf(h.filed(f).Number)
	second, breach, zack := h.as("second", actor.Caseworker, "riga"), h.as("breach", actor.Caseworker, "riga"), h.as("zack", actor.Caseworker, "ghent")
	h.seat(second)
	h.seat(breach, report.Irregularity)
	h.seat(zack)
	for name, c := range map[string]struct {
		ctx  context.Context
		want problem.Kind
	}{"a caseworker": {h.mia, problem.Forbidden}, "an administrator": {h.as("a", actor.Admin, ""), problem.Forbidden},
		"nobody": {t.Context(), problem.Unauthorized}} {
		if _, err := h.Share(c.ctx); !problem.Is(err, c.want) {
			t.Errorf("%s lets readers in: %v", name, err)
		}
	}
	left, err := h.Share(h.keeper)
	if err != nil || left != 0 {
		t.Fatalf("%d left, %v", left, err)
	}
	if readers, keepers := h.readersOf(here); len(readers) != 3 || len(keepers) != 1 {
		t.Errorf("Riga's report is sealed to %v and %v", readers, keepers)
	}
	if readers, _ := h.readersOf(there); len(readers) != 1 {
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
	// A custodian who moved from one city to another with their key lets nobody into the old one.
	moved := h.as("moved", actor.Custodian, "ghent")
	h.seat(moved)
	theirs := h.idOf(h.filed(f).Number)
	h.seat(h.as("late", actor.Caseworker, "ghent"))
	moved = h.as("moved", actor.Custodian, "riga")
	h.seat(moved)
	_, err = h.Share(moved)
	h.must(err)
	if readers, _ := h.readersOf(theirs); len(readers) != 2 {
		t.Errorf("from another city it is sealed to %v", readers)
	}
	h.must(h.Lock(h.keeper))
	if _, err := h.Share(h.keeper); !problem.Is(err, problem.Conflict) {
		t.Errorf("with a locked key: %v", err)
	}
}

// When the time of a request is nearly over, letting in stops and says how many reports are left; the next
// try goes on.
func TestLettingInStopsInTime(t *testing.T) {
	h := open(t)
	for range 3 {
		h.filed(told("x"))
	}
	id := h.first(h.mia).ID
	h.seat(h.as("second", actor.Caseworker, "riga"))
	short, cancel := context.WithTimeout(h.keeper, 4*time.Second)
	defer cancel()
	if left, err := h.Share(short); err != nil || left != 3 {
		t.Errorf("%d left, %v", left, err)
	}
	if readers, _ := h.readersOf(id); len(readers) != 2 {
		t.Errorf("sealed to %v", readers)
	}
	enough, cancel := context.WithTimeout(h.keeper, time.Minute)
	defer cancel()
	if left, err := h.Share(enough); err != nil || left != 0 {
		t.Errorf("%d left, %v", left, err)
	}
	if readers, _ := h.readersOf(id); len(readers) != 3 {
		t.Errorf("sealed to %v", readers)
	}
}
