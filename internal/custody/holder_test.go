package custody_test

import (
	"context"
	"slices"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/casework"
	"citiesgrow/internal/casework/caseworktest"
	"citiesgrow/internal/custody"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/report"
	"citiesgrow/internal/store"
)

// A city where one key alone opens reports takes none: that key could be lost.
func TestADeskNeedsTwoKeys(t *testing.T) {
	h := caseworktest.New(t)
	f := caseworktest.Form("x")
	f.City = "ghent"
	closed := func() bool {
		_, err := h.File(t.Context(), f)
		p := problem.Of(err)
		return p != nil && p.Fields["city"].Key == "report.desk_closed"
	}
	if !closed() {
		t.Error("nobody reads there")
	}
	wide := h.As("wide", actor.Custodian, "ghent")
	h.MakeKey(wide)
	if !closed() {
		t.Error("a custodian reads nothing")
	}
	h.Seat(h.As("second", actor.Custodian, "ghent"))
	if !closed() {
		t.Error("two custodians read nothing")
	}
	reader := h.As("zoe", actor.Caseworker, "ghent")
	h.MakeKey(reader)
	if !closed() {
		t.Error("a key that nobody confirmed")
	}
	h.Must(h.Confirm(wide, "zoe"))
	if closed() {
		t.Error("a reader and a custodian")
	}
	f.Channel, f.Ground = custody.Irregularity, report.Words{"corruption"}
	if !closed() {
		t.Error("the other door has no reader")
	}
}

// closed says whether a city takes no report of discrimination now.
func closed(t *testing.T, h *caseworktest.House, city string) bool {
	t.Helper()
	f := caseworktest.Form("x")
	f.City = city
	_, err := h.File(t.Context(), f)
	if err == nil {
		return false
	}
	if p := problem.Of(err); p == nil || p.Fields["city"].Key != "report.desk_closed" {
		t.Fatalf("%s: %v", city, err)
	}
	return true
}

// The custodian of a city loses their passphrase and makes a new key, which no custodian has confirmed.
// One reader is left with a key that opens anything: no report is taken that one lost key would lose.
func TestOneReaderAloneOpensNoDesk(t *testing.T) {
	h := caseworktest.New(t)
	wide, zoe, zack := h.As("wide", actor.Custodian, "ghent"), h.As("zoe", actor.Caseworker, "ghent"), h.As("zack", actor.Caseworker, "ghent")
	h.Seat(wide)
	h.Seat(zoe)
	if closed(t, h, "ghent") {
		t.Fatal("a reader and a custodian open it")
	}
	h.MakeKey(wide) // anew
	if !closed(t, h, "ghent") {
		t.Error("one reader alone is enough")
	}
	h.Seat(zack)
	if closed(t, h, "ghent") {
		t.Error("two readers are not enough")
	}
	f := caseworktest.Form("x")
	f.City, f.Name, f.Contact = "ghent", "Amina", "+32 1"
	if _, err := h.File(t.Context(), f); problem.Of(err) == nil || problem.Of(err).Fields["name"].Key != "report.no_custodian" {
		t.Errorf("a name is taken that no custodian can open: %v", err)
	}
}

// A key that waits for its confirmation opens nothing and decides nothing, a custodian's either: who
// made it may be another person with a stolen session.
func TestAPendingKeyIsNotUsed(t *testing.T) {
	h := caseworktest.New(t)
	f := caseworktest.Form("x")
	f.Name, f.Contact = "Amina", "+371 2"
	h.Filed(f)
	id := h.First(h.Mia).ID
	_, err := h.AskIdentity(h.Mia, id, casework.AskForm{Why: "To call her."})
	h.Must(err)
	second := h.As("second", actor.Custodian, "riga")
	h.MakeKey(second)
	h.MakeKey(h.Ali)
	for name, use := range map[string]func() error{
		"confirms a key":    func() error { return h.Confirm(second, "ali") },
		"ends a key":        func() error { return h.Retire(second, "mia") },
		"lets readers in":   func() error { _, err := h.Share(second); return err },
		"reads requests":    func() error { _, err := h.ListRequests(second); return err },
		"opens an identity": func() error { return h.Decide(second, id, casework.DecideForm{Decision: "granted", Why: "Because."}) },
		"opens a case":      func() error { _, err := h.Open(h.Ali, id, false); return err },
		"writes in a case":  func() error { _, err := h.Note(h.Ali, id, casework.NoteForm{Text: "x"}); return err },
	} {
		if p := problem.Of(use()); p == nil || p.Kind != problem.Conflict || p.Message.Key != "custody.key_waits" {
			t.Errorf("a key that waits %s: %v", name, p)
		}
	}
	for _, one := range []string{"ali", "mia"} {
		want := map[string]custody.Standing{"ali": custody.Pending, "mia": custody.Trusted}[one]
		if got := h.Holder(one); got.State != want {
			t.Errorf("%s is %s", one, got.State)
		}
	}
}

// The first custodian of a city is believed; a second waits, and so does one of all cities where any
// custodian is there already.
func TestOnlyTheFirstCustodianIsBelieved(t *testing.T) {
	h := caseworktest.New(t)
	for _, c := range []struct {
		id, city string
		want     custody.Standing
	}{{"first", "ghent", custody.Trusted}, {"next", "ghent", custody.Pending}, {"other", "lisbon", custody.Trusted}, {"wide", "", custody.Pending}} {
		made, err := h.Create(h.As(c.id, actor.Custodian, c.city), custody.KeyForm{Name: c.id, Passphrase: caseworktest.Passphrase, Again: caseworktest.Passphrase})
		if err != nil || made.State != c.want || len(made.Channels) != 0 {
			t.Errorf("%s: %+v %v", c.id, made, err)
		}
	}
	ids := func(ctx context.Context) (all []string) {
		found, err := h.List(ctx)
		h.Must(err)
		for _, one := range found {
			all = append(all, one.ID)
		}
		slices.Sort(all)
		return all
	}
	if got := ids(h.As("first", actor.Custodian, "ghent")); !slices.Equal(got, []string{"first", "next", "wide"}) {
		t.Errorf("the custodian of Ghent sees %v", got)
	}
	if got := ids(h.As("wide", actor.Custodian, "")); len(got) != 7 {
		t.Errorf("the custodian of all cities sees %v", got)
	}
}

