package web

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/problem"
)

// Voice limits a route to pages or to the API; Both is the default.
type Voice int

const (
	Both Voice = iota
	PageOnly
	APIOnly
)

// Who may call a route. This is the outer fence: the first line of the use case
// behind it asks again.
type Who struct {
	Open  bool         // anyone, signed in or not
	Roles []actor.Role // these; with none and not Open: every signed-in user
}

// Anyone needs no account.
func Anyone() Who { return Who{Open: true} }

// SignedIn needs an account of any role.
func SignedIn() Who { return Who{} }

// Only needs an account with one of these roles.
func Only(roles ...actor.Role) Who { return Who{Roles: roles} }

// Allows reports whether the actor may.
func (w Who) Allows(a actor.Actor) bool { return w.check(a) == nil }

func (w Who) check(a actor.Actor) error {
	switch {
	case w.Open:
		return nil
	case a.Nobody():
		return problem.New(problem.Unauthorized, "problem.sign_in")
	case len(w.Roles) > 0 && !slices.Contains(w.Roles, a.Role):
		return problem.New(problem.Forbidden, "problem.role")
	}
	return nil
}

// Route is one use of the site by page and API. It is made by Handle and registered once; the page lives at
// Path and the API at /api/v1 + Path. A browser form can only GET and POST: it
// reaches a PUT by POST to the same path, and a DELETE by POST to the path + "/delete".
type Route struct {
	Method   string
	Path     string // "/tenders/{id}"
	Who      Who
	View     string // "tender/list"; empty: no page
	FormView string // the view that shows a refused form again, with AgainFrom's page
	Voice    Voice
	Status   int    // of a successful API answer; 0 = 200
	About    string // one English line for the API document
	NoStore  bool   // nothing of it may be kept by a cache
	Area     string // of actor.Areas: an adviser with consent for it may do this for a client; empty: no adviser may
	Quiet    bool   // for who must not be known: see quiet.go
	Upload   bool   // takes files: fields of type []Upload, as multipart/form-data or JSON
	Verified bool   // a GET that answers 409 to an account whose organisation is missing or not verified
	Bodiless bool   // a request without a body makes sense: all that the body can say is extra

	Example string // of a body, in JSON; empty: one made from the input's type
	Media   string // of an answer that is a file, "text/csv"

	in, out     reflect.Type
	queries     map[string]reflect.Kind // the keys of a query that it knows
	underscored bool                    // the answer has keys of forms, which a program reads in camelCase
	call        func(*Ctx, reflect.Value) (any, error)
	again       func(*Ctx, reflect.Value) (any, error)
}

// Handle makes a route of a typed handler. In names its inputs by tags: path:"id",
// query:"q", and json:"title" for a body, which a form uses as well; validate tags
// are checked before the handler is called. Out is the page's data and the API's
// body; fields for the page alone carry json:"-".
func Handle[In, Out any](r Route, handler func(*Ctx, In) (Out, error)) Route {
	r.in, r.out = reflect.TypeFor[In](), reflect.TypeFor[Out]()
	r.queries = queriesOf(r.in)
	r.underscored = underscored(r.out, map[reflect.Type]bool{})
	r.call = func(c *Ctx, in reflect.Value) (any, error) { return handler(c, in.Interface().(In)) }
	return r
}

// Again sets how a form that was refused is shown once more: the page is built by
// this handler (often the one of the GET route), the view is FormView, and what was
// typed and what was wrong with it stand at the fields.
func Again[In, Out any](r Route, view string, page func(*Ctx, In) (Out, error)) Route {
	r.FormView = view
	r.again = func(c *Ctx, in reflect.Value) (any, error) { return page(c, in.Interface().(In)) }
	return r
}

// open reports whether the actor, where it is an adviser who acts for a client, may use the
// route: reading what is there for the person's role, changing where they agreed.
func (r Route) open(a actor.Actor) error {
	reading := r.Method == "GET" && (r.Who.Open || len(r.Who.Roles) > 0)
	if a.Assisted() && !reading && !a.MayIn(r.Area) {
		return problem.New(problem.Forbidden, "problem.assisted")
	}
	return nil
}

