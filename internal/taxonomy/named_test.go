package taxonomy

import (
	"fmt"
	"strings"
	"testing"
)

// People write a city in the form of the sentence, with what their language joins to it, and with any sign between words.
func TestCitiesAreNamedAsPeopleWriteThem(t *testing.T) {
	taxa := ours(t)
	for _, c := range []struct{ typed, cities, rest string }{
		{"sprzątanie w Gdańsku", "gdansk", "sprzątanie w"}, {"Praca w Rydze, catering w Gandawie", "riga ghent", "Praca w catering w"},
		{"usługi z Aten i Lizbony", "athens lisbon", "usługi z i"},
		{"siivous Helsingissä", "helsinki", "siivous"}, {"maalaus Tampereella tai Riiassa", "tampere riga", "maalaus tai"},
		{"Helsingin siivous", "helsinki", "siivous"},
		{"uzkopšana Rīgā", "riga", "uzkopšana"}, {"darbs Helsinkos vai Atēnās", "helsinki athens", "darbs vai"},
		{"καθαρισμός Λευκωσίας", "nicosia", "καθαρισμός"}, {"βάψιμο στο κέντρο του Μονάχου", "munich", "βάψιμο στο κέντρο του"},
		{"прибирання в Мюнхені", "munich", "прибирання в"}, {"кухар у Ризі чи Афінах", "riga athens", "кухар у чи"}, {"уборка в Риге", "riga", "уборка в"},
		{"переводчик из Лиссабона", "lisbon", "переводчик из"},
		{"маляр в Брайтоне", "brighton-hove", "маляр в"}, {"Брайтон и Хов", "brighton-hove", ""},
		{"Helsinki'de temizlik", "helsinki", "temizlik"}, {"Atina’da yemek", "athens", "yemek"}, {"Rigaʼdan çeviri", "riga", "çeviri"},
		{"Münihte boya", "munich", "boya"}, {"Lefkoşa'daki okullar", "nicosia", "okullar"},
		{"تنظيف بميونخ", "munich", "تنظيف"}, {"تنظيف في هلسنكي وريغا", "helsinki riga", "تنظيف في"}, {"دهان لبرشلونة", "barcelona", "دهان"},
		{"ترجمة وبميونيخ", "munich", "ترجمة"},
		{"nettoyage d'Athènes", "athens", "nettoyage"}, {"pulizie nell’Aten", "athens", "pulizie"}, {"Ghent's parks", "ghent", "parks"},
		{"limpeza em Roterdão", "rotterdam", "limpeza em"},
		{"Reinigung Münchens", "munich", "Reinigung"}, {"curățenie în centrul Rigăi", "riga", "curățenie în centrul"},
		{"cleaning,Ghent", "ghent", "cleaning"}, {"catering;Ghent", "ghent", "catering"}, {"catering-Ghent", "ghent", "catering"},
		{"Ghent/Rotterdam", "ghent rotterdam", ""}, {"Ghent:cleaning|Riga", "ghent riga", "cleaning"},
		{"(Ghent) cleaning", "ghent", "cleaning"}, {"cleaning – Ghent.", "ghent", "cleaning –"}, {"Ghent, Riga & Nantes", "ghent riga nantes", "&"},
		{"Brighton & Hove cleaning", "brighton-hove", "cleaning"},
		{"Ghent'Riga", "ghent riga", ""},
		// What is left stays as it was typed.
		{`"deep cleaning" -windows Ghent`, "ghent", `"deep cleaning" -windows`}, {`"cleaning in Ghent" -windows`, "ghent", `"cleaning in" -windows`},
		{`"Ghent cleaning" x`, "ghent", `"cleaning" x`},
		{`"Ghent" cleaning`, "ghent", "cleaning"}, {`„Ghent“`, "ghent", ""}, {"-windows,Ghent", "ghent", "-windows"}, {"Café  Ghent  Süd", "ghent", "Café Süd"},
		{"cleaning -Ghent", "", "cleaning -Ghent"}, {`cleaning -"Ghent" Riga`, "riga", `cleaning -"Ghent"`},
		// What only looks like a city.
		{"Utrechtseweg 10", "", "Utrechtseweg 10"}, {"Sint-Amandsberg", "ghent", ""}, {"schilder Sint-Amandsberg", "ghent", "schilder"},
		{"Birminghamshire", "", "Birminghamshire"}, {"gentleman", "", "gentleman"},
		{"cuidado de gente mayor", "", "cuidado de gente mayor"}, {"cura de gent gran", "", "cura de gent gran"}, {"uzkopšana Gentē", "ghent", "uzkopšana"},
		{"schoonmaak gent", "ghent", "schoonmaak"},
		{"rock'n'roll", "", "rock'n'roll"}, {"باب", "", "باب"}, {"", "", ""}, {" \x00 ", "", "\x00"},
	} {
		ids, rest := taxa.CitiesNamed(c.typed)
		if got := strings.Join(ids, " "); got != c.cities || rest != c.rest {
			t.Errorf("%q: %q and %q, want %q and %q", c.typed, got, rest, c.cities, c.rest)
		}
	}
}

