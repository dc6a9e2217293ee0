package taxonomy_test

import (
	"strings"
	"testing"

	"citiesgrow/internal/taxonomy"
)

// asked is what people type and the beginning of the code they should meet first.
var asked = []struct{ language, typed, prefix string }{
	{"en", "cleaning", "9091"}, {"en", "office cleaner", "909192"}, {"en", "Offce cleaning", "909192"}, {"en", "cleaning company", "9091"},
	{"en", "windowcleaning", "909113"}, {"en", "school cleaning", "909193"}, {"en", "painter", "454421"}, {"en", "painters and decorators", "454421"},
	{"en", "cateering", "5552"}, {"en", "halal catering", "5552"}, {"en", "electritian", "4531"}, {"en", "plumber", "4533"}, {"en", "bicycle repairs", "508"},
	{"en", "interpreter", "7954"}, {"en", "translating documents", "7953"}, {"en", "web developer", "72413"}, {"en", "IT", "7261"}, {"en", "childcare", "85312"},
	{"en", "security gaurd", "79713"}, {"en", "snow removal", "9062"}, {"en", "we do gardening and landscaping in Utrecht", "773"},
	{"de", "Büroreinigung", "909192"}, {"de", "Bueroreinigung", "909192"}, {"de", "Buroreinigung", "909192"}, {"de", "Gebäudereiniger", "909112"},
	{"de", "Fenster reinigung", "909113"},
	{"de", "Malerarbeiten", "454421"}, {"de", "Dolmetscher", "7954"}, {"de", "Übersetzungen", "7953"}, {"de", "Straßenreinigung", "9061"},
	{"de", "strassenreinigung", "9061"}, {"de", "Kindergärten", "85312"},
	{"de", "Hotelreinigung", "9091"}, {"de", "Grünanlagenpflege", "773"}, {"nl", "winkelschoonmaak", "9091"}, {"fi", "hotellisiivous", "9091"},
	{"fr", "nettoyage des bureaux", "909192"}, {"fr", "traiteur", "5552"}, {"fr", "electricien", "4531"}, {"fr", "espaces verts", "773"},
	{"fr", "agents de sécurité", "79713"},
	{"es", "limpieza de oficinas", "909192"}, {"es", "fontanero", "4533"}, {"es", "traductora", "7953"}, {"es", "albanil", "452625"},
	{"pt", "limpeza de escritorios", "909192"}, {"pt", "canalizador", "4533"}, {"pt", "construção civil", "45"},
	{"nl", "schoonmaak", "9091"}, {"nl", "glazenwasser", "909113"}, {"nl", "tolk", "7954"}, {"nl", "schildders", "454421"},
	{"pl", "sprzątanie biur", "909192"}, {"pl", "sprzatanie biur", "909192"}, {"pl", "tłumacz przysięgły", "7953"}, {"pl", "elektryka", "4531"},
	{"fi", "siivous", "9091"}, {"fi", "siivousta", "9091"}, {"fi", "tulkkauspalvelut", "7954"}, {"fi", "ikkunanpesu", "909113"}, {"fi", "putkimies", "4533"},
	{"el", "καθαρισμος γραφειων", "909192"}, {"el", "ΥΔΡΑΥΛΙΚΟΣ", "4533"}, {"el", "διερμηνείς", "7954"}, {"el", "katharismos", "9091"},
	{"el", "metafrasi", "7953"},
	{"lv", "biroju uzkopsana", "909192"}, {"lv", "tulkošana", "7953"}, {"lv", "krāsotājs", "454421"},
	{"tr", "temizlik", "9091"}, {"tr", "TEMİZLİK", "9091"}, {"tr", "ofis temizligi", "909192"}, {"tr", "boyacı", "454421"}, {"tr", "tercuman", "7954"},
	{"tr", "bisiklet tamiri", "508"},
	{"ar", "تنظيف المكاتب", "909192"}, {"ar", "التنظيف", "9091"}, {"ar", "تَنْظِيف", "9091"}, {"ar", "ترجمه فوريه", "7954"}, {"ar", "كهربائى", "4531"},
	{"ar", "tanzif", "9091"}, {"ar", "خياطه", "98393"},
	{"fa", "نظافت", "9091"}, {"fa", "ترجمه شفاهی", "7954"}, {"fa", "آشپزي", "5552"}, {"fa", "برق کار", "4531"},
	{"uk", "прибирання", "9091"}, {"uk", "прибирання офісів", "909192"}, {"uk", "prybyrannya", "9091"}, {"uk", "перекладачі", "7953"},
	{"uk", "електрик", "4531"}, {"uk", "пошиття одягу", "98393"},
	{"ru", "уборка", "9091"}, {"ru", "uborka", "9091"}, {"ru", "уборка офисов", "909192"}, {"ru", "покраска", "454421"}, {"ru", "сантехник", "4533"},
	{"ru", "santehnik", "4533"}, {"ru", "ремонт квартиры", "45453"}, {"ru", "мытье окон", "909113"}, {"ru", "perevodchik", "7953"},
}

