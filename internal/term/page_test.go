package term_test

import (
	"net/http"
	"strings"
	"testing"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/tender/tendertest"
)

// The page of a contract in lots says them in the order of their numbers, each with what is its own: its work, its
// value, its last day, what it asks; and what was taken back with the buyer's reason.
func TestThePageSaysEachLot(t *testing.T) {
	l := tendertest.New(t)
	of := l.Received(release("o", "n", "01", day(-9), "tender", func(r *ocds.Release) {
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
	page := l.Pages().Get(nobody, "/tenders/"+of.ID)
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

// Why a contract ended is said in the buyer's words, on top; the history says what each notice changed.
func TestThePageSaysWhyItIsOver(t *testing.T) {
	l := tendertest.New(t)
	of := l.Received(release("o", "n", "01", day(-9), "tender", nil),
		release("o", "n", "02", day(-5), "tenderAmendment", func(r *ocds.Release) {
			r.Tender.Deadline, r.Changes = day(30), []ocds.Amendment{{Reason: "cor-buy", Why: i18n.Text{"en": "The day was wrong."}}}
		}),
		release("o", "n", "03", day(-1), "tenderCancellation", func(r *ocds.Release) {
			r.Changes = []ocds.Amendment{{Section: "PROCEDURE", Reason: "cancel", Why: i18n.Text{"en": "There is no money."}}}
		}))
	page := l.Pages().Get(nobody, "/tenders/"+of.ID)
	for _, has := range []string{"There is no money.", "The day was wrong.", "22 December 2026"} {
		if !strings.Contains(page.Body, has) {
			t.Errorf("the page lacks %q", has)
		}
	}
	if strings.Contains(page.Body, "/interests") {
		t.Error("what was taken back can still be followed by a form")
	}
}
