package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"citiesgrow/internal/problem"
)

// status is the one place where kinds of problems become HTTP.
func status(k problem.Kind) int {
	switch k {
	case problem.Invalid:
		return http.StatusUnprocessableEntity
	case problem.Malformed:
		return http.StatusBadRequest
	case problem.Unauthorized:
		return http.StatusUnauthorized
	case problem.Forbidden:
		return http.StatusForbidden
	case problem.NotFound:
		return http.StatusNotFound
	case problem.Method:
		return http.StatusMethodNotAllowed
	case problem.Conflict:
		return http.StatusConflict
	case problem.TooLarge:
		return http.StatusRequestEntityTooLarge
	case problem.Unsupported:
		return http.StatusUnsupportedMediaType
	case problem.TooMany:
		return http.StatusTooManyRequests
	case problem.Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// fromFiber gives Fiber's own errors a kind.
func fromFiber(err error) *problem.Problem {
	var e *fiber.Error
	if !errors.As(err, &e) {
		return nil
	}
	switch e.Code {
	case http.StatusRequestEntityTooLarge:
		return problem.New(problem.TooLarge, "problem.too_large")
	case http.StatusNotFound:
		return problem.New(problem.NotFound, "problem.not_found")
	case http.StatusMethodNotAllowed: // Fiber has set the Allow header
		return problem.New(problem.Method, "problem.method")
	case http.StatusUnsupportedMediaType:
		return problem.New(problem.Unsupported, "problem.content_type")
	case http.StatusRequestHeaderFieldsTooLarge, http.StatusBadRequest, http.StatusRequestTimeout, http.StatusBadGateway:
		// The last two are Fiber's words for a request that came too slowly or broke off.
		return problem.New(problem.Malformed, "problem.malformed")
	}
	return nil
}

// Problem is the body of an API error (RFC 9457).
type Problem struct {
	Type     string            `json:"type"`
	Title    string            `json:"title"`
	Status   int               `json:"status"`
	Detail   string            `json:"detail,omitempty"`
	Instance string            `json:"instance,omitempty"` // the request id
	Fields   map[string]string `json:"fields,omitempty"`   // by input name, in the reader's language
	Current  any               `json:"current,omitempty"`  // with 409: what is stored now
}

// fail is the only place that answers an error. What a person can put right is
// said; everything else is logged with the request id and shown as "our mistake".
func (s *Site) fail(f *fiber.Ctx, err error) error {
	p := problem.Of(err)
	if p == nil {
		p = fromFiber(err)
	}
	if p == nil {
		id, _ := f.Locals("id").(string)
		s.config.Log.ErrorContext(f.UserContext(), "request failed", "id", id, "route", f.Locals("route"), "error", err.Error())
		p = problem.New("internal", "problem.internal")
	}
	c, _ := f.Locals("ctx").(*Ctx)
	if c == nil {
		var broken error
		if c, broken = s.newCtx(f, strings.HasPrefix(f.Path(), "/api/")); broken != nil {
			return f.Status(http.StatusInternalServerError).SendString(http.StatusText(http.StatusInternalServerError))
		}
	}
	if p.Retry > 0 {
		f.Set("Retry-After", strconv.Itoa(p.Retry))
	}
	if c.API {
		return s.failAPI(c, p)
	}
	if p.Kind == problem.Unauthorized && (f.Method() == "GET" || f.Method() == "HEAD") {
		return f.Redirect("/sessions/new?next="+url.QueryEscape(string(f.Request().URI().RequestURI())), http.StatusSeeOther)
	}
	if s.keepTyped(c, p) {
		return nil
	}
	f.Set("Cache-Control", "no-store")
	if broken := s.render(c, status(p.Kind), "web/error", &ErrorPage{Status: status(p.Kind), Message: p.Message, ID: c.ID, Current: p.Current}, p); broken != nil {
		s.config.Log.Error("error page", "id", c.ID, "error", broken.Error())
		return f.Status(http.StatusInternalServerError).SendString(http.StatusText(http.StatusInternalServerError))
	}
	return nil
}

// ErrorPage is the data of the error view.
type ErrorPage struct {
	Status  int
	Message problem.Message
	ID      string
	Current any
}

// Changed reports whether the request was refused because another user changed the document first.
func (p *ErrorPage) Changed() bool {
	return p.Status == http.StatusConflict && (p.Current != nil || p.Message.Key == "problem.conflict")
}

func (s *Site) failAPI(c *Ctx, p *problem.Problem) error {
	body := Problem{
		Type: "about:blank", Status: status(p.Kind), Title: http.StatusText(status(p.Kind)),
		Detail: c.Words.Say(p.Message), Instance: "urn:request:" + c.ID, Current: p.Current,
	}
	if p.Current != nil {
		if raw, err := json.Marshal(p.Current); err == nil {
			body.Current = json.RawMessage(renamed(raw, reflect.TypeOf(p.Current), toCamel()))
		}
	}
	query := c.Query()
	for name, m := range p.Fields {
		if body.Fields == nil {
			body.Fields = map[string]string{}
		}
		if !query.Has(name) {
			name = camel(name) // as a body has it; a key of the query stays as it was asked
		}
		body.Fields[name] = c.Words.Say(m)
	}
	c.fiber.Set("Cache-Control", "no-store")
	if body.Status == http.StatusUnauthorized {
		c.fiber.Set("WWW-Authenticate", `Bearer realm="CitiesGrow"`) // RFC 9110, 11.6.1
	}
	if err := c.fiber.Status(body.Status).JSON(body); err != nil {
		return err
	}
	c.fiber.Set("Content-Type", "application/problem+json")
	return nil
}
