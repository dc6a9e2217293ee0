package team_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/team"
)

// A firm asks, schools offer, the firm agrees with one, both say what came of it.
func TestStudentsHelpAFirm(t *testing.T) {
	h := open(t)
	school, second, far := h.org("school", organisation.School, "riga"), h.org("second", organisation.School, "riga"), h.org("far", organisation.School, "ghent")
	business := h.org("business", organisation.Business, "riga")
	amina := h.As("amina", actor.Entrepreneur, "riga")
	w, err := h.Create(amina, team.Form{Title: "A price list for cleaning", Text: "We need prices.", Trade: "cleaning", Languages: []string{"lv"},
		Weeks: 6, Contact: "+371 22"})
	h.Must(err)
	board, err := h.List(school)
	h.Must(err)
	if len(board) != 1 || board[0].Fit.Trade == "" || board[0].Fit.Language != "lv" {
		t.Errorf("%+v", board)
	}
	for _, who := range []struct {
		name string
		err  error
	}{{"a school elsewhere", moduletest.Failure(h.Get(far, w.ID))}, {"a business", moduletest.Failure(h.Get(business, w.ID))},
		{"another firm", moduletest.Failure(h.Get(h.As("omar", actor.Entrepreneur, "riga"), w.ID))}} {
		if !problem.Is(who.err, problem.NotFound) {
			t.Errorf("%s sees it: %v", who.name, who.err)
		}
	}
	offer := team.Offer{Team: "Class 3b", Students: 4}
	_, err = h.AddOffer(school, w.ID, offer)
	h.Must(err)
	_, err = h.AddOffer(second, w.ID, offer)
	h.Must(err)
	if _, err := h.AddOffer(business, w.ID, offer); !problem.Is(err, problem.Conflict) {
		t.Errorf("a business offers students: %v", err)
	}
	o, err := h.organisations.Own(school)
	h.Must(err)
	if _, err := h.Accept(amina, w.ID, "organisation-none"); !problem.Is(err, problem.Invalid) {
		t.Errorf("agreed with nobody: %v", err)
	}
	w, err = h.Accept(amina, w.ID, o.ID)
	h.Must(err)
	if w.State(moduletest.Now) != "agreed" || len(h.Letters("/agreed/")) != 2 {
		t.Errorf("%s, %d letters", w.State(moduletest.Now), len(h.Letters("/agreed/")))
	}
	if _, err := h.Close(second, w.ID, "Done", ""); !problem.Is(err, problem.NotFound) {
		t.Errorf("the other school ends it: %v", err)
	}
	w, err = h.Close(amina, w.ID, "A price list on one page", "yes")
	h.Must(err)
	if w.State(moduletest.Now) != "done" || w.Helpful != "yes" {
		t.Errorf("%+v", w)
	}
}

func asking() team.Form {
	return team.Form{Title: "A price list", Text: "We need prices.", Trade: "cleaning", Languages: []string{"lv"}, Weeks: 6, Contact: "+371 22"}
}

// asked is what a firm of Riga asks a team for.
func (h *house) asked(as context.Context) *team.Request {
	h.t.Helper()
	w, err := h.Create(as, asking())
	h.Must(err)
	return w
}

// Each wrong input is refused with the name of its field, and nothing is stored.
func TestWhatAFirmMustTellSchools(t *testing.T) {
	h := open(t)
	amina := h.As("amina", actor.Entrepreneur, "riga")
	for _, c := range []struct {
		field, key string
		spoil      func(*team.Form)
	}{
		{"title", "problem.required", func(f *team.Form) { f.Title = "" }},
		{"text", "problem.required", func(f *team.Form) { f.Text = "" }},
		{"contact", "problem.required", func(f *team.Form) { f.Contact = "" }},
		{"from", "problem.date", func(f *team.Form) { f.From = "soon" }},
	} {
		f := asking()
		c.spoil(&f)
		_, err := h.Create(amina, f)
		h.Wrong(err, c.field, c.key)
	}
	for says, as := range map[string]context.Context{"a school": h.org("school", organisation.School, "riga"), "a buyer": h.As("buyer", actor.Buyer, "riga"),
		"staff": h.Staff("riga")} {
		_, err := h.Create(as, asking())
		h.Is(err, problem.Forbidden, says+" asks for a team")
	}
	if all, err := h.List(h.Staff("riga")); err != nil || len(all) != 0 {
		t.Errorf("%d are stored, %v", len(all), err)
	}
	f := asking()
	f.Weeks = 0
	if w, err := h.Create(amina, f); err != nil || w.Weeks != 1 || w.Firm != "House of amina" || w.City != "riga" || w.State(h.now) != "open" {
		t.Errorf("%+v, %v", w, err)
	}
}

