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
	people map[string]actor.Actor         // by the token of their session, which is their id
	who    func(token string) actor.Actor // instead, where it is set
}

// Reply is what a site answered.
type Reply struct {
	Status int
	Body   string
}

// Resolve lets a token be the id of who asks.
func (s *Site) Resolve(_ context.Context, token string) (actor.Actor, error) {
	if s.who != nil {
		return s.who(token), nil
	}
	return s.people[token], nil
}

// Site serves the modules until the test ends.
func (h *House) Site(modules ...module.Module) *Site {
	h.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	h.must(err)
	base, err := url.Parse("http://" + listener.Addr().String())
	h.must(err)
	s := &Site{t: h.t, base: base, people: map[string]actor.Actor{}}
	var routes []web.Route
	var nav []web.NavItem
	views := map[string]fs.FS{}
	for _, m := range modules {
		routes, nav, views[m.Name] = append(routes, m.Routes...), append(nav, m.Nav...), m.Views
	}
	site, err := web.New(web.Config{BaseURL: base, Words: h.Words, Sessions: s, Now: h.Now}, routes, nav, views)
	h.must(err)
	served := make(chan error, 1)
	go func() { served <- site.Serve(listener) }()
	h.t.Cleanup(func() {
		if err := site.Shutdown(10 * time.Second); err != nil {
			h.t.Error(err)
		}
		<-served
	})
	return s
}

// Ask sends a request of the actor in who, with a JSON body where it is not empty.
func (s *Site) Ask(who context.Context, method, path, body string) Reply {
	s.t.Helper()
	a := actor.From(who)
	if a.Nobody() {
		return s.ask("", method, path, body)
	}
	s.people[a.ID] = a
	return s.ask(a.ID, method, path, body)
}

func (s *Site) ask(token, method, path, body string) Reply {
	s.t.Helper()
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.base.String()+path, strings.NewReader(body))
	s.must(err)
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(request)
	s.must(err)
	defer answer.Body.Close()
	read, err := io.ReadAll(answer.Body)
	s.must(err)
	return Reply{answer.StatusCode, Unlaid(string(read))}
}

// Get reads a page, or an answer of the API.
func (s *Site) Get(who context.Context, path string) Reply {
	s.t.Helper()
	return s.Ask(who, "GET", path, "")
}

// Shows fails the test when a page is not found, lacks a text, or has one that must not be seen.
func (s *Site) Shows(who context.Context, path string, has, hasNot []string) {
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
