package ted

import (
	"strings"
	"time"
	_ "time/tzdata" // a server without the system's zone files must read deadlines all the same

	"citiesgrow/internal/official"
)

// zones are the time zones of the countries whose notices the journal carries.
// Spain's and Portugal's islands are an hour behind and not told apart.
var zones = map[string]string{
	"AT": "Europe/Vienna", "BE": "Europe/Brussels", "BG": "Europe/Sofia", "CH": "Europe/Zurich", "CY": "Asia/Nicosia",
	"CZ": "Europe/Prague", "DE": "Europe/Berlin", "DK": "Europe/Copenhagen", "EE": "Europe/Tallinn", "ES": "Europe/Madrid",
	"FI": "Europe/Helsinki", "FR": "Europe/Paris", "GB": "Europe/London", "GR": "Europe/Athens", "HR": "Europe/Zagreb",
	"HU": "Europe/Budapest", "IE": "Europe/Dublin", "IS": "Atlantic/Reykjavik", "IT": "Europe/Rome", "LI": "Europe/Vaduz",
	"LT": "Europe/Vilnius", "LU": "Europe/Luxembourg", "LV": "Europe/Riga", "MT": "Europe/Malta", "NL": "Europe/Amsterdam",
	"NO": "Europe/Oslo", "PL": "Europe/Warsaw", "PT": "Europe/Lisbon", "RO": "Europe/Bucharest", "SE": "Europe/Stockholm",
	"SI": "Europe/Ljubljana", "SK": "Europe/Bratislava", "MK": "Europe/Skopje", "ME": "Europe/Podgorica", "RS": "Europe/Belgrade",
	"AL": "Europe/Tirane", "BA": "Europe/Sarajevo", "TR": "Europe/Istanbul", "MD": "Europe/Chisinau", "UA": "Europe/Kyiv",
	"KE": "Africa/Nairobi", "US": "America/New_York",
}

// clock reads the local times of a country. Notices say no zone; the times in
// them are those of the buyer's country. Those of a country that is not listed
// are taken to be Brussels', where the Union's bodies abroad have their seat.
type clock struct{ zone *time.Location }

func clockOf(country string) clock {
	name, ok := zones[official.Country(country)]
	if !ok {
		name = "Europe/Brussels"
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		zone = time.UTC
	}
	return clock{zone}
}

// What a date without a time stands for.
const (
	startOfDay = "00:00:00"
	endOfDay   = "23:59:59"
)

// at joins a date ("2020-03-11") and a local time ("12:00"), which when missing
// is the moment otherwise of that day, into UTC. What is no date gives the zero time.
func (c clock) at(date, hour, otherwise string) time.Time {
	date, hour = strings.TrimSpace(date), strings.TrimSpace(hour)
	if hour == "" {
		hour = otherwise
	}
	if hour == "24:00" {
		hour = endOfDay
	}
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02 15:04:05", "20060102 15:04", "20060102 15:04:05"} {
		if t, err := time.ParseInLocation(layout, date+" "+hour, c.zone); err == nil && t.Year() > 1900 {
			return t.UTC()
		}
	}
	return time.Time{}
}
