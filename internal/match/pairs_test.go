package match

import (
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/draft"
	"citiesgrow/internal/gap"
	"citiesgrow/internal/match/matchtest"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/tender"
	"citiesgrow/internal/tender/tendertest"
	"citiesgrow/search"
)

// The firms that fit a contract are for its buyer alone, and each firm's matches for that firm alone.
func TestMatchesAreForTheTwoSidesAlone(t *testing.T) {
	h, s, tenders, suppliers := started(t)
	ctx := actor.AsSystem(t.Context())
	matchtest.Kept(t, suppliers, ctx, "one", "helsinki", nil)
	of := matchtest.Published(t, tenders, matchtest.Buyer(ctx), "Cleaning of schools", "school cleaning", "helsinki")
	h.CatchUp()
	buyer := actor.From(matchtest.Buyer(ctx))
	other := buyer
	other.ID = "account-other"
	if _, firms, err := s.List(matchtest.Buyer(ctx), of.ID); err != nil || len(firms) != 1 {
		t.Fatalf("the buyer sees %d firms, %v", len(firms), err)
	}
	for says, who := range map[string]actor.Actor{"another buyer of the city": other, "staff": {ID: "s", Role: actor.Staff, City: "helsinki", Active: true},
		"nobody":          {},
		"the firm itself": {ID: "account-one", Role: actor.Entrepreneur, City: "helsinki", Active: true}} {
		if _, firms, err := s.List(actor.With(ctx, who), of.ID); err == nil || len(firms) > 0 {
			t.Errorf("%s sees which firms fit", says)
		}
		if _, pairs, err := s.ListOwn(actor.With(ctx, who)); says != "the firm itself" && (err == nil || len(pairs) > 0) {
			t.Errorf("%s sees matches as its own", says)
		}
	}
	if _, pairs, err := s.ListOwn(matchtest.Owner(ctx, "one")); err != nil || len(pairs) != 1 {
		t.Errorf("the firm sees %d matches, %v", len(pairs), err)
	}
	if p, pairs, err := s.ListOwn(matchtest.Owner(ctx, "fresh")); err != nil || len(pairs) != 0 || p.ID != "" {
		t.Errorf("a firm that told nothing yet sees %d matches, %v", len(pairs), err)
	}
}

// A contract that is over is no match any more for the firm; the buyer still sees who fitted.
func TestWhatIsOverIsNoMatch(t *testing.T) {
	h, s, tenders, suppliers := started(t)
	ctx := actor.AsSystem(t.Context())
	matchtest.Kept(t, suppliers, ctx, "one", "helsinki", nil)
	of := matchtest.Published(t, tenders, matchtest.Buyer(ctx), "Cleaning of schools", "school cleaning", "helsinki")
	h.CatchUp()
	if _, err := tenders.Outcomes.Publish(matchtest.Buyer(ctx), of.ID, notice.Outcome{Kind: notice.Withdrawn, Reason: "No money."}); err != nil {
		t.Fatal(err)
	}
	h.CatchUp()
	if _, pairs, err := s.ListOwn(matchtest.Owner(ctx, "one")); err != nil || len(pairs) != 0 {
		t.Errorf("the firm sees %d matches, %v", len(pairs), err)
	}
	if _, firms, err := s.List(matchtest.Buyer(ctx), of.ID); err != nil || len(firms) != 1 {
		t.Errorf("the buyer sees %d firms, %v", len(firms), err)
	}
	// A firm that comes later is not matched with it, not even where the buyer corrects what was published.
	matchtest.Kept(t, suppliers, ctx, "two", "helsinki", nil)
	h.CatchUp()
	if _, err := tenders.Outcomes.Publish(matchtest.Buyer(ctx), of.ID, notice.Outcome{Kind: notice.Withdrawn, Reason: "No school.",
		Correction: "It was another reason."}); err != nil {
		t.Fatal(err)
	}
	h.CatchUp()
	if _, firms, err := s.List(matchtest.Buyer(ctx), of.ID); err != nil || len(firms) != 1 {
		t.Errorf("with a firm that came later: %d, %v", len(firms), err)
	}
}

