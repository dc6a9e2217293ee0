package report_test

import (
	"context"
	"slices"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
)

// A city where one key alone opens reports takes none: that key could be lost.
func TestADeskNeedsTwoKeys(t *testing.T) {
	h := open(t)
	f := told("x")
	f.City = "ghent"
	closed := func() bool {
		_, err := h.File(t.Context(), f)
		p := problem.Of(err)
		return p != nil && p.Fields["city"].Key == "report.desk_closed"
	}
	if !closed() {
		t.Error("nobody reads there")
	}
	wide := h.as("wide", actor.Custodian, "ghent")
	h.key(wide)
	if !closed() {
		t.Error("a custodian reads nothing")
	}
	h.seat(h.as("second", actor.Custodian, "ghent"))
	if !closed() {
		t.Error("two custodians read nothing")
	}
	reader := h.as("zoe", actor.Caseworker, "ghent")
	h.key(reader)
	if !closed() {
		t.Error("a key that nobody confirmed")
	}
	h.must(h.Confirm(wide, "zoe"))
	if closed() {
		t.Error("a reader and a custodian")
	}
	f.Door, f.Ground = report.Irregularity, report.Words{"corruption"}
	if !closed() {
		t.Error("the other door has no reader")
	}
}

// closed says whether a city takes no report of discrimination now.
func (h *house) closed(city string) bool {
	h.t.Helper()
	f := told("x")
	f.City = city
	_, err := h.File(h.t.Context(), f)
	if err == nil {
		return false
	}
	if p := problem.Of(err); p == nil || p.Fields["city"].Key != "report.desk_closed" {
		h.t.Fatalf("%s: %v", city, err)
	}
	return true
}

// The custodian of a city loses their passphrase and makes a new key, which nobody has confirmed yet.
// One reader is left with a key that opens anything: no report is taken that one lost key would lose.
func TestOneReaderAloneOpensNoDesk(t *testing.T) {
	h := open(t)
	wide, zoe, zack := h.as("wide", actor.Custodian, "ghent"), h.as("zoe", actor.Caseworker, "ghent"), h.as("zack", actor.Caseworker, "ghent")
	h.seat(wide)
	h.seat(zoe)
	if h.closed("ghent") {
		t.Fatal("a reader and a custodian open it")
	}
	h.key(wide) // anew
	if !h.closed("ghent") {
		t.Error("one reader alone is enough")
	}
	h.seat(zack)
	if h.closed("ghent") {
		t.Error("two readers are not enough")
	}
	f := told("x")
	f.City, f.Name, f.Contact = "ghent", "Amina", "+32 1"
	if _, err := h.File(t.Context(), f); problem.Of(err) == nil || problem.Of(err).Fields["name"].Key != "report.no_custodian" {
		t.Errorf("a name is taken that no custodian can open: %v", err)
	}
}

// A key that waits for its confirmation opens nothing and decides nothing, a custodian's either: who
// made it may be somebody else with a stolen session.
func TestAPendingKeyIsNotUsed(t *testing.T) {
	h := open(t)
	f := told("x")
	f.Name, f.Contact = "Amina", "+371 2"
	h.filed(f)
	id := h.first(h.mia).ID
	_, err := h.AskIdentity(h.mia, id, report.AskForm{Why: "To call her."})
	h.must(err)
	second := h.as("second", actor.Custodian, "riga")
	h.key(second)
	h.key(h.ali)
	for name, use := range map[string]func() error{
		"confirms a key":    func() error { return h.Confirm(second, "ali") },
		"ends a key":        func() error { return h.Retire(second, "mia") },
		"lets readers in":   func() error { _, err := h.Share(second); return err },
		"reads requests":    func() error { _, err := h.Requests(second); return err },
		"opens an identity": func() error { return h.Decide(second, id, report.DecideForm{Decision: "granted", Why: "Because."}) },
		"opens a case":      func() error { _, err := h.Open(h.ali, id, false); return err },
		"writes in a case":  func() error { _, err := h.Note(h.ali, id, report.NoteForm{Text: "x"}); return err },
	} {
		if p := problem.Of(use()); p == nil || p.Kind != problem.Conflict || p.Message.Key != "report.key_waits" {
			t.Errorf("a key that waits %s: %v", name, p)
		}
	}
	for _, one := range []string{"ali", "mia"} {
		want := map[string]report.Standing{"ali": report.Pending, "mia": report.Trusted}[one]
		if got := h.holder(one); got.State != want {
			t.Errorf("%s is %s", one, got.State)
		}
	}
}

