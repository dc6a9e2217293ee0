package taxonomy

import (
	"fmt"
	"testing"
)

func ours(t *testing.T) *Taxonomy {
	t.Helper()
	taxa, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return taxa
}

func TestWordsThatTellNothingOfATrade(t *testing.T) {
	taxa := ours(t)
	for _, word := range []string{"and", "other", "Services", "WORK", "und", "Leistungen", "et", "travaux", "ve", "diğer", "hizmet", "و", "خدمات", "та",
		"послуги", "услуги", "työt", "roboty",
		"εργασίες", "darbi", "obras", "werkzaamheden", "Helsinki", "Gdańsk", "Λευκωσία", "of", "ab"} {
		if taxa.Telling(word) {
			t.Errorf("%q tells of a trade", word)
		}
	}
	for _, word := range []string{"catering", "Malerarbeiten", "прибирання", "تنظيف", "siivous", "boya", "xyzzyq"} {
		if !taxa.Telling(word) {
			t.Errorf("%q tells nothing", word)
		}
	}
	if taxa.Names("catering", []string{"90910000"}) || !taxa.Names("Catering", []string{"90910000", "55510000"}) || taxa.Names("xyzzyq", []string{"55510000"}) {
		t.Error("catering names what it should not, or not what it should")
	}
}

// A trade that leads to a code does not name it.
func TestACodesNameIsTheCodesName(t *testing.T) {
	taxa := ours(t)
	for code, not := range map[string]string{"55521200": "Sandwiches", "90913000": "Swimming pool care", "60130000": "School bus",
		"98380000": "Animal care", "90511300": "Bulky waste"} {
		if got := taxa.Work(code, "en"); got == not || got == "" {
			t.Errorf("%s is called %q", code, got)
		}
	}
	if got := fmt.Sprint(taxa.Works([]string{"90000000", "90900000", "90919200", "90919200", "45442100"}, "en")); got != "[Office cleaning Painting]" {
		t.Errorf("wider codes are named beside narrower ones: %s", got)
	}
}

func TestWhatAnOwnerSaysLeadsToCodes(t *testing.T) {
	taxa := ours(t)
	for _, c := range []struct {
		language string
		said     []string
		want     string
	}{
		{"en", []string{"painting"}, "[45442100 45442110]"},
		{"fr", []string{"fioul et carburants"}, "[09100000 09130000]"}, // "et" is no Turkish meat
		{"en", []string{"window cleaning"}, "[90911300 90910000]"},
		{"en", []string{"zzyzx"}, "[]"},
	} {
		if got := fmt.Sprint(taxa.Codes(c.said, c.language)); got != c.want {
			t.Errorf("%q: %s, want %s", c.said, got, c.want)
		}
	}
}
