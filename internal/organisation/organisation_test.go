package organisation_test

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/pledge"
	"citiesgrow/internal/problem"
)

// The city vouches for an organisation; before, it offers nothing and nobody sees it.
func TestACityVerifiesOrganisations(t *testing.T) {
	h := open(t)
	one := h.As("one", actor.Employer, "riga")
	if _, err := h.vacancies.Create(one, job("Cleaner")); !problem.Is(err, problem.Conflict) {
		t.Errorf("without a page: %v", err)
	}
	o, err := h.Change(one, organisation.Form{Name: "House", Kind: organisation.Business})
	h.Must(err)
	if _, err := h.vacancies.Create(one, job("Cleaner")); !problem.Is(err, problem.Conflict) {
		t.Errorf("before it is verified: %v", err)
	}
	if _, err := h.Get(t.Context(), o.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("anybody sees it: %v", err)
	}
	if _, err := h.Verify(h.Staff("ghent"), o.ID); !problem.Is(err, problem.NotFound) {
		t.Errorf("another city verifies: %v", err)
	}
	if waiting, err := h.ListWaiting(h.Staff("riga")); err != nil || len(waiting) != 1 {
		t.Errorf("%d wait, %v", len(waiting), err)
	}
	_, err = h.Verify(h.Staff("riga"), o.ID)
	h.Must(err)
	if all, err := h.List(t.Context(), "riga", ""); err != nil || len(all) != 1 {
		t.Errorf("%d are seen, %v", len(all), err)
	}
	o, err = h.Change(one, organisation.Form{About: "More about us"})
	h.Must(err)
	if o.Verified.IsZero() {
		t.Error("telling more takes the verification away")
	}
	if o, err = h.Change(one, organisation.Form{Name: "Another name"}); err != nil || !o.Verified.IsZero() {
		t.Errorf("another name stays verified, %v", err)
	}
}

// A page is read back as it was said; what it does is understood as trades.
func TestAnOrganisationIsReadBack(t *testing.T) {
	h := open(t)
	one := h.As("one", actor.Employer, "riga")
	fresh, err := h.Own(one)
	h.Must(err)
	if fresh.ID != "" || fresh.Name != "House of one" || fresh.City != "riga" || fresh.Kind != organisation.Business {
		t.Errorf("%+v", fresh)
	}
	f := organisation.Form{Kind: organisation.School, Name: "School of bread", About: "We teach.", Words: "office cleaning", Languages: []string{"lv", "so"},
		Staff:  7,
		Person: "Ms Kalna", Email: "kalna@school.example", Phone: "+371 22", Web: "https://school.example"}
	_, err = h.Change(one, f)
	h.Must(err)
	o, err := h.Own(one)
	h.Must(err)
	if len(o.Trades) == 0 || o.Trades[0][:3] != "909" {
		t.Errorf("office cleaning is %q", o.Trades)
	}
	back := organisation.FormOf(o)
	f.CPV, f.Language, f.Revision = o.Trades, "en", o.Revision
	if !reflect.DeepEqual(back, f) {
		t.Errorf("%+v, want %+v", back, f)
	}
	again, err := h.Change(one, organisation.Form{Revision: o.Revision, About: "More."})
	h.Must(err)
	if again.ID != o.ID || again.Name != "School of bread" || again.Kind != organisation.School || again.About != "More." {
		t.Errorf("%+v", again)
	}
	_, err = h.Change(one, organisation.Form{Revision: o.Revision, About: "An older form."})
	h.Conflict(err, "organisation.changed_meanwhile")
}

// Codes that were chosen are kept once each; one that is none is said.
func TestTheTradesOfAnOrganisation(t *testing.T) {
	h := open(t)
	one := h.As("one", actor.Employer, "riga")
	_, err := h.Change(one, organisation.Form{Name: "House", CPV: []string{"90910000", "bread"}})
	h.Wrong(err, "cpv", "tender.cpv_wrong")
	if o, err := h.Own(one); err != nil || o.ID != "" {
		t.Errorf("it is stored: %+v, %v", o, err)
	}
	o, err := h.Change(one, organisation.Form{Name: "House", CPV: []string{"90910000", "90910000-9", "55500000"}, Words: "gardening"})
	h.Must(err)
	if !slices.Equal(o.Trades, []string{"90910000", "55500000"}) {
		t.Errorf("%q", o.Trades)
	}
	for words, most := range map[string]int{"office cleaning": 2, "help": 0} { // "help" is too little to say which work
		o, err := h.Change(one, organisation.Form{Name: "House", Words: words})
		if err != nil || len(o.Trades) > most || most > 0 && len(o.Trades) == 0 {
			t.Errorf("%q is %q, %v", words, o.Trades, err)
		}
	}
	none := actor.From(one)
	none.ID, none.Name, none.Organisation = "nameless", "", ""
	_, err = h.Change(actor.With(t.Context(), none), organisation.Form{})
	h.Wrong(err, "name", "problem.required")
}