// A school offers once and changes its offer; the firm gets one letter for each school.
func TestASchoolOffersATeam(t *testing.T) {
	h := open(t)
	school := h.org("school", organisation.School, "riga")
	w := h.asked(h.As("amina", actor.Entrepreneur, "riga"))
	_, err := h.AddOffer(school, w.ID, team.Offer{})
	h.Wrong(err, "team", "problem.required")
	h.Wrong(err, "students", "team.students_missing")
	for _, n := range []int{3, 4} {
		w, err = h.AddOffer(school, w.ID, team.Offer{Team: "Class 3b", Students: n, School: "organisation-forged", Account: "forged", Name: "Forged"})
		h.Must(err)
	}
	if len(w.Offers) != 1 || w.Offers[0].Students != 4 || w.Offers[0].Account != "school" || w.Offers[0].Name != "House of school" ||
		w.Offers[0].School == "organisation-forged" {
		t.Errorf("%+v", w.Offers)
	}
	if got := h.Letters(w.ID + "/offer/"); len(got) != 1 || got[0].Account != "amina" || got[0].Key != "team.letter_offer" ||
		got[0].Words["Name"] != "House of school" {
		t.Errorf("%+v", got)
	}
	if w.State(h.now) != "offered" {
		t.Error(w.State(h.now))
	}
}

// The firm alone agrees, with one school, once; the other school gets a letter as well.
func TestAFirmAgreesOnce(t *testing.T) {
	h := open(t)
	school, second := h.org("school", organisation.School, "riga"), h.org("second", organisation.School, "riga")
	amina := h.As("amina", actor.Entrepreneur, "riga")
	w := h.asked(amina)
	for _, as := range []context.Context{school, second} {
		_, err := h.AddOffer(as, w.ID, team.Offer{Team: "Class", Students: 4})
		h.Must(err)
	}
	first, err := h.organisations.Own(school)
	h.Must(err)
	other, err := h.organisations.Own(second)
	h.Must(err)
	_, err = h.Accept(h.As("omar", actor.Entrepreneur, "riga"), w.ID, first.ID)
	h.Is(err, problem.NotFound, "another firm agrees")
	_, err = h.Accept(school, w.ID, first.ID)
	h.Is(err, problem.Forbidden, "the school agrees with itself")
	_, err = h.Accept(amina, w.ID, first.ID)
	h.Must(err)
	_, err = h.Accept(amina, w.ID, other.ID)
	h.Conflict(err, "team.over")
	_, err = h.AddOffer(second, w.ID, team.Offer{Team: "Another class", Students: 4})
	h.Conflict(err, "team.over")
	for account, key := range map[string]string{"school": "team.letter_agreed", "second": "team.letter_other"} {
		for _, l := range h.Letters(w.ID + "/agreed/") {
			if l.Account == account && l.Key != key {
				t.Errorf("%s gets %s, want %s", account, l.Key, key)
			}
		}
	}
	if got := h.Letters(w.ID + "/agreed/"); len(got) != 2 {
		t.Errorf("%d letters", len(got))
	}
}

