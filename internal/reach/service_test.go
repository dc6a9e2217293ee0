package reach

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/match/matchtest"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender/tendertest"
)

// started is a market with firms, whose drafts have their reach counted, on a real store and index.
func started(t *testing.T) (*moduletest.House, *Service, *tendertest.Market, *supplier.Service) {
	t.Helper()
	h := moduletest.New(t)
	tenders, suppliers := tendertest.On(t, h), supplier.New(h.Kit)
	s := New(h.Kit, suppliers)
	h.Start(append(tenders.ModulesWith(tendertest.NoFirm{}, s), suppliers.Module())...)
	return h, s, tenders, suppliers
}

// The reach of a draft is counted among the firms of its trade that work in its city. Firms of the trade in other
// cities of the country are told apart, and those of other countries or trades are not counted at all.
func TestReachIsOfTheTradeAndTheCity(t *testing.T) {
	h, s, _, suppliers := started(t)
	ctx := actor.AsSystem(t.Context())
	matchtest.Kept(t, suppliers, ctx, "here", "helsinki", nil)
	matchtest.Kept(t, suppliers, ctx, "from-tampere", "tampere", func(p *supplier.Profile) { p.Cities = []string{"tampere", "helsinki"} })
	matchtest.Kept(t, suppliers, ctx, "tampere-alone", "tampere", nil)
	matchtest.Kept(t, suppliers, ctx, "riga", "riga", nil)
	matchtest.Kept(t, suppliers, ctx, "waste", "helsinki", func(p *supplier.Profile) { p.CPV = []string{"90500000"} })
	matchtest.Kept(t, suppliers, ctx, "waste-tampere", "tampere", func(p *supplier.Profile) { p.CPV = []string{"90500000"} })
	matchtest.Kept(t, suppliers, ctx, "books", "helsinki", func(p *supplier.Profile) { p.CPV = []string{"79211000"} })
	h.CatchUp()
	for _, c := range []struct {
		city       string
		firms, far int
	}{
		{"helsinki", 2, 1}, // tampere-alone is the one that works elsewhere only
		{"tampere", 2, 1},
		{"riga", 1, 0}, // no other city of the country
		{"athens", 0, 0},
		{"", 4, 0}, // the city is not said yet: all firms of the trade
	} {
		content := matchtest.Schools().Content
		content.City = c.city
		r, err := s.Count(ctx, &content)
		if err != nil || r.Firms != c.firms || r.Far != c.far {
			t.Errorf("%q: %d firms, %d far, want %d and %d, %v", c.city, r.Firms, r.Far, c.firms, c.far, err)
		}
	}
}

// The buyer alone asks for the reach of a draft; a form that is not saved may be tried by every buyer.
func TestWhoAsksForReach(t *testing.T) {
	h, s, tenders, suppliers := started(t)
	ctx := actor.AsSystem(t.Context())
	matchtest.Kept(t, suppliers, ctx, "here", "helsinki", nil)
	of := matchtest.Published(t, tenders, matchtest.Buyer(ctx), "Cleaning of schools", "school cleaning", "helsinki")
	h.CatchUp()
	site := h.Site(append(tenders.ModulesWith(tendertest.NoFirm{}, s), suppliers.Module())...)
	buyer := actor.From(matchtest.Buyer(ctx))
	other := buyer
	other.ID = "account-other"
	firm, staff := actor.From(matchtest.Owner(ctx, "f")), actor.Actor{ID: "s", Role: actor.Staff, City: "helsinki", Active: true}
	const form = `{"trade":"school cleaning","city":"helsinki","languages":["fi"],"title":"Cleaning"}`
	for _, c := range []struct {
		says, id  string
		who       actor.Actor
		read, try int
	}{
		{"the buyer", of.ID, buyer, http.StatusOK, http.StatusOK},
		{"another buyer", of.ID, other, http.StatusNotFound, http.StatusNotFound},
		{"a firm", of.ID, firm, http.StatusForbidden, http.StatusForbidden},
		{"staff", of.ID, staff, http.StatusForbidden, http.StatusForbidden},
		{"nobody", of.ID, actor.Actor{}, http.StatusUnauthorized, http.StatusUnauthorized},
		{"another buyer with a form of their own", "new", other, http.StatusNotFound, http.StatusOK},
	} {
		if got := site.Get(c.who, "/api/v1/tenders/"+c.id+"/reach"); got.Status != c.read {
			t.Errorf("%s reads: %d, want %d", c.says, got.Status, c.read)
		}
		got := site.Ask(c.who, "POST", "/api/v1/tenders/"+c.id+"/reach", form)
		if got.Status != c.try || c.try == http.StatusOK && !strings.Contains(got.Body, `"firms":1`) {
			t.Errorf("%s tries: %d, want %d: %s", c.says, got.Status, c.try, got.Body)
		}
	}
}

