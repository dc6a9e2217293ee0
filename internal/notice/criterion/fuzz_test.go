package criterion_test

import (
	"testing"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/criterion"
)

func FuzzRead(f *testing.F) {
	f.Add("ef-stand", "Umsatz mind. 500.000,- EUR; Haftpflicht 2 Mio. €")
	f.Add("tp-abil", "3 (three) references. ISO 9001:2015")
	f.Fuzz(func(t *testing.T, code, words string) {
		for _, r := range criterion.Read(code, nil, i18n.Text{"de": words}) {
			if r.Amount != nil && (r.Amount.Minor <= 0 || r.Amount.Currency == "") {
				t.Errorf("%q gives the amount %v", words, r.Amount)
			}
		}
	})
}
