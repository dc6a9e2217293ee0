// Package web is the HTTP server and the only package that knows Fiber,
// HTML and HTTP. A module hands it routes: a method, a path, who may, a view and
// a typed handler. Each is answered in two voices, a page for a person and JSON
// under /api/v1 for a program, from the same handler. From the same list come
// the OpenAPI document, the check of inputs and the matrix of roles.
//
// What it promises for every answer, also for errors: strict headers, a bounded
// request, a deadline, a request id and one line in the log that names no person.
package web

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/i18n"
)

//go:embed assets all:views locales
var files embed.FS

// Locales returns the folder with one file of sentences for each language.
func Locales() fs.FS { f, _ := fs.Sub(files, "locales"); return f }

// Witness is called with what an adviser did for the person whose actor the context holds: the
// area, the route and the path.
type Witness func(ctx context.Context, area, route, path string) error

// Sessions says who holds a session token; the account module implements it.
type Sessions interface {
	// Resolve returns the actor, an anonymous one when the token is unknown or has ended.
	Resolve(ctx context.Context, token string) (actor.Actor, error)
}

// Config is what a site is given.
type Config struct {
	BaseURL        *url.URL                       // where people reach the site; links in mails and the cookie rules follow it
	TrustedProxies []string                       // addresses whose X-Real-IP is believed; none by default
	Words          *i18n.Catalogue                // sentences
	Sessions       Sessions                       // who is signed in; nil: no one ever is
	SignIn         func() (view string, page any) // the page to sign in, for a form whose session had ended; nil: there is none
	Witness        Witness                        // records what advisers do for others; nil: not recorded
	Now            func() time.Time               // clock
	Log            *slog.Logger
	Ready          func(context.Context) error // nil error when requests can be served
	BodyLimit      int                         // bytes of a request's body; 0 = 2 MiB
	Deadline       time.Duration               // for one request; 0 = 20 s
	ReadTimeout    time.Duration               // to hear a whole request; 0 = 15 s
	WriteTimeout   time.Duration               // to hand over a whole answer; 0 = 60 s
}

// Site is the running server.
type Site struct {
	config  Config
	app     *fiber.App
	views   *views
	assets  *assets
	routes  []Route
	nav     []NavItem
	origins *http.CrossOriginProtection
	metrics *metrics
}

// NavItem is an entry of the page's menu, shown to those who may follow it.
type NavItem struct {
	Key  string // word key
	Path string
	Who  Who
	More bool // in the person's own menu, so that the head stays short
}

// New builds a site from its routes, menu and the modules' views (module name →
// folder of *.html). It fails when a template does not parse, a view is missing
// or two routes share a method and path: at start, not at the first visitor.
func New(config Config, routes []Route, nav []NavItem, moduleViews map[string]fs.FS) (*Site, error) {
	config = withDefaults(config)
	s := &Site{config: config, routes: routes, nav: nav, metrics: newMetrics()}
	var err error
	if s.assets, err = loadAssets(files); err != nil {
		return nil, err
	}
	if s.views, err = loadViews(files, moduleViews); err != nil {
		return nil, err
	}
	s.routes = append(s.routes, s.own()...)
	if err := s.check(); err != nil {
		return nil, err
	}
	s.origins = http.NewCrossOriginProtection()
	if err := s.origins.AddTrustedOrigin(config.BaseURL.Scheme + "://" + config.BaseURL.Host); err != nil {
		return nil, fmt.Errorf("base URL %s: %w", config.BaseURL, err)
	}
	s.app = s.build()
	return s, nil
}

