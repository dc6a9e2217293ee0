package tender_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/tender"
)

// Everything that a firm cares for is said when it changes, and nothing when it does not.
func TestEachChangeIsSaid(t *testing.T) {
	base := func() tender.Content {
		return tender.Content{Language: "en", Tender: ocds.Tender{Title: i18n.Text{"en": "Cleaning"}, Description: i18n.Text{"en": "Daily."}, Deadline: day(20),
			Questions: day(10), Value: euros(5),
			CPV: []string{"90919300"}, Languages: []string{"nl"}, Lots: []ocds.Lot{{ID: "LOT-0001"}, {ID: "LOT-0002"}},
			Requirements: []ocds.Requirement{{Kind: ocds.Turnover, Amount: euros(9)}, {Kind: ocds.References, Number: 2}, {Kind: ocds.Certificate, Detail: "VCA"}}}}
	}
	for field, change := range map[string]func(*ocds.Tender){
		"title":           func(t *ocds.Tender) { t.Title = i18n.Text{"en": "Cleaning of schools"} },
		"description":     func(t *ocds.Tender) { t.Description = i18n.Text{"en": "Weekly."} },
		"deadline":        func(t *ocds.Tender) { t.Deadline = day(21) },
		"questions_until": func(t *ocds.Tender) { t.Questions = day(11) },
		"value":           func(t *ocds.Tender) { t.Value = nil },
		"cpv":             func(t *ocds.Tender) { t.CPV = append(t.CPV, "90911200") },
		"lots":            func(t *ocds.Tender) { t.Lots = t.Lots[:1] },
		"languages":       func(t *ocds.Tender) { t.Languages = []string{"nl", "en"} },
		ocds.Turnover:     func(t *ocds.Tender) { t.Requirements[0].Amount = euros(8) },
		ocds.References:   func(t *ocds.Tender) { t.Requirements[1].Number = 3 },
		ocds.Certificate:  func(t *ocds.Tender) { t.Requirements = t.Requirements[:2] },
		ocds.Staff: func(t *ocds.Tender) {
			t.Requirements = append(t.Requirements, ocds.Requirement{Kind: ocds.Staff, Number: 4})
		},
		ocds.Insurance: func(t *ocds.Tender) {
			t.Requirements = append(t.Requirements, ocds.Requirement{Kind: ocds.Insurance, Amount: euros(1)})
		},
		ocds.Years: func(t *ocds.Tender) {
			t.Requirements = append(t.Requirements, ocds.Requirement{Kind: ocds.Years, Number: 1})
		},
	} {
		old, next := base(), base()
		if same := tender.Changes(&old, &next); len(same) != 0 {
			t.Fatalf("nothing changed, and %+v is said", same)
		}
		change(&next.Tender)
		if got := tender.Changes(&old, &next); len(got) != 1 || got[0].Field != field || fmt.Sprint(got[0].Old) == fmt.Sprint(got[0].New) {
			t.Errorf("%s: %+v", field, got)
		}
	}
}

// A long text is cut for the list of changes, between two letters of any script.
func TestALongTextIsCutInTheListOfChanges(t *testing.T) {
	content := func(text string) *tender.Content {
		return &tender.Content{Language: "uk", Tender: ocds.Tender{Description: i18n.Text{"uk": text}}}
	}
	for n, cut := range map[int]bool{159: false, 160: false, 161: true, 500: true} {
		got := tender.Changes(content("б"), content(strings.Repeat("я", n)))[0].New.(string)
		if strings.HasSuffix(got, "…") != cut || cut && got != strings.Repeat("я", 160)+"…" {
			t.Errorf("%d letters became %q", n, got)
		}
	}
}

