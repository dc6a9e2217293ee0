package team_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/team"
)

// How a firm is reached is for the school that it agreed with; a school sees its own offer, not
// the others'.
func TestWhatARequestShowsToWhom(t *testing.T) {
	h := open(t)
	s := h.site()
	school, second := h.org("school", organisation.School, "riga"), h.org("second", organisation.School, "riga")
	amina := h.As("amina", actor.Entrepreneur, "riga")
	w := h.asked(amina)
	for _, c := range []struct {
		as   context.Context
		team string
	}{{school, "Class 3b"}, {second, "Evening course"}} {
		_, err := h.AddOffer(c.as, w.ID, team.Offer{Team: c.team, Students: 4, Note: "From " + c.team})
		h.Must(err)
	}
	path := "/api/v1/teams/" + w.ID
	s.Shows(school, path, []string{"Class 3b", `"state":"offered"`}, []string{"Evening course", "+371 22"})
	s.Shows(second, path, []string{"Evening course"}, []string{"Class 3b", "+371 22"})
	s.Shows(amina, path, []string{"Class 3b", "Evening course", "+371 22"}, nil)
	s.Shows(h.Staff("riga"), path, []string{"Class 3b", "Evening course"}, []string{"+371 22"})
	o, err := h.organisations.Own(school)
	h.Must(err)
	if r := s.Ask(amina, "POST", path+"/agreement", `{"school":"`+o.ID+`"}`); r.Status != 200 || !strings.Contains(r.Body, `"state":"agreed"`) {
		t.Fatalf("status %d %s", r.Status, r.Body)
	}
	s.Shows(school, path, []string{"+371 22"}, nil)
	s.Shows(second, path, []string{"Evening course"}, []string{"+371 22", "Class 3b"})
	for says, who := range map[string]context.Context{"a firm": h.As("omar", actor.Entrepreneur, "riga"),
		"a school of another city": h.org("far", organisation.School, "ghent"), "staff of another city": h.Staff("ghent"),
		"an agency": h.org("agency", organisation.Agency, "riga")} {
		if r := s.Get(who, path); r.Status != 404 || strings.Contains(r.Body, "price list") {
			t.Errorf("%s: status %d", says, r.Status)
		}
	}
	if r := s.Get(t.Context(), path); r.Status != 401 {
		t.Errorf("nobody: status %d", r.Status)
	}
}

// The list shows how many schools offer, not which; a form that is wrong is given back filled.
func TestThePageOfRequests(t *testing.T) {
	h := open(t)
	s := h.site()
	school, amina := h.org("school", organisation.School, "riga"), h.As("amina", actor.Entrepreneur, "riga")
	w := h.asked(amina)
	_, err := h.AddOffer(school, w.ID, team.Offer{Team: "Class 3b", Students: 4})
	h.Must(err)
	s.Shows(amina, "/api/v1/teams", []string{`"offers":1`, `"state":"offered"`, `"total":1`}, []string{"Class 3b", "+371 22"})
	s.Shows(school, "/teams", []string{"A price list"}, []string{"+371 22"})
	s.Shows(h.org("one", organisation.Business, "riga"), "/api/v1/teams", []string{`"items":[]`}, []string{"price list"})
	for _, c := range []struct {
		who        context.Context
		path, body string
		status     int
		has        string
	}{
		{amina, "", `{"title":"A web page"}`, 422, `"contact"`},
		{amina, "", `{"title":"A web page","text":"Please.","contact":"+371","weeks":3}`, 201, `"state":"open"`},
		{school, "/" + w.ID + "/offers", `{"team":"Class 3c"}`, 422, `"students"`},
		{school, "/" + w.ID + "/offers", `{"team":"Class 3c","students":2}`, 201, `"state":"offered"`},
		{amina, "/" + w.ID + "/closing", ``, 200, `"state":"withdrawn"`},
	} {
		if r := s.Ask(c.who, "POST", "/api/v1/teams"+c.path, c.body); r.Status != c.status || !strings.Contains(r.Body, c.has) {
			t.Errorf("%s %s: status %d, want %d with %q: %.500s", c.path, c.body, r.Status, c.status, c.has, r.Body)
		}
	}
}

// Who agrees with two schools at once has agreed with one; who offers at once, all offer.
func TestOffersAndAgreementsAtOnce(t *testing.T) {
	h := open(t)
	amina := h.As("amina", actor.Entrepreneur, "riga")
	w := h.asked(amina)
	var schools []context.Context
	var ids []string
	for n := range 6 {
		schools = append(schools, h.org(fmt.Sprint("school-", n), organisation.School, "riga"))
		o, err := h.organisations.Own(schools[n])
		h.Must(err)
		ids = append(ids, o.ID)
	}
	h.Crowd(len(schools), func(n int) error {
		_, err := h.AddOffer(schools[n], w.ID, team.Offer{Team: "Class", Students: 4})
		return err
	})
	var agreed atomic.Int32
	h.Crowd(len(schools), func(n int) error {
		_, err := h.Accept(amina, w.ID, ids[n])
		if problem.Is(err, problem.Conflict) {
			return nil
		}
		agreed.Add(1)
		return err
	})
	w, err := h.Get(amina, w.ID)
	h.Must(err)
	if len(w.Offers) != 6 || agreed.Load() != 1 || !slices.Contains(ids, w.Agreed) {
		t.Errorf("%d offers, agreed %d times, with %q", len(w.Offers), agreed.Load(), w.Agreed)
	}
	won := 0
	for _, l := range h.Letters(w.ID + "/agreed/") {
		if l.Key == "team.letter_agreed" {
			won++
		}
	}
	if won != 1 || len(h.Letters(w.ID+"/agreed/")) != 6 {
		t.Errorf("%d schools get the letter that they were chosen, of %d", won, len(h.Letters(w.ID+"/agreed/")))
	}
}
