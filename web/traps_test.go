package web

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// What Fiber and its neighbours are known to get wrong for those who take the defaults,
// and the test that holds it here.
//
//	F1  strings of a request are reused memory     TestStringsOutliveTheirRequest
//	F2  a streamed body has no limit               TestBodyLimit
//	F3  packed bodies are unpacked without limit   TestPackedBodyIsRefusedUnopened
//	F4  a body too large cuts the connection       TestBodyLimit
//	F5  no timeouts                                TestHalfARequestIsNotWaitedFor, TestHalfOpenConnectionsStopNobody
//	F6  X-Forwarded-* is believed                  TestStrangersCannotSayWhereTheyAre
//	F7  the client's address is the client's word  TestStrangersCannotSayWhereTheyAre, TestProxySaysWhereSomebodyIs
//	F8  no deadline                                TestDeadlineEndsARequest
//	F9  a timeout middleware stops no handler      TestDeadlineEndsARequest (handlers get a context instead)
//	F10 error texts are shown                      TestErrorsKeepTheirSecrets
//	F11 a panic ends the process                   TestPanicIsOnePageNotTheEnd
//	F12 the request context is pooled              TestStringsOutliveTheirRequest
//	F13 prefork is several processes               TestOneProcess
//	F14 routes ignore case and trailing slash      TestOneAddressForOneThing
//	F15 encoded paths reach other routes           TestDisguisedPathsLeadNowhere
//	F16 RedirectBack follows a foreign Referer     TestLocalPath, TestRedirectsStayHere
//	F17 the csrf middleware checks no Origin       TestForeignSitesCannotAct, TestSignedInFormsNeedTheirToken
//	F18 session ids and their ends                 internal/account; cookies in TestSessionCookie
//	F19 download names are percent-encoded twice   TestDownloadNames
//	F20 maps, duplicate and unknown keys           TestBodiesOfPrograms, TestRepeatedFormFields
//	F21 HSTS follows a header                      TestStrictTransportFollowsTheConfiguration
//	F22 embedded files without ETag and charset    TestAssets
//	F23 Accept-Language by prefix                  TestLanguageOfAPage
//	F24 shutdown                                   TestShutdownFinishesWhatIsUnderWay
//	F25 app.Test gives up after a second           no test uses it: all talk over a real listener
//	F26 templates are reloaded from disk only      TestViewsAreReadAtStart
//	F27 compression of pages with secrets           TestFormTokenIsMaskedAnew

func TestStringsOutliveTheirRequest(t *testing.T) {
	h := start(t, nil)
	var crowd sync.WaitGroup
	for worker := range 16 {
		crowd.Go(func() {
			for n := range 40 {
				id, q := fmt.Sprintf("id-%d-%d", worker, n), strings.Repeat(fmt.Sprintf("%c%d.", 'a'+worker, n), 5)
				res, err := h.try(ask{path: "/api/v1/echo/" + id + "?q=" + q})
				if err != nil || !strings.Contains(res.text, q) || !strings.Contains(res.text, id) {
					t.Errorf("asked for %s %s, got %v %v", id, q, res, err)
				}
			}
		})
	}
	crowd.Wait()
	for worker := range 16 {
		for n := range 40 {
			id, want := fmt.Sprintf("id-%d-%d", worker, n), strings.Repeat(fmt.Sprintf("%c%d.", 'a'+worker, n), 5)
			if got, _ := h.kept.Load(id); got != want {
				t.Errorf("%s was kept as %v, want %q", id, got, want)
			}
		}
	}
}