// What a buyer sees of a firm that fits is what its owner lets be seen; more once the firm turned to this buyer.
func TestABuyerSeesOfAMatchWhatTheFirmShows(t *testing.T) {
	h, s, tenders, suppliers := started(t)
	ctx := actor.AsSystem(t.Context())
	for _, id := range []string{"one", "two"} {
		matchtest.Kept(t, suppliers, ctx, id, "helsinki", func(p *supplier.Profile) {
			p.Contact = supplier.Contact{Phone: "+358 999"}
			p.Visible = supplier.Visibility{Contact: supplier.ToInterested, Capacity: supplier.ToMe, Proof: supplier.ToInterested}
		})
	}
	of := matchtest.Published(t, tenders, matchtest.Buyer(ctx), "Cleaning of schools", "school cleaning", "helsinki")
	h.CatchUp()
	look := func() string { // at the firm that turns to the buyer; the other one never does
		t.Helper()
		_, firms, err := s.List(matchtest.Buyer(ctx), of.ID)
		if err != nil || len(firms) != 2 {
			t.Fatalf("%d firms, %v", len(firms), err)
		}
		seen := map[string]string{}
		for _, pair := range firms {
			seen[pair.Profile.Name] = fmt.Sprint(pair.Profile.Contact.Phone, " staff ", pair.Profile.Staff, " references ", len(pair.Profile.References))
		}
		if seen["two"] != " staff 0 references 0" {
			t.Errorf("of a firm that did not turn to the buyer: %s", seen["two"])
		}
		return seen["one"]
	}
	if got := look(); got != " staff 0 references 0" {
		t.Errorf("before: %s", got)
	}
	site := h.Site(append(tenders.ModulesWith(s.Handlers(nil), tendertest.NoFirm{}), suppliers.Module(), s.Handlers(nil).Module())...)
	firm := actor.From(matchtest.Owner(ctx, "one"))
	if got := site.Get(actor.From(matchtest.Buyer(ctx)), "/api/v1/tenders/"+of.ID+"/matches"); got.Status != http.StatusOK ||
		strings.Contains(got.Body, "+358 999") || strings.Contains(got.Body, `"name":"size"`) {
		t.Errorf("a buyer that the firm did not turn to reads %d %s", got.Status, got.Body)
	}
	if got := site.Ask(firm, "POST", "/api/v1/tenders/"+of.ID+"/interests", `{"declared":"no"}`); got.Status != http.StatusCreated {
		t.Fatalf("%d %s", got.Status, got.Body)
	}
	if got := look(); got != " staff 0 references 0" {
		t.Errorf("following alone shows more: %s", got)
	}
	if got := site.Ask(firm, "POST", "/api/v1/tenders/"+of.ID+"/interests", `{"declared":"yes","note":"We know schools."}`); got.Status != http.StatusCreated {
		t.Fatalf("%d %s", got.Status, got.Body)
	}
	if got := look(); got != "+358 999 staff 0 references 1" {
		t.Errorf("after: %s", got)
	}
	got := site.Get(actor.From(matchtest.Buyer(ctx)), "/api/v1/tenders/"+of.ID+"/matches")
	if !strings.Contains(got.Body, "We know schools.") || !strings.Contains(got.Body, "+358 999") || strings.Contains(got.Body, "account-one") {
		t.Errorf("the buyer reads %s", got.Body)
	}
}

