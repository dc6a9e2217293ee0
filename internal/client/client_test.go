package client_test

import (
	"slices"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/client"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
)

var now = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// An entrepreneur asks for themselves, whatever else is typed: no other person is entered.
func TestAnEntrepreneurAsksForThemselves(t *testing.T) {
	amina := actor.Actor{ID: "amina", Name: "Amina", Role: actor.Entrepreneur, Language: "ar", Active: true}
	for _, walkIn := range []*client.Client{nil, {Name: "Olha", Contact: "+371 2"}} {
		c, err := client.New(amina, walkIn, true, now)
		if err != nil || c != (client.Client{Account: "amina", Name: "Amina", Language: "ar"}) {
			t.Errorf("%+v, %v", c, err)
		}
	}
}

// Without a name, a contact and a consent no walk-in client is entered; with them the consent says with
// whom and when, and an account that was sent along is left out.
func TestAWalkInClientAgrees(t *testing.T) {
	one := actor.Actor{ID: "one", Name: "Maria", Organisation: "Firms' House", Role: actor.Provider, Active: true}
	for name, c := range map[string]struct {
		walkIn *client.Client
		agreed bool
		fields []string
	}{
		"nothing":           {nil, false, []string{"agreed", "client_contact", "client_name"}},
		"no name":           {&client.Client{Contact: "+371 2"}, true, []string{"client_name"}},
		"no contact":        {&client.Client{Name: "Olha"}, true, []string{"client_contact"}},
		"no consent":        {&client.Client{Name: "Olha", Contact: "+371 2"}, false, []string{"agreed"}},
		"an agreement only": {nil, true, []string{"client_contact", "client_name"}},
	} {
		got, err := client.New(one, c.walkIn, c.agreed, now)
		if !problem.Is(err, problem.Invalid) || !slices.Equal(moduletest.Fields(err), c.fields) || got != (client.Client{}) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	got, err := client.New(one, &client.Client{Account: "amina", Name: "Olha", Contact: "+371 2", Language: "uk"}, true, now)
	if err != nil || got.Account != "" || got.Name != "Olha" || got.Contact != "+371 2" || got.Language != "uk" {
		t.Fatalf("%+v, %v", got, err)
	}
	if c := got.Consent; c == nil || c.With != "Maria" || !c.At.Equal(now) || c.Text == "" {
		t.Errorf("%+v", c)
	}
}

// Records name providers and staff by their organisation, an adviser by name with the person they acted for.
func TestWhoIsNamed(t *testing.T) {
	for _, c := range []struct {
		who  actor.Actor
		want client.Person
	}{
		{actor.Actor{ID: "amina", Name: "Amina", Role: actor.Entrepreneur}, client.Person{Account: "amina", Name: "Amina", Role: "entrepreneur"}},
		{actor.Actor{ID: "one", Name: "Maria", Organisation: "Firms' House", Role: actor.Provider},
			client.Person{Account: "one", Name: "Firms' House", Role: "provider"}},
		{actor.Actor{ID: "two", Name: "Maria", Role: actor.Staff}, client.Person{Account: "two", Name: "Maria", Role: "staff"}},
		{actor.Actor{ID: "amina", Name: "Amina", Role: actor.Entrepreneur, By: "adviser", ByName: "Maria"},
			client.Person{Account: "adviser", Name: "Maria", Role: "adviser", For: "Amina"}},
	} {
		if got := client.PersonOf(c.who); got != c.want {
			t.Errorf("%+v, want %+v", got, c.want)
		}
	}
}

// A form names a walk-in client as soon as a name or a contact is typed.
func TestAFormNamesAWalkInClient(t *testing.T) {
	if walkIn, ok := (client.Form{Language: "uk", Agreed: "yes"}).WalkIn(); ok {
		t.Errorf("nothing typed names %+v", walkIn)
	}
	for _, f := range []client.Form{{Name: "Olha"}, {Contact: "+371 2", Language: "uk"}} {
		if walkIn, ok := f.WalkIn(); !ok || *walkIn != (client.Client{Name: f.Name, Contact: f.Contact, Language: f.Language}) {
			t.Errorf("%+v: %+v", f, walkIn)
		}
	}
}
