package criterion_test

import (
	"fmt"
	"strings"
	"testing"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/criterion"
	"citiesgrow/internal/notice/ocds"
)

func TestAmountsInText(t *testing.T) {
	for words, want := range map[string]string{
		"Mindestjahresumsatz mind. 500.000 EUR":                                                      "turnover 500000 EUR",
		"The minimum annual turnover is EUR 1 000 000.":                                              "turnover 1000000 EUR",
		"Chiffre d’affaires annuel minimum : 200 000 €":                                              "turnover 200000 EUR",
		"Un chiffre d'affaire minimum annuel de 320 000 000 EUR.":                                    "turnover 320000000 EUR",
		"Ansøgers nettoomsætning skal udgøre minimum DKK 50.000.000 (ekskl. Moms)":                   "turnover 50000000 DKK",
		"Samlet årsomsætning på minimum 15 mio. DKK.":                                                "turnover 15000000 DKK",
		"Gesamtumsatz mindestens einen Durchschnitt von 1.000.000,00 € pro Jahr":                     "turnover 1000000 EUR",
		"Vidutinė metinė apyvarta ne mažesnė kaip 3,22 mln. EUR.":                                    "turnover 3220000 EUR",
		"fatturato specifico minimo medio annuo pari a 4 000 000,00 EUR (quattromilioni/00)":         "turnover 4000000 EUR",
		"Cifra medie de afaceri globala in cuantum de minimum 8 500 000 RON.":                        "turnover 8500000 RON",
		"cifra de afaceri medie de cel puțin: 16.000.000 lei. Pentru conversie se va utiliza cursul": "turnover 16000000 RON",
		"μέσο όρο κύκλου εργασιών μεγαλύτερο από 300 000 EUR":                                        "turnover 300000 EUR",
		"Omzet van minstens € 1.250.000,- per jaar":                                                  "turnover 1250000 EUR",
		"Umsatz: mindestens 250 T€ im Jahr":                                                          "turnover 250000 EUR",
		"Turnover of at least k€ 250 a year":                                                         "turnover 250000 EUR",
		"Berufshaftpflichtversicherung mit einer Deckungssumme von 2 Mio. €":                         "insurance 2000000 EUR professional",
		"Public liability insurance of £5 million":                                                   "insurance 5000000 GBP liability",
		"Ubezpieczenie od odpowiedzialności cywilnej na kwotę 1 000 000,00 zł":                       "insurance 1000000 PLN liability",
		"Minimum turnover:\n500 000 EUR":                                                             "turnover 500000 EUR",
		// No amount: something else, several, a share, a sum, one lot's, no currency, or no clear number.
		"chiffre d'affaires des 3 dernières années":                               "turnover",
		"Liability insurance: 500.000 EUR for persons, 250.000 EUR for property":  "insurance liability",
		"Umsatz von mindestens 50 % des Auftragswertes von 2 000 000 EUR":         "turnover",
		"turnover of twice the contract value of EUR 400 000":                     "turnover",
		"Turnover in the last three years of 900 000 EUR in total":                "turnover",
		"Le chiffre d'affaires minimum exigé au lot 1 est de 800 000 EUR":         "turnover",
		"Los 1: Umsatz 500 000 EUR":                                               "turnover",
		"Umsatz mindestens 500.000":                                               "turnover",
		"Omsætningskrav: kr. 15 millioner":                                        "turnover",
		"Umsatz in EUR 2021, 2022":                                                "turnover",
		"Umsatz der Gesellschaft 500 000":                                         "turnover",
		"Gesamtumsatz der letzten 3 Jahre gesamt: mindestens 500 000 EUR":         "turnover",
		"turnover of 1,000,00 EUR":                                                "turnover",
		"turnover of 1.500 million EUR":                                           "turnover",
		"Umsatz (Gebühr 50 EUR)":                                                  "turnover",
		"Wykonawca posiada środki finansowe na kwotę nie mniejszą niż 450 000 zł": "other",
		"Soliditetsgrad på minimum 10 % i det seneste regnskabsår.":               "other",
		"Payment of social insurance contributions":                               "other",
	} {
		got := describe(criterion.Read(criterion.Economic, nil, i18n.Text{"": words}))
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", words, got, want)
		}
	}
}

