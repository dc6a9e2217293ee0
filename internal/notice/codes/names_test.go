package codes_test

import (
	"testing"

	"citiesgrow/internal/notice/codes"
)

func TestLanguagesAndCountriesByName(t *testing.T) {
	for in, want := range map[string]string{"Latvian": "lv", "latviešu": "lv", "Lettisch": "lv", "lav": "lv", "LV": "lv", "lv-LV": "lv", "lv_LV": "lv",
		"uk-UA": "uk", "Ukrainian": "uk",
		"українська": "uk", "sr-Latn-RS": "sr", "English": "en", "anglais": "en", "Arabic": "ar", "العربية": "ar", "Greek": "el", "ελληνικά": "el",
		"Farsi": "fa", "Persian": "fa",
		"somali": "so", "  German ": "de", "Deutsch": "de", "zh-Hans": "zh", "Punjabi": "pa", "": "", "sign language": "", "all": "", "N/A": "",
		"other languages": "", "Riga": ""} {
		if got := codes.LanguageNamed(in); got != want {
			t.Errorf("language %q = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"Latvia": "LV", "Latvija": "LV", "Lettland": "LV", "LVA": "LV", "lv": "LV", "Lettonie": "LV",
		"United Kingdom": "GB", "UK": "GB", "England": "GB",
		"Germany": "DE", "Deutschland": "DE", "The Netherlands": "NL", "Nederland": "NL", "Ελλάδα": "GR", "България": "BG", "Polska": "PL", "EL": "GR",
		"": "", "Europe": "", "Riga": ""} {
		if got := codes.CountryNamed(in); got != want {
			t.Errorf("country %q = %q, want %q", in, got, want)
		}
	}
}
