package report

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Law is what a person should know before they report in a country: how long they have, and which body
// helps as well.
type Law struct {
	Country string // ISO 3166-1 alpha-2
	Months  int    // of the shortest limit that often applies, from the day it happened; 0 when there is none so short
	Basis   string // the law, in its own words
	Body    string // the nearest competent body: its name in its own language
	Web     string
	Phone   string // 112 is not repeated here
}

//go:embed law.tsv
var lawTable string

var laws = mustLaws(lawTable)

// LawOf is the law of a country.
func LawOf(country string) Law { return laws[country] }

// Until is the last day of the limit for something that happened on a day; empty where
// there is no limit or no day.
func (l Law) Until(happened string) string {
	at, err := time.Parse(time.DateOnly, happened)
	if err != nil || l.Months == 0 {
		return ""
	}
	return Day(MonthsAfter(at, l.Months))
}

// mustLaws reads the table that is built into the program; it panics at a line that cannot be read.
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
