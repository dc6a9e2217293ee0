package supplier_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
	"citiesgrow/internal/supplier"
)

// Each thing that cannot be read is said at its field, and nothing of the form is kept.
func TestWhatCannotBeReadIsSaidAtItsField(t *testing.T) {
	_, s, ctx := house(t)
	me := as(ctx, olena)
	work := supplier.Form{Section: "work", Words: "cleaning", Language: "en"}
	if _, err := s.Change(me, work); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		want string
		form supplier.Form
	}{
		{"words", supplier.Form{Section: "work", Words: " ,\n; "}},
		{"city", supplier.Form{Section: "work", Words: "x", City: "atlantis"}},
		{"cities", supplier.Form{Section: "work", Words: "x", Cities: []string{"ghent", "atlantis"}}},
		{"cpv", supplier.Form{Section: "work", Words: "x", CPV: []string{"90919300", "12"}}},
		{"largest", supplier.Form{Section: "size", Largest: "1.234,567"}},
		{"founded", supplier.Form{Section: "size", Founded: 1799}},
		{"founded", supplier.Form{Section: "size", Founded: 2027}},
		{"turnover[1].year", supplier.Form{Section: "size", Turnover: []supplier.YearForm{{Year: 2025, Amount: "1"}, {Year: 1989, Amount: "1"}}}},
		{"turnover[0].year", supplier.Form{Section: "size", Turnover: []supplier.YearForm{{Year: 2027, Amount: "1"}}}},
		{"turnover[0].amount", supplier.Form{Section: "size", Turnover: []supplier.YearForm{{Year: 2025, Amount: "-1"}}}},
		{"insurance[0].amount", supplier.Form{Section: "proof", Insurance: []supplier.InsuranceForm{{Amount: "much"}}}},
		{"insurance[0].until", supplier.Form{Section: "proof", Insurance: []supplier.InsuranceForm{{Amount: "5", Until: "soon"}}}},
		{"certificates[1].until", supplier.Form{Section: "proof", Certificates: []supplier.CertificateForm{{Name: "A"}, {Name: "B", Until: "2026-02-30"}}}},
		{"references[0].year", supplier.Form{Section: "proof", References: []supplier.ReferenceForm{{Title: "A", Year: 1979}}}},
		{"references[0].year", supplier.Form{Section: "proof", References: []supplier.ReferenceForm{{Title: "A", Year: 2027}}}},
		{"references[0].value", supplier.Form{Section: "proof", References: []supplier.ReferenceForm{{Title: "A", Value: "x"}}}},
	} {
		if _, err := s.Change(me, c.form); !slices.Equal(moduletest.Fields(err), []string{c.want}) {
			t.Errorf("%+v: %v, want a complaint at %s", c.form, err, c.want)
		}
	}
	got, err := s.Own(me)
	if err != nil || got.Revision != 1 || got.Said[0].Words != "cleaning" || got.City != "ghent" {
		t.Errorf("what was refused is kept: %+v %v", got, err)
	}
}

// The years that can be chosen: the first and the last of each.
func TestTheYearsThatCanBeTold(t *testing.T) {
	_, s, ctx := house(t)
	f := supplier.Form{Words: "cleaning", Founded: 1800, Turnover: []supplier.YearForm{{Year: 1990, Amount: "1"}, {Year: 2026, Amount: "2"}, {Year: 1200}},
		References: []supplier.ReferenceForm{{Title: "Old", Year: 1980}, {Title: "New", Year: 2026, Country: "be", Private: "yes", Value: "5"}, {Title: "", Year: 3}}}
	got, err := s.Change(as(ctx, olena), f)
	if err != nil {
		t.Fatal(err)
	}
	// A year without an amount and a contract without a title are rows that were left empty.
	if len(got.Turnover) != 2 || len(got.References) != 2 || got.References[1].Country != "BE" || !got.References[1].Private || got.References[0].Private ||
		*got.References[1].Value != euros(5) {
		t.Errorf("%+v %+v", got.Turnover, got.References)
	}
}

// A section that is saved leaves the others as they are; a program may send all of them at once.
func TestASectionLeavesTheOthersAlone(t *testing.T) {
	_, s, ctx := house(t)
	me := as(ctx, olena)
	full := supplier.FormOf(told(), "Europe/Brussels")
	full.Language = "uk"
	p, err := s.Change(me, full)
	if err != nil {
		t.Fatal(err)
	}
	if parts(p) != "contact capacity proof " || p.Visible != supplier.DefaultVisibility() || p.Account != olena.ID {
		t.Fatalf("%q %+v", parts(p), p)
	}
	for _, c := range []struct {
		form supplier.Form
		want string
	}{
		{supplier.Form{Section: "work", Words: "плитка", Language: "uk"}, "contact capacity proof "},
		{supplier.Form{Section: "size"}, "contact proof "},
		{supplier.Form{Section: "proof"}, "contact "},
		{supplier.Form{Section: "contact"}, ""},
	} {
		p, err = s.Change(me, c.form)
		if err != nil || parts(p) != c.want {
			t.Errorf("after %s: %q, want %q, %v", c.form.Section, parts(p), c.want, err)
		}
	}
	if p.Said[0].Words != "плитка" || p.Name != "Чисто" || p.City != "ghent" {
		t.Errorf("%+v", p)
	}
}

