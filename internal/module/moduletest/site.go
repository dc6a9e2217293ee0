package moduletest

import (
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/module"
	"citiesgrow/web"
)

// Site serves the routes of modules. Who asks is the actor of a context, so that a test has
// the same people in use cases and in pages.
type Site struct {
	t      testing.TB
	base   *url.URL
	people sync.Map                       // actors by the token of their session, which is their id
	who    func(token string) actor.Actor // instead, where it is set
}

// Reply is what a site answered.
type Reply struct {
	Status   int
	Location string
	Header   http.Header
	Body     string // a page without the layout of its source; see Unlaid
}

// Resolve lets a token be the id of who asks.
func (s *Site) Resolve(_ context.Context, token string) (actor.Actor, error) {
	if s.who != nil {
		return s.who(token), nil
	}
	who, _ := s.people.Load(token)
	known, _ := who.(actor.Actor)
	return known, nil
}

// Site serves the modules until the test ends.
func (h *House) Site(modules ...module.Module) *Site {
	h.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	h.must(err)
	base, err := url.Parse("http://" + listener.Addr().String())
	h.must(err)
	s := &Site{t: h.t, base: base}
	var routes []web.Route
	var nav []web.NavItem
	views := map[string]fs.FS{}
	for _, m := range modules {
		routes, nav = append(routes, m.Routes...), append(nav, m.Nav...)
		if m.Views != nil {
			views[m.Name] = m.Views
		}
	}
	site, err := web.New(web.Config{BaseURL: base, Words: h.Words, Sessions: s, Now: h.Now, Log: h.Log}, routes, nav, views)
	h.must(err)
	served := make(chan error, 1)
	go func() { served <- site.Serve(listener) }()
	h.t.Cleanup(func() {
		if err := site.Shutdown(10 * time.Second); err != nil {
			h.t.Error(err)
		}
		listener.Close() // Shutdown does not know a listener on which nobody had begun to serve
		<-served
	})
	return s
}

// actorOf is the actor that a test names: an actor, or a context that carries one.
func actorOf(who any) actor.Actor {
	if ctx, ok := who.(context.Context); ok {
		return actor.From(ctx)
	}
	return who.(actor.Actor)
}

// Ask sends a request with a JSON body where it is not empty; who is an actor, or a context that carries one.
func (s *Site) Ask(who any, method, path, body string) Reply {
	s.t.Helper()
	return s.as(who, method, path, "application/json", body)
}

// Post sends a form, given as names and values.
func (s *Site) Post(who any, path string, pairs ...string) Reply {
	s.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return s.as(who, "POST", path, "application/x-www-form-urlencoded", form.Encode())
}

// Get reads a page, or an answer of the API.
func (s *Site) Get(who any, path string) Reply {
	s.t.Helper()
	return s.as(who, "GET", path, "", "")
}

func (s *Site) as(who any, method, path, kind, body string) Reply {
	s.t.Helper()
	a := actorOf(who)
	if a.Nobody() {
		return s.ask("", method, path, kind, body)
	}
	s.people.Store(a.ID, a)
	return s.ask(a.ID, method, path, kind, body)
}

func (s *Site) ask(token, method, path, kind, body string) Reply {
	s.t.Helper()
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.base.String()+path, strings.NewReader(body))
	s.must(err)
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	if body != "" || kind == "application/x-www-form-urlencoded" {
		request.Header.Set("Content-Type", kind)
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(request)
	s.must(err)
	defer answer.Body.Close()
	read, err := io.ReadAll(answer.Body)
	s.must(err)
	return Reply{answer.StatusCode, answer.Header.Get("Location"), answer.Header, Unlaid(string(read))}
}

// Shows fails the test when a page is not found, lacks a text, or has one that must not be seen.
func (s *Site) Shows(who any, path string, has, hasNot []string) {
	s.t.Helper()
	r := s.Get(who, path)
	if r.Status != http.StatusOK {
		s.t.Errorf("%s: status %d: %.600s", path, r.Status, r.Body)
		return
	}
	for _, text := range has {
		if !strings.Contains(r.Body, text) {
			s.t.Errorf("%s has no %q: %.3000s", path, text, r.Body)
		}
	}
	for _, text := range hasNot {
		if strings.Contains(r.Body, text) {
			s.t.Errorf("%s has %q", path, text)
		}
	}
}

// Read takes the JSON of an answer.
func (s *Site) Read(r Reply, into any) {
	s.t.Helper()
	if err := json.Unmarshal([]byte(r.Body), into); err != nil {
		s.t.Fatalf("%v: %.600s", err, r.Body)
	}
}

func (s *Site) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}
