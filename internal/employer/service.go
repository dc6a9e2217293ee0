// Package employer is the place of those who hire and teach: they meet firms and people.
package employer

import (
	"slices"

	"citiesgrow/internal/module"
	"citiesgrow/internal/organisation"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/store"
	"citiesgrow/internal/taxonomy"
)

// Service holds the use cases.
type Service struct {
	kit           module.Kit
	organisations *organisation.Service
	teams         *store.Collection[TeamRequest]
	events        *store.Collection[Event]
	attendances   *store.Collection[Attendance]
}

// New returns the service.
func New(k module.Kit, organisations *organisation.Service) *Service {
	return &Service{kit: k, organisations: organisations,
		teams: store.Of[TeamRequest](k.DB, teams), events: store.Of[Event](k.DB, events),
		attendances: store.Of[Attendance](k.DB, attendances)}
}

// trades are the codes that were chosen, or those the words surely mean.
func trades(chosen []string, words string, taxa *taxonomy.Taxonomy, wrong *problem.Problem, language string) []string {
	var codes []string
	for _, typed := range chosen {
		code, ok := taxonomy.NormalCPV(typed)
		if !ok {
			wrong.Add("cpv", problem.M("tender.cpv_wrong", "Code", typed))
			continue
		}
		if !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	if len(codes) > 0 || words == "" {
		return codes
	}
	for i, m := range taxa.Meanings(words, language) {
		if i < 2 && m.Weight >= 0.5 {
			codes = append(codes, m.CPV)
		}
	}
	return codes
}
