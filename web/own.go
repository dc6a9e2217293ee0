package web

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"citiesgrow/internal/actor"
)

// own are the routes of the site itself: its language, its description, its components.
func (s *Site) own() []Route {
	return []Route{
		Handle(Route{Method: "GET", Path: "/api/docs", View: "web/docs", Who: Anyone(), Voice: PageOnly}, s.docs),
		Handle(Route{Method: "GET", Path: "/openapi.json", Who: Anyone(), Voice: APIOnly, About: "This description of the API (OpenAPI 3.1)."}, s.describe),
		Handle(Route{Method: "GET", Path: "/design", View: "web/design", Who: Anyone(), Voice: PageOnly}, s.design),
		Handle(Route{Method: "POST", Path: "/language", Who: Anyone(), Voice: PageOnly, Area: actor.AreaAlways}, chooseLanguage),
	}
}

func (s *Site) describe(*Ctx, None) (map[string]any, error) { return s.OpenAPI(), nil }

type languageInput struct {
	Language string `json:"language" validate:"required,max=8"`
	Next     string `json:"next" validate:"max=2000"`
}

// chooseLanguage keeps the choice in a cookie for a year.
func chooseLanguage(c *Ctx, in languageInput) (Go, error) {
	c.setCookie(languageCookie, c.site.config.Words.Match(in.Language), 365*24*time.Hour)
	return Go(LocalPath(in.Next)), nil
}

// DocsPage lists the API for a person.
type DocsPage struct{ Groups []DocsGroup }

// DocsGroup is the routes of one noun.
type DocsGroup struct {
	Name   string
	Routes []DocsRoute
}

// DocsRoute is one route as a person reads it.
type DocsRoute struct {
	Method, Path, About, Who string
	Inputs                   []DocsInput
}

// DocsInput is one input of a route.
type DocsInput struct{ Name, In, Rule string }

func (s *Site) docs(*Ctx, None) (*DocsPage, error) {
	page := &DocsPage{}
	byName := map[string]*DocsGroup{}
	for _, r := range s.routes {
		if r.Voice == PageOnly {
			continue
		}
		name := strings.SplitN(strings.Trim(r.Path, "/"), "/", 2)[0]
		if byName[name] == nil {
			byName[name] = &DocsGroup{Name: name}
		}
		byName[name].Routes = append(byName[name].Routes, describeRoute(r))
	}
	for _, g := range byName {
		slices.SortFunc(g.Routes, func(a, b DocsRoute) int { return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method)) })
		page.Groups = append(page.Groups, *g)
	}
	slices.SortFunc(page.Groups, func(a, b DocsGroup) int { return cmp.Compare(a.Name, b.Name) })
	return page, nil
}

func describeRoute(r Route) DocsRoute {
	d := DocsRoute{Method: r.Method, Path: "/api/v1" + r.Path, About: r.About, Who: "anyone"}
	if !r.Who.Open {
		d.Who = "signed in" + rolesText(r.Who)
	}
	for _, f := range visible(r.in) {
		for _, tag := range []string{"path", "query", "json"} {
			name, _, _ := strings.Cut(f.Tag.Get(tag), ",")
			if name == "" || name == "-" || tag == "json" && r.Method == "GET" {
				continue
			}
			place := tag
			if tag == "json" {
				place = "body"
				if !standard(r.in) {
					name = camel(name)
				}
			}
			d.Inputs = append(d.Inputs, DocsInput{Name: name, In: place, Rule: f.Tag.Get("validate")})
		}
	}
	return d
}

// DesignPage shows every component in all its states.
type DesignPage struct {
	Cards     []Card
	Gap       Gap
	Reach     Reach
	Deadlines []Deadline
	Facets    []Facet
	Chart     Chart
	Radar     Radar
	Steps     Steps
	Empty     Empty
	Pager     Pager
}

func (s *Site) design(c *Ctx, _ None) (*DesignPage, error) { return sampleDesign(c.Now), nil }
