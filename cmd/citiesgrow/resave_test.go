//go:build !race

package main

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/store"
	"citiesgrow/seed"
)

// resaved is a kind of documents, with the pages on which a user edits them.
type resaved struct {
	role, collection string
	paths            []string // {id} stands for the id of each document
}

// Saving a form without changes does not change the document. Fields that the page does not show stay as they are. Fields that it
// shows are parsed to the same value, in every language of the page.
func (h *house) savesFormsAsTheyAre(t *testing.T, logins []seed.Login) {
	for _, language := range []string{"en", "ar"} {
		for _, c := range []resaved{
			{"entrepreneur", "suppliers", []string{"/supplier/work", "/supplier/size", "/supplier/proof", "/supplier/contact"}},
			{"buyer", "tenders", []string{"/tenders/{id}/draft"}},
			{"provider", "services", []string{"/services/{id}/edit"}},
			{"employer", "organisations", []string{"/organisation/edit"}},
			{"employer", "vacancies", []string{"/vacancies/{id}/edit"}},
			{"staff", "events", []string{"/events/{id}/edit"}},
		} {
			p := h.signedIn(c.role, logins)
			p.language = language
			p.choose(language)
			h.savesAsTheyAre(t, c, func(method, path string, form url.Values) (int, string) {
				answer, page := p.do(method, path, strings.NewReader(form.Encode()), "application/x-www-form-urlencoded")
				return answer.StatusCode, page
			})
		}
	}
}

// The same holds for the forms of the programme's staff.
func TestAFormSavedAsItIsChangesNothing(t *testing.T) {
	w := newTown(t)
	w.add("programme", actor.Staff, "", "programme@x.example")
	for _, c := range []resaved{
		{"programme", "events", []string{"/conferences/{id}/edit"}},
		{"staff", "library", []string{"/library/{id}/edit"}},
		{"staff", "visits", []string{"/programme/visits/{id}/edit"}},
		{"staff", "actions", []string{"/programme/actions/{id}/edit"}},
		{"programme", "clusters", []string{"/programme/clusters/b1/edit"}}, // the first save creates the document
		{"programme", "clusters", []string{"/programme/clusters/b1/edit"}},
		{"staff", "engagements", []string{"/engagements/{id}"}},
	} {
		w.savesAsTheyAre(t, c, func(method, path string, form url.Values) (int, string) {
			answer := w.ask(w.named(c.role), method, path, form.Encode())
			return answer.status, answer.text
		})
	}
}

// savesAsTheyAre saves each form with a revision on the pages without changes. A page that the user may not open has no form.
func (h *house) savesAsTheyAre(t *testing.T, c resaved, do func(method, path string, form url.Values) (int, string)) {
	t.Helper()
	saved := 0
	before := h.documents(t, c.collection)
	for _, path := range c.paths {
		pages := []string{path}
		if strings.Contains(path, "{id}") {
			pages = nil
			for id := range before {
				pages = append(pages, strings.ReplaceAll(path, "{id}", id))
			}
		}
		for _, page := range pages {
			_, text := do("GET", page, nil)
			for _, f := range formsOf(t, text, page) {
				saved++
				if status, answer := do("POST", f.action, f.fields); status != http.StatusSeeOther {
					_, main, _ := strings.Cut(answer, "<main")
					t.Errorf("%s: %d\n%v\n%.2000s", page, status, f.fields, main)
				}
			}
		}
	}
	if saved < len(c.paths) {
		t.Errorf("%s: %d forms of %s were saved", c.role, saved, c.collection)
	}
	after := h.documents(t, c.collection)
	for id := range before {
		for key := range before[id] {
			if before[id][key] != after[id][key] {
				t.Errorf("%s of %s was\n%s\nand is\n%s", key, id, before[id][key], after[id][key])
			}
		}
		if len(after[id]) != len(before[id]) {
			t.Errorf("%s has %d fields, had %d", id, len(after[id]), len(before[id]))
		}
	}
}

// apart lists the fields that each save changes: revision, times, and the key of the link by which a provider confirms a service.
var apart = []string{"rev", "created", "updated", "assisted", "key", "link"}

// documents returns the stored fields of a collection's documents, by id.
func (h *house) documents(t *testing.T, collection string) map[string]map[string]string {
	t.Helper()
	all := map[string]map[string]string{}
	for after := ""; ; {
		page, next, err := h.app.kit.DB.Find(t.Context(), collection, store.Query{Limit: 1000, After: after})
		if err != nil {
			t.Fatal(err)
		}
		for _, raw := range page {
			fields, err := raw.Elements()
			if err != nil {
				t.Fatal(err)
			}
			doc := map[string]string{}
			for _, f := range fields {
				if !slices.Contains(apart, f.Key()) {
					doc[f.Key()] = f.Value().String()
				}
			}
			all[raw.Lookup("_id").StringValue()] = doc
		}
		if after = next; after == "" {
			return all
		}
	}
}

// filled is a form with the values that a browser would send.
type filled struct {
	action string
	fields url.Values
}

// formsOf lists the forms of a page that contain a revision.
func formsOf(t *testing.T, page, path string) (forms []filled) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Data != "form" || attribute(n, "method") != "post" {
			continue
		}
		f := filled{attribute(n, "action"), url.Values{}}
		if f.action == "" {
			f.action = path
		}
		for field := range n.Descendants() {
			f.add(field)
		}
		if f.fields.Has("revision") {
			forms = append(forms, f)
		}
	}
	return forms
}

// add adds the value that a browser sends for a field.
func (f *filled) add(n *html.Node) {
	name := attribute(n, "name")
	if name == "" {
		return
	}
	switch n.Data {
	case "input":
		kind := attribute(n, "type")
		if kind == "file" || (kind == "checkbox" || kind == "radio") && !has(n, "checked") {
			return
		}
		f.fields.Add(name, attribute(n, "value"))
	case "textarea":
		f.fields.Add(name, textOf(n))
	case "select":
		var chosen []string
		for o := range n.Descendants() {
			if o.Data == "option" && (has(o, "selected") || len(chosen) == 0 && !has(n, "multiple")) {
				if has(o, "selected") {
					chosen = nil
				}
				chosen = append(chosen, attribute(o, "value"))
			}
		}
		f.fields[name] = append(f.fields[name], chosen...)
	}
}

func textOf(n *html.Node) (text string) {
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			text += c.Data
		}
	}
	return text
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// choose sets the cookie of the language menu, which has priority over the language of the account.
func (p *person) choose(language string) {
	base, err := url.Parse(p.h.base)
	if err != nil {
		p.h.t.Fatal(err)
	}
	p.client.Jar.SetCookies(base, []*http.Cookie{{Name: "language", Value: language}})
}