// Who may see a part stays as it was chosen until another choice is made.
func TestTheChoiceOfWhoSeesStays(t *testing.T) {
	_, s, ctx := house(t)
	me := as(ctx, olena)
	fresh, err := s.Change(me, supplier.Form{Section: "work", Words: "cleaning"})
	if err != nil || fresh.Visible != (supplier.Visibility{Contact: supplier.ToInterested, Capacity: supplier.ToBuyers, Proof: supplier.ToBuyers}) {
		t.Fatalf("at first %+v, %v", fresh.Visible, err)
	}
	hidden := supplier.Visibility{Contact: supplier.ToMe, Capacity: supplier.ToInterested, Proof: supplier.ToMe}
	p, err := s.Change(me, supplier.Form{Section: "contact", Phone: "1", SeeContact: supplier.ToMe, SeeSize: supplier.ToInterested, SeeProof: supplier.ToMe})
	if err != nil || p.Visible != hidden {
		t.Fatalf("chosen %+v, %v", p.Visible, err)
	}
	for _, f := range []supplier.Form{{Section: "contact", Phone: "2"}, {Section: "size", Staff: 3}, {Words: "cleaning"}} {
		if p, err = s.Change(me, f); err != nil || p.Visible != hidden {
			t.Errorf("after %q: %+v, %v", f.Section, p.Visible, err)
		}
	}
}

// A form that is shown and sent back changes nothing.
func TestAFormThatIsSentBackChangesNothing(t *testing.T) {
	_, s, ctx := house(t)
	me := as(ctx, olena)
	f := supplier.FormOf(told(), "Europe/Brussels")
	first, err := s.Change(me, f)
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.Change(me, supplier.FormOf(first, "Europe/Brussels"))
	if err != nil {
		t.Fatal(err)
	}
	again.Meta = first.Meta
	if fmt.Sprintf("%+v", supplier.FormOf(first, "Europe/Brussels")) != fmt.Sprintf("%+v", supplier.FormOf(again, "Europe/Brussels")) ||
		fmt.Sprint(again.Said, again.CPV, again.Visible) != fmt.Sprint(first.Said, first.CPV, first.Visible) {
		t.Errorf("%+v became %+v", first, again)
	}
	if shown := supplier.FormOf(first, "Europe/Brussels"); shown.Insurance[0].Until != "2027-02-20" || shown.Largest != "90000" ||
		shown.Turnover[0] != (supplier.YearForm{Year: 2025, Amount: "140000"}) {
		t.Errorf("shown %+v", shown)
	}
}

// What a person writes is cut at lines and commas of any script; codes that the owner chose go before those that the
// words mean, each once.
func TestWorkIsReadFromAnyScript(t *testing.T) {
	_, s, ctx := house(t)
	me := as(ctx, olena)
	p, err := s.Change(me, supplier.Form{Section: "work", Words: "تنظيف، طبخ\n清潔、 cleaning; ,", Language: "ar",
		CPV: []string{"90919300-5", "90919300", "45442110"}, Languages: []string{"ar"}})
	var said []string
	for _, one := range p.Said {
		said = append(said, one.Language+" "+one.Words)
	}
	if err != nil || !slices.Equal(said, []string{"ar تنظيف", "ar طبخ", "ar 清潔", "ar cleaning"}) || !slices.Equal(p.CPV, []string{"90919300", "45442110"}) {
		t.Errorf("%q %v %v", said, p.CPV, err)
	}
}

// Money is in the currency of the firm's city where no other is named.
func TestMoneyIsInTheCitysCurrency(t *testing.T) {
	_, s, ctx := house(t)
	for _, c := range []struct{ city, currency, want string }{{"gdansk", "", "PLN"}, {"birmingham", "", "GBP"}, {"ghent", "", "EUR"}, {"gdansk", "eur", "EUR"}} {
		who := olena
		who.ID, who.City = "account-"+c.city+c.currency, c.city
		p, err := s.Change(as(ctx, who), supplier.Form{Words: "cleaning", Largest: "5", Currency: c.currency, Turnover: []supplier.YearForm{{Year: 2025,
			Amount: "7"}}})
		if err != nil || *p.Largest != record.Units(5, c.want) || p.Turnover[0].Amount.Currency != c.want {
			t.Errorf("%s %q: %+v %v", c.city, c.currency, p, err)
		}
	}
}