// Every city is named in every case of the languages that have cases.
func TestFormsOfCities(t *testing.T) {
	taxa := ours(t)
	for city, forms := range map[string]string{
		"athens":        "Atenach Ateenassa Atēnās Αθήνας Афінах Афинах Atinada",
		"barcelona":     "Barcelonie Barcelonassa Barselonā Βαρκελώνης Барселоні Барселоне Barselonada",
		"birmingham":    "Birminghamie Birminghamissa Birmingemā Бірмінгемі Бирмингеме Birminghamda برمنجهام",
		"brighton-hove": "Brightonie Brightonissa Braitonā Брайтоні Брайтоне Brightonda",
		"dresden":       "Dreźnie Dresdenissä Drēzdenē Δρέσδης Дрездені Дрездене Dresdende Dresdens",
		"gdansk":        "Gdańsku Gdańskissa Gdaņskā Гданську Гданьске Gdanskta جدانسك",
		"ghent":         "Gandawie Gentissä Gentē Γάνδης Генті Генте Gentte غينت",
		"helsinki":      "Helsinkach Helsingissä Helsinkos Гельсінкі Хельсинки Helsinkide Helsinque",
		"lisbon":        "Lizbonie Lissabonissa Lisabonā Λισαβόνας Лісабоні Лиссабоне Lizbonda",
		"munich":        "Monachium Münchenissä Minhenē Μονάχου Мюнхені Мюнхене Münihte Münchens ميونيخ",
		"nantes":        "Nantes Nantesissa Nantē Νάντης Нанті Нанте Nanteste", "nicosia": "Nikozji Nikosiassa Nikosijā Λευκωσίας Нікосії Никосии Lefkoşada",
		"riga": "Rydze Riiassa Rīgā Ρίγας Ризі Риге Rigada Rigas", "rotterdam": "Rotterdamie Rotterdamissa Roterdamā Роттердамі Роттердаме Rotterdamda Roterdã",
		"tampere": "Tampere Tampereella Tamperē Тампере Tamperede", "utrecht": "Utrechcie Utrechtissa Utrehtā Ουτρέχτης Утрехті Утрехте Utrechtte",
	} {
		for form := range strings.FieldsSeq(forms) {
			if ids, rest := taxa.CitiesNamed("x " + form); fmt.Sprint(ids) != "["+city+"]" || rest != "x" {
				t.Errorf("%s: %v and %q, want %s", form, ids, rest, city)
			}
			if taxa.Telling(form) {
				t.Errorf("%s tells of a trade", form)
			}
		}
	}
	for _, city := range taxa.Cities() { // neither shown nor indexed
		if shown := fmt.Sprint(city.Names, city.Towns); strings.Contains(shown, "Gdańsku") || strings.Contains(shown, "Helsingissä") {
			t.Errorf("%s is called %s", city.ID, shown)
		}
	}
}

