package web

import (
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"citiesgrow/internal/problem"
)

// Kept is a form whose session had ended when it came in. It waits in hidden fields of the
// sign-in page and is shown once more after signing in, with a button that sends it: nothing of
// it stands in an address or is stored, and the form that is sent carries the new session's token.
// It is shown to the account that it was made for and to no other: several persons may share a
// computer.
type Kept struct {
	Path   string // where it was sent to
	Values url.Values
	token  string // that it came with
}

// KeptField is one value of it.
type KeptField struct{ Name, Value string }

// mostKept bounds a form that is kept, in bytes.
const mostKept = 256 << 10

// Fields lists the values by name.
func (k *Kept) Fields() []KeptField {
	var all []KeptField
	for _, name := range slices.Sorted(maps.Keys(k.Values)) {
		for _, value := range k.Values[name] {
			all = append(all, KeptField{name, value})
		}
	}
	return all
}

// Texts are the values that a person wrote, as far as they can be distinguished from choices and ids.
func (k *Kept) Texts() []string {
	var all []string
	for _, f := range k.Fields() {
		if strings.ContainsAny(f.Value, " \n") {
			all = append(all, f.Value)
		}
	}
	return all
}

// Packed is all of it in one value.
func (k *Kept) Packed() string {
	all := maps.Clone(k.Values)
	all.Set(tokenField, k.token)
	return all.Encode()
}

const keptField, keptPathField = "kept", "kept_path"

// Kept is the form that this page shows or carries on; nil where there is none.
func (v *View) Kept() *Kept { return v.ctx.kept }

// CarryKept takes over the form that waits in what was sent to sign in, to let it wait on. It is
// one of this site alone, and of a page that may be sent again.
func (c *Ctx) CarryKept() bool {
	path := c.typed.Get(keptPathField)
	values, err := url.ParseQuery(c.typed.Get(keptField))
	if path == "" || err != nil || len(c.typed.Get(keptField)) > mostKept || LocalPath(path) != path || !c.site.repeats(path) {
		return false
	}
	token := values.Get(tokenField)
	values.Del(tokenField)
	c.kept = &Kept{path, values, token}
	return true
}

// GiveBack takes it over to show it to an account that signed in. It returns false where it is
// another's.
func (c *Ctx) GiveBack(account string) bool {
	if c.CarryKept() && formOf(c.kept.token, account) {
		return true
	}
	c.kept = nil
	return false
}

// repeats reports whether a path is the page of a form that may be sent again: one that takes no
// file and no secret, and is not quiet.
func (s *Site) repeats(path string) bool {
	return slices.ContainsFunc(s.routes, func(r Route) bool {
		return r.repeatable() && slices.ContainsFunc(r.endpoints(), func(d endpoint) bool { return !d.api && d.method == "POST" && ofPattern(d.path, path) })
	})
}

func (r Route) repeatable() bool {
	return r.Method != "GET" && r.Voice != APIOnly && !r.Quiet && !r.Upload && !r.NoStore && !secret(r.in)
}

// secret reports whether a form has a field that is kept as typed: a password, a passphrase.
func secret(t reflect.Type) bool {
	return slices.ContainsFunc(visible(t), func(f reflect.StructField) bool { return f.Tag.Get("tidy") == "no" })
}

// ofPattern reports whether a path is of a pattern: "/tenders/{id}" of "/tenders/tender-1".
func ofPattern(pattern, path string) bool {
	want, have := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(have) {
		return false
	}
	for i := range want {
		if want[i] != have[i] && (!strings.HasPrefix(want[i], "{") || have[i] == "") {
			return false
		}
	}
	return true
}

// keepTyped answers a form whose session had ended with the page on which its writer goes on:
// signing in, or, where another session has begun meanwhile, the form itself. It returns false
// where the form is none that may be kept.
func (s *Site) keepTyped(c *Ctx, p *problem.Problem) bool {
	f := c.fiber
	path, body := f.Path(), string(f.Request().Body())
	kind, _, _ := strings.Cut(f.Get("Content-Type"), ";")
	again := p.Message.Key == "problem.form_expired"
	if f.Method() != http.MethodPost || p.Kind != problem.Unauthorized && !again || !strings.EqualFold(strings.TrimSpace(kind),
		"application/x-www-form-urlencoded") || len(body) > mostKept || !s.repeats(path) {
		return false
	}
	values, err := url.ParseQuery(body)
	if err != nil {
		return false
	}
	token := values.Get(tokenField)
	if again && !formOf(token, c.Actor.ID) {
		return false // typed by another person
	}
	values.Del(tokenField)
	c.kept = &Kept{strings.Clone(path), values, token}
	f.Set("Cache-Control", "no-store")
	if again {
		return s.render(c, status(p.Kind), "web/kept", nil, nil) == nil
	}
	if s.config.SignIn == nil {
		return false
	}
	view, page := s.config.SignIn()
	return s.render(c, status(p.Kind), view, page, nil) == nil
}
