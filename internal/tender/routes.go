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

// Matcher says how tenders and the reader's firm fit. The match module is one.
type Matcher interface {
	// Reasons says why each tender fits the reader's firm, by tender id; nil where the
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

// alone is the matcher of a site without one: tenders are shown alone.
type alone struct{}

func (alone) Reasons(*web.Ctx, []*Tender) (map[string]Fit, error) { return nil, nil }
func (alone) Firm(*web.Ctx) (*Firm, error)                        { return nil, nil }
func (alone) Gap(*web.Ctx, *Tender) (*web.Gap, error)             { return nil, nil }
func (alone) Reach(*web.Ctx, *Content) (*web.Reach, error)        { return nil, nil }

// handlers answer requests.
type handlers struct {
	*Service
	matcher Matcher
}

// Module is tenders as cmd/citiesgrow wires them; a nil matcher shows tenders alone.
func (s *Service) Module(m Matcher) module.Module {
	if m == nil {
		m = alone{}
	}
	h := handlers{s, m}
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
				About: "Search the published tenders, the open ones first."}, h.list),
			web.Handle(web.Route{Method: "GET", Path: "/tenders/{id}", View: "tender/show", Who: web.Anyone(), About: "One tender as it stands now."}, h.show),
			web.Handle(web.Route{Method: "GET", Path: "/tenders/{id}/notices", Who: web.Anyone(), Voice: web.APIOnly,
				About: "Everything that was published about a tender."}, h.listNotices),
			h.calendarRoute(),
			web.Handle(web.Route{Method: "GET", Path: "/tenders/{id}/questions", Who: web.Anyone(), Voice: web.APIOnly,
				About: "What was asked about a tender, and the answers."}, h.listQuestions),
			web.Again(web.Handle(web.Route{Method: "POST", Path: "/tenders/{id}/questions", Who: web.Only(actor.Entrepreneur), Area: actor.AreaContracts,
				Status: http.StatusCreated, About: "Ask the buyer; nobody learns who asked."}, h.ask), "tender/show", h.againAsk),
			web.Handle(web.Route{Method: "POST", Path: "/questions/{id}/answer", Who: buyer, About: "Answer a question, to all."}, h.answer),
			web.Handle(web.Route{Method: "GET", Path: "/tenders/mine", View: "tender/mine", Who: buyer, About: "The tenders of the buyer who asks."}, h.mine),
			web.Handle(web.Route{Method: "GET", Path: "/tenders/shares", View: "tender/shares", Who: buyer,
				About: "How much of what was awarded in a year went to small firms: the buyer's own contracts, and all of the city."}, h.shares),
			web.Handle(web.Route{Method: "GET", Path: "/tenders/shares/csv", Who: buyer, Media: "text/csv", About: "The same as CSV."}, h.sharesFile),
			web.Handle(web.Route{Method: "GET", Path: "/tenders/new", View: "tender/draft", Who: buyer, Voice: web.PageOnly}, h.showNew),
			web.Again(web.Handle(web.Route{Method: "POST", Path: "/tenders", Who: buyer, Status: http.StatusCreated, About: "Begin a draft."}, h.create),
				"tender/draft", h.againNew),
			web.Handle(web.Route{Method: "GET", Path: "/tenders/{id}/draft", View: "tender/draft", Who: buyer,
				About: "The draft of a tender, with its reach."}, h.showDraft),
			web.Again(web.Handle(web.Route{Method: "PUT", Path: "/tenders/{id}", Who: buyer, About: "Change the draft; revision is the one that was read."},
				h.edit), "tender/draft", h.againDraft),
			web.Again(web.Handle(web.Route{Method: "POST", Path: "/tenders/{id}/publication", Bodiless: true, Who: buyer, Status: http.StatusCreated,
				About: "Publish the draft: the first notice, or an amendment."}, h.publish), "tender/check", h.againPublish),
			web.Handle(web.Route{Method: "GET", Path: "/tenders/{id}/check", View: "tender/check", Who: buyer,
				About: "The draft as it will be public, and what it lacks."}, h.showCheck),
			web.Handle(web.Route{Method: "DELETE", Path: "/tenders/{id}", Who: buyer, About: "Throw the draft away; what was published stays."}, h.discard),
			web.Handle(web.Route{Method: "GET", Path: "/tenders/{id}/outcome", View: "tender/outcome", Who: buyer, Voice: web.PageOnly}, h.showOutcome),
			web.Again(web.Handle(web.Route{Method: "POST", Path: "/tenders/{id}/outcome", Who: buyer, Status: http.StatusCreated,
				About: "Close a tender with its outcome: a further notice."}, h.end), "tender/outcome", h.againOutcome),
			web.Handle(web.Route{Method: "GET", Path: "/ocds/releases", Who: web.Anyone(), Voice: web.APIOnly, Media: "application/json",
				About: "What was published, as an OCDS 1.1 release package."}, h.releases),
			web.Handle(web.Route{Method: "GET", Path: "/ocds/records/{ocid}", Who: web.Anyone(), Voice: web.APIOnly, Media: "application/json",
				About: "One contracting process, as an OCDS 1.1 record package."}, h.record),
		},
		Nav: []web.NavItem{
			{Key: "nav.tenders", Path: "/tenders", Who: web.Anyone()},
			{Key: "nav.mine", Path: "/tenders/mine", Who: web.Only(actor.Buyer)},
		},
	}
}
