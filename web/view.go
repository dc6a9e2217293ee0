package web

import (
	"html/template"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/notice/codes"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
)

// View is what a template sees: the page's own data as .Page, and around it the
// words, the person, the form's state. Components receive a View too, with their
// own data as .Page (see With), so that every template can speak.
type View struct {
	Page  any
	Actor actor.Actor
	API   bool
	Quiet bool // no menu, no name: see quiet.go

	ctx    *Ctx
	site   *Site
	wrong  *problem.Problem
	fields map[string]formField // of the page, once it was built: see labelled
}

func (s *Site) newView(c *Ctx, page any, wrong *problem.Problem) *View {
	return &View{Page: page, Actor: c.Actor, Quiet: c.quiet, ctx: c, site: s, wrong: wrong, fields: map[string]formField{}}
}

// With is the same view around other data, for a component.
func (v *View) With(page any) *View { w := *v; w.Page = page; return &w }

// Form is the view for one of several forms of a page, named by the path that it posts to. What was typed and
// what was wrong with it stand in the form that was refused; the other forms show what is stored.
func (v *View) Form(action string) *View {
	w := *v
	if v.wrong != nil && v.Path() != action {
		w.wrong, w.fields = nil, map[string]formField{}
	}
	return &w
}

// T says a word key; args are name, value pairs.
func (v *View) T(key string, args ...any) string { return v.ctx.Words.T(key, args...) }

// Say says a message that a rule or a match left as a key.
func (v *View) Say(m problem.Message) string { return v.ctx.Words.Say(m) }

// Lang and Dir are the page's language and direction.
func (v *View) Lang() string { return v.ctx.Words.Code }
func (v *View) Dir() string  { return v.ctx.Words.Dir }

// DirOf is the direction of a text in another language.
func (v *View) DirOf(language string) string {
	switch language {
	case "ar", "fa", "ur", "he", "ps", "ckb":
		return "rtl"
	case "":
		return "auto"
	}
	return "ltr"
}

// Languages are those the page can be read in; LanguageName names any language.
func (v *View) Languages() []i18n.Language           { return v.site.config.Words.Languages() }
func (v *View) LanguageName(code string) string      { return v.ctx.Words.LanguageName(code) }
func (v *View) Comma() string                        { return v.ctx.Words.Comma() }
func (v *View) Number(n any) string                  { return v.ctx.Words.Number(toFloat(n)) }
func (v *View) Percent(share float64) string         { return v.ctx.Words.Percent(share) }
func (v *View) Money(m any) string                   { return v.money(m) }
func (v *View) Date(t time.Time, zone string) string { return v.ctx.Words.Date(record.InZone(t, zone)) }

// Day and Month are those of t in a zone, for the leaf of a card.
func (v *View) Day(t time.Time, zone string) int { return record.InZone(t, zone).Day() }
func (v *View) Month(t time.Time, zone string) string {
	return v.ctx.Words.Month(record.InZone(t, zone))
}

// Soon reports whether less than ten days are left.
func (v *View) Soon(t time.Time) bool { return t.Sub(v.ctx.Now) < 10*24*time.Hour }

// Clock is the time of day in a zone; the end of a day is 24:00.
func (v *View) Clock(t time.Time, zone string) string {
	local := record.InZone(t, zone)
	if codes.EndOfDay(local, local.Location()) {
		return "24:00"
	}
	return v.ctx.Words.Clock(local)
}

// TimeLeft says how long it is until t: whole days, below one day whole hours, below one hour
// that it is less.
func (v *View) TimeLeft(t time.Time) string {
	return v.left(t, "site.days_left", "site.hours_left", "site.minutes_left")
}

// LeafLeft says the same in the few words that the leaf of a card has room for.
func (v *View) LeafLeft(t time.Time) string {
	return v.left(t, "site.leaf_days", "site.leaf_hours", "site.leaf_minutes")
}

func (v *View) left(t time.Time, days, hours, less string) string {
	left := t.Sub(v.ctx.Now)
	switch {
	case left >= 24*time.Hour:
		return v.T(days, "Count", int(left/(24*time.Hour)))
	case left >= time.Hour:
		return v.T(hours, "Count", int(left/time.Hour))
	}
	return v.T(less)
}

