package tender

import (
	"embed"
	"net/http"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/internal/store"
	"citiesgrow/search"
	"citiesgrow/web"
)

//go:embed all:views
var views embed.FS

// Companion is what stands beside a tender for the person who looks: the match module
// knows how a firm fits. Without one, tenders are shown alone.
type Companion interface {
	// Reasons tells why each tender fits the reader's firm, by tender id; nil where the
	// reader has none.
	Reasons(c *web.Ctx, tenders []*Tender) (map[string]Fit, error)
	// Firm is what a list takes account of in the reader's firm; nil where there is none.
	Firm(c *web.Ctx) (*Firm, error)
	// Gap holds the tender's requirements against the reader's firm; nil where there is none.
	Gap(c *web.Ctx, t *Tender) (*web.Gap, error)
	// Reach counts the firms that a content leaves able to bid.
	Reach(c *web.Ctx, content *Content) (*web.Reach, error)
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

// Accompany sets who stands beside.
func (s *Service) Accompany(c Companion) { s.beside = c }

// Module is how the house sees tenders.
func (s *Service) Module() module.Module {
	buyer := web.Only(actor.Buyer, actor.Employer)
	return module.Module{
		Name:        "tender",
		Views:       views,
		Collections: []store.Spec{tenders, notices, interests, questions, sightings, awaitedNotices},
		Journeys:    s.journeys(),
		Took:        []module.Took{{Theme: "a", Accounts: s.took}},
		Kinds:       []search.Kind{Kind},
		Followers:   []store.Follower{s.folder(), module.Indexer(s.kit, Kind, tenders, s.describe)},
		Check:       module.IndexCheck(s.kit, Kind, tenders, s.describe),
		Routes: []web.Route{
			web.Handle(web.Route{Method: "GET", Path: "/tenders", View: "tender/list", Who: web.Anyone(),
				About: "Search the published tenders, the open ones first."}, s.list),
			web.Handle(web.Route{Method: "GET", Path: "/tenders/{id}", View: "tender/show", Who: web.Anyone(), About: "One tender as it stands now."}, s.show),
			web.Handle(web.Route{Method: "GET", Path: "/tenders/{id}/notices", Who: web.Anyone(), Voice: web.APIOnly,
				About: "Everything that was published about a tender."}, s.listNotices),
			s.calendarRoute(),
			web.Handle(web.Route{Method: "GET", Path: "/tenders/{id}/questions", Who: web.Anyone(), Voice: web.APIOnly,
				About: "What was asked about a tender, and the answers."}, s.listQuestions),
			web.Again(web.Handle(web.Route{Method: "POST", Path: "/tenders/{id}/questions", Who: web.Only(actor.Entrepreneur), Area: actor.AreaContracts,
				Status: http.StatusCreated, About: "Ask the buyer; nobody learns who asked."}, s.ask), "tender/show", s.againAsk),
			web.Handle(web.Route{Method: "POST", Path: "/questions/{id}/answer", Who: buyer, About: "Answer a question, to all."}, s.answer),
			web.Handle(web.Route{Method: "GET", Path: "/tenders/mine", View: "tender/mine", Who: buyer, About: "The tenders of the buyer who asks."}, s.mine),
			web.Handle(web.Route{Method: "GET", Path: "/tenders/shares", View: "tender/shares", Who: buyer,
				About: "How much of what was awarded in a year went to small firms: the buyer's own contracts, and all of the city."}, s.shares),
			web.Handle(web.Route{Method: "GET", Path: "/tenders/shares/csv", Who: buyer, Media: "text/csv", About: "The same as CSV."}, s.sharesFile),
			web.Handle(web.Route{Method: "GET", Path: "/tenders/new", View: "tender/draft", Who: buyer, Voice: web.PageOnly}, s.showNew),
			web.Again(web.Handle(web.Route{Method: "POST", Path: "/tenders", Who: buyer, Status: http.StatusCreated, About: "Begin a draft."}, s.create),
				"tender/draft", s.againNew),
			web.Handle(web.Route{Method: "GET", Path: "/tenders/{id}/draft", View: "tender/draft", Who: buyer,
				About: "The draft of a tender, with its reach."}, s.showDraft),
			web.Again(web.Handle(web.Route{Method: "PUT", Path: "/tenders/{id}", Who: buyer, About: "Change the draft; revision is the one that was read."},
				s.edit), "tender/draft", s.againDraft),
			web.Again(web.Handle(web.Route{Method: "POST", Path: "/tenders/{id}/publication", Bodiless: true, Who: buyer, Status: http.StatusCreated,
				About: "Publish the draft: the first notice, or an amendment."}, s.publish), "tender/check", s.againPublish),
			web.Handle(web.Route{Method: "GET", Path: "/tenders/{id}/check", View: "tender/check", Who: buyer,
				About: "The draft as it will be public, and what it lacks."}, s.showCheck),
			web.Handle(web.Route{Method: "DELETE", Path: "/tenders/{id}", Who: buyer, About: "Throw the draft away; what was published stays."}, s.discard),
			web.Handle(web.Route{Method: "GET", Path: "/tenders/{id}/outcome", View: "tender/outcome", Who: buyer, Voice: web.PageOnly}, s.showOutcome),
			web.Again(web.Handle(web.Route{Method: "POST", Path: "/tenders/{id}/outcome", Who: buyer, Status: http.StatusCreated,
				About: "Close a tender with its outcome: a further notice."}, s.end), "tender/outcome", s.againOutcome),
			web.Handle(web.Route{Method: "GET", Path: "/ocds/releases", Who: web.Anyone(), Voice: web.APIOnly, Media: "application/json",
				About: "What was published, as an OCDS 1.1 release package."}, s.releases),
			web.Handle(web.Route{Method: "GET", Path: "/ocds/records/{ocid}", Who: web.Anyone(), Voice: web.APIOnly, Media: "application/json",
				About: "One contracting process, as an OCDS 1.1 record package."}, s.record),
		},
		Nav: []web.NavItem{
			{Key: "nav.tenders", Path: "/tenders", Who: web.Anyone()},
			{Key: "nav.mine", Path: "/tenders/mine", Who: web.Only(actor.Buyer)},
		},
	}
}
