package vacancy_test

import (
	"slices"
	"strings"
	"testing"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/vacancy"
	"citiesgrow/web"
)

func grounds(text string) []string {
	var all []string
	for _, f := range vacancy.Wording(&vacancy.Content{Description: text}) {
		if !slices.Contains(all, f.Ground) {
			all = append(all, f.Ground)
		}
	}
	slices.Sort(all)
	return all
}

// Sentences that shut people out, in the languages of the cities.
func TestWordsThatShutPeopleOutAreFlagged(t *testing.T) {
	for text, want := range map[string]string{
		"We are looking for a native speaker of English": "language",
		"German mother tongue required":                  "language",
		"EU citizens only":                               "origin",
		"No foreigners please":                           "origin",
		"Join our young and dynamic team":                "age",
		"You are not older than 35":                      "age",
		"Applicants under 30 years":                      "age",
		"Waitress wanted for our café":                   "sex",
		"Men only, heavy work":                           "sex",
		"No headscarves":                                 "religion",
		"You are able-bodied and strong":                 "disability",
		"Preferably unmarried":                           "family",
		"An attractive young lady for reception":         "looks",
		"Deutsch als Muttersprache":                      "language",
		"Sie sprechen akzentfrei Deutsch":                "language",
		"Nur Deutsche oder EU-Bürger":                    "origin",
		"Junges, dynamisches Team sucht Verstärkung":     "age",
		"Höchstalter 40":                                 "age",
		"Putzfrau gesucht":                               "sex",
		"Arbeit ohne Kopftuch":                           "religion",
		"Sie sind ledig und ungebunden":                  "family",
		"Langue maternelle française":                    "language",
		"Équipe jeune et dynamique":                      "age",
		"Nationalité française exigée":                   "origin",
		"Femme de ménage recherchée":                     "sex",
		"Nederlands als moedertaal":                      "language",
		"Wij zijn een jong team":                         "age",
		"Alleen mannen":                                  "sex",
		"Geen hoofddoek":                                 "religion",
		"Español como lengua materna":                    "language",
		"Buena presencia":                                "looks",
		"Abstenerse extranjeros":                         "origin",
		"Equipo joven y dinámico":                        "age",
		"Língua materna portuguesa":                      "language",
		"Boa aparência":                                  "looks",
		"Dołącz do młodego dynamicznego zespołu":         "age",
		"Nie zatrudniamy obcokrajowców":                  "origin",
		"Sprzątaczka do biura":                           "sex",
		"Suomi äidinkielenä":                             "language",
		"Suomen kansalaisuus vaaditaan":                  "origin",
		"Ελληνικά ως μητρική γλώσσα":                     "language",
		"Μόνο γυναίκες":                                  "sex",
		"Latviešu valoda kā dzimtā valoda":               "language",
		"Jauns un dinamisks kolektīvs":                   "age",
		"Vi är ett ungt team":                            "age",
		"Svenska som modersmål":                          "language",
		"Madrelingua italiana":                           "language",
		"Solo donne":                                     "sex",
		"Llengua materna catalana":                       "language",
		"Тільки для жінок":                               "sex",
		"Носій мови":                                     "language",
		"للرجال فقط":                                     "sex",
		"اللغة الأم هي العربية":                          "language",
		"Sadece bayan eleman alınacak":                   "sex",
		"Genç ve dinamik ekip arkadaşı":                  "age",
	} {
		if got := grounds(text); !slices.Contains(got, want) {
			t.Errorf("%q: %v, want %s", text, got, want)
		}
	}
}

// Sentences that shut nobody out.
func TestHarmlessWordsAreNotFlagged(t *testing.T) {
	for _, text := range []string{
		"You speak English at level B2", "We teach native speakers and newcomers", "No native level needed, B1 is enough", "Care for native plants in the park",
		"We run a club for young people",
		"Our users are young people from the quarter", "A young company since 2024", "Waiter or waitress", "Salesman or saleswoman",
		"Men and women of every origin may apply", "You work with women's groups",
		"Attractive salary and good hours", "A pretty good canteen", "You may wear a headscarf; headscarves are welcome, no problem",
		"People with disabilities are welcome", "You carry boxes of up to 15 kg", "Under the direction of a master",
		"Two years of experience", "At least 18 years because of night work", "Child care is paid: you work while your children are at school",
		"Our house has a Christian history",
		"Reinigungskraft (m/w/d) gesucht", "Kellnerin gesucht (m/w/d)", "Herkunftssprachlicher Unterricht",
		"Keine deutsche Staatsangehörigkeit erforderlich: deutsche Staatsangehörigkeit ist keine Voraussetzung", "Arbeit in einer Jugendeinrichtung",
		"Ein Team mit allen Altersgruppen", "Gesundes Essen in der Kantine", "Agent d'entretien (h/f)", "Expérience de 5 ans", "Une équipe de tous les âges",
		"Schoonmaker m/v/x", "Werken met jongeren", "Camarero o camarera",
		"Experiencia de 2 años", "Contrato de 12 meses", "Umowa do 3 lat", "Doświadczenie do 5 lat", "Siivooja, kokoaikainen", "Suomen kielen taso B1",
		"Καθαριστής ή καθαρίστρια", "Darbs birojā, latviešu valoda A2",
		"Lokalvårdare sökes", "Addetti alle pulizie, uomini e donne", "Досвід роботи до 3 років", "نساء ورجال مرحب بهم", "Kadın veya erkek eleman aranıyor",
		"Serveerster of kelner (m/v/x)",
	} {
		if flags := vacancy.Wording(&vacancy.Content{Description: text}); len(flags) != 0 {
			t.Errorf("%q is flagged: %q (%s)", text, flags[0].Words, flags[0].Rule)
		}
	}
}