// Another name or kind is verified again; another text is not.
func TestWhatIsVerifiedAgain(t *testing.T) {
	for _, c := range []struct {
		says   string
		change func(*organisation.Form)
		stays  bool
	}{
		{"another text", func(f *organisation.Form) { f.About = "More." }, true},
		{"another telephone", func(f *organisation.Form) { f.Phone = "+371 33" }, true},
		{"the same name", func(f *organisation.Form) { f.Name = "House of one" }, true},
		{"another name", func(f *organisation.Form) { f.Name = "City of Riga" }, false},
		{"another kind", func(f *organisation.Form) { f.Kind = organisation.Agency }, false},
	} {
		t.Run(c.says, func(t *testing.T) {
			h := open(t)
			one := h.org("one", organisation.Business, "riga")
			before, err := h.Own(one)
			h.Must(err)
			if before.VerifiedBy != "staff-riga" || !before.Verified.Equal(h.now) {
				t.Errorf("%+v", before)
			}
			f := organisation.FormOf(before)
			c.change(&f)
			o, err := h.Change(one, f)
			h.Must(err)
			if o.Verified.IsZero() == c.stays || (o.VerifiedBy == "") == c.stays {
				t.Errorf("verified %s by %q", o.Verified, o.VerifiedBy)
			}
			_, err = h.pledges.Create(one, pledge.Form{What: "hires", Count: 1, Until: "2027-01-01"})
			if (err == nil) != c.stays {
				t.Errorf("it promises: %v", err)
			}
			if c.says == "another kind" {
				if _, err := h.vacancies.ListWaiting(one); !problem.Is(err, problem.Conflict) {
					t.Errorf("who calls themselves an agency reads the queue: %v", err)
				}
			}
		})
	}
}

// Who verifies: the city's staff and the administrator.
func TestWhoVerifies(t *testing.T) {
	h := open(t)
	one := h.As("one", actor.Employer, "riga")
	o, err := h.Change(one, organisation.Form{Name: "House"})
	h.Must(err)
	for _, who := range []struct {
		says string
		as   context.Context
		want problem.Kind
	}{
		{"a visitor", t.Context(), problem.Unauthorized},
		{"its owner", one, problem.Forbidden},
		{"an agency of the city", h.org("agency", organisation.Agency, "riga"), problem.Forbidden},
		{"staff of another city", h.Staff("ghent"), problem.NotFound},
		{"the city's staff", h.Staff("riga"), ""},
		{"staff of all cities", h.Staff(""), ""},
		{"the administrator", h.As("admin", actor.Admin, ""), ""},
	} {
		_, err := h.Verify(who.as, o.ID)
		if p := problem.Of(err); (p == nil) != (who.want == "") || p != nil && p.Kind != who.want {
			t.Errorf("%s: %v, want %q", who.says, err, who.want)
		}
	}
	_, err = h.Verify(h.Staff("riga"), "organisation-none")
	h.Is(err, problem.NotFound, "none is verified")
}

// Before it is verified an organisation is seen by its owner and its city alone; the lists have
// those that are verified, and those that wait are the city's.
func TestWhoSeesAnOrganisation(t *testing.T) {
	h := open(t)
	one := h.As("one", actor.Employer, "riga")
	o, err := h.Change(one, organisation.Form{Name: "House"})
	h.Must(err)
	h.org("school", organisation.School, "riga")
	h.org("far", organisation.Business, "ghent")
	for says, c := range map[string]struct {
		as  context.Context
		may bool
	}{
		"a visitor": {t.Context(), false}, "another employer": {h.org("other", organisation.Business, "riga"), false},
		"staff of another city": {h.Staff("ghent"), false},
		"its owner":             {one, true}, "the city's staff": {h.Staff("riga"), true}, "staff of all cities": {h.Staff(""), true},
	} {
		if _, err := h.Get(c.as, o.ID); (err == nil) != c.may || err != nil && !problem.Is(err, problem.NotFound) {
			t.Errorf("%s: %v, may %t", says, err, c.may)
		}
	}
	for _, c := range []struct {
		city, kind string
		want       int
	}{{"", "", 3}, {"riga", "", 2}, {"riga", organisation.School, 1}, {"", organisation.School, 1},
		{"", organisation.Business, 2}, {"ghent", organisation.School, 0}} {
		if all, err := h.List(t.Context(), c.city, c.kind); err != nil || len(all) != c.want {
			t.Errorf("%q %q: %d, want %d, %v", c.city, c.kind, len(all), c.want, err)
		}
	}
	for _, c := range []struct {
		as   context.Context
		want int
	}{{h.Staff("riga"), 1}, {h.Staff("ghent"), 0}, {h.Staff(""), 1}} {
		if all, err := h.ListWaiting(c.as); err != nil || len(all) != c.want {
			t.Errorf("%s: %d wait, %v", actor.From(c.as).ID, len(all), err)
		}
	}
	_, err = h.ListWaiting(one)
	h.Is(err, problem.Forbidden, "an employer reads who waits")
}

// What an organisation that teaches shares with work: the group of a trade, and a language.
func TestFit(t *testing.T) {
	o := &organisation.Organisation{Trades: []string{"90910000", "55500000"}, Languages: []string{"lv", "en"}}
	for _, c := range []struct {
		trades, languages []string
		want              organisation.Fit
		rank              int
	}{
		{[]string{"90919200"}, []string{"en", "lv"}, organisation.Fit{Trade: "90910000", Language: "lv"}, 3},
		{[]string{"55520000"}, []string{"so"}, organisation.Fit{Trade: "55500000"}, 2},
		{[]string{"45000000"}, []string{"so", "en"}, organisation.Fit{Language: "en"}, 1},
		{[]string{"9"}, []string{""}, organisation.Fit{}, 0},
		{nil, nil, organisation.Fit{}, 0},
	} {
		if got := o.Fit(c.trades, c.languages...); got != c.want || got.Rank() != c.rank {
			t.Errorf("%v %v: %+v with rank %d, want %+v with %d", c.trades, c.languages, got, got.Rank(), c.want, c.rank)
		}
	}
}