// A page has no field for the currency, and sends all amounts of its section again: they stay what they were, also
// where the firm moves to a city with another currency.
func TestAmountsKeepTheirCurrency(t *testing.T) {
	_, s, ctx := house(t)
	me := as(ctx, olena)
	size := supplier.Form{Section: "size", Largest: "90 000", Turnover: []supplier.YearForm{{Year: 2025, Amount: "140 000"}}}
	proof := supplier.Form{Section: "proof", Insurance: []supplier.InsuranceForm{{Amount: "500 000"}},
		References: []supplier.ReferenceForm{{Title: "A", Value: "7"}}}
	save := func(f supplier.Form) *supplier.Profile {
		t.Helper()
		p, err := s.Change(me, f)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	save(supplier.Form{Section: "work", Words: "cleaning"})
	save(size)
	save(supplier.Form{Section: "work", Words: "cleaning", City: "gdansk"})
	if p := save(size); *p.Largest != euros(90_000) || p.Turnover[0].Amount != euros(140_000) {
		t.Errorf("saved again: %v, %v", p.Largest, p.Turnover)
	}
	// What was not filled in before is in the currency of the new city.
	if p := save(proof); p.Insurance[0].Amount != record.Units(500_000, "PLN") || *p.References[0].Value != record.Units(7, "PLN") {
		t.Errorf("told for the first time: %v", p.Insurance)
	}
	size.Currency = "pln"
	if p := save(size); *p.Largest != record.Units(90_000, "PLN") {
		t.Errorf("a program names another: %v", p.Largest)
	}
}

// One account has one profile, and only firms have one.
func TestAnAccountHasOneProfile(t *testing.T) {
	_, s, ctx := house(t)
	waiting := olena
	waiting.Active = false
	for says, who := range map[string]actor.Actor{"nobody": nobody, "a buyer": gent, "staff": person("s", actor.Staff, "ghent"),
		"a firm that is disabled": waiting} {
		if _, err := s.Change(as(ctx, who), supplier.Form{Words: "cleaning"}); err == nil {
			t.Errorf("%s has a profile", says)
		}
		if _, err := s.Own(as(ctx, who)); err == nil {
			t.Errorf("%s reads a profile of its own", says)
		}
	}
	first, err := s.Change(as(ctx, olena), supplier.Form{Words: "cleaning"})
	if err != nil {
		t.Fatal(err)
	}
	second, err := s.Change(as(ctx, olena), supplier.Form{Words: "painting"})
	if err != nil || second.ID != first.ID || second.Revision != 2 {
		t.Errorf("%s then %s, %v", first.ID, second.ID, err)
	}
	copied := told()
	copied.ID = "supplier-2"
	if err := s.Put(ctx, copied); err == nil {
		t.Error("a second profile of one account is kept")
	}
	if err := s.Put(as(ctx, gent), told()); !problem.Is(err, problem.Forbidden) {
		t.Errorf("a buyer keeps a profile: %v", err)
	}
}

// The pages lead from section to section, say what of it could not be read, and after a conflict what is stored now.
func TestThePagesOfAProfile(t *testing.T) {
	h, s, _ := house(t)
	site := h.Site(s.Module())
	for _, c := range []struct {
		section string
		pairs   []string
		leads   string
	}{
		{"work", []string{"words", "cleaning", "city", "ghent"}, "/supplier/size?done=saved"},
		{"size", []string{"staff", "4", "turnover[0].year", "2025", "turnover[0].amount", "140 000"}, "/supplier/proof?done=saved"},
		{"proof", []string{"certificates[0].name", "VCA"}, "/supplier/contact?done=saved"},
		{"contact", []string{"phone", "+32 1", "see_contact", "me"}, "/supplier/matches?done=saved"},
	} {
		if page := site.Get(olena, "/supplier/"+c.section); page.Status != http.StatusOK || strings.Contains(page.Body, "⟦") {
			t.Errorf("%s: %d", c.section, page.Status)
		}
		got := site.Post(olena, "/supplier", append(c.pairs, "section", c.section)...)
		if got.Status != http.StatusSeeOther || got.Location != c.leads {
			t.Errorf("%s: %d leads to %q, want %q", c.section, got.Status, got.Location, c.leads)
		}
	}
	bad := site.Post(olena, "/supplier", "section", "size", "staff", "4", "largest", "lots of it")
	if bad.Status != http.StatusUnprocessableEntity || !strings.Contains(bad.Body, `id="largest-error"`) || !strings.Contains(bad.Body, "lots of it") {
		t.Errorf("what could not be read: %d", bad.Status)
	}
	stale := site.Post(olena, "/supplier", "section", "size", "revision", "1", "staff", "9")
	if stale.Status != http.StatusConflict || !strings.Contains(stale.Body, "140,000") || !strings.Contains(stale.Body, `value="9"`) {
		t.Errorf("a stale form: %d", stale.Status)
	}
	own := site.Get(olena, "/api/v1/supplier")
	if own.Status != http.StatusOK || !strings.Contains(own.Body, `"staff":4`) || !strings.Contains(own.Body, `"contact":"me"`) {
		t.Errorf("%d %s", own.Status, own.Body)
	}
	if got := site.Get(olena, "/supplier/nothing"); got.Status != http.StatusNotFound {
		t.Errorf("a section that there is none of: %d", got.Status)
	}
	if got := site.Get(gent, "/supplier/work"); got.Status != http.StatusForbidden {
		t.Errorf("a buyer: %d", got.Status)
	}
}
