package web

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// answerOn reads one answer from a connection; status 0 where it was closed.
func answerOn(conn net.Conn) (int, http.Header, string) {
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0, nil, err.Error()
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(res.Body)
	return res.StatusCode, res.Header, string(body)
}

func TestOneAddressForOneThing(t *testing.T) {
	h := start(t, nil)
	for path, want := range map[string]int{
		"/echo/a": 200, "/echo/a?q=1": 200, "/echo/A": 200,
		"/Echo/a": 404, "/echo/a/": 404, "/echo": 404, "/echo/": 404, "//echo/a": 404, "/echo//a": 404,
		"/api/v1/echo/a": 200, "/API/v1/echo/a": 404, "/api/v1/echo/a/": 404, "/things/new/": 404, "/healthz/": 404,
	} {
		h.send(t, ask{path: path}).want(t, want)
	}
	h.send(t, ask{method: "PATCH", path: "/echo/a"}).want(t, http.StatusMethodNotAllowed)
	h.send(t, sent("POST", "/api/v1/echo/a", "{}")).want(t, http.StatusMethodNotAllowed, `"status":405`)
}

func TestDisguisedPathsLeadNowhere(t *testing.T) {
	h := start(t, nil)
	for _, path := range []string{
		"/echo/%2e%2e/staff/only", "/echo/..%2fstaff%2fonly", "/echo/../staff/only", "/echo/./a", "/echo/%252e%252e/staff/only",
		"/staff%2fonly", "/staff%2Fonly", "/%73taff%2fonly", "/staff%5conly", "/staff\\only", "/echo/a%00b", "/echo/%2e", "/echo/a/..", "/..%2f..%2fetc%2fpasswd",
		"/assets/..%2fviews%2flayout.html", "/assets/../locales/en.json",
	} {
		res := h.send(t, ask{path: path, bearer: "token-of-sam"})
		res.want(t, http.StatusNotFound)
		res.wantNot(t, "kept for", "root:", "{{")
	}
	h.send(t, ask{path: "/api/v1/echo/caf%C3%A9%20au%20lait"}).want(t, http.StatusOK, "café au lait")
}

func TestLocalPath(t *testing.T) {
	for path, want := range map[string]string{
		"/tenders":                "/tenders",
		"/tenders?q=a+b&page=2":   "/tenders?q=a+b&page=2",
		"/tenders?next=//x.test":  "/tenders?next=//x.test",
		"/%0d%0aSet-Cookie:a=b":   "/%0d%0aSet-Cookie:a=b",
		"":                        "/",
		"tenders":                 "/",
		"//evil.test":             "/",
		"///evil.test":            "/",
		"/\\evil.test":            "/",
		"\\evil.test":             "/",
		"\\\\evil.test":           "/",
		"/\t/evil.test":           "/",
		"/\r\nSet-Cookie: a=b":    "/",
		"/\n//evil.test":          "/",
		"\t//evil.test":           "/",
		" //evil.test":            "/",
		"https://evil.test":       "/",
		"http:evil.test":          "/",
		"javascript:alert(1)":     "/",
		"JaVaScRiPt:alert(1)":     "/",
		"data:text/html,x":        "/",
		"/\x00evil":               "/",
		"/%zz":                    "/",
		"//user@evil.test/":       "/",
		"?q=1":                    "/",
		"#top":                    "/",
		"/a/../..//evil.test/%2f": "/a/../..//evil.test/%2f",
	} {
		if got := LocalPath(path); got != want {
			t.Errorf("LocalPath(%q) = %q, want %q", path, got, want)
		}
		if u, err := url.Parse(LocalPath(path)); err != nil || u.Host != "" || u.Scheme != "" {
			t.Errorf("LocalPath(%q) leads to %v (%v)", path, u, err)
		}
	}
}

func TestRedirectsStayHere(t *testing.T) {
	h := start(t, nil)
	for _, to := range []string{"//evil.test", "/\\evil.test", "https://evil.test/", "javascript:alert(1)", "/\r\nSet-Cookie: session=x",
		"/%0d%0aSet-Cookie:%20session=x"} {
		foreign := map[string]string{"Referer": "https://evil.test/page", "Content-Type": "application/x-www-form-urlencoded"}
		for says, a := range map[string]ask{
			"a handler's answer": {path: "/go?to=" + url.QueryEscape(to), header: foreign},
			"the language form":  {method: "POST", path: "/language", header: foreign, body: "language=en&next=" + url.QueryEscape(to)},
		} {
			res := h.send(t, a)
			res.want(t, http.StatusSeeOther)
			for _, c := range res.Cookies() {
				if c.Name == "session" {
					t.Errorf("%s %q set a cookie: %v", says, to, c)
				}
			}
			where, err := res.Location()
			if err != nil || strings.Contains(where.Host, "evil") || where.Scheme != "http" {
				t.Errorf("%s leads from %q to %v (%v)", says, to, where, err)
			}
		}
	}
	res := h.send(t, ask{path: "/staff/only?q=//evil.test"})
	res.want(t, http.StatusSeeOther)
	where, err := res.Location()
	if err != nil || where.Path != "/sessions/new" || LocalPath(where.Query().Get("next")) != "/staff/only?q=%2F%2Fevil.test" {
		t.Errorf("who has to sign in is led to %v (%v)", where, err)
	}
}

func TestSessionCookie(t *testing.T) {
	for base, want := range map[string]string{
		"http://127.0.0.1:8080":    "session",
		"https://citiesgrow.test/": "__Host-session",
	} {
		h := start(t, func(c *Config) { c.BaseURL, _ = url.Parse(base) })
		res := h.send(t, posted("/in"))
		res.want(t, http.StatusSeeOther)
		cookies := res.Cookies()
		if len(cookies) != 1 {
			t.Fatalf("%s: cookies %v", base, cookies)
		}
		c := cookies[0]
		if c.Name != want || !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite != http.SameSiteLaxMode || c.Secure != (want == "__Host-session") {
			t.Errorf("%s: %s", base, c.Raw)
		}
		out := h.send(t, ask{method: "POST", path: "/out", bearer: c.Value})
		if gone := out.Cookies(); len(gone) != 1 || gone[0].Value != "" || gone[0].Expires.Year() > 1971 || out.Header.Get("Clear-Site-Data") == "" {
			t.Errorf("signing out left %v", gone)
		}
	}
}