// What cannot be read yet does not stop the count: the person is still typing. Nothing of it is stored.
func TestReachOfAHalfTypedForm(t *testing.T) {
	h, s, tenders, suppliers := started(t)
	ctx := actor.AsSystem(t.Context())
	matchtest.Kept(t, suppliers, ctx, "here", "helsinki", nil)
	of := matchtest.Published(t, tenders, matchtest.Buyer(ctx), "Cleaning of schools", "school cleaning", "helsinki")
	h.CatchUp()
	site := h.Site(append(tenders.ModulesWith(tendertest.NoFirm{}, s), suppliers.Module())...)
	body := `{"trade":"school cleaning","city":"helsinki","value":"a lot","deadline":"soon","requirements":{"staff":5},"languages":["fi"]}`
	got := site.Ask(actor.From(matchtest.Buyer(ctx)), "POST", "/api/v1/tenders/"+of.ID+"/reach", body)
	if got.Status != http.StatusOK || !strings.Contains(got.Body, `"firms":1`) || !strings.Contains(got.Body, `"able":0`) {
		t.Errorf("%d %s", got.Status, got.Body)
	}
	if seen, err := tenders.Tenders.Own(matchtest.Buyer(ctx), of.ID); err != nil || seen.Draft != nil || len(seen.Requirements()) != 0 {
		t.Errorf("a form that was tried is kept: %+v %v", seen.Draft, err)
	}
}

// What the page says of a reach: each requirement with its share of the firms, and advice where a lower level lets
// firms in again.
func TestReachIsSaidWithItsShares(t *testing.T) {
	h, s, tenders, suppliers := started(t)
	ctx := actor.AsSystem(t.Context())
	for i := range 4 {
		matchtest.Kept(t, suppliers, ctx, fmt.Sprint("f", i), "helsinki", func(p *supplier.Profile) {
			p.Turnover[0].Amount = *euros(int64(50_000 * (i + 1))) // 50, 100, 150, 200 thousand
			p.Languages = map[bool][]string{true: {"uk"}, false: {"fi", "uk"}}[i == 3]
		})
	}
	h.CatchUp()
	site := h.Site(append(tenders.ModulesWith(tendertest.NoFirm{}, s), suppliers.Module())...)
	body := `{"trade":"school cleaning","city":"helsinki","value":"75 000","requirements":{"turnover":"180 000"},"languages":["fi"]}`
	got := site.Ask(actor.From(matchtest.Buyer(ctx)), "POST", "/api/v1/tenders/new/reach", body)
	for _, want := range []string{`"firms":4`, `"able":0`, `"excluded":3,`, `"share":0.75`, "150,000", `"excluded":1`, "Ukrainian"} {
		if !strings.Contains(got.Body, want) {
			t.Errorf("the answer lacks %q: %s", want, got.Body)
		}
	}
}

// A buyer who asks for reach again and again with other amounts learns nothing of a turnover
// that its owner hides.
func TestReachTellsNothingOfWhatAnOwnerHides(t *testing.T) {
	h, s, _, suppliers := started(t)
	ctx := actor.AsSystem(t.Context())
	hidden := matchtest.Cleaner()
	hidden.ID, hidden.Account, hidden.City = "supplier-hidden", "account-h", "helsinki"
	hidden.Visible = supplier.Visibility{Contact: supplier.ToMe, Capacity: supplier.ToMe, Proof: supplier.ToMe}
	open := matchtest.Cleaner()
	open.ID, open.Account, open.City, open.Visible = "supplier-open", "account-o", "helsinki", supplier.DefaultVisibility()
	for _, p := range []*supplier.Profile{hidden, open} {
		if err := suppliers.Put(ctx, p); err != nil {
			t.Fatal(err)
		}
	}
	h.CatchUp()
	for _, asked := range []int64{1, 139_999, 140_001, 10_000_000} {
		c := matchtest.Schools(ocds.Requirement{Kind: ocds.Turnover, Amount: euros(asked)}, ocds.Requirement{Kind: ocds.Staff, Number: int(asked)}).Content
		r, err := s.Count(ctx, &c)
		if err != nil || r.Firms != 2 || r.Costs[0].Unknown != 1 || r.Costs[1].Unknown != 1 {
			t.Errorf("at %d: %+v %v", asked, r, err)
		}
		if want := map[bool]int{true: 2, false: 1}[asked == 1]; r.Able != want {
			t.Errorf("at %d %d firms could bid, want %d", asked, r.Able, want)
		}
	}
}
