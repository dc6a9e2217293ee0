package employer_test

import (
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/web"
)

// reply is what the site said.
type reply struct {
	status int
	body   string
}

// site serves the pages of the module; a person is known by a token that is their id.
type site struct {
	h      *house
	base   *url.URL
	people map[string]actor.Actor
}

func (s *site) Resolve(_ context.Context, token string) (actor.Actor, error) {
	return s.people[token], nil
}

func (h *house) site() *site {
	h.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	h.must(err)
	base, err := url.Parse("http://" + listener.Addr().String())
	h.must(err)
	s := &site{h, base, map[string]actor.Actor{}}
	m := h.Service.Module()
	served, err := web.New(web.Config{BaseURL: base, Words: h.Words, Sessions: s, Now: h.Kit.Now}, m.Routes, m.Nav, map[string]fs.FS{m.Name: m.Views})
	h.must(err)
	done := make(chan error, 1)
	go func() { done <- served.Serve(listener) }()
	h.t.Cleanup(func() {
		if err := served.Shutdown(10 * time.Second); err != nil {
			h.t.Error(err)
		}
		<-done
	})
	return s
}

// ask sends a request as somebody; nobody for the context of the test.
func (s *site) ask(who context.Context, method, path, body string) reply {
	s.h.t.Helper()
	request, err := http.NewRequestWithContext(s.h.t.Context(), method, s.base.String()+path, strings.NewReader(body))
	s.h.must(err)
	if a := actor.From(who); !a.Nobody() {
		s.people[a.ID] = a
		request.Header.Set("Authorization", "Bearer "+a.ID)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(request)
	s.h.must(err)
	defer answer.Body.Close()
	read, err := io.ReadAll(answer.Body)
	s.h.must(err)
	return reply{answer.StatusCode, string(read)}
}

// get reads a page or an answer of the API.
func (s *site) get(who context.Context, path string) reply {
	s.h.t.Helper()
	return s.ask(who, "GET", path, "")
}

// shows fails the test when a page is not found, lacks a text, or has one that must not be seen.
func (s *site) shows(who context.Context, path string, has, hasNot []string) {
	s.h.t.Helper()
	r := s.get(who, path)
	if r.status != http.StatusOK {
		s.h.t.Errorf("%s: status %d: %.600s", path, r.status, r.body)
		return
	}
	for _, text := range has {
		if !strings.Contains(r.body, text) {
			s.h.t.Errorf("%s has no %q: %.3000s", path, text, r.body)
		}
	}
	for _, text := range hasNot {
		if strings.Contains(r.body, text) {
			s.h.t.Errorf("%s has %q", path, text)
		}
	}
}

// read takes the JSON of an answer.
func (h *house) read(r reply, into any) {
	h.t.Helper()
	if err := json.Unmarshal([]byte(r.body), into); err != nil {
		h.t.Fatalf("%v: %.600s", err, r.body)
	}
}
