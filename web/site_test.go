package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/problem"
	"citiesgrow/internal/record"
)

// testHouse is a site with a handful of routes, listening on a real port.
type testHouse struct {
	*Site
	addr string
	log  *safeBuffer

	release  chan struct{} // lets GET /slow end
	arrived  chan struct{} // receives when a request is inside GET /slow
	kept     sync.Map      // strings that GET /echo kept, as it got them → as they should be
	received chan thingInput
}

// known are the sessions of the test: token → who.
type known map[string]actor.Actor

func (k known) Resolve(ctx context.Context, token string) (actor.Actor, error) {
	go func() { <-ctx.Done() }() // as a database does: it watches the context past its answer
	if token == "breaks" {
		return actor.Actor{}, errors.New("secret dsn mongodb://u:p@h")
	}
	return k[token], nil
}

var someone = known{
	"token-of-anna": {ID: "account-anna", Name: "Anna", Role: actor.Entrepreneur, City: "riga", Active: true},
	"token-of-sam":  {ID: "account-sam", Name: "Sam", Role: actor.Staff, City: "riga", Active: true},
	"token-of-omar": {ID: "account-omar", Name: "Omar", Role: actor.Entrepreneur, City: "riga", Active: true, Language: "uk"},
}

type thingInput struct {
	ID       string        `path:"id" json:"-"`
	Email    string        `json:"email" validate:"required,max=40"`
	Name     string        `json:"name" validate:"max=20"`
	Count    int           `json:"count" validate:"max=9"`
	Price    record.Amount `json:"price"`
	Tags     []string      `json:"tags" validate:"max=3"`
	Password string        `json:"password" tidy:"no"`
}

