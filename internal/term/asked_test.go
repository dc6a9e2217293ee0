package term_test

import (
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
)

// What a tender's page must say and must not say, notice by notice.
func TestATendersPageSaysWhatIsAsked(t *testing.T) {
	h := newReading(t)
	long := strings.Repeat("Die Firma legt drei Referenzen vor. ", 20) + "Ende der Liste."
	yes := true
	for i, c := range []struct {
		says   string
		change func(*ocds.Release)
		must   []string
		never  []string
	}{
		{"an open call asks for offers", nil,
			[]string{"Send your offer before 20 December 2026", "Last day to send your offer", "Every firm may send an offer"},
			[]string{"Ask to take part", "⟦"}},
		{"a call in rounds asks for requests", func(r *ocds.Release) {
			r.Tender.Procedure, r.Tender.Method, r.Tender.Terms.Answer = "oth-mult", "", ocds.AnswerRequest
		}, []string{"Ask to take part before 20 December 2026", "Last day to ask to take part", "Wait for the answer"}, []string{"Send your offer"}},
		{"a restricted call of an older form too", func(r *ocds.Release) { r.Tender.Procedure, r.Tender.Method = "PT_RESTRICTED", "selective" },
			[]string{"Ask to take part before", "restricted procedure"}, []string{"Send your offer"}},
		{"an expression of interest is called so", func(r *ocds.Release) { r.Tender.Terms.Answer = ocds.AnswerInterest },
			[]string{"Say that you are interested before"}, []string{"Send your offer"}},
		{"a market consultation is no call", func(r *ocds.Release) { r.Source.FormType, r.Source.NoticeType = "consultation", "pmc" },
			[]string{"market consultation: no contract is given yet"}, []string{"Send your offer"}},
		{"a consultation before any call is shown with its steps", func(r *ocds.Release) {
			r.Tags, r.Source.FormType, r.Source.NoticeType, r.Tender.Status = []string{"planning"}, "consultation", "pmc", "planned"
		}, []string{"Last day to answer the buyer’s questions", "no contract is given yet"}, []string{"Send your offer"}},
		{"an early notice asks for nothing", func(r *ocds.Release) {
			r.Tags, r.Source.FormType, r.Source.NoticeType, r.Tender.Status, r.Tender.Deadline = []string{"planning"}, "planning", "pin-only",
				"planned", time.Time{}
			r.Tender.Terms.FutureNotice = now.AddDate(0, 3, 0)
		}, []string{"You send nothing yet", "The call itself is planned for", "22 February 2027"}, []string{"Send your offer", "Write in"}},
		{"requirements that stand in the papers", func(r *ocds.Release) { r.Tender.Terms.CriteriaSource = []string{"epo-procurement-document"} },
			[]string{"The papers of the contract do."}, []string{"gives no requirements"}},
		{"requirements that stand at the parts", twoLots(func(r *ocds.Release) {
			r.Tender.Lots[0].Requirements = []ocds.Requirement{{Kind: ocds.Staff, Number: 4}}
		}), []string{"Each part asks for something of its own.", "Asked for this part"}, []string{"gives no requirements"}},
		{"a code that is newer than our words is no no", func(r *ocds.Release) {
			r.Tender.Terms.Reserved, r.Tender.Terms.Framework = []string{"res-new"}, "fa-new"
		}, []string{"Yes. Firms are chosen first"}, []string{"What the buyer says no to", "fa-new", "res-new"}},
		{"the words of a procedure without a code stand below ours", func(r *ocds.Release) { r.Tender.Procedure = "Open procedure below the threshold" },
			[]string{"Every firm may send an offer", "Open procedure below the threshold"}, nil},
		{"a list of firms is a list", func(r *ocds.Release) { r.Source.NoticeType = "qu-sy" }, []string{"Ask for a place on the buyer’s list"},
			[]string{"Send your offer"}},
		{"without a language none is named", func(r *ocds.Release) { r.Language, r.Tender.Languages = "", nil },
			[]string{"Send your offer before"}, []string{"Write in", "in: ."}},
		{"a contact is a way to ask", func(r *ocds.Release) { r.Parties[0].Email = "procurement@city.example" },
			[]string{"Ask the buyer what you do not understand", "mailto:procurement@city.example"}, nil},
		{"without a way to ask the page does not say to ask", func(r *ocds.Release) { r.Tender.Questions = now.AddDate(0, 0, 5) },
			[]string{"Questions until"}, []string{"Ask the buyer"}},
		{"one part alone where parts are free", twoLots(nil), []string{"You can offer for one part alone."}, []string{"for all parts"}},
		{"never one part alone where all are asked", twoLots(func(r *ocds.Release) { r.Tender.Terms.LotsAll = &yes }),
			[]string{"You must offer for all parts."}, []string{"one part alone", "for one alone"}},
		{"a part has its own state, place and value", twoLots(func(r *ocds.Release) { r.Tender.Lots[1].Status = "cancelled" }),
			[]string{"Cancelled", "Part 2", "€10,000 to €20,000", "United Kingdom", "Walsrode, Germany"}, []string{"UKM75", "LOT-0002:"}},
		{"a range is a range", func(r *ocds.Release) {
			low, high := record.Units(100_000, "EUR"), record.Units(200_000, "EUR")
			r.Tender.ValueLow, r.Tender.Value = &low, &high
		}, []string{"€100,000 to €200,000"}, nil},
		{"a long requirement is on the page to its end", func(r *ocds.Release) {
			r.Tender.Requirements = []ocds.Requirement{{Kind: ocds.References, Number: 3, Text: i18n.Text{"de": long}}}
		}, []string{"Ende der Liste.", `lang="de"`}, nil},
		{"a criterion has its name and its description", func(r *ocds.Release) {
			r.Tender.AwardCriteria = []ocds.AwardCriterion{{Kind: "quality", Name: i18n.Text{"fi": "Laatu"},
				Description: i18n.Text{"fi": "Siivouksen suunnitelma"}, Weight: 40}}
		}, []string{"Laatu", "Siivouksen suunnitelma", "40 %"}, nil},
		{"an annulled award is annulled", func(r *ocds.Release) {
			r.Tags = []string{"award"}
			r.Awards = []ocds.Award{{ID: "1", Status: "cancelled", Suppliers: []ocds.Reference{{ID: "f", Name: "Siivous Oy"}}}}
		}, []string{"The award was annulled."}, nil},
		{"a deadline that was not understood is said so", func(r *ocds.Release) {
			r.Tender.Deadline, r.Tender.DeadlineText = time.Time{}, "next Friday at noon"
		}, []string{"The deadline was not understood.", "next Friday at noon"}, nil},
		{"a winner who is withheld is not named", func(r *ocds.Release) {
			r.Tags = []string{"award"}
			r.Awards = []ocds.Award{{ID: "1", Status: "active", Withheld: true}}
		}, []string{"The buyer does not publish yet who won."}, []string{"The winner is not named"}},
		{"a part that was taken back has the buyer's reason", twoLots(func(r *ocds.Release) {
			r.Tender.Lots[1].Status = "cancelled"
			r.Changes = []ocds.Amendment{{Section: "LOT-0002", Reason: "cancel", Description: i18n.Text{"fi": "Lattiat uusitaan."}}}
		}), []string{"Cancelled", "Lattiat uusitaan."}, nil},
		{"a notice that takes another back has the buyer's reason", func(r *ocds.Release) {
			r.Tags = []string{"tenderCancellation"}
			r.Changes = []ocds.Amendment{{Reason: "cancel", Description: i18n.Text{"fi": "Rahat loppuivat."}}}
		}, []string{"The buyer took the notice back.", "Rahat loppuivat."}, []string{"Send your offer"}},
	} {
		t.Run(c.says, func(t *testing.T) {
			r := school(i)
			if c.change != nil {
				c.change(r)
			}
			got, err := h.Processes.Receive(actor.AsSystem(t.Context()), r)
			if err != nil {
				t.Fatal(err)
			}
			text := h.sees("en", "/tenders/"+got.TenderID, c.must...)
			for _, piece := range c.never {
				if strings.Contains(text, piece) {
					t.Errorf("the page says %q", piece)
				}
			}
		})
	}
}
