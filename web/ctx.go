package web

import (
	"context"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/i18n"
)

// Ctx is what a handler knows of the request it answers. It is a context.Context
// with the request's deadline and actor, so it is passed on as one.
type Ctx struct {
	context.Context
	Actor actor.Actor
	Words *i18n.Words
	Now   time.Time
	API   bool   // a program asks, not a person
	ID    string // of the request, for the log

	fiber *fiber.Ctx
	site  *Site
	token string // of the session, empty for a visitor
	typed url.Values
	files map[string][]Upload
	kept  *Kept
	quiet bool
}

// Languages are those the person reads, strongest first.
func (c *Ctx) Languages() []string { return []string{c.Words.Code} }

// URL returns the full address of a path of this site.
func (c *Ctx) URL(path string) string { return c.site.URL(path) }

// Link adds a Link header (RFC 8288) to a path of the API.
func (c *Ctx) Link(rel, path string) {
	c.fiber.Append("Link", "<"+c.URL("/api/v1"+path)+`>; rel="`+rel+`"`)
}

// Query is the request's own query string, for links that change one part of it.
func (c *Ctx) Query() url.Values {
	q, _ := url.ParseQuery(string(c.fiber.Request().URI().QueryString()))
	return q
}

// Token is the session's secret; the account module alone has a use for it.
func (c *Ctx) Token() string { return c.token }

// SignIn hands the browser a session; it ends with the given time at the latest.
func (c *Ctx) SignIn(token string, until time.Time) {
	c.setCookie(c.site.sessionCookie(), token, until.Sub(c.Now))
	c.token = token
}

// SignOut takes the session away and asks the browser to forget what it kept.
func (c *Ctx) SignOut() {
	c.setCookie(c.site.sessionCookie(), "", -time.Second)
	c.token = ""
	c.fiber.Set("Clear-Site-Data", `"cache", "storage"`)
}

// setCookie keeps a value in the browser for a time from now (the browser's clock may
// differ from ours), or takes it away where the time is negative.
func (c *Ctx) setCookie(name, value string, keep time.Duration) {
	cookie := &fiber.Cookie{Name: name, Value: value, Path: "/", MaxAge: int(keep.Seconds()),
		Secure: c.site.secure(), HTTPOnly: true, SameSite: fiber.CookieSameSiteLaxMode}
	if keep < 0 {
		cookie.MaxAge, cookie.Expires = 0, time.Unix(1, 0)
	}
	c.fiber.Cookie(cookie)
}

// Network names where the request came from, coarsely (an IPv4 /24, an IPv6 /48),
// to slow down guessing. It is never stored or logged.
func (c *Ctx) Network() string {
	ip, err := netip.ParseAddr(c.fiber.IP())
	if err != nil {
		return "unknown"
	}
	bits := 24
	if ip = ip.Unmap(); ip.Is6() {
		bits = 48
	}
	prefix, err := ip.Prefix(bits)
	if err != nil {
		return "unknown"
	}
	return prefix.String()
}

// secure reports whether people reach the site over https.
func (s *Site) secure() bool { return s.config.BaseURL.Scheme == "https" }

// sessionCookie is the cookie's name; the __Host- prefix binds it to this host and to https.
func (s *Site) sessionCookie() string {
	if s.secure() {
		return "__Host-session"
	}
	return "session"
}

const languageCookie = "language"

// newCtx reads who asks and in which language.
func (s *Site) newCtx(f *fiber.Ctx, api bool) (*Ctx, error) {
	c := &Ctx{Context: f.UserContext(), API: api, Now: s.config.Now().UTC(), fiber: f, site: s, quiet: isQuiet(f)}
	c.ID, _ = f.Locals("id").(string)
	if c.quiet {
		c.Context = actor.With(c.Context, actor.Actor{})
		c.Speak(f.Query(languageKey))
		return c, nil
	}
	if bearer, ok := strings.CutPrefix(f.Get("Authorization"), "Bearer "); ok {
		c.token = strings.TrimSpace(bearer)
	} else {
		c.token = f.Cookies(s.sessionCookie())
	}
	if c.token != "" && s.config.Sessions != nil {
		// Not c itself: the store may still watch the context when c is given its actor below.
		who, err := s.config.Sessions.Resolve(c.Context, c.token)
		if err != nil {
			return nil, err
		}
		if c.Actor = who; who.Nobody() {
			c.token = ""
		}
	}
	c.Context = actor.With(c.Context, c.Actor)
	c.Words = s.config.Words.For(s.config.Words.Match(f.Query(languageKey), f.Cookies(languageCookie), c.Actor.Language, f.Get("Accept-Language")))
	return c, nil
}