// takesBody reports whether the route reads a body, needsBody whether it refuses to go without.
func (r Route) takesBody() bool {
	return r.Method != "GET" && r.Method != "DELETE" && r.in.Kind() == reflect.Struct && hasTag(r.in, "json")
}

func (r Route) needsBody() bool { return r.takesBody() && !r.Bodiless }

// None is an empty input or output.
type None struct{}

// Located is an answer to a form that leads the browser on (303) to a path of this site.
type Located interface{ Location() string }

// Placed is the answer to a POST whose browser is led elsewhere than to what was made: a program
// reads in the Location header where that is.
type Placed interface{ Place() string }

// placeOf is the path of what was made, without what is meant for a browser alone.
func placeOf(to Located) string {
	path := to.Location()
	if placed, apart := to.(Placed); apart {
		path = placed.Place()
	}
	if end := strings.IndexAny(path, "?#"); end >= 0 {
		path = path[:end]
	}
	return path
}

// Made is the answer to a POST that made something, where a program needs no more than its id.
type Made struct {
	ID   string `json:"id"`
	At   string `json:"-"` // its path
	Next string `json:"-"` // where a browser goes; empty: to its path
	Done string `json:"-"` // what the page there says was done, as in Done
}

// Location is where a browser goes, Place where a program finds what was made.
func (m Made) Location() string {
	path := cmp.Or(m.Next, m.At)
	if m.Done != "" {
		return string(Done(path, m.Done))
	}
	return path
}

// Place is the path of what was made.
func (m Made) Place() string { return m.At }

// In and Out are the types of a route's input and answer.
func (r Route) In() reflect.Type { return r.in }

// Out is the type of a route's answer.
func (r Route) Out() reflect.Type { return r.out }

// Go is an answer that only redirects; the API answers 204.
type Go string

// Location is the path it leads to.
func (g Go) Location() string { return string(g) }

// Done is a path whose page says what was just done, by the word key done.NAME.
func Done(path, name string) Go { return Go(path + "?done=" + name) }

// endpoint is one method and path of a route.
type endpoint struct {
	method, path string
	api          bool
}

// endpoints are the route's API voice and its page, or the one it has.
func (r Route) endpoints() []endpoint {
	var all []endpoint
	if r.Voice != PageOnly {
		all = append(all, endpoint{r.Method, "/api/v1" + r.Path, true})
	}
	switch {
	case r.Voice == APIOnly:
	case r.Method == "PUT", r.Method == "PATCH":
		all = append(all, endpoint{"POST", r.Path, false})
	case r.Method == "DELETE":
		all = append(all, endpoint{"POST", r.Path + "/delete", false})
	default:
		all = append(all, endpoint{r.Method, r.Path, false})
	}
	return all
}

// mount registers the endpoints of a route in the app. A HEAD is answered as its GET.
func (s *Site) mount(app *fiber.App, r Route) {
	for _, d := range r.endpoints() {
		if d.method == "GET" {
			app.Get(fiberPath(d.path), s.answer(r, d.api))
			continue
		}
		app.Add(d.method, fiberPath(d.path), s.answer(r, d.api))
	}
}

// fiberPath turns "/tenders/{id}" into "/tenders/:id".
func fiberPath(path string) string {
	return strings.NewReplacer("{", ":", "}", "").Replace(path)
}

// PathWith fills a route's path with values, for links and tests.
func PathWith(path string, values ...string) string {
	for _, v := range values {
		from, to := strings.Index(path, "{"), strings.Index(path, "}")
		if from < 0 || to < from {
			return path
		}
		path = path[:from] + v + path[to+1:]
	}
	return path
}

func (r Route) String() string { return fmt.Sprintf("%s %s", r.Method, r.Path) }