// A private buyer's wish moves firms up and hides none; a public one has no such wish.
func TestWhatAPrivateBuyerPrefersComesFirst(t *testing.T) {
	for _, c := range []struct {
		says    string
		private bool
		wish    []string
		change  func(*supplier.Profile)
		want    string
	}{
		{"a local firm", true, []string{"local"}, nil, "[local]"},
		{"one from elsewhere that works here", true, []string{"local"}, func(p *supplier.Profile) { p.City = "tampere" }, "[]"},
		{"nine people", true, []string{"small"}, func(p *supplier.Profile) { p.Staff = 9 }, "[small]"},
		{"ten people", true, []string{"small"}, func(p *supplier.Profile) { p.Staff = 10 }, "[]"},
		{"it is not told how many", true, []string{"small"}, func(p *supplier.Profile) { p.Staff = 0 }, "[]"},
		{"three years old", true, []string{"young"}, func(p *supplier.Profile) { p.Founded = 2023 }, "[young]"},
		{"four years old", true, []string{"young"}, func(p *supplier.Profile) { p.Founded = 2022 }, "[]"},
		{"it is not told how old", true, []string{"young"}, func(p *supplier.Profile) { p.Founded = 0 }, "[]"},
		{"all three", true, []string{"local", "small", "young"}, nil, "[local small young]"},
		{"no wish", true, nil, nil, "[]"},
		{"a public buyer", false, []string{"local", "small", "young"}, nil, "[]"},
	} {
		p, of := matchtest.Cleaner(), matchtest.Schools()
		p.City = "helsinki"
		if of.Private, of.Tender.Prefer = c.private, c.wish; c.change != nil {
			c.change(p)
		}
		if got := fmt.Sprint(append([]string{}, gap.Preferred(of, p, now)...)); got != c.want {
			t.Errorf("%s: %s, want %s", c.says, got, c.want)
		}
	}
}

// The wish decides the order of the firms before their fit does, and all of them are shown.
func TestPreferredFirmsComeFirst(t *testing.T) {
	h, s, tenders, suppliers := started(t)
	ctx := actor.AsSystem(t.Context())
	matchtest.Kept(t, suppliers, ctx, "large", "helsinki", func(p *supplier.Profile) {
		p.Staff, p.Said = 50, []supplier.Phrase{{Words: "Cleaning of schools", Language: "en"}}
	})
	matchtest.Kept(t, suppliers, ctx, "small", "helsinki", nil)
	employer := actor.With(ctx, actor.Actor{ID: "account-e", Role: actor.Employer, City: "helsinki", Organisation: "Bakery", Active: true, Language: "en"})
	site := h.Site(append(tenders.ModulesWith(s.Handlers(nil), tendertest.NoFirm{}), suppliers.Module(), s.Handlers(nil).Module())...)
	for wish, want := range map[string]string{"": "[large small]", "small": "[small large]"} {
		f := draft.Form{Title: "Cleaning of schools", Description: "For a year.", Language: "en", Trade: "school cleaning", City: "helsinki",
			Deadline: "2026-12-20", Languages: []string{"fi"},
			SubmitURL: "https://tenders.example/one"}
		if wish != "" {
			f.Prefer = []string{wish}
		}
		begun, err := tenders.Drafts.Create(employer, f)
		if err == nil {
			begun, err = tenders.Drafts.Publish(employer, begun.ID, 0)
		}
		if err != nil {
			t.Fatal(err)
		}
		h.CatchUp()
		_, firms, err := s.List(employer, begun.ID)
		var names []string
		for _, pair := range firms {
			names = append(names, pair.Profile.Name)
		}
		if err != nil || fmt.Sprint(names) != want {
			t.Errorf("a wish for %q: %v, want %s, %v", wish, names, want, err)
		}
		page := site.Get(actor.From(employer), "/tenders/"+begun.ID+"/matches")
		if page.Status != http.StatusOK || strings.Contains(page.Body, h.Words.For("en").T("match.prefer_small")) != (wish == "small") {
			t.Errorf("a wish for %q: the page does not say why a firm comes first, or says it of a wish that there is none of", wish)
		}
	}
}