// The only custodian of a city who makes a new key is not believed, however often they make one: it may be a
// stolen session. A second custodian of the city is, while it has none, and confirms the first.
func TestANewKeyOfTheOnlyCustodianIsNotBelieved(t *testing.T) {
	h := caseworktest.New(t)
	makes := func(id string) custody.Standing {
		made, err := h.Create(h.As(id, actor.Custodian, "ghent"), custody.KeyForm{Name: id, Passphrase: caseworktest.Passphrase, Again: caseworktest.Passphrase})
		h.Must(err)
		return made.State
	}
	if state := makes("first"); state != custody.Trusted {
		t.Errorf("the first key is %s", state)
	}
	for n := range 2 {
		if state := makes("first"); state != custody.Pending {
			t.Errorf("new key %d is %s", n+1, state)
		}
	}
	first := h.As("first", actor.Custodian, "ghent")
	if err := h.Retire(first, "keeper"); problem.Of(err) == nil || problem.Of(err).Message.Key != "custody.key_waits" {
		t.Errorf("it is used: %v", err)
	}
	if state := makes("second"); state != custody.Trusted {
		t.Errorf("the key of the second is %s", state)
	}
	h.Must(h.Confirm(h.As("second", actor.Custodian, "ghent"), "first"))
	if err := h.Confirm(first, "second"); err != nil {
		t.Errorf("the first is confirmed and decides nothing: %v", err)
	}
}

// A key is confirmed and ended by a custodian of its city or of all cities, and by no one else.
func TestACustodianJudgesKeysOfTheirCity(t *testing.T) {
	h := caseworktest.New(t)
	ghent, wide := h.As("ghent-keeper", actor.Custodian, "ghent"), h.As("wide", actor.Custodian, "")
	h.Seat(ghent)
	h.Seat(wide)
	for _, judge := range []func(context.Context, string) error{h.Confirm, h.Retire} {
		for name, c := range map[string]struct {
			ctx  context.Context
			id   string
			want problem.Kind
		}{
			"another city's custodian": {ghent, "mia", problem.NotFound}, "oneself": {h.Keeper, "keeper", problem.NotFound},
			"a key that is not there":                     {h.Keeper, "nobody", problem.NotFound},
			"a custodian of all cities, by one of a city": {h.Keeper, "wide", problem.NotFound}, "a caseworker": {h.Mia, "ali", problem.Forbidden},
			"an administrator": {h.As("a", actor.Admin, ""), "mia", problem.Forbidden}, "nobody": {t.Context(), "mia", problem.Unauthorized},
		} {
			if err := judge(c.ctx, c.id); !problem.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if got := h.Holder("mia"); got.State != custody.Trusted || got.Confirmed == "ghent-keeper" {
		t.Errorf("%+v", got)
	}
	h.Must(h.Retire(wide, "mia"))
	if got := h.Holder("mia"); got.State != custody.Retired || got.Confirmed != "wide" {
		t.Errorf("%+v", got)
	}
	// One who is gone is not offered to reporters, and their key stays shut though it is unlocked.
	desk, err := h.Desk(t.Context(), "riga", custody.Discrimination)
	h.Must(err)
	if len(desk.Readers) != 1 || desk.Readers[0].ID != "ali" || len(desk.Custodians) != 2 {
		t.Errorf("%d readers, %d custodians", len(desk.Readers), len(desk.Custodians))
	}
	second := h.As("second", actor.Custodian, "riga")
	h.Seat(second)
	h.Must(h.Retire(h.Keeper, "second"))
	if err := h.Confirm(second, "mia"); problem.Of(err) == nil || problem.Of(err).Message.Key != "custody.key_waits" || h.Holder("mia").State != custody.Retired {
		t.Errorf("a retired custodian brings a key back: %v", err)
	}
}

// swapping is a store in which an account makes a new key right before its standing is stored.
type swapping struct {
	store.DB
	swap func()
}

func (s *swapping) Put(ctx context.Context, collection string, w store.Write) error {
	if f := s.swap; f != nil && collection == "report_holders" && w.Expected > 0 {
		s.swap = nil
		f()
	}
	return s.DB.Put(ctx, collection, w)
}

// A custodian confirms the key whose fingerprint they compared, not one that replaced it in that moment.
func TestAnotherKeyIsNotConfirmed(t *testing.T) {
	db := &swapping{}
	h := caseworktest.New(t, func(h *moduletest.House) { db.DB, h.DB = h.DB, db })
	fresh := h.As("new", actor.Caseworker, "riga")
	h.MakeKey(fresh)
	compared := h.Holder("new").Public.Fingerprint()
	db.swap = func() { h.MakeKey(fresh) }
	if err := h.Confirm(h.Keeper, "new"); !problem.Is(err, problem.Conflict) {
		t.Errorf("%v", err)
	}
	if got := h.Holder("new"); got.State != custody.Pending || got.Public.Fingerprint() == compared {
		t.Errorf("%s is %s", got.Public.Fingerprint(), got.State)
	}
}
