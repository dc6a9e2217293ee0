package tender_test

import (
	"net/http"
	"strings"
	"testing"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
)

// The page of a contract in lots says them in the order of their numbers, each with what is its own: its work, its
// value, its last day, what it asks; and what was taken back with the buyer's reason.
func TestThePageSaysEachLot(t *testing.T) {
	l := newLater(t)
	of := receive(t, l.Service, l.ctx, release("o", "n", "01", day(-9), "tender", func(r *ocds.Release) {
		lot := func(id, title, cpv string, value int64, deadline int) ocds.Lot {
			return ocds.Lot{ID: id, Title: i18n.Text{"fi": title}, CPV: []string{cpv}, Value: euros(value), Deadline: day(deadline)}
		}
		r.Tender.Lots = []ocds.Lot{lot("LOT-0010", "Kymmenes", "90911200", 1_010, 20), lot("LOT-0002", "Toinen", "45442110", 1_002, 12),
			lot("LOT-0001", "Ensimmäinen", "90919300", 1_001, 20)}
		r.Tender.Lots[1].Requirements = []ocds.Requirement{{Kind: ocds.Staff, Number: 7}}
		r.Tender.Lots[0].Languages, r.Tender.Languages = []string{"sv"}, []string{"fi"}
		r.Tender.Lots[2].Items = []ocds.Item{{Quantity: 3, Unit: "schools", Description: "daily"}, {Quantity: 5, Unit: "C62"}}
	}), release("o", "n2", "01", day(-2), "tenderAmendment", func(r *ocds.Release) {
		r.Replaces, r.Related, r.Tender = "n", []string{"n"}, &ocds.Tender{Title: i18n.Text{"fi": "Koulujen siivous"}, Deadline: day(20), Lots: []ocds.Lot{
			{ID: "LOT-0010", Title: i18n.Text{"fi": "Kymmenes"}, Status: "cancelled"},
			{ID: "LOT-0002", Title: i18n.Text{"fi": "Toinen"}, CPV: []string{"45442110"}, Value: euros(1_002), Deadline: day(12),
				Requirements: []ocds.Requirement{{Kind: ocds.Staff, Number: 7}}},
			{ID: "LOT-0001", Title: i18n.Text{"fi": "Ensimmäinen"}, Value: euros(1_001), Items: []ocds.Item{{Quantity: 3, Unit: "schools", Description: "daily"}}}}}
		r.Changes = []ocds.Amendment{{Section: "LOT-0010", Reason: "cancel", Why: i18n.Text{"en": "The school was sold."}}}
	}))
	if len(of.Notices) != 2 {
		t.Fatalf("%d notices", len(of.Notices))
	}
	page := l.Site(l.Module(nil)).Get(nobody, "/tenders/"+of.ID)
	first, second, tenth := strings.Index(page.Body, `id="lot-LOT-0001"`), strings.Index(page.Body, `id="lot-LOT-0002"`),
		strings.Index(page.Body, `id="lot-LOT-0010"`)
	if page.Status != http.StatusOK || first < 0 || second < first || tenth < second {
		t.Fatalf("%d: lots at %d, %d and %d", page.Status, first, second, tenth)
	}
	for _, has := range []string{"The school was sold.", "€1,001", "€1,002", "3 schools daily", "4 December 2026"} {
		if !strings.Contains(page.Body, has) {
			t.Errorf("the page lacks %q", has)
		}
	}
	if strings.Contains(page.Body, "⟦") {
		t.Error("words are missing")
	}
}

// An office that answers is named with its address; a contract says nothing of persons and of accounts here.
func TestThePageNamesOfficesAlone(t *testing.T) {
	l := newLater(t)
	of := receive(t, l.Service, l.ctx, release("o", "n", "01", day(-9), "tender", func(r *ocds.Release) {
		r.Parties = []ocds.Party{{ID: "b", Name: "Helsingin kaupunki", Roles: []string{"buyer"}, Email: "hankinnat@hel.example", Contact: "Hankintakeskus",
			Town: "Helsinki", Country: "FI"},
			{ID: "s", Name: "Siivous Oy", Roles: []string{"supplier"}, Email: "secret@siivous.example"}}
		r.Tender.Documents = []ocds.Document{{URL: "https://a.example/1.pdf"}, {URL: "https://a.example/1.pdf"},
			{URL: "https://a.example/2.pdf", Title: "Sopimus", Language: "sv"}}
	}))
	page := l.Site(l.Module(nil)).Get(nobody, "/tenders/"+of.ID)
	for _, has := range []string{"hankinnat@hel.example", "Hankintakeskus", "Sopimus", "Swedish"} {
		if !strings.Contains(page.Body, has) {
			t.Errorf("the page lacks %q", has)
		}
	}
	if strings.Contains(page.Body, "secret@siivous.example") || strings.Count(page.Body, `href="https://a.example/1.pdf"`) != 1 {
		t.Error("the address of a supplier is shown as an office, or a paper twice")
	}
}

