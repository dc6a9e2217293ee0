package supplier_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/supplier"
)

// Each part of a profile is shown to whom its owner chose, and no part shows another: contact, what the firm can carry,
// what it can prove. Its name, trade, cities and languages are what a profile is for.
func TestEachPartIsShownToWhomItsOwnerChose(t *testing.T) {
	everybody := []string{supplier.ToBuyers, supplier.ToInterested, supplier.ToMe}
	for _, contact := range everybody {
		for _, capacity := range everybody {
			for _, proof := range everybody {
				p := told()
				p.Visible = supplier.Visibility{Contact: contact, Capacity: capacity, Proof: proof}
				for _, interested := range []bool{false, true} {
					want := ""
					for _, part := range [][2]string{{contact, "contact "}, {capacity, "capacity "}, {proof, "proof "}} {
						if part[0] == supplier.ToBuyers || part[0] == supplier.ToInterested && interested {
							want += part[1]
						}
					}
					seen := p.SeenBy(false, interested)
					if parts(seen) != want {
						t.Errorf("%+v, interested %v: seen %q, want %q", p.Visible, interested, parts(seen), want)
					}
					if seen.Name == "" || len(seen.CPV) == 0 || len(seen.Cities) != 2 || len(seen.Languages) != 2 || len(seen.Said) == 0 || seen.About == "" {
						t.Errorf("what a profile is for is hidden: %+v", seen)
					}
				}
				if own := p.SeenBy(true, false); parts(own) != "contact capacity proof " {
					t.Errorf("%+v: the owner sees %q", p.Visible, parts(own))
				}
				if parts(p) != "contact capacity proof " {
					t.Errorf("what is hidden from one is lost for all: %q", parts(p))
				}
			}
		}
	}
}

// A profile is for verified buyers, employers and staff, and for its owner. For another firm there is none.
func TestWhoSeesAProfile(t *testing.T) {
	_, s, ctx := house(t)
	p := kept(t, s, ctx, nil)
	sees := map[actor.Role]bool{actor.Buyer: true, actor.Employer: true, actor.Staff: true, actor.Admin: true}
	for _, role := range actor.Roles() {
		who := person("x", role, "ghent")
		seen, err := s.Get(as(ctx, who), p.ID, false)
		if (err == nil) != sees[role] {
			t.Errorf("%s: %v", role, err)
		}
		if err == nil && (parts(seen) != "capacity proof " || seen.Account != olena.ID) {
			t.Errorf("%s sees %q", role, parts(seen))
		}
		_, _, err = s.List(as(ctx, who), supplier.Query{})
		if (err == nil) != sees[role] {
			t.Errorf("%s searches: %v", role, err)
		}
		who.Active = false
		if _, err := s.Get(as(ctx, who), p.ID, false); err == nil {
			t.Errorf("%s sees it while waiting to be verified", role)
		}
	}
	if _, err := s.Get(as(ctx, nobody), p.ID, false); !problem.Is(err, problem.Unauthorized) {
		t.Errorf("nobody: %v", err)
	}
	other, none := s.Get, "supplier-never2given"
	_, foreign := other(as(ctx, person("x", actor.Entrepreneur, "ghent")), p.ID, true)
	_, missing := other(as(ctx, person("x", actor.Entrepreneur, "ghent")), none, true)
	if !problem.Is(foreign, problem.NotFound) || problem.Of(foreign).Message.Key != problem.Of(missing).Message.Key {
		t.Errorf("another firm: %v, of none %v", foreign, missing)
	}
	if own, err := s.Get(as(ctx, olena), p.ID, false); err != nil || parts(own) != "contact capacity proof " {
		t.Errorf("its owner sees %q, %v", parts(own), err)
	}
	if turned, err := s.Get(as(ctx, gent), p.ID, true); err != nil || parts(turned) != "contact capacity proof " {
		t.Errorf("a buyer that the firm turned to sees %q, %v", parts(turned), err)
	}
}

// A page and the JSON of a buyer hold nothing that is hidden, under whatever name.
func TestNoPageTellsWhatIsHidden(t *testing.T) {
	h, s, ctx := house(t)
	kept(t, s, ctx, func(p *supplier.Profile) {
		p.Visible = supplier.Visibility{Contact: supplier.ToInterested, Capacity: supplier.ToMe, Proof: supplier.ToMe}
	})
	h.CatchUp()
	site := h.Site(s.Module())
	secrets := []string{"olena@clean.example", "+32 1234", "clean.example", "140000", "140,000", "90000", "90,000", "ISO 9001", "Stad Aalst", "Zilverhoek",
		"KBO 0712.345.678", "2023\"", olena.ID}
	for says, who := range map[string]actor.Actor{"a buyer": gent, "staff": person("s", actor.Staff, "ghent"),
		"an employer": person("e", actor.Employer, "riga")} {
		for _, path := range []string{"/suppliers", "/api/v1/suppliers", "/suppliers/supplier-1", "/api/v1/suppliers/supplier-1", "/suppliers?q=ISO"} {
			got := site.Get(who, path)
			if got.Status != http.StatusOK {
				t.Errorf("%s at %s: %d", says, path, got.Status)
			}
			for _, secret := range secrets {
				if strings.Contains(got.Body, secret) {
					t.Errorf("%s at %s reads %q", says, path, secret)
				}
			}
		}
	}
	own := site.Get(olena, "/api/v1/supplier")
	for _, secret := range []string{"olena@clean.example", "ISO 9001", "Stad Aalst", "KBO 0712.345.678"} {
		if !strings.Contains(own.Body, secret) {
			t.Errorf("the owner does not read %q", secret)
		}
	}
	if got := site.Get(person("x", actor.Entrepreneur, "ghent"), "/api/v1/suppliers/supplier-1"); got.Status != http.StatusNotFound {
		t.Errorf("another firm: %d", got.Status)
	}
}

