package match

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/match/matchtest"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
	"citiesgrow/web"
)

// Where nothing fits, the list says why and leads to the firm's trade in other cities, apart from what is
// only near its work; the own country first. What is of another trade is no help.
func TestAnEmptyListLeadsToWhatIsNear(t *testing.T) {
	h, s, tenders, suppliers := started(t)
	ctx := actor.AsSystem(t.Context())
	for _, c := range []struct{ city, title, trade string }{
		{"riga", "Bookkeeping", "bookkeeping"}, {"tampere", "Bookkeeping", "bookkeeping"}, {"helsinki", "Waste collection", "waste collection"},
		{"riga", "Catering", "catering"}, {"utrecht", "Catering", "catering"},
		{"tampere", "Cabling", "electrical work"}, {"tampere", "Boilers", "heating"}, {"riga", "Pipes", "plumbing"},
		{"tampere", "Costumes", "tailoring"}, {"riga", "Moving a school", "removals"},
	} {
		there := actor.With(ctx, actor.Actor{ID: "account-" + c.city, Role: actor.Buyer, City: c.city, Organisation: c.city, Active: true, Language: "en"})
		matchtest.Published(t, tenders, there, c.title, c.trade, c.city)
	}
	h.CatchUp()
	for _, c := range []struct{ words, city, why, elsewhere, near string }{
		{"bookkeeping", "helsinki", WhyNoTender, "[Bookkeeping tampere, Bookkeeping riga]", "[]"},
		{"catering", "rotterdam", WhyNoTender, "[Catering utrecht, Catering riga]", "[]"}, // that of Riga ends an hour before
		{"heating", "helsinki", WhyNoTender, "[Boilers tampere]", "[Pipes riga]"},
		{"hairdresser", "helsinki", WhyNoTender, "[]", "[]"},
		{"school cleaning", "helsinki", WhyNoTender, "[]", "[]"},
		{"zzyzx", "helsinki", WhyNoTrade, "[]", "[]"},
	} {
		p, err := suppliers.Change(matchtest.Owner(ctx, c.words), supplier.Form{Section: "work", Name: c.words, City: c.city, Words: c.words, Language: "en"})
		if err != nil {
			t.Fatal(err)
		}
		h.CatchUp()
		why, _, err := s.whyNothing(ctx, p)
		if err != nil || why != c.why {
			t.Errorf("%s: %s, want %s, %v", c.words, why, c.why, err)
		}
		elsewhere, near, err := s.near(ctx, p)
		if err != nil || named(elsewhere) != c.elsewhere || named(near) != c.near {
			t.Errorf("%s %v: elsewhere %s, near %s, want %s and %s, %v", c.words, p.CPV, named(elsewhere), named(near), c.elsewhere, c.near, err)
		}
	}
}