func TestNumbersAndNamesInText(t *testing.T) {
	for words, want := range map[string]string{
		"De kandidaat moet minstens 3 referenties aanleveren": "references 3",
		"Minimum 2 referencer i henhold til ovenstående":      "references 2",
		"At least three (3) comparable references":            "references 3",
		"mindestens 2 vergleichbare Referenzen":               "references 2",
		"References from the last 3 years":                    "references",
		"2 references for part A and 3 references for part B": "references",
		"mindestens 5 Mitarbeiter":                            "staff 5",
		"at least 10 years of relevant experience":            "years 10",
		"Minstens 5 aaneensluitende jaren ervaring":           "years 5",
		"minimum 3 years' experience":                         "years 3",
		"UNI EN ISO 9001:2015 and UNI CEI EN ISO 13485:2016":  "certificate ISO 9001, certificate ISO 13485",
		"certified to ISO/IEC 27001":                          "certificate ISO 27001",
		"Der kan maksimalt angives 3 referencer":              "references",
		"Anlage 3 Referenzaufträge":                           "references",
		"Good competence":                                     "other",
	} {
		if got := describe(criterion.Read(criterion.Technical, nil, i18n.Text{"en": words})); got != want {
			t.Errorf("%s\n got %s\nwant %s", words, got, want)
		}
	}
}

func TestATextAboutSeveralThingsLosesNothing(t *testing.T) {
	got := criterion.Read(criterion.Economic, nil, i18n.Text{
		"de": "Bankauskunft.\nJahresumsatz mindestens 300.000 EUR;\nNachweis durch Bilanzen.\nHaftpflicht über 1 Mio. EUR.",
		"en": "A bank statement.\nAnnual turnover of at least EUR 300,000;\nproved by balance sheets.\nLiability insurance of EUR 1 million.",
	})
	if want := "other, turnover 300000 EUR, insurance 1000000 EUR liability"; describe(got) != want {
		t.Fatalf("got %s, want %s", describe(got), want)
	}
	if s := got[1].Text["de"]; s != "Jahresumsatz mindestens 300.000 EUR;\nNachweis durch Bilanzen." {
		t.Errorf("the sentence after stays with its subject: %q", s)
	}
	if got[0].Text["en"] != "A bank statement." {
		t.Errorf("the rest is kept: %q", got[0].Text["en"])
	}
}

func TestLanguagesThatDisagreeGiveNoAmount(t *testing.T) {
	got := criterion.Read("slc-stand-to-gen", nil, i18n.Text{"de": "Umsatz 300.000 EUR", "en": "Turnover of EUR 30,000"})
	if describe(got) != "turnover" {
		t.Errorf("got %s", describe(got))
	}
}

func TestTheCodeOrTheNameDecidesTheKind(t *testing.T) {
	for _, c := range []struct{ code, name, text, want string }{
		{"slc-suit-reg-prof", "", "", "registration"},
		{"slc-stand-ins", "", "at least EUR 2 000 000", "insurance 2000000 EUR"},
		{"slc-abil-ref-services", "", "3 references", "references 3"},
		{"slc-stand-ratio", "", "A ratio of 2", "other"},
		{"slc-abil-staff-qual", "", "5 years of experience", "years 5"},
		{criterion.Economic, "Insurance cover", "At least EUR 500 000.\nTo be kept for 3 years.", "insurance 500000 EUR"},
		{criterion.Suitability, "", "Entered in the trade register", "registration"},
		{criterion.Suitability, "", "No turnover is asked", "other"},
		{criterion.Economic, "", "", ""},
		{"", "", "Anything", "other"},
	} {
		got := describe(criterion.Read(c.code, i18n.Text{"en": c.name}, i18n.Text{"en": c.text}))
		if got != c.want {
			t.Errorf("%s %q %q: got %q, want %q", c.code, c.name, c.text, got, c.want)
		}
	}
}

// describe writes requirements as a reader would note them.
func describe(all []ocds.Requirement) string {
	var lines []string
	for _, r := range all {
		s := r.Kind
		if r.Amount != nil {
			s += " " + r.Amount.Major() + " " + r.Amount.Currency
		}
		if r.Number != 0 {
			s += fmt.Sprint(" ", r.Number)
		}
		if r.Detail != "" {
			s += " " + r.Detail
		}
		lines = append(lines, s)
	}
	return strings.Join(lines, ", ")
}
