package web

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

func TestRefusedFormComesBackAsTyped(t *testing.T) {
	h := start(t, nil)
	res := h.send(t, posted("/things", "name", `Zoë "<b>" & a very long name indeed`, "count", "11", "password", "my secret words"))
	res.want(t, http.StatusUnprocessableEntity,
		`role="alert"`, `<a href="#email">`, `<a href="#name">`, `<a href="#count">`, // the summary leads to the fields
		`value="Zoë &#34;&lt;b&gt;&#34; &amp; a very long name indeed"`, `value="11"`,
		`id="email-error"`, `aria-invalid="true"`, `aria-describedby="email-hint email-error"`, "Please fill this in.", "Write at most 20 characters.",
		"Write a number of at most 9.",
		"<title>Please check: form")
	res.wantNot(t, "my secret words", "⟦")
	fields := regexp.MustCompile(`<(?:input|textarea|select)[^>]* id="(email|name|count)"`).FindAllStringSubmatch(res.text, -1)
	links := regexp.MustCompile(`<a href="#(email|name|count)">`).FindAllStringSubmatch(res.text, -1)
	for i := range min(len(fields), len(links)) {
		if len(links) != 3 || fields[i][1] != links[i][1] {
			t.Errorf("the summary leads to %s in place %d, where the page has %s", links[i][1], i, fields[i][1])
		}
	}
	if n := strings.Count(res.text, "<h1"); n != 1 {
		t.Errorf("%d h1", n)
	}
	again := h.send(t, posted("/things", "email", "a@b.example", "name", "taken"))
	again.want(t, http.StatusUnprocessableEntity, "This exists already.", `value="taken"`, `value="a@b.example"`)
	fresh := h.send(t, ask{path: "/things/new"})
	fresh.want(t, http.StatusOK, `value="as stored"`)
	fresh.wantNot(t, "error-summary", "aria-invalid")
}

func TestNumbersThatAreNone(t *testing.T) {
	h := start(t, nil)
	for _, typed := range []string{"three", "1e3", "0x10", "99999999999999999999", "1.5"} {
		h.send(t, posted("/things", "email", "a@b.example", "count", typed)).want(t, http.StatusUnprocessableEntity, `id="count-error"`, `value="`+typed+`"`)
	}
}

func TestForeignSitesCannotAct(t *testing.T) {
	h := start(t, nil)
	for says, c := range map[string]struct {
		header map[string]string
		want   int
	}{
		"another site":                      {map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		"another site of the same owner":    {map[string]string{"Sec-Fetch-Site": "same-site", "Origin": "http://other.citiesgrow.test"}, 403},
		"an old browser on another site":    {map[string]string{"Origin": "http://evil.test"}, 403},
		"a page without an origin":          {map[string]string{"Origin": "null"}, 403},
		"a name that only begins like ours": {map[string]string{"Origin": "http://citiesgrow.test.evil.test"}, 403},
		"a lie about the referrer":          {map[string]string{"Origin": "http://evil.test", "Referer": "http://citiesgrow.test/"}, 403},
		"our own page":                      {map[string]string{"Sec-Fetch-Site": "same-origin", "Origin": "http://citiesgrow.test"}, 201},
		"our own page behind a proxy":       {map[string]string{"Origin": "http://citiesgrow.test"}, 201},
		"an address typed in":               {map[string]string{"Sec-Fetch-Site": "none"}, 201},
		"a program":                         {nil, 201},
	} {
		t.Run(says, func(t *testing.T) {
			for _, path := range []string{"/api/v1/things", "/things"} {
				a := sent("POST", path, `{"email":"a@b.example"}`)
				for name, value := range c.header {
					a.header[name] = value
				}
				want := c.want
				if want == 201 && path == "/things" {
					want = 200
				}
				h.send(t, a).want(t, want)
			}
		})
	}
	for _, r := range h.Routes() {
		if r.Method == "GET" {
			continue
		}
		path := PathWith(r.Path, "some-id")
		if r.Method == "DELETE" {
			path += "/delete"
		}
		res := h.send(t, ask{method: "POST", path: path, cookie: "token-of-anna",
			header: map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "http://evil.test"}})
		res.want(t, http.StatusForbidden, "another website")
	}
	h.send(t, ask{path: "/things/new", header: map[string]string{"Sec-Fetch-Site": "cross-site"}}).want(t, http.StatusOK) // a link from elsewhere is welcome
}