// Why a contract ended is said in the buyer's words, on top; the history says what each notice changed.
func TestThePageSaysWhyItIsOver(t *testing.T) {
	l := newLater(t)
	of := receive(t, l.Service, l.ctx, release("o", "n", "01", day(-9), "tender", nil),
		release("o", "n", "02", day(-5), "tenderAmendment", func(r *ocds.Release) {
			r.Tender.Deadline, r.Changes = day(30), []ocds.Amendment{{Reason: "cor-buy", Why: i18n.Text{"en": "The day was wrong."}}}
		}),
		release("o", "n", "03", day(-1), "tenderCancellation", func(r *ocds.Release) {
			r.Changes = []ocds.Amendment{{Section: "PROCEDURE", Reason: "cancel", Why: i18n.Text{"en": "There is no money."}}}
		}))
	page := l.Site(l.Module(nil)).Get(nobody, "/tenders/"+of.ID)
	for _, has := range []string{"There is no money.", "The day was wrong.", "22 December 2026"} {
		if !strings.Contains(page.Body, has) {
			t.Errorf("the page lacks %q", has)
		}
	}
	if strings.Contains(page.Body, "/interests") {
		t.Error("what was taken back can still be followed by a form")
	}
}

// A TED corrigendum changes the lot that it names and nothing of the others; a modified contract changes the award of
// the same winners, and adds none.
func TestACorrigendumChangesWhatItNames(t *testing.T) {
	l := newLater(t)
	ted := func(notice string, n int, tag string, change func(*ocds.Release)) *ocds.Release {
		return release("ocds-ted-1", notice, "01", day(n), tag, func(r *ocds.Release) { r.Source.System = "ted"; change(r) })
	}
	won := func(value int64) []ocds.Award {
		return []ocds.Award{{ID: "a", Status: "active", Lots: []string{"1"}, Value: euros(value), Suppliers: []ocds.Reference{{ID: "s", Name: "Siivous Oy"}}}}
	}
	got := receive(t, l.Service, l.ctx,
		ted("1-2026", -90, "tender", func(r *ocds.Release) {
			r.Tender.Lots = []ocds.Lot{{ID: "1", Title: i18n.Text{"fi": "Koulu"}, Value: euros(10)}, {ID: "2", Title: i18n.Text{"fi": "Kirjasto"}, Value: euros(20)}}
		}),
		ted("2-2026", -80, "tenderUpdate", func(r *ocds.Release) {
			r.Source.FormType, r.Related = "change", []string{"1-2026"}
			r.Tender = &ocds.Tender{Lots: []ocds.Lot{{ID: "2", Value: euros(25)}, {ID: "9", Value: euros(1)}}}
		}))
	if lots := got.Tender.Lots; len(lots) != 2 || *lots[0].Value != *euros(10) || *lots[1].Value != *euros(25) || lots[1].Title["fi"] != "Kirjasto" {
		t.Errorf("lots %+v", got.Tender.Lots)
	}
	got = receive(t, l.Service, l.ctx,
		ted("3-2026", -30, "award", func(r *ocds.Release) { r.Tender, r.Awards, r.Related = nil, won(10), []string{"1-2026"} }),
		ted("4-2026", -10, "contractAmendment", func(r *ocds.Release) { r.Tender, r.Awards, r.Related = nil, won(14), []string{"3-2026"} }))
	if len(got.Awards) != 1 || *got.Awards[0].Value != (record.Money{Minor: 14_00, Currency: "EUR"}) {
		t.Errorf("awards %+v", got.Awards)
	}
}
