package term_test

import (
	"fmt"
	"strings"
	"testing"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
)

// Everything that a firm cares for is said when it changes, and nothing when it does not.
func TestEachChangeIsSaid(t *testing.T) {
	base := func() notice.Content {
		return notice.Content{Language: "en", Tender: ocds.Tender{Title: i18n.Text{"en": "Cleaning"}, Description: i18n.Text{"en": "Daily."}, Deadline: day(20),
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
		if same := notice.Changes(&old, &next); len(same) != 0 {
			t.Fatalf("nothing changed, and %+v is said", same)
		}
		change(&next.Tender)
		if got := notice.Changes(&old, &next); len(got) != 1 || got[0].Field != field || fmt.Sprint(got[0].Old) == fmt.Sprint(got[0].New) {
			t.Errorf("%s: %+v", field, got)
		}
	}
}

// A long text is cut for the list of changes, between two letters of any script.
func TestALongTextIsCutInTheListOfChanges(t *testing.T) {
	content := func(text string) *notice.Content {
		return &notice.Content{Language: "uk", Tender: ocds.Tender{Description: i18n.Text{"uk": text}}}
	}
	for n, cut := range map[int]bool{159: false, 160: false, 161: true, 500: true} {
		got := notice.Changes(content("б"), content(strings.Repeat("я", n)))[0].New.(string)
		if strings.HasSuffix(got, "…") != cut || cut && got != strings.Repeat("я", 160)+"…" {
			t.Errorf("%d letters became %q", n, got)
		}
	}
}