// Whether it helped is said by the firm, not by the school that it worked with.
func TestWhoSaysWhetherATeamHelped(t *testing.T) {
	h := open(t)
	school := h.org("school", organisation.School, "riga")
	o, err := h.organisations.Own(school)
	h.Must(err)
	amina := h.As("amina", actor.Entrepreneur, "riga")
	for says, c := range map[string]struct {
		as   context.Context
		want string
	}{"the firm": {amina, "no"}, "the school": {school, ""}} {
		w := h.asked(amina)
		_, err := h.AddOffer(school, w.ID, team.Offer{Team: "Class", Students: 4})
		h.Must(err)
		_, err = h.Accept(amina, w.ID, o.ID)
		h.Must(err)
		_, err = h.Close(c.as, w.ID, "", "no")
		h.Wrong(err, "result", "team.result_missing")
		_, err = h.Close(h.Staff("riga"), w.ID, "Done", "yes")
		h.Is(err, problem.NotFound, "the city ends it")
		w, err = h.Close(c.as, w.ID, "A price list", "no")
		h.Must(err)
		if w.State(h.now) != "done" || w.Helpful != c.want || w.Result != "A price list" {
			t.Errorf("%s: %+v", says, w)
		}
		_, err = h.Close(c.as, w.ID, "Again", "yes")
		h.Conflict(err, "team.over")
	}
}

// A firm takes back what it asked for; no school can offer then, and none sees it.
func TestAFirmTakesItsRequestBack(t *testing.T) {
	h := open(t)
	school := h.org("school", organisation.School, "riga")
	amina := h.As("amina", actor.Entrepreneur, "riga")
	w := h.asked(amina)
	_, err := h.Close(school, w.ID, "", "")
	h.Is(err, problem.NotFound, "a school takes it back")
	w, err = h.Close(amina, w.ID, "", "")
	h.Must(err)
	if w.State(h.now) != "withdrawn" {
		t.Error(w.State(h.now))
	}
	_, err = h.AddOffer(school, w.ID, team.Offer{Team: "Class", Students: 4})
	h.Conflict(err, "team.over")
	_, err = h.Close(amina, w.ID, "", "")
	h.Conflict(err, "team.over")
	for says, c := range map[string]struct {
		as   context.Context
		want int
	}{"a school": {school, 0}, "the firm": {amina, 1}, "the city": {h.Staff("riga"), 1}} {
		if all, err := h.List(c.as); err != nil || len(all) != c.want {
			t.Errorf("%s sees %d, %v", says, len(all), err)
		}
	}
}

// After half a year without an agreement it leaves the board.
func TestARequestLeavesTheBoard(t *testing.T) {
	h := open(t)
	school := h.org("school", organisation.School, "riga")
	w := h.asked(h.As("amina", actor.Entrepreneur, "riga"))
	h.now = w.Created.Add(183 * 24 * time.Hour)
	if all, err := h.List(school); err != nil || len(all) != 1 {
		t.Errorf("%d, %v", len(all), err)
	}
	h.now = h.now.Add(time.Second)
	if all, err := h.List(school); err != nil || len(all) != 0 || w.State(h.now) != "over" {
		t.Errorf("%d, %s, %v", len(all), w.State(h.now), err)
	}
	_, err := h.AddOffer(school, w.ID, team.Offer{Team: "Class", Students: 4})
	h.Conflict(err, "team.over")
}

// The board of a school is its city's: what fits its trades and languages stands first.
func TestTheBoardOfASchool(t *testing.T) {
	h := open(t)
	school := h.org("school", organisation.School, "riga")
	amina := h.As("amina", actor.Entrepreneur, "riga")
	for _, c := range []struct{ title, trade, language string }{{"neither", "catering", "so"}, {"both", "office cleaning", "lv"}, {"a language", "catering", "lv"},
		{"a trade", "office cleaning", "so"}} {
		f := asking()
		f.Title, f.Trade, f.Languages = c.title, c.trade, []string{c.language}
		_, err := h.Create(amina, f)
		h.Must(err)
	}
	_, err := h.Create(h.As("far", actor.Entrepreneur, "ghent"), asking())
	h.Must(err)
	board, err := h.List(school)
	h.Must(err)
	var got []string
	for _, w := range board {
		got = append(got, w.Title)
	}
	if !slices.Equal(got, []string{"both", "a trade", "a language", "neither"}) {
		t.Errorf("%q", got)
	}
	_, err = h.List(h.org("one", organisation.Business, "riga"))
	h.Conflict(err, "team.schools_only")
	_, err = h.List(h.As("buyer", actor.Buyer, "riga"))
	h.Is(err, problem.Forbidden, "a buyer reads the board")
	if all, err := h.List(h.As("omar", actor.Entrepreneur, "riga")); err != nil || len(all) != 0 {
		t.Errorf("another firm sees %d, %v", len(all), err)
	}
}
