package web

import (
	"compress/gzip"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strings"
	"testing"
	"time"
)

// everyHeader is on every answer there is.
var everyHeader = map[string]string{
	"Content-Security-Policy":      policy,
	"X-Content-Type-Options":       "nosniff",
	"X-Frame-Options":              "DENY",
	"Referrer-Policy":              "same-origin",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Permissions-Policy":           "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
}

func wantHeaders(t *testing.T, says string, h http.Header) {
	t.Helper()
	for name, want := range everyHeader {
		if name == "Referrer-Policy" && (strings.HasSuffix(says, "/hush") || strings.HasSuffix(says, " /hush/away") && says[0] != 'P') {
			want = "no-referrer"
		}
		if got := h.Values(name); len(got) != 1 || got[0] != want {
			t.Errorf("%s: %s is %q", says, name, got)
		}
	}
	if h.Get("X-Request-Id") == "" || h.Get("Content-Type") == "" && h.Get("Content-Length") != "0" && h.Get("Content-Length") != "" {
		t.Errorf("%s: id %q, type %q", says, h.Get("X-Request-Id"), h.Get("Content-Type"))
	}
	if s := h.Get("Server") + h.Get("X-Powered-By"); s != "" && s != "CitiesGrow" {
		t.Errorf("%s: the answer names its software: %q", says, s)
	}
}

func TestEveryAnswerHasStrictHeaders(t *testing.T) {
	h := start(t, func(c *Config) { c.Deadline = 200 * time.Millisecond }) // GET /deadline is one of the routes
	close(h.release)
	asks := []ask{
		{path: "/healthz"}, {path: "/readyz"}, {path: "/metrics"}, {path: "/nowhere"}, {path: "/api/v1/nowhere"}, {path: "/echo/a/"},
		{path: "/echo/%2e%2e"}, {path: "/assets/none.css"}, {method: "PATCH", path: "/echo/a"}, {method: "OPTIONS", path: "/echo/a"},
		{method: "TRACE", path: "/echo/a"},
		{method: "POST", path: "/things", header: map[string]string{"Content-Encoding": "gzip"}, body: "x"},
		{method: "POST", path: "/things", header: map[string]string{"Content-Type": "text/plain"}, body: "x"},
		{method: "POST", path: "/things", header: map[string]string{"Origin": "http://evil.test"}}, {path: "/echo/a", bearer: "breaks"},
	}
	for name := range h.assets.byHashed {
		asks = append(asks, ask{path: "/assets/" + name})
	}
	for _, r := range h.Routes() {
		p := PathWith(r.Path, "some-id")
		asks = append(asks, ask{method: r.Method, path: p}, ask{method: "POST", path: p}, ask{method: r.Method, path: "/api/v1" + p},
			ask{method: r.Method, path: "/api/v1" + p, bearer: "token-of-sam"}, ask{method: "HEAD", path: p})
	}
	for _, a := range asks {
		res := h.send(t, a)
		wantHeaders(t, a.method+" "+a.path, res.Header)
		if got := res.Header.Get("Strict-Transport-Security"); got != "" {
			t.Errorf("%s: HSTS over http: %q", a.path, got)
		}
	}
	for says, request := range map[string]string{
		"413":               "POST /things HTTP/1.1\r\nHost: x\r\nContent-Length: 700000\r\n\r\n",
		"headers too large": "GET /echo/a HTTP/1.1\r\nHost: x\r\nX-Long: " + strings.Repeat("x", 20<<10) + "\r\n\r\n",
		"no HTTP":           "HELLO\r\n\r\n",
	} {
		status, header, body := raw(t, h, request)
		if status < 400 || status >= 500 {
			t.Errorf("%s: %d\n%s", says, status, body)
			continue
		}
		wantHeaders(t, says, header)
	}
}

func TestStrictTransportFollowsTheConfiguration(t *testing.T) {
	h := start(t, func(c *Config) { c.BaseURL, _ = url.Parse("https://citiesgrow.test") })
	for _, path := range []string{"/echo/a", "/nowhere", "/broken", "/healthz"} {
		res := h.send(t, ask{path: path, header: map[string]string{"X-Forwarded-Proto": "http"}})
		if got := res.Header.Get("Strict-Transport-Security"); got != "max-age=31536000; includeSubDomains" {
			t.Errorf("%s: HSTS is %q", path, got)
		}
	}
}

func TestWhoIsSignedInIsNotCached(t *testing.T) {
	h := start(t, nil)
	for _, a := range []ask{{path: "/echo/a", cookie: "token-of-anna"}, {path: "/api/v1/echo/a", bearer: "token-of-anna"}, {path: "/nowhere"}, {path: "/broken"}} {
		if got := h.send(t, a).Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: Cache-Control %q", a.path, got)
		}
	}
	res := h.send(t, ask{path: "/echo/a"})
	if got := res.Header.Get("Cache-Control"); got != "private, no-cache" {
		t.Errorf("a page for everybody: Cache-Control %q", got)
	}
	if got := strings.Join(res.Header.Values("Vary"), ", "); !strings.Contains(got, "Accept-Language") || !strings.Contains(got, "Cookie") {
		t.Errorf("Vary is %q", got)
	}
}