// A contract of the firm's trade in its own city is not said to be elsewhere, though it is no match.
func TestWhatIsInTheOwnCityIsNotElsewhere(t *testing.T) {
	h, s, tenders, suppliers := started(t)
	ctx := actor.AsSystem(t.Context())
	matchtest.Published(t, tenders, matchtest.Buyer(ctx), "Bookkeeping", "bookkeeping", "helsinki")
	p, err := suppliers.Change(matchtest.Owner(ctx, "b"), supplier.Form{Section: "work", Name: "Books", City: "helsinki", Words: "bookkeeping", Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
	h.CatchUp()
	if elsewhere, near, err := s.near(ctx, p); err != nil || named(elsewhere) != "[]" || named(near) != "[Bookkeeping helsinki]" {
		t.Errorf("elsewhere %s, near %s, %v", named(elsewhere), named(near), err)
	}
}

// named are the titles and cities of some tenders.
func named(tenders []*tender.Tender) string {
	said := "["
	for i, t := range tenders {
		if i > 0 {
			said += ", "
		}
		title, _ := t.Tender.Title.In("en")
		said += fmt.Sprint(title, " ", t.City)
	}
	return said + "]"
}

// A card says "Fits" of the firm's trade alone: of what is only near it says so in a note.
func TestACardDoesNotSayThatNearWorkFits(t *testing.T) {
	h, s, tenders, suppliers := started(t)
	ctx := actor.AsSystem(t.Context())
	there := actor.With(ctx, actor.Actor{ID: "account-t", Role: actor.Buyer, City: "tampere", Organisation: "Tampere", Active: true, Language: "en"})
	matchtest.Published(t, tenders, there, "Boilers", "heating", "tampere")
	matchtest.Published(t, tenders, there, "Pipes", "plumbing", "tampere")
	if _, err := suppliers.Change(matchtest.Owner(ctx, "h"), supplier.Form{Section: "work",
		Name: "Warm", City: "helsinki", Words: "heating", Language: "en"}); err != nil {
		t.Fatal(err)
	}
	h.CatchUp()
	page, err := s.Handlers(nil).mine(&web.Ctx{Context: matchtest.Owner(ctx, "h"), Actor: actor.From(matchtest.Owner(ctx, "h")),
		Words: h.Words.For("en"), Now: now}, pageInput{})
	if err != nil || len(page.Elsewhere) != 1 || len(page.Near) != 1 {
		t.Fatalf("%+v %v", page, err)
	}
	for _, c := range []struct {
		item        MatchItem
		title, does string
		fits        bool
	}{{page.Elsewhere[0], "Boilers", "You do this work: ", true}, {page.Near[0], "Pipes", "Near your work: ", false}} {
		said := func(r web.Reason) bool { return strings.HasPrefix(r.Text, c.does) }
		fits := slices.ContainsFunc(c.item.Card.Fits(), func(f web.Fit) bool { return f.State == "met" && slices.ContainsFunc(f.Reasons, said) })
		if c.item.Tender.Title != c.title || fits != c.fits || slices.ContainsFunc(c.item.Card.Notes(), said) == c.fits {
			t.Errorf("%s: %+v", c.title, c.item.Card)
		}
	}
}

// Works, cities and languages in a sentence stand in a list of the reader's language.
func TestListsInASentenceAreOfItsLanguage(t *testing.T) {
	h, s, tenders, suppliers := started(t)
	ctx := actor.AsSystem(t.Context())
	there := actor.With(ctx, actor.Actor{ID: "account-t", Role: actor.Buyer, City: "tampere", Organisation: "Tampere", Active: true, Language: "en"})
	matchtest.Published(t, tenders, there, "Boilers", "heating", "tampere")
	p, err := suppliers.Change(matchtest.Owner(ctx, "two"), supplier.Form{Section: "work",
		Name: "Two trades", City: "helsinki", Cities: []string{"helsinki", "riga"},
		Words: "hairdresser, bookkeeping", Language: "en"})
	if err != nil || len(p.Said) != 2 {
		t.Fatalf("%+v %v", p, err)
	}
	h.CatchUp()
	for language, c := range map[string]struct{ comma, other string }{"en": {", ", "،"}, "uk": {", ", "،"}, "ar": {"، ", ", "}} {
		words := h.Words.For(language)
		ask := &web.Ctx{Context: matchtest.Owner(ctx, "two"), Actor: actor.From(matchtest.Owner(ctx, "two")), Words: words, Now: now}
		page, err := s.Handlers(nil).mine(ask, pageInput{})
		if err != nil {
			t.Fatal(err)
		}
		works, cities := s.kit.Taxonomy.Works(p.CPV, language), s.kit.Taxonomy.CityNames(p.Cities, language)
		if len(works) < 2 || !strings.Contains(page.Empty.Text, strings.Join(works, c.comma)) || !strings.Contains(page.Empty.Text, cities) ||
			strings.Contains(cities, c.other) {
			t.Errorf("%s: %q names neither %q nor %q", language, page.Empty.Text, works, cities)
		}
		m := &Match{Reasons: []Reason{{Part: "language", State: "lacking", Words: "nl,fr"}, {Part: "words", State: "met", Words: "scrub, mop"}}}
		for i, parts := range [][]string{{words.LanguageName("nl"), words.LanguageName("fr")}, {"scrub", "mop"}} {
			if said := s.Handlers(nil).reasons(ask, &tender.Tender{}, m, "you")[i].Text; !strings.Contains(said, strings.Join(parts, c.comma)) {
				t.Errorf("%s: %q does not list %q", language, said, parts)
			}
		}
	}
}
