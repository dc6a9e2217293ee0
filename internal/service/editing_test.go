package service_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/service"
)

// A service is listed by a provider, or by the staff of its city; it is confirmed by that, and marked where
// a demonstration account lists it.
func TestWhoListsAService(t *testing.T) {
	h := open(t)
	for name, c := range map[string]struct {
		ctx  context.Context
		city string
		want problem.Kind
	}{
		"a provider": {h.Provider("one", "riga"), "", ""}, "a provider elsewhere": {h.Provider("one", "riga"), "ghent", problem.Invalid},
		"staff":           {h.StaffOf("riga"), "riga", ""},
		"staff elsewhere": {h.StaffOf("riga"), "ghent", problem.Invalid}, "an administrator of all": {h.Actor(actor.Actor{ID: "admin", Role: actor.Admin,
			Organisation: "House"}), "ghent", ""},
		"an administrator of none": {h.Actor(actor.Actor{ID: "admin", Role: actor.Admin, Organisation: "House"}), "", problem.Invalid},
		"no such city":             {h.Actor(actor.Actor{ID: "admin", Role: actor.Admin}), "atlantis", problem.Invalid},
		"an entrepreneur":          {h.Owner("amina", "riga"), "riga", problem.Forbidden},
		"a buyer":                  {h.Actor(actor.Actor{ID: "b", Role: actor.Buyer, City: "riga"}), "riga", problem.Forbidden},
		"nobody":                   {t.Context(), "riga", problem.Unauthorized},
	} {
		f := cover("Cover", 3)
		f.City, f.Organization = c.city, "House"
		l, err := h.Create(c.ctx, f)
		if c.want != "" {
			if !problem.Is(err, c.want) || c.want == problem.Invalid && !slices.Equal(moduletest.Fields(err), []string{"city"}) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil || l.Status != service.Active || l.Account != actor.From(c.ctx).ID || !l.Assured.On.Equal(h.Clock) || l.Stale(h.Clock) || l.Test ||
			l.UUID == "" || l.Key == "" {
			t.Errorf("%s: %+v %v", name, l, err)
		}
	}
	demo := h.Actor(actor.Actor{ID: "demo", Role: actor.Provider, City: "riga", Organisation: "Demo", Test: true})
	if l := h.Listed(demo, cover("Demo", 1)); !l.Test {
		t.Error("a demonstration is not marked")
	}
	n := 0
	for _, err := range h.All(t.Context()) {
		h.Must(err)
		n++
	}
	if n != 4 {
		t.Errorf("%d services are stored", n)
	}
}

// Who looks after a service changes it: its provider, the staff of its city. A form that was read before
// the change of another shows what is stored now.
func TestWhoChangesAService(t *testing.T) {
	h := open(t)
	one := h.Provider("one", "riga")
	l := h.Listed(one, cover("Cover", 3))
	f := service.FormOf(l)
	f.Name = "Changed"
	for name, c := range map[string]struct {
		ctx  context.Context
		want problem.Kind
	}{
		"another provider": {h.Provider("two", "riga"), problem.NotFound}, "another city's staff": {h.StaffOf("ghent"), problem.NotFound},
		"another city's administrator": {h.Actor(actor.Actor{ID: "a", Role: actor.Admin, City: "ghent"}), problem.NotFound},
		"an entrepreneur":              {h.Owner("amina", "riga"), problem.Forbidden}, "nobody": {t.Context(), problem.Unauthorized},
	} {
		if _, err := h.Change(c.ctx, l.ID, f); !problem.Is(err, c.want) {
			t.Errorf("%s changes it: %v", name, err)
		}
		if _, err := h.Confirm(c.ctx, l.ID); !problem.Is(err, c.want) {
			t.Errorf("%s confirms it: %v", name, err)
		}
		if _, err := h.Own(c.ctx, l.ID); !problem.Is(err, c.want) {
			t.Errorf("%s reads its form: %v", name, err)
		}
	}
	changed, err := h.Change(h.StaffOf("riga"), l.ID, f)
	if err != nil || changed.Name != "Changed" || changed.Account != "one" {
		t.Fatalf("%+v %v", changed, err)
	}
	f.Name = "Mine"
	_, err = h.Change(one, l.ID, f)
	p := problem.Of(err)
	if p == nil || p.Kind != problem.Conflict || p.Message.Key != "service.changed_meanwhile" {
		t.Fatalf("a form that is old: %v", err)
	}
	if now, is := p.Current.(*service.Listing); !is || now.Name != "Changed" {
		t.Errorf("it does not show what is stored: %+v", p.Current)
	}
	f.Revision, f.City = changed.Revision, "ghent"
	if _, err := h.Change(one, l.ID, f); !slices.Equal(moduletest.Fields(err), []string{"city"}) {
		t.Errorf("moved into another city: %v", err)
	}
	f.City, f.Name = "riga", ""
	if _, err := h.Change(one, l.ID, f); !slices.Equal(moduletest.Fields(err), []string{"name"}) {
		t.Errorf("without a name: %v", err)
	}
	if kept, err := h.Own(one, l.ID); err != nil || kept.Name != "Changed" || kept.City != "riga" || kept.Revision != changed.Revision {
		t.Errorf("%+v %v", kept, err)
	}
}

// A confirmation is believed for half a year, 183 days; the letter that asks again goes two weeks before,
// to the account, or to the service's address where it has none.
func TestAConfirmationHoldsForHalfAYear(t *testing.T) {
	h := open(t)
	one := h.Provider("one", "riga")
	f := cover("Cover", 3)
	f.Email = "house@one.example"
	l := h.Listed(one, f)
	for days, want := range map[int]bool{0: false, 182: false, 183: false, 184: true} {
		if got := l.Stale(h.Clock.AddDate(0, 0, days)); got != want {
			t.Errorf("after %d days: stale %t", days, got)
		}
	}
	if !l.Stale(l.Assured.On.Add(183*24*time.Hour+time.Second)) || !(&service.Listing{}).Stale(h.Clock) {
		t.Error("after half a year, or never confirmed, it is believed")
	}
	letter := h.LettersAbout("/confirm")[0]
	if letter.Account != "one" || letter.Email != "" || !letter.Due.Equal(h.Clock.AddDate(0, 0, 169)) {
		t.Errorf("%+v", letter)
	}
	token := letter.Path[len("/confirmations/"):]
	if len(token) < 20 || strings.Contains(l.Key, token) || l.Key == token {
		t.Error("the store has the key of the link")
	}
	if asked, err := h.GetByToken(t.Context(), strings.ToUpper(token)); err != nil || asked.ID != l.ID {
		t.Errorf("in capitals: %v", err)
	}
	for _, wrong := range []string{"", "short", strings.Repeat("0", 32), l.Key} {
		if _, err := h.GetByToken(t.Context(), wrong); !problem.Is(err, problem.NotFound) {
			t.Errorf("%q asks about something: %v", wrong, err)
		}
		if _, err := h.ConfirmByToken(t.Context(), wrong, false); !problem.Is(err, problem.NotFound) {
			t.Errorf("%q ends something: %v", wrong, err)
		}
	}
	h.Clock = h.Clock.AddDate(0, 5, 0)
	confirmed, err := h.Confirm(one, l.ID)
	if err != nil || !confirmed.Assured.On.Equal(h.Clock) || confirmed.Assured.By != "Firms' House one" {
		t.Errorf("%+v %v", confirmed.Assured, err)
	}
	if _, err := h.GetByToken(t.Context(), token); !problem.Is(err, problem.NotFound) {
		t.Errorf("the old link still works: %v", err)
	}
	if all := h.LettersAbout("/confirm"); len(all) != 1 || !all[0].Due.Equal(h.Clock.AddDate(0, 0, 169)) {
		t.Errorf("%d letters ask", len(all))
	}
	// A service of a file has no account: its own address is asked.
	_, err = h.Receive(actor.AsSystem(t.Context()), &service.Listing{UUID: "5d1f0a10-0000-4000-8000-000000000001", City: "riga", Name: "Of a file",
		Language: "lv", Contact: service.Contact{Email: "file@x.example"}, Status: service.Active, Origin: service.Origin{Hash: "1"}})
	h.Must(err)
	_, err = h.Confirm(h.StaffOf("riga"), h.ByName()["Of a file"].ID)
	h.Must(err)
	for _, letter := range h.LettersAbout("/confirm") {
		if letter.Account == "" && letter.Email != "file@x.example" || letter.Account != "" && letter.Email != "" {
			t.Errorf("%+v", letter)
		}
	}
	if len(h.LettersAbout("/confirm")) != 2 {
		t.Errorf("%d letters", len(h.LettersAbout("/confirm")))
	}
}

// Those who look after services see theirs: a provider their own, staff those of the city, an
// administrator all; no other role has any.
func TestWhoseServicesOneSees(t *testing.T) {
	h := open(t)
	h.Listed(h.Provider("one", "riga"), cover("A", 1))
	gone := cover("B", 1)
	gone.Status = service.Inactive
	b := h.Listed(h.Provider("one", "riga"), gone)
	h.Listed(h.Provider("two", "riga"), cover("C", 1))
	h.Listed(h.Provider("far", "ghent"), cover("D", 1))
	for name, c := range map[string]struct {
		ctx  context.Context
		want string
	}{
		"one": {h.Provider("one", "riga"), "A B"}, "two": {h.Provider("two", "riga"), "C"}, "staff": {h.StaffOf("riga"), "A B C"},
		"staff of Ghent":   {h.StaffOf("ghent"), "D"},
		"an administrator": {h.Actor(actor.Actor{ID: "admin", Role: actor.Admin}), "A B C D"}, "a new one": {h.Provider("new", "riga"), ""},
	} {
		all, err := h.ListOwn(c.ctx)
		h.Must(err)
		var names []string
		for _, l := range all {
			names = append(names, l.Name)
		}
		if slices.Sort(names); strings.Join(names, " ") != c.want {
			t.Errorf("%s sees %v", name, names)
		}
	}
	for name, c := range map[string]struct {
		ctx  context.Context
		want problem.Kind
	}{"an entrepreneur": {h.Owner("amina", "riga"), problem.Forbidden}, "nobody": {t.Context(), problem.Unauthorized}} {
		if _, err := h.ListOwn(c.ctx); !problem.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, c := range map[string]struct {
		ctx context.Context
		see bool
	}{"its provider": {h.Provider("one", "riga"), true}, "staff": {h.StaffOf("riga"), true}, "another provider": {h.Provider("two", "riga"), false},
		"another city's staff": {h.StaffOf("ghent"), false},
		"an entrepreneur":      {h.Owner("amina", "riga"), false}, "nobody": {t.Context(), false}} {
		if _, err := h.Get(c.ctx, b.ID); (err == nil) != c.see || err != nil && !problem.Is(err, problem.NotFound) {
			t.Errorf("%s sees what is no longer given: %v", name, err)
		}
	}
}

// Each input that cannot be is said at its field, and only those.
func TestWhatAFormOfAServiceMayNotSay(t *testing.T) {
	h := open(t)
	one := h.Provider("one", "riga")
	hours := func(days []string, opens, closes, rule string) func(*service.Form) {
		return func(f *service.Form) {
			f.Hours = []service.HoursForm{{Days: days, Opens: opens, Closes: closes, Rule: rule}}
		}
	}
	for name, c := range map[string]struct {
		change func(*service.Form)
		want   []string
	}{
		"no topic":         {func(f *service.Form) { f.Topics = nil }, []string{"topics"}},
		"an unknown need":  {func(f *service.Form) { f.Supplies = []service.SupplyForm{{Kind: "luck"}} }, []string{"supplies[0].kind"}},
		"an empty need":    {func(f *service.Form) { f.Supplies = []service.SupplyForm{{Detail: "x"}} }, nil},
		"firms of no city": {func(f *service.Form) { f.Cities = []string{"ghent", "atlantis"} }, []string{"cities"}},
		"no trade":         {func(f *service.Form) { f.Trades = []string{"cooking"} }, []string{"trades"}},
		"a short trade":    {func(f *service.Form) { f.Trades = []string{"5552"} }, nil},
		"a price in words": {func(f *service.Form) {
			f.Costs = []service.CostForm{{Option: "Fee", Amount: "12,50"}, {Option: "x", Amount: "some"}}
		},
			[]string{"costs[1].amount"}},
		"a price below nothing":  {func(f *service.Form) { f.Costs = []service.CostForm{{Option: "Fee", Amount: "-1"}} }, []string{"costs[0].amount"}},
		"places in words":        {func(f *service.Form) { f.Seats = "ten" }, []string{"capacity"}},
		"places below nothing":   {func(f *service.Form) { f.Free = "-1" }, []string{"free"}},
		"too many places":        {func(f *service.Form) { f.Seats = "100001" }, []string{"capacity"}},
		"more free than places":  {func(f *service.Form) { f.Seats, f.Free = "3", "4" }, []string{"free"}},
		"as many free as places": {func(f *service.Form) { f.Seats, f.Free = "3", "3" }, nil},
		"closes first":           {hours([]string{"MO"}, "12:00", "12:00", ""), []string{"hours[0].opens"}},
		"no such hour":           {hours([]string{"MO"}, "24:00", "25:00", ""), []string{"hours[0].opens"}},
		"no day":                 {hours(nil, "09:00", "12:00", ""), []string{"hours[0].opens"}},
		"a rule that is none":    {hours(nil, "09:00", "12:00", "EVERY=DAY"), []string{"hours[0].rule"}},
		"a short hour":           {hours([]string{"MO"}, "9:00", "12:00", ""), nil},
		"an address that is no":  {func(f *service.Form) { f.Email = "at home" }, []string{"email"}},
		"a site without a host":  {func(f *service.Form) { f.Web = "house" }, []string{"web"}},
		"a status":               {func(f *service.Form) { f.Status = "sold" }, []string{"status"}},
		"no way in":              {func(f *service.Form) { f.Apply = "" }, nil}, // the account is one
	} {
		f := cover(name, 3)
		c.change(&f)
		if _, err := h.Create(one, f); !slices.Equal(moduletest.Fields(err), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What a provider enters about places says how many are free; what is not entered is not invented.
func TestFreePlaces(t *testing.T) {
	h := open(t)
	one := h.Provider("one", "riga")
	for name, c := range map[string]struct {
		seats, free string
		want        *service.Capacity
		full        bool
	}{
		"nothing": {"", "", nil, false}, "places": {"5", "", &service.Capacity{Places: 5, Free: 5}, false}, "full": {"5", "0", &service.Capacity{Places: 5}, true},
		"free alone": {"", "2", &service.Capacity{Free: 2}, false},
	} {
		f := cover(name, 1)
		f.Seats, f.Free, f.Waiting, f.WaitDays = c.seats, c.free, 3, 20
		l, err := h.Create(one, f)
		h.Must(err)
		if l.Full() != c.full || (l.Capacity == nil) != (c.want == nil) {
			t.Errorf("%s: %+v", name, l.Capacity)
		} else if k := l.Capacity; k != nil && (k.Places != c.want.Places || k.Free != c.want.Free || k.Waiting != 3 ||
			k.WaitDays != 20 || !k.Updated.Equal(h.Clock)) {
			t.Errorf("%s: %+v", name, k)
		}
	}
}
