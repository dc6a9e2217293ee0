package term_test

import (
	"strings"
	"testing"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
)

// What the page of a contract says once something of it is decided, taken back or changed.
func TestThePageOfAContractThatIsOver(t *testing.T) {
	h := newReading(t)
	value := record.Units(12_345, "EUR")
	awarded := func(status string) func(*ocds.Release) {
		return func(r *ocds.Release) {
			r.Tags, r.Awards = []string{"award"}, []ocds.Award{{ID: "1", Status: status, Suppliers: []ocds.Reference{{ID: "f", Name: "Siivous Oy"}}, Value: &value}}
		}
	}
	change := func(section, reason, what, why string) ocds.Amendment {
		a := ocds.Amendment{Section: section, Reason: reason, Description: i18n.Text{"fi": what}}
		if why != "" {
			a.Why = i18n.Text{"fi": why}
		}
		return a
	}
	for i, c := range []struct {
		says        string
		change      func(*ocds.Release)
		must, never []string
	}{
		{"a pending award names no winner and no value", awarded("pending"), []string{"There is no winner yet."}, []string{"Siivous Oy", "€12,345"}},
		{"a firm of an award without success has not won", awarded("unsuccessful"), []string{"Ended without a winner."}, []string{"Siivous Oy", "€12,345"}},
		{"an active award names both", awarded("active"), []string{"Siivous Oy", "€12,345"}, []string{"no winner yet"}},
		{"nothing can be offered for what was taken back", twoLots(func(r *ocds.Release) {
			r.Tags, r.Tender.Lots[1].Deadline = []string{"tenderCancellation"}, now.AddDate(0, 0, 19)
			r.Changes = []ocds.Amendment{change("", "cancel", "Ilmoitus perutaan.", "Rahat loppuivat.")}
		}), []string{"Withdrawn",
			"The buyer’s reason:</strong> The buyer took the notice back.</p><p class=\"own\" lang=\"fi\" dir=\"ltr\">Rahat loppuivat.</p>"},
			[]string{"days left", "You can offer for one part"}},
		{"nor for what ended without a winner", twoLots(func(r *ocds.Release) {
			awarded("unsuccessful")(r)
			r.Awards[0].Lots, r.Tender.Lots[1].Deadline = []string{"LOT-0001", "LOT-0002"}, now.AddDate(0, 0, 19)
		}),
			[]string{"Ended without a winner"}, []string{"days left", "You can offer for one part"}},
		{"nor for a part that was taken back alone", twoLots(func(r *ocds.Release) {
			r.Tender.Lots[1].Status, r.Tender.Lots[1].Deadline = "cancelled", now.AddDate(0, 0, 19)
			r.Changes = []ocds.Amendment{change("LOT-0002", "cancel", "Osa 2 perutaan.", "Lattiat uusitaan.")}
		}), []string{"28 days left", "You can offer for one part alone.", "The buyer took back: Part 2.",
			"The buyer’s reason:</strong> <bdi>Lattiat uusitaan.</bdi>"},
			[]string{"19 days left", "The buyer took the notice back."}},
		{"a result that was taken back is a result", func(r *ocds.Release) {
			awarded("cancelled")(r)
			r.Changes = []ocds.Amendment{change("RES-0001", "cancel", "Tulos perutaan.", "")}
		}, []string{"The buyer took a result back."}, []string{"The buyer took the notice back."}},
		{"the organisation named next to a part is not the whole", twoLots(func(r *ocds.Release) {
			r.Tender.Lots[1].Status = "cancelled"
			r.Changes = []ocds.Amendment{change("LOT-0002", "cancel", "Osa 2 perutaan.", ""), change("ORG-0001", "cancel", "Osoite poistuu.", "")}
		}), []string{"The buyer took back: Part 2.", "Osoite poistuu."}, []string{"The buyer took the notice back."}},
		{"why a call was changed is not why no firm won", func(r *ocds.Release) {
			awarded("unsuccessful")(r)
			r.Changes = []ocds.Amendment{change("LOT-0001", "cor-buy", "Kirjoitusvirhe korjattu.", "")}
		}, []string{"Kirjoitusvirhe korjattu."}, []string{"The buyer’s reason:"}},
		{"a changed contract is changed", func(r *ocds.Release) { awarded("active")(r); r.Tags = []string{"contractAmendment"} },
			[]string{"Contract changed"}, []string{"Contract signed"}},
		{"a contract that ended has ended", func(r *ocds.Release) { awarded("active")(r); r.Tags = []string{"contractTermination"} },
			[]string{"Contract ended"}, []string{"Contract signed"}},
		{"an annulled outcome is annulled", func(r *ocds.Release) { awarded("active")(r); r.Tags = []string{"awardCancellation"} },
			[]string{"Outcome annulled"}, []string{"Outcome told"}},
	} {
		t.Run(c.says, func(t *testing.T) {
			r := school(i)
			c.change(r)
			got, err := h.Processes.Receive(actor.AsSystem(t.Context()), r)
			if err != nil {
				t.Fatal(err)
			}
			for _, language := range []string{"ar", "uk"} {
				if text := h.sees(language, "/tenders/"+got.TenderID); strings.Contains(text, "⟦") {
					t.Errorf("words are missing in %s", language)
				}
			}
			text := h.sees("en", "/tenders/"+got.TenderID, c.must...)
			for _, piece := range append(c.never, "⟦") {
				if strings.Contains(text, piece) {
					t.Errorf("the page says %q", piece)
				}
			}
		})
	}
}
