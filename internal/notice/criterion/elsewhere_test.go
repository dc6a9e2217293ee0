package criterion_test

import (
	"testing"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/criterion"
)

func TestWhatOnlyPointsElsewhereIsNoRequirement(t *testing.T) {
	for _, words := range []string{"Voir CSC", "voir csc.", "zie bestek", "Zie BESKET", "See Tender Documents",
		"As stated in the procurement documents.", "Prix", "Preis",
		"Wie in den Ausschreibungsunterlagen angegeben.", "Kts. hankinta-asiakirjat", "Както е определено в документите за обществена поръчка.",
		"Όπως ορίζεται στα έγγραφα διαγωνισμού.", "Zamawiający nie określa warunków w tym zakresie.", "Conform caiet de sarcini",
		"https://procurement.example/passport",
		"Tal como indicado na documentação do concurso.", "Lásd a közbeszerzési dokumentációt.", "enligt upphandlingsdokumenten", "Please see tender docs",
		"Voir le Règlement Externe de Consultation (REC)"} {
		if got := criterion.Read(criterion.Technical, nil, i18n.Text{"xx": words}); got != nil {
			t.Errorf("%q was taken for a requirement: %s", words, describe(got))
		}
	}
}

func TestWhatAsksForSomethingStays(t *testing.T) {
	for _, words := range []string{"Referenties", "doświadczenie", "See annex 3: at least 3 references", "Eigenkapital",
		"Entry in the trade register, see the documents",
		"Financial ratios", "Prix, avec trois références", "Zdolność techniczna", "Aansprakelijkheidsverzekering", "Licence required",
		"See the documents about turnover and insurance cover asked here"} {
		if criterion.Read(criterion.Unsorted, nil, i18n.Text{"xx": words}) == nil {
			t.Errorf("%q was lost", words)
		}
	}
}

func TestAnEndOfARangeIsNoMinimum(t *testing.T) {
	for words, want := range map[string]string{
		"5 to 10 employees":                                        "other",
		"zwischen 5 und 10 Mitarbeiter":                            "other",
		"entre 5 et 10 salariés":                                   "other",
		"5-10 pracowników":                                         "other",
		"at least 10 employees":                                    "staff 10",
		"Annual turnover of 100 000 – 200 000 EUR":                 "turnover",
		"Annual turnover: EUR 100,000 to EUR 200,000":              "turnover",
		"Jahresumsatz 100.000 bis 200.000 EUR":                     "turnover",
		"Annual turnover of at least 200 000 EUR":                  "turnover 200000 EUR",
		"1 – annual turnover of at least 200 000 EUR in each year": "turnover 200000 EUR",
	} {
		if got := describe(criterion.Read(criterion.Unsorted, nil, i18n.Text{"en": words})); got != want {
			t.Errorf("%s\n got %s\nwant %s", words, got, want)
		}
	}
}
