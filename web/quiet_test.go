package web

import (
	"bytes"
	"encoding/base64"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
)

// A reporter is anonymous to the program: whether they are signed in, where they come
// from and when they came leaves no trace.
func TestAQuietRouteKnowsNobody(t *testing.T) {
	h := start(t, nil)
	before := h.log.String()
	for _, a := range []ask{{path: "/hush"}, posted("/hush", "what", "canary"), posted("/hush", "what", strings.Repeat("long", 9)),
		{path: "/api/v1/hush"}, sent("POST", "/api/v1/hush", `{"what":"canary"}`), sent("POST", "/api/v1/hush", `{"bad`), {path: "/hush/away"}} {
		a.cookie, a.bearer = "token-of-anna", ""
		if strings.Contains(a.path, "/api/") {
			a.cookie, a.bearer = "", "breaks" // the session is not even looked up
		}
		if a.header == nil {
			a.header = map[string]string{}
		}
		a.header["User-Agent"], a.header["Referer"], a.header["X-Real-Ip"] = "marked-agent", "http://marked.example/", "203.0.113.9"
		res := h.send(t, a)
		if res.StatusCode >= 500 {
			t.Errorf("%s %s: %d %s", a.method, a.path, res.StatusCode, res.text)
		}
		res.wantNot(t, "Anna", "<nav", "sign-out", "/account")
		for name, want := range map[string]string{"Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
			"X-Robots-Tag": "noindex, nofollow, noarchive", "Set-Cookie": ""} {
			if got := strings.Join(res.Header.Values(name), ", "); got != want {
				t.Errorf("%s %s: %s is %q", a.method, a.path, name, got)
			}
		}
	}
	if after := h.log.String(); after != before {
		t.Errorf("the log grew by %s", strings.TrimPrefix(after, before))
	}
	if metrics := h.send(t, ask{path: "/metrics"}).text; strings.Contains(metrics, "hush") {
		t.Error("quiet requests are counted")
	}
	page := h.send(t, ask{path: "/hush", cookie: "token-of-anna"})
	page.want(t, http.StatusOK, "who: .", "<title>CitiesGrow</title>", "data-leave")
	away := h.send(t, ask{path: "/hush/away"})
	if away.StatusCode != http.StatusSeeOther || away.Header.Get("Location") != "https://www.example.org/" ||
		!strings.Contains(away.Header.Get("Clear-Site-Data"), "cache") {
		t.Errorf("%d %v", away.StatusCode, away.Header)
	}
	h.send(t, posted("/hush", "speak", "ar", "what", strings.Repeat("x", 30))).want(t, http.StatusUnprocessableEntity, `lang="ar"`, "again ar")
	h.send(t, ask{path: "/hush?lang=uk"}).want(t, http.StatusOK, `lang="uk"`)
	foreign := posted("/hush", "what", "x")
	foreign.header["Sec-Fetch-Site"] = "cross-site"
	h.send(t, foreign).want(t, http.StatusForbidden)
}

func parts(t *testing.T, fill func(*multipart.Writer)) (body, kind string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	fill(w)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), w.FormDataContentType()
}

func file(t *testing.T, w *multipart.Writer, field, name string, size int) {
	t.Helper()
	f, err := w.CreateFormFile(field, name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(bytes.Repeat([]byte("a"), size)); err != nil {
		t.Fatal(err)
	}
}

// Files come with a form or as base64, past the limit of other bodies, and only where a
// route takes them.
func TestFilesAreTaken(t *testing.T) {
	h := start(t, nil)
	body, kind := parts(t, func(w *multipart.Writer) {
		w.WriteField("what", "two files")
		file(t, w, "files", "صورة.png", 70_000)
		file(t, w, "files", "../../etc/passwd", 3)
		file(t, w, "files", "", 0) // none was chosen
		file(t, w, "others", "x", 3)
	})
	with := func(path, body, kind string) ask {
		return ask{method: "POST", path: path, body: body, header: map[string]string{"Content-Type": kind}}
	}
	h.send(t, with("/hush", body, kind)).want(t, http.StatusOK, "two files صورة.png:70000 passwd:3")
	h.send(t, sent("POST", "/api/v1/hush", `{"what":"x","files":[{"name":"a.txt",`+
		`"data":"`+base64.StdEncoding.EncodeToString([]byte("four"))+`"}]}`)).want(t, http.StatusOK, "a.txt:4")
	h.send(t, with("/things", body, kind)).want(t, http.StatusRequestEntityTooLarge)
	for says, broken := range map[string]string{"cut off": body[:len(body)-40], "no boundary": "x"} {
		res := h.send(t, with("/hush", broken, kind))
		if res.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %d", says, res.StatusCode)
		}
	}
	h.send(t, with("/hush", body, "multipart/form-data")).want(t, http.StatusBadRequest)
	many, kind := parts(t, func(w *multipart.Writer) {
		for range mostParts + 1 {
			w.WriteField("x", "y")
		}
	})
	h.send(t, with("/hush", many, kind)).want(t, http.StatusRequestEntityTooLarge)

	// A signed-in user sends the form's token, as everywhere.
	signed := func(token string) *reply {
		body, kind := parts(t, func(w *multipart.Writer) {
			w.WriteField(tokenField, token)
			w.WriteField("what", "paper")
			file(t, w, "files", "a.txt", 70_000)
		})
		a := with("/files", body, kind)
		a.cookie = "token-of-sam"
		return h.send(t, a)
	}
	if got := signed("").StatusCode; got != http.StatusForbidden {
		t.Errorf("without a token: %d", got)
	}
	if got := signed(formToken("token-of-sam", "sam")).StatusCode; got == http.StatusForbidden {
		t.Errorf("with its token: %d", got)
	}
}
