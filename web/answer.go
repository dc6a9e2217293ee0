package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"strings"

	"github.com/gofiber/fiber/v2"

	"citiesgrow/internal/problem"
)

// File is an answer that is neither page nor JSON: a download.
type File struct {
	Name   string // shown to the person; any characters
	Type   string // media type
	Body   []byte
	Inline bool // shown in the browser (a calendar, a feed), not saved
}

// answer runs one route in one voice: read, ask who, call, show.
func (s *Site) answer(r Route, api bool) fiber.Handler {
	return func(f *fiber.Ctx) error {
		f.Locals("route", r.Method+" "+r.Path)
		if r.Quiet {
			s.hush(f)
		}
		if !r.Upload && len(f.Request().Body()) > s.config.BodyLimit {
			return problem.New(problem.TooLarge, "problem.too_large")
		}
		c, err := s.newCtx(f, api)
		if err != nil {
			return err
		}
		f.Locals("ctx", c)
		if r.NoStore || r.Quiet || !c.Actor.Nobody() {
			f.Set("Cache-Control", "no-store")
		} else {
			f.Set("Cache-Control", "private, no-cache")
		}
		if err := r.Who.check(c.Actor); err != nil {
			return err
		}
		if err := r.open(c.Actor); err != nil {
			return err
		}
		if err := s.checkToken(c, r); err != nil {
			return err
		}
		in, err := newReader().read(c, r)
		if err == nil {
			var out any
			if out, err = r.call(c, in); err == nil {
				s.witness(c, r)
				return s.show(c, r, out)
			}
		}
		return s.refuse(c, r, in, err)
	}
}

// witness records what an adviser did for another person.
func (s *Site) witness(c *Ctx, r Route) {
	if !c.Actor.Assisted() || r.Method == "GET" || s.config.Witness == nil {
		return
	}
	if err := s.config.Witness(c, r.Area, r.String(), strings.Clone(c.fiber.Path())); err != nil {
		s.config.Log.Error("an act of an adviser was not noted", "request", c.ID, "route", r.String(), "error", err.Error())
	}
}

// show gives the answer in the voice that was asked for.
func (s *Site) show(c *Ctx, r Route, out any) error {
	if file, ok := out.(*File); ok {
		return s.send(c, file)
	}
	if away, leaves := out.(Away); leaves {
		c.fiber.Set("Clear-Site-Data", `"cache", "storage"`)
		return c.fiber.Redirect(string(away), http.StatusSeeOther)
	}
	if list, whole := out.(interface{ fill() }); whole {
		list.fill()
	}
	to, leads := out.(Located)
	if c.API {
		if _, empty := out.(Go); empty || r.out == reflect.TypeFor[None]() {
			return c.fiber.SendStatus(http.StatusNoContent)
		}
		if leads && r.Status == http.StatusCreated {
			c.fiber.Set("Location", "/api/v1"+placeOf(to))
		}
		return s.showJSON(c, r, out)
	}
	if leads && to.Location() != "" {
		return c.fiber.Redirect(LocalPath(to.Location()), http.StatusSeeOther)
	}
	return s.render(c, http.StatusOK, r.View, out, nil)
}

// showJSON is the answer to a program.
func (s *Site) showJSON(c *Ctx, r Route, out any) error {
	status := r.Status
	if status == 0 {
		status = http.StatusOK
	}
	if !r.underscored {
		return c.fiber.Status(status).JSON(out)
	}
	raw, err := json.Marshal(out)
	if err != nil {
		return err
	}
	c.fiber.Set("Content-Type", fiber.MIMEApplicationJSON)
	return c.fiber.Status(status).Send(renamed(raw, r.out, toCamel()))
}

// refuse answers an error. A person's form comes back with what was typed.
func (s *Site) refuse(c *Ctx, r Route, in reflect.Value, err error) error {
	p := problem.Of(err)
	if p == nil || c.API || r.again == nil || p.Kind != problem.Invalid && p.Kind != problem.Conflict && p.Kind != problem.TooMany {
		return err
	}
	page, again := r.again(c, in)
	if again != nil {
		return again
	}
	return s.render(c, status(p.Kind), r.FormView, page, p)
}

// render writes a page. It is built in memory first: a template that fails halfway
// must not leave half a page behind.
func (s *Site) render(c *Ctx, status int, view string, page any, wrong *problem.Problem) error {
	var b bytes.Buffer
	if err := s.views.execute(&b, view, s.newView(c, page, wrong)); err != nil {
		return err
	}
	c.fiber.Set("Content-Type", "text/html; charset=utf-8")
	c.fiber.Set("Vary", "Accept-Language, Cookie")
	return c.fiber.Status(status).Send(b.Bytes())
}

func (s *Site) send(c *Ctx, file *File) error {
	how := "attachment"
	if file.Inline {
		how = "inline"
	}
	c.fiber.Set("Content-Type", file.Type)
	// RFC 6266: the extended form carries names in any script (F19).
	c.fiber.Set("Content-Disposition", how+"; filename*=UTF-8''"+strings.ReplaceAll(url.QueryEscape(file.Name), "+", "%20"))
	return c.fiber.Send(file.Body)
}

// LocalPath returns the path if it leads somewhere on this site, and "/" otherwise:
// "//evil.test", "\evil" and "javascript:" are somebody else's.
func LocalPath(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(path, "/") ||
		strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/"
	}
	return path
}