// A form is looked up as the name; what is quoted or must not stand is looked up as it was typed.
func TestAFormIsLookedUpAsTheName(t *testing.T) {
	taxa := ours(t)
	for typed, want := range map[string]string{
		"sprzątanie w Gdańsku": "sprzątanie Gdańsk", "siivous Helsingissä": "siivous Helsinki", "w Gdańsku": "Gdańsk",
		"Καθαρισμός Λευκωσίας": "Καθαρισμός Λευκωσία", "καθαρισμός στη Λευκωσία": "καθαρισμός Λευκωσία", "από την Αθήνα": "Αθήνα",
		"уборка в Риге, срочно": "уборка Рига, срочно", "прибирання в Мюнхені": "прибирання Мюнхен", "маляр в Брайтоне": "маляр Брайтон",
		"Helsinki'de temizlik": "Helsinki temizlik", "Atina’da": "Atina", "تنظيف بميونخ": "تنظيف ميونخ", "تنظيف في ميونخ": "تنظيف ميونخ",
		"darbs Rīgā": "darbs Rīgā", "nettoyage d'Athènes": "nettoyage Athènes", "cleaning  Ghent": "cleaning  Ghent", "cleaning in Ghent": "cleaning Ghent",
		"I need IT, in Ghent or Riga": "I need IT, Ghent Riga", "in, Ghent": "in, Ghent", "cleaning -in Ghent": "cleaning -in Ghent",
		`"w Gdańsku" -Helsingissä "Riiassa`: `"w Gdańsku" -Helsingissä "Riika`, "": "",
	} {
		if got := taxa.NameCities(typed); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

// A city that is excluded is not named, in any of the ways to say so.
func TestAnExcludedCityIsNotNamed(t *testing.T) {
	taxa := ours(t)
	for _, typed := range []string{
		"not Helsinki", "everywhere but Ghent", "cleaning not in Ghent", "cleaning without Helsinki", "all except for Riga", "outside of Munich", "outside Ghent",
		"cleaning except Ghent and Riga",
		"Reinigung nicht in München", "alles außer Dresden", "ausser Dresden", "ohne Riga", "Reinigung außerhalb von München", "sans Nantes",
		"partout sauf Nantes", "sauf à Nantes", "hors de Nantes", "pas à Nantes",
		"todo menos Barcelona", "sin Barcelona", "limpieza excepto en Barcelona", "no en Barcelona", "limpeza exceto em Lisboa", "sem Lisboa", "menos Lisboa",
		"não em Lisboa",
		"niet in Gent", "zonder Gent", "overal behalve Utrecht", "buiten Rotterdam", "pulizie tranne Nantes", "tot excepte Barcelona",
		"bez Gdańska", "oprócz Gdańska", "sprzątanie poza Gdańskiem", "nie w Gdańsku", "ei Helsinki", "ei Helsingissä", "paitsi Tampereella", "ilman Helsinkiä",
		"siivous Helsingin ulkopuolella",
		"utom Helsingfors", "utan Tammerfors", "inte i Helsingfors", "alle undtagen Riga", "bez Rīgas", "izņemot Rīgu", "ne Rīgā", "fără Riga",
		"χωρίς Αθήνα", "εκτός Αθήνας", "εκτός από την Αθήνα", "όχι στην Αθήνα", "Atina değil", "Atina hariç", "Helsinki'de değil", "temizlik Atina dışında",
		"Riga ve Atina hariç",
		"без Риги", "крім Гданська", "окрім Гента", "не в Мюнхені", "прибирання не Гент", "кроме Риги", "не в Риге", "уборка без Мюнхена", "за исключением Риги",
		"غير هلسنكي", "بدون ميونخ", "تنظيف عدا غنت", "ما عدا غنت", "سوى ريغا", "إلا ريغا", "ليس في أثينا", "ليس بميونخ", "بجز مونیخ", "ریگا کے علاوہ",
	} {
		if ids, rest := taxa.CitiesNamed(typed); len(ids) > 0 || rest != typed {
			t.Errorf("%q names %v and leaves %q", typed, ids, rest)
		}
	}
	for typed, want := range map[string]string{
		"not only Ghent": "[ghent]", "cleaning in Ghent not windows": "[ghent]", "not Ghent but Riga": "[riga]", "Riga, not Ghent": "[riga]",
		"limpeza no Roterdão": "[rotterdam]", "darbs no Rīgas": "[riga]",
		"Ghent değil Riga": "[riga]", "не Гент а Рига": "[riga]", "without cleaning in Ghent": "[ghent]", "niet duur in Gent": "[ghent]",
		"Riga without Ghent": "[riga]", "in Ghent and Riga": "[ghent riga]",
	} {
		if ids, _ := taxa.CitiesNamed(typed); fmt.Sprint(ids) != want {
			t.Errorf("%q names %v, want %s", typed, ids, want)
		}
	}
}

// Who excludes a city by words is not shown it first: it is looked for as if a minus stood there.
func TestAnExcludedCityIsLeftOut(t *testing.T) {
	taxa := ours(t)
	for typed, want := range map[string]string{
		"cleaning not in Helsinki": "cleaning not -Helsinki", "siivous ei Helsingissä": "siivous ei -Helsinki", "temizlik Helsinki hariç": "temizlik -Helsinki hariç",
		"not Brighton & Hove": `not -"Brighton & Hove"`, "cleaning not Ghent but Riga": "cleaning not -Ghent but Riga",
		"cleaning in Ghent": "cleaning Ghent", "cleaning -Ghent": "cleaning -Ghent",
	} {
		if got := taxa.NameCities(typed); got != want {
			t.Errorf("%q becomes %q, want %q", typed, got, want)
		}
	}
}

// A city in the name of a street or of a firm is not a place that a person asks for; a street in a city leaves the city.
func TestACityInAnotherName(t *testing.T) {
	taxa := ours(t)
	for typed, want := range map[string]string{
		"Rue de Nantes peinture": "[]", "calle Barcelona 5": "[]", "Helsinki Street": "[]", "Munich Straße 3": "[]", "ulica Gdańska": "[]",
		"вулиця Рига": "[]", "شارع أثينا": "[]",
		"Riga iela": "[]", "Lisbon Catering GmbH": "[]", "Brighton Cleaning Ltd": "[]", "Siivous Helsinki Oy": "[]", "Ghent sp. z o.o.": "[]",
		"cleaning Utrecht": "[utrecht]", "street cleaning in Riga": "[riga]", "peinture Nantes": "[nantes]", "road works, Munich": "[munich]",
		"Munich street cleaning": "[munich]", "Athens street 5 cleaning": "[]",
	} {
		if ids, _ := taxa.CitiesNamed(typed); fmt.Sprint(ids) != want {
			t.Errorf("%q names %v, want %s", typed, ids, want)
		}
	}
	for typed, want := range map[string]bool{"Lisbon Catering GmbH": true, "Four Brooms Ltd": true, "catering in Lisbon": false, "office cleaning": false} {
		if taxa.FirmsName(typed) != want {
			t.Errorf("%q is a firm's name: %v", typed, !want)
		}
	}
}
