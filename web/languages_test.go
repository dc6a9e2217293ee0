package web

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// has reports whether the texts of a language exist already.
func has(code string) bool {
	_, err := fs.Stat(Locales(), code+".json")
	return err == nil
}

func TestLanguageOfAPage(t *testing.T) {
	h := start(t, nil)
	for says, c := range map[string]struct {
		header, cookie, query, session string
		want                           string
	}{
		"Arabic as spoken in Syria":           {header: "ar-SY,ar;q=0.9,en;q=0.5", want: "ar"},
		"Ukrainian":                           {header: "uk-UA, uk;q=0.9", want: "uk"},
		"the strongest wish that we have":     {header: "sw, uk;q=0.8, ar;q=0.3", want: "uk"},
		"a weak wish":                         {header: "en;q=0.1, ar;q=0.9", want: "ar"},
		"Dari, which nobody has written yet":  {header: "prs", want: "en"},
		"no language at all":                  {want: "en"},
		"nonsense":                            {header: ";;;===***", want: "en"},
		"a very long header":                  {header: strings.Repeat("xx-YY,", 700), want: "en"},
		"what was chosen goes before":         {header: "uk", cookie: "ar", want: "ar"},
		"an unknown choice counts for little": {header: "uk", cookie: "tlh", want: "uk"},
		"the address goes before all":         {header: "uk", cookie: "uk", query: "ar", want: "ar"},
		"the account's language":              {header: "ar", session: "token-of-omar", want: "uk"},
		"a choice that is an attack":          {cookie: "../../etc/passwd", want: "en"},
	} {
		t.Run(says, func(t *testing.T) {
			if !has(c.want) {
				t.Skipf("skipped: web/locales/%s.json is not written yet", c.want)
			}
			a := ask{path: "/words?lang=" + url.QueryEscape(c.query), cookie: c.session, header: map[string]string{"Accept-Language": c.header}}
			if c.cookie != "" {
				a.header["Cookie"] = languageCookie + "=" + c.cookie
			}
			res := h.send(t, a)
			res.want(t, http.StatusOK, `<html lang="`+c.want+`"`, ">"+c.want+" ")
			res.wantNot(t, "passwd")
		})
	}
}

func TestChosenLanguageIsKept(t *testing.T) {
	h := start(t, nil)
	for _, l := range h.config.Words.Languages() {
		res := h.send(t, posted("/language", "language", l.Code, "next", "/echo/a?q=1"))
		res.want(t, http.StatusSeeOther)
		cookies := res.Cookies()
		if len(cookies) != 1 || cookies[0].Name != languageCookie || cookies[0].Value != l.Code || !cookies[0].HttpOnly ||
			res.Header.Get("Location") != "/echo/a?q=1" {
			t.Errorf("%s: %v, on to %s", l.Code, cookies, res.Header.Get("Location"))
		}
		page := h.send(t, ask{path: "/echo/a", header: map[string]string{"Cookie": languageCookie + "=" + l.Code}})
		page.want(t, http.StatusOK, fmt.Sprintf(`<html lang="%s" dir="%s">`, l.Code, l.Dir))
	}
	odd := h.send(t, posted("/language", "language", "x\"; y=z", "next", "/"))
	if c := odd.Cookies(); len(c) != 1 || c[0].Value != "en" {
		t.Errorf("an odd choice set %v", c)
	}
}

func TestErrorsAreSaidInTheReadersLanguage(t *testing.T) {
	h := start(t, nil)
	for _, l := range h.config.Words.Languages() {
		want := h.config.Words.For(l.Code).T("problem.not_found")
		for _, path := range []string{"/nowhere", "/api/v1/nowhere"} {
			h.send(t, ask{path: path, header: map[string]string{"Accept-Language": l.Code}}).want(t, http.StatusNotFound, want)
		}
	}
}

// The pages of package web have every text in every language.
func TestOwnPagesHaveEverySentence(t *testing.T) {
	h := start(t, nil)
	for _, l := range h.config.Words.Languages() {
		for _, path := range []string{"/design", "/api/docs", "/nowhere", "/broken", "/things/new", "/staff/only"} {
			for _, who := range []string{"", "token-of-anna", "token-of-sam"} {
				res := h.send(t, ask{path: path + "?lang=" + l.Code, cookie: who})
				res.wantNot(t, "⟦", "%!", "<no value>")
			}
		}
	}
}