func TestAFlagNamesTheWords(t *testing.T) {
	flags := vacancy.Wording(&vacancy.Content{Title: "Cleaner", Description: "We pay well. No foreigners, please. Native speaker!"})
	if len(flags) != 2 || flags[0].Field != "description" || !strings.Contains("Native speaker No foreigners", flags[0].Words) {
		t.Errorf("%+v", flags)
	}
}

// Every rule has its sentences, in every language of the pages.
func TestEveryRuleIsExplained(t *testing.T) {
	words, err := i18n.Load(web.Locales())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range words.Languages() {
		for _, rule := range vacancy.Rules() {
			for _, key := range []string{"wording." + rule, "wording." + rule + "_better"} {
				if said := words.For(l.Code).T(key); strings.Contains(said, "⟦") || said == "" {
					t.Errorf("%s: %s", l.Code, key)
				}
			}
		}
		for _, ground := range vacancy.Grounds() {
			if said := words.For(l.Code).T("wording.ground_" + ground); strings.Contains(said, "⟦") {
				t.Errorf("%s: %s", l.Code, ground)
			}
		}
	}
}

// flags are the words that are flagged in a text, in order.
func flags(c vacancy.Content) string {
	var all []string
	for _, f := range vacancy.Wording(&c) {
		all = append(all, f.Field+": "+f.Words)
	}
	return strings.Join(all, "; ")
}

// Every text of a vacancy is read, the title first, and the same words are flagged once.
func TestWhereWordsAreLookedFor(t *testing.T) {
	for _, c := range []struct {
		text vacancy.Content
		want string
	}{
		{vacancy.Content{Title: "Waitress"}, "title: Waitress"},
		{vacancy.Content{Occupation: "Waitress"}, "occupation: Waitress"},
		{vacancy.Content{LevelWhy: "Native speakers only"}, "level_why: Native speakers"},
		{vacancy.Content{Title: "Waitress", Description: "Men only. A waitress."}, "title: Waitress; description: Men only; description: waitress"},
		{vacancy.Content{Title: "Waitress", Description: "Waitress, Waitress"}, "title: Waitress"},
		{vacancy.Content{Apply: "Men only", Where: "Men only", Language: "Men only"}, ""},
		{vacancy.Content{}, ""},
	} {
		if got := flags(c.text); got != c.want {
			t.Errorf("%+v: %q, want %q", c.text, got, c.want)
		}
	}
}

// What makes words harmless stands in the same sentence; a phrase does not reach over its end.
func TestASentenceIsReadByItself(t *testing.T) {
	for text, want := range map[string]string{
		"No headscarves are a problem: headscarves are welcome": "",
		"No headscarves. Dogs are welcome":                      "description: No headscarves",
		"We are young. The team is old":                         "",
		"Young and old: one team":                               "description: Young and old one team",
		"Young and old in one team":                             "", // more than three words between
		"Young people from all of our shops make a team":        "",
		"Men. Only in the morning":                              "",
		"MEN ONLY":                                              "description: MEN ONLY",
		"«Men only»":                                            "description: Men only",
		"men/only":                                              "description: men only",
		"Management only":                                       "",
		"Nativespeaker":                                         "",
	} {
		if got := flags(vacancy.Content{Description: text}); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// An age is a number, and a stem is a word that begins so.
func TestAgesAndStems(t *testing.T) {
	for text, want := range map[string]bool{
		"Aged 20 to 30": true, "Aged twenty to thirty": false, "Under 30 years": true, "Under supervision for years": false,
		"No disability please": true, "No disabilities please": true, "No disabled access": false,
	} {
		if got := flags(vacancy.Content{Description: text}) != ""; got != want {
			t.Errorf("%q is flagged: %t, want %t", text, got, want)
		}
	}
}