func TestPlainWordsLeadToTheCode(t *testing.T) {
	check := func(t *testing.T, tax *taxonomy.Taxonomy) {
		for _, a := range asked {
			found := tax.Meanings(a.typed, a.language)
			if len(found) == 0 || !strings.HasPrefix(found[0].CPV, a.prefix) {
				t.Errorf("%s %q: want %s… first, got %v", a.language, a.typed, a.prefix, firstOf(found))
			}
			if len(found) > 12 {
				t.Errorf("%s %q: %d meanings, want at most 12", a.language, a.typed, len(found))
			}
		}
	}
	t.Run("own words", func(t *testing.T) { check(t, empty(t)) })
	t.Run("with official labels", func(t *testing.T) { check(t, loaded(t)) })
}

func TestWordsThatNobodyKnowsLeadNowhere(t *testing.T) {
	tax := empty(t)
	for _, typed := range []string{"", " ", "and the", "qwrtzpsdfg", "🧹", "Rotterdam", "1234", strings.Repeat("x", 100_000)} {
		if found := tax.Meanings(typed, "en"); len(found) > 0 {
			t.Errorf("%.20q: want nothing, got %v", typed, firstOf(found))
		}
	}
}

func TestMeaningSaysWhatLedThere(t *testing.T) {
	tax := empty(t)
	found := tax.Meanings("I need Window Cleaners in Riga", "en")
	if len(found) == 0 || found[0].Word != "Window Cleaners" || found[0].Trade != "window-cleaning" || found[0].Label {
		t.Errorf("want window-cleaning because of \"Window Cleaners\", got %+v", firstOf(found))
	}
	if found := tax.Meanings("90911200-8"); len(found) != 1 || found[0].CPV != "90911200" || found[0].Weight != 1 {
		t.Errorf("a typed code means itself, got %v", found)
	}
	for i, m := range tax.Meanings("cleaning and catering") {
		if m.Weight <= 0 || m.Weight > 1 {
			t.Errorf("meaning %d weighs %v", i, m.Weight)
		}
	}
}

func TestBothTradesOfASentence(t *testing.T) {
	trades := map[string]bool{}
	for _, m := range empty(t).Meanings("painting and electrical work", "en") {
		trades[m.Trade] = true
	}
	if !trades["painting"] || !trades["electrical-work"] {
		t.Errorf("want painting and electrical-work, got %v", trades)
	}
}

func firstOf(found []taxonomy.Meaning) any {
	if len(found) == 0 {
		return "nothing"
	}
	return found[:min(2, len(found))]
}

func FuzzMeanings(f *testing.F) {
	for _, a := range asked {
		f.Add(a.typed, a.language)
	}
	f.Add("\xff\xfe", "")
	f.Add("a'b`c ß ŉ ﷺ", "xx")
	tax := empty(f)
	f.Fuzz(func(t *testing.T, typed, language string) {
		found := tax.Meanings(typed, language)
		if len(found) > 12 {
			t.Errorf("%d meanings", len(found))
		}
		for i, m := range found {
			if m.Weight <= 0 || m.Weight > 1 || i > 0 && m.Weight > found[i-1].Weight {
				t.Errorf("weights are out of order: %v", found)
			}
		}
		for _, trade := range tax.Suggest(typed, language, 8) {
			if len(trade.CPV) == 0 {
				t.Errorf("%s leads nowhere", trade.ID)
			}
		}
	})
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		empty(b)
	}
}

func BenchmarkMeanings(b *testing.B) {
	run := func(name string, tax *taxonomy.Taxonomy) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				a := asked[n%len(asked)]
				tax.Meanings(a.typed, a.language)
				n++
			}
		})
	}
	run("own words", empty(b))
	run("with official labels", loaded(b))
}
