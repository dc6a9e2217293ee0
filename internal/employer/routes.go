package employer

import (
	"embed"
	"slices"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/store"
	"citiesgrow/search"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// Module is how the house sees employers, agencies and schools. Each part of it has its
// own file of doors.
func (s *Service) Module() module.Module {
	owner := web.Only(actor.Employer)
	return module.Module{
		Name:        "employer",
		Views:       views,
		Collections: []store.Spec{organisations, offers, pledges, engagements, teams},
		Journeys:    s.journeys(),
		Kinds:       []search.Kind{OfferKind},
		Followers:   []store.Follower{module.Indexer(s.kit, OfferKind, offers, s.describe)},
		Check:       module.IndexCheck(s.kit, OfferKind, offers, s.describe),
		Routes:      slices.Concat(s.organisationRoutes(), s.offerRoutes(), s.pledgeRoutes(), s.engagementRoutes(), s.teamRoutes()),
		Nav: []web.NavItem{
			{Key: "nav.vacancies", Path: "/vacancies", Who: web.Anyone()},
			{Key: "nav.organisation", Path: "/organisation", Who: owner},
			{Key: "nav.teams", Path: "/teams", Who: web.Only(actor.Entrepreneur), More: true},
			{Key: "nav.review", Path: "/vacancies/review", Who: web.Only(actor.Staff, actor.Admin), More: true},
			{Key: "nav.engagements", Path: "/engagements", Who: web.Only(actor.Staff, actor.Admin), More: true},
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