// What fits is the trade, where the firm works, and a score of 45 at least: matches are the best fifty, the best first.
func TestTheBestFiftyAreShown(t *testing.T) {
	var all []*Match
	for i := range 70 {
		all = append(all, &Match{Fit: float64(i % 7), Score: i, Fits: i%10 != 0})
	}
	best := Best(all)
	if len(best) != 50 || !slices.IsSortedFunc(best, func(a, b *Match) int { return int(b.Fit - a.Fit) }) ||
		slices.ContainsFunc(best, func(m *Match) bool { return !m.Fits }) {
		t.Errorf("%d of %d", len(best), len(all))
	}
	if len(Best(all[:5])) != 4 || len(Best(nil)) != 0 {
		t.Error("of few, those that fit")
	}
}

// A pair of the same trade and city fits from a score of 45, as people read it: the rest is too far in all else.
func TestAPairFitsFromAScoreOf45(t *testing.T) {
	for percent, fits := range map[float64]bool{44.4: false, 44.6: true, 45: true, 80: true, 1: false} {
		common := []search.Contribution{{Term: "#90919300", Score: -Default.Good * math.Log(1-percent/100)}}
		m := NewJudge(nil, now).Weigh(matchtest.Cleaner(), matchtest.Schools(), common, 0)
		if m.Fits != fits || m.Score != int(math.Round(percent)) {
			t.Errorf("%v per cent: fits %v with a score of %d", percent, m.Fits, m.Score)
		}
	}
}

// The last three days before a deadline lower a fit: at exactly three days they do not yet.
func TestTooLittleTimeLowersAFit(t *testing.T) {
	j := NewJudge(nil, now)
	for _, c := range []struct {
		left time.Duration
		want float64
	}{{72 * time.Hour, 1}, {72*time.Hour - time.Second, Default.Hurry}, {time.Hour, Default.Hurry}} {
		of := matchtest.Schools()
		of.Tender.Deadline = now.Add(c.left)
		m := &Match{}
		if got := j.hurry(m, of); got != c.want || (len(m.Reasons) > 0) != (c.want < 1) {
			t.Errorf("%s left: %v, %+v", c.left, got, m.Reasons)
		}
	}
	if of := matchtest.Schools(); j.hurry(&Match{}, &tender.Tender{Compiled: notice.Compiled{Content: notice.Content{City: of.City}}}) != 1 {
		t.Error("without a deadline a fit is lowered")
	}
}

// Of several lots the smallest is what a firm has to carry; nine tenths of it will do.
func TestTheSmallestLotIsWhatAFirmCarries(t *testing.T) {
	j := NewJudge(nil, now)
	for _, c := range []struct {
		says         string
		whole        int64
		lots         []int64
		largest      int64
		state        string
		lowered, any bool
	}{
		{"it carries the whole", 100_000, nil, 100_000, "met", false, true},
		{"nine tenths of it", 100_000, nil, 90_000, "met", true, true},
		{"a euro less", 100_000, nil, 89_999, "lacking", true, true},
		{"it carries the smaller lot", 100_000, []int64{20_000, 80_000}, 20_000, "met", false, true},
		{"a lot of nothing is none", 100_000, []int64{0, 80_000}, 80_000, "met", false, true},
		{"it has not told", 100_000, nil, 0, "unknown", false, true},
		{"no value is given", 0, nil, 5, "unknown", false, false},
	} {
		of, p := matchtest.Schools(), matchtest.Cleaner()
		of.Tender.Value, p.Largest, p.References = nil, nil, nil
		if c.whole > 0 {
			of.Tender.Value = euros(c.whole)
		}
		if c.largest > 0 {
			p.Largest = euros(c.largest)
		}
		for _, v := range c.lots {
			of.Tender.Lots = append(of.Tender.Lots, ocds.Lot{Value: euros(v)})
		}
		m := &Match{}
		if got := j.size(m, p, of); (got < 1) != c.lowered || len(m.Reasons) != 1 || m.Reasons[0].State != c.state {
			t.Errorf("%s: %v, %+v", c.says, got, m.Reasons)
		}
	}
}
