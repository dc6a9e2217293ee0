package taxonomy_test

import (
	"encoding/json"
	"os"
	"slices"
	"testing"
	"time"

	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/testdata"
)

func TestSixteenCitiesAreComplete(t *testing.T) {
	cities := empty(t).Cities()
	if len(cities) != 16 {
		t.Fatalf("want 16 cities, got %d", len(cities))
	}
	if !slices.IsSortedFunc(cities, func(a, b taxonomy.City) int { return slices.Compare([]byte(a.ID), []byte(b.ID)) }) {
		t.Error("cities are not in the order of their ids")
	}
	for _, c := range cities {
		for _, l := range []string{"ar", "de", "el", "en", "es", "fa", "fi", "fr", "lv", "nl", "pl", "pt", "ru", "tr", "uk"} {
			if c.Names[l] == "" {
				t.Errorf("%s has no name in %s", c.ID, l)
			}
		}
		if _, err := time.LoadLocation(c.Zone); err != nil {
			t.Errorf("%s: %v", c.ID, err)
		}
		if c.Law != "eu" && c.Law != "uk" || (c.Law == "uk") != (c.Country == "GB") {
			t.Errorf("%s: law %q in %s", c.ID, c.Law, c.Country)
		}
		if c.Lat < 35 || c.Lat > 62 || c.Lon < -10 || c.Lon > 34 || len(c.Currency) != 3 || len(c.Languages) == 0 {
			t.Errorf("%s: place, currency or languages are wrong", c.ID)
		}
	}
}

func TestEveryNUTSCodeOfTheCitiesFindsThem(t *testing.T) {
	var published map[string]struct {
		Old   []string `json:"nuts2016_2021"`
		New   []string `json:"nuts2024"`
		Wider []string `json:"wider"`
	}
	data, err := os.ReadFile(testdata.Dir(t, "nuts", "sixteen-cities-nuts3.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &published); err != nil {
		t.Fatal(err)
	}
	if len(published) != 16 {
		t.Fatalf("want 16 cities, got %d", len(published))
	}
	for _, tax := range []*taxonomy.Taxonomy{empty(t), loaded(t)} {
		for name, p := range published {
			for _, code := range slices.Concat(p.Old, p.New, p.Wider) {
				city, ok := tax.CityByNUTS(code)
				if !ok || city.Names["en"] != name {
					t.Errorf("%s: want %s, got %q", code, name, city.ID)
				}
				for n := 2; n < 5; n++ {
					if !slices.ContainsFunc(tax.CitiesWithin(code[:n]), func(c taxonomy.City) bool { return c.ID == city.ID }) {
						t.Errorf("%s does not lie within %s", city.ID, code[:n])
					}
				}
			}
			for i, old := range p.Old {
				if len(p.New) > i && tax.NormalNUTS(old) != p.New[i] {
					t.Errorf("%s: want %s today, got %s", old, p.New[i], tax.NormalNUTS(old))
				}
			}
		}
	}
}

func TestCitiesWithinRegionsOfAnyYear(t *testing.T) {
	tax := loaded(t)
	for code, want := range map[string][]string{
		"LV": {"riga"}, "FI1": {"helsinki", "tampere"}, "FI19": {"tampere"}, "NL33": {"rotterdam"}, "NL36": {"rotterdam"}, "NL3": {"rotterdam", "utrecht"},
		"NL31": {"utrecht"}, "NL35": {"utrecht"},
		"DE": {"dresden", "munich"}, "PT17": {"lisbon"}, "PT1A": {"lisbon"}, "GB": {"birmingham", "brighton-hove"}, "UK": {"birmingham", "brighton-hove"},
		"GR": {"athens"}, "EL3": {"athens"}, "EL30": {"athens"},
		"FR51": {"nantes"}, "FRG": {"nantes"}, "CY0": {"nicosia"}, "LV00A": {"riga"}, "SE": nil, "": nil, "FI1B2": nil,
	} {
		var got []string
		for _, c := range tax.CitiesWithin(code) {
			got = append(got, c.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: want %v, got %v", code, want, got)
		}
	}
}

func TestCityByPlace(t *testing.T) {
	tax := empty(t)
	for _, c := range []struct{ nuts, country, town, postcode, want string }{
		{"FI1B1", "", "", "", "helsinki"}, {"", "FIN", "Helsingfors", "", "helsinki"}, {"", "DE", "MÜNCHEN", "", "munich"},
		{"", "DEU", "Muenchen", "", "munich"}, {"", "BE", "Gand", "", "ghent"},
		{"", "GR", "ΑΘΗΝΑ", "", "athens"}, {"EL", "", "Athens", "", "athens"}, {"", "LV", "Rīga, LV-1050", "", "riga"}, {"", "LVA", "Riga", "", "riga"},
		{"", "PL", "Gdansk", "", "gdansk"},
		{"UK", "GB", "Hove", "BN3 3BQ", "brighton-hove"}, {"", "GB", "", "BN1 1JE", "brighton-hove"}, {"", "GB", "", "B1 1BB", "birmingham"},
		{"", "GB", "", "BS1 1AA", ""}, {"", "GB", "", "B97 4AA", ""},
		{"", "DE", "01067 Dresden", "", "dresden"}, {"", "NL", "Utrecht", "3511 AA", "utrecht"}, {"", "NL", "", "3511 AA", "utrecht"},
		{"", "FR", "Nantes Cedex 1", "44041", "nantes"},
		{"CY000", "CY", "Limassol", "", ""}, {"CY000", "CY", "Λεμεσός", "", ""}, {"CY000", "CY", "Nicosia", "", "nicosia"}, {"CY000", "CY", "", "", "nicosia"},
		{"", "LV", "", "LV-1050", "riga"}, {"", "PL", "", "80-803", "gdansk"}, {"SE110", "SE", "Stockholm", "", ""}, {"", "FR", "Utrecht", "", ""},
		{"", "", "", "", ""}, {"LV006", "", "", "", "riga"}, {"LV00A", "", "", "", "riga"}, {"lv006 ", "", "", "", "riga"},
	} {
		city, ok := tax.CityByPlace(c.nuts, c.country, c.town, c.postcode)
		if city.ID != c.want || ok != (c.want != "") {
			t.Errorf("%v: want %q, got %q", c, c.want, city.ID)
		}
	}
}