var hiddenToken = regexp.MustCompile(`name="csrf" value="([A-Za-z0-9_-]+)"`)

// tokenFor is what the form of a signed-in person carries.
func tokenFor(t *testing.T, h *testHouse, session string) string {
	t.Helper()
	found := hiddenToken.FindStringSubmatch(h.send(t, ask{path: "/things/new", cookie: session}).text)
	if found == nil {
		t.Fatal("the form has no token")
	}
	return found[1]
}

func TestSignedInFormsNeedTheirToken(t *testing.T) {
	h := start(t, nil)
	anna, omar := tokenFor(t, h, "token-of-anna"), tokenFor(t, h, "token-of-omar")
	for says, c := range map[string]struct {
		token string
		want  int
	}{
		"her own": {anna, 200}, "none": {"", 403}, "another person's": {omar, 403}, "cut off": {anna[:20], 403},
		"zeroes": {strings.Repeat("A", len(anna)), 403}, "not base64": {"%%%", 403}, "of nobody": {formToken("x", "y"), 403},
	} {
		a := posted("/things", "email", "a@b.example", "csrf", c.token)
		a.cookie = "token-of-anna"
		res := h.send(t, a)
		if res.StatusCode != c.want {
			t.Errorf("a form with a token: %s: %d, want %d", says, res.StatusCode, c.want)
		}
	}
	script := sent("POST", "/api/v1/things", `{"email":"a@b.example"}`)
	script.cookie = "token-of-anna"
	h.send(t, script).want(t, http.StatusForbidden)
	script.header["X-Csrf-Token"] = anna
	h.send(t, script).want(t, http.StatusCreated)

	program := sent("PUT", "/api/v1/things/one", `{"email":"a@b.example"}`)
	program.bearer = "token-of-anna"
	h.send(t, program).want(t, http.StatusOK)
	h.send(t, posted("/things", "email", "a@b.example")).want(t, http.StatusOK) // a form of a visitor needs none
	both := sent("POST", "/api/v1/things", `{"email":"a@b.example"}`)
	both.bearer, both.cookie = "token-of-nobody", "token-of-anna" // the cookie must not act behind a made-up bearer token
	h.send(t, both).want(t, http.StatusCreated)
	put := sent("PUT", "/api/v1/things/one", `{"email":"a@b.example"}`)
	put.bearer, put.cookie = "token-of-nobody", "token-of-anna"
	h.send(t, put).want(t, http.StatusUnauthorized)
}

func TestFormTokenIsMaskedAnew(t *testing.T) {
	h := start(t, nil)
	seen := map[string]bool{}
	for range 8 {
		seen[tokenFor(t, h, "token-of-anna")] = true
	}
	if len(seen) != 8 {
		t.Errorf("8 pages carried %d different tokens", len(seen))
	}
	for token := range seen {
		if strings.Contains(token, "token-of-anna") || token == formToken("", "y") {
			t.Errorf("the token %q tells the session", token)
		}
	}
}

func TestBrowserReachesPutAndDelete(t *testing.T) {
	h := start(t, nil)
	token := tokenFor(t, h, "token-of-anna")
	put := posted("/things/one", "email", "a@b.example", "csrf", token)
	put.cookie = "token-of-anna"
	h.send(t, put).want(t, http.StatusOK)
	if in := <-h.received; in.ID != "one" || in.Email != "a@b.example" {
		t.Errorf("the handler got %+v", in)
	}
	gone := posted("/things/one/delete", "csrf", token)
	gone.cookie = "token-of-anna"
	res := h.send(t, gone)
	if res.want(t, http.StatusSeeOther); res.Header.Get("Location") != "/things/new" {
		t.Errorf("led to %q", res.Header.Get("Location"))
	}
	h.send(t, ask{method: "DELETE", path: "/api/v1/things/one", bearer: "token-of-anna"}).want(t, http.StatusNoContent)
	h.send(t, ask{method: "PUT", path: "/things/one", cookie: "token-of-anna"}).want(t, http.StatusMethodNotAllowed)
}
