package moduletest

import (
	"context"
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

// Site serves the routes of some modules on a real port.
type Site struct {
	t      testing.TB
	base   string
	people sync.Map // who is signed in, by the id of the account, which is the session token as well
}

// Resolve implements web.Sessions.
func (s *Site) Resolve(_ context.Context, token string) (actor.Actor, error) {
	who, _ := s.people.Load(token)
	known, _ := who.(actor.Actor)
	return known, nil
}

// Serve begins to serve; it ends with the test.
func (h *House) Serve(modules ...module.Module) *Site {
	h.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	h.must(err)
	s := &Site{t: h.t, base: "http://" + listener.Addr().String()}
	base, err := url.Parse(s.base)
	h.must(err)
	var routes []web.Route
	var nav []web.NavItem
	views := map[string]fs.FS{}
	for _, m := range modules {
		routes, nav, views[m.Name] = append(routes, m.Routes...), append(nav, m.Nav...), m.Views
	}
	site, err := web.New(web.Config{BaseURL: base, Words: h.Words, Sessions: s, Now: h.Now, Log: h.Log}, routes, nav, views)
	h.must(err)
	served := make(chan error, 1)
	go func() { served <- site.Serve(listener) }()
	h.t.Cleanup(func() {
		h.must(site.Shutdown(10 * time.Second))
		h.must(<-served)
	})
	return s
}

// Answer is what the site said.
type Answer struct {
	Status   int
	Location string
	Header   http.Header
	Body     string
}

// Get asks for a page, or for JSON under /api/v1.
func (s *Site) Get(who actor.Actor, path string) Answer {
	s.t.Helper()
	return s.do(who, "GET", path, "", "")
}

// Post sends a form, given as names and values.
func (s *Site) Post(who actor.Actor, path string, pairs ...string) Answer {
	s.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return s.do(who, "POST", path, "application/x-www-form-urlencoded", form.Encode())
}

// Send sends JSON.
func (s *Site) Send(who actor.Actor, method, path, body string) Answer {
	s.t.Helper()
	return s.do(who, method, path, "application/json", body)
}

func (s *Site) do(who actor.Actor, method, path, kind, body string) Answer {
	s.t.Helper()
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.base+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	if !who.Nobody() {
		s.people.Store(who.ID, who)
		request.Header.Set("Authorization", "Bearer "+who.ID)
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return Answer{Status: answer.StatusCode, Location: answer.Header.Get("Location"), Header: answer.Header, Body: string(text)}
}