func withDefaults(c Config) Config {
	if c.BaseURL == nil {
		c.BaseURL = &url.URL{Scheme: "http", Host: "127.0.0.1:8080"}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.BodyLimit == 0 {
		c.BodyLimit = 2 << 20
	}
	if c.Deadline == 0 {
		c.Deadline = 20 * time.Second
	}
	if c.ReadTimeout == 0 {
		c.ReadTimeout = 15 * time.Second
	}
	if c.WriteTimeout == 0 {
		c.WriteTimeout = 60 * time.Second
	}
	if c.Ready == nil {
		c.Ready = func(context.Context) error { return nil }
	}
	return c
}

var partOfPath = regexp.MustCompile(`{[^}]*}`)

// check refuses two routes with one address, however its parts are called, and a page
// without its view.
func (s *Site) check() error {
	seen := map[string]bool{}
	for _, r := range s.routes {
		for _, d := range r.endpoints() {
			key := d.method + " " + partOfPath.ReplaceAllString(d.path, "{}")
			if seen[key] {
				return fmt.Errorf("route %s is registered twice: there is another %s %s", r, d.method, d.path)
			}
			seen[key] = true
		}
		for _, view := range []string{r.View, r.FormView} {
			if view != "" && !s.views.has(view) {
				return fmt.Errorf("route %s: there is no view %q", r, view)
			}
		}
	}
	return nil
}

// readLimit is how many times the limit of a body is still read before it is refused: who
// is cut off in the middle of sending sees a broken connection, not the reason (F4).
const readLimit = 4

func (s *Site) build() *fiber.App {
	app := fiber.New(fiber.Config{
		AppName:                 "CitiesGrow",
		DisableStartupMessage:   true,
		Immutable:               true, // strings of a request outlive it (F1)
		CaseSensitive:           true,
		StrictRouting:           true, // one address for one thing (F14)
		UnescapePath:            true,
		BodyLimit:               readLimit * s.config.BodyLimit,
		ReadBufferSize:          16 << 10, // also the limit of all headers together
		ReadTimeout:             s.config.ReadTimeout,
		WriteTimeout:            s.config.WriteTimeout,
		IdleTimeout:             75 * time.Second,
		Concurrency:             4096,
		EnableTrustedProxyCheck: true, // X-Forwarded-* from strangers is ignored (F6)
		TrustedProxies:          s.config.TrustedProxies,
		ProxyHeader:             "X-Real-Ip",
		EnableIPValidation:      true,
		// A multipart body would be unpacked, also to disk, before anybody asked who sent it.
		DisablePreParseMultipartForm: true,
		ErrorHandler:                 s.unread,
	})
	app.Use(s.guard)
	app.Get("/assets/:name", s.serveAsset)
	app.Get("/healthz", func(c *fiber.Ctx) error { return c.SendString("ok\n") })
	app.Get("/readyz", func(c *fiber.Ctx) error {
		if err := s.config.Ready(c.UserContext()); err != nil {
			return c.Status(http.StatusServiceUnavailable).SendString("not ready\n")
		}
		return c.SendString("ready\n")
	})
	app.Get("/metrics", s.metrics.serve())
	// Fixed paths go before those with a part to fill in: /tenders/mine is not a tender.
	ordered := slices.Clone(s.routes)
	slices.SortStableFunc(ordered, func(a, b Route) int { return strings.Count(a.Path, "{") - strings.Count(b.Path, "{") })
	for _, r := range ordered {
		s.mount(app, r)
	}
	return app
}

// Routes lists every route there is, the site's own included.
func (s *Site) Routes() []Route { return s.routes }

// URL returns the full address of a path, built from the configuration and
// never from what a request claims.
func (s *Site) URL(path string) string {
	return strings.TrimSuffix(s.config.BaseURL.String(), "/") + path
}

// Serve answers requests on the listener until Shutdown; it returns nil then.
func (s *Site) Serve(l net.Listener) error {
	if err := s.app.Listener(l); err != nil {
		return fmt.Errorf("serve on %s: %w", l.Addr(), err)
	}
	return nil
}

// Shutdown waits for the answers under way, at most as long as given.
func (s *Site) Shutdown(wait time.Duration) error { return s.app.ShutdownWithTimeout(wait) }
