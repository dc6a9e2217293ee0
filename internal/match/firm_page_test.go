package match

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/gap"
	"citiesgrow/internal/match/matchtest"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/supplier"
	"citiesgrow/web"
)

// The list of contracts takes account of the firm that reads it: what fits, what lacks one thing, what lacks nothing;
// its own cities come first. Nobody else's list does.
func TestTheListTakesAccountOfTheFirm(t *testing.T) {
	_, site, of := shortOf(t, nil)
	ctx := actor.AsSystem(t.Context())
	firm := actor.From(matchtest.Owner(ctx, "one"))
	for able, want := range map[string][]int{"fits": {0, 1, 2}, "one": {1, 2}, "none": nil} {
		got := site.Get(firm, "/api/v1/tenders?able="+able)
		for i, tn := range of {
			has, wanted := strings.Contains(got.Body, tn.ID), false
			for _, n := range want {
				wanted = wanted || n == i
			}
			if got.Status != http.StatusOK || has != wanted {
				t.Errorf("able=%s: %d, contract %d in it %v, want %v", able, got.Status, i, has, wanted)
			}
		}
	}
	page := site.Get(firm, "/tenders")
	for _, has := range []string{"Helsinki", "300,000", `name="able"`} {
		if page.Status != http.StatusOK || !strings.Contains(page.Body, has) {
			t.Errorf("the firm's list lacks %q: %d", has, page.Status)
		}
	}
	for says, who := range map[string]actor.Actor{"nobody": {}, "the buyer": actor.From(matchtest.Buyer(ctx)),
		"a firm that told nothing": actor.From(matchtest.Owner(ctx, "fresh"))} {
		if got := site.Get(who, "/tenders?able=none"); got.Status != http.StatusOK || !strings.Contains(got.Body, of[0].ID) ||
			strings.Contains(got.Body, `name="able"`) {
			t.Errorf("%s opens a link of the firm: %d", says, got.Status)
		}
		if got := site.Get(who, "/api/v1/tenders?able=none"); got.Status != http.StatusUnprocessableEntity {
			t.Errorf("%s asks by a program: %d", says, got.Status)
		}
	}
}

// helping is a service that helps with turnover alone, and notes what it was told.
type helping struct {
	firm     gap.Firm
	lacks    []gap.Lack
	deadline time.Time
}

func (h *helping) Help(_ *web.Ctx, f gap.Firm, lacks []gap.Lack, deadline time.Time) ([][]web.Help, error) {
	h.firm, h.lacks, h.deadline = f, lacks, deadline
	all := make([][]web.Help, len(lacks))
	for i, l := range lacks {
		if l.Requirement.Kind == ocds.Turnover {
			all[i] = []web.Help{{Name: "Growth advice", Path: "/services/advice?need=turnover"}}
		}
	}
	return all, nil
}

// What a firm lacks leads to who helps before the deadline, at the requirement itself; the way back to the contract is
// kept. Who helps learns of the firm what it takes, and nothing that it can prove or how to reach it.
func TestWhoHelpsStandsAtWhatIsLacking(t *testing.T) {
	ctx, h := actor.AsSystem(t.Context()), &helping{}
	_, site, of := shortOf(t, h)
	firm := actor.From(matchtest.Owner(ctx, "one"))
	gap := site.Get(firm, "/api/v1/tenders/"+of[0].ID+"/gap")
	if strings.Count(gap.Body, "Growth advice") != 1 || !strings.Contains(gap.Body, "need=turnover\\u0026tender="+of[0].ID) &&
		!strings.Contains(gap.Body, "need=turnover&tender="+of[0].ID) {
		t.Errorf("%s", gap.Body)
	}
	if len(h.lacks) != 2 || !h.deadline.Equal(of[0].Deadline()) || h.firm.ID != "supplier-one" || h.firm.City != "helsinki" || h.firm.Staff != 4 {
		t.Errorf("told %+v", h)
	}
	if page := site.Get(firm, "/supplier/matches"); page.Status != http.StatusOK || !strings.Contains(page.Body, "Growth advice") {
		t.Errorf("the firm's matches do not lead there: %d", page.Status)
	}
	buyers := site.Get(actor.From(matchtest.Buyer(ctx)), "/tenders/"+of[0].ID+"/matches")
	if buyers.Status != http.StatusOK || strings.Contains(buyers.Body, "Growth advice") {
		t.Errorf("a buyer is told who helps the firm: %d", buyers.Status)
	}
}

// A firm's papers that end soon, or have ended, are told to whom may help it, each as what it is.
func TestPapersThatEndAreLacks(t *testing.T) {
	_, s, _, suppliers := started(t)
	ctx := actor.AsSystem(t.Context())
	matchtest.Kept(t, suppliers, ctx, "one", "helsinki", func(p *supplier.Profile) {
		p.Insurance = []supplier.Insurance{{Kind: "liability", Amount: *euros(5), Until: now.AddDate(0, 0, 9)}}
		p.Certificates = []supplier.Certificate{{Name: "VCA", Until: now.AddDate(0, 0, -1)}, {Name: "ISO 9001", Until: now.AddDate(1, 0, 0)}}
	})
	firm, lacks, err := s.OwnFirm(matchtest.Owner(ctx, "one"))
	if err != nil || firm.ID != "supplier-one" || len(lacks) != 2 || lacks[0].Requirement.Kind != ocds.Certificate || lacks[0].Requirement.Detail != "VCA" ||
		lacks[1].Requirement.Kind != ocds.Insurance || !lacks[1].Ends.Equal(now.AddDate(0, 0, 9)) {
		t.Errorf("%+v %+v %v", firm, lacks, err)
	}
	if fresh, none, err := s.OwnFirm(matchtest.Owner(ctx, "fresh")); err != nil || fresh.ID != "" || len(none) != 0 {
		t.Errorf("a firm that told nothing: %+v %+v %v", fresh, none, err)
	}
	if _, _, err := s.OwnFirm(matchtest.Buyer(ctx)); err == nil {
		t.Error("a buyer has a firm")
	}
}
