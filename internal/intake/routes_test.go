package intake_test

import (
	"context"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"citiesgrow/internal/actor"
	"citiesgrow/internal/i18n"
	"citiesgrow/internal/module/moduletest"
	"citiesgrow/internal/testdata"
	"citiesgrow/web"
)

// byRole resolves a token that is the name of a role.
type byRole struct{}

func (byRole) Resolve(_ context.Context, token string) (actor.Actor, error) {
	return actor.Actor{ID: "account-" + token, Name: token, Role: actor.Role(token), Active: true}, nil
}

// site serves the pages of imports, and returns a function that requests one.
func site(t *testing.T, h *house) func(role, path string) (int, string) {
	t.Helper()
	words, err := i18n.Load(web.Locales())
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	base, _ := url.Parse("http://" + listener.Addr().String())
	m := h.intake.Module()
	s, err := web.New(web.Config{BaseURL: base, Words: words, Sessions: byRole{}, Now: func() time.Time { return noon }}, m.Routes, m.Nav,
		map[string]fs.FS{m.Name: m.Views})
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- s.Serve(listener) }()
	t.Cleanup(func() {
		if err := s.Shutdown(10 * time.Second); err != nil {
			t.Error(err)
		}
		<-served
	})
	return func(role, path string) (int, string) {
		request, err := http.NewRequestWithContext(t.Context(), "GET", base.String()+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if role != "" {
			request.Header.Set("Authorization", "Bearer "+role)
		}
		answer, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, moduletest.Unlaid(string(body))
	}
}

func TestStaffSeeWhatWasImported(t *testing.T) {
	h := open(t)
	job := h.bring(t, filepath.Join(testdata.Dir(t, "ocds"), "uk-wl-release-package.json"), file(t, "bad<b>.xml", []byte("<html/>")))
	get := site(t, h)
	for _, c := range []struct {
		role, path  string
		status      int
		has, hasNot string
	}{
		{"", "/api/v1/imports", 401, "", "uk-wl"},
		{"buyer", "/api/v1/imports", 403, "", "uk-wl"},
		{"caseworker", "/imports/" + job.ID, 403, "", "not a notice"},
		{"entrepreneur", "/imports", 403, "", job.ID},
		{"staff", "/api/v1/imports", 200, `"total":1,"page":1,"size":20,"facets":{}}`, "account-"},
		{"staff", "/api/v1/imports?page=2", 200, `{"items":[],"total":1,"page":2`, job.ID},
		{"staff", "/imports", 200, `<a href="/imports/` + job.ID + `">`, ""},
		{"admin", "/imports/" + job.ID, 200, "not a notice: the root element is &lt;html&gt;", "bad<b>"},
		{"admin", "/api/v1/imports/" + job.ID, 200, `"new":60`, ""},
		{"staff", "/api/v1/imports/import-nothere222", 404, "", ""},
	} {
		status, body := get(c.role, c.path)
		if status != c.status || !strings.Contains(body, c.has) || c.hasNot != "" && strings.Contains(body, c.hasNot) {
			t.Errorf("%s %s: status %d, want %d with %q and without %q: %.1500s", c.role, c.path, status, c.status, c.has, c.hasNot, body)
		}
	}
}

func TestOnlyTheHouseAndItsKeepersImport(t *testing.T) {
	h := open(t)
	path := testdata.Dir(t, "eforms-real")
	for role, may := range map[actor.Role]bool{actor.Buyer: false, actor.Staff: false, actor.Entrepreneur: false, actor.Caseworker: false,
		actor.Admin: true, actor.System: true} {
		ctx := actor.With(t.Context(), actor.Actor{ID: "a", Role: role, Active: true})
		_, err := h.intake.Import(ctx, request(path))
		if (err == nil) != may {
			t.Errorf("%s imports: %v, want %v", role, err, may)
		}
		_, err = h.intake.ImportCodes(ctx, request(testdata.Dir(t, "cpv")))
		if (err == nil) != may {
			t.Errorf("%s imports codes: %v, want %v", role, err, may)
		}
	}
}
