package supplier_test

import (
	"fmt"
	"testing"
	"time"

	"citiesgrow/internal/record"
	"citiesgrow/internal/supplier"
)

// A buyer may ask for the turnover of three years (Directive 2014/24/EU, annex XII): the best of those counts, an
// older one does not.
func TestTheBestTurnoverOfThreeYears(t *testing.T) {
	of := func(years ...int) []supplier.YearAmount {
		var all []supplier.YearAmount
		for i := 0; i < len(years); i += 2 {
			all = append(all, supplier.YearAmount{Year: years[i], Amount: euros(int64(years[i+1]))})
		}
		return all
	}
	for _, c := range []struct {
		says string
		told []supplier.YearAmount
		want *record.Money
	}{
		{"none is told", nil, nil},
		{"the best of several", of(2024, 5, 2025, 9, 2023, 7), &record.Money{Minor: 9_00, Currency: "EUR"}},
		{"three years ago", of(2023, 7), &record.Money{Minor: 7_00, Currency: "EUR"}},
		{"four years ago", of(2022, 7), nil},
		{"an old one is better", of(2022, 900, 2025, 9), &record.Money{Minor: 9_00, Currency: "EUR"}},
	} {
		if got := (&supplier.Profile{Turnover: c.told}).BestTurnover(now); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %v, want %v", c.says, got, c.want)
		}
	}
}

// Of several covers the highest that is valid counts, up to its last moment; a cover of another kind does not.
func TestTheCoverThatCounts(t *testing.T) {
	p := &supplier.Profile{Insurance: []supplier.Insurance{{Kind: "liability", Amount: euros(5)}, {Kind: "liability", Amount: euros(9), Until: now},
		{Kind: "liability", Amount: euros(7), Until: day(3)},
		{Kind: "professional", Amount: euros(50), Until: day(-1)}, {Kind: "professional", Amount: euros(2)}}}
	for _, c := range []struct {
		kind string
		at   time.Time
		want int64
	}{
		{"liability", now, 9}, {"liability", now.Add(time.Second), 7}, {"liability", day(4), 5}, {"professional", now, 2}, {"professional", day(-1), 50},
		{"", now, 9}, {"fire", now, 0},
	} {
		got := p.Cover(c.kind, c.at)
		if c.want == 0 && got != nil || c.want > 0 && (got == nil || *got != euros(c.want)) {
			t.Errorf("%q at %s: %v, want %d", c.kind, c.at, got, c.want)
		}
	}
}

// A certificate is known by its name, however it is written; a newer edition answers for it, another number does not.
func TestTheCertificateThatCounts(t *testing.T) {
	for _, c := range []struct {
		has, asked string
		until      time.Time
		holds      bool
	}{
		{"ISO 9001:2015", "ISO 9001", time.Time{}, true},
		{"iso-9001", "ISO 9001", time.Time{}, true},
		{"ISO 9001", "ISO 9001:2015", time.Time{}, true},
		{"ISO 14001", "ISO 9001", time.Time{}, false},
		{"ISO", "ISO 9001", time.Time{}, false}, // too short to answer for anything
		{"VCA*", "VCA", time.Time{}, true},
		{"VCA", "VCA", now, true},
		{"VCA", "VCA", now.Add(-time.Second), false},
		{"VCA", "", time.Time{}, false},
		{"VCA", " - ", time.Time{}, false},
	} {
		p := &supplier.Profile{Certificates: []supplier.Certificate{{Name: c.has, Until: c.until}}}
		if got := p.Holds(c.asked, now); got != c.holds {
			t.Errorf("%q until %v answers for %q: %v", c.has, c.until, c.asked, got)
		}
	}
}

// A paper is mentioned 60 days before it ends, the next first, and stays once it is over.
func TestAPaperIsMentionedInTime(t *testing.T) {
	p := &supplier.Profile{Certificates: []supplier.Certificate{{Name: "in 60 days", Until: now.Add(60 * 24 * time.Hour)},
		{Name: "a second less", Until: now.Add(60*24*time.Hour - time.Second)}, {Name: "now", Until: now},
		{Name: "a second ago", Until: now.Add(-time.Second)}, {Name: "never"}}, Insurance: []supplier.Insurance{{Kind: "liability", Until: day(9)}}}
	var told []string
	for _, e := range p.ExpiringSoon(now) {
		told = append(told, fmt.Sprint(e.Name, " ", e.Over))
	}
	if want := "[a second ago true now false liability false a second less false]"; fmt.Sprint(told) != want {
		t.Errorf("mentioned %v, want %s", told, want)
	}
}

// The last day of a paper ends at midnight in the firm's city, whether a page sends its section alone or a program all.
func TestAPaperEndsInTheFirmsCity(t *testing.T) {
	_, s, ctx := house(t)
	who := olena
	who.City = "helsinki"
	if _, err := s.Change(as(ctx, who), supplier.Form{Section: "work", Words: "cleaning"}); err != nil {
		t.Fatal(err)
	}
	papers := supplier.Form{Section: "proof", Insurance: []supplier.InsuranceForm{{Amount: "5", Until: "2026-12-04"}},
		Certificates: []supplier.CertificateForm{{Name: "VCA", Until: "2026-12-04"}}}
	whole := papers
	whole.Section, whole.Words, whole.City = "", "cleaning", "helsinki"
	for says, f := range map[string]supplier.Form{"a page": papers, "a program": whole} {
		p, err := s.Change(as(ctx, who), f)
		last := time.Date(2026, 12, 4, 21, 59, 0, 0, time.UTC)
		if err != nil || !p.Insurance[0].Until.Equal(last) || !p.Certificates[0].Until.Equal(last) ||
			supplier.FormOf(p, "Europe/Helsinki").Insurance[0].Until != "2026-12-04" {
			t.Errorf("%s: %v, %v", says, p.Insurance, err)
		}
	}
}

// A full profile is a hundred per cent, an empty one none, and each part is worth what it says.
func TestTheMeterIsFullWhenAllIsTold(t *testing.T) {
	if got := told().Percent(); got != 100 {
		t.Errorf("all is told: %d", got)
	}
	if got := (&supplier.Profile{Name: "x", City: "ghent"}).Percent(); got != 0 {
		t.Errorf("nothing is told: %d", got)
	}
	for part, take := range map[string]func(*supplier.Profile){
		"work": func(p *supplier.Profile) { p.CPV = nil }, "cities": func(p *supplier.Profile) { p.Cities = nil },
		"languages":  func(p *supplier.Profile) { p.Languages = nil },
		"references": func(p *supplier.Profile) { p.References = nil }, "insurance": func(p *supplier.Profile) { p.Insurance = nil },
		"turnover": func(p *supplier.Profile) { p.Turnover = nil },
		"staff":    func(p *supplier.Profile) { p.Staff = 0 }, "largest": func(p *supplier.Profile) { p.Largest = nil },
		"certificates": func(p *supplier.Profile) { p.Certificates = nil },
		"contact":      func(p *supplier.Profile) { p.Contact = supplier.Contact{Web: "https://a.example"} },
	} {
		p := told()
		take(p)
		worth := 0
		for _, one := range p.Strength() {
			if !one.Told {
				worth += one.Worth
				if one.Key != part {
					t.Errorf("without %s the meter lacks %s", part, one.Key)
				}
			}
		}
		if worth == 0 || p.Percent() != 100-worth {
			t.Errorf("without %s: %d", part, p.Percent())
		}
	}
}