type thingPage struct {
	Email string `json:"email"`
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// offerInput is made of parts, as the inputs of drafts are.
type offerInput struct {
	ID string `path:"id" json:"-"`
	OfferTerms
}

type OfferTerms struct {
	Months int         `json:"months" validate:"max=9"`
	Page   string      `json:"page_url" validate:"omitempty,http_url"`
	Tags   []string    `json:"tags" validate:"max=3,dive,max=4"`
	Parts  []offerPart `json:"parts" validate:"dive"`
}

type offerPart struct{ OfferName }

type OfferName struct {
	Title string `json:"title" validate:"max=5"`
}

type hushInput struct {
	What  string   `json:"what" validate:"max=20"`
	Speak string   `json:"speak" validate:"max=8"`
	Files []Upload `json:"files"`
}

type echoInput struct {
	ID string `path:"id"`
	Q  string `query:"q" validate:"max=200"`
}

type marksInput struct {
	Marks []string `query:"mark" validate:"max=5"`
	MarkRange
}

type MarkRange struct {
	Most int `query:"at_most"`
}

type echoPage struct {
	ID string `json:"id"`
	Q  string `json:"q"`
}

func testViews() map[string]fs.FS {
	return map[string]fs.FS{"test": fstest.MapFS{
		"views/echo.html":    {Data: []byte(`{{define "title"}}echo{{end}}{{define "main"}}<h1>echo</h1><p>{{.Page.ID}} {{.Page.Q}}</p>{{end}}`)},
		"views/halfway.html": {Data: []byte(`{{define "title"}}half{{end}}{{define "main"}}<h1>first half</h1>{{.Page.NoSuchThing}}{{end}}`)},
		"views/offer.html": {Data: []byte(`{{define "title"}}offer{{end}}{{define "main"}}<h1>offer</h1>{{template "errors" .}}<form method="post" action="/offers">
{{template "field" (.Field "months" "account.name" nil)}}
{{template "field" (.Field "page_url" "account.email" nil)}}
{{template "choice" (.Choice "tags" "account.password" nil .YesNo "many" "yes")}}</form>{{end}}`)},
		"views/form.html": {Data: []byte(`{{define "title"}}form{{end}}{{define "main"}}<h1>form</h1>{{template "errors" .}}<form method="post" ` +
			`action="/things">{{.Token}}
{{template "field" (.Field "email" "account.email" .Page.Email "required" "yes" "hint" "account.email_hint")}}
{{template "field" (.Field "name" "account.name" .Page.Name)}}
{{template "field" (.Field "count" "account.name" .Page.Count)}}
{{template "field" (.Field "password" "account.password" "" "type" "password")}}</form>{{end}}`)},
	}}
}

func (h *testHouse) routes() []Route {
	form := func(_ *Ctx, in thingInput) (*thingPage, error) { return &thingPage{in.Email, in.Name, in.Count}, nil }
	keep := func(_ *Ctx, in thingInput) (*thingPage, error) {
		if in.Name == "taken" {
			return nil, problem.Field("name", "problem.duplicate")
		}
		select {
		case h.received <- in:
		default:
		}
		return &thingPage{in.Email, in.Name, in.Count}, nil
	}
	get := func(path, view string) Route { return Route{Method: "GET", Path: path, View: view, Who: Anyone()} }
	return []Route{
		Handle(get("/echo/{id}", "test/echo"), h.echo),
		Handle(get("/marks", "test/echo"), func(_ *Ctx, in marksInput) (*echoPage, error) { return &echoPage{Q: fmt.Sprint(in.Marks)}, nil }),
		Handle(get("/things/new", "test/form"), func(*Ctx, None) (*thingPage, error) { return &thingPage{Name: "as stored"}, nil }),
		Again(Handle(Route{Method: "POST", Path: "/things", View: "test/form", Who: Anyone(), Status: http.StatusCreated}, keep), "test/form", form),
		Handle(Route{Method: "PUT", Path: "/things/{id}", View: "test/form", Who: SignedIn()}, keep),
		Handle(Route{Method: "DELETE", Path: "/things/{id}", Who: SignedIn()}, func(*Ctx, echoInput) (Go, error) { return "/things/new", nil }),
		Handle(Route{Method: "GET", Path: "/staff/only", View: "test/echo", Who: Only(actor.Staff)},
			func(c *Ctx, _ None) (*echoPage, error) { return &echoPage{ID: "kept for " + c.Actor.Name}, nil }),
		Again(Handle(Route{Method: "POST", Path: "/offers", View: "test/offer", Who: Anyone()},
			func(*Ctx, offerInput) (*echoPage, error) { return &echoPage{}, nil }), "test/offer", func(*Ctx, offerInput) (*echoPage, error) { return &echoPage{}, nil }),
		Handle(get("/halfway", "test/halfway"), func(*Ctx, None) (*echoPage, error) { return &echoPage{}, nil }),
		Handle(get("/panic", "test/echo"), func(*Ctx, None) (*echoPage, error) { panic("secret dsn mongodb://u:p@h") }),
		Handle(get("/broken", "test/echo"), func(*Ctx, None) (*echoPage, error) { return nil, errors.New("secret dsn mongodb://u:p@h") }),
		Handle(get("/slow", "test/echo"), h.slow),
		Handle(get("/deadline", "test/echo"), func(c *Ctx, _ None) (*echoPage, error) { <-c.Done(); return nil, c.Err() }),
		Handle(get("/network", "test/echo"), func(c *Ctx, _ None) (*echoPage, error) { return &echoPage{ID: c.Network(), Q: c.URL("/x")}, nil }),
		Handle(get("/words", "test/echo"), func(c *Ctx, _ None) (*echoPage, error) {
			return &echoPage{ID: c.Words.Code, Q: c.Words.T("site.yes")}, nil
		}),
		Handle(get("/file", ""), func(c *Ctx, _ None) (*File, error) {
			return &File{Name: c.Query().Get("name"), Type: "text/csv; charset=utf-8", Body: []byte("a;b\r\n")}, nil
		}),
		Handle(Route{Method: "GET", Path: "/go", Who: Anyone()}, func(c *Ctx, _ None) (Go, error) { return Go(c.Query().Get("to")), nil }),
		Handle(Route{Method: "POST", Path: "/in", Who: Anyone()}, func(c *Ctx, _ None) (Go, error) {
			c.SignIn("token-of-anna", c.Now.Add(time.Hour))
			return "/things/new", nil
		}),
		Handle(Route{Method: "GET", Path: "/hush", View: "test/echo", Who: Anyone(), Quiet: true}, func(c *Ctx, _ None) (*echoPage, error) {
			return &echoPage{ID: "who: " + c.Actor.Name + ".", Q: c.Words.Code}, nil
		}),
		Again(Handle(Route{Method: "POST", Path: "/hush", View: "test/echo", Who: Anyone(), Quiet: true, Upload: true}, h.hushed), "test/echo",
			func(c *Ctx, in hushInput) (*echoPage, error) {
				c.Speak(in.Speak)
				return &echoPage{ID: "again", Q: c.Words.Code}, nil
			}),
		Handle(Route{Method: "GET", Path: "/hush/away", Who: Anyone(), Quiet: true, Voice: PageOnly},
			func(*Ctx, None) (Away, error) { return "https://www.example.org/", nil }),
		Handle(Route{Method: "POST", Path: "/files", Who: SignedIn(), Upload: true}, h.filed),
		Handle(Route{Method: "POST", Path: "/out", Who: SignedIn()}, func(c *Ctx, _ None) (Go, error) { c.SignOut(); return "/things/new", nil }),
	}
}

func (h *testHouse) hushed(c *Ctx, in hushInput) (*echoPage, error) {
	c.Speak(in.Speak)
	said := in.What
	for _, f := range in.Files {
		said += fmt.Sprintf(" %s:%d", f.Name, len(f.Data))
	}
	return &echoPage{ID: said, Q: c.Words.Code}, nil
}

func (h *testHouse) filed(_ *Ctx, in hushInput) (*echoPage, error) {
	return &echoPage{ID: in.What, Q: fmt.Sprint(len(in.Files))}, nil
}

// echo keeps what it was given past the end of the request.
func (h *testHouse) echo(_ *Ctx, in echoInput) (*echoPage, error) {
	h.kept.Store(in.ID, in.Q)
	return &echoPage{in.ID, in.Q}, nil
}

func (h *testHouse) slow(c *Ctx, _ None) (*echoPage, error) {
	h.arrived <- struct{}{}
	<-h.release
	return &echoPage{ID: "finished"}, nil
}

// start opens the test's site; change may alter its configuration.
func start(t *testing.T, change func(*Config)) *testHouse {
	t.Helper()
	words, err := i18n.Load(Locales())
	if err != nil {
		t.Fatal(err)
	}
	h := &testHouse{log: &safeBuffer{}, release: make(chan struct{}), arrived: make(chan struct{}, 8), received: make(chan thingInput, 8)}
	config := Config{Words: words, Sessions: someone, BodyLimit: 64 << 10, Log: slog.New(slog.NewJSONHandler(h.log, nil)),
		BaseURL: &url.URL{Scheme: "http", Host: "citiesgrow.test"}, Now: func() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC) }}
	if change != nil {
		change(&config)
	}
	if h.Site, err = New(config, h.routes(), []NavItem{{Key: "nav.accounts", Path: "/staff/only", Who: Only(actor.Staff)}}, testViews()); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h.addr = l.Addr().String()
	served := make(chan error, 1)
	go func() { served <- h.Serve(l) }()
	t.Cleanup(func() {
		browser.CloseIdleConnections()
		// A connection on which nothing was ever said counts as idle after five seconds.
		if err := h.Shutdown(15 * time.Second); err != nil {
			t.Errorf("shutdown: %v", err)
		}
		if err := <-served; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	h.awaken(t)
	return h
}

// awaken returns once the site answers.
func (h *testHouse) awaken(t *testing.T) {
	t.Helper()
	for {
		if res, err := http.Get("http://" + h.addr + "/healthz"); err == nil {
			res.Body.Close()
			return
		}
	}
}

// ask is one request of the test: only what matters is filled in.
type ask struct {
	method, path, body string
	header             map[string]string
	bearer, cookie     string // a session, as a program or a browser sends it
}

// reply is an answer, read to its end.
type reply struct {
	*http.Response
	text string
}

var browser = &http.Client{
	Timeout:       20 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Transport:     &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 16},
}

