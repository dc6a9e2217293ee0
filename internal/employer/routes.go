package employer

import (
	"embed"
	"slices"

	"citiesgrow/internal/module"
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
		Collections: []store.Spec{organisations},
		Routes:      slices.Concat(s.organisationRoutes()),
		Nav:         []web.NavItem{},
	}
}

func (s *Service) organisationRoutes() []web.Route { return nil }
