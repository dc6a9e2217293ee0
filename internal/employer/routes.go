package employer

import (
	"embed"
	"slices"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/form"
	"citiesgrow/internal/module"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// Module is how the house sees employers, agencies and schools. Each part of it has its
// own file of doors.
func (s *Service) Module() module.Module {
	return module.Module{
		Name:        "employer",
		Views:       views,
		Collections: []store.Spec{teams, events, attendances},
		Took:        []module.Took{{Theme: "b", Accounts: s.took}},
		Routes:      slices.Concat(s.teamRoutes(), s.eventRoutes()),
		Nav: []web.NavItem{
			{Key: "nav.events", Path: "/events", Who: web.Anyone()},
			{Key: "nav.teams", Path: "/teams", Who: web.Only(actor.Entrepreneur), More: true},
		},
	}
}

func (s *Service) cityName(c *web.Ctx, id string) string {
	return s.kit.Taxonomy.CityNames([]string{id}, c.Languages()...)
}

// workNames says trades, each once.
func (s *Service) workNames(c *web.Ctx, codes []string) []string {
	var all []string
	for _, code := range codes {
		if label := s.kit.Taxonomy.Work(code, c.Languages()...); label != "" && !slices.Contains(all, label) {
			all = append(all, label)
		}
	}
	return all
}

func formDay(t time.Time) record.Day { return form.Day(t, "UTC") }
