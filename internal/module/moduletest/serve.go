package moduletest

import (
	"context"
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

// sessions signs in by a token, as a test knows its people.
type sessions func(token string) actor.Actor

// Resolve returns who has the token.
func (s sessions) Resolve(_ context.Context, token string) (actor.Actor, error) {
	return s(token), nil
}

// Serve serves the pages and the API of a module and returns a function that asks them: with a token, or
// none for nobody. A body goes as JSON. Redirects are not followed.
func (h *House) Serve(m module.Module, who func(token string) actor.Actor) func(token, method, path, body string) (int, string) {
	h.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	h.must(err)
	base := &url.URL{Scheme: "http", Host: listener.Addr().String()}
	site, err := web.New(web.Config{BaseURL: base, Words: h.Words, Sessions: sessions(who), Now: h.Kit.Now}, m.Routes, m.Nav, map[string]fs.FS{m.Name: m.Views})
	h.must(err)
	served := make(chan error, 1)
	go func() { served <- site.Serve(listener) }()
	h.t.Cleanup(func() {
		h.must(site.Shutdown(10 * time.Second))
		<-served
	})
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, CheckRedirect: stay}
	return func(token, method, path, body string) (int, string) {
		h.t.Helper()
		return ask(h.t, client, token, method, base.String()+path, body)
	}
}

func ask(t testing.TB, client *http.Client, token, method, address, body string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(page)
}
