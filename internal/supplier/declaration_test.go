package supplier_test

import (
	"net/http"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/supplier"
)

// adviser is Olena with an adviser who acts for her everywhere she may allow it.
func adviser() actor.Actor {
	who := olena
	who.By, who.ByName, who.Areas = "account-adviser", "Ada", strings.Join(actor.Areas(), " ")
	return who
}

// What an owner declares of origin, sex and age is hers alone: an adviser who acts for her neither reads nor says it.
func TestAnAdviserNeitherReadsNorSaysADeclaration(t *testing.T) {
	_, s, ctx := house(t)
	if err := s.Declare(as(ctx, olena), supplier.Declaration{MigrantLed: "yes", Sex: "woman"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Declare(as(ctx, adviser()), supplier.Declaration{MigrantLed: "no"}); !problem.Is(err, problem.Forbidden) {
		t.Errorf("an adviser declares: %v", err)
	}
	if err := s.Declare(as(ctx, adviser()), supplier.Declaration{}); !problem.Is(err, problem.Forbidden) {
		t.Errorf("an adviser takes it back: %v", err)
	}
	if got, err := s.OwnDeclaration(as(ctx, adviser())); err != nil || got != (supplier.Declaration{}) {
		t.Errorf("an adviser reads %+v %v", got, err)
	}
	if got, err := s.OwnDeclaration(as(ctx, olena)); err != nil || got.MigrantLed != "yes" || got.Sex != "woman" || got.City != "ghent" || got.Consent == "" {
		t.Errorf("its owner reads %+v %v", got, err)
	}
	for says, who := range map[string]actor.Actor{"a buyer": gent, "staff": person("s", actor.Staff, "ghent"),
		"another firm": person("x", actor.Entrepreneur, "ghent")} {
		if got, err := s.OwnDeclaration(as(ctx, who)); err != nil || got != (supplier.Declaration{}) {
			t.Errorf("%s reads %+v %v", says, got, err)
		}
	}
}

// No page shows what was declared, except to the owner, and it cannot be searched for.
func TestADeclarationIsOnNoPageOfAnother(t *testing.T) {
	h, s, ctx := house(t)
	kept(t, s, ctx, nil)
	site := h.Site(s.Module())
	if got := site.Ask(olena, "PUT", "/api/v1/supplier/declaration", `{"migrant_led":"yes","sex":"woman","age":"over_60"}`); got.Status >= 400 {
		t.Fatalf("%d %s", got.Status, got.Body)
	}
	h.CatchUp()
	if own := site.Get(olena, "/api/v1/supplier"); !strings.Contains(own.Body, `"migrantLed":"yes"`) || !strings.Contains(own.Body, "over_60") {
		t.Errorf("its owner reads %s", own.Body)
	}
	if helped := site.Get(adviser(), "/api/v1/supplier"); helped.Status != http.StatusOK || strings.Contains(helped.Body, "over_60") ||
		strings.Contains(helped.Body, `"yes"`) {
		t.Errorf("an adviser reads %s", helped.Body)
	}
	for says, who := range map[string]actor.Actor{"a buyer": gent, "staff": person("s", actor.Staff, "ghent"), "an administrator": person("a", actor.Admin, "")} {
		for _, path := range []string{"/api/v1/suppliers", "/suppliers/supplier-1", "/api/v1/suppliers/supplier-1"} {
			got := site.Get(who, path)
			for _, secret := range []string{"over_60", "migrantLed", "Over 60", "woman"} {
				if strings.Contains(got.Body, secret) {
					t.Errorf("%s at %s reads %q", says, path, secret)
				}
			}
		}
	}
	for _, body := range []string{`{"sex":"x"}`, `{"age":"17"}`, `{"migrant_led":"maybe"}`} {
		if got := site.Ask(olena, "PUT", "/api/v1/supplier/declaration", body); got.Status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", body, got.Status)
		}
	}
	if got := site.Ask(gent, "PUT", "/api/v1/supplier/declaration", `{"migrant_led":"yes"}`); got.Status != http.StatusForbidden {
		t.Errorf("a buyer declares: %d", got.Status)
	}
}

// What is taken back is gone, from the figures too.
func TestADeclarationThatIsTakenBackIsNotCounted(t *testing.T) {
	_, s, ctx := house(t)
	counted := func() (all []module.Person) {
		t.Helper()
		for p, err := range s.People(ctx) {
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, p)
		}
		return all
	}
	if err := s.Declare(as(ctx, olena), supplier.Declaration{}); err != nil || len(counted()) != 0 {
		t.Fatalf("nothing was said, and %+v is counted, %v", counted(), err)
	}
	for _, c := range []struct {
		said supplier.Declaration
		want module.Person
	}{
		{supplier.Declaration{MigrantLed: "yes", Sex: "woman", Age: "18_to_60"},
			module.Person{Account: olena.ID, City: "ghent", MigrantLed: true, Sex: "woman", Age: "18_to_60"}},
		{supplier.Declaration{MigrantLed: "no"}, module.Person{Account: olena.ID, City: "ghent"}},
	} {
		if err := s.Declare(as(ctx, olena), c.said); err != nil {
			t.Fatal(err)
		}
		if got := counted(); len(got) != 1 || got[0] != c.want {
			t.Errorf("%+v is counted as %+v", c.said, got)
		}
	}
	if err := s.Declare(as(ctx, olena), supplier.Declaration{}); err != nil {
		t.Fatal(err)
	}
	if got := counted(); len(got) != 0 {
		t.Errorf("what was taken back is counted: %+v", got)
	}
}

// A firm is counted once, in the city where it sits, from the day of its first profile.
func TestAFirmIsCountedWhereItSits(t *testing.T) {
	_, s, ctx := house(t)
	p := kept(t, s, ctx, nil)
	read := s.Module().Journeys[0].Read
	steps, err := read(ctx, p.ID)
	if err != nil || len(steps) != 1 || steps[0].Figure != "firms" || steps[0].City != "ghent" || steps[0].Count != 1 || !steps[0].Day.Equal(now) {
		t.Errorf("%+v %v", steps, err)
	}
	if none, err := read(ctx, "supplier-never2given"); err != nil || len(none) != 0 {
		t.Errorf("a firm that is not there is counted: %+v %v", none, err)
	}
}