func TestAssets(t *testing.T) {
	h := start(t, nil)
	entries, err := fs.ReadDir(files, "assets")
	if err != nil || len(entries) == 0 {
		t.Fatalf("no assets (%v)", err)
	}
	for _, e := range entries {
		want, err := fs.ReadFile(files, "assets/"+e.Name())
		if err != nil {
			t.Fatal(err)
		}
		name := "/assets/" + h.assets.hashed[e.Name()]
		plain := h.send(t, ask{path: name})
		plain.want(t, http.StatusOK)
		packed := h.send(t, ask{path: name, header: map[string]string{"Accept-Encoding": "gzip, br"}})
		unpacked, err := gzip.NewReader(strings.NewReader(packed.text))
		if err != nil || packed.Header.Get("Content-Encoding") != "gzip" || len(packed.text) >= len(plain.text) {
			t.Fatalf("%s is not packed (%v)", name, err)
		}
		text, err := io.ReadAll(unpacked)
		if err != nil || string(text) != string(want) || plain.text != string(want) {
			t.Errorf("%s is not what was built in (%v)", name, err)
		}
		for _, res := range []*reply{plain, packed} {
			kind := res.Header.Get("Content-Type")
			if kind == "" || strings.HasPrefix(kind, "text/") && !strings.HasSuffix(kind, "; charset=utf-8") || kind != assetKinds[path.Ext(e.Name())] {
				t.Errorf("%s is %q", name, kind)
			}
			if res.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" || res.Header.Get("Vary") != "Accept-Encoding" {
				t.Errorf("%s: %v", name, res.Header)
			}
		}
		h.send(t, ask{path: "/assets/" + e.Name()}).want(t, http.StatusNotFound) // only under the name of its content
	}
	page := h.send(t, ask{path: "/echo/a"})
	page.want(t, http.StatusOK, `href="/assets/`+h.assets.hashed["app.css"]+`"`, `src="/assets/`+h.assets.hashed["app.js"]+`"`)
}

func TestHeadIsAnsweredAsGet(t *testing.T) {
	h := start(t, nil)
	for _, a := range []ask{{path: "/echo/a"}, {path: "/api/v1/echo/a"}, {path: "/healthz"}, {path: "/nowhere"}, {path: "/staff/only"},
		{path: "/staff/only", bearer: "token-of-anna"},
		{path: "/echo/a", header: map[string]string{"Accept-Encoding": "gzip"}}, {path: "/assets/" + h.assets.hashed["app.css"]}} {
		get := h.send(t, a)
		a.method = "HEAD"
		head := h.send(t, a)
		if head.StatusCode != get.StatusCode || head.text != "" || head.Header.Get("Content-Type") != get.Header.Get("Content-Type") ||
			head.Header.Get("Content-Encoding") != get.Header.Get("Content-Encoding") {
			t.Errorf("%s: GET %d %v, HEAD %d %v %q", a.path, get.StatusCode, get.Header, head.StatusCode, head.Header, head.text)
		}
		if get.StatusCode == 200 && head.ContentLength != int64(len(get.text)) {
			t.Errorf("%s: HEAD promises %d bytes, GET sends %d", a.path, head.ContentLength, len(get.text))
		}
	}
}

func TestPagesArePacked(t *testing.T) {
	h := start(t, nil)
	plain := h.send(t, ask{path: "/design"})
	packed := h.send(t, ask{path: "/design", header: map[string]string{"Accept-Encoding": "gzip"}})
	unpacked, err := gzip.NewReader(strings.NewReader(packed.text))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(unpacked)
	if err != nil || string(text) != plain.text {
		t.Errorf("the packed page is another (%v)", err)
	}
	if vary := strings.Join(packed.Header.Values("Vary"), ", "); !strings.Contains(vary, "Accept-Encoding") || !strings.Contains(vary, "Cookie") {
		t.Errorf("Vary is %q", vary)
	}
}

func TestDownloadNames(t *testing.T) {
	h := start(t, nil)
	for name, want := range map[string]string{
		"list.csv":           "attachment; filename*=UTF-8''list.csv",
		"قائمة المناقصات":    "attachment; filename*=UTF-8''%D9%82%D8%A7%D8%A6%D9%85%D8%A9%20%D8%A7%D9%84%D9%85%D9%86%D8%A7%D9%82%D8%B5%D8%A7%D8%AA",
		`a "b"; c=d.csv`:     "attachment; filename*=UTF-8''a%20%22b%22%3B%20c%3Dd.csv",
		"a\r\nSet-Cookie: x": "attachment; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x",
		"100%+1.csv":         "attachment; filename*=UTF-8''100%25%2B1.csv",
	} {
		res := h.send(t, ask{path: "/file?name=" + url.QueryEscape(name)})
		res.want(t, http.StatusOK, "a;b")
		if got := res.Header.Get("Content-Disposition"); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
		encoded := strings.TrimPrefix(res.Header.Get("Content-Disposition"), "attachment; filename*=UTF-8''")
		if back, err := url.PathUnescape(encoded); err != nil || back != name {
			t.Errorf("%q comes back as %q (%v)", name, back, err)
		}
		if len(res.Cookies()) != 0 {
			t.Errorf("%q set a cookie", name)
		}
	}
}

func TestLogNamesNobody(t *testing.T) {
	h := start(t, nil)
	h.send(t, ask{path: "/echo/my-id?q=my-search", bearer: "token-of-anna",
		header: map[string]string{"User-Agent": "my-browser", "Referer": "http://my.referrer/"}}).want(t, http.StatusOK)
	h.send(t, posted("/things", "email", "canary@b.example", "password", "canary-password")).want(t, http.StatusOK)
	for _, secret := range []string{"my-id", "my-search", "token-of-anna", "my-browser", "my.referrer", "canary", "127.0.0.1", "Anna"} {
		if strings.Contains(h.log.String(), secret) {
			t.Errorf("the log holds %q:\n%s", secret, h.log)
		}
	}
	if !strings.Contains(h.log.String(), `"route":"GET /echo/{id}"`) {
		t.Errorf("the log names no route:\n%s", h.log)
	}
	h.send(t, ask{path: "/metrics"}).want(t, http.StatusOK, `citiesgrow_request_seconds_count{route="GET /echo/{id}",status="2xx"} 1`)
}