func (h *testHouse) send(t testing.TB, a ask) *reply {
	t.Helper()
	res, err := h.try(a)
	if err != nil {
		t.Fatalf("%s %s: %v", a.method, a.path, err)
	}
	return res
}

// try is send for requests that may fail on the way.
func (h *testHouse) try(a ask) (*reply, error) {
	if a.method == "" {
		a.method = "GET"
	}
	req, err := http.NewRequest(a.method, "http://"+h.addr, strings.NewReader(a.body))
	if err != nil {
		return nil, err
	}
	path, query, _ := strings.Cut(a.path, "?")
	req.URL.Opaque, req.URL.RawQuery = "//"+h.addr+path, query // as written, not as net/url would tidy it
	for name, value := range a.header {
		if req.Header.Set(name, value); name == "Host" {
			req.Host = value
		}
	}
	if a.bearer != "" {
		req.Header.Set("Authorization", "Bearer "+a.bearer)
	}
	if a.cookie != "" {
		req.AddCookie(&http.Cookie{Name: h.sessionCookie(), Value: a.cookie})
	}
	res, err := browser.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	return &reply{res, string(raw)}, err
}

// posted is a POST as a browser sends it.
func posted(path string, pairs ...string) ask {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	return ask{method: "POST", path: path, body: values.Encode(), header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"}}
}

// sent is a request of a program with a JSON body.
func sent(method, path, body string) ask {
	return ask{method: method, path: path, body: body, header: map[string]string{"Content-Type": "application/json"}}
}

func (r *reply) want(t testing.TB, status int, contains ...string) {
	t.Helper()
	if r.StatusCode != status {
		t.Errorf("%s: status %d, want %d\n%.600s", r.Request.URL, r.StatusCode, status, r.text)
	}
	for _, part := range contains {
		if !strings.Contains(r.text, part) {
			t.Errorf("%s: the answer lacks %q\n%.1500s", r.Request.URL, part, r.text)
		}
	}
}

func (r *reply) wantNot(t testing.TB, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(r.text, part) {
			t.Errorf("%s: the answer holds %q\n%.1500s", r.Request.URL, part, r.text)
		}
	}
}

// safeBuffer is a log that several goroutines write.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
