package employer

import (
	"embed"
	"time"

	"citiesgrow/internal/form"
	"citiesgrow/internal/module"
	"citiesgrow/internal/record"
	"citiesgrow/internal/store"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// Module is the module of events.
func (s *Service) Module() module.Module {
	return module.Module{
		Name:        "employer",
		Views:       views,
		Collections: []store.Spec{events, attendances},
		Took:        []module.Took{{Theme: "b", Accounts: s.took}},
		Routes:      s.eventRoutes(),
		Nav:         []web.NavItem{{Key: "nav.events", Path: "/events", Who: web.Anyone()}},
	}
}

func (s *Service) cityName(c *web.Ctx, id string) string {
	return s.kit.Taxonomy.CityNames([]string{id}, c.Languages()...)
}

func formDay(t time.Time) record.Day { return form.Day(t, "UTC") }