// What is hidden cannot be found either: a search for a reference or a size would reveal it.
func TestWhatIsHiddenIsNotFound(t *testing.T) {
	h, s, ctx := house(t)
	four := int64(4)
	p := kept(t, s, ctx, nil)
	for _, c := range []struct {
		see  string
		want int
	}{{supplier.ToBuyers, 1}, {supplier.ToInterested, 0}, {supplier.ToMe, 0}} {
		p.Visible.Capacity, p.Visible.Proof = c.see, c.see
		if err := s.Put(ctx, p); err != nil {
			t.Fatal(err)
		}
		h.CatchUp()
		for says, q := range map[string]supplier.Query{"by a reference": {Words: "Zilverhoek"}, "by its size": {MinStaff: &four}} {
			_, found, err := s.List(as(ctx, gent), q)
			if err != nil || found.Total != c.want {
				t.Errorf("shown to %s, %s: %d found, want %d, %v", c.see, says, found.Total, c.want, err)
			}
		}
		if _, found, err := s.List(as(ctx, gent), supplier.Query{Words: "1234"}); err != nil || found.Total != 0 {
			t.Errorf("by a telephone number that is for others: %d found, %v", found.Total, err)
		}
		if _, found, err := s.List(as(ctx, gent), supplier.Query{Words: "cleaning"}); err != nil || found.Total != 1 {
			t.Errorf("shown to %s, by its trade: %d found, %v", c.see, found.Total, err)
		}
	}
}

// Firms are found by trade, by each city in which they work, by language and by size, and each narrows the others.
func TestFirmsAreNarrowed(t *testing.T) {
	h, s, ctx := house(t)
	for _, c := range []struct {
		id, city, language, cpv string
		staff                   int
	}{{"a", "ghent", "nl", "90919300", 4}, {"b", "ghent", "ar", "90911200", 9}, {"c", "riga", "lv", "90919300", 20}, {"d", "riga", "nl", "45442110", 0}} {
		kept(t, s, ctx, func(p *supplier.Profile) {
			p.ID, p.Account, p.Name, p.City, p.Cities, p.Languages, p.CPV, p.Staff, p.References = "supplier-"+c.id, "account-"+c.id, c.id, c.city, []string{c.city},
				[]string{c.language}, []string{c.cpv}, c.staff, nil
		})
	}
	h.CatchUp()
	n := func(n int64) *int64 { return &n }
	for _, c := range []struct {
		says string
		q    supplier.Query
		want string
	}{
		{"all", supplier.Query{}, "abcd"},
		{"a city", supplier.Query{Cities: []string{"ghent"}}, "ab"},
		{"either city", supplier.Query{Cities: []string{"ghent", "riga"}}, "abcd"},
		{"a language", supplier.Query{Languages: []string{"nl"}}, "ad"},
		{"a division", supplier.Query{CPV: []string{"90"}}, "abc"},
		{"a code", supplier.Query{CPV: []string{"90919300"}}, "ac"},
		{"a group with its zeros", supplier.Query{CPV: []string{"90910000"}}, "abc"},
		{"nine people and more", supplier.Query{MinStaff: n(9)}, "bc"},
		{"ten people and more", supplier.Query{MinStaff: n(10)}, "c"},
		{"a city and a language", supplier.Query{Cities: []string{"riga"}, Languages: []string{"nl"}}, "d"},
		{"none", supplier.Query{Cities: []string{"athens"}}, ""},
	} {
		c.q.Size = 20
		found, result, err := s.List(as(ctx, gent), c.q)
		var names []string
		for _, p := range found {
			names = append(names, p.Name)
		}
		if slices.Sort(names); err != nil || strings.Join(names, "") != c.want || result.Total != len(c.want) {
			t.Errorf("%s: %v of %d, want %s, %v", c.says, names, result.Total, c.want, err)
		}
	}
	seen := map[string]int{}
	for page := range 3 {
		found, result, err := s.List(as(ctx, gent), supplier.Query{Page: page + 1, Size: 2})
		if err != nil || result.Total != 4 {
			t.Fatalf("page %d: %v", page+1, err)
		}
		for _, p := range found {
			seen[p.Name]++
		}
	}
	if fmt.Sprint(seen) != "map[a:1 b:1 c:1 d:1]" {
		t.Errorf("page by page: %v", seen)
	}
}

// The filters of the list for programs say how many firms each would bring; an empty list leads back to all.
func TestTheListSaysWhatItsFiltersBring(t *testing.T) {
	h, s, ctx := house(t)
	kept(t, s, ctx, nil)
	h.CatchUp()
	site := h.Site(s.Module())
	got := site.Get(gent, "/api/v1/suppliers?city=ghent")
	for _, has := range []string{`"total":1`, `"page":1,"size":20`, `"id":"supplier-1"`, `"value":"rotterdam"`, `"value":"90"`, `"cpv":["90919300"]`} {
		if !strings.Contains(got.Body, has) {
			t.Errorf("the list lacks %s: %s", has, got.Body)
		}
	}
	if empty := site.Get(gent, "/suppliers?city=athens"); empty.Status != http.StatusOK || !strings.Contains(empty.Body, `href="/suppliers"`) ||
		strings.Contains(empty.Body, "Чисто") {
		t.Errorf("an empty list: %d", empty.Status)
	}
	for path, want := range map[string]int{"/api/v1/suppliers?size=101": 422, "/api/v1/suppliers?min_staff=-1": 422,
		"/api/v1/suppliers/supplier-never2given": 404} {
		if got := site.Get(gent, path); got.Status != want {
			t.Errorf("%s: %d, want %d", path, got.Status, want)
		}
	}
}
