package service_test

import (
	"testing"

	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/service"
)

// The provider confirms by one link, without a password; it works once, and half a year
// without it is shown.
func TestAProviderConfirmsByOneLink(t *testing.T) {
	h := open(t)
	one := h.Provider("one", "riga")
	l := h.Listed(one, cover("Cover", 3))
	if l.Stale(moduletest.Now) || !l.Stale(moduletest.Now.AddDate(0, 0, 184)) {
		t.Errorf("confirmed on %s", l.Assured.On)
	}
	letters := h.LettersAbout("/confirm")
	if len(letters) != 1 || letters[0].Account != "one" || letters[0].Due.Before(moduletest.Now.AddDate(0, 5, 0)) ||
		letters[0].Due.After(moduletest.Now.AddDate(0, 6, 5)) {
		t.Fatalf("letters %+v", letters)
	}
	token := letters[0].Path[len("/confirmations/"):]
	if _, err := h.GetByToken(t.Context(), token+"x"); !problem.Is(err, problem.NotFound) {
		t.Errorf("another link: %v", err)
	}
	if asked, err := h.GetByToken(t.Context(), token); err != nil || asked.ID != l.ID {
		t.Errorf("the link asks about %v, %v", asked, err)
	}
	if _, err := h.ConfirmByToken(t.Context(), token, true); err != nil {
		t.Fatal(err)
	}
	if _, err := h.ConfirmByToken(t.Context(), token, false); !problem.Is(err, problem.NotFound) {
		t.Errorf("the link works twice: %v", err)
	}
	next := h.LettersAbout("/confirm")[0].Path[len("/confirmations/"):]
	gone, err := h.ConfirmByToken(t.Context(), next, false)
	h.Must(err)
	h.CatchUp()
	if found, err := h.List(t.Context(), service.Query{Words: "cover", Page: 1, Size: 5}); err != nil || found.Total != 0 || gone.Status != service.Inactive {
		t.Errorf("a service that is no longer given: %v %v", found, err)
	}
	if _, err := h.Get(t.Context(), l.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("it is still shown: %v", err)
	}
	if _, err := h.Get(one, l.ID); err != nil {
		t.Errorf("its provider cannot bring it back: %v", err)
	}
}

// A form that cannot be read says what is wrong at each field, and changes nothing.
func TestAServiceIsToldInPlainTerms(t *testing.T) {
	h := open(t)
	one := h.Provider("one", "riga")
	bad := service.Form{Topics: []string{"magic"}, Costs: []service.CostForm{{Option: "Fee", Amount: "a lot"}}, Seats: "3", Free: "9",
		Hours: []service.HoursForm{{Days: []string{"MO"}, Opens: "17:00", Closes: "09:00"}}, Status: "sometimes"}
	_, err := h.Create(one, bad)
	p := problem.Of(err)
	for _, field := range []string{"name", "topics", "costs[0].amount", "free", "hours[0].opens", "status"} {
		if p == nil || p.Fields[field].Key == "" {
			t.Errorf("%s is not told: %v", field, err)
		}
	}
	elsewhere := cover("Cover", 1)
	elsewhere.City = "ghent"
	if _, err := h.Create(one, elsewhere); !problem.Is(err, problem.Invalid) {
		t.Errorf("a service in another city: %v", err)
	}
	l := h.Listed(one, cover("Cover", 3))
	old := l.Revision
	f := service.FormOf(l)
	f.Free = "2"
	if l, err = h.Change(one, l.ID, f); err != nil || l.Full() || l.Capacity.Free != 2 {
		t.Fatalf("%+v, %v", l, err)
	}
	f.Revision = old
	if _, err := h.Change(one, l.ID, f); !problem.Is(err, problem.Conflict) {
		t.Errorf("a stale form: %v", err)
	}
	if _, err := h.Change(h.Provider("two", "riga"), l.ID, f); !problem.Is(err, problem.NotFound) {
		t.Errorf("somebody else's: %v", err)
	}
	if _, err := h.Own(h.StaffOf("ghent"), l.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("another city's staff: %v", err)
	}
}

func TestFormsAreTheSameThereAndBack(t *testing.T) {
	h := open(t)
	f := cover("Cover", 3)
	f.Description, f.Language, f.Organization, f.City = "Two\nlines", "lv", "Firms' House", "riga"
	f.Stages, f.Cities, f.OnlyLanguages, f.Trades = []string{"running"}, []string{"ghent"}, []string{"lv"}, []string{"90910000"}
	f.Costs, f.Languages, f.Interpretation, f.Documents = []service.CostForm{{Option: "Fee", Amount: "12.5"}, {Option: "More"}}, []string{"lv", "en"},
		"By telephone", "Passport\nContract"
	f.Places = []service.PlaceForm{{Name: "House", Address: "Brīvības iela 1", Postcode: "LV-1010", Town: "Rīga", Transport: "Tram 3",
		Accessibility: []string{"lift"}}}
	f.Hours = []service.HoursForm{{Days: []string{"MO", "WE"}, Opens: "09:00", Closes: "12:30", Note: "Ring twice"}}
	f.Online, f.Seats, f.Free, f.Waiting, f.WaitDays = "yes", "10", "0", 4, 20
	f.Email, f.Phone, f.Web, f.Status = "a@b.example", "+371 1", "https://b.example", service.Active
	l := h.Listed(h.Provider("one", "riga"), f)
	back := service.FormOf(l)
	back.Revision = 0
	again, err := h.Change(h.Provider("one", "riga"), l.ID, back)
	h.Must(err)
	if got := service.FormOf(again); got.Revision == 0 || !same(got, f) {
		t.Errorf("%+v\nwant %+v", got, f)
	}
	if l.Free() || !l.Full() {
		t.Errorf("free %t, full %t", l.Free(), l.Full())
	}
}