// A history tells of each notice what it changed, in the order of publication, whatever order they came in.
func TestAHistoryIsInTheOrderOfPublication(t *testing.T) {
	_, s, ctx := house(t)
	at := func(version string, n int, title string) *ocds.Release {
		return release("o", "n", version, day(n), "tenderUpdate", func(r *ocds.Release) { r.Tender.Title = i18n.Text{"fi": title} })
	}
	for _, r := range []*ocds.Release{at("02", -8, "Toinen"), at("01", -9, "Ensimmäinen"), at("03", -7, "Kolmas")} {
		if _, err := s.Receive(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	past, err := s.Notices(ctx, tender.IDOf("o"))
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, v := range tender.History(past) {
		line := v.Notice.Release.Source.Version
		for _, c := range v.Changes {
			line += fmt.Sprint(" ", c.Field, ": ", c.Old, " to ", c.New)
		}
		told = append(told, line)
	}
	if want := []string{"01", "02 title: Ensimmäinen to Toinen", "03 title: Toinen to Kolmas"}; !slices.Equal(told, want) {
		t.Errorf("%q, want %q", told, want)
	}
}

// What contradicts a contract and does not count is for staff alone; to all others it was never said.
func TestStaffAloneReadWhatDoesNotCount(t *testing.T) {
	_, s, ctx := house(t)
	receive(t, s, ctx, release("o", "n", "01", day(-9), "tender", nil))
	foreign := release("o", "f", "01", day(-8), "tenderAmendment", func(r *ocds.Release) {
		r.Buyer, r.Source.System, r.Tender.Title = ocds.Reference{Name: "Mallory Oy"}, "ocds", i18n.Text{"fi": "Kultaa"}
	})
	if _, err := s.Receive(ctx, foreign); err == nil {
		t.Fatal("a file without its source changes a contract")
	}
	id := tender.IDOf("o")
	for _, c := range []struct {
		who  actor.Actor
		want int
	}{{nobody, 1}, {firm, 1}, {gent, 1}, {person("c", actor.Caseworker, "helsinki"), 1}, {person("s", actor.Staff, "helsinki"), 2},
		{person("a", actor.Admin, ""), 2}} {
		past, err := s.Notices(as(ctx, c.who), id)
		if err != nil || len(past) != c.want {
			t.Errorf("%q reads %d notices, want %d, %v", c.who.Role, len(past), c.want, err)
		}
	}
	if got, err := s.Get(ctx, id); err != nil || got.Tender.Title["fi"] != "Koulujen siivous" || len(got.Notices) != 1 {
		t.Errorf("it counts: %+v %v", got.Tender.Title, err)
	}
}

// Only the system and administrators bring notices in from elsewhere.
func TestWhoBringsNotices(t *testing.T) {
	_, s, ctx := house(t)
	for i, role := range append(actor.Roles(), actor.System) {
		r := release(fmt.Sprint("o", i), fmt.Sprint("n", i), "01", day(-9), "tender", nil)
		_, err := s.Receive(as(ctx, person("x", role, "")), r)
		if may := role == actor.Admin || role == actor.System; (err == nil) != may {
			t.Errorf("%s brings a notice: %v", role, err)
		}
	}
	if _, err := s.Receive(as(ctx, nobody), release("o", "n", "01", day(-9), "tender", nil)); err == nil {
		t.Error("nobody brings a notice")
	}
}

// A notice that comes from the future is taken, and the report of the import says so; two days are left for zones and
// for publication in advance.
func TestANoticeOfTheFutureIsRemarked(t *testing.T) {
	_, s, ctx := house(t)
	for _, c := range []struct {
		at       time.Time
		remarked bool
	}{{day(2), false}, {day(2).Add(time.Second), true}} {
		id := c.at.String()
		got, err := s.Receive(ctx, release(id, id, "01", c.at, "tender", nil))
		if err != nil || (len(got.Remarks) > 0) != c.remarked {
			t.Errorf("%s: %+v %v", c.at, got.Remarks, err)
		}
	}
	bare := release("bare", "bare", "01", day(-1), "tender", func(r *ocds.Release) { r.Tender.Title, r.Buyer = nil, ocds.Reference{} })
	if got, err := s.Receive(ctx, bare); err != nil || len(got.Remarks) != 2 || got.Result != tender.Created {
		t.Errorf("a notice without title and buyer: %+v %v", got, err)
	}
}
