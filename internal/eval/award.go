package eval

import (
	"math"
	"strconv"
	"strings"

	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice"
	"citiesgrow/internal/notice/ocds"
	"citiesgrow/internal/record"
	"citiesgrow/internal/supplier"
	"citiesgrow/internal/taxonomy"
	"citiesgrow/internal/tender"
)

// award is a line of pt2024_tenders.jsonl.
type award struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Buyer   string   `json:"buyer"`
	Value   string   `json:"value"`
	CPV     string   `json:"cpv"`
	Label   string   `json:"cpv_label"`
	Place   string   `json:"place"`     // "Portugal, Faro, Loulé"
	Day     string   `json:"published"` // "2024-01-22"
	Period  string   `json:"period"`    // "train" or "test", see before and later
	Winners []string `json:"winners"`
}

// labels returns the official names of the codes, as the awards contain them.
func labels(awards []award) taxonomy.Set {
	set := taxonomy.Set{Scheme: "CPV"}
	seen := map[string]bool{}
	for _, a := range awards {
		if !seen[a.CPV] {
			seen[a.CPV] = true
			set.Codes = append(set.Codes, taxonomy.Code{ID: a.CPV, Labels: i18n.Text{language: a.Label}})
		}
	}
	return set
}

func (a *award) tender() *tender.Tender {
	t := &tender.Tender{Meta: record.Meta{ID: a.ID}, Compiled: notice.Compiled{Stage: notice.Competing}}
	t.Language, t.Buyer = language, ocds.Reference{Name: a.Buyer}
	t.Tender = ocds.Tender{Title: i18n.Text{language: a.Title}, CPV: []string{a.CPV}, Value: a.value(), Places: a.places()}
	return t
}

func (a *award) past() supplier.PastContract {
	return supplier.PastContract{Title: a.Title, Language: language, Client: a.Buyer, Country: country, Value: a.value(), CPV: []string{a.CPV}, Places: a.places()}
}

func (a *award) value() *record.Money {
	euros, err := strconv.ParseFloat(a.Value, 64)
	if err != nil || euros <= 0 {
		return nil
	}
	return &record.Money{Minor: int64(math.Round(euros * 100)), Currency: "EUR"}
}

// places returns the levels of "Portugal, Faro, Loulé"; several paths are separated by "|".
func (a *award) places() []ocds.Place {
	var places []ocds.Place
	for _, path := range strings.Split(a.Place, "|") {
		levels := strings.Split(path, ",")
		if strings.TrimSpace(levels[0]) != "Portugal" {
			continue
		}
		places = append(places, ocds.Place{Country: country})
		for i := 1; i < len(levels); i++ {
			places = append(places, ocds.Place{Country: country, Town: strings.Join(levels[1:i+1], ",")})
		}
	}
	return places
}