func TestBodyLimit(t *testing.T) {
	h := start(t, nil)
	for path, kind := range map[string]string{"/things": "text/html; charset=utf-8", "/api/v1/things": "application/problem+json"} {
		// A body past the limit is read to its end and refused, so that the person sees why.
		status, header, body := raw(t, h, "POST "+path+" HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "+
			"70000\r\n\r\n"+strings.Repeat("x", 70000))
		if status != http.StatusRequestEntityTooLarge || header.Get("Content-Type") != kind {
			t.Errorf("%s: %d %s, want 413 %s\n%s", path, status, header.Get("Content-Type"), kind, body)
		}
		// One far past it is refused by its head alone.
		if status, _, body := raw(t, h, "POST "+path+" HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "+
			"700000\r\n\r\n"); status != http.StatusRequestEntityTooLarge {
			t.Errorf("%s: %d, want 413\n%s", path, status, body)
		}
	}
	res, err := h.try(sent("POST", "/api/v1/things", `{"email":"`+strings.Repeat("x", 1<<20)+`"}`))
	if err == nil && res.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("a body of 1 MiB: %d, want 413 or a closed connection", res.StatusCode)
	}
	chunks := "POST /api/v1/things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" +
		strings.Repeat("4000\r\n"+strings.Repeat("x", 0x4000)+"\r\n", 5) + "0\r\n\r\n"
	if status, _, _ := raw(t, h, chunks); status != http.StatusRequestEntityTooLarge && status != 0 {
		t.Errorf("chunks past the limit: %d, want 413 or a closed connection", status)
	}
	h.send(t, sent("POST", "/api/v1/things", `{"email":"a@b.example"}`)).want(t, http.StatusCreated)
}

// raw sends bytes and reads the answer; status 0 is a closed connection.
func raw(t *testing.T, h *testHouse, request string) (int, http.Header, string) {
	t.Helper()
	conn, err := net.Dial("tcp", h.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, request); err != nil {
		return 0, nil, err.Error()
	}
	return answerOn(conn)
}

