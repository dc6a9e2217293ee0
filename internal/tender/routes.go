package tender

import (
	"context"
	"embed"
	"time"

	"citiesgrow/internal/module"
	"citiesgrow/internal/store"
	"citiesgrow/search"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// Parts are the parts of the page of a tender that the check of a draft shows as well.
//
//go:embed views/_contract.html
var Parts embed.FS

// Matcher says how tenders and the reader's firm fit. The match module is one.
type Matcher interface {
	// Reasons says why each tender fits the reader's firm, by tender id; without a firm there are none.
	Reasons(c *web.Ctx, tenders []*Tender) (map[string]Fit, error)
	// Firm is what a list takes account of in the reader's firm; the zero value where there is none.
	Firm(c *web.Ctx) (Firm, error)
	// Gap compares the tender's requirements with the reader's firm; false where there is none.
	Gap(c *web.Ctx, t *Tender) (*web.Gap, bool, error)
}

// Fit is how a tender suits a firm.
type Fit struct {
	Score   int // 0 to 100
	Reasons []web.Reason
}

// Firm is where the reader's firm works, and its matches.
type Firm struct {
	Cities  []string       // its own first
	Lacking map[string]int // of each of its matches, by id: how many requirements the firm does not meet; nil without a profile
}

// Interests stores what firms do about tenders. The interest module is one.
type Interests interface {
	// See stores that the actor's firm opened the page of an open tender.
	See(ctx context.Context, t *Tender) error
	// Step is the actor's step towards a tender; false where there is none.
	Step(ctx context.Context, id string) (Step, bool, error)
}

// Step is what a firm did about a tender: it follows it, or declared interest.
type Step struct{ Declared bool }

// Questions lists what firms asked about a tender. The question module is one.
type Questions interface {
	OnPage(ctx context.Context, id string) ([]Asked, error)
}

// Asked is a question about a tender, with its answer.
type Asked struct {
	ID       string
	Revision int64
	Text     string
	Answer   string
	Answered time.Time // zero while it waits

	Again bool   // an answer was refused: the form is shown once more
	Typed string // that answer
}

// Handlers answer requests about tenders.
type Handlers struct {
	*Service
	matcher   Matcher
	interests Interests
	questions Questions
}

// Handlers returns the handlers, with what other modules show on their pages.
func (s *Service) Handlers(m Matcher, i Interests, q Questions) *Handlers {
	return &Handlers{s, m, i, q}
}

// Module is tenders as cmd/citiesgrow wires them.
func (s *Handlers) Module() module.Module {
	return module.Module{
		Name:        "tender",
		Views:       views,
		Collections: []store.Spec{Collection, Notices},
		Journeys:    s.journeys(),
		Kinds:       []search.Kind{Kind},
		Followers:   []store.Follower{module.Indexer(s.kit, Kind, Collection, s.describe)},
		Check:       module.IndexCheck(s.kit, Kind, Collection, s.describe),
		Routes: []web.Route{
			web.Handle(web.Route{Method: "GET", Path: "/tenders", View: "tender/list", Who: web.Anyone(),
				About: "Search the published tenders, the open ones first."}, s.list),
			web.Handle(web.Route{Method: "GET", Path: "/tenders/{id}", View: "tender/show", Who: web.Anyone(), About: "One tender as it stands now."}, s.Show),
			web.Handle(web.Route{Method: "GET", Path: "/tenders/{id}/notices", Who: web.Anyone(), Voice: web.APIOnly,
				About: "Everything that was published about a tender."}, s.listNotices),
			s.calendarRoute(),
			web.Handle(web.Route{Method: "GET", Path: "/ocds/releases", Who: web.Anyone(), Voice: web.APIOnly, Media: "application/json",
				About: "What was published, as an OCDS 1.1 release package."}, s.releases),
			web.Handle(web.Route{Method: "GET", Path: "/ocds/records/{ocid}", Who: web.Anyone(), Voice: web.APIOnly, Media: "application/json",
				About: "One contracting process, as an OCDS 1.1 record package."}, s.record),
		},
		Nav: []web.NavItem{{Key: "nav.tenders", Path: "/tenders", Who: web.Anyone()}},
	}
}
