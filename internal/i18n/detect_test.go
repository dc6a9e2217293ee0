package i18n

import "testing"

func TestTheLanguageOfAText(t *testing.T) {
	all := []string{"ar", "bg", "bn", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "hr", "hu", "hy", "it", "ku", "lt", "lv", "mk",
		"nl", "no", "pl", "ps", "pt", "ro", "ru", "sk", "sl", "sv", "tr", "uk", "ur", "zh"}
	riga, oslo, barcelona := []string{"en", "lv"}, []string{"en", "no"}, []string{"en", "ca", "es"}
	for _, c := range []struct {
		text  string
		place []string
		want  string
	}{
		{"Уборка трёх школ в Риге", riga, "ru"},
		{"Ежедневная уборка помещений и мытьё окон раз в месяц", riga, "ru"},
		{"Прибирання приміщень трьох шкіл щодня", riga, "uk"},
		{"Почистване на три училища в града", riga, "bg"},
		{"Trīs skolu uzkopšana Rīgā un logu mazgāšana", riga, "lv"},
		{"Kolmen koulun siivous ja ikkunoiden pesu", riga, "fi"},
		{"Nettoyage des écoles et des crèches de la ville", riga, "fr"},
		{"IT services for the city hall", riga, "en"},
		{"تنظيف ثلاث مدارس في المدينة كل يوم", riga, "ar"},
		{"پاکسازی سه مدرسه در شهر هر روز", riga, "fa"},
		{"شہر کے تین اسکولوں کی روزانہ صفائی", riga, "ur"},
		{"Մաքրման ծառայություններ երեք դպրոցներում", riga, "hy"},
		{"Rengjøring av tre skoler hver dag", oslo, "no"},
		{"Limpieza de tres colegios de la ciudad", barcelona, "es"},
		// What is not sure suggests nothing.
		{"Rengjøring av tre skoler hver dag", riga, ""},
		{"Limpieza de tres colegios", riga, ""},
		{"Takarítás három iskolában", riga, ""},
		{"Catering 2026", riga, ""},
		{"Cleaning services", riga, ""},
		{"12345 67890 12345 67890", riga, ""},
	} {
		if got := Detect(c.text, all, c.place); got != c.want {
			t.Errorf("%q at a place of %v: %q, want %q", c.text, c.place, got, c.want)
		}
	}
}