// holder is one of the keys as the custodian of Riga sees them.
func (h *house) holder(id string) *report.Holder {
	h.t.Helper()
	all, err := h.Holders(h.keeper)
	h.must(err)
	for _, one := range all {
		if one.ID == id {
			return one
		}
	}
	h.t.Fatalf("%s holds no key", id)
	return nil
}

// The first custodian of a city is believed; a second waits, and so does one of all cities where any
// custodian is there already.
func TestOnlyTheFirstCustodianIsBelieved(t *testing.T) {
	h := open(t)
	for _, c := range []struct {
		id, city string
		want     report.Standing
	}{{"first", "ghent", report.Trusted}, {"next", "ghent", report.Pending}, {"other", "lisbon", report.Trusted}, {"wide", "", report.Pending}} {
		made, err := h.MakeKey(h.as(c.id, actor.Custodian, c.city), report.KeyForm{Name: c.id, Passphrase: passphrase, Again: passphrase})
		if err != nil || made.State != c.want || len(made.Doors) != 0 {
			t.Errorf("%s: %+v %v", c.id, made, err)
		}
	}
	ids := func(ctx context.Context) (all []string) {
		found, err := h.Holders(ctx)
		h.must(err)
		for _, one := range found {
			all = append(all, one.ID)
		}
		slices.Sort(all)
		return all
	}
	if got := ids(h.as("first", actor.Custodian, "ghent")); !slices.Equal(got, []string{"first", "next", "wide"}) {
		t.Errorf("the custodian of Ghent sees %v", got)
	}
	if got := ids(h.as("wide", actor.Custodian, "")); len(got) != 7 {
		t.Errorf("the custodian of all cities sees %v", got)
	}
}

// A key is confirmed and ended by a custodian of its city or of all cities, and by nobody else.
func TestACustodianJudgesKeysOfTheirCity(t *testing.T) {
	h := open(t)
	ghent, wide := h.as("ghent-keeper", actor.Custodian, "ghent"), h.as("wide", actor.Custodian, "")
	h.seat(ghent)
	h.seat(wide)
	for _, judge := range []func(context.Context, string) error{h.Confirm, h.Retire} {
		for name, c := range map[string]struct {
			ctx  context.Context
			id   string
			want problem.Kind
		}{
			"another city's custodian": {ghent, "mia", problem.NotFound}, "oneself": {h.keeper, "keeper", problem.NotFound},
			"a key that is not there":                     {h.keeper, "nobody", problem.NotFound},
			"a custodian of all cities, by one of a city": {h.keeper, "wide", problem.NotFound}, "a caseworker": {h.mia, "ali", problem.Forbidden},
			"an administrator": {h.as("a", actor.Admin, ""), "mia", problem.Forbidden}, "nobody": {t.Context(), "mia", problem.Unauthorized},
		} {
			if err := judge(c.ctx, c.id); !problem.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if got := h.holder("mia"); got.State != report.Trusted || got.Confirmed == "ghent-keeper" {
		t.Errorf("%+v", got)
	}
	h.must(h.Retire(wide, "mia"))
	if got := h.holder("mia"); got.State != report.Retired || got.Confirmed != "wide" {
		t.Errorf("%+v", got)
	}
	// One who is gone is not offered to reporters, and their key stays shut though it is unlocked.
	desk, err := h.DeskOf(t.Context(), "riga", report.Discrimination)
	h.must(err)
	if len(desk.Readers) != 1 || desk.Readers[0].ID != "ali" || len(desk.Keepers) != 2 {
		t.Errorf("%d readers, %d custodians", len(desk.Readers), len(desk.Keepers))
	}
	second := h.as("second", actor.Custodian, "riga")
	h.seat(second)
	h.must(h.Retire(h.keeper, "second"))
	if err := h.Confirm(second, "mia"); problem.Of(err) == nil || problem.Of(err).Message.Key != "report.key_waits" || h.holder("mia").State != report.Retired {
		t.Errorf("a retired custodian brings a key back: %v", err)
	}
}
