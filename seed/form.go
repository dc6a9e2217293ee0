package seed

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"citiesgrow/internal/draft"
	"citiesgrow/internal/record"
)

// tenderForm fills in the form of a tender for a row.
func (s *seeder) tenderForm(r row, deadline time.Time) draft.Form {
	city, _ := s.Kit.Taxonomy.City(r["city"])
	chance := draw("form " + r["title"])
	f := draft.Form{
		Title: r["title"], Description: r["description"], Language: city.Languages[0], City: city.ID, Value: record.Amount(r["value"]),
		CPV: s.codes(r, chance), Months: number(r["months"]), Languages: split(r["langs"], ","), NoLotsWhy: r["nolots"], SME: r["sme"],
		Social: split(r["social"], ","), Private: r["private"], Lots: lots(r), SubmitURL: "https://offers.demo.citiesgrow.example/" + city.ID,
	}
	if f.SME == "" && r["steep"] != "" {
		f.SME = "no"
	}
	if len(f.Languages) == 0 {
		f.Languages = city.Languages[:1]
	}
	if f.Months == 0 {
		f.Months = []int{3, 6, 12, 12, 24, 36}[chance.IntN(6)]
	}
	if !deadline.IsZero() {
		f.Deadline = formDay(deadline)
		f.Questions = formDay(deadline.AddDate(0, 0, -4))
	}
	f.Requirements = requirements(r, city.Currency, chance)
	return f
}

// formDay and onDay format a time in the form of a date field, formDay with the time of day.
func formDay(t time.Time) record.Day { return record.Day(t.Format("2006-01-02T15:04")) }

func onDay(t time.Time) record.Day { return record.Day(t.Format("2006-01-02")) }

// codes returns codes of the row's trade, the most typical first.
func (s *seeder) codes(r row, chance *rand.Rand) []string {
	trade, known := s.Kit.Taxonomy.Trade(r["trade"])
	if !known {
		return nil
	}
	return trade.CPV[:min(1+chance.IntN(2), len(trade.CPV))]
}

// lots divides the value between the lots; the first gets slightly more.
func lots(r row) []draft.LotForm {
	titles := split(r["lots"], " / ")
	var all []draft.LotForm
	left := number(r["value"])
	for i, title := range titles {
		part := round(float64(left) / float64(len(titles)-i) * 1.1)
		if i == len(titles)-1 {
			part = left
		}
		left -= part
		all = append(all, draft.LotForm{Title: title, Value: amount(part)})
	}
	return all
}

// requirements are random and fit the value. Those of a "steep" row ask for more than the work needs, those of a "light" one for
// little.
func requirements(r row, currency string, chance *rand.Rand) draft.RequirementsForm {
	value := number(r["value"])
	times := func(from, to float64) record.Amount {
		return amount(round(float64(value) * (from + chance.Float64()*(to-from))))
	}
	f := draft.RequirementsForm{Certificates: r["cert"]}
	switch {
	case r["steep"] != "":
		f.Turnover, f.Insurance = times(2.4, 4), amount(cover(value*4, currency))
		f.References, f.Years, f.Staff = 3, 5, 15
	case r["light"] != "":
		f.References = chance.IntN(2)
		if f.References == 0 {
			f.Insurance = amount(cover(value, currency))
		}
	case chance.IntN(8) > 0: // one in eight has no requirements
		f.Insurance, f.References = amount(cover(value, currency)), 1+chance.IntN(2)
		if chance.IntN(4) > 0 {
			f.Turnover = times(0.4, 1.2)
		}
		if chance.IntN(3) == 0 {
			f.Staff = 3 + chance.IntN(3)
		}
		if chance.IntN(3) == 0 {
			f.Years = 2
		}
		if f.Certificates == "" && chance.IntN(7) == 0 {
			f.Certificates = "ISO 9001"
		}
	}
	return f
}

// cover returns a usual liability cover for a value.
func cover(value int, currency string) int {
	step := 250_000
	switch currency {
	case "GBP":
		step = 1_000_000
	case "PLN":
		step = 1_000_000
		value /= 4
	}
	return step * (1 + min(value/100_000, 7))
}

// round keeps two significant digits.
func round(v float64) int {
	if v < 100 {
		return int(v)
	}
	unit := math.Pow(10, math.Floor(math.Log10(v))-1)
	return int(math.Round(v/unit) * unit)
}

func amount(n int) record.Amount { return record.Amount(strconv.Itoa(n)) }

func counts(cell string) (all, small int) {
	a, b, _ := strings.Cut(cell, ",")
	return number(a), number(b)
}