func TestPackedBodyIsRefusedUnopened(t *testing.T) {
	h := start(t, nil)
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	for range 48 {
		if _, err := w.Write(make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for _, coding := range []string{"gzip", "br", "deflate", "zstd", "gzip, gzip", "x-unheard-of"} {
		for _, path := range []string{"/things", "/api/v1/things"} {
			a := sent("POST", path, packed.String())
			a.header["Content-Encoding"] = coding
			h.send(t, a).want(t, http.StatusUnsupportedMediaType)
		}
	}
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 32<<20 {
		t.Errorf("12 refusals of 48 MiB in 48 KiB took %d MiB of memory", grown>>20)
	}
}

func TestHalfARequestIsNotWaitedFor(t *testing.T) {
	h := start(t, func(c *Config) { c.ReadTimeout = 300 * time.Millisecond })
	for says, request := range map[string]string{
		"half a head": "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ",
		"half a body": "POST /api/v1/things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n{\"email\":",
	} {
		status, _, body := raw(t, h, request) // ends only because the server does not wait on
		if status >= 500 || status == http.StatusOK {
			t.Errorf("%s: answered with %d\n%s", says, status, body)
		}
	}
	if strings.Contains(h.log.String(), "request failed") {
		t.Errorf("a slow client is logged as our mistake:\n%s", h.log)
	}
}

func TestHalfOpenConnectionsStopNobody(t *testing.T) {
	h := start(t, nil)
	for range 200 {
		conn, err := net.Dial("tcp", h.addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if _, err := io.WriteString(conn, "POST /api/v1/things HTTP/1.1\r\nHost: x\r\n"); err != nil {
			t.Fatal(err)
		}
	}
	h.send(t, ask{path: "/healthz"}).want(t, http.StatusOK, "ok")
}

func TestStrangersCannotSayWhereTheyAre(t *testing.T) {
	h := start(t, nil)
	lies := map[string]string{"X-Forwarded-Host": "evil.test", "X-Forwarded-Proto": "https", "X-Forwarded-For": "6.6.6.6, 7.7.7.7",
		"X-Real-Ip": "6.6.6.6", "Forwarded": "for=6.6.6.6;host=evil.test;proto=https", "Host": "evil.test"}
	res := h.send(t, ask{path: "/api/v1/network", header: lies})
	res.want(t, http.StatusOK, `"id":"127.0.0.0/24"`, "http://citiesgrow.test/x")
	res.wantNot(t, "6.6.6", "7.7.7", "evil")
	page := h.send(t, ask{path: "/echo/a", header: lies})
	page.wantNot(t, "evil", "6.6.6")
	if got := page.Header.Get("Strict-Transport-Security"); got != "" {
		t.Errorf("a header of the client switched HSTS on: %q", got)
	}
}

func TestProxySaysWhereSomebodyIs(t *testing.T) {
	h := start(t, func(c *Config) { c.TrustedProxies = []string{"127.0.0.1"} })
	for says, c := range map[string]struct{ real, want string }{
		"a person, by network only": {"203.0.113.77", "203.0.113.0/24"},
		"over IPv6":                 {"2001:db8:1:2::3", "2001:db8:1::/48"},
		"no address at all":         {"unknown", "127.0.0.0/24"},
	} {
		h.send(t, ask{path: "/api/v1/network", header: map[string]string{"X-Real-Ip": c.real, "X-Forwarded-For": "6.6.6.6"}}).want(t, http.StatusOK, c.want)
		if t.Failed() {
			t.Fatal(says)
		}
	}
}

func TestDeadlineEndsARequest(t *testing.T) {
	h := start(t, func(c *Config) { c.Deadline = 100 * time.Millisecond })
	h.send(t, ask{path: "/api/v1/deadline"}).want(t, http.StatusInternalServerError) // the handler waits for the deadline alone
}

func TestErrorsKeepTheirSecrets(t *testing.T) {
	h := start(t, nil)
	for _, path := range []string{"/broken", "/panic", "/halfway", "/api/v1/broken", "/api/v1/panic"} {
		res := h.send(t, ask{path: path})
		res.want(t, http.StatusInternalServerError, res.Header.Get("X-Request-Id"))
		res.wantNot(t, "secret", "dsn", "mongodb", "goroutine", ".go", "NoSuchThing", "first half")
	}
	res := h.send(t, ask{path: "/echo/a", bearer: "breaks"})
	res.want(t, http.StatusInternalServerError)
	res.wantNot(t, "secret", "dsn")
	if !strings.Contains(h.log.String(), "secret dsn") {
		t.Error("the log does not say what was behind it")
	}
}

func TestPanicIsOnePageNotTheEnd(t *testing.T) {
	h := start(t, nil)
	for range 20 {
		h.send(t, ask{path: "/panic"}).want(t, http.StatusInternalServerError)
	}
	res := h.send(t, ask{path: "/panic"})
	id := res.Header.Get("X-Request-Id")
	res.want(t, http.StatusInternalServerError, "<h1>", id)
	if !strings.Contains(h.log.String(), id) {
		t.Errorf("the log knows no request %s", id)
	}
	h.send(t, ask{path: "/healthz"}).want(t, http.StatusOK)
}

func TestTemplateErrorLeavesNoHalfPage(t *testing.T) {
	h := start(t, nil)
	res := h.send(t, ask{path: "/halfway"})
	res.want(t, http.StatusInternalServerError, "</html>")
	res.wantNot(t, "first half")
	if n := strings.Count(res.text, "<html"); n != 1 {
		t.Errorf("%d pages in one answer", n)
	}
}

func TestOneProcess(t *testing.T) {
	h := start(t, nil)
	if c := h.app.Config(); c.Prefork || c.StreamRequestBody || !c.Immutable {
		t.Errorf("prefork %v, streamed bodies %v, immutable %v", c.Prefork, c.StreamRequestBody, c.Immutable)
	}
}

func TestShutdownFinishesWhatIsUnderWay(t *testing.T) {
	h := start(t, nil)
	got := make(chan string, 1)
	go func() {
		res, err := h.try(ask{path: "/api/v1/slow"})
		if err != nil {
			got <- err.Error()
			return
		}
		got <- res.text
	}()
	<-h.arrived
	stopped := make(chan error, 1)
	go func() { stopped <- h.Shutdown(10 * time.Second) }()
	for { // until new connections are refused
		conn, err := net.Dial("tcp", h.addr)
		if err != nil {
			break
		}
		conn.Close()
	}
	close(h.release)
	if text := <-got; !strings.Contains(text, "finished") {
		t.Errorf("the request under way heard %q", text)
	}
	if err := <-stopped; err != nil {
		t.Errorf("shutdown: %v", err)
	}
}

func TestViewsAreReadAtStart(t *testing.T) {
	h := start(t, nil)
	if !h.views.has("test/form") || !h.views.has("web/error") || h.views.has("test/none") {
		t.Errorf("views: %d pages", len(h.views.pages))
	}
}