// Done says what the last action did, where the address names it: the answer to a press.
func (v *View) Done() string {
	name := v.ctx.Query().Get("done")
	if name == "" || strings.ContainsFunc(name, func(r rune) bool { return (r < 'a' || r > 'z') && r != '_' }) {
		return ""
	}
	if said := v.T("done." + name); !strings.HasPrefix(said, "⟦") {
		return said
	}
	return ""
}

// Past reports whether t is over.
func (v *View) Past(t time.Time) bool { return !t.IsZero() && t.Before(v.ctx.Now) }

func (v *View) money(m any) string {
	switch m := m.(type) {
	case record.Money:
		return v.ctx.Words.Money(m)
	case *record.Money:
		if m != nil {
			return v.ctx.Words.Money(*m)
		}
	}
	return ""
}

func toFloat(n any) float64 {
	switch n := n.(type) {
	case int:
		return float64(n)
	case int64:
		return float64(n)
	case float64:
		return n
	}
	return 0
}

// Asset is the address of a file of web/assets.
func (v *View) Asset(name string) string { return "/assets/" + v.site.assets.hashed[name] }

// Path is the address of this page without its query.
func (v *View) Path() string { return v.ctx.fiber.Path() }

// Here is the address of this page with one part of its query set, or taken away
// where the value is empty.
func (v *View) Here(name, value string) string {
	q := v.ctx.Query()
	if value == "" {
		q.Del(name)
	} else {
		q.Set(name, value)
	}
	if name != "page" {
		q.Del("page")
	}
	if name != "lang" {
		q.Del("lang")
	}
	if len(q) == 0 {
		return v.Path()
	}
	return v.Path() + "?" + q.Encode()
}

// Token is the hidden field that a signed-in person's forms carry.
func (v *View) Token() template.HTML {
	t := formToken(v.ctx.token, v.ctx.Actor.ID)
	if t == "" {
		return ""
	}
	return template.HTML(`<input type="hidden" name="` + tokenField + `" value="` + t + `">`)
}

// Menu is the head's part of the menu, Own the part behind the person's name.
func (v *View) Menu() []NavItem { return v.part(false) }

// Own is the part of the menu behind the person's name.
func (v *View) Own() []NavItem { return v.part(true) }

func (v *View) part(more bool) []NavItem {
	return slices.DeleteFunc(v.Nav(), func(n NavItem) bool { return n.More != more })
}

// Nav is the menu as this person may follow it; who waits to be verified may not act in a
// role yet.
func (v *View) Nav() []NavItem {
	var items []NavItem
	for _, n := range v.site.nav {
		if n.Who.Allows(v.Actor) && (v.Actor.Active || len(n.Who.Roles) == 0) {
			items = append(items, n)
		}
	}
	return items
}

// Wrong reports whether a form came back; Problem is what it came back with.
func (v *View) Wrong() bool               { return v.wrong != nil }
func (v *View) Problem() *problem.Problem { return v.wrong }

// Old is what the person typed into a field, or now when the form is fresh.
func (v *View) Old(name string, now any) string {
	if typed := v.typed(); typed != nil {
		return typed.Get(name)
	}
	switch now := now.(type) {
	case nil:
		return ""
	case string:
		return now
	case int:
		if now == 0 {
			return ""
		}
		return strings.TrimSpace(template.HTMLEscaper(now))
	case *int:
		if now == nil {
			return ""
		}
		return strconv.Itoa(*now)
	case record.Amount:
		return string(now)
	case record.Day:
		return string(now)
	case *record.Money:
		if now == nil {
			return ""
		}
		return now.Major()
	case time.Time:
		if now.IsZero() {
			return ""
		}
		return now.Format("2006-01-02")
	}
	return template.HTMLEscaper(now)
}

// Chosen reports whether an option or box of a field is chosen, in what was typed or
// in what is stored.
func (v *View) Chosen(name, option string, now any) bool {
	if typed := v.typed(); typed != nil {
		return slices.Contains(typed[name], option)
	}
	switch now := now.(type) {
	case string:
		return now == option
	case []string:
		return slices.Contains(now, option)
	case *bool:
		return now != nil && (*now && option == "yes" || !*now && option == "no") || now == nil && option == ""
	case bool:
		return now && option == "yes"
	}
	return false
}

func (v *View) typed() url.Values {
	if v.wrong == nil {
		return nil
	}
	return v.ctx.typed
}
