package report

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Law is the information about a country that a person needs before they report: the time limit and a body that can help.
type Law struct {
	Country string // ISO 3166-1 alpha-2
	Months  int    // shortest limit that often applies, in months from the day of the event; 0 if there is none this short
	Basis   string // citation of the law, in its language
	Body    string // the nearest competent body, by its name in its language
	Web     string
	Phone   string // without 112
}

//go:embed law.tsv
var lawTable string

var laws = mustLaws(lawTable)

// LawOf returns the law of a country; the zero Law if unknown.
func LawOf(country string) Law { return laws[country] }

// Until returns the last day of the limit for an event on a day; empty if there is no limit or no valid day.
func (l Law) Until(happened string) string {
	at, err := time.Parse(time.DateOnly, happened)
	if err != nil || l.Months == 0 {
		return ""
	}
	return Day(MonthsAfter(at, l.Months))
}

// mustLaws parses the embedded table; it panics at an invalid line.
func mustLaws(table string) map[string]Law {
	all := map[string]Law{}
	for line := range strings.Lines(table) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(cells) != 6 {
			panic(fmt.Sprintf("law.tsv: %q has %d cells", line, len(cells)))
		}
		months, err := strconv.Atoi(cells[1])
		if err != nil {
			panic("law.tsv: " + err.Error())
		}
		all[cells[0]] = Law{cells[0], months, cells[2], cells[3], cells[4], cells[5]}
	}
	return all
}
