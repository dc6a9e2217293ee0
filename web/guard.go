package web

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"citiesgrow/internal/problem"
)

// policy lets a page load what this site serves and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard wraps every request: id, headers, deadline, recovery, the refusals that
// need no handler, one line in the log.
func (s *Site) guard(f *fiber.Ctx) (err error) {
	start := time.Now()
	id := s.begin(f)
	ctx, cancel := context.WithTimeout(context.Background(), s.config.Deadline)
	defer cancel()
	f.SetUserContext(ctx)
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
		if err != nil {
			// Answered here, so that the log has the final status and compression its body.
			err = s.fail(f, err)
		}
		compress(f)
		s.note(f, id, time.Since(start))
	}()
	if err := s.screen(f); err != nil {
		return err
	}
	return f.Next()
}

// begin gives a request its id and its answer the headers that every answer has.
func (s *Site) begin(f *fiber.Ctx) string {
	id := rand.Text()[:12]
	f.Locals("id", id)
	s.headers(f, id)
	return id
}

// unread answers what the server could not read to its end (too large, too slow, no HTTP):
// guard never saw it.
func (s *Site) unread(f *fiber.Ctx, err error) error {
	start := time.Now()
	id := s.begin(f)
	ctx, cancel := context.WithTimeout(context.Background(), s.config.Deadline)
	defer cancel()
	f.SetUserContext(ctx)
	err = s.fail(f, err)
	s.note(f, id, time.Since(start))
	return err
}

func (s *Site) headers(f *fiber.Ctx, id string) {
	h := &f.Response().Header
	h.Set("X-Request-Id", id)
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()")
	if s.secure() {
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
}

// screen refuses what no route should ever see.
func (s *Site) screen(f *fiber.Ctx) error {
	if f.Get("Content-Encoding") != "" {
		// A packed body would be unpacked past the body limit (F3).
		return problem.New(problem.Unsupported, "problem.content_encoding")
	}
	if disguised(string(f.Request().URI().PathOriginal())) {
		return problem.New(problem.NotFound, "problem.not_found")
	}
	check := &http.Request{Method: f.Method(), Host: string(f.Request().Host()), Header: http.Header{}}
	for _, name := range []string{"Sec-Fetch-Site", "Origin"} {
		if v := f.Get(name); v != "" {
			check.Header.Set(name, v)
		}
	}
	if err := s.origins.Check(check); err != nil {
		return problem.New(problem.Forbidden, "problem.cross_site").Wrap(err)
	}
	return nil
}

// disguised reports whether a path hides a separator, a dot segment or a NUL behind percent
// signs: a proxy in front and the router here could read it differently (F15).
func disguised(path string) bool {
	path = strings.ToLower(path)
	for _, hidden := range []string{"%2f", "%5c", "%2e", "%25", "%00"} {
		if strings.Contains(path, hidden) {
			return true
		}
	}
	return strings.Contains(path+"/", "/../") || strings.Contains(path+"/", "/./")
}

// note writes the one line about a request: no address, no query, no person.
func (s *Site) note(f *fiber.Ctx, id string, took time.Duration) {
	if isQuiet(f) {
		return // the line's time would reveal when a report was filed
	}
	route, _ := f.Locals("route").(string)
	if route == "" {
		route = "other"
	}
	code := f.Response().StatusCode()
	s.metrics.observe(route, code, took)
	s.config.Log.Info("request", "id", id, "route", route, "status", code,
		"ms", float64(took.Microseconds())/1000, "bytes", len(f.Response().Body()))
}

const tokenField = "csrf"

// formToken is what a signed-in person's forms carry: it is derived from the session,
// so nothing is stored, and masked anew for each page, so that compression reveals
// nothing about it (BREACH). Behind it stands whose form it is, which is what is left to know
// when the session has ended.
func formToken(session, account string) string {
	if session == "" {
		return ""
	}
	sum := sessionSum(session)
	mask := make([]byte, len(sum))
	rand.Read(mask)
	for i := range sum {
		sum[i] ^= mask[i]
	}
	return base64.RawURLEncoding.EncodeToString(slices.Concat(mask, sum, accountSum(mask, account)))
}

// accountSum is by what a form is known as an account's, without naming it.
func accountSum(mask []byte, account string) []byte {
	sum := sha256.Sum256(slices.Concat([]byte("form of\x00"), mask, []byte(account)))
	return sum[:16]
}

// formOf reports whether a form token is of a form that was made for an account.
func formOf(token, account string) bool {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	return err == nil && len(raw) == 48 && account != "" && subtle.ConstantTimeCompare(raw[32:], accountSum(raw[:16], account)) == 1
}

func sessionSum(session string) []byte {
	sum := sha256.Sum256([]byte("form\x00" + session))
	return sum[:16]
}

// checkToken refuses a signed-in browser's form without its token. Programs send the
// session as a bearer token, which a foreign page cannot make a browser do.
func (s *Site) checkToken(c *Ctx, r Route) error {
	if r.Method == "GET" || c.token == "" || strings.HasPrefix(c.fiber.Get("Authorization"), "Bearer ") {
		return nil
	}
	sent := c.fiber.Get("X-Csrf-Token")
	switch {
	case sent != "":
	case r.Upload && multipartForm(c.fiber):
		if err := c.readParts(); err != nil {
			return err
		}
		sent = c.typed.Get(tokenField)
	default:
		sent = c.fiber.FormValue(tokenField)
	}
	raw, err := base64.RawURLEncoding.DecodeString(sent)
	want := sessionSum(c.token)
	if err == nil && len(raw) == 3*len(want) {
		for i := range want {
			raw[i] ^= raw[len(want)+i]
		}
		if subtle.ConstantTimeCompare(raw[:len(want)], want) == 1 {
			return nil
		}
	}
	return problem.New(problem.Forbidden, "problem.form_expired")
}
