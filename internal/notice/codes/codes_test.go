package codes_test

import (
	"testing"

	"citiesgrow/internal/notice/codes"
)

func TestCodes(t *testing.T) {
	for in, want := range map[string]string{
		"ENG": "en", "DEU": "de", "ELL": "el", "GLE": "ga", "MLT": "mt", "EL": "el", "sv": "sv", "ARB": "arb", "": "", "klingonish": "",
	} {
		if got := codes.Language(in); got != want {
			t.Errorf("language %q = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"GBR": "GB", "UK": "GB", "GRC": "GR", "EL": "GR", "DEU": "DE", "CYP": "CY", "1A0": "XK", "USA": "US", "": "", "XYZ": "", "150": "", "EU": "",
	} {
		if got := codes.Country(in); got != want {
			t.Errorf("country %q = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"72000000": "72000000", "72000000-5": "72000000", "7200000": "", "LA21": "", "abcdefgh": ""} {
		if got := codes.CPV(in); got != want {
			t.Errorf("cpv %q = %q, want %q", in, got, want)
		}
	}
}

func TestOnlyWebAddressesAreLinks(t *testing.T) {
	for in, want := range map[string]string{
		"https://a.example/x?y=1":     "https://a.example/x?y=1",
		"www.a.example":               "http://www.a.example",
		"a.example/tenders":           "http://a.example/tenders",
		"javascript:alert(1)":         "",
		"javascript:alert(1)//a.b":    "",
		"ftp://a.example":             "",
		"http://user:pw@a.example":    "",
		"http://localhost":            "",
		"see the documents":           "",
		"http://a.example/\"><script": "",
		"N/A":                         "",
		"":                            "",
	} {
		if got := codes.Link(in); got != want {
			t.Errorf("link %q = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"a@b.example": "a@b.example", "a@b": "", "no": "", "A <a@b.example>": "", "a@b@c.d": ""} {
		if got := codes.Mail(in); got != want {
			t.Errorf("mail %q = %q, want %q", in, got, want)
		}
	}
}

func TestAContactIsADepartmentOrNothing(t *testing.T) {
	for in, want := range map[string]string{
		"Procurement Department":             "Procurement Department",
		"Zentrale Vergabestelle":             "Zentrale Vergabestelle",
		"Vergabestelle Frau Muster":          "",
		"Procurement Department, Ann Sample": "",
		"Ann Sample":                         "",
		"Dr. Team":                           "",
		"":                                   "",
	} {
		if got := codes.Department(in); got != want {
			t.Errorf("%q = %q, want %q", in, got, want)
		}
	}
}

func TestNotToldNeverBecomesYes(t *testing.T) {
	yes, no := true, false
	for _, c := range []struct {
		answers []*bool
		want    *bool
	}{{nil, nil}, {[]*bool{nil, nil}, nil}, {[]*bool{nil, &no}, &no}, {[]*bool{&no, &yes, nil}, &yes}, {[]*bool{&yes, &no}, &yes}} {
		got := codes.Any(c.answers...)
		if (got == nil) != (c.want == nil) || got != nil && *got != *c.want {
			t.Errorf("%v = %v, want %v", c.answers, got, c.want)
		}
	}
}
